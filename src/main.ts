// The process of the service: environment in, exit code out, signals between. Alone in reading process.env;
// what a configured service does is serve.ts.
import { isStartupError } from './db/startup-error.ts'
import { readEnvironment } from './environment.ts'
import { loggedError } from './http/log.ts'
import { type Running, serve } from './serve.ts'

/** Exit codes: 1 something broke on the way, 2 the configuration is wrong, 3 this place is not fit to start. */
const exit = { broken: 1, configuration: 2, unfit: 3 } as const

/** How long running requests may take to end after a signal. */
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

/** SIGTERM lets load balancers notice first; SIGINT, somebody at a terminal, does not wait for them. */
const stopOnSignals = (running: Running): void => {
  let stopping = false
  const stop = async (signal: 'SIGINT' | 'SIGTERM') => {
    if (stopping) process.exit(exit.broken)
    stopping = true
    setTimeout(() => process.exit(exit.broken), drainDeadlineMs).unref()
    try {
      await running.stop({ noticeMs: signal === 'SIGTERM' ? 5000 : 0 })
      process.exit(0)
    } catch (error) {
      say(JSON.stringify(loggedError(error)))
      process.exit(exit.broken)
    }
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

const main = async () => {
  const config = configuration()
  try {
    const running = await serve({ config, env: process.env, say })
    stopOnSignals(running)
    await running.ended
  } catch (error) {
    if (isStartupError(error)) {
      say(error.message)
      process.exit(exit.unfit)
    }
    say(JSON.stringify(loggedError(error)))
    process.exit(exit.broken)
  }
}

await main()
