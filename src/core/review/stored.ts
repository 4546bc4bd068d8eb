// A review as it is kept and shown: with its round, its key factors and the tags that clients send back.
// What may be done to it is decided in review.ts and in notes.ts.
import { type Assignment, beginsNoReview, demandWorking } from '../assignment/assignment.ts'
import { notApplicableIn } from '../consensus/official.ts'
import { canonicalJson } from '../document/canonical.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { PersonId, ReviewId, SubmissionId } from '../ids.ts'
import { found, Problem } from '../problem.ts'
import type { Answers } from '../submission/answer.ts'
import type { Finding } from './finding.ts'
import {
  type Judged,
  judgedItems,
  lockedText,
  type Review,
  type ReviewDecided,
  type ReviewScore,
  start,
  told,
} from './review.ts'
import { gaugesOf, isSameValue } from './value.ts'

/**
 * `items`: the codes of a later round, null for all that the questionnaire judges. `stepBp`: of the cycle.
 * `scores` may hold those that the reader needs only.
 */
export type StoredReview = Review & {
  readonly round: number
  readonly items: readonly string[] | null
  readonly stepBp: number
  readonly keyFactors: readonly string[]
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** One score with its place and the count of its changes, from 1. */
export type StoredScore = {
  readonly code: string
  readonly score: ReviewScore
  readonly revision: number
  readonly updatedAt: Date
}

export type StoredFinding = Finding & {
  readonly revision: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** Null: there is no such score. The code inside refuses the tag of a neighbouring item. */
export const etagOfScore = (score: Pick<StoredScore, 'code' | 'revision'> | null): string | null =>
  score === null ? null : `"v${score.revision}-${score.code}"`

export const etagOfFinding = ({ id, revision }: Pick<StoredFinding, 'id' | 'revision'>): string =>
  `"f${revision}-${id}"`

/** Changes with the review, its key factors and findings, and with every score. */
export const etagOfReview = (
  { revision }: Pick<Review, 'revision'>,
  scores: readonly Pick<StoredScore, 'revision'>[],
): string => `"r${revision}-${scores.reduce((sum, score) => sum + score.revision, 0)}"`

/** Item code → score, as decisions take them. */
export const scoresByCode = (scores: readonly StoredScore[]): Review['scores'] =>
  Object.fromEntries(scores.map(({ code, score }) => [code, score]))

/**
 * Begins the caller's review. `reviews`: all of the submission. `isClosed`: a consensus was opened, and nobody comes in.
 * Refuses with `not-found` and `conflict-of-interest` unless the assignment is active, `illegal-transition` where it is
 * closed or the work is completed, `already-exists`.
 */
export const startReview = (given: {
  readonly id: ReviewId
  readonly submissionId: SubmissionId
  readonly assignment: Assignment | null
  readonly reviews: readonly Pick<Review, 'personId'>[]
  readonly isClosed: boolean
  readonly stepBp: number
  readonly by: PersonId
  readonly now: Date
}): ReviewDecided<StoredReview> => {
  const { id, submissionId, assignment, reviews, isClosed, stepBp, by, now } = given
  demandWorking(assignment, by)
  if (reviews.some(({ personId }) => personId === by))
    throw new Problem('already-exists', { parameter: 'submissionId' })
  if (isClosed) throw beginsNoReview()
  const whose = { id, submissionId, personId: by }
  return told(reviewOf(whose, { round: 1, items: null, stepBp, now }), 'review.started')
}

/** An empty review of a round, for a member of the panel. */
export const reviewOf = (
  whose: Pick<Review, 'id' | 'submissionId' | 'personId'>,
  { now, ...judging }: Pick<StoredReview, 'round' | 'items' | 'stepBp'> & { readonly now: Date },
): StoredReview => ({
  ...start(whose),
  ...judging,
  keyFactors: [],
  createdAt: now,
  updatedAt: now,
})

/** Lets its assessor write in it. Refuses like `startReview`, and with `not-found` whose it is not. */
export const ownReview = <Known extends Pick<Review, 'personId'>>(
  review: Known | null,
  {
    assignment,
    by,
  }: {
    readonly assignment: Pick<Assignment, 'personId' | 'state'> | null
    readonly by: PersonId
  },
): Known => {
  demandWorking(assignment, by)
  return found(review?.personId === by ? review : null)
}

export type ScorePut = {
  readonly outcome: 'created' | 'updated' | 'unchanged'
  readonly stored: StoredScore
}

/** One revision more where the score differs; the same again changes nothing. */
export const reviseScore = (
  before: StoredScore | null,
  { code, score, now }: { readonly code: string; readonly score: ReviewScore; readonly now: Date },
): ScorePut => {
  if (before === null)
    return { outcome: 'created', stored: { code, score, revision: 1, updatedAt: now } }
  const { value, cannotJudge } = before.score
  if (isSameValue(value, score.value) && cannotJudge === score.cannotJudge)
    return { outcome: 'unchanged', stored: before }
  const revision = before.revision + 1
  return { outcome: 'updated', stored: { code, score, revision, updatedAt: now } }
}

/** What this review judges: the items of its round, by the method, on the step of its cycle. */
export const judgedBy = (
  { items, stepBp }: Pick<StoredReview, 'items' | 'stepBp'>,
  { questionnaire, answers }: { readonly questionnaire: Questionnaire; readonly answers: Answers },
): Judged => ({
  items: items ?? judgedItems(questionnaire),
  gauges: gaugesOf(questionnaire, { stepBp, naPermitted: true }),
  notApplicable: notApplicableIn(answers, questionnaire),
})

/** What a digest of a locked review is made of, as text: scores, findings by id, key factors. */
export const lockedContent = (review: StoredReview, findings: readonly StoredFinding[]): string =>
  canonicalJson({
    ...lockedText(review),
    round: review.round,
    keyFactors: review.keyFactors,
    findings: findings
      .map(({ revision: _, createdAt: __, updatedAt: ___, ...finding }) => finding)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  })
