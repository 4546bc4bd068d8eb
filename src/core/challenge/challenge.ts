// What an applicant may have against the panel that assesses it: shown by a manager before scoring, accepted or challenged
// once by the applicant, decided by a manager outside it. When reviews may begin then is in scoring.ts; who sees what, in
// ../access.
import { demand, forbidden } from '../access.ts'
import {
  type Assignment,
  type AssignmentDecided,
  isStanding,
  remove,
} from '../assignment/assignment.ts'
import { type Conflict, verdictOf } from '../conflict/conflicts.ts'
import type { PanelStanding, Standing } from '../context.ts'
import { pointerOf } from '../document/pointer.ts'
import type { AssignmentId, OrganizationId, PersonId, SubmissionId } from '../ids.ts'
import { stateAfter } from '../life.ts'
import { found, Problem, type ProblemError } from '../problem.ts'
import type { Cycle } from '../programme/cycle.ts'
import { type ChallengeTold, told } from './events.ts'
import { type ShownPanelEvent, type ShownPanelState, shownPanelLife } from './life.ts'

/** One of the panel by a number, since the applicant learns no id. */
export type Seat = {
  readonly seat: number
  readonly assignmentId: AssignmentId
  readonly personId: PersonId
  readonly role: Assignment['role']
}

/** `answer`: what the applicant is told. */
export type SeatDecision = {
  readonly decision: 'uphold' | 'dismiss'
  readonly answer: string
}

/** `named`: as they were shown. `decided`: null while it waits. */
export type Challenge = {
  readonly named: readonly (Seat & Partial<SeatDecision>)[]
  readonly reason: string
  readonly by: PersonId
  readonly at: Date
  readonly decided: { readonly by: PersonId; readonly at: Date } | null
}

/** `seats`: whoever was active then. `dueAt`: from then on nothing is challenged. `accepted`: with nothing against it. */
export type ShownPanel = Omit<PanelStanding, 'assignment' | 'isOpened'> & {
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
  readonly state: ShownPanelState
  readonly seats: readonly Seat[]
  readonly shownBy: PersonId
  readonly shownAt: Date
  readonly dueAt: Date
  readonly accepted: { readonly by: PersonId; readonly at: Date } | null
  readonly challenge: Challenge | null
  readonly revision: number
}

/** `events`: of the association; `told`: of the organization. */
export type ChallengeDecided = ChallengeTold & { readonly panel: ShownPanel }

/** What was read of it. That scoring begins does not move it: how far a panel is, is not for the applicant. */
export const etagOfShownPanel = ({
  revision,
  submissionId,
}: Pick<ShownPanel, 'revision' | 'submissionId'>): string => `"h${revision}-${submissionId}"`

/** In milliseconds. */
const day = 24 * 60 * 60 * 1000

type Step = { readonly standing: Standing; readonly now: Date }

/**
 * Shows the active assessors, for so many `days`, even if others were accepted; once the challenge was used, for none.
 * `before`: what was shown; null: nothing. `assignments`: all of the submission. Refuses with `forbidden` or `not-found`, `illegal-transition` where the
 * cycle does not show panels, while a challenge waits, and once scoring has begun; `incomplete` without a lead or below
 * the quorum.
 */
export const showPanel = (
  given: Step & {
    readonly ids: Pick<ShownPanel, 'organizationId' | 'submissionId'>
    readonly before: ShownPanel | null
    readonly assignments: readonly Assignment[]
    readonly settings: Pick<Cycle['settings'], 'panelShown' | 'quorum'>
    readonly days: number
  },
): ChallengeDecided => {
  const { ids, before, assignments, settings, days, standing, now } = given
  const { associationId, cycleId } = demandOutside(standing, 'panels:show')
  if (settings.panelShown === 'never')
    throw new Problem('illegal-transition', { state: 'hidden', event: 'show', allowed: [] })
  const state = before === null ? 'shown' : stateAfter(shownPanelLife, before.state, 'show')
  const challenge = before?.challenge ?? null
  const panel: ShownPanel = {
    ...ids,
    associationId,
    cycleId,
    state,
    seats: seatsOf(assignments, settings),
    shownBy: standing.personId,
    shownAt: now,
    dueAt: challenge === null ? new Date(now.getTime() + days * day) : now,
    accepted: null,
    challenge,
    revision: (before?.revision ?? 0) + 1,
  }
  return { panel, ...told('shown', panel) }
}

