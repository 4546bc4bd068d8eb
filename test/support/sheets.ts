// Score sheets and single readings for tests of any method: one call each, under the reference weighting.
import { scoredNodesByCode } from '../../src/core/document/nodes.ts'
import type { Questionnaire } from '../../src/core/document/questionnaire-v1.ts'
import { toText } from '../../src/core/exact.ts'
import type { ProblemError } from '../../src/core/problem.ts'
import { isProblem } from '../../src/core/problem.ts'
import type { Answer, Answers } from '../../src/core/scoring/members.ts'
import type { Rating } from '../../src/core/scoring/method.ts'
import { methods } from '../../src/core/scoring/methods.ts'
import { planOf } from '../../src/core/scoring/plan.ts'
import { type ScoreInput, score } from '../../src/core/scoring/score.ts'
import type { ScoreSheet } from '../../src/core/scoring/sheet.ts'
import { referenceWeighting } from '../../src/core/scoring/weighting.ts'
import { noDigests } from './random-scoring.ts'

/** Whatever applies may be declared not to. */
export const anything = { policy: 'zero', maxShareBp: 10_000 } as const

/** The sheet under the reference; what is not answered counts as the document says. */
export const sheetFor = (
  questionnaire: Questionnaire,
  answers: Answers,
  more: Partial<ScoreInput> = {},
): ScoreSheet =>
  score({
    plan: planOf(questionnaire, referenceWeighting(questionnaire)),
    answers,
    digests: noDigests,
    allowIncomplete: true,
    ...more,
  })

export const nodeIn = (sheet: ScoreSheet, code: string) => {
  const node = sheet.nodes.find((each) => each.code === code)
  if (node === undefined) throw new Error(`no node ${code}`)
  return node
}

/** Every rule that stands on a node, in its order. */
export const rulesOf = (sheet: ScoreSheet, code: string): readonly string[] =>
  nodeIn(sheet, code).explanation.map(({ rule }) => rule)

/** The rater of a node. */
export const raterAt = (questionnaire: Questionnaire, code: string) => {
  const node = scoredNodesByCode(questionnaire).get(code)
  if (node === undefined) throw new Error(`no node ${code}`)
  return methods[questionnaire.scoring.method].raters(questionnaire)(node)
}

const textOf = (rating: Rating) =>
  rating === null || rating === 'not_applicable' ? rating : toText(rating)

/** What a node makes of an answer, with every finding. */
export const readAt = (
  questionnaire: Questionnaire,
  code: string,
  answer: Answer,
  naPermitted = true,
) => {
  const errors: ProblemError[] = []
  const rater = raterAt(questionnaire, code)
  const rating = textOf(rater.read(answer, `/answers/${code}`, errors, naPermitted))
  return { rating, errors, missing: rater.missing(answer) }
}

/** How much of a node does not apply by this answer, exactly. */
export const absentAt = (questionnaire: Questionnaire, code: string, answer: Answer): string => {
  return toText(raterAt(questionnaire, code).absentShare(answer))
}

/** The findings with which a sheet is refused. */
export const errorsIn = (work: () => unknown): readonly ProblemError[] => {
  try {
    work()
  } catch (error) {
    if (isProblem(error, 'document-invalid', 'incomplete')) return error.parameters.errors
    throw error
  }
  return []
}
