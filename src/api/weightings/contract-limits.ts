// What is promised about the limits that an association sets to the weightings of a questionnaire.
import { z } from 'zod'
import { AssociationId, Instant, QuestionnaireKey } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import {
  etagOfLimits,
  WeightingLimits as Limits,
  type LimitsRecord,
} from '../../core/weighting/limits.ts'
import { Etag, operation } from '../../http/operation.ts'
import {
  AssociationPath,
  OrganizationPath,
  ofAssociation,
  ofOrganization,
} from './contract-paths.ts'

export const WeightingLimitsView = z
  .strictObject({
    etag: Etag,
    associationId: AssociationId,
    questionnaireKey: QuestionnaireKey,
    limits: Limits,
    updatedAt: Instant,
  })
  .meta({ id: 'WeightingLimitsView', description: 'The limits of one association.' })

const LimitsInForce = z
  .strictObject({
    questionnaireKey: QuestionnaireKey,
    limits: z.array(WeightingLimitsView).max(100).meta({
      description: 'By association, the nearest first; all of them hold.',
    }),
  })
  .meta({ id: 'WeightingLimitsInForce', description: 'What binds the weightings of a house.' })

const present = (record: LimitsRecord) => ({
  etag: etagOfLimits(record),
  associationId: record.associationId,
  questionnaireKey: record.questionnaireKey,
  limits: record.limits,
  updatedAt: toInstant(record.updatedAt),
})

const url = '/v1/associations/{associationId}/weighting-limits/{questionnaireKey}'
const params = AssociationPath.extend({ questionnaireKey: QuestionnaireKey })
const example = { params: { questionnaireKey: 'gbt-19580-2012' } }
const whose =
  'They bind the association and all below it, in every version of the questionnaire: when a weighting is ' +
  'published, when a submission names one, and when it is submitted. What was published or submitted stays.'

export const getWeightingLimits = operation({
  ...ofAssociation,
  id: 'getWeightingLimits',
  method: 'GET',
  url,
  summary: 'Read the limits that an association sets to weightings',
  description: whose,
  scope: 'weightings:read',
  params,
  reply: { 200: WeightingLimitsView },
  present,
  sample: example,
})

export const putWeightingLimits = operation({
  ...ofAssociation,
  id: 'putWeightingLimits',
  method: 'PUT',
  url,
  summary: 'Set the limits of weightings of a questionnaire',
  description:
    `Ranges of maximum points for nodes or categories, a least share of result nodes, whether zero is allowed. ${whose} ` +
    'Limits that no weighting of the latest version could meet are refused. ' +
    'The first time with If-None-Match: *, later with If-Match.',
  scope: 'weightings:write',
  params,
  body: Limits,
  reply: { 200: WeightingLimitsView },
  problems: ['document-invalid'],
  revision: 'create-or-match',
  present,
  sample: {
    ...example,
    body: {
      ranges: { '4.3': { min: 80, max: 150 } },
      leastResultsShareBp: 3500,
      zeroAllowed: false,
    },
  },
})

export const deleteWeightingLimits = operation({
  ...ofAssociation,
  id: 'deleteWeightingLimits',
  method: 'DELETE',
  url,
  summary: 'Take the limits of weightings of a questionnaire away',
  description:
    'What the association said no longer binds anybody when a weighting is published; limits of associations above it still do. ' +
    'Published weightings stay as they are. Nothing to take away is fine: 204.',
  scope: 'weightings:write',
  params,
  reply: { 204: null },
  revision: 'match',
  sample: example,
})

export const getWeightingLimitsInForce = operation({
  ...ofOrganization,
  id: 'getWeightingLimitsInForce',
  method: 'GET',
  url: '/v1/organizations/{organizationId}/weighting-limits',
  summary: 'Read the limits that bind the weightings of an organization',
  description: 'Of the association in which it is at home and of those above it. All of them hold.',
  scope: 'weightings:read',
  params: OrganizationPath,
  query: z.strictObject({ questionnaireKey: QuestionnaireKey }),
  reply: { 200: LimitsInForce },
  present: ({
    questionnaireKey,
    records,
  }: {
    readonly questionnaireKey: QuestionnaireKey
    readonly records: readonly LimitsRecord[]
  }) => ({ questionnaireKey, limits: records.map(present) }),
  sample: { query: { questionnaireKey: 'gbt-19580-2012' } },
})
