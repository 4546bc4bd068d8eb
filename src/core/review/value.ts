// A score as a value in the members of the questionnaire's method, and the percent that follows from it.
// What its members may hold is said by the method; who scores, and when, by review.ts and ../consensus.
import { canonicalJson } from '../document/canonical.ts'
import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { parametersIf } from '../document/scoring-v1.ts'
import { fromDocument, toBasisPoints } from '../exact.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { refuseForeign } from '../scoring/members.ts'
import type { Rater } from '../scoring/method.ts'
import { partIn, pointerOfPart } from '../scoring/parts.ts'
import { readPercent } from '../scoring/percents.ts'
import type { ScoreValue } from '../submission/answer-values.ts'
import { answerableOf } from '../submission/answerable.ts'

/** `percentBp`: the exact percent of the method, rounded half up once; for figures only, no score is made of it. */
export type Valued = { readonly value: ScoreValue; readonly percentBp: number }

/**
 * How scores of a node are read. `stepBp`: the cycle's, where a percent is entered; null: the method's own steps count.
 * `naPermitted`: whether a part may be said not to apply.
 */
export type Gauge = {
  readonly rater: Rater
  readonly stepBp: number | null
  readonly naPermitted: boolean
}

/** By code of the node; RangeError for one that takes no score. */
export type Gauges = (code: string) => Gauge

/** The step of the percents that are entered, in basis points; null where scores are something else. */
export const percentStepOf = (questionnaire: Questionnaire): number | null => {
  const parameters = parametersIf(questionnaire, 'percent-points@1')
  return parameters === null || parameters.factors === 'weighted'
    ? null
    : toBasisPoints(fromDocument(parameters.step))
}

/** `stepBp`, `naPermitted`: of the cycle. */
export const gaugesOf = (
  questionnaire: Questionnaire,
  { stepBp, naPermitted }: Pick<Gauge, 'naPermitted'> & { readonly stepBp: number },
): Gauges => {
  const { byCode } = answerableOf(questionnaire)
  const counted = percentStepOf(questionnaire) === null ? null : stepBp
  return (code) => {
    const node = byCode.get(code)
    if (node?.takes !== 'score') throw new RangeError(`${code} takes no score`)
    return { rater: node.rater, stepBp: counted, naPermitted }
  }
}

/**
 * A whole value with its percent. Refuses with `document-invalid`: what the method refuses, each part that is missing,
 * and a value of which nothing applies, since that is the organization's to say.
 */
export const readValue = (value: ScoreValue, gauge: Gauge): Valued => {
  const errors: ProblemError[] = []
  const valued = valuedIn(value, gauge, errors)
  if (valued === null) throw new Problem('document-invalid', { errors })
  return valued
}

/** The same; null where it is refused, with what is wrong in `errors`. */
export const valuedIn = (
  value: ScoreValue,
  { rater, stepBp, naPermitted }: Gauge,
  errors: ProblemError[],
): Valued | null => {
  const found: ProblemError[] = []
  refuseForeign(value, rater.members, '', found)
  const rating = rater.read(value, '', found, naPermitted)
  const offStep = offCycleStep(value, stepBp)
  // The cycle's step is the coarser one: what it names as nearest is allowed by both.
  errors.push(...offStep, ...found.filter(({ pointer }) => !isNamedIn(offStep, pointer)))
  if (rating === null) errors.push(...missingIn(value, rater))
  if (rating === 'not_applicable') errors.push(...absentIn(rater))
  if (errors.length > 0 || rating === null || rating === 'not_applicable') return null
  return { value, percentBp: toBasisPoints(rating) }
}

export const isSameValue = (a: ScoreValue | null, b: ScoreValue | null): boolean =>
  canonicalJson(a) === canonicalJson(b)

const offCycleStep = ({ percent }: ScoreValue, stepBp: number | null): readonly ProblemError[] => {
  const errors: ProblemError[] = []
  if (percent !== undefined && stepBp !== null)
    readPercent(percent, BigInt(stepBp), '/percent', errors)
  return errors
}

const isNamedIn = (errors: readonly ProblemError[], wanted: string | undefined): boolean =>
  errors.some(({ pointer }) => pointer === wanted)

const missingIn = (value: ScoreValue, { parts }: Rater): readonly ProblemError[] =>
  parts
    .filter((part) => partIn(value, part) === undefined)
    .map(({ member, name, ...same }) => ({
      pointer: pointerOfPart({ member, name, ...same }),
      code: 'part-missing',
      detail: name === null ? `The score lacks "${member}".` : `The ${member} lack "${name}".`,
    }))

const absentIn = ({ parts }: Rater): readonly ProblemError[] =>
  [...new Set(parts.map(({ member }) => member))].map((member) => ({
    pointer: pointerOf([member]),
    code: 'not-applicable-refused',
    detail:
      'A score says what the item is worth; that nothing of it applies is said by the answer.',
  }))
