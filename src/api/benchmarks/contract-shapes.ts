// The shapes of benchmark editions, cells and comparisons over HTTP. The operations are in contract.ts,
// contract-association.ts and contract-comparison.ts.
import { z } from 'zod'
import { editionStateTexts } from '../../core/benchmark/edition.ts'
import { ownerRules } from '../../core/benchmark/owners.ts'
import { bands } from '../../core/benchmark/position.ts'
import { quantileMethods } from '../../core/benchmark/quantile.ts'
import { TextOrFallback } from '../../core/document/localize.ts'
import {
  AssociationId,
  BenchmarkEditionId,
  ContentVersion,
  Instant,
  NodeCode,
  QuestionnaireKey,
} from '../../core/ids.ts'
import { boundedText, inWords } from '../../core/text.ts'

const short = z.string().max(100)
const basisPoints = z.int().min(0).max(10_000)
const published = basisPoints.nullable()
const difference = z.int().min(-10_000).max(10_000).nullable()

export const Basis = z
  .enum(['self', 'assessed'])
  .meta({ description: '`self`: self-scores as submitted; `assessed`: after consensus.' })
export const Profile = z
  .enum(['standard', 'strict'])
  .meta({ description: 'How strongly participants are protected.' })
export const OwnerRule = z.enum(ownerRules).meta({
  description:
    '`one-per-group`: one submission of an owner group counts. `cap25`: all of them do, and a cell of which one owner ' +
    'group has more than a quarter is withheld.',
})
const NodeKind = z.enum(['item', 'category', 'total'])

export const DisclosurePolicy = z
  .strictObject({
    profile: Profile,
    ownerRule: OwnerRule,
    kMin: z.int().meta({ description: 'Owner groups in a shown cell, at least.' }),
    depth: z.int().meta({ description: 'Members strictly outside the scores a quantile uses.' }),
    sensitiveDepth: z.int().meta({ description: 'The same for nodes called sensitive.' }),
    gridBp: z.int().meta({ description: 'Published numbers are multiples of this.' }),
    minAgeDays: z.int().meta({ description: 'Days since a submission became final, at least.' }),
  })
  .meta({ id: 'DisclosurePolicy', description: 'What must hold before a number is shown.' })

const NamedCode = z
  .strictObject({ code: short, name: TextOrFallback })
  .meta({ id: 'NamedCode', description: 'A code of a list, with its name.' })

const CodeList = z
  .strictObject({ scheme: short, codes: z.array(NamedCode).max(1000) })
  .meta({ id: 'CohortCodes', description: 'The codes by which cohorts are cut.' })

const BenchmarkNode = z
  .strictObject({
    code: NodeCode,
    kind: NodeKind,
    category: NodeCode.nullable(),
    maxPoints: z.number(),
    sensitive: z.boolean(),
    name: TextOrFallback.nullable().meta({ description: 'Null for the total.' }),
  })
  .meta({ id: 'BenchmarkNode', description: 'One node that is compared.' })

export const BenchmarkEdition = z
  .strictObject({
    id: BenchmarkEditionId,
    associationId: AssociationId,
    title: boundedText(1, 200),
    state: z.enum(['published', 'retired']).meta({
      description: inWords({
        published: editionStateTexts.published,
        retired: editionStateTexts.retired,
      }),
    }),
    questionnaireKey: QuestionnaireKey,
    questionnaireVersions: z.array(ContentVersion).max(100),
    scoringDigest: z.string().length(64),
    basis: Basis,
    synthetic: z.boolean().meta({ description: 'All members are invented, for demonstration.' }),
    unit: z.literal('bp').meta({ description: 'Numbers are basis points of the node maximum.' }),
    cutOffAt: Instant,
    publishedAt: Instant.nullable(),
    retiredAt: Instant.nullable(),
    method: z
      .strictObject({ quantile: z.enum(quantileMethods), gridBp: z.int(), profile: Profile })
      .meta({ id: 'BenchmarkMethod', description: 'How numbers are made.' }),
    policy: DisclosurePolicy,
    cohorts: z
      .strictObject({
        families: z.array(short).max(10).meta({
          description: 'By what cohorts are cut: `all`, `sector` (`sector=C`) and so on.',
        }),
        sector: CodeList,
        region: CodeList,
        size: CodeList,
      })
      .meta({ id: 'CohortLattice', description: 'The cohorts that can be asked for.' }),
    nodes: z.array(BenchmarkNode).max(1000),
    limits: TextOrFallback.meta({ description: 'What the protection does not promise.' }),
  })
  .meta({ id: 'BenchmarkEdition', description: 'A published benchmark edition: it never changes.' })
