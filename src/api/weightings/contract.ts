// What is promised about weightings, of organizations and of associations alike.
// The shapes are in contract-shapes.ts.
import { z } from 'zod'
import { QuestionnaireKey } from '../../core/ids.ts'
import { inWords } from '../../core/text.ts'
import { NewWeighting, WeightingDraft } from '../../core/weighting/draft.ts'
import { weightingStateTexts } from '../../core/weighting/profile.ts'
import { operation, pageQuery } from '../../http/operation.ts'
import {
  AssociationPath,
  AssociationWeightingPath,
  associationPath,
  locationInAssociation,
  locationInOrganization,
  OrganizationPath,
  OrganizationWeightingPath,
  ofAssociation,
  ofOrganization,
  organizationPath,
} from './contract-paths.ts'
import { present, presentList, Weighting, WeightingList } from './contract-shapes.ts'

/** Only points whose sum is the total: the mode most people mean. */
export const sampleItems = {
  '4.1.2': 40,
  '4.1.3': 30,
  '4.1.4': 30,
  '4.2.2': 40,
  '4.2.3': 50,
  '4.3.2': 50,
  '4.3.3': 50,
  '4.4.2': 60,
  '4.4.3': 15,
  '4.4.4': 20,
  '4.4.5': 15,
  '4.4.6': 10,
  '4.4.7': 10,
  '4.5.2': 50,
  '4.5.3': 50,
  '4.6.2': 40,
  '4.6.3': 40,
  '4.7.2': 80,
  '4.7.3': 80,
  '4.7.4': 80,
  '4.7.5': 60,
  '4.7.6': 50,
  '4.7.7': 50,
} as const

const sample = {
  questionnaire: { key: 'gbt-19580-2012', version: '1.0.0' },
  key: 'service-emphasis',
  title: 'More weight on customers',
  items: sampleItems,
  rationale: 'Our programme puts the understanding of customers first.',
}

const ListQuery = z.strictObject({
  ...pageQuery,
  questionnaireKey: QuestionnaireKey.optional(),
  state: z
    .enum(['draft', 'published'])
    .optional()
    .meta({ description: inWords(weightingStateTexts) }),
})

const howTo =
  'The numbers are checked whole: every finding comes at once, with its pointer. In mode `points` they are ' +
  'maxima whose sum is the total; in `weights`, whole numbers that share the total; in `within_category`, ' +
  'whole numbers inside the categories named, whose points stay. Zero is a weight; a missing one is an error. ' +
  'Instead of `items`, an `elicitation` may say how categories and items compare: the numbers come out of it.'

export const createWeighting = operation({
  ...ofOrganization,
  id: 'createWeighting',
  method: 'POST',
  url: organizationPath,
  summary: 'Make a weighting of an organization, as a draft',
  description: howTo,
  scope: 'weightings:write',
  params: OrganizationPath,
  body: NewWeighting,
  reply: { 201: Weighting },
  problems: ['forbidden', 'document-invalid', 'already-exists'],
  present,
  location: locationInOrganization,
  sample: { body: sample },
})

export const listWeightings = operation({
  ...ofOrganization,
  id: 'listWeightings',
  method: 'GET',
  url: organizationPath,
  summary: 'List the weightings of an organization',
  description: 'Newest first, drafts and published ones.',
  scope: 'weightings:read',
  params: OrganizationPath,
  query: ListQuery,
  reply: { 200: WeightingList },
  present: presentList,
  sample: { query: { state: 'draft', limit: '20' } },
})

export const getWeighting = operation({
  ...ofOrganization,
  id: 'getWeighting',
  method: 'GET',
  url: `${organizationPath}/{weightingId}`,
  summary: 'Read a weighting of an organization',
  description:
    'With its numbers, the judgements they came from, and its state, for members of the organization and by its grant. The tag ' +
    'is what `putWeighting` and `publishWeighting` ask for.',
  scope: 'weightings:read',
  params: OrganizationWeightingPath,
  reply: { 200: Weighting },
  present,
})

const putText =
  'The whole content; name and questionnaire stay. Only a draft can be replaced: what is published never changes. ' +
  'Needs If-Match; saying what is there already succeeds whatever tag was sent.'

