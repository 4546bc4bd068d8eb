// The real service as its users start it: a process of its own on a data folder of its own, and command lines
// beside it. Whatever was started ends with the test, also when the test fails.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { isAlive } from '../../src/db/embedded/process.ts'
import { reachableFolder } from './cluster.ts'
import { root } from './sources.ts'

export type Service = {
  readonly dataDir: string
  readonly pid: number
  /** What it told the person who started it. */
  readonly said: () => string
  /** Ends it as an operator would, and resolves to the exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

/** Neither our database nor the coverage of the tests: what somebody's shell would have. */
const environmentFor = (dataDir: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  DATA_DIR: dataDir,
  PORT: '0',
  EXCELLENCE_LOG_LEVEL: 'warn',
})

/** Starts a TypeScript entry with what somebody's shell would have. */
const start = (entry: string, args: readonly string[], dataDir: string): ChildProcess =>
  spawn(process.execPath, ['scripts/ts.mjs', entry, ...args], {
    cwd: root,
    env: environmentFor(dataDir),
    stdio: ['ignore', 'pipe', 'pipe'],
  })

const textOf = (stream: ChildProcess['stdout']): (() => string) => {
  let text = ''
  stream?.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  return () => text
}

/** Starts the service and resolves when it says that it is ready; rejects with what it said instead. */
export const startService = async (t: Test, dataDir = reachableFolder(t)): Promise<Service> => {
  const child = start('src/main.ts', [], dataDir)
  const ended = once(child, 'exit')
  const isRunning = () => child.exitCode === null && child.signalCode === null
  t.teardown(async () => {
    if (isRunning()) child.kill('SIGKILL')
    await ended
    await endDatabase(dataDir)
  })
  textOf(child.stdout)
  const said = textOf(child.stderr)
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', () => {
      if (said().includes('ready at')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`The service ended with ${code}: ${said()}`)))
  })
  return {
    dataDir,
    pid: Number(child.pid),
    said,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      const [code] = await ended
      return code
    },
  }
}

const serverPid = (dataDir: string): number | null => {
  const file = join(dataDir, 'postgres', 'data', 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
}

/** The server of a service that was killed stays behind on purpose; here nobody comes back for it. */
const endDatabase = async (dataDir: string): Promise<void> => {
  const pid = serverPid(dataDir)
  if (pid === null || !isAlive(pid)) return
  process.kill(pid, 'SIGQUIT')
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Whether the database of this folder runs. */
export const databaseRuns = (dataDir: string): boolean => {
  const pid = serverPid(dataDir)
  return pid !== null && isAlive(pid)
}

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs a command line beside the service, to its end. */
export const runBeside = async (
  t: Test,
  dataDir: string,
  entry: string,
  ...args: readonly string[]
): Promise<Ran> => {
  const child = start(entry, args, dataDir)
  t.teardown(() => child.kill('SIGKILL'))
  const out = textOf(child.stdout)
  const err = textOf(child.stderr)
  const [code] = await once(child, 'close')
  return { code, out: out(), err: err() }
}
