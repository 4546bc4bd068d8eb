// What a consensus is, how it opens over locked reviews, and the steps that all its decisions share.
// Its scores are in entries.ts, how the panel agrees in agreeing.ts, what a visit changes in ../visit.
import { forbidden } from '../access.ts'
import type { Assignment } from '../assignment/assignment.ts'
import type { Happening } from '../document/event-v1.ts'
import type { ConsensusId, PersonId, ReviewId, SubmissionId } from '../ids.ts'
import { stateAfter } from '../life.ts'
import { Problem, type ProblemError } from '../problem.ts'
import type { Review } from '../review/review.ts'
import type { Valued } from '../review/value.ts'
import type { ConsensusRules } from './figures.ts'
import { type ConsensusEvent, type ConsensusState, consensusLife } from './life.ts'

/** The panel's score of one item; `note` is what the others and the applicant's score rest on. */
export type ConsensusScore = Valued & {
  readonly note: string | null
  readonly by: PersonId
}

export type Objection = {
  readonly by: PersonId
  readonly at: Date
  readonly code: string
  readonly reason: string
  /** What the lead recorded when going on nevertheless; null: it is open. */
  readonly overruled: string | null
  /** When who objected approved what was proposed later; null: never. */
  readonly withdrawnAt: Date | null
}

/**
 * What was decided about the locked review of who left after the opening: it counts on, or leaves. `successor`: the review
 * of whoever came in the place; null: nobody yet.
 */
export type Departure = {
  readonly personId: PersonId
  readonly decision: 'keep' | 'repeat'
  readonly by: PersonId
  readonly at: Date
  readonly reason: string
  readonly successor: ReviewId | null
}

/**
 * `reviews`: those it was opened over, as they were then, and of successors as they were locked. `reopened`: items whose
 * score stands on other reviews than when it was given, and is to be given anew. `agreedBp`: the scores that the panel agreed on last. `round`: 1, and one more for every new round.
 * `approvals`: at most one of each person, of the scores as they are now.
 */
export type Consensus = {
  readonly id: ConsensusId
  readonly submissionId: SubmissionId
  readonly state: ConsensusState
  readonly rules: ConsensusRules
  readonly siteVisit: 'none' | 'optional' | 'required'
  readonly reviews: readonly { readonly id: ReviewId; readonly digest: string }[]
  readonly scores: Readonly<Record<string, ConsensusScore>>
  readonly round: number
  readonly rounds: readonly {
    readonly items: readonly string[]
    readonly reason: string
    readonly dueAt: Date
  }[]
  readonly approvals: readonly { readonly by: PersonId; readonly at: Date }[]
  readonly objections: readonly Objection[]
  readonly departures: readonly Departure[]
  readonly reopened: readonly string[]
  readonly agreedBp: Readonly<Record<string, number>>
  readonly visited: boolean
  readonly openedAt: Date
  readonly finalAt: Date | null
  readonly revision: number
}

/**
 * Who works on it: the one lead (null: who left and has no successor), and all whose locked review it was opened
 * over and who have not left since.
 */
export type Panel = { readonly lead: PersonId | null; readonly members: readonly PersonId[] }

/** `reopened`: what was proposed, agreed on or visited went back to the panel. That one of it approves is not told. */
export type Told =
  | 'opened'
  | 'round-begun'
  | 'round-closed'
  | 'proposed'
  | 'objection-raised'
  | 'objection-withdrawn'
  | 'objection-overruled'
  | 'agreed'
  | 'departure-decided'
  | 'successor-joined'
  | 'reopened'
  | 'finalized'

export type ConsensusEventTold = Happening & {
  readonly type: `consensus.${Told}`
}

export type ConsensusDecided = {
  readonly consensus: Consensus
  readonly events: readonly ConsensusEventTold[]
}

/** `assignments`, `reviews`: all of the submission. */
export type OpenConsensus = {
  readonly id: ConsensusId
  readonly submissionId: SubmissionId
  readonly assignments: readonly Assignment[]
  readonly reviews: readonly Review[]
  readonly rules: ConsensusRules
  readonly siteVisit: Consensus['siteVisit']
  readonly by: PersonId
  readonly now: Date
}

