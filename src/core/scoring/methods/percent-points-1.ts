// percent-points@1: a node is scored as a whole, by one percent on a step; bands are chosen by best fit.
// Which parameters a document may state is in its format; how percents add up is in roll-up.ts.
import { z } from 'zod'
import { type BandSet, Slug } from '../../document/questionnaire-v1.ts'
import {
  compare,
  type Fraction,
  fraction,
  fromDocument,
  halfUp,
  hundredthsOf,
  toText,
} from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'
import { type Line, line } from '../explain.ts'
import type { Answer, Method, Rater } from '../method.ts'
import type { Band, SheetWarning } from '../sheet.ts'

/** The value members of an answer: `percent` on the step, factors rated beside it or instead of it. */
export const PercentPointsValue = z
  .strictObject({
    percent: z.number().min(0).max(100).optional(),
    factors: z.record(Slug, z.number().min(0).max(100)).optional(),
  })
  .meta({ id: 'PercentPointsValue', description: 'A percent, and ratings of its factors.' })

const fullBp = 10000n

const nearest = (value: number, stepBp: bigint): string => {
  if (value < 0) return '0'
  if (value > 100) return '100'
  const lower = (BigInt(Math.floor(value * 100)) / stepBp) * stepBp
  return `${Number(lower) / 100} or ${Number(lower + stepBp) / 100}`
}

/** The percent on the step, or null with a finding that names the nearest allowed values. */
const readPercent = (
  value: number,
  stepBp: bigint,
  pointer: string,
  errors: ProblemError[],
): Fraction | null => {
  const bp = hundredthsOf(value)
  if (bp !== null && bp >= 0n && bp <= fullBp && bp % stepBp === 0n) return fraction(bp, 100n)
  errors.push({
    pointer,
    code: 'percent-off-step',
    detail: `${value} is not among the allowed percents; nearest: ${nearest(value, stepBp)}.`,
  })
  return null
}

const factorsOf = (answer: Answer): readonly (readonly [string, number])[] =>
  Object.entries(answer.factors ?? {})

const readFactors = (
  answer: Answer,
  known: readonly string[],
  stepBp: bigint,
  pointer: string,
  errors: ProblemError[],
): ReadonlyMap<string, Fraction> => {
  const read = new Map<string, Fraction>()
  for (const [factor, value] of factorsOf(answer)) {
    const here = `${pointer}/factors/${factor}`
    if (!known.includes(factor)) {
      const detail = `"${factor}" is no factor here; known: ${known.join(', ')}.`
      errors.push({ pointer: here, code: 'factor-unknown', detail })
      continue
    }
    const percent = readPercent(value, stepBp, here, errors)
    if (percent !== null) read.set(factor, percent)
  }
  return read
}

/** A band set with exact bounds, ready to be asked. */
export type Bands = readonly {
  readonly from: Fraction
  readonly to: Fraction
  readonly band: Band
}[]

export const bandsOf = (set: BandSet): Bands =>
  set.bands.map(({ from, to }, index) => ({
    from: fromDocument(from),
    to: fromDocument(to),
    band: { bandSet: set.code, position: index + 1, from, to },
  }))

/**
 * The band with the greatest lower bound not above the exact value, null below all. `between`: the value
 * lies above the end of that band, in a hole before the next (section 5).
 */
export const bandAt = (
  bands: Bands,
  value: Fraction,
): { readonly band: Band; readonly between: boolean } | null => {
  const found = bands.findLast(({ from }) => compare(from, value) <= 0)
  return found === undefined ? null : { band: found.band, between: compare(value, found.to) > 0 }
}

type Spoken = { readonly explanation: readonly Line[]; readonly warnings: readonly SheetWarning[] }
const nothing: Spoken = { explanation: [], warnings: [] }

