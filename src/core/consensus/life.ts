// The life of a consensus as a table. A visit that changed nothing much leads back to what was agreed, one that did
// leads back to the panel. A review that leaves with its assessor, or comes with a successor, leads back to it too.
// What must hold beside the table is in consensus.ts and agreeing.ts.
import type { Life } from '../life.ts'

export const consensusStates = [
  'open',
  'scoring',
  'proposed',
  'agreed',
  'visiting',
  'final',
] as const
export type ConsensusState = (typeof consensusStates)[number]

/** What each state is. */
export const consensusStateTexts: Readonly<Record<ConsensusState, string>> = {
  open: 'the lead writes it.',
  scoring: 'a later round: the panel scores chosen items once more.',
  proposed: 'all of the panel agree or object.',
  agreed: 'it waits for the last word of a manager outside the panel, or for a visit.',
  visiting: 'a site visit is planned or goes on.',
  final: 'its scores are the official ones; nothing changes any more.',
}

export const consensusEvents = [
  'new_round',
  'close_round',
  'propose',
  'object',
  'agree',
  'visit',
  'report_visit',
  'report_changes',
  'approve',
  'keep',
  'repeat',
  'join',
] as const
export type ConsensusEvent = (typeof consensusEvents)[number]

export const consensusLife: Life<ConsensusState, ConsensusEvent> = {
  states: consensusStates,
  events: consensusEvents,
  follows: ['join'],
  table: {
    open: { new_round: 'scoring', propose: 'proposed', keep: 'open', repeat: 'open', join: 'open' },
    scoring: { close_round: 'open', keep: 'scoring', repeat: 'scoring', join: 'scoring' },
    proposed: { object: 'open', agree: 'agreed', keep: 'proposed', repeat: 'open', join: 'open' },
    agreed: { visit: 'visiting', approve: 'final', keep: 'agreed', repeat: 'open', join: 'open' },
    visiting: {
      report_visit: 'agreed',
      report_changes: 'open',
      keep: 'visiting',
      repeat: 'open',
      join: 'open',
    },
    final: {},
  },
}