/**
 * The lead opens it over the locked reviews of active assignments. `late`: the drafts that it excludes.
 * Refuses with `not-found` outside the panel, `forbidden` unless it is the lead, `quorum-missing`, and with
 * `incomplete` while the lead's own review is not locked: who has not judged blind does not lead.
 */
export const open = (
  given: OpenConsensus,
): ConsensusDecided & { readonly late: readonly Review[] } => {
  const { assignments, reviews, rules, by, now, ...same } = given
  const active = assignments.filter(({ state }) => state === 'active')
  const own = active.find(({ personId }) => personId === by)
  if (own === undefined) throw new Problem('not-found', {})
  if (own.role !== 'lead') throw forbidden('consensus:write')
  const people = active.map(({ personId }) => personId)
  const counted = reviews.flatMap(({ id, state, personId, digest }) =>
    state === 'locked' && digest !== null && people.includes(personId) ? [{ id, digest }] : [],
  )
  if (counted.length < rules.quorum)
    throw new Problem('quorum-missing', { have: counted.length, need: rules.quorum })
  if (!reviews.some(({ personId, state }) => personId === by && state === 'locked'))
    throw new Problem('incomplete', { errors: [ownReviewMissing] })
  const consensus: Consensus = {
    id: same.id,
    submissionId: same.submissionId,
    siteVisit: same.siteVisit,
    rules,
    state: 'open',
    reviews: counted,
    scores: {},
    round: 1,
    rounds: [],
    approvals: [],
    objections: [],
    departures: [],
    reopened: [],
    agreedBp: {},
    visited: false,
    openedAt: now,
    finalAt: null,
    revision: 1,
  }
  return { ...told(consensus, 'opened'), late: reviews.filter(({ state }) => state === 'draft') }
}

/** There is one of a submission: `already-exists`. */
export const demandUnopened = (consensus: Consensus | null): void => {
  if (consensus !== null) throw new Problem('already-exists', { parameter: 'submissionId' })
}

const ownReviewMissing = {
  pointer: '/reviews',
  code: 'own-review-missing',
  detail: 'Lock your own review first.',
}

/** `forbidden` to who is not of the panel. To whom the consensus is invisible it is not there: decided before. */
export const demandMember = ({ members }: Panel, by: PersonId): void => {
  if (!members.includes(by)) throw forbidden('consensus:agree')
}

/** The same to who does not lead it. */
export const demandLead = ({ members, lead }: Panel, by: PersonId): void => {
  if (lead !== by || !members.includes(by)) throw forbidden('consensus:write')
}

/** What a body names that the panel does not judge. */
export const unknownItem = (pointer: string, code: string): ProblemError => ({
  pointer,
  code: 'node-unknown',
  detail: `The panel judges no item ${code}.`,
})

/** One event later, one revision later. Refuses with `illegal-transition`. */
export const moved = (
  consensus: Consensus,
  event: ConsensusEvent,
  change: Partial<Consensus> = {},
): Consensus => ({
  ...consensus,
  ...change,
  state: stateAfter(consensusLife, consensus.state, event),
  revision: consensus.revision + 1,
})

/** Ids and the round only: no event says a score, a count or a name. */
export const told = (consensus: Consensus, ...what: readonly Told[]): ConsensusDecided => ({
  consensus,
  events: what.map((each) => ({ type: `consensus.${each}`, ...aboutConsensus(consensus) })),
})

/** What an event says beside its type. */
export const aboutConsensus = ({
  id,
  submissionId,
  revision,
}: Pick<Consensus, 'id' | 'submissionId' | 'revision'>): Omit<Happening, 'type'> => ({
  subject: id,
  ids: { submissionId },
  versions: { consensus: String(revision) },
})

/** What is told beside a step that may lead back to the panel. */
export const wentBack = (
  before: Pick<Consensus, 'state'>,
  after: Pick<Consensus, 'state'>,
): readonly 'reopened'[] =>
  before.state !== after.state && after.state === 'open' ? ['reopened'] : []
