// Benchmark editions: the association's record of their life, and what the builder alone sees (schema bench), on
// which the app role has no right at all (P10). What everybody may read is in benchmark-publications.ts.
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
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { type Classes, instant, oneOf, ordered, sha256Hex } from '../columns.ts'
import { fencePolicy, ownerPolicy } from '../policies.ts'
import { associations } from './associations.ts'

export const classes: Classes = {
  benchmark_editions: 'association',
  'bench.members': 'reference',
  'bench.cells': 'reference',
}

export const editionStates = ['draft', 'built', 'reviewed', 'published', 'retired'] as const
export const editionBases = ['self', 'assessed'] as const
export const disclosureProfiles = ['standard', 'strict'] as const
export const editionOwnerRules = ['one-per-group', 'cap25'] as const
export const cellStatuses = ['published', 'withheld'] as const
export const withheldReasons = ['empty', 'primary', 'depth', 'complementary', 'owner_cap'] as const

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
    ownerRule: text({ enum: editionOwnerRules }).notNull().default('one-per-group'),
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
    oneOf('benchmark_editions_owner_rule_check', table.ownerRule, editionOwnerRules),
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

/**
 * Who is in an edition, frozen at the build. A submission is used once ever; an owner group has one in an edition,
 * unless its rule lets it have more.
 */
export const benchMembers = bench.table(
  'members',
  {
    benchmarkEditionId: uuid().notNull(),
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    ownerGroupId: uuid().notNull(),
    ownerRule: text({ enum: editionOwnerRules }).notNull().default('one-per-group'),
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
    uniqueIndex('bench_members_owner_group_key')
      .on(table.benchmarkEditionId, table.ownerGroupId)
      .where(sql`${table.ownerRule} = 'one-per-group'`),
    oneOf('bench_members_owner_rule_check', table.ownerRule, editionOwnerRules),
    fencePolicy(),
  ],
)

/**
 * Every cell with its true counts, reason and exact quantiles (in the parts of their method): the audit table.
 * `groups`: owner groups of the n members; `largest`: members of the one with the most. Null in editions that were built
 * before these were counted: then each member is the only one of its group.
 */
export const benchCells = bench.table(
  'cells',
  {
    benchmarkEditionId: uuid().notNull(),
    cohortKey: ordered().notNull(),
    node: ordered().notNull(),
    n: integer().notNull(),
    groups: integer(),
    largest: integer(),
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
      sql`${table.n} >= 0 and (${table.status} = 'withheld' or coalesce(${table.groups}, ${table.n}) >= 5)`,
    ),
    check(
      'bench_cells_owners_check',
      sql`(${table.n} = 0 and ${table.groups} = 0 and ${table.largest} = 0)
        or (${table.groups} between 1 and ${table.n}
          and ${table.largest} between 1 and ${table.n} - ${table.groups} + 1)`,
    ),
    check(
      'bench_cells_owner_cap_check',
      sql`${table.status} = 'withheld' or ${table.largest} <= greatest(1, ${table.n} / 4)`,
    ),
    fencePolicy(),
  ],
)
