// Feedback reports: the versions that the panel and its programme work on, which the applicant never sees, and a copy
// of each released one, and of the official sheet, which are the applicant's own. Who may do what, and in which state, is decided in core.
import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { officialKinds } from '../../core/consensus/official.ts'
import { reportStates } from '../../core/report/life.ts'
import { allOrNone, type Classes, instant, oneOf, sha256Hex } from '../columns.ts'
import { ownerPolicy, reviewPolicy } from '../policies.ts'
import { submissions } from './submissions.ts'

export const classes: Classes = {
  feedback_reports: 'review',
  released_reports: 'tenant',
  released_sheets: 'tenant',
}

/**
 * `paper`: canonical JSON of all that the version says; `digest`: of it, from the approval on. `texts`: canonical JSON of
 * what people wrote of it, and left out.
 */
export const feedbackReports = pgTable(
  'feedback_reports',
  {
    organizationId: uuid().notNull(),
    id: uuid().notNull(),
    submissionId: uuid().notNull(),
    version: integer().notNull(),
    state: text({ enum: reportStates }).notNull(),
    correction: text(),
    paper: text().notNull(),
    texts: text().notNull().default('{"keyFactors":[],"omitted":[],"summaries":{}}'),
    digest: text(),
    createdBy: uuid().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    approvedBy: uuid(),
    approvedAt: instant(),
    releasedBy: uuid(),
    releasedAt: instant(),
    revision: integer().notNull(),
  },
  (table) => [
    primaryKey({ name: 'feedback_reports_pkey', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'feedback_reports_submission_fkey',
      columns: [table.organizationId, table.submissionId],
      foreignColumns: [submissions.organizationId, submissions.id],
    }),
    unique('feedback_reports_version_key').on(
      table.organizationId,
      table.submissionId,
      table.version,
    ),
    uniqueIndex('feedback_reports_open_key')
      .on(table.organizationId, table.submissionId)
      .where(sql`${table.state} <> 'released'`),
    oneOf('feedback_reports_state_check', table.state, reportStates),
    sha256Hex('feedback_reports_digest_check', table.digest),
    check('feedback_reports_version_check', sql`${table.version} > 0`),
    allOrNone('feedback_reports_approved_check', table.approvedBy, table.approvedAt, table.digest),
    allOrNone('feedback_reports_released_check', table.releasedBy, table.releasedAt),
    check(
      'feedback_reports_steps_check',
      sql`(${table.state} = 'draft') = (${table.approvedBy} is null)
        and (${table.state} = 'released') = (${table.releasedBy} is not null)`,
    ),
    check(
      'feedback_reports_second_person_check',
      sql`${table.releasedBy} is null or ${table.releasedBy} <> ${table.approvedBy}`,
    ),
    reviewPolicy(),
  ],
)

/** What the organization has: nobody of the panel or the programme is named in it. */
export const releasedReports = pgTable(
  'released_reports',
  {
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    version: integer().notNull(),
    correction: text(),
    paper: text().notNull(),
    digest: text().notNull(),
    releasedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'released_reports_pkey',
      columns: [table.organizationId, table.submissionId, table.version],
    }),
    foreignKey({
      name: 'released_reports_version_fkey',
      columns: [table.organizationId, table.submissionId, table.version],
      foreignColumns: [
        feedbackReports.organizationId,
        feedbackReports.submissionId,
        feedbackReports.version,
      ],
    }),
    sha256Hex('released_reports_digest_check', table.digest),
    ownerPolicy('organization'),
  ],
)

/** The official sheets of what was released, which the panel's side keeps too: one of a kind, whatever is corrected later. */
export const releasedSheets = pgTable(
  'released_sheets',
  {
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    kind: text({ enum: officialKinds }).notNull().default('reference'),
    sheet: text().notNull(),
    sheetDigest: text().notNull(),
    releasedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'released_sheets_pkey',
      columns: [table.organizationId, table.submissionId, table.kind],
    }),
    foreignKey({
      name: 'released_sheets_submission_fkey',
      columns: [table.organizationId, table.submissionId],
      foreignColumns: [submissions.organizationId, submissions.id],
    }),
    oneOf('released_sheets_kind_check', table.kind, officialKinds),
    sha256Hex('released_sheets_sheet_digest_check', table.sheetDigest),
    ownerPolicy('organization'),
  ],
)
