// What is promised about a panel that somebody leaves at work: a manager keeps the locked review, or has it repeated.
// How somebody leaves is a matter of assignments.
import { z } from 'zod'
import type { Figures } from '../../core/consensus/entries.ts'
import type { StoredConsensus, StoredConsensusScore } from '../../core/consensus/stored.ts'
import { visibleParts } from '../../core/consensus/visible.ts'
import { PersonId } from '../../core/ids.ts'
import { operation } from '../../http/operation.ts'
import { SubmissionPath } from '../submissions/contract.ts'
import { consensusPath } from './contract-consensus.ts'
import { Consensus, Decision, presentConsensus, Reason } from './contract-consensus-shapes.ts'

export const decideDeparture = operation({
  tag: 'consensus',
  tenant: 'organization',
  id: 'decideDeparture',
  method: 'POST',
  url: `${consensusPath}/departures/{personId}`,
  summary: 'Keep the review of who left a panel at work, or have it repeated',
  description:
    'For a programme manager outside the panel, when an assessor whose review is locked has stepped back or was removed ' +
    'after the consensus opened. Until then nothing is proposed and nothing becomes final. Kept, the review counts on in ' +
    'all figures. Repeated, it leaves with its later rounds, approvals begin anew, and what was proposed or agreed is open ' +
    'again; a site visit that is under way stops. In either case the association may ask a successor, who reviews blind ' +
    'before joining; once scores are proposed only where nobody of the panel leads it, and they are open again then.',
  scope: 'declarations:decide',
  params: SubmissionPath.extend({ personId: PersonId }),
  body: z
    .strictObject({ decision: Decision, reason: Reason })
    .meta({ id: 'DepartureDecision', description: 'What becomes of the review, and why.' }),
  reply: { 200: Consensus },
  present: (sitting: {
    readonly consensus: StoredConsensus
    readonly entries: readonly StoredConsensusScore[]
    readonly figures: Figures
  }) => presentConsensus({ ...sitting, parts: visibleParts.manager.consensus }),
  problems: ['forbidden', 'conflict-of-interest', 'already-exists'],
  sample: { body: { decision: 'repeat', reason: 'Advises the applicant since March.' } },
})
