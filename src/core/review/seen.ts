// Which reviews of a submission a caller sees, and how much of each; what is hidden is absent.
// The table of parts is in ../consensus/visible.ts; this applies it to reviews of all rounds.

import type { Action } from '../access.ts'
import { forbidden } from '../access.ts'
import type { ConsensusState } from '../consensus/life.ts'
import {
  type Part,
  type Relation,
  type Stage,
  stageOf,
  type Viewer,
  viewerOf,
  visibleParts,
} from '../consensus/visible.ts'
import type { Standing } from '../context.ts'
import type { PersonId } from '../ids.ts'
import { found, Problem } from '../problem.ts'
import type { ReviewState } from './life.ts'

/** What is known of an assessment when somebody asks: all reviews of the submission. */
export type Assessment = {
  readonly reviews: readonly {
    readonly personId: PersonId
    readonly state: ReviewState
    readonly round: number
  }[]
  /** Null: not opened. `round`: the present one. */
  readonly consensus: { readonly state: ConsensusState; readonly round: number } | null
  /** When the cycle was closed; null: it was not. */
  readonly closedAt: Date | null
}

export type Looking = {
  readonly by: PersonId
  readonly viewer: Viewer
  readonly stage: Stage
  readonly parts: readonly Part[]
}

/**
 * How the caller sees the assessment. Refuses with `not-found` where nothing of it is visible, and with
 * `conflict-of-interest` while a declared conflict stands.
 */
export const lookAt = (
  assessment: Assessment,
  { standing, now }: { readonly standing: Standing; readonly now: Date },
): Looking => {
  const by = standing.personId
  const state = standing.panel?.assignment?.state
  if (state === 'conflicted') throw new Problem('conflict-of-interest', {})
  const viewer = viewerOf(relationOf(assessment, standing, now))
  // Whether a report was released is news for the applicant alone, who is not on this side.
  const stage = stageOf(assessment.consensus?.state ?? null, false)
  const parts = visibleParts[viewer][stage]
  if (parts.length === 0) throw new Problem('not-found', {})
  return { by, viewer, stage, parts }
}

/**
 * The consensus, to somebody who sees it: `not-found` to all others, and while there is none. Who may take a step is
 * decided by whoever decides the step, who answers `forbidden` then.
 */
export const seenConsensus = <Held>({ parts }: Looking, held: Held | null): Held =>
  found(parts.includes('items') ? held : null)

const relationOf = (
  { reviews, closedAt }: Assessment,
  { personId, panel, associationRole }: Standing,
  now: Date,
): Relation => {
  const assignment = panel?.assignment ?? null
  const own = reviews.find((review) => review.personId === personId && review.round === 1)
  return {
    assignment: assignment === null ? null : { ...assignment, review: own?.state ?? null },
    managesProgramme: associationRole === 'programme_manager',
    ofApplicant: false,
    closedAt,
    now,
  }
}

/**
 * `own`: whole, with the tags to change it. `whole`: with scores and findings. `progress`: whose it is, its state
 * and dates. `state`: without the dates. Null: not at all.
 */
export type ReviewView = 'own' | 'whole' | 'progress' | 'state' | null

/**
 * The own review whole; of others those that are locked, once the consensus shows them, and of a later round
 * only after it ended.
 */
export const viewOfReview = (
  review: Assessment['reviews'][number],
  { consensus }: Pick<Assessment, 'consensus'>,
  { by, parts, viewer }: Looking,
): ReviewView => {
  if (review.personId === by && parts.includes('own_review')) return 'own'
  const isOpenRound = consensus?.state === 'scoring' && review.round === consensus.round
  if (parts.includes('panel_reviews') && review.state === 'locked' && !isOpenRound) return 'whole'
  if (!parts.includes('progress')) return null
  return viewer === 'manager' ? 'progress' : 'state'
}

/** Lets a manager act who takes no part in the panel: `forbidden` to everybody else who sees the assessment. */
export const demandOutside = ({ viewer }: Looking, action: Action): void => {
  if (viewer !== 'manager') throw forbidden(action)
}
