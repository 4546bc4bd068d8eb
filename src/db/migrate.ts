// Brings the schema up to date, as the owner's role, one runner at a time, each step once; and tells
// whether a service fits the schema it finds. Steps come from migrations.ts and queue.ts.
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import type { Log } from './log.ts'
import { readMigrations, type Step } from './migrations.ts'
import { queueStep } from './queue.ts'
import { startupError } from './startup-error.ts'

export type MigrateOptions = {
  /** Logs in as `excellence_migrate` or another member of `excellence_owner`, directly (no pooler). */
  readonly url: string
  /** The folder `drizzle`. */
  readonly folder: string
  readonly log: Log
  /** What follows the folder's migrations. */
  readonly extras?: readonly Step[]
  /** How long a step waits for a lock before it lets the traffic pass and tries again. */
  readonly lockTimeoutMs?: number
  readonly attempts?: number
  /** The pause between two attempts, and between two looks whether another runner is done. */
  readonly pauseMs?: number
  /** How long to wait for another runner. */
  readonly patienceMs?: number
}

/**
 * Applies what is missing and returns its names. Safe for any number of runners at once, and to be run
 * again after it was killed anywhere. Refuses with `migration-malformed`, `migration-changed`,
 * `migration-blocked`, `migration-failed`, `roles-missing`.
 */
export const migrate = async (options: MigrateOptions): Promise<readonly string[]> => {
  const { url, folder, log, extras = [queueStep] } = options
  const steps = [...readMigrations(folder), ...extras]
  // The lock has a connection of its own: what a step does to its connection cannot drop it.
  const keeper = connect(url, { idle_in_transaction_session_timeout: 0 })
  try {
    await demandOwner(keeper)
    await takeLock(keeper, options)
    const missing = await withOwner(options, async (sql) => {
      await sql.unsafe(ledger)
      return notApplied(steps, await applied(sql))
    })
    for (const step of missing) {
      await patiently(step, options)
      log.info({ migration: step.name, kind: step.kind }, 'migration applied')
    }
    return missing.map(({ name }) => name)
  } finally {
    await keeper.end({ timeout: 1 })
  }
}

export type SchemaState = 'current' | 'behind' | 'ahead-compatible' | 'ahead-breaking'

/**
 * How the schema stands to this release. A service starts on `current` and `ahead-compatible` only: a
 * newer release has added what this one need not know.
 */
export const schemaState = async (
  sql: postgres.Sql,
  folder: string,
  extras: readonly Step[] = [queueStep],
): Promise<SchemaState> => {
  const [found] = await sql`select to_regclass('excellence_meta.excellence_migrations') as ledger`
  if (found?.ledger == null) return 'behind'
  const rows = await applied(sql)
  const steps = [...readMigrations(folder), ...extras]
  if (steps.some(({ name }) => !rows.has(name))) return 'behind'
  const unknown = [...rows.values()].filter((row) => !steps.some(({ name }) => name === row.name))
  if (unknown.length === 0) return 'current'
  return unknown.some(({ kind }) => kind === 'breaking') ? 'ahead-breaking' : 'ahead-compatible'
}

type Row = { readonly name: string; readonly checksum: string; readonly kind: string }

const applied = async (sql: postgres.Sql): Promise<ReadonlyMap<string, Row>> => {
  const rows = await sql<
    Row[]
  >`select name, checksum, kind from excellence_meta.excellence_migrations`
  return new Map(rows.map((row) => [row.name, row]))
}

const notApplied = (steps: readonly Step[], rows: ReadonlyMap<string, Row>): readonly Step[] => {
  for (const { name, checksum } of steps) {
    if (rows.has(name) && rows.get(name)?.checksum !== checksum) {
      throw startupError(
        'migration-changed',
        `drizzle/${name}.sql differs from what this database has applied.\n` +
          'Databases that already applied it would now disagree with a fresh one.\n' +
          'Restore the file and put the change into a new one: npx drizzle-kit generate --name <what>.',
      )
    }
  }
  return steps.filter(({ name }) => !rows.has(name))
}

const ledger = `
  begin;
  create schema if not exists excellence_meta;
  create table if not exists excellence_meta.excellence_migrations (
    name text primary key,
    checksum text not null,
    kind text not null,
    applied_at timestamptz not null default now()
  );
  grant usage on schema excellence_meta
    to excellence_app, excellence_benchmark, excellence_audit_reader;
  grant select on excellence_meta.excellence_migrations
    to excellence_app, excellence_benchmark, excellence_audit_reader;
  commit`

/** Lock not had in time, deadlock: the traffic was stronger, and nothing of the step remains. */
const passing = new Set(['55P03', '40P01'])

