// Decides one answer, replaced as a whole.
// What it may say at its node is in answer-findings.ts; many answers at once are in patch.ts.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { Problem } from '../problem.ts'
import type { Answer } from './answer.ts'
import { answerFindings, asBody } from './answer-findings.ts'
import { type AnswerResult, changedVersions, revise, type VersionedAnswer } from './revision.ts'
import { demandDraft, type Submission, type SubmissionEvent } from './submission.ts'

/** `current`: the answer as stored, a tombstone included; null: the code was never answered. */
export type PutAnswer = {
  readonly submission: Submission
  readonly questionnaire: Questionnaire
  readonly code: string
  readonly current: VersionedAnswer | null
  readonly answer: Answer
  readonly standing: Standing
}

/** `result.outcome` is `unchanged` where the stored answer says the same: then nothing is to be saved. */
export type PutDecided = {
  readonly result: AnswerResult
  readonly events: readonly SubmissionEvent[]
}

/**
 * Refuses with `forbidden` or `not-found`, with `immutable` outside a draft, and with `document-invalid`
 * where the answer does not fit its node: all findings at once, the code itself named as a parameter.
 */
export const putAnswer = (given: PutAnswer): PutDecided => {
  const { submission, questionnaire, code, current, answer, standing } = given
  demand(standing, 'submissions:write')
  demandDraft(submission)
  const errors = answerFindings(questionnaire, code, answer, asBody)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const result = revise(code, current, answer)
  return { result, events: answerEvents(submission, [result]) }
}

/** One event for all answers that changed, none where none did: their codes and, alike ordered, revisions. */
export const answerEvents = (
  { id }: Submission,
  results: readonly AnswerResult[],
): readonly SubmissionEvent[] => {
  const changed = changedVersions(results)
  if (changed.length === 0) return []
  return [
    {
      type: 'answer.changed',
      subject: id,
      ids: { codes: changed.map(({ code }) => code) },
      versions: { answers: changed.map(({ revision }) => String(revision)) },
    },
  ]
}
