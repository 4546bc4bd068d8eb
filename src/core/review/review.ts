// What a review is, and every decision about it: scored item by item, locked whole, reopened, excluded.
// Whether the assessor may act at all is in ../assignment; what others see of it, in ../consensus.

import type { Happening } from '../document/event-v1.ts'
import { scoredNodes } from '../document/nodes.ts'
import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { PersonId, ReviewId, SubmissionId } from '../ids.ts'
import { refusal, stateAfter } from '../life.ts'
import { Problem, type ProblemError } from '../problem.ts'
import type { ScoreValue } from '../submission/answer-values.ts'
import { type ReviewEvent, type ReviewState, reviewLife } from './life.ts'
import { type Gauge, type Gauges, readValue, type Valued } from './value.ts'

/** A value with its percent, or why there is none: the assessor could not judge the item. */
export type ReviewScore =
  | (Valued & { readonly cannotJudge: null })
  | { readonly value: null; readonly percentBp: null; readonly cannotJudge: string }

/** One assessor's scores on one submission, by item code. `version` counts how often it was locked. */
export type Review = {
  readonly id: ReviewId
  readonly submissionId: SubmissionId
  readonly personId: PersonId
  readonly state: ReviewState
  readonly scores: Readonly<Record<string, ReviewScore>>
  readonly version: number
  readonly digest: string | null
  readonly lockedAt: Date | null
  readonly reopenedFor: string | null
  readonly revision: number
}

/** To managers only: an applicant or a colleague who counted them would learn how far the panel is. */
export type ReviewEventTold = Happening & {
  readonly type: `review.${'started' | 'locked' | 'reopened' | 'excluded'}`
}

export type ReviewDecided<Known = Review> = {
  readonly review: Known
  readonly events: readonly ReviewEventTold[]
}

/**
 * What is judged: `items` the codes of the questionnaire's scored nodes without pilots, `gauges` how their scores are
 * read, `notApplicable` the items that the submission marked so, which take no score.
 */
export type Judged = {
  readonly items: readonly string[]
  readonly gauges: Gauges
  readonly notApplicable: readonly string[]
}

/** The items of a questionnaire that a review scores, in document order. */
export const judgedItems = (questionnaire: Questionnaire): readonly string[] =>
  scoredNodes(questionnaire)
    .filter(({ pilot }) => !pilot)
    .map(({ code }) => code)

/** An empty review. */
export const start = (given: Pick<Review, 'id' | 'submissionId' | 'personId'>): Review => ({
  ...given,
  state: 'draft',
  scores: {},
  version: 0,
  digest: null,
  lockedAt: null,
  reopenedFor: null,
  revision: 1,
})

/** What is put for an item: a value, or why it cannot be judged. */
export type ScoreInput =
  | (ScoreValue & { readonly cannotJudge?: undefined })
  | { readonly cannotJudge: string }

/**
 * Puts one score; it is never taken away. Refuses with `immutable` unless the review is a draft, `not-found` for
 * a code that is no judged item, `document-invalid` for what is no whole value of the method.
 */
export const putScore = (
  review: Review,
  {
    code,
    input,
    judged,
  }: { readonly code: string; readonly input: ScoreInput; readonly judged: Judged },
): Review => {
  demandDraft(review)
  if (!needed(judged).includes(code)) throw new Problem('not-found', {})
  const scores = { ...review.scores, [code]: scoreOf(input, judged.gauges(code)) }
  return { ...review, scores, revision: review.revision + 1 }
}

/**
 * Locks a complete review. `digest`: of `lockedText`. Refuses with `illegal-transition`, and with
 * `incomplete`: every item without a score, all at once.
 */
export const lock = (
  review: Review,
  { judged, digest, now }: { readonly judged: Judged; readonly digest: string; readonly now: Date },
): ReviewDecided => {
  const locked = moved(review, 'lock', {
    digest,
    lockedAt: now,
    version: review.version + 1,
    reopenedFor: null,
  })
  const errors = needed(judged)
    .filter((code) => !Object.hasOwn(review.scores, code))
    .map(missing)
  if (errors.length > 0) throw new Problem('incomplete', { errors })
  return told(locked, 'review.locked')
}

/**
 * What a digest of a locked review is made of, as a plain value: whose it is, which version, and the scores.
 * Findings are added by the caller, who keeps them.
 */
export const lockedText = ({ id, personId, version, scores }: Review) => ({
  id,
  personId,
  version: version + 1,
  scores,
})

/**
 * A manager gives it back to its assessor. Refuses with `illegal-transition` unless locked, or once a
 * consensus has been opened over it.
 */
export const reopen = (
  review: Review,
  { reason, consensusOpened }: { readonly reason: string; readonly consensusOpened: boolean },
): ReviewDecided => {
  const reopened = moved(review, 'reopen', { lockedAt: null, digest: null, reopenedFor: reason })
  if (consensusOpened) throw refusal(reviewLife, review.state, 'reopen')
  return told(reopened, 'review.reopened')
}

/**
 * Which reviews leave with their assessor: all of them until a consensus is open; from then on drafts alone, since what is
 * locked is in its figures until a manager decides about it.
 */
export const leavingWith = <Known extends Pick<Review, 'state'>>(
  reviews: readonly Known[],
  { isOpened }: { readonly isOpened: boolean },
): readonly Known[] =>
  reviews.filter(({ state }) => state === 'draft' || (state === 'locked' && !isOpened))

/** Leaves the panel, by a conflict or as a draft when the consensus opens; nothing of it is deleted. */
export const exclude = <Known extends Moving>(review: Known): ReviewDecided<Known> =>
  told(moved(review, 'exclude', {}), 'review.excluded')

const needed = ({ items, notApplicable }: Judged): readonly string[] =>
  items.filter((code) => !notApplicable.includes(code))

const scoreOf = ({ cannotJudge, ...value }: ScoreInput, gauge: Gauge): ReviewScore =>
  cannotJudge === undefined
    ? { ...readValue(value, gauge), cannotJudge: null }
    : { value: null, percentBp: null, cannotJudge }

const missing = (code: string): ProblemError => ({
  pointer: pointerOf(['scores', code]),
  code: 'score-missing',
  detail: `${code} has neither a score nor a reason why it cannot be judged.`,
})

/** Refuses with `immutable` once it is locked, and with `illegal-transition` once it is excluded. */
export const demandDraft = ({ state, lockedAt }: Review): void => {
  if (state === 'draft') return
  if (lockedAt === null) throw refusal(reviewLife, state, 'write')
  throw new Problem('immutable', { since: lockedAt.toISOString() })
}

/** The part of a review that a step moves and an event names. */
type Moving = Pick<Review, 'id' | 'submissionId' | 'state' | 'version' | 'revision'>

const moved = <Known extends Moving>(
  review: Known,
  event: ReviewEvent,
  change: Partial<Review>,
): Known => ({
  ...review,
  ...change,
  state: stateAfter(reviewLife, review.state, event),
  revision: review.revision + 1,
})

/** `version`: how often it was locked, 0 for one that never was. */
export const told = <Known extends Moving>(
  review: Known,
  type: ReviewEventTold['type'],
): ReviewDecided<Known> => ({
  review,
  events: [
    {
      type,
      subject: review.id,
      ids: { submissionId: review.submissionId },
      versions: { review: String(review.version) },
    },
  ],
})
