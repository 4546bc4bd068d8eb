// What leaves of a submission and of its answers: plain members, instants as text, none that its view hides.
// Which view a caller has is in view.ts; the shapes they are promised in are the contract's.
import type { PersonId } from '../ids.ts'
import { toInstant } from '../instant.ts'
import type { Answer, Answers } from './answer.ts'
import { answerValues } from './answer-values.ts'
import type { Completeness } from './completeness.ts'
import {
  answersOf,
  etagOfAnswer,
  etagOfSubmission,
  type ReviewState,
  type VersionedAnswer,
  waitingOf,
} from './revision.ts'
import type { Submission } from './submission.ts'
import { seenAs, type View } from './view.ts'

/** A submission with the revision of its answers, and its progress where that was asked for. */
export type KnownSubmission = {
  readonly submission: Submission
  readonly answersRevision: number
  readonly completeness?: Completeness
}

/** An answer with its last change, as it is stored. */
export type StoredAnswer = VersionedAnswer & {
  readonly changedBy: PersonId
  readonly changedAt: Date
}

export const shownSubmission = (
  { submission, answersRevision, completeness }: KnownSubmission,
  view: View,
) => {
  const shown = {
    id: submission.id,
    organizationId: submission.organizationId,
    questionnaire: submission.questionnaire,
    title: submission.title,
    weighting: submission.weighting,
    state: submission.state,
    etag: etagOfSubmission(submission, answersRevision),
    migratedFrom: submission.migratedFrom,
    createdBy: submission.createdBy,
    createdAt: toInstant(submission.createdAt),
    updatedAt: toInstant(submission.updatedAt),
    submittedAt: toInstant(submission.submittedAt),
    acceptedAt: toInstant(submission.acceptedAt),
    finalAt: toInstant(submission.finalAt),
    withdrawnAt: toInstant(submission.withdrawnAt),
  }
  return seenAs(view, completeness === undefined ? shown : { ...shown, completeness })
}

/** Who changed something is told inside the organization only. */
const changeOf = ({ changedBy, changedAt }: Omit<StoredAnswer, 'code'>, view: View) => ({
  changedAt: toInstant(changedAt),
  ...(view === 'owner' ? { changedBy } : {}),
})

const reviewOf = (stored: StoredAnswer): { readonly reviewState?: ReviewState } => {
  const reviewState = waitingOf(stored)
  return reviewState === null ? {} : { reviewState }
}

/** What somebody sees of an answer who must not see how the organization rates itself: no value of any method. */
export const withoutValues = (answer: Answer): Answer =>
  Object.fromEntries(Object.entries(answer).filter(([name]) => !(name in answerValues)))

const said = ({ answer }: StoredAnswer, view: View): Answer | null =>
  answer !== null && view === 'blind' ? withoutValues(answer) : answer

/** The answers that say something, as the view has them. */
export const givenIn = (versions: readonly StoredAnswer[], view: View): Answers =>
  answersOf(versions.map((stored) => ({ ...stored, answer: said(stored, view) })))

/** The answer with its place and its tag beside its own members. */
export const shownAnswer = (stored: StoredAnswer, view: View) => ({
  code: stored.code,
  ...said(stored, view),
  ...reviewOf(stored),
  etag: etagOfAnswer(stored) as string, // only an answer that is there is shown
  ...changeOf(stored, view),
})

/** One entry of an answer's history; null: it was deleted. */
export const shownRevision = (stored: StoredAnswer, view: View) => ({
  revision: stored.revision,
  answer: said(stored, view),
  ...changeOf(stored, view),
})
