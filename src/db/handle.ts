// What stores get in their hands: drizzle on the one connection of a unit. A Reader cannot write, and
// neither can open a transaction or reach another connection.
// How a transaction is opened and guarded is in unit.ts and guard.ts.
import { PgDialect } from 'drizzle-orm/pg-core'
import { PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js'
import type { Connection } from './guard.ts'

type Schema = Record<string, never>
type Handle = PostgresJsTransaction<Schema, Schema>

/** Reading, inside a unit. Ask for everything of one step at once: it goes in one packet. */
export type Reader = Pick<Handle, 'select' | 'selectDistinct' | 'selectDistinctOn' | '$with'>

/** Reading and writing, inside a unit. `execute` is for SQL that the builder cannot say. */
export type Tx = Reader & Pick<Handle, 'insert' | 'update' | 'delete' | 'with' | 'execute'>

/** The same casing as in drizzle.config.ts. One for all, since it remembers the names it has made. */
const dialect = new PgDialect({ casing: 'snake_case' })

const connections = new WeakMap<object, Connection>()

/** A handle on an open transaction. The driver's client is never touched, so its parsers stay ours. */
export const handleOn = (connection: Connection): Tx => {
  const session = new PostgresJsSession<never, Schema, Schema>(
    connection as never,
    dialect,
    undefined,
    {},
  )
  const handle = new PostgresJsTransaction(dialect, session, undefined)
  connections.set(handle, connection)
  return handle
}

/** The connection under a handle, for statements whose text is made once (prepared.ts). */
export const connectionOf = (reader: Reader): Connection => {
  const connection = connections.get(reader)
  if (connection === undefined) throw new TypeError('Not the handle of a unit.')
  return connection
}

/** Builds without a connection: for texts that are made once. */
export const builder = (): Tx =>
  handleOn({
    unsafe: () => {
      throw new TypeError('A statement that is only built has no connection to run on.')
    },
  })