/** The span of the bands in which the factors were rated, and a warning where the percent is outside. */
const guidance = (answer: Answer, percent: Fraction, pointer: string, bands: Bands): Spoken => {
  const rated = factorsOf(answer)
    .flatMap(([, value]) => bandAt(bands, fromDocument(value)) ?? [])
    .map(({ band }) => band)
    .sort((a, b) => a.position - b.position)
  const [lowest, highest] = [rated[0], rated.at(-1)]
  if (lowest === undefined || highest === undefined) return nothing
  const [from, to] = [fromDocument(lowest.from), fromDocument(highest.to)]
  const outside = compare(percent, from) < 0 || compare(percent, to) > 0
  return {
    explanation: [line('factors.range', { from: toText(from), to: toText(to) })],
    warnings: outside
      ? [
          {
            pointer: `${pointer}/percent`,
            code: 'percent-outside-factors',
            detail: `The percent is outside ${lowest.from} to ${highest.to}, the bands rated by factor.`,
          },
        ]
      : [],
  }
}

type Weights = Readonly<Record<string, number>>

/** sum(w x r) / sum(w), exact; null while a factor is not rated: never a mean over the rest. */
const weightedMean = (
  rated: ReadonlyMap<string, Fraction>,
  factors: readonly string[],
  weights: Weights,
): Fraction | null => {
  let n = 0n
  let all = 0n
  for (const factor of factors) {
    const [rating, weight] = [rated.get(factor), weights[factor]]
    if (weight === undefined) throw new RangeError(`factor ${factor} has no weight`)
    if (rating === undefined) return null
    // Ratings have at most two decimals, so 100 clears every denominator.
    n += BigInt(weight) * rating.n * (100n / rating.d)
    all += BigInt(weight)
  }
  return fraction(n, all * 100n)
}

/** Refuses by `derived` a percent beside factors it follows from, by `unused` factors nobody reads. */
const refuse = (pointer: string, member: 'percent' | 'factors', errors: ProblemError[]): null => {
  errors.push(
    member === 'percent'
      ? {
          pointer: `${pointer}/percent`,
          code: 'percent-derived',
          detail: 'The percent follows from the weighted factors and is not entered.',
        }
      : {
          pointer: `${pointer}/factors`,
          code: 'factors-unused',
          detail: 'This questionnaire does not rate factors.',
        },
  )
  return null
}

const raterOf: Method['rater'] = ({ bandSets, scoring }, kind): Rater => {
  const { step, factors, factorWeights, bandSets: setOf } = scoring.parameters
  const set = bandSets.find(({ code }) => code === setOf[kind])
  if (set === undefined) throw new RangeError(`kind ${kind} has no bands`)
  const bands = bandsOf(set)
  const exactStep = fromDocument(step)
  const stepBp = (exactStep.n * 100n) / exactStep.d
  const weights = factorWeights?.[kind] ?? {}
  const meanOf = (answer: Answer, pointer: string, errors: ProblemError[]) =>
    weightedMean(readFactors(answer, set.factors, stepBp, pointer, errors), set.factors, weights)

  const read: Rater['read'] = (answer, pointer, errors) => {
    if (factors === 'weighted') {
      if (answer.percent !== undefined) return refuse(pointer, 'percent', errors)
      const mean = meanOf(answer, pointer, errors)
      return mean === null ? null : halfUp(mean, exactStep)
    }
    if (answer.factors !== undefined) {
      if (factors === 'none') return refuse(pointer, 'factors', errors)
      readFactors(answer, set.factors, stepBp, pointer, errors)
    }
    return answer.percent === undefined
      ? null
      : readPercent(answer.percent, stepBp, `${pointer}/percent`, errors)
  }

  const speak = (answer: Answer, percent: Fraction, pointer: string): Spoken => {
    if (factors === 'guidance') return guidance(answer, percent, pointer, bands)
    const mean = factors === 'weighted' ? meanOf(answer, pointer, []) : null
    if (mean === null) return nothing
    const inputs = { mean: toText(mean), step: toText(exactStep) }
    return { explanation: [line('factors.weighted', inputs, toText(percent))], warnings: [] }
  }

  return {
    read,
    say: (answer, percent, pointer) => {
      const at = bandAt(bands, percent)
      return {
        band: at?.band ?? null,
        flags: at?.between === true ? ['between_bands'] : [],
        ...speak(answer, percent, pointer),
      }
    },
  }
}

export const percentPoints1: Method = {
  name: 'percent-points@1',
  value: PercentPointsValue,
  members: ['percent', 'factors'],
  rollUp: 'points',
  custom: ({ scoring }) => scoring.parameters.factors === 'weighted',
  rater: raterOf,
}
