// Whether a weighting fits a questionnaire and an association's limits: all findings at once, with pointers.
// What a fitting weighting is worth node by node is in weighting.ts.
import type { ScoredNode } from '../document/nodes.ts'
import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { rollUps } from '../document/scoring-v1.ts'
import type { WeightingMode } from '../document/weighting-v1.ts'
import {
  add,
  compare,
  div,
  type Fraction,
  fraction,
  fromDocument,
  fromNumber,
  hundred,
  isZero,
  mul,
  sub,
  sum,
  toReadable,
  zero,
} from '../exact.ts'
import type { ProblemError } from '../problem.ts'
import {
  byCategory,
  countedNodes,
  maximumOf,
  names,
  pointsOf,
  resolve,
  stated,
  type Weighting,
} from './weighting.ts'

/** The part that is checked against a questionnaire; `edition` and `total` where the document states them. */
export type WeightingClaim = {
  readonly edition?: string | undefined
  readonly total?: number | undefined
  readonly mode: WeightingMode
  readonly items: Readonly<Record<string, number>>
}

/**
 * What an association permits: maximum points of nodes or categories between bounds (inclusive), a least
 * share of result nodes in basis points, and whether zero is allowed (default: yes).
 */
export type WeightingLimits = {
  readonly ranges?:
    | Readonly<
        Record<string, { readonly min?: number | undefined; readonly max?: number | undefined }>
      >
    | undefined
  readonly leastResultsShareBp?: number | undefined
  readonly zeroAllowed?: boolean | undefined
}

const missing = (nodes: readonly ScoredNode[], items: Weighting['items']): ProblemError[] =>
  nodes
    .filter(({ code }) => !Object.hasOwn(items, code))
    .map(({ code }) => ({
      pointer: `/items/${code}`,
      code: 'weight-missing',
      detail: `"${code}" has no weight; a missing weight is not zero.`,
    }))

const valueFinding = (mode: WeightingMode, value: number): Omit<ProblemError, 'pointer'> | null => {
  if (value < 0) return { code: 'weight-negative', detail: `${value} is less than zero.` }
  if (mode === 'points') {
    return fromNumber(value) === null
      ? { code: 'points-grain', detail: `${value} points are finer than the grain 0.01.` }
      : null
  }
  return Number.isInteger(value)
    ? null
    : { code: 'weight-not-whole', detail: `${value} is not a whole number.` }
}

const entryFindings = (
  { mode, items }: WeightingClaim,
  questionnaire: Questionnaire,
): ProblemError[] => {
  const nodes = new Map(countedNodes(questionnaire).map((node) => [node.code, node]))
  return Object.entries(items).flatMap(([code, value]): ProblemError[] => {
    const pointer = `/items${pointerOf([code])}`
    const node = nodes.get(code)
    if (node === undefined || (mode === 'within_category' && node.leaf)) {
      const why =
        node === undefined ? 'is no scored node' : 'is a leaf: nothing is weighted inside it'
      return [{ pointer, code: 'node-unknown', detail: `"${code}" ${why}.` }]
    }
    const finding = valueFinding(mode, value)
    return finding === null ? [] : [{ pointer, ...finding }]
  })
}

const allZero = (nodes: readonly ScoredNode[], items: Weighting['items']): boolean =>
  nodes.every(({ code }) => items[code] === 0)

const allZeroFinding: ProblemError = {
  pointer: '/items',
  code: 'weights-zero',
  detail: 'All weights are zero; nothing could be distributed.',
}

const wholeFindings = (
  { mode, items }: WeightingClaim,
  questionnaire: Questionnaire,
): readonly ProblemError[] => {
  const nodes = countedNodes(questionnaire)
  if (mode === 'within_category') {
    const named = byCategory(questionnaire).filter((members) => names(items, members))
    return named.length === 0
      ? [{ pointer: '/items', code: 'weights-empty', detail: 'No category is weighted inside.' }]
      : named.flatMap((members) => {
          const lost = missing(members, items)
          return lost.length === 0 && allZero(members, items) ? [allZeroFinding] : lost
        })
  }
  const lost = missing(nodes, items)
  if (lost.length > 0) return lost
  if (allZero(nodes, items)) return [allZeroFinding]
  if (mode === 'weights') return []
  const added = sum(nodes.flatMap(({ code }) => fromNumber(stated(items, code)) ?? []))
  const total = pointsOf(nodes)
  if (compare(added, total) === 0) return []
  const difference = toReadable(sub(added, total))
  const detail = `The points sum to ${toReadable(added)}, not to ${toReadable(total)}: difference ${difference}.`
  return [{ pointer: '/items', code: 'sum-wrong', detail }]
}

