// The life of a cycle as a table: from plans over the time of entry to the last final submission.
// What must hold beside the table is in cycle.ts.
import type { Life } from '../life.ts'

export const cycleStates = ['planned', 'open', 'assessing', 'closed', 'cancelled'] as const
export type CycleState = (typeof cycleStates)[number]

export const cycleEvents = ['open', 'start', 'finish', 'cancel'] as const
export type CycleEvent = (typeof cycleEvents)[number]

export const cycleLife: Life<CycleState, CycleEvent> = {
  states: cycleStates,
  events: cycleEvents,
  table: {
    planned: { open: 'open', cancel: 'cancelled' },
    open: { start: 'assessing', cancel: 'cancelled' },
    assessing: { finish: 'closed' },
    closed: {},
    cancelled: {},
  },
}
