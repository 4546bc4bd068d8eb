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
  /** More headers, taken in turn with the paths: whose key goes with whose path. */
  readonly headersInTurn?: readonly Readonly<Record<string, string>>[]
  readonly bodies?: readonly string[]
  readonly connections: number
  /** Each connection keeps to one path and sends the entity tag of the last answer in If-Match. */
  readonly followsEtag?: boolean
  /** The entity tags to begin with, one a connection; absent: the first request makes the thing. */
  readonly etags?: readonly (string | null)[]
  readonly milliseconds: number
}

export type Measured = {
  readonly count: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly failures: number
}

type Turn = { readonly path: string; readonly number: number; readonly etag: string | null }
type Outcome = { readonly status: number; readonly etag: string | null }

const precondition = (load: Load, etag: string | null) => {
  if (load.followsEtag !== true) return {}
  return etag === null ? { 'if-none-match': '*' } : { 'if-match': etag }
}

const once = (load: Load, agent: Agent, { path, number, etag }: Turn): Promise<Outcome> =>
  new Promise((resolve, reject) => {
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
          ...load.headersInTurn?.[number % load.headersInTurn.length],
          ...precondition(load, etag),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        },
      },
      (answer) => {
        answer.resume()
        const { etag: next = null } = answer.headers
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, etag: next }))
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
  const worker = async (_: unknown, place: number): Promise<void> => {
    let etag = load.etags?.[place] ?? null
    while (performance.now() - startedAt < load.milliseconds) {
      const at = performance.now()
      const turn = load.followsEtag === true ? place : number
      const path = load.paths[turn % load.paths.length] ?? '/'
      const outcome = await once(load, agent, { path, number, etag })
      const { status } = outcome
      etag = outcome.etag
      number += 1
      durations.push(performance.now() - at)
      if (status < 200 || status > 299) failures += 1
    }
  }
  await Promise.all(Array.from({ length: load.connections }).map(worker))
  const seconds = (performance.now() - startedAt) / 1000
  agent.destroy()
  const sorted = Float64Array.from(durations).sort()
  return {
    count: sorted.length,
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
