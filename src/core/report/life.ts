// The life of one version of a feedback report as a table. A released one never changes; a correction is a new version.
// Whoever reads an approved one and finds a fault returns it to draft, and the approval with it.
import type { Life } from '../life.ts'

export const reportStates = ['draft', 'approved', 'released'] as const
export type ReportState = (typeof reportStates)[number]

/** What each state is. */
export const reportStateTexts: Readonly<Record<ReportState, string>> = {
  draft: 'it is written; its organization sees nothing of it.',
  approved: 'one person approved it; another one releases it, or it goes back.',
  released: 'its organization reads it; only a new version corrects it.',
}

export const reportEvents = ['approve', 'return', 'release'] as const
export type ReportEvent = (typeof reportEvents)[number]

export const reportLife: Life<ReportState, ReportEvent> = {
  states: reportStates,
  events: reportEvents,
  table: {
    draft: { approve: 'approved' },
    approved: { return: 'draft', release: 'released' },
    released: {},
  },
}
