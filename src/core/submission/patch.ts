// Decides a change of many answers at once: a merge patch (RFC 7396) keyed by node code, all or nothing.
// What one answer may say is in answer-findings.ts; one answer replaced as a whole is in put.ts.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import { canonicalJson } from '../document/canonical.ts'
import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { mergePatch } from '../merge-patch.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { Answer, type AnswerPatch, type AnswersPatch } from './answer.ts'
import { answerFindings } from './answer-findings.ts'
import { answerEvents } from './put.ts'
import {
  type AnswerResult,
  answersRevisionOf,
  changedVersions,
  revise,
  type VersionedAnswer,
  waitingOf,
} from './revision.ts'
import { demandDraft, type Submission, type SubmissionEvent } from './submission.ts'

/** `current`: every answer of the submission by code, tombstones included. */
export type PatchAnswers = {
  readonly submission: Submission
  readonly questionnaire: Questionnaire
  readonly current: ReadonlyMap<string, VersionedAnswer>
  readonly patch: AnswersPatch
  readonly standing: Standing
}

/**
 * `results`: one for each code of the patch, in its order. `changed`: what is to be saved.
 * `answersRevision`: of the whole collection afterwards.
 */
export type PatchDecided = {
  readonly results: readonly AnswerResult[]
  readonly changed: readonly VersionedAnswer[]
  readonly answersRevision: number
  readonly events: readonly SubmissionEvent[]
}

/**
 * Refuses with `forbidden` or `not-found`, with `immutable` outside a draft, and with `document-invalid`
 * where any answer would not fit: all findings of all answers at once, and nothing is changed.
 */
export const patchAnswers = (given: PatchAnswers): PatchDecided => {
  const { submission, questionnaire, current, patch, standing } = given
  demand(standing, 'submissions:write')
  demandDraft(submission)
  const merged = Object.entries(patch.answers).map(([code, change]) => {
    const before = current.get(code) ?? null
    const after = merge(code, before, change)
    const errors = [...after.errors, ...answerFindings(questionnaire, code, after.answer ?? {})]
    return { code, before, after: after.answer, errors }
  })
  const errors = merged.flatMap((each) => each.errors)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const results = merged.map(({ code, before, after }) => revise(code, before, after))
  const changed = changedVersions(results)
  return {
    results,
    changed,
    // A change adds exactly one to the sum.
    answersRevision: answersRevisionOf(current.values()) + changed.length,
    events: answerEvents(submission, results),
  }
}

/** Whether the patch says what is there already; then its request may carry an old tag (API-08). */
export const patchesNothing = (
  current: PatchAnswers['current'],
  { answers }: AnswersPatch,
): boolean =>
  Object.entries(answers).every(([code, change]) => {
    const version = current.get(code) ?? null
    const before = version?.answer ?? null
    const after = change === null ? null : mergePatch(before ?? {}, change)
    return canonicalJson(before) === canonicalJson(after) && waitingOf(version) === null
  })

type Merged = { readonly answer: Answer | null; readonly errors: readonly ProblemError[] }

/** The answer after the change. Only an N/A of which a part is missing can lose its shape by merging. */
const merge = (
  code: string,
  before: VersionedAnswer | null,
  change: AnswerPatch | null,
): Merged => {
  if (change === null) return { answer: null, errors: [] }
  const { data, error } = Answer.safeParse(mergePatch(before?.answer ?? {}, change))
  if (error === undefined) return { answer: data, errors: [] }
  const errors = error.issues.map((issue) => ({
    pointer: pointerOf(['answers', code, ...issue.path]),
    code: 'missing',
    detail: 'This is required.',
  }))
  return { answer: {}, errors }
}
