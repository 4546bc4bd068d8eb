// What is promised about trends: one cohort and node over the published editions of a questionnaire.
import { z } from 'zod'
import { breaks, gaps, type TrendPoint } from '../../core/benchmark/trend.ts'
import {
  AssociationId,
  BenchmarkEditionId,
  Instant,
  NodeCode,
  QuestionnaireKey,
} from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { operation } from '../../http/operation.ts'
import { cohortParameter } from './contract.ts'
import { BenchmarkCell } from './contract-shapes.ts'

/** Editions a trend looks back to, at most. */
export const mostPoints = 20

const BenchmarkTrend = z
  .strictObject({
    questionnaireKey: QuestionnaireKey,
    node: NodeCode,
    cohort: z.string().max(200),
    points: z
      .array(
        z
          .strictObject({
            benchmarkEditionId: BenchmarkEditionId,
            associationId: AssociationId,
            cutOffAt: Instant,
            publishedAt: Instant.nullable(),
            synthetic: z.boolean(),
            gap: z.enum(gaps).nullable().meta({ description: 'Why there are no numbers.' }),
            cell: BenchmarkCell.nullable(),
            seriesBreak: z.array(z.enum(breaks)).max(breaks.length).meta({
              description: 'What changed since the point before, so that the two do not compare.',
            }),
          })
          .meta({ id: 'TrendPoint', description: 'One edition, by its cut-off.' }),
      )
      .max(mostPoints),
  })
  .meta({ id: 'BenchmarkTrend', description: 'One cohort and node over benchmark editions.' })

type Trend = {
  readonly questionnaireKey: QuestionnaireKey
  readonly node: string
  readonly cohort: string
  readonly points: readonly TrendPoint[]
}

const present = ({ points, ...same }: Trend): z.input<typeof BenchmarkTrend> =>
  ({
    ...same,
    points: points.map(({ cutOffAt, publishedAt, cell, seriesBreak, ...point }) => ({
      ...point,
      cutOffAt: toInstant(cutOffAt),
      publishedAt: toInstant(publishedAt),
      cell: cell === null ? null : { ...cell, grid19: cell.grid19 && [...cell.grid19] },
      seriesBreak: [...seriesBreak],
    })),
  }) as z.input<typeof BenchmarkTrend>

export const getBenchmarkTrend = operation({
  id: 'getBenchmarkTrend',
  method: 'GET',
  url: '/v1/benchmark-trends',
  summary: 'Follow one cohort over the benchmark editions of a questionnaire',
  description:
    `The latest ${mostPoints} published editions by their cut-off, the oldest first. Withheld and retired ` +
    'periods stay as gaps, and so do editions without the cohort or node. `seriesBreak` names what changed since ' +
    'the point before: then the two do not compare. A cohort that no edition offers is refused. Counts ' +
    'towards the quota `benchmark` of the caller.',
  tag: 'benchmark-editions',
  scope: 'benchmarks:read',
  tenant: null,
  query: z.strictObject({
    questionnaireKey: QuestionnaireKey,
    node: NodeCode.default('total').meta({
      description: 'A node of the questionnaire, or `total`.',
    }),
    cohort: cohortParameter.default('all'),
    associationId: AssociationId.optional().meta({
      description: 'Only editions of this association.',
    }),
  }),
  reply: { 200: BenchmarkTrend },
  problems: ['cohort-not-offered'],
  cache: 'no-cache',
  rate: 'benchmark',
  present,
  sample: { query: { questionnaireKey: 'gbt-19580-2012' } },
})
