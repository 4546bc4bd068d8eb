// A real PostgreSQL for tests: one throwaway server shared by whoever runs, one migrated template, one
// database a test file. TEST_DATABASE_URL names another server; there everything has the name of its run.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { randomHex, sha256 } from '../../src/db/digest.ts'
import { isAlive } from '../../src/db/embedded/process.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import type { Log } from '../../src/db/log.ts'
import { migrate } from '../../src/db/migrate.ts'
import { readMigrations } from '../../src/db/migrations.ts'
import { queueStep } from '../../src/db/queue.ts'
import {
  createAlias,
  createDatabase,
  createRoles,
  openDatabase,
  type Role,
} from '../../src/db/roles.ts'
import { isStartupError } from '../../src/db/startup-error.ts'
import { root } from './sources.ts'

export const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} }

/**
 * How long units wait for a slot in tests that are not about waiting: a crowded machine is slow, not broken.
 */
export const patienceMs = 30_000

/** Addresses of one database, each for another role. */
export type Addresses = {
  readonly database: string
  readonly appUrl: string
  /** Acts as `excellence_owner`. */
  readonly ownerUrl: string
  readonly migrateUrl: string
  readonly workerUrl: string
  readonly benchmarkUrl: string
  readonly auditUrl: string
  /** Whoever administers the server: a superuser on ours. */
  readonly superuserUrl: string
}

/** The part of a tap test that is needed here. */
type Test = { readonly teardown: (work: () => Promise<unknown>) => void }

/**
 * A database of its own for a test file, migrated, dropped by its teardown. Call it once, with the root
 * test, and share it: each test makes its own organizations.
 */
export const withDatabase = async (t: Test): Promise<Addresses> => {
  const held = process.env[runVariable] === undefined ? await holdServer() : null
  if (held !== null) t.teardown(held.release)
  const run = held?.run ?? String(process.env[runVariable])
  const server = await openServer(run)
  t.teardown(server.leave)
  const database = `excellence_t_${process.pid}_${randomHex(4)}`
  const { admin } = server
  await persistently(
    () => admin`
      create database ${admin(database)} template ${admin(templateOf(run))}
        strategy file_copy owner excellence_owner`,
  )
  t.teardown(() => admin`drop database if exists ${admin(database)} with (force)`)
  await openDatabase(admin, database)
  return addresses(server, database)
}

/** An empty database of its own, for tests of what comes before the schema. */
export const withEmptyDatabase = async (t: Test): Promise<Addresses> => {
  const server = await openServer(randomHex(4))
  t.teardown(server.leave)
  const database = `excellence_t_${process.pid}_${randomHex(4)}`
  t.teardown(() => server.admin`drop database if exists ${server.admin(database)} with (force)`)
  await createDatabase(server.admin, database)
  return addresses(server, database)
}

/**
 * Tells the processes of a run that somebody holds the server and made the template. Without our prefix:
 * a service that a test starts with this environment would refuse an unknown variable of ours.
 */
const runVariable = 'TEST_RUN'

/**
 * Keeps the server up and the template made while others test; they find it by `env`. `release` removes
 * what the run made on a server that is not ours, and stops ours unless somebody else uses it.
 */
export const holdServer = async () => {
  const run = randomHex(4)
  const server = await openServer(run)
  const { admin } = server
  try {
    await makeTemplate(server, run)
    if (external === undefined) await dropDead(admin)
  } catch (error) {
    await server.leave()
    throw error
  }
  const release = async () => {
    if (external !== undefined) await dropTemplate(admin, templateOf(run))
    await server.leave()
  }
  return { run, env: { [runVariable]: run }, release }
}

type Server = {
  readonly admin: postgres.Sql
  readonly adminUrl: string
  readonly urlFor: (role: Role, database: string) => string
  readonly leave: () => Promise<void>
}

const external = process.env.TEST_DATABASE_URL

const openServer = (run: string): Promise<Server> =>
  external === undefined ? openOurs() : openTheirs(external, run)

const connect = (url: string) => postgres(url, { max: 1, onnotice: () => {} })

const openOurs = async (): Promise<Server> => {
  const server = await startAnew(join(root, '.cache', 'test-postgres'))
  const admin = connect(server.superuserUrl)
  return {
    admin,
    adminUrl: server.superuserUrl,
    urlFor: server.urlFor,
    leave: async () => {
      await admin.end({ timeout: 1 })
      await server.stop()
    },
  }
}

/** Nothing in there is worth keeping: what does not start, or is of another version, is made anew. */
const startAnew = async (dataDir: string) => {
  const options = { dataDir, settings: 'throwaway', owner: false, log: quiet } as const
  try {
    return await startEmbedded(options)
  } catch (error) {
    if (!isStartupError(error) || error.home === null) throw error
    rmSync(error.home, { recursive: true, force: true })
    return startEmbedded(options)
  }
}

