// Starts, adopts and stops the server over one cluster. Who may stop it is decided in embedded.ts.
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { startupError } from '../startup-error.ts'
import { program } from './binaries.ts'
import { type Cluster, passwordOf, superuser, type Tools, writeSettings } from './cluster.ts'
import { isAlive, isZombie } from './process.ts'
import { run } from './run.ts'

/** One connection of our own to the running server: it stays open for as long as we use the server. */
export type Hold = {
  readonly sql: postgres.Sql
  readonly port: number
  readonly patienceMs: number
  /** Resolves when the connection ends, by us or with the server, and our locks with it. */
  readonly gone: Promise<unknown>
}

/** The address of a running server for one role and database. */
export const addressOf = (secret: string, port: number, role: string, database: string): string =>
  `postgres://${role}:${passwordOf(secret, role)}@127.0.0.1:${port}/${database}`

/**
 * Connects to the server that already runs over this cluster and counts us among its users; null if
 * there is none, or it is just going down under its last one. The port alone proves nothing: another
 * server may have it by now, so it must know our password and our folder.
 */
export const adopt = async (
  cluster: Cluster,
  secret: string,
  patienceMs = 5000,
): Promise<Hold | null> => {
  const file = pidFile(cluster)
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const port = Number(lines[3]) // not there yet while the server is coming up
  if (!(port > 0 && isAlive(Number(lines[0])))) return null
  const closed = new AbortController()
  const gone = once(closed.signal, 'abort')
  const sql = postgres(addressOf(secret, port, superuser, 'postgres'), {
    max: 1,
    onclose: () => closed.abort(),
    idle_timeout: 0, // the locks live on this connection
    max_lifetime: 0,
    connection: { application_name: 'excellence-launcher', client_min_messages: 'error' },
  })
  const hold = { sql, port, patienceMs, gone }
  try {
    const row = await ask(hold, `current_setting('data_directory') as folder, ${joinUsers} as ok`)
    if (row?.ok === true && resolve(row.folder) === cluster.data) return hold
  } catch {
    // Not answering, or not ours: to the caller both are "no server here".
  }
  await sql.end({ timeout: 0 })
  return null
}

// Advisory locks in the database `postgres`: they fall with their process, so none is ever stale.
const joinUsers = 'pg_try_advisory_lock_shared(1163412801, 2)'
const leaveUsers = 'pg_advisory_unlock_shared(1163412801, 2), pg_try_advisory_lock(1163412801, 2)'
const takeOwnership = 'pg_try_advisory_lock(1163412801, 1)'

/** Whether we own the server from now on, or still do: one owner at a time. */
export const own = async (hold: Hold): Promise<boolean> =>
  (await ask(hold, `${takeOwnership} as ok`))?.ok === true

/** Counts us out; whether nobody else is left, who then also cannot come in until our connection ends. */
export const isLast = async (hold: Hold): Promise<boolean> =>
  (await ask(hold, `${leaveUsers} as ok`))?.ok === true

/**
 * With a deadline of our own: the driver connects again and again where something else has the port by
 * now and closes every connection.
 */
const ask = async (
  { sql, patienceMs }: Hold,
  values: string,
): Promise<postgres.Row | undefined> => {
  const late = new AbortController()
  try {
    const [row] = await Promise.race([
      sql.unsafe(`select ${values}`),
      pause(patienceMs, [], { signal: late.signal, ref: false }),
    ])
    return row
  } finally {
    late.abort()
  }
}

/**
 * Starts the server on the wanted port, or without a wish on any free one, and waits until it answers;
 * false if it did not come up, such as while a dying one still has the port.
 */
export const start = async (tools: Tools, cluster: Cluster, wanted = 0): Promise<boolean> => {
  forgetZombie(cluster)
  const port = await freePort(wanted)
  if (port === null) return false
  writeSettings(tools, cluster, port)
  return control(tools, cluster, ['start', '-l', cluster.log])
}

/**
 * PostgreSQL takes a zombie for a running server. The id gives way to one that no process has; the rest
 * of the file stays, because by it PostgreSQL sees whether processes of the dead server are still there.
 */
const forgetZombie = (cluster: Cluster): void => {
  const file = pidFile(cluster)
  if (!existsSync(file)) return
  const text = readFileSync(file, 'utf8')
  if (isZombie(Number.parseInt(text, 10))) {
    writeFileSync(file, text.replace(/^\d+/, String(2 ** 31 - 1)))
  }
}

const pidFile = ({ data }: Cluster): string => join(data, 'postmaster.pid')

/** Stops the server, ending open connections, and waits for it; refuses with `server-failed`. */
export const stop = async (tools: Tools, cluster: Cluster): Promise<void> => {
  if (await control(tools, cluster, ['stop', '-m', 'fast'])) return
  const { home } = cluster
  throw startupError('server-failed', `The database server in ${home} does not stop.`, { home })
}

/** `pg_ctl` detaches what it starts, so that Ctrl-C does not reach the server before our drain. */
const control = async ({ runner, native }: Tools, { data }: Cluster, action: readonly string[]) => {
  const args = ['-D', data, '-w', '-s', '-t', '60', ...action]
  return (await run(runner, join(native, 'bin', program('pg_ctl')), args, { silent: true })).ok
}

/** The last lines that the server wrote, for the message of a failed start. */
export const lastWords = ({ log }: Cluster): string =>
  existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join('\n') : ''

/** The wanted port, null if it is taken; 0 wants any. */
const freePort = (wanted: number): Promise<number | null> =>
  new Promise((found) => {
    const server = createServer().once('error', () => found(null))
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => found(port))
    })
  })
