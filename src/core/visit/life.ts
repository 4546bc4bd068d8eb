// The life of a site visit as a table: issues are listed, looked into, and reported once, unless
// the panel goes back to its scores before.
// What the report does to the consensus is in visit.ts.
import type { Life } from '../life.ts'

export const visitStates = ['planned', 'ongoing', 'reported', 'stopped'] as const
export type VisitState = (typeof visitStates)[number]

export const visitEvents = ['begin', 'report', 'stop'] as const
export type VisitEvent = (typeof visitEvents)[number]

export const visitLife: Life<VisitState, VisitEvent> = {
  states: visitStates,
  events: visitEvents,
  follows: ['stop'],
  table: {
    planned: { begin: 'ongoing', stop: 'stopped' },
    ongoing: { report: 'reported', stop: 'stopped' },
    reported: {},
    stopped: {},
  },
}
