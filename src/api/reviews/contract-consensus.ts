// What is promised about the consensus of a panel: opened, read, scored, agreed, ended from outside it.
// The shapes are in contract-consensus-shapes.ts; a site visit is contract-visit.ts.
import { z } from 'zod'
import type { Figures } from '../../core/consensus/entries.ts'
import type { StoredConsensus, StoredConsensusScore } from '../../core/consensus/stored.ts'
import { Instant, NodeCode, PersonId } from '../../core/ids.ts'
import { answerValues } from '../../core/submission/answer-values.ts'
import { operation } from '../../http/operation.ts'
import { SubmissionPath, submissionPath } from '../submissions/contract.ts'
import { assessors } from './contract.ts'
import {
  AgreementAnswer,
  Consensus,
  ConsensusScore,
  Note,
  partsOfPanel,
  presentAgreement,
  presentConsensus,
  presentEntry,
  Reason,
} from './contract-consensus-shapes.ts'

export const consensusPath = `${submissionPath}/consensus`
const shared = { tag: 'consensus', tenant: 'organization', params: SubmissionPath } as const
const leading = { ...shared, scope: 'consensus:write' } as const
const agreeing = { ...shared, scope: 'consensus:agree' } as const

type Sitting = {
  readonly consensus: StoredConsensus
  readonly entries: readonly StoredConsensusScore[]
  readonly figures: Figures
}
export const presentSitting = (sitting: Sitting) =>
  presentConsensus({ ...sitting, parts: partsOfPanel })

const step = {
  method: 'POST',
  reply: { 200: Consensus },
  present: presentSitting,
} as const

export const openConsensus = operation({
  ...leading,
  id: 'openConsensus',
  method: 'POST',
  url: consensusPath,
  summary: 'Open the consensus of a panel',
  description:
    'For the lead, once a quorum of reviews is locked, the own one among them. Drafts are excluded from then on. ' +
    'There is one consensus of a submission.',
  reply: { 201: Consensus },
  present: presentSitting,
  location: (_, { organizationId, submissionId }) =>
    `/v1/organizations/${organizationId}/submissions/${submissionId}/consensus`,
  problems: ['forbidden', 'quorum-missing', 'incomplete', 'already-exists'],
})

export const getConsensus = operation({
  ...shared,
  scope: 'reviews:read',
  id: 'getConsensus',
  method: 'GET',
  url: consensusPath,
  summary: 'Read the consensus of a panel',
  description:
    'Assessors whose own review is locked see it whole, programme managers the figures of items, and the scores once ' +
    'it is final. 404 to everybody else, and before it is opened.',
  reply: { 200: Consensus },
  present: presentConsensus,
  problems: ['conflict-of-interest'],
})

export const getAgreement = operation({
  ...shared,
  scope: 'agreement:read',
  id: 'getAgreement',
  method: 'GET',
  url: `${consensusPath}/agreement`,
  summary: 'Read how alike the reviews of a panel are',
  description:
    'For the lead and programme managers, once a consensus is open. No statistic decides anything, and all of them ' +
    'fall when items are alike, however close the scores: read the deviation beside them.',
  reply: { 200: AgreementAnswer },
  present: presentAgreement,
  problems: ['forbidden', 'conflict-of-interest'],
})

export const putConsensusScore = operation({
  ...leading,
  id: 'putConsensusScore',
  method: 'PUT',
  url: `${consensusPath}/scores/{code}`,
  summary: "Give or replace the panel's score of one item",
  description:
    'For the lead, while it is open. A note is asked unless the reviews are close, by a quorum, and the score lies ' +
    'among them. The first one takes `If-None-Match: *`, later ones If-Match with the tag of this score.',
  params: SubmissionPath.extend({ code: NodeCode }),
  body: z
    .strictObject({ ...answerValues, note: Note.nullable() })
    .meta({ id: 'ConsensusScoreInput', description: "The panel's score, and what it rests on." }),
  reply: { 201: ConsensusScore, 200: ConsensusScore },
  present: ({ entry }: Entered) => presentEntry(entry),
  status: ({ outcome }) => (outcome === 'created' ? 201 : 200),
  location: ({ code }, { organizationId, submissionId }) =>
    `/v1/organizations/${organizationId}/submissions/${submissionId}/consensus/scores/${code}`,
  problems: [
    'forbidden',
    'conflict-of-interest',
    'illegal-transition',
    'document-invalid',
    'incomplete',
  ],
  revision: 'create-or-match',
  sample: {
    params: { code: '4.1.2' },
    body: { percent: 45, note: 'Seen at all sites but one.' },
  },
})
type Entered = {
  readonly outcome: 'created' | 'updated' | 'unchanged'
  readonly entry: StoredConsensusScore
}

