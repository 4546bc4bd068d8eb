// The life of a site visit as a table: issues are listed, looked into, and reported once, unless
// the panel goes back to its scores before.
// What the report does to the consensus is in visit.ts.
import type { Life } from '../life.ts'

export const visitStates = ['planned', 'ongoing', 'reported', 'stopped'] as const
export type VisitState = (typeof visitStates)[number]

/** What each state is. */
export const visitStateTexts: Readonly<Record<VisitState, string>> = {
  planned: 'the panel declares anew.',
  ongoing: 'the lead answers issue by issue.',
  reported: 'it is over; its changes are in the scores.',
  stopped: 'it ended without a report, since the panel went back to its scores.',
}

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
