// Looks at benchmark editions before they are published. What is looked at stands in benchmarks.ts.
import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { type Classes, instant, ordered } from '../columns.ts'
import { ownerPolicy } from '../policies.ts'
import { benchmarkEditions } from './benchmarks.ts'

export const classes: Classes = { benchmark_previews: 'association' }

/**
 * Who of an association looked at what an unpublished edition hides, and why. Written by the function that lets
 * them look and by nobody else, so that no look is without its row.
 */
export const benchmarkPreviews = pgTable(
  'benchmark_previews',
  {
    associationId: uuid().notNull(),
    id: uuid().notNull(),
    benchmarkEditionId: uuid().notNull(),
    cohortKey: ordered().notNull(),
    purpose: text().notNull(),
    lookedBy: uuid().notNull(),
    lookedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'benchmark_previews_pkey', columns: [table.associationId, table.id] }),
    foreignKey({
      name: 'benchmark_previews_edition_fkey',
      columns: [table.associationId, table.benchmarkEditionId],
      foreignColumns: [benchmarkEditions.associationId, benchmarkEditions.id],
    }),
    index('benchmark_previews_looked_idx').on(
      table.associationId,
      table.benchmarkEditionId,
      table.lookedAt,
      table.id,
    ),
    check('benchmark_previews_purpose_check', sql`length(${table.purpose}) between 1 and 500`),
    ownerPolicy('association'),
  ],
)
