// Starts, adopts and stops the server over one cluster. Who may stop it is decided in embedded.ts.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import postgres from 'postgres'
import { startupError } from '../startup-error.ts'
import { program } from './binaries.ts'
import {
  type Cluster,
  isAlive,
  passwordOf,
  superuser,
  type Tools,
  writeSettings,
} from './cluster.ts'
import { run } from './run.ts'

/** One connection of our own to the running server: it stays open for as long as we use the server. */
export type Hold = {
  readonly sql: postgres.Sql
  readonly port: number
}

/** The address of a running server for one role and database. */
export const addressOf = (secret: string, port: number, role: string, database: string): string =>
  `postgres://${role}:${passwordOf(secret, role)}@127.0.0.1:${port}/${database}`

/**
 * Connects to the server that already runs over this cluster and counts us among its users; null if
 * there is none, or it is just going down under its last one. The port alone proves nothing: another
 * server may have it by now, so it must know our password and our folder.
 */
export const adopt = async (cluster: Cluster, secret: string): Promise<Hold | null> => {
  const file = join(cluster.data, 'postmaster.pid')
  if (!existsSync(file)) return null
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number)
  if (pid === undefined || port === undefined || !isAlive(pid)) return null
  const sql = postgres(addressOf(secret, port, superuser, 'postgres'), {
    max: 1,
    idle_timeout: 0, // the locks live on this connection
    max_lifetime: 0,
    connect_timeout: 5,
    onnotice: () => {},
    connection: { application_name: 'excellence-launcher' },
  })
  try {
    const [row] = await sql.unsafe(
      `select current_setting('data_directory') as folder, ${joinUsers} as joined`,
    )
    if (row?.joined === true && resolve(row.folder) === cluster.data) return { sql, port }
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
export const own = async ({ sql }: Hold): Promise<boolean> => {
  const [row] = await sql.unsafe(`select ${takeOwnership} as ok`)
  return row?.ok === true
}

/** Counts us out; whether nobody else is left, who then also cannot come in until our connection ends. */
export const isLast = async ({ sql }: Hold): Promise<boolean> => {
  const [row] = await sql.unsafe(`select ${leaveUsers} as ok`)
  return row?.ok === true
}

/** Starts the server on a free port and waits until it answers; false if it did not come up. */
export const start = async (tools: Tools, cluster: Cluster): Promise<boolean> => {
  writeSettings(tools, cluster, await freePort())
  return control(tools, cluster, ['start', '-l', cluster.log])
}

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

const freePort = (): Promise<number> =>
  new Promise((found, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => found(port))
    })
  })
