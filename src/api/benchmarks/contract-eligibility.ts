// What is promised about eligibility: why a submission of one's own would not enter a benchmark edition.
import { z } from 'zod'
import { type OwnEligibility, toldReasons } from '../../core/benchmark/own-eligibility.ts'
import { BenchmarkEditionId, Instant, OrganizationId, SubmissionId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { operation } from '../../http/operation.ts'

const BenchmarkEligibility = z
  .strictObject({
    cutOffAt: Instant,
    minAgeDays: z.int().min(0),
    eligible: z.boolean(),
    reasons: z.array(z.enum(toldReasons)).max(toldReasons.length).meta({
      description: 'Everything that speaks against it; empty: nothing that may be told.',
    }),
  })
  .meta({ id: 'BenchmarkEligibility', description: 'Whether a submission may enter an edition.' })

export const getBenchmarkEligibility = operation({
  id: 'getBenchmarkEligibility',
  method: 'GET',
  url: '/v1/organizations/{organizationId}/submissions/{submissionId}/benchmark-eligibility',
  summary: 'Read why a submission would not enter a benchmark edition',
  description:
    'By the rules of a published edition, or without one by the usual rules with the cut-off now. All reasons at ' +
    'once: what the organization can change, such as its consent, and what only time can. Whether another ' +
    'organization of the same owner stands for it, and whether it was used before, is not told.',
  tag: 'submissions',
  scope: 'benchmarks:position',
  tenant: 'organization',
  params: z.strictObject({ organizationId: OrganizationId, submissionId: SubmissionId }),
  query: z.strictObject({
    benchmarkEditionId: BenchmarkEditionId.optional().meta({
      description: 'A published edition; absent: one of the usual rules with its cut-off now.',
    }),
  }),
  reply: { 200: BenchmarkEligibility },
  present: ({ cutOffAt, minAgeDays, reasons }: OwnEligibility) => ({
    cutOffAt: toInstant(cutOffAt),
    minAgeDays,
    eligible: reasons.length === 0,
    reasons: reasons as (typeof toldReasons)[number][],
  }),
  sample: { query: { benchmarkEditionId: '01920f3e-7a10-7c3e-8b1a-4b1f5d2a9c55' } },
})
