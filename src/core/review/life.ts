// The life of a review as a table. A locked version is kept, whatever follows.
// What must hold beside the table is in review.ts.
import type { Life } from '../life.ts'

export const reviewStates = ['draft', 'locked', 'excluded'] as const
export type ReviewState = (typeof reviewStates)[number]

/** What each state is. */
export const reviewStateTexts: Readonly<Record<ReviewState, string>> = {
  draft: 'its assessor writes it; nobody else reads it.',
  locked: 'done; it counts, and is read by the panel once a consensus is open.',
  excluded: 'it does not count: its assessor left, or was late.',
}

export const reviewEvents = ['lock', 'reopen', 'exclude'] as const
export type ReviewEvent = (typeof reviewEvents)[number]

export const reviewLife: Life<ReviewState, ReviewEvent> = {
  states: reviewStates,
  events: reviewEvents,
  follows: ['exclude'],
  table: {
    draft: { lock: 'locked', exclude: 'excluded' },
    locked: { reopen: 'draft', exclude: 'excluded' },
    excluded: {},
  },
}
