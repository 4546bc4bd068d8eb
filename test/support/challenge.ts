// Panels that were shown, in every state, for the tests of the core.
import type { Assignment } from '../../src/core/assignment/assignment.ts'
import type { Challenge, ShownPanel } from '../../src/core/challenge/challenge.ts'
import type { ShownPanelState } from '../../src/core/challenge/life.ts'
import type { AssignmentId } from '../../src/core/ids.ts'
import { cycleId, noon, numbered, people, proposedTo } from './assessment.ts'
import { associationId, organizationId, submissionId } from './submissions.ts'

const { lead, ann, bob, manager } = people

const active = (n: number, personId: typeof lead, more: Partial<Assignment> = {}): Assignment => ({
  ...proposedTo(personId, { id: numbered<AssignmentId>(n) }),
  state: 'active',
  declaredAt: noon(2),
  ...more,
})

/** Not in the order in which they are shown. */
export const assignments = [
  active(133, bob),
  active(131, lead, { role: 'lead' }),
  active(132, ann),
] as const

export const seats = [
  { seat: 1, assignmentId: numbered<AssignmentId>(131), personId: lead, role: 'lead' },
  { seat: 2, assignmentId: numbered<AssignmentId>(132), personId: ann, role: 'member' },
  { seat: 3, assignmentId: numbered<AssignmentId>(133), personId: bob, role: 'member' },
] as const

export const challenge: Challenge = {
  named: [seats[0], seats[2]],
  reason: 'Advised a competitor.',
  by: people.other,
  at: noon(4),
  decided: null,
}

/** Shown on the third of May for seven days; with a challenge of the lead and Bob where the state has one. */
export const shownPanel = (
  state: ShownPanelState = 'shown',
  more: Partial<ShownPanel> = {},
): ShownPanel => ({
  organizationId,
  submissionId,
  associationId: associationId as ShownPanel['associationId'],
  cycleId,
  state,
  seats,
  shownBy: manager,
  shownAt: noon(3),
  dueAt: noon(10),
  accepted: state === 'accepted' ? { by: people.other, at: noon(4) } : null,
  challenge: state === 'raised' || state === 'decided' ? challenge : null,
  revision: 1,
  ...more,
})
