// The guard over postgres.js 3.4.9, which can run later statements of a dead transaction on a fresh
// connection, autocommitted, or send ROLLBACK into a closed socket (porsager/postgres #1155, #1186).
// The policies are the second fence; what a failure means to the caller is in failures.ts.
import type postgres from 'postgres'
import { isConnectionLoss } from './failures.ts'

export type Row = Readonly<Record<string, unknown>>

/** A statement on its way: rows as objects, or as arrays of column values. */
export type Statement = Promise<readonly Row[]> & { readonly values: () => Promise<unknown[][]> }

/**
 * The one connection of an open transaction. A statement starts at once, in the order of the calls, and
 * is named (parsed once a connection) unless the database was opened without that.
 */
export type Connection = {
  readonly unsafe: (text: string, parameters?: readonly unknown[]) => Statement
}

export type Begin = {
  /** Letters and blanks, such as `read only`. */
  readonly mode: string
  /** Sent ahead of everything else, in one packet with the first statement. */
  readonly context: string
  /**
   * COMMIT goes out in one packet with what `work` asks in its first turn; what it asks later is refused.
   * For reading only: nobody learns whether the transaction committed before its answers are there.
   */
  readonly atOnce?: boolean
}

/** What a statement of a unit that is over is refused with; `cause` is why it is over. */
export const unitOver = (cause: unknown): Error =>
  Object.assign(new Error('The unit is over: it takes no further statement.', { cause }), {
    code: 'UNIT_OVER',
  })

export type GuardedBegin = <Value>(
  begin: Begin,
  work: (connection: Connection) => Promise<Value>,
) => Promise<Value>

/**
 * Opens a transaction, runs `work` and commits; rolls back if `work` or any of its statements failed,
 * also one that nobody waited for. The unit is over with its first failure or when `work` settles: what
 * comes later is refused before the driver sees it. When the connection is lost, the callback never
 * settles towards the driver, which would use the dead connection, and the caller learns it from a race.
 */
export const guardedBegin =
  (sql: postgres.Sql): GuardedBegin =>
  async (begin, work) => {
    let started = false
    const starting: typeof work = (connection) => {
      started = true
      return work(connection)
    }
    try {
      return await transaction(sql, begin, starting)
    } catch (error) {
      if (started || !isLastWord(error)) throw error
      return transaction(sql, begin, work)
    }
  }

/**
 * What the server said when it ended a connection, the driver tells again to whoever opens that one anew.
 * Nothing was begun, so a second attempt can do no harm, and its connection is fresh.
 */
const isLastWord = (error: unknown): boolean =>
  isConnectionLoss(error) && error instanceof Error && error.name === 'PostgresError'

const transaction = async <Value>(
  sql: postgres.Sql,
  { mode, context, atOnce = false }: Begin,
  work: (connection: Connection) => Promise<Value>,
): Promise<Value> => {
  const state = unitState()
  // The driver keeps the callback of a connection's last transaction, and its value, until the next one. All
  // that a request has read would hang on them, and be copied by every collection meanwhile (measured: two
  // thirds of what survived one). So they lie in a place of ours, which is emptied at the end.
  const held: { work?: typeof work; working?: Promise<Value> } = { work }
  const begun = sql.begin(mode, async (tx) => {
    tx.unsafe(context).execute().catch(state.fail) // queries are lazy: the next one would overtake it
    const working = (held.work as typeof work)(guarded(tx, state))
    held.working = working
    if (atOnce) await firstTurn(working, state)
    else await untilLost(working, state)
  })
  begun.catch(state.fail) // also when the connection died while no statement was under way
  try {
    await Promise.race([begun, state.lost])
    return await (held.working as Promise<Value>)
  } finally {
    delete held.work
    delete held.working
  }
}

type State = ReturnType<typeof unitState>

const ended = { cause: new Error('its work has ended') }

const unitState = () => {
  let over: { readonly cause: unknown } | null = null
  const waiting: ((cause: unknown) => void)[] = []
  const lost = new Promise<never>((_, reject) => {
    waiting.push(reject)
  })
  lost.catch(() => {}) // whoever waits for the unit hears of it in the race
  return {
    lost,
    over: () => over,
    finish: () => {
      over ??= ended
    },
    fail: (cause: unknown) => {
      over ??= { cause }
      if (isConnectionLoss(cause)) for (const lose of waiting) lose(cause)
    },
  }
}

/** Without `simple`, a text without parameters would go unprepared; the driver's types do not know it. */
const named: postgres.UnsafeQueryOptions = { prepare: true, ...{ simple: false } }

const guarded = (tx: postgres.TransactionSql, state: State): Connection => ({
  unsafe: (text, parameters = []) => {
    const over = state.over()
    if (over !== null) return refused(unitOver(over.cause))
    const query = tx.unsafe(text, parameters.map(toParameter), named)
    query.catch(state.fail) // starts it, and notices the failure of one that nobody waits for
    return query as unknown as Statement
  },
})

const refused = (error: Error): Statement => {
  const rejection = Promise.reject<never>(error)
  rejection.catch(() => {})
  return Object.assign(rejection, { values: () => rejection })
}

const never = new Promise<never>(() => {})

/** Settles as the work does, but fails if a statement did, and never settles when the connection is lost. */
const untilLost = async (working: Promise<unknown>, state: State): Promise<void> => {
  const [{ status, ...result }] = await Promise.allSettled([working])
  const over = state.over()
  state.finish()
  if (over !== null && isConnectionLoss(over.cause)) return never
  if (status === 'rejected') throw (result as { reason: unknown }).reason
  if (over !== null) throw over.cause
}

/**
 * Settles when the work has asked what it can ask without an answer; the driver sends at the same time.
 * Between BEGIN's answer and that no input is read, so the connection cannot be lost meanwhile.
 */
const firstTurn = async (working: Promise<unknown>, state: State): Promise<void> => {
  working.catch(() => {}) // the caller of the unit waits for it
  await new Promise((resolve) => setImmediate(resolve))
  state.finish()
}

type Parameter = postgres.ParameterOrJSON<never>

/**
 * Only what the driver can write. A value that fails inside the driver, while it builds the message,
 * leaves the connection out of step: the next answers would go to the wrong statements.
 */
const toParameter = (value: unknown): Parameter => {
  if (value instanceof Date) return value.toISOString()
  if (value === null || value instanceof Uint8Array) return value
  if (['string', 'number', 'boolean', 'bigint'].includes(typeof value)) return value as string
  if (Array.isArray(value) && value.every((each) => typeof each === 'string'))
    return `{${value.map(quoted).join(',')}}`
  throw new TypeError('A parameter is text, a number, a boolean, bytes, an instant, null or texts.')
}

/** A text inside the text form of an array. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`
