// Is the process alive, is it ready: asked by whoever runs the service. On the main port just that; what tells
// more (counts of units, connections, refusals) is on the private port, OPS_PORT, and nowhere else.
import Fastify, { type FastifyInstance } from 'fastify'
import type { Database } from './db/client.ts'

export type Readiness = {
  /** Flips when the service begins to stop. */
  readonly isDraining: () => boolean
  readonly db: Pick<Database, 'ping' | 'gate' | 'counts'>
  /** Units that may wait for a slot while requests are still welcome. */
  readonly shortQueue: number
  /** Monotonic milliseconds. */
  readonly now: () => number
}

const pingTimeoutMs = 500
const pingFreshMs = 1000

/**
 * Not while stopping, not while too many wait; else asks the database, at most once a second, and answers
 * from that in between (REL-09).
 */
export const readiness = (given: Readiness): (() => Promise<boolean>) => {
  const { isDraining, db, shortQueue, now } = given
  let asked = Number.NEGATIVE_INFINITY
  let answer: Promise<boolean> = Promise.resolve(false)
  return async () => {
    if (isDraining() || db.gate.state().waiting > shortQueue) return false
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

type Kind = 'gauge' | 'counter'

const line = (kind: Kind, name: string, help: string, value: number) =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${name} ${value}\n`

/** The private application: the probes again, and numbers in the Prometheus text format. */
export const buildOps = (isReady: () => Promise<boolean>, db: Readiness['db']): FastifyInstance => {
  const app = Fastify({ logger: false })
  installProbes(app, isReady)
  app.get('/metrics', async (_, reply) =>
    reply.header('content-type', 'text/plain; version=0.0.4; charset=utf-8').send(metricsOf(db)),
  )
  return app
}

const metricsOf = ({ gate, counts }: Readiness['db']): string => {
  const { running, waiting, refused } = gate.state()
  const { lost, retried, replayed } = counts
  const { rss } = process.memoryUsage()
  const units = 'excellence_units'
  return [
    line('gauge', `${units}_running`, 'Units in a transaction now.', running),
    line('gauge', `${units}_waiting`, 'Units waiting for a slot now.', waiting),
    line('counter', `${units}_refused_total`, 'Units refused by the gate.', refused),
    line('counter', `${units}_lost_total`, 'Units that lost their connection.', lost),
    line('counter', `${units}_retried_total`, 'Units run again after a conflict.', retried),
    line('counter', `${units}_replayed_total`, 'Requests answered from a stored one.', replayed),
    line('gauge', 'process_resident_memory_bytes', 'Memory of the process.', rss),
  ].join('')
}