const seatsOf = (
  assignments: readonly Assignment[],
  { quorum }: Pick<Cycle['settings'], 'quorum'>,
): readonly Seat[] => {
  const active = assignments
    .filter(({ state }) => state === 'active')
    .toSorted((a, b) => rank(a) - rank(b) || (a.personId < b.personId ? -1 : 1))
  const errors: readonly ProblemError[] = [
    ...(active.some(({ role }) => role === 'lead')
      ? []
      : [{ pointer: '/lead', code: 'lead-missing', detail: 'No lead has declared yet.' }]),
    ...(active.length < quorum
      ? [
          {
            pointer: '/assessors',
            code: 'panel-too-small',
            detail: `${active.length} of at least ${quorum} assessors have declared.`,
          },
        ]
      : []),
  ]
  if (errors.length > 0) throw new Problem('incomplete', { errors })
  return active.map(({ id: assignmentId, personId, role }, place) => ({
    seat: place + 1,
    assignmentId,
    personId,
    role,
  }))
}

/** The lead comes first. */
const rank = ({ role }: Assignment): number => (role === 'lead' ? 0 : 1)

/**
 * The applicant has nothing against it, and nothing is waited for. Refuses with `forbidden` or `not-found`, and with
 * `illegal-transition` the second time, after a challenge and once the time is over.
 */
export const acceptPanel = ({
  panel,
  standing,
  now,
}: Step & { readonly panel: ShownPanel }): ChallengeDecided => {
  demand(standing, 'shown-panels:challenge')
  if (!isChallengeable(panel, now)) throw notAnswerable(panel, 'accept')
  const accepted: ShownPanel = {
    ...panel,
    state: stateAfter(shownPanelLife, panel.state, 'accept'),
    accepted: { by: standing.personId, at: now },
    revision: panel.revision + 1,
  }
  return { panel: accepted, ...told('accepted', accepted) }
}

/** By what the applicant itself did: that a review began is not for the applicant, whose steps are over anyway. */
const notAnswerable = ({ accepted, challenge }: ShownPanel, event: ShownPanelEvent) => {
  const unchallenged = accepted === null ? 'shown' : 'accepted'
  const state =
    challenge === null ? unchallenged : challenge.decided === null ? 'raised' : 'decided'
  return new Problem('illegal-transition', { state, event, allowed: [] })
}

/**
 * The one challenge of the applicant. Refuses with `forbidden` or `not-found`, `already-exists` where there was one,
 * `illegal-transition` where it accepted the panel, `window-closed` once the time is over, `document-invalid` for a seat
 * that nobody has.
 */
export const raiseChallenge = (
  given: Step & {
    readonly panel: ShownPanel
    readonly seats: readonly number[]
    readonly reason: string
  },
): ChallengeDecided => {
  const { panel, seats, reason, standing, now } = given
  const { state, shownAt, dueAt } = panel
  demand(standing, 'shown-panels:challenge')
  if (panel.challenge !== null) throw new Problem('already-exists', { parameter: 'submissionId' })
  if (panel.accepted !== null) throw notAnswerable(panel, 'raise')
  if (!isChallengeable(panel, now))
    throw new Problem('window-closed', {
      opensAt: shownAt.toISOString(),
      closesAt: dueAt.toISOString(),
    })
  const errors = seats.flatMap((seat, place) =>
    panel.seats.some((each) => each.seat === seat) ? [] : [unknownSeat(place, 'seats')],
  )
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const named = panel.seats.filter(({ seat }) => seats.includes(seat))
  const challenged: ShownPanel = {
    ...panel,
    state: stateAfter(shownPanelLife, state, 'raise'),
    challenge: { named, reason, by: standing.personId, at: now, decided: null },
    revision: panel.revision + 1,
  }
  return { panel: challenged, ...told('raised', challenged) }
}

