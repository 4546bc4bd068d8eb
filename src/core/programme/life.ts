// The life of a cycle as a table: from plans over the time of entry to the last final submission.
// What must hold beside the table is in cycle.ts.
import type { Life } from '../life.ts'

export const cycleStates = ['planned', 'open', 'assessing', 'closed', 'cancelled'] as const
export type CycleState = (typeof cycleStates)[number]

/** What each state is. */
export const cycleStateTexts: Readonly<Record<CycleState, string>> = {
  planned: 'its rules are made; nothing can enter.',
  open: 'submissions enter and leave, between its dates.',
  assessing: 'panels work; its rules are frozen, and nothing enters.',
  closed: 'all that entered has ended.',
  cancelled: 'it did not take place; what entered is free.',
}

export const cycleEvents = ['open', 'start', 'finish', 'cancel'] as const
export type CycleEvent = (typeof cycleEvents)[number]

/** What each step does. */
export const cycleEventTexts: Readonly<Record<CycleEvent, string>> = {
  open: 'let submissions enter.',
  start: 'end entry and begin to assess.',
  finish: 'close it: all has ended.',
  cancel: 'call it off.',
}

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
