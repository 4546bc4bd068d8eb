// Opens the database for units: the pool behind the guard, the gate before it, and what units need beside.
// Logging in as the right role on a sound server is asserted by roles.ts; transactions are unit.ts's.
import postgres from 'postgres'
import type { Peppers } from './digest.ts'
import { type Gate, openGate } from './gate.ts'
import { type GuardedBegin, guardedBegin } from './guard.ts'
import { type RefusalCounter, refusalCounter } from './refusals.ts'

export type DatabaseOptions = {
  /** Logs in as excellence_app (or, for tasks, as another of our roles; never the owner). */
  readonly url: string
  /** Connections, and so units at once. */
  readonly max: number
  /** Named statements; false for PgBouncer before 1.21, which hangs on them. */
  readonly prepare?: boolean
  /** Makes the ids of events: UUIDv7. */
  readonly newId: () => string
  /** Seal the answers kept under idempotency keys: one may show a secret, and a dump may open nothing. */
  readonly peppers: Peppers
  /** The transaction's time as the service sees it: the identity, unless a test shifts it. */
  readonly clock?: (transactionTime: Date) => Date
  /** Units that may wait for a slot (default 16 a connection), and for how long (default 2 s). */
  readonly queue?: number
  readonly waitMs?: number
}

/** Counts since the start, for metrics: units that lost their connection, were retried, replayed. */
export type Counts = { lost: number; retried: number; replayed: number }

export type Database = {
  readonly begin: GuardedBegin
  readonly peppers: Peppers
  readonly gate: Gate
  readonly newId: () => string
  readonly clock: (transactionTime: Date) => Date
  readonly counts: Counts
  readonly refusals: RefusalCounter
  /** Whether the database answers in time, for /ready: one statement outside units, without a slot. */
  readonly ping: (timeoutMs: number) => Promise<boolean>
  /** Admits no unit any more, waits for those that run, then closes the connections. */
  readonly close: () => Promise<void>
}

/** Connects lazily: a wrong address shows with the first unit, as `unavailable` (database). */
export const openDatabase = (options: DatabaseOptions): Database => {
  const { url, max, prepare = true, newId, peppers, clock = (at) => at } = options
  const { queue = max * 16, waitMs = 2000 } = options
  const connect = (size: number) =>
    postgres(url, {
      max: size,
      prepare,
      connect_timeout: 5,
      backoff: secondsBetween,
      fetch_types: false, // a backend that dies while they are fetched rejects a promise nobody holds
      onnotice: () => {},
      connection: { application_name: 'excellence-api' },
      types: { bigint: countOfRows },
    })
  const pool = connect(max)
  const pinger = connect(1)
  const gate = openGate({ slots: max, queue, waitMs })
  return {
    begin: guardedBegin(pool),
    peppers,
    gate,
    newId,
    clock,
    counts: { lost: 0, retried: 0, replayed: 0 },
    refusals: refusalCounter(),
    ping: async (timeoutMs) => {
      const answer = pinger`select 1`.then(
        () => true,
        () => false,
      )
      return Promise.race([answer, after(timeoutMs)])
    },
    close: async () => {
      await gate.close()
      await Promise.all([pool.end({ timeout: 1 }), pinger.end({ timeout: 1 })])
    },
  }
}

/** The pause before connecting again: the driver's own grows to 20 s, long after a database is back. */
const secondsBetween = (failures: number): number => Math.min(0.01 * 2 ** failures, 0.5)

/** int8 as a number: ours count events and rows, which stay below 2^53. */
const countOfRows = {
  to: 20,
  from: [20],
  serialize: (value: number) => String(value),
  parse: (text: string) => Number(text),
}

const after = (timeoutMs: number): Promise<false> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(false), timeoutMs).unref()
  })
