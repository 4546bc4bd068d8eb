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
  work: Work<Value>,
  last?: Last<Value>,
) => Promise<Value>

type Work<Value> = (connection: Connection) => Promise<Value>

/**
 * Asks what goes out in one packet with COMMIT, in its first turn, when `work` has come to its value. Nothing can
 * be decided on the answers any more; a statement that fails turns that COMMIT into a rollback.
 */
type Last<Value> = (value: Value) => Promise<unknown>

/**
 * Opens a transaction, runs `work` and commits; rolls back if `work` or any of its statements failed,
 * also one that nobody waited for. The unit is over with its first failure or when it has asked everything: what
 * comes later is refused before the driver sees it. When the connection is lost, the callback never
 * settles towards the driver, which would use the dead connection, and the caller learns it from a race.
 */
export const guardedBegin =
  (sql: postgres.Sql): GuardedBegin =>
  async (begin, work, last) => {
    let started = false
    const starting: typeof work = (connection) => {
      started = true
      return work(connection)
    }
    try {
      return await transaction(sql, begin, { work: starting, last })
    } catch (error) {
      if (started || !isLastWord(error)) throw error
      return transaction(sql, begin, { work, last })
    }
  }

/**
 * What the server said when it ended a connection, the driver tells again to whoever opens that one anew.
 * Nothing was begun, so a second attempt can do no harm, and its connection is fresh.
 */
const isLastWord = (error: unknown): boolean =>
  isConnectionLoss(error) && error instanceof Error && error.name === 'PostgresError'

/** What a unit does, and what has come of it so far. */
type Held<Value> = {
  work?: Work<Value>
  last?: Last<Value> | undefined
  working?: Promise<Value>
  asking?: Promise<unknown>
}

const transaction = async <Value>(
  sql: postgres.Sql,
  { mode, context, atOnce = false }: Begin,
  given: Pick<Held<Value>, 'work' | 'last'>,
): Promise<Value> => {
  const state = unitState()
  // The driver keeps the callback of a connection's last transaction, and its value, until the next one. All
  // that a request has read would hang on them, and be copied by every collection meanwhile (measured: two
  // thirds of what survived one). So they lie in a place of ours, which is emptied at the end.
  const held: Held<Value> = given
  const begun = sql.begin(mode, async (tx) => {
    tx.unsafe(context).execute().catch(state.fail) // queries are lazy: the next one would overtake it
    try {
      const working = (held.work as Work<Value>)(guarded(tx, state))
      held.working = working
      if (atOnce) return await firstTurn(working, state)
      await untilLost(working, state)
      if (held.last === undefined) return
      held.asking = held.last(await working)
      await firstTurn(held.asking, state)
    } finally {
      state.finish()
    }
  })
  begun.catch(state.fail) // also when the connection died while no statement was under way
  try {
    await Promise.race([begun, state.lost])
    await held.asking
    if (held.last !== undefined) state.demandSound() // else that COMMIT was none
    return await (held.working as Promise<Value>)
  } finally {
    delete held.work
    delete held.last
    delete held.working
    delete held.asking
  }
}

type State = ReturnType<typeof unitState>

const ended = { cause: new Error('its work has ended') }

const unitState = () => {
  let over: { readonly cause: unknown } | null = null
  let failed: { readonly cause: unknown } | null = null
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
    demandSound: () => {
      if (failed !== null) throw failed.cause
    },
    fail: (cause: unknown) => {
      failed ??= { cause }
      over ??= failed
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
  if (over !== null && isConnectionLoss(over.cause)) return never
  if (status === 'rejected') throw (result as { reason: unknown }).reason
  if (over !== null) throw over.cause
}

/**
 * Settles when everything has been asked that needs no answer; the driver sends at the same time, and what waits for
 * answers is waited for by the caller of the unit. What fails before it could ask fails the unit.
 */
const firstTurn = (asking: Promise<unknown>, state: State): Promise<void> => {
  const turn = new Promise((resolve) => setImmediate(resolve))
  return untilLost(Promise.race([asking, turn]), state)
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
