// `npm run migrate`: brings the operator's own PostgreSQL to this release, with MIGRATE_DATABASE_URL. Where the
// login may, it also makes the roles and the database, and prints the addresses once. The embedded server is
// migrated by the service itself.
import postgres from 'postgres'
import { randomHex } from '../db/digest.ts'
import type { Log } from '../db/log.ts'
import { migrate } from '../db/migrate.ts'
import { assertServer, createDatabase, createRoles, openDatabase, type Role } from '../db/roles.ts'
import { isStartupError } from '../db/startup-error.ts'
import { readEnvironment } from '../environment.ts'
import { loggedError } from '../http/log.ts'
import { migrationsFolder } from '../paths.ts'
import type { Terminal } from './admin.ts'
import { isEntry } from './entry.ts'

/** How a run ends: 0, or 1 something broke, 2 wrong use, 3 this place is not fit. */
const exit = { done: 0, broken: 1, usage: 2, unfit: 3 } as const

const help = `npm run migrate

Makes what is missing and applies the migrations of this release, each once, under a lock.
MIGRATE_DATABASE_URL names the database and a login: excellence_migrate, or, the first time, one that may
create roles and databases. The service itself never needs this login.`

/** Resolves to the exit code; never throws. */
export const runMigrate = async (
  args: readonly string[],
  { env, out, err }: Terminal,
): Promise<number> => {
  if (args.length > 0) {
    out(help)
    return args[0] === '--help' ? exit.done : exit.usage
  }
  const settings = readEnvironment(env)
  if ('complaints' in settings) {
    err(`The configuration is not usable:\n  ${settings.complaints.join('\n  ')}`)
    return exit.usage
  }
  const { migrateDatabaseUrl: url } = settings.config
  if (url === null) {
    err(`MIGRATE_DATABASE_URL is not set.\n\n${help}`)
    return exit.usage
  }
  try {
    const passwords = await prepare(url, err)
    const applied = await migrate({ url, folder: migrationsFolder, log: progress(err) })
    out(applied.length === 0 ? 'The schema is up to date.' : `${applied.length} applied.`)
    if (passwords.size > 0) out(addressLines(url, passwords))
    return exit.done
  } catch (error) {
    if (isStartupError(error)) err(error.message)
    else if (isUnreachable(error)) err(`The database does not answer: ${error.message}.`)
    else err(`Something broke: ${JSON.stringify(loggedError(error))}`)
    return isStartupError(error) || isUnreachable(error) ? exit.unfit : exit.broken
  }
}

/** The runner tells of steps and of waiting; the operator reads that as it comes. */
const progress = (err: Terminal['err']): Log => {
  const tell = (facts: object, message: string) =>
    err(`${message}: ${Object.values(facts).join(', ')}`)
  return { info: tell, warn: tell, error: tell }
}

type Passwords = ReadonlyMap<Role, string>

/** Makes roles and database where they are missing and the login may. Returns the new passwords. */
const prepare = async (url: string, err: Terminal['err']): Promise<Passwords> => {
  const name = databaseIn(url)
  const existing = await connected(url, '3D000', (sql) => prepareHere(sql, name, err))
  if (existing !== null) return existing
  // The database of the address is not there yet: whoever may make it does so from the usual one.
  const made = await connected(withDatabase(url, 'postgres'), null, async (sql) => {
    await assertServer(sql)
    const passwords = await makeRoles(sql, err)
    await createDatabase(sql, name)
    err(`database ${name} made`)
    return passwords
  })
  return made ?? new Map()
}

const prepareHere = async (sql: postgres.Sql, name: string, err: Terminal['err']) => {
  await assertServer(sql)
  const [me] = await sql`
    select rolsuper or rolcreaterole as maker from pg_roles where rolname = current_user`
  if (me?.maker !== true) return new Map()
  const passwords = await makeRoles(sql, err)
  const [owner] = await sql`
    select has_database_privilege('excellence_owner', current_database(), 'create')
      and has_schema_privilege('excellence_owner', 'public', 'create') as ready`
  if (owner?.ready !== true) {
    // First of all, so that whoever is ready is in a database that is closed to others.
    await openDatabase(sql, name)
    await sql`grant create, connect on database ${sql(name)} to excellence_owner`
    await sql`grant usage, create on schema public to excellence_owner`
    err(`database ${name} opened to our roles, closed to all others`)
  }
  return passwords
}

const makeRoles = async (sql: postgres.Sql, err: Terminal['err']): Promise<Passwords> => {
  const passwords = new Map<Role, string>()
  const made = await createRoles(sql, (role) => {
    const password = randomHex(24)
    passwords.set(role, password)
    return password
  })
  if (made.length > 0) err(`roles made: ${made.join(', ')}`)
  const [me] = await sql`select rolsuper from pg_roles where rolname = current_user`
  if (made.includes('excellence_owner') && me?.rolsuper !== true)
    await sql`grant excellence_owner to current_user` // else it could not act as the owner below
  return passwords
}

/** The lines an operator pastes into the service's environment; the passwords are nowhere else. */
export const addressLines = (url: string, passwords: Passwords): string => {
  const line = (variable: string, role: Role) => {
    const password = passwords.get(role)
    if (password === undefined) return []
    const address = new URL(url)
    address.username = role
    address.password = password
    return [`${variable}=${address.href}`]
  }
  return [
    '',
    'New roles: these addresses are shown this once. Keep the first three for the service,',
    'the fourth for the next migration.',
    '',
    ...line('DATABASE_URL', 'excellence_app'),
    ...line('WORKER_DATABASE_URL', 'excellence_worker'),
    ...line('BENCHMARK_DATABASE_URL', 'excellence_benchmark'),
    ...line('MIGRATE_DATABASE_URL', 'excellence_migrate'),
  ].join('\n')
}

const databaseIn = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1))

const withDatabase = (url: string, name: string): string => {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}

/** Works on one connection; null where it failed with just this code of the server. */
const connected = async <Value>(
  url: string,
  expected: string | null,
  work: (sql: postgres.Sql) => Promise<Value>,
): Promise<Value | null> => {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 })
  try {
    return await work(sql)
  } catch (error) {
    if (expected !== null && (error as { readonly code?: unknown }).code === expected) return null
    throw error
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** A wrong address, host, password or right is the operator's to repair; the server's word says which. */
const isUnreachable = (error: unknown): error is Error =>
  error instanceof Error &&
  'code' in error &&
  /^(E[A-Z]+|CONNECT_TIMEOUT|CONNECTION_\w+|28\w{3}|3D000|42501)$/.test(String(error.code))

if (isEntry(import.meta.url)) {
  process.exitCode = await runMigrate(process.argv.slice(2), {
    env: process.env,
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
  })
}
