// Benchmark editions: the association's record of their life, what the builder alone sees (schema bench),
// and what everybody may read (schema bench_pub). The app role has no right on bench at all (P10).
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgSchema,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { allOrNone, type Classes, instant, oneOf, ordered, sha256Hex } from '../columns.ts'
import { fencePolicy, ownerPolicy } from '../policies.ts'
import { associations } from './associations.ts'

export const classes: Classes = {
  benchmark_editions: 'association',
  'bench.members': 'reference',
  'bench.cells': 'reference',
  'bench_pub.editions': 'reference',
  'bench_pub.cells': 'reference',
}

export const editionStates = ['draft', 'built', 'reviewed', 'published', 'retired'] as const
export const publicEditionStates = ['built', 'published', 'retired'] as const
export const editionBases = ['self', 'assessed'] as const
export const disclosureProfiles = ['standard', 'strict'] as const
export const cellStatuses = ['published', 'withheld'] as const
export const withheldReasons = ['empty', 'primary', 'depth', 'complementary', 'owner_cap'] as const

const percentile = () => smallint() // published: basis points on the grid

/**
 * `configuration`: canonical JSON of what is frozen at creation (code lists, tiers, eligibility, method).
 * The figures that a database check can hold stand beside it as columns.
 */
export const benchmarkEditions = pgTable(
  'benchmark_editions',
  {
    associationId: uuid().notNull(),
    id: uuid().notNull(),
    title: text().notNull(),
    questionnaireKey: ordered().notNull(),
    questionnaireVersions: text().array().notNull(),
    scoringDigest: text().notNull(),
    basis: text({ enum: editionBases }).notNull(),
    cutOffAt: instant().notNull(),
    profile: text({ enum: disclosureProfiles }).notNull(),
    kMin: smallint().notNull(),
    dMin: smallint().notNull(),
    gridBp: smallint().notNull(),
    configuration: text().notNull(),
    synthetic: boolean().notNull(),
    state: text({ enum: editionStates }).notNull(),
    revision: integer().notNull(),
    inputsDigest: text(),
    cellsDigest: text(),
    auditReport: text(), // canonical JSON
    operationId: uuid(), // the build under way or done
    createdBy: uuid().notNull(),
    createdAt: instant().notNull(),
    builtBy: uuid(),
    builtAt: instant(),
    reviewedBy: uuid(),
    reviewedAt: instant(),
    publishedBy: uuid(),
    publishedAt: instant(),
    retirementAskedBy: uuid(),
    retirementAskedAt: instant(),
    retiredBy: uuid(),
    retiredAt: instant(),
    retiredReason: text(), // of the one who asked
  },
  (table) => [
    primaryKey({ name: 'benchmark_editions_pkey', columns: [table.associationId, table.id] }),
    foreignKey({
      name: 'benchmark_editions_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    index('benchmark_editions_created_idx').on(table.associationId, table.createdAt, table.id),
    oneOf('benchmark_editions_state_check', table.state, editionStates),
    oneOf('benchmark_editions_basis_check', table.basis, editionBases),
    oneOf('benchmark_editions_profile_check', table.profile, disclosureProfiles),
    check(
      'benchmark_editions_floor_check',
      sql`${table.kMin} >= 5 and ${table.dMin} >= 2 and ${table.gridBp} >= 50`,
    ),
    sha256Hex('benchmark_editions_scoring_digest_check', table.scoringDigest),
    check(
      'benchmark_editions_built_check',
      sql`${table.state} = 'draft'
        or num_nulls(${table.inputsDigest}, ${table.cellsDigest}, ${table.builtAt}) = 0`,
    ),
    check(
      'benchmark_editions_second_person_check',
      sql`${table.state} not in ('published', 'retired')
        or (num_nulls(${table.reviewedBy}, ${table.reviewedAt}, ${table.publishedBy}, ${table.publishedAt}) = 0
          and ${table.publishedBy} <> ${table.reviewedBy})`,
    ),
    check(
      'benchmark_editions_retirement_check',
      sql`num_nulls(${table.retirementAskedBy}, ${table.retirementAskedAt}, ${table.retiredReason}) in (0, 3)
        and (${table.state} = 'retired') = (num_nulls(${table.retiredBy}, ${table.retiredAt}) = 0)
        and (${table.state} <> 'retired' or (${table.retirementAskedBy} is not null
          and ${table.retiredBy} <> ${table.retirementAskedBy}))`,
    ),
    ownerPolicy('association'),
  ],
)

export const bench = pgSchema('bench')

/** Who is in an edition, frozen at the build. A submission is used once ever. */
export const benchMembers = bench.table(
  'members',
  {
    benchmarkEditionId: uuid().notNull(),
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    ownerGroupId: uuid().notNull(),
    sheetDigest: text().notNull(),
    sector: text(),
    region: text(),
    size: text().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'bench_members_pkey',
      columns: [table.benchmarkEditionId, table.organizationId],
    }),
    unique('bench_members_submission_key').on(table.organizationId, table.submissionId),
    unique('bench_members_owner_group_key').on(table.benchmarkEditionId, table.ownerGroupId),
    fencePolicy(),
  ],
)

/** Every cell with its true count, reason and exact quantiles (in the parts of their method): the audit table. */
export const benchCells = bench.table(
  'cells',
  {
    benchmarkEditionId: uuid().notNull(),
    cohortKey: ordered().notNull(),
    node: ordered().notNull(),
    n: integer().notNull(),
    status: text({ enum: cellStatuses }).notNull(),
    reason: text({ enum: withheldReasons }),
    exactQuantiles: integer().array(),
    ranked: integer().array(), // members below and at each of the five numbers on the grid; null: not counted
  },
  (table) => [
    primaryKey({
      name: 'bench_cells_pkey',
      columns: [table.benchmarkEditionId, table.cohortKey, table.node],
    }),
    oneOf('bench_cells_status_check', table.status, cellStatuses),
    oneOf('bench_cells_reason_check', table.reason, withheldReasons),
    check(
      'bench_cells_reason_given_check',
      sql`(${table.status} = 'withheld') = (${table.reason} is not null)`,
    ),
    check(
      'bench_cells_floor_check',
      sql`${table.n} >= 0 and (${table.status} = 'withheld' or ${table.n} >= 5)`,
    ),
    fencePolicy(),
  ],
)

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
