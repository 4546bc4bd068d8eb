// What is promised about the findings of a consensus, of which a feedback report is made.
// The findings of reviews are in contract-notes.ts, the consensus itself in contract-consensus.ts.
import { z } from 'zod'
import { FindingId } from '../../core/ids.ts'
import { FindingInput } from '../../core/review/finding.ts'
import { mostFindings } from '../../core/review/notes.ts'
import type { StoredFinding } from '../../core/review/stored.ts'
import { operation } from '../../http/operation.ts'
import { SubmissionPath } from '../submissions/contract.ts'
import { consensusPath } from './contract-consensus.ts'
import { FindingWarnings, findingSample, presentWarnings } from './contract-notes.ts'
import { Finding, presentFinding } from './contract-shapes.ts'

const path = `${consensusPath}/findings`
const FindingPath = SubmissionPath.extend({ findingId: FindingId })
const shared = { tag: 'consensus', tenant: 'organization', params: SubmissionPath } as const
const reading = { ...shared, scope: 'reviews:read' } as const
const leading = { ...shared, scope: 'consensus:write' } as const

const present = (finding: StoredFinding) => presentFinding(finding, 'own')

const ConsensusFindings = z
  .strictObject({ items: z.array(Finding).max(mostFindings) })
  .meta({ id: 'ConsensusFindings', description: 'In the order in which they were noted.' })

export const listConsensusFindings = operation({
  ...reading,
  id: 'listConsensusFindings',
  method: 'GET',
  url: path,
  summary: 'List the findings of a consensus',
  description:
    'For the panel once the consensus is open, and for programme managers once it is final. Feedback reports are ' +
    'made of these alone.',
  reply: { 200: ConsensusFindings },
  present: ({ items, view }: Listed) => ({
    items: items.map((finding) => presentFinding(finding, view)),
  }),
  problems: ['conflict-of-interest'],
})
type Listed = { readonly items: readonly StoredFinding[]; readonly view: 'own' | 'whole' }

export const addConsensusFinding = operation({
  ...leading,
  id: 'addConsensusFinding',
  method: 'POST',
  url: path,
  summary: 'Note a finding of the panel',
  description:
    'For the lead, while the consensus is open. It is about a category or an item, and may name the findings of ' +
    'locked reviews that were merged into it. Node, kind, text and language suffice. What is odd about it is said by `checkConsensusFindings`; nothing of ' +
    'that forbids it.',
  body: FindingInput,
  reply: { 201: Finding },
  present,
  location: ({ id }, { organizationId, submissionId }) =>
    `/v1/organizations/${organizationId}/submissions/${submissionId}/consensus/findings/${id}`,
  problems: [
    'forbidden',
    'conflict-of-interest',
    'illegal-transition',
    'document-invalid',
    'quota-reached',
  ],
  sample: { body: findingSample },
})

export const putConsensusFinding = operation({
  ...leading,
  id: 'putConsensusFinding',
  method: 'PUT',
  url: `${path}/{findingId}`,
  summary: 'Replace a finding of the panel',
  description:
    'As a whole, for the lead, while the consensus is open: what is left out falls back to its default.',
  params: FindingPath,
  body: FindingInput,
  reply: { 200: Finding },
  present,
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition', 'document-invalid'],
  revision: 'match',
  sample: { body: { ...findingSample, importance: 'double' } },
})

export const removeConsensusFinding = operation({
  ...leading,
  id: 'removeConsensusFinding',
  method: 'DELETE',
  url: `${path}/{findingId}`,
  summary: 'Take a finding of the panel away',
  description:
    'For the lead, while the consensus is open. Removing what is not there succeeds; findings of reviews that were merged into ' +
    'it stay.',
  params: FindingPath,
  reply: { 204: null },
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition'],
  revision: 'match',
})

export const checkConsensusFindings = operation({
  ...reading,
  id: 'checkConsensusFindings',
  method: 'GET',
  url: `${consensusPath}/finding-warnings`,
  summary: 'Look for what is odd about the findings of a consensus',
  description: 'The same warnings as `checkReviewFindings`, beside the scores of the consensus.',
  reply: { 200: FindingWarnings },
  present: presentWarnings,
  problems: ['conflict-of-interest'],
})
