// The life of a site visit as a table: issues are listed, looked into, and reported once.
// What the report does to the consensus is in visit.ts.
import type { Life } from '../life.ts'

export const visitStates = ['planned', 'ongoing', 'reported'] as const
export type VisitState = (typeof visitStates)[number]

export const visitEvents = ['begin', 'report'] as const
export type VisitEvent = (typeof visitEvents)[number]

export const visitLife: Life<VisitState, VisitEvent> = {
  states: visitStates,
  events: visitEvents,
  table: {
    planned: { begin: 'ongoing' },
    ongoing: { report: 'reported' },
    reported: {},
  },
}