const patiently = async (step: Step, options: MigrateOptions): Promise<void> => {
  const { attempts = 30, pauseMs = 1000, log } = options
  await step.prepare?.(options.url)
  for (let attempt = 1; ; attempt++) {
    try {
      return await withOwner(options, (sql) => apply(sql, step))
    } catch (error) {
      const { code } = error as postgres.PostgresError
      if (!passing.has(code)) {
        throw startupError(
          'migration-failed',
          `drizzle/${step.name}.sql failed: ${(error as Error).message}.\n` +
            `${step.atomic ? 'Nothing of it was applied' : 'A part of it may have been applied'}.\n` +
            'Repair the cause and run it again.',
          { cause: error },
        )
      }
      if (attempt === attempts) {
        throw startupError(
          'migration-blocked',
          `drizzle/${step.name}.sql did not get its locks in ${attempts} attempts.\n` +
            'It gave way so that requests did not queue up behind it.\n' +
            'End long transactions, or run it again when there is less traffic.',
          { cause: error },
        )
      }
      log.warn({ migration: step.name, attempt, code }, 'migration gave way, trying again')
      await pause(pauseMs)
    }
  }
}

/**
 * An atomic step is one message: if the connection dies, no driver can run its remaining statements
 * outside the transaction (F1). Its record comes first, so that a second runner, should the lock ever
 * fall, stops before it changes anything.
 */
const apply = async (sql: postgres.Sql, step: Step): Promise<void> => {
  const record = recordOf(step)
  if (step.atomic) {
    await sql.unsafe(['begin', record, ...step.statements, 'commit'].map(ended).join('\n'))
    return
  }
  await dropInvalidIndexes(sql, step)
  // These locks let requests pass; waiting for old transactions is part of the work.
  await sql.unsafe('set lock_timeout = 0')
  for (const statement of step.statements) await sql.unsafe(statement)
  await sql.unsafe(record)
}

/** A statement may end with its semicolon, with none, or with a comment. */
const ended = (statement: string): string =>
  statement.endsWith(';') ? statement : `${statement}\n;`

/** The parts are plain by form: a file's name, digits, a word; still quotes are doubled. */
const recordOf = ({ name, checksum, kind }: Step): string => {
  const values = [name, checksum, kind].map((value) => `'${value.replaceAll("'", "''")}'`)
  return `insert into excellence_meta.excellence_migrations (name, checksum, kind) values (${values.join(', ')})`
}

/**
 * A killed CREATE INDEX CONCURRENTLY leaves an invalid index, which IF NOT EXISTS would take for the whole
 * one. What this very step names is its own leftover.
 */
const dropInvalidIndexes = async (sql: postgres.Sql, { statements }: Step): Promise<void> => {
  const rows = await sql`
    select c.relname as name, c.oid::regclass::text as index
    from pg_index i join pg_class c on c.oid = i.indexrelid where not i.indisvalid`
  const text = statements.join('\n')
  for (const { name, index } of rows) {
    if (text.includes(name)) await sql.unsafe(`drop index concurrently if exists ${index}`)
  }
}

/**
 * Asks again and again instead of waiting inside a statement: a waiting statement holds a snapshot, and
 * CREATE INDEX CONCURRENTLY of the runner that works would wait for it forever.
 */
const takeLock = async (sql: postgres.Sql, options: MigrateOptions): Promise<void> => {
  const { pauseMs = 1000, patienceMs = 600_000 } = options
  const deadline = performance.now() + patienceMs
  for (;;) {
    const [row] = await sql`select pg_try_advisory_lock(1163412801, 4) as ok`
    if (row?.ok === true) return
    if (performance.now() > deadline) {
      throw startupError(
        'migration-blocked',
        'Another run of the migrations holds the lock and does not end.\n' +
          'Two at once would disagree about what is applied.\n' +
          'Look for it in pg_stat_activity (application_name excellence-migrate), then run again.',
      )
    }
    await pause(Math.min(pauseMs, 100))
  }
}

const demandOwner = async (sql: postgres.Sql): Promise<void> => {
  const [row] = await sql`
    select bool_or(pg_has_role(oid, 'member')) as member from pg_roles
    where rolname = 'excellence_owner'`
  if (row?.member === true) return
  throw startupError(
    'roles-missing',
    'The role excellence_owner does not exist, or this login is not a member of it.\n' +
      'Everything in the schema belongs to that role, so that the service itself owns nothing.\n' +
      'Make the roles as a superuser first, and migrate as excellence_migrate.',
  )
}

const withOwner = async <Value>(
  { url, lockTimeoutMs = 2000 }: MigrateOptions,
  work: (sql: postgres.Sql) => Promise<Value>,
): Promise<Value> => {
  const sql = connect(url, {
    role: 'excellence_owner',
    lock_timeout: lockTimeoutMs,
    search_path: 'public',
  })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const connect = (url: string, settings: Readonly<Record<string, string | number>>) =>
  postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: 0,
    onnotice: () => {},
    connection: { application_name: 'excellence-migrate', statement_timeout: 0, ...settings },
  })
