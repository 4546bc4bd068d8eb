// percent-points@1: a node is scored as a whole, by one percent on a step; bands are chosen by best fit.
// Which parameters a document may state is in its format; how percents add up is in roll-up.ts.
import type { Kind } from '../../document/parameters-v1.ts'
import type { Questionnaire } from '../../document/questionnaire-v1.ts'
import { parametersOf } from '../../document/scoring-v1.ts'
import { type Fraction, fraction, fromDocument, halfUp, toText } from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'
import { bandsOf, demandBandSet, saidBand } from '../bands.ts'
import { line } from '../explain.ts'
import { guidance, type Spoken, silence } from '../guidance.ts'
import type { Answer } from '../members.ts'
import { type Method, type Rater, undivided } from '../method.ts'
import { namedParts, wholeMember } from '../parts.ts'
import { readPercent, stepBpOf } from '../percents.ts'
import { raterByKind } from '../rater-by-kind.ts'

const name = 'percent-points@1'
const members = ['percent', 'factors'] as const

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

const raterOf = (questionnaire: Questionnaire, kind: Kind): Rater => {
  const { step, factors, factorWeights } = parametersOf(questionnaire, name)
  const set = demandBandSet(questionnaire, kind)
  const bands = bandsOf(set)
  const exactStep = fromDocument(step)
  const stepBp = stepBpOf(exactStep)
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
    if (factors === 'guidance') {
      const ratings = factorsOf(answer).map(([, value]) => value)
      return guidance(ratings, percent, `${pointer}/percent`, bands)
    }
    const mean = factors === 'weighted' ? meanOf(answer, pointer, []) : null
    if (mean === null) return silence
    const inputs = { mean: toText(mean), step: toText(exactStep) }
    return { explanation: [line('factors.weighted', inputs, toText(percent))], warnings: [] }
  }

  const missing: Rater['missing'] = (answer) =>
    factors === 'weighted' && answer.factors !== undefined
      ? set.factors.filter((factor) => answer.factors?.[factor] === undefined)
      : []

  return {
    members,
    parts:
      factors === 'weighted'
        ? namedParts('factors', set.factors, { step: exactStep })
        : [wholeMember('percent', { step: exactStep })],
    read,
    missing,
    absentShare: undivided,
    say: (answer, percent, pointer) => {
      // Only one part is spread: with two, a sheet took twice as long (measured).
      const { band, flags } = saidBand(bands, percent)
      return { band, outcome: null, flags, ...speak(answer, percent, pointer) }
    },
  }
}

export const percentPoints1: Method = {
  name,
  flags: [],
  custom: (questionnaire) => parametersOf(questionnaire, name).factors === 'weighted',
  raters: raterByKind(raterOf),
}
