// What a panel agreed on, and what the engine made of it: rows of the organization that its own people never see.
// Reviews are in reviews.ts; which state follows which, and who sees what when, is decided in core.
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
  uuid,
} from 'drizzle-orm/pg-core'
import { consensusStates } from '../../core/consensus/life.ts'
import { officialKinds } from '../../core/consensus/official.ts'
import { type Classes, instant, oneOf, ordered, sha256Hex } from '../columns.ts'
import { reviewPolicy } from '../policies.ts'
import { submissions } from './submissions.ts'

export const classes: Classes = {
  consensuses: 'review',
  consensus_scores: 'review',
  consensus_findings: 'review',
  official_sheets: 'review',
}

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

/** `value`: canonical JSON; `percentBp` follows from it. */
export const consensusScores = pgTable(
  'consensus_scores',
  {
    organizationId: uuid().notNull(),
    consensusId: uuid().notNull(),
    code: ordered().notNull(),
    value: text().notNull(),
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

/** A finding of the panel; `content` is canonical JSON of the rest of it. */
export const consensusFindings = pgTable(
  'consensus_findings',
  {
    organizationId: uuid().notNull(),
    id: uuid().notNull(),
    consensusId: uuid().notNull(),
    code: ordered().notNull(),
    content: text().notNull(),
    revision: integer().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'consensus_findings_pkey', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'consensus_findings_consensus_fkey',
      columns: [table.organizationId, table.consensusId],
      foreignColumns: [consensuses.organizationId, consensuses.id],
    }),
    index('consensus_findings_consensus_idx').on(
      table.organizationId,
      table.consensusId,
      table.createdAt,
    ),
    reviewPolicy(),
  ],
)

/**
 * What the engine made of a final consensus. It stays on this side until the report is released; the self
 * score's sheets are the organization's own rows. `kind`: under the reference, always, and under the weighting that
 * the cycle names. `answers`: canonical JSON of what was scored.
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
