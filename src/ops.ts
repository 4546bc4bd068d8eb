// Is the process alive, is it ready: asked by whoever runs the service. On the main port just that; what tells
// more (counts of units, connections, refusals) is on the private port, OPS_PORT, and nowhere else.
import Fastify, { type FastifyInstance } from 'fastify'
import type { Database } from './db/client.ts'

export type Readiness = {
  /** Flips when the service begins to stop. */
  readonly isDraining: () => boolean
  readonly db: Pick<Database, 'ping' | 'gate' | 'counts'>
  /** Monotonic milliseconds. */
  readonly now: () => number
}

const pingTimeoutMs = 500
const pingFreshMs = 1000

/** Asks the database at most once a second, and answers from that in between (REL-09). */
export const readiness = ({ isDraining, db, now }: Readiness): (() => Promise<boolean>) => {
  let asked = Number.NEGATIVE_INFINITY
  let answer: Promise<boolean> = Promise.resolve(false)
  return async () => {
    if (isDraining()) return false
    if (now() - asked >= pingFreshMs) {
      asked = now()
      answer = db.ping(pingTimeoutMs)
    }
    return answer
  }
}

/** `GET /live` does no I/O; `GET /ready` is 200 only while requests can be served, else 503. */
export const installProbes = (app: FastifyInstance, isReady: () => Promise<boolean>): void => {
  const hidden = { schema: { hide: true } }
  app.get('/live', hidden, async (_, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  )
  app.get('/ready', hidden, async (_, reply) => {
    const ready = await isReady()
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not_ready' })
  })
}

const gauge = (name: string, help: string, value: number) =>
  `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`

/** The private application: the probes again, and numbers in the Prometheus text format. */
export const buildOps = (isReady: () => Promise<boolean>, db: Readiness['db']): FastifyInstance => {
  const app = Fastify({ logger: false })
  installProbes(app, isReady)
  app.get('/metrics', async (_, reply) => {
    const { running, waiting, refused } = db.gate.state()
    const { lost, retried, replayed } = db.counts
    return reply
      .header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
      .send(
        [
          gauge('excellence_units_running', 'Units in a transaction now.', running),
          gauge('excellence_units_waiting', 'Units waiting for a slot now.', waiting),
          gauge('excellence_units_refused', 'Units refused by the gate since the start.', refused),
          gauge('excellence_units_lost', 'Units that lost their connection since the start.', lost),
          gauge('excellence_units_retried', 'Units run again after a conflict.', retried),
          gauge('excellence_units_replayed', 'Requests answered from a stored response.', replayed),
          gauge(
            'process_resident_memory_bytes',
            'Memory of the process.',
            process.memoryUsage.rss(),
          ),
        ].join(''),
      )
  })
  return app
}
