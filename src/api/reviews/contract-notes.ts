// What is promised about the findings and key factors of an own review, and the warnings about findings.
import { z } from 'zod'
import { FindingId, NodeCode } from '../../core/ids.ts'
import type { FindingWarning } from '../../core/review/checks.ts'
import { FindingInput } from '../../core/review/finding.ts'
import { mostFindings } from '../../core/review/notes.ts'
import type { StoredFinding } from '../../core/review/stored.ts'
import { operation } from '../../http/operation.ts'
import { assessors, presentOwn, ReviewPath, reviewPath, writing } from './contract.ts'
import { Finding, KeyFactors, presentFinding, Review } from './contract-shapes.ts'

const path = `${reviewPath}/findings`
const FindingPath = ReviewPath.extend({ findingId: FindingId })

const present = (finding: StoredFinding) => presentFinding(finding, 'own')

export const findingSample = {
  nodeCode: '4.1.2',
  kind: 'strength',
  text: 'Every site reviews its strategy with the same five questions each quarter.',
  language: 'en',
  factor: 'deployment',
  evidence: 'Minutes of the board, March',
}

export const addReviewFinding = operation({
  ...writing,
  id: 'addReviewFinding',
  method: 'POST',
  url: path,
  summary: 'Note a finding in the own review',
  description:
    'A strength or an opportunity for improvement about one node, by the assessor of the review and until it is locked. ' +
    'Node, kind, text and language suffice; the answer is whole. A factor by which the questionnaire does not judge ' +
    'the node is refused. What is odd about it is said by `checkReviewFindings`; nothing of that forbids it.',
  params: ReviewPath,
  body: FindingInput,
  reply: { 201: Finding },
  present,
  location: ({ id }, { organizationId, submissionId, reviewId }) =>
    `/v1/organizations/${organizationId}/submissions/${submissionId}/reviews/${reviewId}/findings/${id}`,
  problems: [...assessors, 'immutable', 'document-invalid', 'quota-reached'],
  sample: { body: findingSample },
})

export const putReviewFinding = operation({
  ...writing,
  id: 'putReviewFinding',
  method: 'PUT',
  url: `${path}/{findingId}`,
  summary: 'Replace a finding of the own review',
  description:
    'As a whole, by its own assessor and until the review is locked: what is left out falls back to its default.',
  params: FindingPath,
  body: FindingInput,
  reply: { 200: Finding },
  present,
  problems: [...assessors, 'immutable', 'document-invalid'],
  revision: 'match',
  sample: { body: { ...findingSample, importance: 'double' } },
})

export const removeReviewFinding = operation({
  ...writing,
  id: 'removeReviewFinding',
  method: 'DELETE',
  url: `${path}/{findingId}`,
  summary: 'Take a finding out of the own review',
  description:
    'By its own assessor and until the review is locked. Removing what is not there succeeds.',
  params: FindingPath,
  reply: { 204: null },
  problems: [...assessors, 'immutable'],
  revision: 'match',
})

const Warning = z
  .strictObject({
    findingId: FindingId.nullable().meta({
      description: 'The finding that it is about; null where it is about all those on the node.',
    }),
    nodeCode: NodeCode,
    pointer: z.string().max(500).meta({
      description: 'The member of the finding, such as `/text`; empty without one.',
    }),
    code: z.string().max(60),
    detail: z.string().max(500),
  })
  .meta({
    id: 'FindingWarning',
    description: 'Something odd about a finding, or about the findings on a node.',
  })

export const FindingWarnings = z
  .strictObject({ items: z.array(Warning).max(mostFindings * 6) })
  .meta({
    id: 'FindingWarnings',
    description: 'Warnings in the order of the findings, then those about nodes.',
  })

export const presentWarnings = (items: readonly FindingWarning[]) => ({ items })

export const checkReviewFindings = operation({
  ...writing,
  scope: 'reviews:read',
  id: 'checkReviewFindings',
  method: 'GET',
  url: `${reviewPath}/finding-warnings`,
  summary: 'Look for what is odd about the findings of the own review',
  description:
    'Several thoughts in one, words that judge, no evidence, a code that the questionnaire has not, two opposite ' +
    'findings on one evidence, more than are read, findings that point the other way than the score.',
  params: ReviewPath,
  reply: { 200: FindingWarnings },
  present: presentWarnings,
  problems: ['conflict-of-interest'],
})

export const putKeyFactors = operation({
  ...writing,
  id: 'putKeyFactors',
  method: 'PUT',
  url: `${reviewPath}/key-factors`,
  summary: 'Replace the key factors of the own review',
  description:
    'The list as a whole, in its order, by its own assessor and until the review is locked.',
  params: ReviewPath,
  body: KeyFactors,
  reply: { 200: Review },
  present: presentOwn,
  problems: [...assessors, 'immutable'],
  revision: 'match',
  sample: { body: { items: ['One customer buys more than half of what is made.'] } },
})
