// Submissions, their answers and every earlier value of an answer.
// An answer has a revision of its own and stays as a tombstone when it is taken back, so that the sum of
// the revisions grows with every change: it is the revision of the whole collection (API-08).
import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { submissionStates } from '../../core/submission/lifecycle.ts'
import { reviewStates } from '../../core/submission/revision.ts'
import { allOrNone, type Classes, instant, oneOf, ordered, sha256Hex } from '../columns.ts'
import { benchmarkPolicy, ownerPolicy } from '../policies.ts'
import { organizations } from './organizations.ts'
import { questionnaireVersions } from './questionnaires.ts'

export const classes: Classes = {
  submissions: 'tenant',
  answers: 'tenant',
  answer_revisions: 'tenant',
}

export const weightingOwnerKinds = ['organization', 'association'] as const

export const submissions = pgTable(
  'submissions',
  {
    organizationId: uuid().notNull(),
    id: uuid().notNull(),
    questionnaireKey: ordered().notNull(),
    questionnaireVersion: ordered().notNull(),
    questionnaireDigest: text().notNull(),
    title: text().notNull(),
    weightingOwnerKind: text({ enum: weightingOwnerKinds }),
    weightingOwnerId: uuid(),
    weightingId: uuid(),
    weightingVersion: text(),
    state: text({ enum: submissionStates }).notNull(),
    revision: integer().notNull(),
    migratedFrom: uuid(),
    carriedShareBp: integer().notNull().default(0),
    createdBy: uuid().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    submittedAt: instant(),
    acceptedAt: instant(),
    finalAt: instant(),
    withdrawnAt: instant(),
  },
  (table) => [
    primaryKey({ name: 'submissions_pkey', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'submissions_organization_fkey',
      columns: [table.organizationId],
      foreignColumns: [organizations.organizationId],
    }),
    foreignKey({
      name: 'submissions_questionnaire_fkey',
      columns: [table.questionnaireKey, table.questionnaireVersion],
      foreignColumns: [questionnaireVersions.key, questionnaireVersions.version],
    }),
    foreignKey({
      name: 'submissions_migrated_from_fkey',
      columns: [table.organizationId, table.migratedFrom],
      foreignColumns: [table.organizationId, table.id],
    }),
    index('submissions_created_idx').on(table.organizationId, table.createdAt, table.id),
    oneOf('submissions_state_check', table.state, submissionStates),
    oneOf('submissions_weighting_owner_check', table.weightingOwnerKind, weightingOwnerKinds),
    allOrNone(
      'submissions_weighting_check',
      table.weightingOwnerKind,
      table.weightingOwnerId,
      table.weightingId,
      table.weightingVersion,
    ),
    sha256Hex('submissions_questionnaire_digest_check', table.questionnaireDigest),
    check('submissions_carried_share_check', sql`${table.carriedShareBp} between 0 and 10000`),
    check(
      'submissions_instants_check',
      sql`(${table.state} <> 'draft' or ${table.submittedAt} is null)
        and (${table.state} not in ('submitted', 'in_review', 'final') or ${table.submittedAt} is not null)
        and (${table.state} = 'final') = (${table.finalAt} is not null)
        and (${table.state} = 'withdrawn') = (${table.withdrawnAt} is not null)`,
    ),
    ownerPolicy('organization'),
    benchmarkPolicy("state = 'final'"),
  ],
)

/**
 * `value`: the answer as canonical JSON; null is a tombstone. `reviewState`: set by a migration until somebody looks.  `changedByKey`
 * is null for a token.
 */
export const answers = pgTable(
  'answers',
  {
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    code: ordered().notNull(),
    revision: integer().notNull(),
    value: text(),
    reviewState: text({ enum: reviewStates }),
    changedBy: uuid().notNull(),
    changedByKey: uuid(),
    changedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'answers_pkey',
      columns: [table.organizationId, table.submissionId, table.code],
    }),
    foreignKey({
      name: 'answers_submission_fkey',
      columns: [table.organizationId, table.submissionId],
      foreignColumns: [submissions.organizationId, submissions.id],
    }),
    check('answers_revision_check', sql`${table.revision} > 0`),
    oneOf('answers_review_state_check', table.reviewState, reviewStates),
    ownerPolicy('organization'),
  ],
)

/** Append-only: every value an answer has had, the current one included. */
export const answerRevisions = pgTable(
  'answer_revisions',
  {
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    code: ordered().notNull(),
    revision: integer().notNull(),
    value: text(),
    changedBy: uuid().notNull(),
    changedByKey: uuid(),
    changedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'answer_revisions_pkey',
      columns: [table.organizationId, table.submissionId, table.code, table.revision],
    }),
    foreignKey({
      name: 'answer_revisions_submission_fkey',
      columns: [table.organizationId, table.submissionId],
      foreignColumns: [submissions.organizationId, submissions.id],
    }),
    ownerPolicy('organization'),
  ],
)
