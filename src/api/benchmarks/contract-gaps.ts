// What is promised about gaps and strengths: where a submission gains most, in points under the weighting in force.
import { z } from 'zod'
import type { Ranking } from '../../core/benchmark/gaps.ts'
import { bands } from '../../core/benchmark/position.ts'
import { NodeCode, OrganizationId, SubmissionId } from '../../core/ids.ts'
import { ExactNumber } from '../../core/scoring/outcome.ts'
import { ScoreSheet } from '../../core/scoring/sheet.ts'
import { operation } from '../../http/operation.ts'
import { ComparisonQuery } from './contract-comparison.ts'
import { BenchmarkComparison } from './contract-shapes.ts'

const basisPoints = z.int().min(0).max(10_000)

const RankedNode = z
  .strictObject({
    code: NodeCode,
    own: basisPoints,
    target: z
      .strictObject({ value: basisPoints, basis: z.enum(['p50', 'p75', 'p90']) })
      .meta({ id: 'GapTarget', description: 'The published number, and which it is.' }),
    distance: basisPoints.meta({ description: 'Between the two, in basis points.' }),
    band: z.enum([...bands.median, ...bands.quartiles, ...bands.deciles]).nullable(),
    maxPoints: z.number().meta({ description: 'Under the weighting in force.' }),
    points: z.number().meta({ description: 'The distance in points, half up to hundredths.' }),
    exactPoints: ExactNumber,
  })
  .meta({ id: 'RankedNode', description: 'One scored node against a published number.' })

const { nodes: _, ...head } = BenchmarkComparison.shape

const BenchmarkGaps = z
  .strictObject({
    ...head,
    weighting: ScoreSheet.shape.weighting,
    gaps: z.array(RankedNode).max(1000).meta({
      description: 'To the best in class, else to the median: the most points to gain first.',
    }),
    strengths: z.array(RankedNode).max(1000).meta({
      description: 'Ahead of the median: the most points first.',
    }),
  })
  .meta({ id: 'BenchmarkGaps', description: 'Where to improve first, and what is good already.' })

export const rankBenchmarkGaps = operation({
  id: 'rankBenchmarkGaps',
  method: 'GET',
  url: '/v1/organizations/{organizationId}/submissions/{submissionId}/benchmark-gaps',
  summary: 'Rank the gaps of a submission to a benchmark edition by the points to gain',
  description:
    'The comparison of the submission, read for the question where to improve first: the distance of every ' +
    'scored node to the best in class, or where that is not shown to the median, in points under the weighting ' +
    'that the submission names, else the reference. Weights order the list; they move no published number. ' +
    'Counts towards the quota `benchmark` of the organization.',
  tag: 'submissions',
  scope: 'benchmarks:position',
  tenant: 'organization',
  params: z.strictObject({ organizationId: OrganizationId, submissionId: SubmissionId }),
  query: ComparisonQuery,
  reply: { 200: BenchmarkGaps },
  problems: ['cohort-not-offered', 'gone'],
  rate: 'benchmark',
  present: (ranking: Ranking) => ranking as z.input<typeof BenchmarkGaps>,
  sample: { query: { cohort: 'all', tier: 'median' } },
})
