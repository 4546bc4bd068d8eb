// Assignments and reviews: rows of the organization that its own people never see. The consensus is in consensuses.ts.
// Which state follows which, and who sees what when, is decided in core. Nothing here is deleted.
import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { assignmentStates } from '../../core/assignment/life.ts'
import { benchmarkTimes, selfScoreTimes } from '../../core/context.ts'
import { reviewStates } from '../../core/review/life.ts'
import { allOrNone, type Classes, instant, oneOf, ordered, sha256Hex } from '../columns.ts'
import { reviewPolicy } from '../policies.ts'
import { people } from './people.ts'
import { submissions } from './submissions.ts'

export const classes: Classes = {
  assignments: 'review',
  reviews: 'review',
  review_versions: 'review',
  review_scores: 'review',
  review_findings: 'review',
}

const panelRoles = ['lead', 'member'] as const

/** `conflicts`: canonical JSON. The cycle is the association's row, which no tenant's row points at. */
export const assignments = pgTable(
  'assignments',
  {
    organizationId: uuid().notNull(),
    id: uuid().notNull(),
    submissionId: uuid().notNull(),
    associationId: uuid().notNull(),
    cycleId: uuid().notNull(),
    personId: uuid().notNull(),
    role: text({ enum: panelRoles }).notNull(),
    state: text({ enum: assignmentStates }).notNull(),
    conflicts: text().notNull(),
    proposedBy: uuid().notNull(),
    proposedAt: instant().notNull(),
    declaredAt: instant(),
    waivedBy: uuid(),
    waivedAt: instant(),
    waivedReason: text(),
    endedBy: uuid(),
    endedAt: instant(),
    endedReason: text(),
    // Of the cycle, whose rules are frozen before anybody is asked: a unit of the organization does not reach it.
    selfScores: text({ enum: selfScoreTimes }).notNull().default('with_consensus'),
    benchmarks: text({ enum: benchmarkTimes }).notNull().default('never'),
    revision: integer().notNull(),
  },
  (table) => [
    primaryKey({ name: 'assignments_pkey', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'assignments_submission_fkey',
      columns: [table.organizationId, table.submissionId],
      foreignColumns: [submissions.organizationId, submissions.id],
    }),
    foreignKey({
      name: 'assignments_person_fkey',
      columns: [table.personId],
      foreignColumns: [people.id],
    }),
    uniqueIndex('assignments_person_key')
      .on(table.organizationId, table.submissionId, table.personId)
      .where(sql`${table.state} in ('proposed', 'active', 'conflicted')`),
    uniqueIndex('assignments_lead_key')
      .on(table.organizationId, table.submissionId)
      .where(
        sql`${table.role} = 'lead' and ${table.state} in ('proposed', 'active', 'conflicted')`,
      ),
    oneOf('assignments_role_check', table.role, panelRoles),
    oneOf('assignments_state_check', table.state, assignmentStates),
    oneOf('assignments_self_scores_check', table.selfScores, selfScoreTimes),
    oneOf('assignments_benchmarks_check', table.benchmarks, benchmarkTimes),
    allOrNone('assignments_waived_check', table.waivedBy, table.waivedAt, table.waivedReason),
    allOrNone('assignments_ended_check', table.endedBy, table.endedAt, table.endedReason),
    check(
      'assignments_second_person_check',
      sql`${table.waivedBy} is null or ${table.waivedBy} not in (${table.personId}, ${table.proposedBy})`,
    ),
    reviewPolicy(),
  ],
)

/**
 * One assessor's review in one round. `version` counts how often it was locked. `items`: canonical JSON of the codes
 * of its round, null for all. `stepBp`: of the cycle, whose rules no longer change. `keyFactors`: canonical JSON.
 */
export const reviews = pgTable(
  'reviews',
  {
    organizationId: uuid().notNull(),
    id: uuid().notNull(),
    submissionId: uuid().notNull(),
    personId: uuid().notNull(),
    round: integer().notNull().default(1),
    items: text(),
    stepBp: integer().notNull(),
    keyFactors: text().notNull().default('[]'),
    state: text({ enum: reviewStates }).notNull(),
    version: integer().notNull(),
    digest: text(),
    lockedAt: instant(),
    reopenedFor: text(),
    revision: integer().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'reviews_pkey', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'reviews_submission_fkey',
      columns: [table.organizationId, table.submissionId],
      foreignColumns: [submissions.organizationId, submissions.id],
    }),
    unique('reviews_person_key').on(
      table.organizationId,
      table.submissionId,
      table.personId,
      table.round,
    ),
    oneOf('reviews_state_check', table.state, reviewStates),
    sha256Hex('reviews_digest_check', table.digest),
    check(
      'reviews_locked_check',
      sql`${table.state} <> 'locked' or num_nulls(${table.digest}, ${table.lockedAt}) = 0`,
    ),
    reviewPolicy(),
  ],
)

/** What was locked, as it was: kept also when the review is given back. `content`: canonical JSON. */
export const reviewVersions = pgTable(
  'review_versions',
  {
    organizationId: uuid().notNull(),
    reviewId: uuid().notNull(),
    version: integer().notNull(),
    content: text().notNull(),
    digest: text().notNull(),
    lockedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'review_versions_pkey',
      columns: [table.organizationId, table.reviewId, table.version],
    }),
    foreignKey({
      name: 'review_versions_review_fkey',
      columns: [table.organizationId, table.reviewId],
      foreignColumns: [reviews.organizationId, reviews.id],
    }),
    sha256Hex('review_versions_digest_check', table.digest),
    reviewPolicy(),
  ],
)

/** One score of one review: canonical JSON of its value, with the percent that follows in basis points, or why there is none. */
export const reviewScores = pgTable(
  'review_scores',
  {
    organizationId: uuid().notNull(),
    reviewId: uuid().notNull(),
    code: ordered().notNull(),
    value: text(),
    percentBp: integer(),
    cannotJudge: text(),
    revision: integer().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'review_scores_pkey',
      columns: [table.organizationId, table.reviewId, table.code],
    }),
    foreignKey({
      name: 'review_scores_review_fkey',
      columns: [table.organizationId, table.reviewId],
      foreignColumns: [reviews.organizationId, reviews.id],
    }),
    check(
      'review_scores_value_check',
      sql`num_nulls(${table.value}, ${table.cannotJudge}) = 1
        and num_nulls(${table.percentBp}, ${table.cannotJudge}) = 1 and ${table.percentBp} between 0 and 10000`,
    ),
    reviewPolicy(),
  ],
)

/** A finding of a review; `content` is canonical JSON of the rest of it. */
export const reviewFindings = pgTable(
  'review_findings',
  {
    organizationId: uuid().notNull(),
    id: uuid().notNull(),
    reviewId: uuid().notNull(),
    code: ordered().notNull(),
    content: text().notNull(),
    revision: integer().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'review_findings_pkey', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'review_findings_review_fkey',
      columns: [table.organizationId, table.reviewId],
      foreignColumns: [reviews.organizationId, reviews.id],
    }),
    index('review_findings_review_idx').on(table.organizationId, table.reviewId, table.createdAt),
    reviewPolicy(),
  ],
)
