// What is promised about looks at an edition before it is published: for the people of its association alone, one
// cohort at a time, with a purpose, and noted.
import { z } from 'zod'
import { reasons, tiers } from '../../core/benchmark/disclosure.ts'
import type { Preview, PreviewLook } from '../../core/benchmark/preview.ts'
import { breaks } from '../../core/benchmark/trend.ts'
import {
  AssociationId,
  BenchmarkEditionId,
  BenchmarkPreviewId,
  Instant,
  PersonId,
} from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { boundedText } from '../../core/text.ts'
import { listOf, operation, PageQuery } from '../../http/operation.ts'
import { BenchmarkCell, BenchmarkCells } from './contract-shapes.ts'

const path = '/v1/associations/{associationId}/benchmark-editions/{benchmarkEditionId}/previews'
const EditionPath = z.strictObject({
  associationId: AssociationId,
  benchmarkEditionId: BenchmarkEditionId,
})
const shared = { tag: 'benchmark-editions', tenant: 'association', params: EditionPath } as const

const PreviewLookShape = z
  .strictObject({
    id: BenchmarkPreviewId,
    benchmarkEditionId: BenchmarkEditionId,
    cohort: z.string().max(100),
    purpose: boundedText(1, 500),
    by: PersonId,
    at: Instant,
  })
  .meta({ id: 'BenchmarkPreviewLook', description: 'Who looked at which cohort, when and why.' })

const exact = z.string().max(40).nullable()
const change = z.int().min(-10_000).max(10_000).nullable()
const five = <Shape extends z.ZodType>(shape: Shape) =>
  z.strictObject({ p10: shape, p25: shape, p50: shape, p75: shape, p90: shape })

const PreviewNodeShape = z
  .strictObject({
    groups: z.int().min(0).meta({ description: 'Owner groups with a score for this node.' }),
    members: z.int().min(0).meta({
      description: 'Submissions with one; more than groups only under the owner rule `cap25`.',
    }),
    tier: z
      .enum(tiers)
      .meta({ description: 'How far out the number of groups alone would carry.' }),
    reason: z.enum(reasons).nullable().meta({ description: 'Why it is withheld, truly.' }),
    exact: five(exact).meta({
      id: 'ExactQuantiles',
      description:
        'Unrounded, in basis points, as fractions in lowest terms; null below k groups, where one owner has too much, ' +
        'and beyond the tier.',
    }),
    shown: BenchmarkCell,
    ranks: five(exact).meta({
      id: 'PercentileRanks',
      description:
        'How many percent of the members lie below each number shown, those at it by half: a fraction in lowest terms; ' +
        'null where no number is shown.',
    }),
    change: five(change).meta({
      id: 'QuantileChange',
      description: 'What is shown minus what the edition before shows; null where either does not.',
    }),
  })
  .meta({ id: 'BenchmarkPreviewNode', description: 'One node, as its reviewer sees it.' })

const PreviewShape = BenchmarkCells.omit({ nodes: true })
  .extend({
    look: PreviewLookShape,
    previous: z
      .strictObject({
        benchmarkEditionId: BenchmarkEditionId,
        cutOffAt: Instant,
        seriesBreak: z.array(z.enum(breaks)).max(breaks.length),
      })
      .nullable()
      .meta({
        id: 'PreviousEdition',
        description: 'The latest published edition that has the cohort.',
      }),
    nodes: z.array(PreviewNodeShape).max(1000),
  })
  .meta({ id: 'BenchmarkPreview', description: 'One cohort before it is published.' })

const presentLook = ({ cohortKey: cohort, at, ...same }: PreviewLook) => ({
  ...same,
  cohort,
  at: toInstant(at),
})

export const previewBenchmarkCells = operation({
  ...shared,
  id: 'previewBenchmarkCells',
  method: 'POST',
  url: path,
  summary: 'Look at one cohort of a benchmark edition before it is published',
  description:
    'For the people of the association that review it, while it is built or reviewed: owner groups, the true reason, ' +
    'unrounded quantiles as far as the size of the cell carries them, the cell as members will see it, the percentile ' +
    'ranks of what it shows, and what changed since the edition before. Below k groups the count is all there is. A ' +
    'purpose is required, and every look is noted and stays so: the database answers none without. There is no ' +
    'Idempotency-Key, since what is seen is kept nowhere: to repeat a look is to look again.',
  scope: 'benchmarks:preview',
  body: z
    .strictObject({
      cohort: z.string().min(1).max(100).default('all'),
      purpose: boundedText(1, 500).meta({ description: 'Why somebody has to look.' }),
    })
    .meta({ id: 'NewBenchmarkPreview', description: 'Which cohort, and why.' }),
  reply: { 200: PreviewShape },
  problems: ['cohort-not-offered', 'illegal-transition'],
  idempotency: 'none',
  present: ({ look, previous, nodes, ...head }: Preview) => ({
    ...head,
    benchmarkEditionId: head.benchmarkEditionId as BenchmarkEditionId,
    look: presentLook(look),
    previous: previous === null ? null : { ...previous, cutOffAt: toInstant(previous.cutOffAt) },
    nodes,
  }),
  sample: { body: { cohort: 'sector=C', purpose: 'Review before the publication in June.' } },
})

type Listed = { readonly items: readonly PreviewLook[]; readonly nextCursor: string | null }

export const listBenchmarkPreviews = operation({
  ...shared,
  id: 'listBenchmarkPreviews',
  method: 'GET',
  url: path,
  summary: 'List who looked at a benchmark edition before it was published',
  description: 'The newest first, in every state of the edition. What they saw is kept nowhere.',
  scope: 'benchmarks:preview',
  query: PageQuery,
  reply: { 200: listOf('BenchmarkPreviewLookList', PreviewLookShape) },
  present: ({ items, nextCursor }: Listed) => ({ items: items.map(presentLook), nextCursor }),
  sample: { query: { limit: '20' } },
})