export const putWeighting = operation({
  ...ofOrganization,
  id: 'putWeighting',
  method: 'PUT',
  url: `${organizationPath}/{weightingId}`,
  summary: 'Replace the content of a draft of an organization',
  description: putText,
  scope: 'weightings:write',
  params: OrganizationWeightingPath,
  body: WeightingDraft,
  reply: { 200: Weighting },
  problems: ['forbidden', 'immutable', 'document-invalid'],
  revision: 'match',
  present,
  sample: { body: { title: 'More weight on customers', items: sampleItems } },
})

const publishText =
  'From now on the weighting can be named by submissions and never changes; a change is a new version. The limits ' +
  'of the associations above count, and judgements in pairs must agree with each other (consistency ratio below ' +
  '0.10). Needs If-Match with the entity tag of the draft.'

export const publishWeighting = operation({
  ...ofOrganization,
  id: 'publishWeighting',
  method: 'POST',
  url: `${organizationPath}/{weightingId}/publish`,
  summary: 'Publish a weighting of an organization',
  description: publishText,
  scope: 'weightings:publish',
  params: OrganizationWeightingPath,
  reply: { 200: Weighting },
  problems: ['forbidden', 'immutable', 'document-invalid'],
  revision: 'match',
  present,
})

export const createAssociationWeighting = operation({
  ...ofAssociation,
  id: 'createAssociationWeighting',
  method: 'POST',
  url: associationPath,
  summary: 'Make a weighting of an association, as a draft',
  description: howTo,
  scope: 'weightings:write',
  params: AssociationPath,
  body: NewWeighting,
  reply: { 201: Weighting },
  problems: ['document-invalid', 'already-exists'],
  present,
  location: locationInAssociation,
  sample: { body: sample },
})

export const listAssociationWeightings = operation({
  ...ofAssociation,
  id: 'listAssociationWeightings',
  method: 'GET',
  url: associationPath,
  summary: 'List the weightings of an association',
  description: 'Newest first, drafts and published ones.',
  scope: 'weightings:read',
  params: AssociationPath,
  query: ListQuery,
  reply: { 200: WeightingList },
  present: presentList,
  sample: { query: { state: 'draft', limit: '20' } },
})

export const getAssociationWeighting = operation({
  ...ofAssociation,
  id: 'getAssociationWeighting',
  method: 'GET',
  url: `${associationPath}/{weightingId}`,
  summary: 'Read a weighting of an association',
  description:
    'With its numbers, the judgements they came from, and its state, for people of the association and of those above it; 404 ' +
    'to organizations, which see what is published in `listSharedWeightings`.',
  scope: 'weightings:read',
  params: AssociationWeightingPath,
  reply: { 200: Weighting },
  present,
})

export const putAssociationWeighting = operation({
  ...ofAssociation,
  id: 'putAssociationWeighting',
  method: 'PUT',
  url: `${associationPath}/{weightingId}`,
  summary: 'Replace the content of a draft of an association',
  description: putText,
  scope: 'weightings:write',
  params: AssociationWeightingPath,
  body: WeightingDraft,
  reply: { 200: Weighting },
  problems: ['immutable', 'document-invalid'],
  revision: 'match',
  present,
  sample: { body: { title: 'More weight on customers', items: sampleItems } },
})

export const publishAssociationWeighting = operation({
  ...ofAssociation,
  id: 'publishAssociationWeighting',
  method: 'POST',
  url: `${associationPath}/{weightingId}/publish`,
  summary: 'Publish a weighting of an association',
  description:
    `${publishText} A version of a weighting under which submissions were submitted already takes two administrators, ` +
    'whatever their keys: the first is answered `second-person-required`, which stays noted in `publication`; another ' +
    'reads it again and sends the same with its new tag. A change of the draft takes the asking back.',
  scope: 'weightings:write',
  params: AssociationWeightingPath,
  reply: { 200: Weighting },
  problems: ['forbidden', 'immutable', 'document-invalid', 'second-person-required'],
  revision: 'match',
  present,
})
