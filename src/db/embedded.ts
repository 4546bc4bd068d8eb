// Runs PostgreSQL from the binary packages when no DATABASE_URL is set: finds or makes the data, adopts or
// starts the server, keeps one owner. Migrations and pools are for its callers.
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { accountOf, canReach, serverAccount } from './embedded/account.ts'
import { findPackage, type Host, majorOf, readyPrograms, thisHost } from './embedded/binaries.ts'
import {
  type Cluster,
  clusterAt,
  dataMajor,
  initCluster,
  passwordOf,
  reachedAt,
  readSecret,
  type Settings,
  superuser,
  type Tools,
} from './embedded/cluster.ts'
import { makeFolder, realPath } from './embedded/folders.ts'
import type { Environment } from './embedded/run.ts'
import {
  addressOf,
  adopt,
  type Hold,
  isLast,
  lastWords,
  own,
  start,
  stop,
} from './embedded/server.ts'
import type { Log } from './log.ts'
import { createDatabase, createRoles } from './roles.ts'
import { isStartupError, startupError } from './startup-error.ts'

export type EmbeddedOptions = {
  /** The folder of this one server; made when missing. */
  readonly dataDir: string
  readonly settings?: Settings
  /** The service owns its server: one owner a folder, and it stops the server. Tools do not. */
  readonly owner: boolean
  /** A database to make when missing. */
  readonly database?: string
  /** Where the server must listen if it is to be started; any free port unless given. */
  readonly port?: number
  readonly log: Log
  /** What the server's programs may see of the environment; every PG* is removed. */
  readonly env?: Environment
  readonly place?: Partial<Place>
}

/** Where things are on this machine; tests give their own. */
export type Place = {
  readonly host: Host
  readonly uid: number | undefined
  readonly passwdFile: string
  /** What the account that root lends cannot reach goes below this folder. */
  readonly library: string
  /** Attempts to come up, and the pause between two: dying processes hold shared memory for a while. */
  readonly attempts: number
  readonly pauseMs: number
}

export type Embedded = {
  readonly superuserUrl: string
  readonly urlFor: (role: string, database: string) => string
  readonly port: number
  /** Resolves when our own connection to the server ends: it was stopped, or it crashed. */
  readonly gone: Promise<unknown>
  /** Whether the server was already running. */
  readonly adopted: boolean
  /** The folder in use, which may differ from the one asked for (root). */
  readonly home: string
  /**
   * The owner stops the server, after its pools are closed. Anybody else only leaves; without an owner,
   * whoever leaves last stops it.
   */
  readonly stop: () => Promise<void>
}

const defaults: Place = {
  host: thisHost,
  uid: process.getuid?.(),
  passwdFile: '/etc/passwd',
  library: '/var/lib/excellence-api',
  attempts: 10,
  pauseMs: 500,
}

/**
 * Brings up the server of `dataDir`. Refuses with a StartupError: `no-binaries`, `no-account`,
 * `data-dir-unwritable`, `data-dir-foreign`, `data-dir-in-use`, `data-other-major`, `server-failed`.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  const place = { ...defaults, ...options.place }
  const { cluster, tools } = await prepare(options, place)
  const major = dataMajor(cluster)
  if (major === null) await initCluster(tools, cluster)
  else demandMajor(major, tools.major, cluster)
  const secret = readSecret(cluster)
  const { hold, adopted } = await come(tools, cluster, secret, { ...place, port: options.port })
  const { sql, port } = hold
  try {
    if (options.owner && !(await own(hold))) throw inUse(cluster)
    await createRoles(sql, (role) => passwordOf(secret, role))
    if (options.database !== undefined) await createDatabase(sql, options.database)
  } catch (error) {
    await leave(tools, cluster, hold, isLast)
    throw error
  }
  options.log.info({ home: cluster.home, port, adopted }, 'database server ready')
  let stopped: Promise<void> | null = null
  return {
    superuserUrl: addressOf(secret, port, superuser, 'postgres'),
    urlFor: (role, database) => addressOf(secret, port, role, database),
    port,
    gone: hold.gone,
    adopted,
    home: cluster.home,
    stop: () => {
      // The owner asks for its lock again: after a crash of the server, somebody else may have it.
      stopped ??= leave(tools, cluster, hold, options.owner ? own : isLast)
      return stopped
    },
  }
}

/** Decides where data and programs lie: as asked, or below the library where the account gets through. */
const prepare = async (
  { dataDir, settings = 'durable', env = {} }: EmbeddedOptions,
  { host, uid, passwdFile, library }: Place,
) => {
  const folder = findPackage(host)
  const lent = serverAccount(uid, passwdFile)
  const asked = clusterAt(realPath(dataDir))
  makeFolder(dirname(asked.home), lent)
  const isReached = canReach(accountOf(asked.data, lent), dirname(asked.home))
  const cluster = reachedAt(asked, library, isReached)
  const account = accountOf(cluster.data, lent)
  const store = lent === null ? dirname(cluster.home) : join(library, 'bin')
  makeFolder(dirname(cluster.home), lent)
  const native = await readyPrograms(folder, account, store)
  const runner = { account, env }
  const major = await majorOf(runner, native)
  return { cluster, tools: { runner, native, major, settings } }
}

const demandMajor = (data: number, ours: number, { home }: Cluster): void => {
  if (data === ours) return
  throw startupError(
    'data-other-major',
    `The data in ${home} was made by PostgreSQL ${data}, and the installed one is ${ours}. ` +
      `Install the release of this service that brought PostgreSQL ${data}, or export there and ` +
      'import here into a fresh data folder.',
    { home },
  )
}

/** Adopts the server or starts it; several processes may do so at once, and one may be on its way out. */
const come = async (
  tools: Tools,
  cluster: Cluster,
  secret: string,
  place: Place & { readonly port: number | undefined },
) => {
  let started = false
  for (let attempt = 1; attempt <= place.attempts; attempt++) {
    const hold = await adopt(cluster, secret)
    if (hold !== null) return { hold, adopted: !started }
    started = await start(tools, cluster, place.port)
    if (!started) await pause(place.pauseMs)
  }
  throw startupError(
    'server-failed',
    `The database server in ${cluster.home} does not start. Its last words:\n${lastWords(cluster)}`,
    { home: cluster.home },
  )
}

const inUse = ({ home }: Cluster) =>
  startupError(
    'data-dir-in-use',
    `${home} is in use by another instance. Set DATABASE_URL to share one database between ` +
      'instances, or choose another data folder.',
    { home },
  )

/** Goes, and stops the server if that is ours to do; its locks are kept until it is down. */
const leave = async (
  tools: Tools,
  cluster: Cluster,
  hold: Hold,
  isOurs: (hold: Hold) => Promise<boolean>,
): Promise<void> => {
  try {
    if (await isOurs(hold)) await stop(tools, cluster)
  } catch (error) {
    if (isStartupError(error)) throw error // anything else means that the server is gone already
  } finally {
    await hold.sql.end({ timeout: 0 })
  }
}
