// The life of a panel that was shown to its applicant, as a table. That the time ran out is a moment, no state.
// What must hold beside the table is in challenge.ts.
import type { Life } from '../life.ts'

export const shownPanelStates = ['shown', 'accepted', 'raised', 'decided', 'closed'] as const
export type ShownPanelState = (typeof shownPanelStates)[number]

/** What each state is. */
export const shownPanelStateTexts: Readonly<Record<ShownPanelState, string>> = {
  shown: 'the applicant may accept or challenge it, until the time is over.',
  accepted: 'the applicant has nothing against it; reviews may begin.',
  raised: 'the applicant has challenged somebody; nothing begins before a manager decides.',
  decided: 'the challenge was decided; there is no other.',
  closed: 'a review has begun.',
}

export const shownPanelEvents = ['show', 'accept', 'raise', 'decide', 'close'] as const
export type ShownPanelEvent = (typeof shownPanelEvents)[number]

/** `close`: the first review begins. */
export const shownPanelLife: Life<ShownPanelState, ShownPanelEvent> = {
  states: shownPanelStates,
  events: shownPanelEvents,
  table: {
    shown: { show: 'shown', accept: 'accepted', raise: 'raised', close: 'closed' },
    accepted: { show: 'shown', close: 'closed' },
    raised: { decide: 'decided' },
    decided: { show: 'decided', close: 'closed' },
    closed: {},
  },
}
