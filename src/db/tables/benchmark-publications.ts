// What everybody may read of benchmark editions (schema bench_pub): written by the builder, and never changed once it is
// out. How it comes about stands in benchmarks.ts.
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  pgSchema,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { allOrNone, type Classes, instant, oneOf, ordered, sha256Hex } from '../columns.ts'
import { fencePolicy } from '../policies.ts'
import { cellStatuses } from './benchmarks.ts'

export const classes: Classes = {
  'bench_pub.editions': 'reference',
  'bench_pub.cells': 'reference',
}

export const publicEditionStates = ['built', 'published', 'retired'] as const

const percentile = () => smallint() // published: basis points on the grid

export const benchPub = pgSchema('bench_pub')

/** What everybody may know of an edition. `descriptor`: canonical JSON, the body of the answer. */
export const publicEditions = benchPub.table(
  'editions',
  {
    id: uuid().notNull(),
    associationId: uuid().notNull(),
    questionnaireKey: ordered().notNull(),
    descriptor: text().notNull(),
    cellsDigest: text().notNull(),
    kMin: smallint().notNull(),
    dMin: smallint().notNull(),
    synthetic: boolean().notNull(),
    state: text({ enum: publicEditionStates }).notNull(),
    cutOffAt: instant().notNull(),
    publishedAt: instant(),
    retiredAt: instant(),
  },
  (table) => [
    primaryKey({ name: 'bench_pub_editions_pkey', columns: [table.id] }),
    index('bench_pub_editions_latest_idx').on(
      table.questionnaireKey,
      table.state,
      table.publishedAt,
      table.id,
    ),
    oneOf('bench_pub_editions_state_check', table.state, publicEditionStates),
    check('bench_pub_editions_floor_check', sql`${table.kMin} >= 5 and ${table.dMin} >= 2`),
    check(
      'bench_pub_editions_instants_check',
      sql`(${table.state} = 'built') = (${table.publishedAt} is null)
        and (${table.state} = 'retired') = (${table.retiredAt} is not null)`,
    ),
    sha256Hex('bench_pub_editions_digest_check', table.cellsDigest),
    fencePolicy(),
  ],
)

/** A row for every key and node, withheld or not, so that every read costs the same and looks the same. */
export const publicCells = benchPub.table(
  'cells',
  {
    benchmarkEditionId: uuid().notNull(),
    cohortKey: ordered().notNull(),
    node: ordered().notNull(),
    status: text({ enum: cellStatuses }).notNull(),
    nBand: text(),
    p10: percentile(),
    p25: percentile(),
    p50: percentile(),
    p75: percentile(),
    p90: percentile(),
    grid19: smallint().array(),
  },
  (table) => [
    primaryKey({
      name: 'bench_pub_cells_pkey',
      columns: [table.benchmarkEditionId, table.cohortKey, table.node],
    }),
    foreignKey({
      name: 'bench_pub_cells_edition_fkey',
      columns: [table.benchmarkEditionId],
      foreignColumns: [publicEditions.id],
    }),
    oneOf('bench_pub_cells_status_check', table.status, cellStatuses),
    check(
      'bench_pub_cells_withheld_check',
      sql`${table.status} = 'published' or num_nonnulls(${table.nBand}, ${table.p10}, ${table.p25}, ${table.p50}, ${table.p75}, ${table.p90}, ${table.grid19}) = 0`,
    ),
    check(
      'bench_pub_cells_published_check',
      sql`${table.status} = 'withheld' or num_nulls(${table.nBand}, ${table.p50}) = 0`,
    ),
    allOrNone('bench_pub_cells_quartiles_check', table.p25, table.p75),
    allOrNone('bench_pub_cells_deciles_check', table.p10, table.p90),
    check(
      'bench_pub_cells_tiers_check',
      sql`(${table.p10} is null or ${table.p25} is not null) and (${table.grid19} is null or ${table.p10} is not null)
        and (${table.p25} is null or ${table.nBand} not in ('5-8', '10-12'))
        and (${table.p10} is null or ${table.nBand} not in ('9-20', '13-30'))
        and (${table.grid19} is null or ${table.nBand} in ('200-499', '500+'))`,
    ),
    check(
      'bench_pub_cells_range_check',
      sql`coalesce(${table.p10}, 0) >= 0 and coalesce(${table.p90}, 0) <= 10000 and coalesce(${table.p50}, 0) between 0 and 10000`,
    ),
    fencePolicy(),
  ],
)
