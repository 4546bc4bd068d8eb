// The life of a review as a table. A locked version is kept, whatever follows.
// What must hold beside the table is in review.ts.
import type { Life } from '../life.ts'

export const reviewStates = ['draft', 'locked', 'excluded'] as const
export type ReviewState = (typeof reviewStates)[number]

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
