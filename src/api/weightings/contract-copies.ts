// What is promised about copies of weightings, and about those that an organization may copy or name without owning
// them: what the associations above it have published.
import { z } from 'zod'
import { AssociationId, QuestionnaireKey } from '../../core/ids.ts'
import { WeightingCopy } from '../../core/weighting/copy.ts'
import { operation, pageQuery } from '../../http/operation.ts'
import {
  AssociationPath,
  locationInAssociation,
  locationInOrganization,
  OrganizationPath,
  ofAssociation,
  ofOrganization,
} from './contract-paths.ts'
import { present, presentList, Weighting, WeightingList } from './contract-shapes.ts'

const sample = {
  body: {
    from: { questionnaire: { key: 'gbt-19580-2012', version: '1.0.0' } },
    title: 'More weight on customers',
    items: { '4.1.2': 40, '4.3.2': 50 },
  },
}
const described =
  'A draft with the same numbers, for the same questionnaire version; `items` names those that shall differ. ' +
  'Judgements come along unless a number differs. `from` may also name a questionnaire: then its reference is ' +
  'copied. What the house does not see is not there.'

export const copyWeighting = operation({
  ...ofOrganization,
  id: 'copyWeighting',
  method: 'POST',
  url: '/v1/organizations/{organizationId}/weighting-copies',
  summary: 'Copy a weighting into an organization, and adjust it',
  description: `${described} An organization sees its own, and what the associations above it have published.`,
  scope: 'weightings:write',
  params: OrganizationPath,
  body: WeightingCopy,
  reply: { 201: Weighting },
  problems: ['forbidden', 'document-invalid', 'already-exists'],
  present,
  location: locationInOrganization,
  sample,
})

export const copyAssociationWeighting = operation({
  ...ofAssociation,
  id: 'copyAssociationWeighting',
  method: 'POST',
  url: '/v1/associations/{associationId}/weighting-copies',
  summary: 'Copy a weighting into an association, and adjust it',
  description: `${described} An association copies its own.`,
  scope: 'weightings:write',
  params: AssociationPath,
  body: WeightingCopy,
  reply: { 201: Weighting },
  problems: ['document-invalid', 'already-exists'],
  present,
  location: locationInAssociation,
  sample,
})

export const listSharedWeightings = operation({
  ...ofOrganization,
  id: 'listSharedWeightings',
  method: 'GET',
  url: '/v1/organizations/{organizationId}/shared-weightings',
  summary: 'List the weightings that an association shares with an organization',
  description:
    'Newest first: what has been published by the association in which the organization is at home, or by one ' +
    'above it. Submissions may name them, and copies may begin with them.',
  scope: 'weightings:read',
  params: OrganizationPath,
  query: z.strictObject({
    ...pageQuery,
    associationId: AssociationId.optional().meta({
      description: 'Of the line of the organization; absent: the nearest.',
    }),
    questionnaireKey: QuestionnaireKey.optional(),
  }),
  reply: { 200: WeightingList },
  present: presentList,
  sample: { query: { limit: '20' } },
})
