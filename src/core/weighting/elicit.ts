// From judgements to whole weights: what was compared, swung or ranked becomes shares, and shares become integers by
// largest remainder, categories first. Whether the weights fit limits is scoring/weighting-findings.ts.
import { at } from '../benchmark/at.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { rollUps } from '../document/scoring-v1.ts'
import type { Elicitation, WeightingMode } from '../document/weighting-v1.ts'
import { type Fraction, fraction, hundred, mul, one, toBasisPoints, zero } from '../exact.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { apportion } from '../scoring/display.ts'
import { type Field, fieldFor, fieldsOf } from './judged.ts'
import { type Consistency, type Judgement, judgementsOf } from './judgement.ts'
import { consistencyLimit, isConsistent, shown } from './pairwise.ts'

/** Weights of a whole model share 10,000, those inside a category 1,000: no share of a person rounds to zero. */
const wholeUnits = 10_000n
const insideUnits = 1_000n

/** What one judgement says: shares in basis points, half up, and for pairs how consistent it is. */
export type Priority = {
  readonly category: string | null
  readonly shares: readonly { readonly code: string; readonly shareBp: number }[]
  readonly consistency: (Consistency & { readonly isConsistent: boolean }) | null
}

export type Elicited = {
  readonly mode: Extract<WeightingMode, 'weights' | 'within_category'>
  readonly items: Readonly<Record<string, number>>
  readonly priorities: readonly Priority[]
}

type Placed = ReturnType<typeof fieldFor> & { readonly judgement: Judgement }

const codeFindings = ({ judgement, field, missing }: Placed): readonly ProblemError[] => {
  const { codes, pointer, pointerAt } = judgement
  const isAbout = codes.some((code) => field.codes.includes(code))
  const wrong = codes.flatMap((code, place) => {
    if (codes.indexOf(code) < place)
      return [{ place, code: 'code-twice', detail: `"${code}" is judged twice.` }]
    if (field.codes.includes(code)) return []
    const where = isAbout ? `not among ${field.codes.join(', ')}` : 'no scored node, no category'
    return [{ place, code: 'node-unknown', detail: `"${code}" is ${where}.` }]
  })
  return [
    ...wrong.map(({ place, ...finding }) => ({ pointer: pointerAt(place), ...finding })),
    ...(isAbout ? missing : []).map((code) => ({
      pointer,
      code: 'weight-missing',
      detail: `"${code}" is not judged; what is missing is not zero.`,
    })),
  ]
}

const nameOf = ({ kind, category }: Field): string =>
  kind === 'items' ? `The items of "${category}"` : `The ${kind}`

/** Whether the judgements together say what a weighting needs, no more and no less. */
const togetherFindings = (
  placed: readonly Placed[],
  fields: readonly Field[],
): readonly ProblemError[] => {
  const judged = placed.map(({ field }) => field)
  const isWhole = judged.some(({ kind }) => kind === 'nodes')
  const twice = placed.filter(
    ({ field }, place) => place > 0 && (isWhole || judged.indexOf(field) < place),
  )
  const lacking = judged.some(({ kind }) => kind === 'categories')
    ? fields.filter(
        (field) => field.kind === 'items' && field.codes.length > 1 && !judged.includes(field),
      )
    : []
  return [
    ...twice.map(({ field, judgement: { pointer } }) => ({
      pointer,
      code: 'judged-twice',
      detail: `${nameOf(field)} are judged twice, or as a whole and in parts.`,
    })),
    ...lacking.map((field) => ({
      pointer: '/elicitation/inputs',
      code: 'weight-missing',
      detail: `${nameOf(field)} are not judged: ${field.codes.join(', ')}.`,
    })),
  ]
}

/** Adding up to 1, in the order of the field's codes. */
type Shares = readonly Fraction[]

/** Integers by largest remainder, ties by document order; they add up to the units. */
const shareOut = (
  codes: readonly string[],
  shares: Shares,
  units: bigint,
): readonly (readonly [string, bigint])[] => {
  if (units === 0n) return codes.map((code) => [code, 0n])
  const parts = codes.map((code, place) => ({ code, points: at(shares, place), max: zero }))
  const shared = apportion(parts, 'points', one, units, fraction(1n, units))
  return [...shared].map(([{ code }, each]) => [code, each])
}

