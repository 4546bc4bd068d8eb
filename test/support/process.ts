// The service as a process in the hands of a test: started with any settings, heard, signalled, killed,
// cleaned up behind. Starting it the plain way, as its users do, is service.ts.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test as TapTest } from 'tap'
import { hashedHome } from '../../src/db/embedded/cluster.ts'
import { isAlive } from '../../src/db/embedded/process.ts'
import { root } from './sources.ts'

type Test = { readonly teardown: (work: () => Promise<unknown> | unknown) => void }

const isCompiled = import.meta.url.endsWith('.js')

/**
 * The command that runs an entry of ours, in the form that is running (compiled or not). Without the hooks
 * that the test runner hands down to every child: a service with foreign ears for signals is not the real one.
 */
export const commandOf = (file: string): readonly [string, readonly string[]] => {
  const args = isCompiled ? [join('dist', file.replace(/\.ts$/, '.js'))] : ['scripts/ts.mjs', file]
  return process.platform === 'win32'
    ? [process.execPath, args]
    : ['/usr/bin/env', ['-u', 'NODE_OPTIONS', process.execPath, ...args]]
}

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

export type ServiceProcess = {
  readonly pid: number
  /** Resolves with the address when the service says that it is ready; rejects when it ends before. */
  readonly ready: Promise<string>
  readonly ended: Promise<Ended>
  /** What it said so far to the person who started it, and what it logged. */
  readonly said: () => string
  readonly logged: () => string
  /** From the start of the process to "ready", in milliseconds. */
  readonly readyMs: () => number
  readonly kill: (signal: NodeJS.Signals) => void
}

export type Variables = Readonly<Record<string, string>>

/** No setting of whoever runs the tests reaches the process, and no coverage is asked of it. */
const plainEnvironment = (): Variables => {
  const ours =
    /^(EXCELLENCE_|HOST$|PORT$|OPS_PORT$|DATA_DIR$|DATABASE_|\w+_DATABASE_URL|NODE_V8|NODE_OPT)/
  const pairs = Object.entries(process.env).filter(([name]) => !ours.test(name))
  return Object.fromEntries(pairs) as Variables
}

export type Start = {
  /** The data folder; a file, or what cannot be, where that is the test. */
  readonly dataDir: string
  readonly env?: Variables
  /** Another user, whom the clone at `cwd` must let in. */
  readonly account?: { readonly uid: number; readonly gid: number }
  readonly cwd?: string
}

/** Starts a service; without the demo and on a free port unless `env` says otherwise. */
export const startProcess = (
  t: Test,
  { dataDir, env = {}, account, cwd = root }: Start,
): ServiceProcess => {
  const startedAt = performance.now()
  const [program, programArgs] = commandOf('src/main.ts')
  const child = spawn(program, [...programArgs], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...plainEnvironment(), PORT: '0', EXCELLENCE_DEMO: 'off', DATA_DIR: dataDir, ...env },
    ...account,
  })
  const home = resolve(cwd, dataDir)
  users.set(home, (users.get(home) ?? 0) + 1)
  t.teardown(() => cleanUp(child, home))
  const logged = textOf(child.stdout)
  const said = textOf(child.stderr)
  const ended = new Promise<Ended>((end) => {
    child.once('close', (code, signal) => end({ code, signal }))
  })
  let readyAt = Number.NaN
  const ready = new Promise<string>((answer, reject) => {
    child.stderr.on('data', () => {
      const [, baseUrl] = /ready at (http:\/\/\S+)/.exec(said()) ?? []
      if (baseUrl === undefined || readyAt > 0) return
      readyAt = performance.now()
      answer(baseUrl)
    })
    child.once('close', (code) => reject(new Error(`It ended with ${code}:\n${said()}`)))
  })
  ready.catch(() => {}) // a test of a refusal does not wait for it
  return {
    pid: child.pid ?? 0,
    ready,
    ended,
    said,
    logged,
    readyMs: () => Math.round(readyAt - startedAt),
    kill: (signal) => child.kill(signal),
  }
}

/** Runs a command line of ours to its end. */
export const runTool = async (file: string, args: readonly string[], env: Variables) => {
  const [program, programArgs] = commandOf(file)
  const child = spawn(program, [...programArgs, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...plainEnvironment(), ...env },
  })
  const out = textOf(child.stdout)
  const err = textOf(child.stderr)
  const code = await new Promise<number | null>((end) => child.once('close', end))
  return { code, out: out(), err: err() }
}

const textOf = (stream: NodeJS.ReadableStream): (() => string) => {
  let text = ''
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return () => text
}

/** Where the embedded server of a data folder lies: there, or below the library if root lends an account. */
const clusterHome = (dataDir: string): string => {
  const asked = join(dataDir, 'postgres')
  const lent = hashedHome('/var/lib/excellence-api', asked)
  return existsSync(lent) ? lent : asked
}

/** The process of the embedded server; null: none runs. */
export const databasePid = (dataDir: string): number | null => {
  const file = join(clusterHome(dataDir), 'data', 'postmaster.pid')
  if (!existsSync(file)) return null
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  return isAlive(pid) ? pid : null
}

/** Waits until something holds; one that waits in vain ends with its test. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await pause(20)
}

/** How many processes of this test use a data folder: the last one takes the database along. */
const users = new Map<string, number>()

/** Kills what is left, and waits: dying processes of the server hold the folder and shared memory. */
const cleanUp = async (child: ChildProcess, dataDir: string): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) {
    const closed = new Promise((closing) => child.once('close', closing))
    child.kill('SIGKILL')
    await closed
  }
  const others = (users.get(dataDir) ?? 1) - 1
  users.set(dataDir, others)
  if (others > 0) return
  const pid = databasePid(dataDir)
  if (pid !== null) {
    process.kill(pid, 'SIGQUIT') // ends at once, and takes its own children along
    await until(() => !isAlive(pid))
  }
  const home = clusterHome(dataDir)
  if (home !== join(dataDir, 'postgres')) rmSync(home, { recursive: true, force: true })
}

/** Asserts that a service did not start: exit code, what it says, and that it says nothing else. */
export const refuses = async (
  t: TapTest,
  started: ServiceProcess,
  { code, says, never = [] }: { code: number; says: readonly RegExp[]; never?: readonly string[] },
) => {
  const { said, ended } = started
  t.same(await ended, { code, signal: null } satisfies Ended, said())
  for (const sentence of says) t.match(said(), sentence)
  t.notMatch(said(), /\bat .*:\d+:\d+|node_modules/, 'no stack')
  for (const secret of never) t.notOk((said() + started.logged()).includes(secret), 'no secret')
}

/** A port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