/** Whether the applicant may still have something against it at this moment. */
export const isChallengeable = (
  { state, dueAt }: Pick<ShownPanel, 'state' | 'dueAt'>,
  now: Date,
): boolean => state === 'shown' && now < dueAt

const unknownSeat = (place: number, list: string): ProblemError => ({
  pointer: pointerOf([list, place]),
  code: 'seat-unknown',
  detail: 'Nobody who may be named has this seat.',
})

/** `reason`: stays with the assignment that ends, and is told to its assessor. */
export type SeatInput = { readonly seat: number; readonly answer: string } & (
  | { readonly decision: 'uphold'; readonly reason: string }
  | { readonly decision: 'dismiss' }
)

/**
 * Decides about everybody whom the challenge names, at once; who is upheld and still has the assignment loses it as by
 * `remove`. `known`: conflicts of the caller with the applicant. Refuses with `forbidden` or `not-found`,
 * `conflict-of-interest` on one that blocks, `illegal-transition` unless it waits, `document-invalid`.
 */
export const decideChallenge = (
  given: Step & {
    readonly panel: ShownPanel
    readonly assignments: readonly Assignment[]
    readonly known: readonly Conflict[]
    readonly decisions: readonly SeatInput[]
  },
): ChallengeDecided & { readonly removed: readonly AssignmentDecided[] } => {
  const { panel, assignments, known, decisions, standing, now } = given
  demandOutside(standing, 'panels:decide')
  if (verdictOf(known) === 'blocked') throw new Problem('conflict-of-interest', {})
  const state = stateAfter(shownPanelLife, panel.state, 'decide')
  const by = standing.personId
  const challenge = found(panel.challenge)
  demandEach(challenge.named, decisions)
  const inputOf = ({ seat }: Pick<Seat, 'seat'>) =>
    found(decisions.find((each) => each.seat === seat))
  const named = challenge.named.map((each) => {
    const { decision, answer } = inputOf(each)
    return { ...each, decision, answer }
  })
  const removed = challenge.named.flatMap((each) => {
    const input = inputOf(each)
    const held = assignments.find(({ id }) => id === each.assignmentId)
    if (input.decision === 'dismiss' || held === undefined || !isStanding(held.state)) return []
    return [remove(held, { by, now, reason: input.reason })]
  })
  const after: ShownPanel = {
    ...panel,
    state,
    challenge: { ...challenge, named, decided: { by, at: now } },
    revision: panel.revision + 1,
  }
  return { panel: after, removed, ...told('decided', after) }
}

/** Everybody who is named, each once, and nobody else. */
const demandEach = (named: readonly Seat[], decisions: readonly SeatInput[]): void => {
  const seats = decisions.map(({ seat }) => seat)
  const errors: readonly ProblemError[] = [
    ...seats.flatMap((seat, place) =>
      named.some((each) => each.seat === seat) && seats.indexOf(seat) === place
        ? []
        : [unknownSeat(place, 'decisions')],
    ),
    ...named
      .filter(({ seat }) => !seats.includes(seat))
      .map(({ seat }) => ({
        pointer: '/decisions',
        code: 'seat-undecided',
        detail: `The challenge names seat ${seat} too.`,
      })),
  ]
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
}

/** Whoever was ever asked for this panel neither shows it nor decides about it. */
export const demandOutside = (
  standing: Standing,
  action: 'panels:read' | 'panels:show' | 'panels:decide',
): PanelStanding => {
  demand(standing, action)
  const panel = found(standing.panel)
  if (panel.assignment !== null) throw forbidden(action)
  return panel
}