/** The roles may be somebody's: we log in under names of our own that belong to them. */
const openTheirs = async (url: string, run: string): Promise<Server> => {
  const admin = connect(url)
  const password = randomHex(16)
  const suffix = `t_${run}_${process.pid}_${randomHex(2)}`
  const made = await createRoles(admin, () => password)
  const names: Role[] = [
    'excellence_app',
    'excellence_migrate',
    'excellence_worker',
    'excellence_benchmark',
    'excellence_audit_reader',
  ]
  for (const role of names) {
    await createAlias(admin, { role, alias: `${role}_${suffix}`, password })
  }
  return {
    admin,
    adminUrl: url,
    urlFor: (role, database) => {
      const address = new URL(inDatabase(url, database))
      address.username = `${role}_${suffix}`
      address.password = password
      return address.href
    },
    leave: async () => {
      for (const role of names) await admin.unsafe(`drop role if exists ${role}_${suffix}`)
      for (const role of [...made].reverse()) await dropRole(admin, role)
      await admin.end({ timeout: 1 })
    },
  }
}

/** A role that another run still uses stays; that run, or the one after it, removes it. */
const dropRole = async (admin: postgres.Sql, role: Role) => {
  try {
    await admin.unsafe(`drop role if exists ${role}`)
  } catch (error) {
    if ((error as postgres.PostgresError).code !== '2BP01') throw error
  }
}

const inDatabase = (url: string, database: string): string => {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}

const addresses = ({ urlFor, adminUrl }: Server, database: string): Addresses => ({
  database,
  appUrl: urlFor('excellence_app', database),
  ownerUrl: asOwner(urlFor('excellence_migrate', database)),
  migrateUrl: urlFor('excellence_migrate', database),
  workerUrl: urlFor('excellence_worker', database),
  benchmarkUrl: urlFor('excellence_benchmark', database),
  auditUrl: urlFor('excellence_audit_reader', database),
  superuserUrl: inDatabase(adminUrl, database),
})

const asOwner = (url: string): string => {
  const address = new URL(url)
  address.searchParams.set('options', '-c role=excellence_owner')
  return address.href
}

const folder = join(root, 'drizzle')

/** Ours survives the run under the digest of what is in it, theirs has the name of the run. */
const templateOf = (run: string): string => {
  const steps = [...readMigrations(folder), queueStep]
  const digest = sha256(steps.map(({ checksum }) => checksum).join()).slice(0, 16)
  return `excellence_template_${external === undefined ? digest : run}`
}

/** Made under another name and renamed when finished, so that a killed run leaves no half template. */
const makeTemplate = async ({ admin, urlFor }: Server, run: string): Promise<void> => {
  const name = templateOf(run)
  const aside = `${name}_new`
  await admin`select pg_advisory_lock(1163412801, 5)`
  try {
    const [found] = await admin`select from pg_database where datname = ${name}`
    if (found !== undefined) return
    await admin`drop database if exists ${admin(aside)} with (force)`
    await createDatabase(admin, aside)
    await migrate({ url: urlFor('excellence_migrate', aside), folder, log: quiet })
    await persistently(() => admin`alter database ${admin(aside)} rename to ${admin(name)}`)
    // Nobody may connect: a copy is refused while somebody is in the template.
    await admin`alter database ${admin(name)} is_template true allow_connections false`
    if (external === undefined) await dropOutdated(admin, name)
  } catch (error) {
    await admin`drop database if exists ${admin(aside)} with (force)`
    throw error
  } finally {
    await admin`select pg_advisory_unlock(1163412801, 5)`
  }
}

const dropOutdated = async (admin: postgres.Sql, current: string) => {
  const rows = await admin`
    select datname as name from pg_database
    where datname like 'excellence\\_template\\_%' and datname <> ${current} and datistemplate`
  for (const { name } of rows) await dropTemplate(admin, name)
}

const dropTemplate = async (admin: postgres.Sql, name: string) => {
  await admin`alter database ${admin(name)} is_template false`
  await persistently(() => admin`drop database ${admin(name)}`)
}

/** Databases of test processes that were killed before their teardown. */
const dropDead = async (admin: postgres.Sql) => {
  const rows = await admin`
    select datname as name from pg_database where datname like 'excellence\\_t\\_%'`
  for (const { name } of rows) {
    if (isAlive(Number(name.split('_')[2]))) continue
    await admin`drop database if exists ${admin(name)} with (force)`
  }
}

/** 55006: somebody is still in the database, such as another copy or a connection on its way out. */
const persistently = async (work: () => Promise<unknown>): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await work()
      return
    } catch (error) {
      if ((error as postgres.PostgresError).code !== '55006' || attempt === 100) throw error
      await pause(20)
    }
  }
}