export const acceptSuggestions = operation({
  ...leading,
  ...step,
  id: 'acceptSuggestions',
  url: `${consensusPath}/accept-suggestions`,
  summary: 'Take over the suggestions for all items on which the reviews are close',
  description:
    'Only where there is no score yet and the suggestion needs no note; everything else needs a decision of its own.',
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition'],
})

export const startConsensusRound = operation({
  ...leading,
  ...step,
  id: 'startConsensusRound',
  url: `${consensusPath}/rounds`,
  summary: 'Score chosen items once more',
  description:
    'Independently and hidden again: every member gets a review of these items, which is scored and locked like the ' +
    'first one.',
  body: z
    .strictObject({
      items: z.array(NodeCode).min(1).max(500),
      reason: Reason,
      dueAt: Instant.meta({ description: 'From then on the lead may close it; later than now.' }),
    })
    .meta({ id: 'NewConsensusRound', description: 'What is scored once more, and why.' }),
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition', 'document-invalid'],
  sample: {
    body: {
      items: ['4.1.2'],
      reason: 'We read different evidence.',
      dueAt: '2031-06-01T12:00:00.000Z',
    },
  },
})

export const closeConsensusRound = operation({
  ...leading,
  ...step,
  id: 'closeConsensusRound',
  url: `${consensusPath}/close-round`,
  summary: 'End a round',
  description: 'When all have locked, or after its time; who has not is left out of it.',
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition', 'quorum-missing'],
})

export const proposeConsensus = operation({
  ...leading,
  ...step,
  id: 'proposeConsensus',
  url: `${consensusPath}/propose`,
  summary: 'Propose the scores to the panel',
  description:
    'Every item needs a score, and a note where one is asked; all that is missing is named. So is whoever left after the ' +
    'opening while nobody has decided about the review, and a successor who has not locked. Where more does not apply, as the ' +
    'applicant and the panel say, than the cycle permits, each item is named of which the panel says it of a part.',
  problems: [
    'forbidden',
    'conflict-of-interest',
    'illegal-transition',
    'incomplete',
    'quorum-missing',
  ],
  revision: 'match',
})

export const agreeToConsensus = operation({
  ...agreeing,
  ...step,
  id: 'agreeToConsensus',
  url: `${consensusPath}/agree`,
  summary: 'Approve what is proposed',
  description:
    "Once for each person, by whatever key; the lead's own approval counts. With a quorum, which is two or more, and no " +
    'objection open, the panel has agreed, so that somebody beside the lead always has. If-Match takes the tag of the ' +
    'consensus: nobody agrees to other scores than they saw.',
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition', 'second-person-required'],
  revision: 'match',
})

export const objectToConsensus = operation({
  ...agreeing,
  ...step,
  id: 'objectToConsensus',
  url: `${consensusPath}/objections`,
  summary: 'Object to the proposed score of an item',
  description: 'Brings the consensus back to the lead, and all approvals begin anew.',
  body: z
    .strictObject({ code: NodeCode, reason: Reason })
    .meta({ id: 'NewObjection', description: 'What is objected to, and why.' }),
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition', 'document-invalid'],
  sample: { body: { code: '4.1.2', reason: 'The audit report says otherwise.' } },
})

export const overruleObjection = operation({
  ...leading,
  ...step,
  id: 'overruleObjection',
  url: `${consensusPath}/overrule`,
  summary: 'Go on in spite of an objection',
  description:
    'For the lead, before the panel has agreed: one open objection of one person to one item, with a note that stays on ' +
    'record. If nothing else was awaited, the panel has agreed.',
  body: z
    .strictObject({ personId: PersonId, code: NodeCode, note: Note })
    .meta({ id: 'Overruling', description: 'Whose objection to what, and why the lead goes on.' }),
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition', 'document-invalid'],
  sample: {
    body: {
      personId: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42',
      code: '4.1.2',
      note: 'The audit was of another site.',
    },
  },
})

export const finalizeConsensus = operation({
  ...shared,
  ...step,
  scope: 'reports:release',
  id: 'finalizeConsensus',
  url: `${consensusPath}/approve`,
  summary: 'Approve what a panel agreed on',
  description:
    'For a programme manager outside the panel, who approves that the panel came to its scores by the rules (figures of ' +
    'the reviews, agreement, departures): the scores themselves are shown to managers once it is final. The submission ' +
    "becomes final; the official score sheet is made of the panel's scores by the same engine, and the self score stays " +
    'beside it. Where a site visit is required it must have been.',
  problems: [...assessors, 'second-person-required', 'incomplete'],
})
