// The data folder of the embedded server: where it lies, how it is made, what is set in it.
// Starting and stopping the server over it is left to server.ts.
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { randomHex, sha256 } from '../digest.ts'
import { startupError } from '../startup-error.ts'
import type { Account } from './account.ts'
import { program } from './binaries.ts'
import { unwritable } from './folders.ts'
import { isAlive } from './process.ts'
import { type Runner, run } from './run.ts'

/** `throwaway` trades every promise about power loss for speed: tests only. */
export type Settings = 'durable' | 'throwaway'

/** Everything of one cluster lies in one folder, so that it appears, moves and vanishes as a whole. */
export type Cluster = {
  readonly home: string
  readonly data: string
  readonly log: string
  readonly secretFile: string
}

/** The folder's parts. `home` should be a real path (folders.ts). */
export const clusterAt = (home: string): Cluster => ({
  home,
  data: join(home, 'data'),
  log: join(home, 'server.log'),
  secretFile: join(home, 'secret'),
})

/** Where data goes that the account could not reach: by digest, since cut-off names would collide. */
export const hashedHome = (library: string, home: string): string =>
  join(library, 'data', sha256(home))

/** The cluster where it was asked for if the account gets there, else in its own place below the library. */
export const reachedAt = (asked: Cluster, library: string, isReached: boolean): Cluster =>
  isReached ? asked : clusterAt(hashedHome(library, asked.home))

/** The major version that made the data; null where there is none yet. Refuses `data-dir-foreign`. */
export const dataMajor = ({ home, data }: Cluster): number | null => {
  const file = join(data, 'PG_VERSION')
  if (existsSync(file)) return Number.parseInt(readFileSync(file, 'utf8'), 10)
  if (!existsSync(home) || entriesOf(home).length === 0) return null
  throw startupError(
    'data-dir-foreign',
    `${home} holds something other than our database. Choose another data folder.`,
    { home },
  )
}

const entriesOf = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch (error) {
    throw unwritable(folder, error) // somebody else's
  }
}

/** The one secret of the cluster; refuses with `data-dir-unwritable` whoever may not read it. */
export const readSecret = ({ home, secretFile }: Cluster): string => {
  try {
    return readFileSync(secretFile, 'utf8')
  } catch (error) {
    throw unwritable(home, error)
  }
}

/**
 * Makes the cluster aside and renames it as a whole: a killed `initdb` leaves nothing that looks
 * finished. Whoever renames first wins; the others drop their copy and use the winner's.
 */
export const initCluster = async (
  { runner, native, major, settings }: Tools,
  { home }: Cluster,
): Promise<void> => {
  const aside = clusterAt(`${home}.tmp-${process.pid}-${randomHex(4)}`)
  const secret = randomHex(32)
  try {
    removeDeadCopies(home)
    mkdirSync(aside.home, { mode: 0o700 })
    writeFileSync(aside.secretFile, secret, { mode: 0o600 })
    const passwordFile = join(aside.home, 'password')
    writeFileSync(passwordFile, passwordOf(secret, superuser), { mode: 0o600 })
    for (const path of [aside.home, passwordFile]) own(runner.account, path)
    const { ok, output } = await run(runner, join(native, 'bin', program('initdb')), [
      ...['-D', aside.data, '-U', superuser, '-A', 'scram-sha-256', '--pwfile', passwordFile],
      ...['-E', 'UTF8', '--no-instructions'],
      ...(major >= 17 ? ['--locale-provider=builtin', '--locale=C.UTF-8'] : ['--locale=C']),
      ...(settings === 'throwaway' ? ['--no-sync'] : []),
    ])
    if (!ok) throw startupError('server-failed', `initdb failed: ${output.trim()}`, { home })
    rmSync(passwordFile)
    writeFileSync(join(aside.data, 'postgresql.conf'), "\ninclude 'excellence.conf'\n", {
      flag: 'a',
    })
    renameSync(aside.home, home)
  } catch (error) {
    if (existsSync(aside.home)) rmSync(aside.home, { recursive: true })
    if (existsSync(join(home, 'data', 'PG_VERSION'))) return
    throw unwritable(home, error)
  }
}

/** What making and starting a cluster needs. */
export type Tools = {
  readonly runner: Runner
  readonly native: string
  readonly major: number
  readonly settings: Settings
}

export const superuser = 'postgres'

/**
 * The password of a role: derived from the cluster's one secret, so that a role added later has one
 * without a write, and every process that may read the secret knows it.
 */
export const passwordOf = (secret: string, role: string): string => sha256(`${secret}:${role}`)

/** Writes what we set, in a file of its own: `pg_ctl -o` would pass through a shell. */
export const writeSettings = (
  { runner, settings }: Tools,
  { data }: Cluster,
  port: number,
): void => {
  const file = join(data, 'excellence.conf')
  const chosen = { ...always, ...(settings === 'throwaway' ? throwaway : {}), port }
  const lines = Object.entries(chosen).map(([name, value]) => `${name} = '${value}'\n`)
  // Aside and renamed, so that a server reading it meanwhile never sees half of it.
  const aside = `${file}.tmp-${randomHex(4)}`
  writeFileSync(aside, lines.join(''), { mode: 0o600 })
  own(runner.account, aside)
  renameSync(aside, file)
}

const always = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off', // nobody rotates this log
  // Statements and details of failed rows carry personal data: they stay out of the server's log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

const throwaway = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
}

const own = (account: Account, path: string): void => {
  if (account !== null) chownSync(path, account.uid, account.gid)
}

/** Copies of processes that were killed while making one. */
const removeDeadCopies = (home: string): void => {
  const prefix = `${basename(home)}.tmp-`
  for (const name of readdirSync(dirname(home))) {
    const [, pid] = /^(\d+)-[0-9a-f]+$/.exec(name.slice(prefix.length)) ?? []
    if (!name.startsWith(prefix) || pid === undefined || isAlive(Number(pid))) continue
    rmSync(join(dirname(home), name), { recursive: true, force: true })
  }
}
