// The database of this installation: the embedded server, started and migrated, or the operator's own,
// checked. Hands out an address per role; the pools on them belong to serve.ts and the tools.
import { join } from 'node:path'
import postgres from 'postgres'
import type { Config } from './config.ts'
import type { Environment } from './db/embedded/run.ts'
import { type EmbeddedOptions, startEmbedded } from './db/embedded.ts'
import type { Log } from './db/log.ts'
import { migrate, schemaState } from './db/migrate.ts'
import { assertAppRole, assertServer } from './db/roles.ts'
import { isStartupError, startupError } from './db/startup-error.ts'
import { keepServer } from './kept-server.ts'
import { migrationsFolder } from './paths.ts'

export const databaseName = 'excellence'

export type Installation = {
  readonly embedded: boolean
  readonly appUrl: string
  /** Null: this process can do no background work. */
  readonly workerUrl: string | null
  readonly benchmarkUrl: string | null
  /** Rejects when the database is lost for good; otherwise never settles. */
  readonly ended: Promise<never>
  /** Leaves the database; the owner of the embedded server stops it. Close all pools first. */
  readonly close: () => Promise<void>
}

export type InstallationOptions = {
  readonly config: Config
  readonly log: Log
  /** The service owns its embedded server; command lines only visit. */
  readonly owner: boolean
  readonly env?: Environment
}

/** Opens the installation or refuses with a StartupError that says what to do. */
export const openInstallation = (options: InstallationOptions): Promise<Installation> =>
  options.config.databaseUrl === null ? openEmbedded(options) : openOwn(options)

const openEmbedded = async ({ config, log, owner, env }: InstallationOptions) => {
  const options: EmbeddedOptions = {
    dataDir: join(config.dataDir, 'postgres'),
    owner,
    database: databaseName,
    log,
    ...(env === undefined ? {} : { env }),
  }
  const server = await startEmbedded(options)
  try {
    const appUrl = server.urlFor('excellence_app', databaseName)
    await demandNotAhead(appUrl)
    const url = server.urlFor('excellence_migrate', databaseName)
    const applied = await migrate({ url, folder: migrationsFolder, log })
    if (applied.length > 0) log.info({ applied }, 'database migrated')
    await demandFit(appUrl)
    const { ended, stop } = owner ? keepServer(server, options) : { ...server, ended: never() }
    return {
      embedded: true,
      appUrl,
      workerUrl: server.urlFor('excellence_worker', databaseName),
      benchmarkUrl: server.urlFor('excellence_benchmark', databaseName),
      ended,
      close: stop,
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

const never = () => new Promise<never>(() => {})

const openOwn = async ({ config }: InstallationOptions) => {
  const appUrl = config.databaseUrl ?? ''
  await demandFit(appUrl)
  return {
    embedded: false,
    appUrl,
    workerUrl: config.workerDatabaseUrl,
    benchmarkUrl: config.benchmarkDatabaseUrl,
    ended: never(),
    close: async () => undefined,
  }
}

const withConnection = async <T>(url: string, work: (sql: postgres.Sql) => Promise<T>) => {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 })
  try {
    return await work(sql)
  } catch (error) {
    throw isStartupError(error) ? error : unreachable(url, error)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** The address without its password: what may be shown. */
const shown = (url: string): string => {
  const { username, hostname, port, pathname } = new URL(url)
  return `${username}@${hostname}:${port || '5432'}${pathname}`
}

const unreachable = (url: string, error: unknown) =>
  startupError(
    'database-unreachable',
    `The database ${shown(url)} does not answer: ${reasonOf(error)}. ` +
      'Check DATABASE_URL: address, role, password, and whether the database exists.',
    { cause: error },
  )

/** Where a name has several addresses, the error about all of them has a code and no message. */
const reasonOf = (error: unknown): string => {
  const { message = '', code = 'no reason given' } = error as { message?: string; code?: string }
  return message === '' ? code : message
}

const demandNotAhead = (url: string): Promise<void> =>
  withConnection(url, async (sql) => {
    if ((await schemaState(sql, migrationsFolder)) === 'ahead-breaking') throw ahead()
  })

const ahead = () =>
  startupError(
    'schema-ahead',
    'The database belongs to a newer release, which changed what this one relies on. Start that release.',
  )

/** The server is one we trust, the role is one that walls can hold, the schema is one we know. */
const demandFit = (url: string): Promise<void> =>
  withConnection(url, async (sql) => {
    await assertServer(sql)
    await assertAppRole(sql)
    const state = await schemaState(sql, migrationsFolder)
    if (state === 'ahead-breaking') throw ahead()
    if (state === 'behind')
      throw startupError(
        'schema-behind',
        'The database lacks migrations of this release. Run `npm run migrate` with MIGRATE_DATABASE_URL, then start again.',
      )
  })