/** Categories first, each then shared out inside; a category of one item hands it everything. */
const integers = (
  weighed: ReadonlyMap<Field, Shares>,
  fields: readonly Field[],
): readonly (readonly [string, bigint])[] => {
  const inside = (field: Field, units: bigint) =>
    shareOut(field.codes, weighed.get(field) ?? field.codes.map(() => one), units)
  const whole = fields.find((field) => field.kind !== 'items' && weighed.has(field))
  if (whole === undefined)
    return fields
      .filter((field) => weighed.has(field))
      .flatMap((field) => inside(field, insideUnits))
  return inside(whole, wholeUnits).flatMap(([code, units]) => {
    const items = fields.find((field) => field.category === code)
    return items === undefined ? [[code, units] as const] : inside(items, units)
  })
}

const weigh = ({ field, judgement }: Placed) => {
  const { shares: judged, consistency } = judgement.weigh()
  const shares = field.codes.map((code) => at(judged, judgement.codes.indexOf(code)))
  const priority: Priority = {
    category: field.category,
    shares: field.codes.map((code, place) => ({
      code,
      shareBp: toBasisPoints(mul(hundred, at(shares, place))),
    })),
    consistency:
      consistency === null
        ? null
        : { ...consistency, isConsistent: isConsistent(consistency.ratio) },
  }
  return { field, shares, priority }
}

type Judged = Exclude<Elicitation, { kind: 'manual' }>

const placedIn = (fields: readonly Field[], elicitation: Judged): readonly Placed[] =>
  judgementsOf(elicitation, fields).map((judgement) => ({
    judgement,
    ...fieldFor(fields, judgement.codes),
  }))

/**
 * Everything that keeps judgements from becoming weights, each with its pointer below `/elicitation`. Comparisons
 * that contradict each other are no finding here: they make a draft (`inconsistencies`).
 */
export const elicitationFindings = (
  elicitation: Judged,
  questionnaire: Questionnaire,
): readonly ProblemError[] => {
  const { method } = questionnaire.scoring
  if (rollUps[method] !== 'points') {
    const detail = `${method} adds no points up over the whole; it cannot be weighted.`
    return [{ pointer: '/elicitation', code: 'weights-unused', detail }]
  }
  const fields = fieldsOf(questionnaire)
  const placed = placedIn(fields, elicitation)
  const each = placed.flatMap((one) => [...codeFindings(one), ...one.judgement.findings])
  return each.length > 0 ? each : togetherFindings(placed, fields)
}

/** The weights that the judgements come to. Refuses with `document-invalid`: every finding. */
export const elicit = (elicitation: Judged, questionnaire: Questionnaire): Elicited => {
  const errors = elicitationFindings(elicitation, questionnaire)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const fields = fieldsOf(questionnaire)
  const weighed = placedIn(fields, elicitation).map(weigh)
  const inWhole = weighed.some(({ field }) => field.kind !== 'items')
  const units = integers(new Map(weighed.map(({ field, shares }) => [field, shares])), fields)
  return {
    mode: inWhole ? 'weights' : 'within_category',
    items: Object.fromEntries(units.map(([code, one]) => [code, Number(one)])),
    priorities: weighed.map(({ priority }) => priority),
  }
}

/** What keeps an elicited weighting a draft: every matrix whose ratio is at the limit or above, with its worst triple. */
export const inconsistencies = ({ priorities }: Elicited): readonly ProblemError[] =>
  priorities.flatMap(({ consistency }, place) => {
    if (consistency === null || consistency.isConsistent || consistency.worst === null) return []
    const { ratio, worst } = consistency
    const triple = `${worst.codes.join(', ')} contradict each other most`
    return [
      {
        pointer: `/elicitation/inputs/${place}`,
        code: 'inconsistent',
        detail: `The consistency ratio is ${shown(ratio)}, not below ${consistencyLimit}: ${triple}.`,
      },
    ]
  })
