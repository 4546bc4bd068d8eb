// What an assignment is, and every decision about it: proposed, declared, waived, ended.
// Which interests count is in ../conflict; who may propose at all, in ../access.
import { forbidden } from '../access.ts'
import { type Conflict, together, verdictOf } from '../conflict/conflicts.ts'
import type { Happening } from '../document/event-v1.ts'
import type { AssignmentId, CycleId, OrganizationId, PersonId, SubmissionId } from '../ids.ts'
import { refusal, stateAfter } from '../life.ts'
import { Problem } from '../problem.ts'
import { type AssignmentEvent, type AssignmentState, assignmentLife } from './life.ts'

export type PanelRole = 'lead' | 'member'

type Act = { readonly by: PersonId; readonly at: Date; readonly reason: string }

/** One assessor and one submission of a cycle. `conflicts`: what the declaration or the register found. */
export type Assignment = {
  readonly id: AssignmentId
  readonly cycleId: CycleId
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
  readonly personId: PersonId
  readonly role: PanelRole
  readonly state: AssignmentState
  readonly conflicts: readonly Conflict[]
  readonly proposedBy: PersonId
  readonly proposedAt: Date
  readonly declaredAt: Date | null
  readonly waived: Act | null
  readonly ended: Act | null
  readonly revision: number
}

/** Ids only, and of the association's side: the applicant learns nothing from them. */
export type AssignmentEventTold = Happening & {
  readonly type: `assignment.${'proposed' | 'activated' | 'conflicted' | 'declined' | 'recused' | 'removed' | 'completed' | 'lead-named'}`
}

export type AssignmentDecided = {
  readonly assignment: Assignment
  readonly events: readonly AssignmentEventTold[]
}

/**
 * What naming a member at work lead depends on. `isPermitted`: whether the caller's role is one that sees how far panels
 * are. `isOpened`: so is the consensus. `sits`: the member's own first review is locked.
 */
export type Leading = {
  readonly isPermitted: boolean
  readonly isOpened: boolean
  readonly sits: boolean
}

/** `others`: the assignments of the same submission. `known`: conflicts found before any declaration. */
export type ProposeAssignment = Pick<
  Assignment,
  'id' | 'cycleId' | 'organizationId' | 'submissionId' | 'personId' | 'role'
> & {
  readonly known: readonly Conflict[]
  readonly others: readonly Assignment[]
  readonly leading: Leading
  readonly by: PersonId
  readonly now: Date
}

/**
 * A new assignment; or the one at work of a member, who leads from now on because nobody does. Refuses with
 * `conflict-of-interest` on a known conflict that blocks, without saying which, and with `already-exists` where the
 * person has another assignment here that has not ended, or has left this panel before, or another one leads; a member
 * at work like `demandLeadable`.
 */
export const propose = (given: ProposeAssignment): AssignmentDecided => {
  const { known, others, leading, by, now, ...named } = given
  if (verdictOf(known) === 'blocked') throw new Problem('conflict-of-interest', {})
  const standing = others.filter(({ state }) => isStanding(state))
  const isLed = standing.some(({ role }) => role === 'lead')
  const member = standing.find(
    ({ personId, state }) => personId === named.personId && state === 'active',
  )
  if (named.role === 'lead' && !isLed && member !== undefined) {
    demandLeadable(leading, others, by)
    return told({ ...member, role: 'lead', revision: member.revision + 1 }, 'lead-named')
  }
  if ([...standing, ...others.filter(hasLeft)].some(({ personId }) => personId === named.personId))
    throw new Problem('already-exists', { pointer: '/personId' })
  if (named.role === 'lead' && isLed) throw new Problem('already-exists', { pointer: '/role' })
  const assignment: Assignment = {
    ...named,
    state: 'proposed',
    conflicts: known,
    proposedBy: by,
    proposedAt: now,
    declaredAt: null,
    waived: null,
    ended: null,
    revision: 1,
  }
  return told(assignment, 'proposed')
}

/**
 * Whoever has no review in an open consensus would lead nothing: `document-invalid`. That tells how far a panel is, so it
 * is asked by programme managers alone whom nobody ever asked onto this one: `forbidden` to all others, at any time.
 */
const demandLeadable = (
  { isPermitted, isOpened, sits }: Leading,
  others: readonly Pick<Assignment, 'personId'>[],
  by: PersonId,
): void => {
  if (!isPermitted || others.some(({ personId }) => personId === by)) throw forbidden('panels:lead')
  if (isOpened && !sits) throw new Problem('document-invalid', { errors: [hasNoReview] })
}

const hasNoReview = {
  pointer: '/personId',
  code: 'review-missing',
  detail:
    'The consensus is open without a locked review of this person, who would lead nothing. Name a member who has one, ' +
    'or somebody new.',
}

/**
 * The assessor's declaration: what was known when it was proposed and what was found with it decide together,
 * since a declaration adds and never removes. Refuses with `not-found` to anybody else, and
 * with `illegal-transition` unless proposed.
 */
