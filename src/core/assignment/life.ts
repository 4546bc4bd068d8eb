// The life of an assignment as a table. A right to see the applicant's content exists while it is active. Removing is
// possible before that too: otherwise somebody who does not answer, or is blocked, kept a panel from having a lead.
// Which interests count is in ../conflict; what must hold beside the table is in assignment.ts.
import type { Life } from '../life.ts'

export const assignmentStates = [
  'proposed',
  'active',
  'conflicted',
  'declined',
  'recused',
  'removed',
  'completed',
] as const
export type AssignmentState = (typeof assignmentStates)[number]

/** What each state is. */
export const assignmentStateTexts: Readonly<Record<AssignmentState, string>> = {
  proposed: 'asked; the declaration is awaited.',
  active: 'cleared, and at work.',
  conflicted:
    'the declaration came to a conflict that a manager waives, or the assignment is removed.',
  declined: 'the assessor said no before a declaration.',
  recused: 'the assessor stepped back from work.',
  removed: 'a manager took it away.',
  completed: 'the consensus is final.',
}

export const assignmentEvents = [
  'declare_clear',
  'declare_conflict',
  'decline',
  'waive',
  'recuse',
  'remove',
  'complete',
] as const
export type AssignmentEvent = (typeof assignmentEvents)[number]

export const assignmentLife: Life<AssignmentState, AssignmentEvent> = {
  states: assignmentStates,
  events: assignmentEvents,
  follows: ['complete'],
  table: {
    proposed: {
      declare_clear: 'active',
      declare_conflict: 'conflicted',
      decline: 'declined',
      remove: 'removed',
    },
    active: { recuse: 'recused', remove: 'removed', complete: 'completed' },
    conflicted: { waive: 'active', remove: 'removed' },
    declined: {},
    recused: {},
    removed: {},
    completed: {},
  },
}
