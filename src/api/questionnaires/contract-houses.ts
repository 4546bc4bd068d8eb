// What is promised about the questionnaires a house may use: those of the public catalogue, and beyond it what
// associations share with it. Publishing is in contract-drafts.ts.
import { z } from 'zod'
import { QuestionnaireView } from '../../core/document/localize.ts'
import { AssociationId, OrganizationId } from '../../core/ids.ts'
import { operation, PageQuery } from '../../http/operation.ts'
import { QuestionnaireList, VersionPath, View } from './contract-shapes.ts'

const shared = { tag: 'questionnaires', scope: 'questionnaires:read' } as const
const ofAssociation = { ...shared, tenant: 'association' } as const
const ofOrganization = { ...shared, tenant: 'organization' } as const
const AssociationPath = z.strictObject({ associationId: AssociationId })
const OrganizationPath = z.strictObject({ organizationId: OrganizationId })
const versionPath = 'questionnaires/{questionnaireKey}/versions/{version}'
const listed = { query: { limit: '20' } }
const read = {
  params: { questionnaireKey: 'gbt-19580-2012', version: '1.0.0' },
  query: { view: 'compact' },
}
const asPublic =
  'In the asked language, as in the public catalogue. What the house may not see is not there: 404.'

export const listAssociationQuestionnaires = operation({
  ...ofAssociation,
  id: 'listAssociationQuestionnaires',
  method: 'GET',
  url: '/v1/associations/{associationId}/questionnaires',
  summary: 'List the questionnaires an association may use',
  description:
    'By key: the public ones, its own whatever their visibility, and those that associations above share.',
  params: AssociationPath,
  query: PageQuery,
  reply: { 200: QuestionnaireList },
  sample: listed,
})

export const getAssociationQuestionnaireVersion = operation({
  ...ofAssociation,
  id: 'getAssociationQuestionnaireVersion',
  method: 'GET',
  url: `/v1/associations/{associationId}/${versionPath}`,
  summary: 'Read a questionnaire version as an association',
  description: asPublic,
  params: AssociationPath.extend(VersionPath.shape),
  query: View,
  reply: { 200: QuestionnaireView },
  sample: read,
})

export const listOrganizationQuestionnaires = operation({
  ...ofOrganization,
  id: 'listOrganizationQuestionnaires',
  method: 'GET',
  url: '/v1/organizations/{organizationId}/questionnaires',
  summary: 'List the questionnaires an organization may use',
  description:
    'By key: the public ones, and those that its association and the associations above share.',
  params: OrganizationPath,
  query: PageQuery,
  reply: { 200: QuestionnaireList },
  sample: listed,
})

export const getOrganizationQuestionnaireVersion = operation({
  ...ofOrganization,
  id: 'getOrganizationQuestionnaireVersion',
  method: 'GET',
  url: `/v1/organizations/{organizationId}/${versionPath}`,
  summary: 'Read a questionnaire version as an organization',
  description: asPublic,
  params: OrganizationPath.extend(VersionPath.shape),
  query: View,
  reply: { 200: QuestionnaireView },
  sample: read,
})
