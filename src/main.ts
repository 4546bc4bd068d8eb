// The process of the service: environment in, exit code out, signals between. Alone in reading process.env;
// what a configured service does is serve.ts.
import { isStartupError } from './db/startup-error.ts'
import { readEnvironment } from './environment.ts'
import { loggedError } from './http/log.ts'
import { type Running, serve } from './serve.ts'

/** Exit codes: 1 something broke on the way, 2 the configuration is wrong, 3 this place is not fit to start. */
const exit = { broken: 1, configuration: 2, unfit: 3 } as const

/** How long load balancers have to see that we are not ready any more. */
const noticeMs = 5000
/** How long running requests may take to end after a signal, the notice included. */
const drainDeadlineMs = 35_000

const say = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

const configuration = () => {
  const read = readEnvironment(process.env)
  if ('config' in read) return read.config
  say('The configuration is not usable:')
  for (const line of read.complaints) say(`  ${line}`)
  process.exit(exit.configuration)
}

/** All that PostgreSQL's programs get to see: they may run as another user, and our settings hold secrets. */
const passed = /^(PATH|LD_LIBRARY_PATH|DYLD_\w+|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|COMSPEC)$/i
const programEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => passed.test(name)))

/** Says what happened and ends; an error of nobody's making only with what may leave. */
const fail = (error: unknown): never => {
  say(isStartupError(error) ? error.message : JSON.stringify(loggedError(error)))
  process.exit(isStartupError(error) ? exit.unfit : exit.broken)
}

/**
 * SIGTERM lets load balancers notice first; SIGINT and SIGHUP, somebody at a terminal, do not wait for
 * them. A start under way is finished first, so that what it began is taken down.
 */
const stopOnSignals = (starting: Promise<Running>): void => {
  let isStopping = false
  const stop = async (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(exit.broken)
    isStopping = true
    setTimeout(() => process.exit(exit.broken), drainDeadlineMs).unref()
    const running = await starting
    await running.stop({ noticeMs: signal === 'SIGTERM' ? noticeMs : 0 })
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop(signal).catch(fail))
}

const main = async () => {
  // The runtime would print an error whole, and a database error holds values of rows.
  process.on('uncaughtException', fail)
  const config = configuration()
  // A turn later: signals are heard before anything is begun.
  const starting = Promise.resolve().then(() => serve({ config, env: programEnvironment(), say }))
  stopOnSignals(starting)
  const running = await starting
  try {
    await running.ended
  } catch (error) {
    await running.stop({ noticeMs: 0 }).catch(() => {}) // the reason is what counts
    throw error
  }
}

await main().catch(fail)
