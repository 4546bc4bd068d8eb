// Score sheets as they were made when a submission was submitted: never changed afterwards (trigger).
// nodeScores is the vector benchmarks read; benchmark_use says whether the builder may, and is kept by
// triggers: final submission, reference sheet, consent given and not withdrawn.
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { type Classes, instant, oneOf, sha256Hex } from '../columns.ts'
import { benchmarkPolicy, ownerPolicy } from '../policies.ts'
import { submissions } from './submissions.ts'

export const classes: Classes = { score_sheets: 'tenant' }

export const sheetKinds = ['reference', 'programme', 'own'] as const
export const sheetVariants = ['official', 'custom', 'estimate'] as const

/** `nodeScores`: basis points in the node order of the scoring digest, -1 where not applicable. */
export const scoreSheets = pgTable(
  'score_sheets',
  {
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    kind: text({ enum: sheetKinds }).notNull(),
    variant: text({ enum: sheetVariants }).notNull(),
    method: text().notNull(),
    engine: text().notNull(),
    sheet: text().notNull(), // canonical JSON
    sheetDigest: text().notNull(),
    questionnaireDigest: text().notNull(),
    weightingDigest: text().notNull(),
    answersDigest: text().notNull(),
    scoringDigest: text().notNull(),
    nodeScores: smallint().array().notNull(),
    complete: boolean().notNull(),
    notApplicableShareBp: smallint().notNull(),
    benchmarkUse: boolean().notNull().default(false),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'score_sheets_pkey',
      columns: [table.organizationId, table.submissionId, table.kind],
    }),
    foreignKey({
      name: 'score_sheets_submission_fkey',
      columns: [table.organizationId, table.submissionId],
      foreignColumns: [submissions.organizationId, submissions.id],
    }),
    oneOf('score_sheets_kind_check', table.kind, sheetKinds),
    oneOf('score_sheets_variant_check', table.variant, sheetVariants),
    sha256Hex('score_sheets_sheet_digest_check', table.sheetDigest),
    sha256Hex('score_sheets_questionnaire_digest_check', table.questionnaireDigest),
    sha256Hex('score_sheets_weighting_digest_check', table.weightingDigest),
    sha256Hex('score_sheets_answers_digest_check', table.answersDigest),
    sha256Hex('score_sheets_scoring_digest_check', table.scoringDigest),
    check(
      'score_sheets_node_scores_check',
      sql`-1 <= all (${table.nodeScores}) and 10000 >= all (${table.nodeScores})`,
    ),
    check('score_sheets_share_check', sql`${table.notApplicableShareBp} between 0 and 10000`),
    check(
      'score_sheets_benchmark_use_check',
      sql`not ${table.benchmarkUse} or (${table.kind} = 'reference' and ${table.variant} = 'official')`,
    ),
    ownerPolicy('organization'),
    benchmarkPolicy('benchmark_use'),
  ],
)
