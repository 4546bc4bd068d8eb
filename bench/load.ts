// The load of one measurement, in a process of its own so that it does not measure itself: a fixed number of
// keep-alive connections, each sending its next request when the last is answered, for a fixed time.
// Reads its task as JSON from the command line, prints one JSON line, exits by itself.
import { Agent, request } from 'node:http'

/** `paths` are taken in turn; `bodies` likewise, one a request. Loopback only. */
export type Load = {
  readonly port: number
  readonly method: 'GET' | 'PUT'
  readonly paths: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly bodies?: readonly string[]
  readonly connections: number
  readonly milliseconds: number
}

export type Measured = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly failures: number
}

const once = (load: Load, agent: Agent, number: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const path = load.paths[number % load.paths.length] ?? '/'
    const body = load.bodies?.[number % load.bodies.length]
    const sent = request(
      {
        host: '127.0.0.1',
        port: load.port,
        path,
        method: load.method,
        agent,
        headers: {
          ...load.headers,
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        },
      },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

export const run = async (load: Load): Promise<Measured> => {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections })
  const durations: number[] = []
  let failures = 0
  let number = 0
  const startedAt = performance.now()
  const worker = async (): Promise<void> => {
    while (performance.now() - startedAt < load.milliseconds) {
      const at = performance.now()
      const status = await once(load, agent, number++)
      durations.push(performance.now() - at)
      if (status < 200 || status > 299) failures += 1
    }
  }
  await Promise.all(Array.from({ length: load.connections }, worker))
  const seconds = (performance.now() - startedAt) / 1000
  agent.destroy()
  const sorted = Float64Array.from(durations).sort()
  return {
    perSecond: sorted.length / seconds,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    failures,
  }
}

const task = process.argv[2]
if (task?.startsWith('{')) {
  process.stdout.write(`${JSON.stringify(await run(JSON.parse(task) as Load))}\n`)
}
