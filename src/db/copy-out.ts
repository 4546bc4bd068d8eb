// Streams the result of one query as of one moment, by COPY, over a connection of its own that is thrown away.
// The one exception to the guarded units: after COPY ... TO STDOUT postgres.js 3.4.9 may leave its socket
// paused, and the next statement, also a COMMIT, hangs (measured: up to 80 % of tries).
import postgres from 'postgres'
import type { Owner } from '../core/context.ts'
import { copyReader, type Field } from './copy-binary.ts'
import { contextStatement, reachOf } from './reach.ts'

export type CopyOut = {
  /** Logs in as the role that may read this; it needs no more than reading. */
  readonly url: string
  readonly tenant: Owner
  /** The text of a query; it takes no parameters, so values in it come by `literal`. */
  readonly query: string
  readonly columns: number
  readonly onRow: (fields: readonly Field[]) => void
  readonly signal?: AbortSignal
}

/**
 * Calls `onRow` for every row and returns their number. All goes out as one text: where the connection is
 * lost, nothing is asked again on another one outside the transaction. Rejects when it breaks off.
 */
export const copyOut = async (given: CopyOut): Promise<number> => {
  const { url, tenant, query, columns, onRow, signal } = given
  signal?.throwIfAborted()
  const sql = postgres(url, {
    max: 1,
    onnotice: () => {},
    connect_timeout: 5,
    connection: { application_name: 'excellence-copy' },
  })
  const context = contextStatement(reachOf(tenant, null, null))
  const text = `begin isolation level repeatable read read only; ${context}; copy (${query}) to stdout (format binary)`
  const reader = copyReader(columns, onRow)
  const push = (chunk: Buffer) => {
    signal?.throwIfAborted()
    reader.push(chunk)
  }
  try {
    await readAll(await sql.unsafe(text).readable(), push)
    return reader.end()
  } finally {
    await sql.end({ timeout: 0 })
  }
}

/**
 * Hands out all chunks. Where `push` throws, what is still on its way is read and dropped: a server whose
 * reader walks away would wait for it, with its connection and its snapshot.
 */
const readAll = async (
  stream: AsyncIterable<Buffer>,
  push: (chunk: Buffer) => void,
): Promise<void> => {
  const refusals: unknown[] = []
  for await (const chunk of stream) {
    if (refusals.length > 0) continue
    try {
      push(chunk)
    } catch (error) {
      refusals.push(error)
    }
  }
  if (refusals.length > 0) throw refusals[0]
}

/** A value inside the text of a query. */
export const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`
