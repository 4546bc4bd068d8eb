// Reads the migrations as drizzle-kit leaves them: drizzle/NNNN_name.sql in the order of the journal.
// Running and recording them is left to migrate.ts.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from './digest.ts'
import { startupError } from './startup-error.ts'

/** One thing to do to the schema, once. */
export type Step = {
  readonly name: string
  /** May services of the release before run on while and after this is applied? */
  readonly kind: 'compatible' | 'breaking'
  readonly checksum: string
  /** All statements at once or not at all; false for what refuses a transaction (CONCURRENTLY). */
  readonly atomic: boolean
  readonly statements: readonly string[]
  /** What is done first and is repeatable, under the runner's lock; `url` logs in as the runner does. */
  readonly prepare?: (url: string) => Promise<void>
}

/**
 * The steps of a folder in order. The first line of each file is `-- compatible` or
 * `-- breaking: <who must stop>`; `-- no transaction` may follow it. Refuses `migration-malformed`.
 */
export const readMigrations = (folder: string): readonly Step[] => {
  const journal = join(folder, 'meta', '_journal.json')
  if (!existsSync(journal)) {
    throw startupError(
      'migration-malformed',
      `${journal} is missing.\nWithout it nobody knows which migrations belong to this release.\n` +
        'Restore it, or let drizzle-kit write it: npx drizzle-kit generate.',
    )
  }
  const { entries }: { entries: readonly { tag: string }[] } = JSON.parse(
    readFileSync(journal, 'utf8'),
  )
  return entries.map(({ tag }) => readMigration(folder, tag))
}

const readMigration = (folder: string, name: string): Step => {
  // A checkout on Windows may have changed the line ends; that is no change of the migration.
  const text = readFileSync(join(folder, `${name}.sql`), 'utf8').replaceAll('\r\n', '\n')
  const [, kind] = /^-- (compatible|breaking: \S.*)\n/.exec(text) ?? []
  if (kind === undefined) {
    throw startupError(
      'migration-malformed',
      `drizzle/${name}.sql does not say in its first line who may keep running.\n` +
        'A service of the release before would not know whether it still fits the schema.\n' +
        'Write "-- compatible" or "-- breaking: <who must stop>" there.',
    )
  }
  return {
    name,
    kind: kind === 'compatible' ? kind : 'breaking',
    checksum: sha256(text),
    atomic: !/^-- .*\n-- no transaction\n/.test(text),
    statements: text
      .split('--> statement-breakpoint')
      .map((statement) => statement.trim())
      .filter((statement) => statement !== ''),
  }
}
