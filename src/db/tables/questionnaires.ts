// Published questionnaire versions: canonical text with its digest. A trigger refuses every change but
// the withdrawal, for the owner too. Drafts, and what a document means, are elsewhere.
import { sql } from 'drizzle-orm'
import { check, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { type Classes, instant, oneOf, ordered, sha256Hex } from '../columns.ts'
import { fencePolicy } from '../policies.ts'

export const classes: Classes = { questionnaire_versions: 'reference' }

export const questionnaireStates = ['published', 'withdrawn'] as const

export const questionnaireVersions = pgTable(
  'questionnaire_versions',
  {
    key: ordered().notNull(),
    version: ordered().notNull(),
    document: text().notNull(),
    digest: text().notNull(),
    scoringDigest: text().notNull(),
    state: text({ enum: questionnaireStates }).notNull(),
    publishedAt: instant().notNull(),
    withdrawnAt: instant(),
  },
  (table) => [
    primaryKey({ name: 'questionnaire_versions_pkey', columns: [table.key, table.version] }),
    oneOf('questionnaire_versions_state_check', table.state, questionnaireStates),
    check(
      'questionnaire_versions_withdrawn_check',
      sql`(${table.state} = 'withdrawn') = (${table.withdrawnAt} is not null)`,
    ),
    sha256Hex('questionnaire_versions_digest_check', table.digest),
    sha256Hex('questionnaire_versions_scoring_digest_check', table.scoringDigest),
    fencePolicy(),
  ],
)