export type BenchmarkEdition = z.infer<typeof BenchmarkEdition>

const ShownCode = z
  .strictObject({ scheme: short, code: short })
  .meta({ id: 'CohortCode', description: 'A code and its scheme.' })

const cohort = z
  .strictObject({
    key: short,
    sector: ShownCode.nullable(),
    region: ShownCode.nullable(),
    size: ShownCode.nullable(),
  })
  .meta({ id: 'Cohort', description: 'Whose scores the numbers are of.' })

const cell = {
  code: NodeCode,
  kind: NodeKind,
  maxPoints: z.number(),
  status: z.enum(['published', 'withheld']),
  reason: z.literal('protects_participants').nullable(),
  nBand: short.nullable().meta({ description: 'How many took part, as a band.' }),
  precision: z.enum(['indicative', 'firm']).nullable(),
  p10: published,
  p25: published,
  p50: published,
  p75: published,
  p90: published,
  grid19: z.array(basisPoints).length(19).nullable().meta({ description: 'p5 to p95.' }),
  bestInClass: z
    .strictObject({ value: basisPoints, basis: z.enum(['p90', 'p75']) })
    .nullable()
    .meta({ id: 'BestInClass', description: 'The upper number to aim at, and which it is.' }),
} as const

const head = {
  benchmarkEditionId: BenchmarkEditionId,
  questionnaireKey: QuestionnaireKey,
  basis: Basis,
  synthetic: z.boolean(),
  unit: z.literal('bp'),
  method: BenchmarkEdition.shape.method,
  cohort,
} as const

export const BenchmarkCell = z.strictObject(cell).meta({
  id: 'BenchmarkCell',
  description: 'One node of one cohort. A withheld cell has every member too.',
})

export const BenchmarkCells = z
  .strictObject({ ...head, nodes: z.array(BenchmarkCell).max(1000) })
  .meta({ id: 'BenchmarkCells', description: 'The published cells of one cohort.' })

const Position = z
  .strictObject({
    value: basisPoints.nullable().meta({ description: 'Null: not answered or not applicable.' }),
    gapToMedian: difference,
    gapToBest: difference,
    band: z
      .enum([...bands.median, ...bands.quartiles, ...bands.deciles])
      .nullable()
      .meta({ description: 'Where the own value lies among the published numbers.' }),
    percentile: z.int().min(5).max(94).nullable(),
    percentileBound: z.enum(['below_5', 'above_95']).nullable(),
  })
  .meta({ id: 'BenchmarkPosition', description: 'The own value against one published cell.' })

export const BenchmarkComparison = z
  .strictObject({
    ...head,
    ladder: z
      .array(
        z
          .strictObject({
            cohortKey: short.nullable(),
            outcome: z.enum(['used', 'withheld', 'not_reached', 'not_applicable']),
          })
          .meta({ id: 'LadderRung', description: 'One step of the search for a cohort.' }),
      )
      .max(10),
    nodes: z
      .array(
        z
          .strictObject({ ...cell, own: Position })
          .meta({ id: 'ComparedNode', description: 'One node with the own position.' }),
      )
      .max(1000),
  })
  .meta({ id: 'BenchmarkComparison', description: 'Where a submission stands in one cohort.' })