const bindingFindings = (
  { edition, total }: WeightingClaim,
  questionnaire: Questionnaire,
): ProblemError[] => {
  const findings: ProblemError[] = []
  const { key } = questionnaire.edition
  if (edition !== undefined && edition !== key) {
    const detail = `The weighting is bound to edition "${edition}", the questionnaire to "${key}".`
    findings.push({ pointer: '/edition', code: 'other-edition', detail })
  }
  if (total !== undefined && total !== questionnaire.scoring.total) {
    const detail = `The total is ${questionnaire.scoring.total}, not ${total}.`
    findings.push({ pointer: '/total', code: 'other-total', detail })
  }
  return findings
}

const rangeFindings = (
  ranges: NonNullable<WeightingLimits['ranges']>,
  maxima: ReadonlyMap<string, Fraction>,
  questionnaire: Questionnaire,
): ProblemError[] =>
  Object.entries(ranges).flatMap(([code, { min, max }]) => {
    const members = countedNodes(questionnaire).filter(
      (node) => node.code === code || node.category === code,
    )
    if (members.length === 0) return []
    const value = members.reduce((all, node) => add(all, maximumOf(maxima, node.code)), zero)
    const below = min !== undefined && compare(value, fromDocument(min)) < 0
    const above = max !== undefined && compare(value, fromDocument(max)) > 0
    if (!below && !above) return []
    const limit = below ? `less than the least ${min}` : `more than the most ${max}`
    const detail = `"${code}" gets ${toReadable(value)} points, ${limit} that the association permits.`
    return [{ pointer: `/items/${code}`, code: 'limit-range', detail }]
  })

/** What a sound weighting breaks of the limits. What they say of codes that this version lacks does not count. */
export const limitFindings = (
  claim: WeightingClaim,
  questionnaire: Questionnaire,
  { ranges = {}, leastResultsShareBp = 0, zeroAllowed = true }: WeightingLimits,
): ProblemError[] => {
  const nodes = countedNodes(questionnaire)
  const maxima = resolve(claim, questionnaire)
  const points = (each: readonly ScoredNode[]) =>
    sum(each.map(({ code }) => maximumOf(maxima, code)))
  const percent = div(
    mul(hundred, points(nodes.filter(({ kind }) => kind === 'result'))),
    points(nodes),
  )
  const least = fraction(BigInt(leastResultsShareBp), 100n)
  const findings = rangeFindings(ranges, maxima, questionnaire)
  if (compare(percent, least) < 0) {
    const detail = `Results weigh ${toReadable(percent)} %, less than ${toReadable(least)} %.`
    findings.push({ pointer: '/items', code: 'limit-results', detail })
  }
  if (!zeroAllowed) {
    for (const { code } of nodes.filter((node) => isZero(maximumOf(maxima, node.code)))) {
      const detail = `"${code}" weighs 0, which the association does not permit.`
      findings.push({ pointer: `/items/${code}`, code: 'limit-zero', detail })
    }
  }
  return findings
}

/** Without a sum of points there is nothing to share out, and marks to pass mean the model's own points. */
const unweighed = ({ scoring }: Questionnaire): ProblemError => ({
  pointer: '/items',
  code: 'weights-unused',
  detail: `${scoring.method} adds no points up over the whole; it cannot be weighted.`,
})

/**
 * Everything that keeps a weighting from being used with the questionnaire, each with a JSON pointer into
 * the weighting (scoring.md section 12). Limits are checked once the weighting itself is sound.
 */
export const weightingFindings = (
  claim: WeightingClaim,
  questionnaire: Questionnaire,
  limits: WeightingLimits = {},
): readonly ProblemError[] => {
  if (rollUps[questionnaire.scoring.method] !== 'points') return [unweighed(questionnaire)]
  const findings = [
    ...bindingFindings(claim, questionnaire),
    ...entryFindings(claim, questionnaire),
    ...wholeFindings(claim, questionnaire),
  ]
  return findings.length > 0 ? findings : limitFindings(claim, questionnaire, limits)
}
