// What a panel agreed on, and what the engine made of it: rows of the organization that its own people never see.
// Reviews are in reviews.ts; which state follows which, and who sees what when, is decided in core.
import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { consensusStates } from '../../core/consensus/life.ts'
import { type Classes, instant, oneOf, ordered, sha256Hex } from '../columns.ts'
import { reviewPolicy } from '../policies.ts'
import { submissions } from './submissions.ts'

export const classes: Classes = {
  consensuses: 'review',
  consensus_scores: 'review',
  official_sheets: 'review',
}

const officialKinds = ['reference'] as const

/** One for each submission. `record`: canonical JSON of rules, reviews, rounds, approvals and objections. */
export const consensuses = pgTable(
  'consensuses',
  {
    organizationId: uuid().notNull(),
    id: uuid().notNull(),
    submissionId: uuid().notNull(),
    state: text({ enum: consensusStates }).notNull(),
    record: text().notNull(),
    openedAt: instant().notNull(),
    finalAt: instant(),
    revision: integer().notNull(),
  },
  (table) => [
    primaryKey({ name: 'consensuses_pkey', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'consensuses_submission_fkey',
      columns: [table.organizationId, table.submissionId],
      foreignColumns: [submissions.organizationId, submissions.id],
    }),
    unique('consensuses_submission_key').on(table.organizationId, table.submissionId),
    oneOf('consensuses_state_check', table.state, consensusStates),
    check(
      'consensuses_final_check',
      sql`(${table.state} = 'final') = (${table.finalAt} is not null)`,
    ),
    reviewPolicy(),
  ],
)

export const consensusScores = pgTable(
  'consensus_scores',
  {
    organizationId: uuid().notNull(),
    consensusId: uuid().notNull(),
    code: ordered().notNull(),
    percentBp: integer().notNull(),
    note: text(),
    enteredBy: uuid().notNull(),
    revision: integer().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'consensus_scores_pkey',
      columns: [table.organizationId, table.consensusId, table.code],
    }),
    foreignKey({
      name: 'consensus_scores_consensus_fkey',
      columns: [table.organizationId, table.consensusId],
      foreignColumns: [consensuses.organizationId, consensuses.id],
    }),
    check('consensus_scores_value_check', sql`${table.percentBp} between 0 and 10000`),
    reviewPolicy(),
  ],
)

/**
 * What the engine made of a final consensus. It stays on this side until the report is released; the self
 * score's sheets are the organization's own rows. `answers`: canonical JSON of what was scored.
 */
export const officialSheets = pgTable(
  'official_sheets',
  {
    organizationId: uuid().notNull(),
    consensusId: uuid().notNull(),
    kind: text({ enum: officialKinds }).notNull(),
    engine: text().notNull(),
    answers: text().notNull(),
    sheet: text().notNull(),
    sheetDigest: text().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'official_sheets_pkey',
      columns: [table.organizationId, table.consensusId, table.kind],
    }),
    foreignKey({
      name: 'official_sheets_consensus_fkey',
      columns: [table.organizationId, table.consensusId],
      foreignColumns: [consensuses.organizationId, consensuses.id],
    }),
    oneOf('official_sheets_kind_check', table.kind, officialKinds),
    sha256Hex('official_sheets_sheet_digest_check', table.sheetDigest),
    reviewPolicy(),
  ],
)