export const declare = (
  assignment: Assignment,
  given: {
    readonly conflicts: readonly Conflict[]
    readonly by: PersonId
    readonly now: Date
  },
): AssignmentDecided => {
  demandOwn(assignment, given.by)
  const conflicts = together(assignment.conflicts, given.conflicts)
  const clear = verdictOf(conflicts) === 'clear'
  const declared = moved(assignment, clear ? 'declare_clear' : 'declare_conflict', {
    conflicts,
    declaredAt: given.now,
  })
  return told(declared, clear ? 'activated' : 'conflicted')
}

type Ended = { readonly by: PersonId; readonly now: Date; readonly reason: string }

/** The assessor does not want to; refuses like `declare`. */
export const decline = (assignment: Assignment, given: Ended): AssignmentDecided => {
  demandOwn(assignment, given.by)
  return told(ended(assignment, 'decline', given), 'declined')
}

/**
 * Somebody else lets the conflicts pass, with a reason. `known`: what is known by now, beside what was found
 * before. Refuses with `illegal-transition` unless conflicted,
 * with `forbidden` to the assessor, with `second-person-required` to who proposed, and with
 * `conflict-of-interest` where one of them blocks.
 */
export const waive = (
  assignment: Assignment,
  { known, by, now, reason }: Ended & { readonly known: readonly Conflict[] },
): AssignmentDecided => {
  const { personId, proposedBy, proposedAt } = assignment
  const conflicts = together(assignment.conflicts, known)
  const waived = moved(assignment, 'waive', { conflicts, waived: { by, at: now, reason } })
  if (by === personId) throw forbidden('declarations:decide')
  if (by === proposedBy)
    throw new Problem('second-person-required', { requestedAt: proposedAt.toISOString() })
  if (verdictOf(conflicts) === 'blocked') throw new Problem('conflict-of-interest', {})
  return told(waived, 'activated')
}

/** The assessor steps back, at any time while active: access ends, the record stays. */
export const recuse = (assignment: Assignment, given: Ended): AssignmentDecided => {
  demandOwn(assignment, given.by)
  return told(ended(assignment, 'recuse', given), 'recused')
}

/** A manager ends it, with a reason. */
export const remove = (assignment: Assignment, given: Ended): AssignmentDecided =>
  told(ended(assignment, 'remove', given), 'removed')

/** Why a manager ended it, for its assessor to read; null: nobody did. */
export const removedFor = ({ state, ended }: Pick<Assignment, 'state' | 'ended'>): string | null =>
  state === 'removed' && ended !== null ? ended.reason : null

/** The final decision on the submission ends the work of its panel. */
export const complete = (assignment: Assignment): AssignmentDecided =>
  told(moved(assignment, 'complete', {}), 'completed')

/** Whoever has declared and stepped back, or was removed, does not come back: the record of that stays as it is. */
const hasLeft = ({ state, declaredAt }: Assignment): boolean =>
  declaredAt !== null && (state === 'recused' || state === 'removed')

/** Whether it may still lead to a review. */
export const isStanding = (state: AssignmentState): boolean =>
  state === 'proposed' || state === 'active' || state === 'conflicted'

type Seat = Pick<Assignment, 'personId' | 'state'>

/**
 * Lets the assessor act on the applicant: `not-found` without an assignment of this person or before a
 * cleared declaration, and once it ended; `conflict-of-interest` while a conflict stands.
 */
export const demandActive = <Known extends Seat>(assignment: Known | null, by: PersonId): Known => {
  if (assignment?.personId !== by) throw new Problem('not-found', {})
  if (assignment.state === 'conflicted') throw new Problem('conflict-of-interest', {})
  if (assignment.state !== 'active' && assignment.state !== 'completed')
    throw new Problem('not-found', {})
  return assignment
}

/** The same for a write, which the final decision ends: `illegal-transition` then. */
export const demandWorking = <Known extends Seat>(
  assignment: Known | null,
  by: PersonId,
): Known => {
  const own = demandActive(assignment, by)
  if (own.state === 'completed') throw refusal(assignmentLife, own.state, 'assess')
  return own
}

/**
 * The refusal of a review that may not begin. It names the own assignment, which its assessor sees; whether a consensus is
 * open, or an applicant objects to its panel, is not for who has locked nothing, so it is the same for either.
 */
export const beginsNoReview = (): Problem<'illegal-transition'> =>
  refusal(assignmentLife, 'active', 'start_review')

const demandOwn = ({ personId }: Assignment, by: PersonId): void => {
  if (personId !== by) throw new Problem('not-found', {})
}

const moved = (
  assignment: Assignment,
  event: AssignmentEvent,
  change: Partial<Assignment>,
): Assignment => ({
  ...assignment,
  ...change,
  state: stateAfter(assignmentLife, assignment.state, event),
  revision: assignment.revision + 1,
})

const ended = (
  assignment: Assignment,
  event: AssignmentEvent,
  { by, now, reason }: Ended,
): Assignment => moved(assignment, event, { ended: { by, at: now, reason } })

const told = (
  assignment: Assignment,
  what: AssignmentEventTold['type'] extends `assignment.${infer What}` ? What : never,
): AssignmentDecided => ({
  assignment,
  events: [
    {
      type: `assignment.${what}`,
      subject: assignment.id,
      ids: {
        cycleId: assignment.cycleId,
        organizationId: assignment.organizationId,
        submissionId: assignment.submissionId,
      },
      versions: { assignment: String(assignment.revision) },
    },
  ],
})
