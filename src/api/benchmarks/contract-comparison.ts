// What is promised about own comparisons: where a submission stands in a published benchmark edition.
import { z } from 'zod'
import type { Comparison } from '../../core/benchmark/comparison.ts'
import { BenchmarkEditionId, OrganizationId, SubmissionId } from '../../core/ids.ts'
import { operation, pictureParameter, svg } from '../../http/operation.ts'
import { cohortParameter } from './contract.ts'
import { BenchmarkComparison } from './contract-shapes.ts'

export const ComparisonQuery = z.strictObject({
  benchmarkEditionId: BenchmarkEditionId.optional().meta({
    description: 'A published benchmark edition; absent: the latest of the questionnaire.',
  }),
  cohort: cohortParameter.optional().meta({
    description: 'A cohort; absent: the narrowest of the own place that shows enough.',
  }),
  tier: z
    .enum(['median', 'quartiles', 'deciles'])
    .default('median')
    .meta({ description: 'How much the serving cohort must show.' }),
})

const ComparisonOrPictureQuery = ComparisonQuery.extend({ picture: pictureParameter })

export const compareSubmission = operation({
  id: 'compareSubmission',
  method: 'GET',
  url: '/v1/organizations/{organizationId}/submissions/{submissionId}/benchmark',
  summary: 'Compare a submission with a benchmark edition',
  description:
    'Per node the own value under the reference weighting, the published numbers of one cohort, gaps and band. ' +
    'Without `cohort` the search goes from the narrowest cohort of the own place outwards to `all`; `ladder` ' +
    'tells how it went. Drafts are scored on the spot; what is not answered yet has no value. For members ' +
    'of the organization, and others by a grant; for an assessor of its panel where the cycle says so ' +
    '(`benchmarks`), once the own review is locked and the consensus open, and 403 `conflict-of-interest` while ' +
    'a conflict stands. Where nothing comparable is published: `not-found`. Counts towards the quota ' +
    '`benchmark` of the organization, whoever asks on its side, and of the caller on the side of the panel; what ' +
    'is refused does not. With ' +
    '`Accept: image/svg+xml` the same as a picture, in the asked language and with all figures in words; ' +
    'names of nodes are those of public questionnaires.',
  tag: 'submissions',
  scope: 'benchmarks:position',
  tenant: 'organization',
  params: z.strictObject({ organizationId: OrganizationId, submissionId: SubmissionId }),
  query: ComparisonOrPictureQuery,
  reply: { 200: BenchmarkComparison },
  replyTypes: ['application/json', svg],
  problems: ['cohort-not-offered', 'gone', 'conflict-of-interest'],
  rate: 'benchmark',
  rateBy: 'side',
  present: (comparison: Comparison) => comparison,
  sample: { query: { cohort: 'all', tier: 'median' } },
})
