// What is promised about what-ifs: where answers that nobody has given would stand in a published benchmark edition.
import { z } from 'zod'
import type { Comparison } from '../../core/benchmark/comparison.ts'
import { ContentVersion, NodeCode, OrganizationId, QuestionnaireKey } from '../../core/ids.ts'
import { Answer } from '../../core/submission/answer.ts'
import { operation } from '../../http/operation.ts'
import { ComparisonQuery } from './contract-comparison.ts'
import { BenchmarkComparison } from './contract-shapes.ts'

export const BenchmarkWhatIf = ComparisonQuery.extend({
  questionnaire: z.strictObject({ key: QuestionnaireKey, version: ContentVersion }),
  answers: z.record(NodeCode, Answer).meta({
    description:
      'Answers by node code; what is missing has no value, and counts as the questionnaire says.',
  }),
}).meta({ id: 'BenchmarkWhatIf', description: 'Answers to be compared without storing anything.' })

export const compareWhatIf = operation({
  id: 'compareWhatIf',
  method: 'POST',
  url: '/v1/organizations/{organizationId}/benchmark-what-ifs',
  summary: 'Compare answers that nobody has given with a benchmark edition',
  description:
    'The comparison that a draft with these answers would get, at the place of this organization. Nothing is ' +
    'stored, so the same request may be sent again at will. Bands and gaps are taken from the published numbers ' +
    'alone: trying tells nothing that is not published. Where nothing comparable is published: `not-found`. ' +
    'Counts towards the quota `benchmark` of the organization.',
  tag: 'submissions',
  scope: 'benchmarks:position',
  tenant: 'organization',
  params: z.strictObject({ organizationId: OrganizationId }),
  body: BenchmarkWhatIf,
  reply: { 200: BenchmarkComparison },
  problems: ['cohort-not-offered', 'gone', 'document-invalid'],
  idempotency: 'none',
  rate: 'benchmark',
  present: (comparison: Comparison) => comparison,
  sample: {
    body: {
      questionnaire: { key: 'gbt-19580-2012', version: '1.0.0' },
      answers: { '4.1.2': { percent: 60 }, '4.1.3': { percent: 45 } },
    },
  },
})
