// Reads PostgreSQL's binary COPY format row by row from chunks that may be cut anywhere, even byte by byte.
// Where the chunks come from is copy-out.ts; what the fields mean is known to whoever wrote the query.

/** The bytes of a field, valid until the next chunk; null is SQL's null. */
export type Field = Buffer | null

export type CopyReader = {
  /** Takes the next bytes; calls `onRow` for every row that is complete with them. */
  readonly push: (chunk: Buffer) => void
  /** To be called after the last chunk; returns the number of rows. Throws unless the trailer was there. */
  readonly end: () => number
}

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
const flagsAt = signature.length
const extensionAt = flagsAt + 4
const headerBytes = extensionAt + 4

/** `columns`: fields every row must have. Anything that is not this format throws `copy data: …`. */
export const copyReader = (
  columns: number,
  onRow: (fields: readonly Field[]) => void,
): CopyReader => {
  let rest: Buffer = Buffer.alloc(0)
  let begun = false
  let ended = false
  let rows = 0

  const header = (bytes: Buffer): number => {
    if (bytes.length < headerBytes) return 0
    if (!bytes.subarray(0, flagsAt).equals(signature)) throw broken('it has another signature')
    if (bytes.readInt32BE(flagsAt) !== 0) throw broken('it has flags that are not known')
    const start = headerBytes + bytes.readInt32BE(extensionAt)
    if (bytes.length < start) return 0
    begun = true
    return start
  }

  const row = (bytes: Buffer, start: number): number => {
    if (ended) throw broken('something follows the trailer')
    if (bytes.length < start + 2) return start
    const count = bytes.readInt16BE(start)
    if (count === -1) {
      ended = true
      return start + 2
    }
    if (count !== columns) throw broken(`a row has ${count} fields, not ${columns}`)
    const fields: Field[] = []
    let at = start + 2
    for (let place = 0; place < count; place += 1) {
      if (bytes.length < at + 4) return start
      const length = bytes.readInt32BE(at)
      at += 4
      if (bytes.length < at + length) return start
      fields.push(length < 0 ? null : bytes.subarray(at, at + length))
      at += Math.max(length, 0)
    }
    rows += 1
    onRow(fields)
    return at
  }

  return {
    push: (chunk) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      let at = begun ? 0 : header(bytes)
      if (begun) {
        let next = at
        do {
          at = next
          next = at < bytes.length ? row(bytes, at) : at
        } while (next > at)
      }
      rest = bytes.subarray(at)
    },
    end: () => {
      if (!ended || rest.length > 0) throw broken('it stops in the middle')
      return rows
    },
  }
}

const broken = (what: string): Error => new Error(`copy data: ${what}.`)

/** The bytes of a field that may not be null, such as a uuid or a bytea: valid until the next chunk. */
export const bytesIn = (field: Field | undefined): Buffer => {
  if (field === null || field === undefined) throw broken('a field is null that may not be')
  return field
}

/** A text, or null. */
export const textIn = (field: Field | undefined): string | null =>
  field === null || field === undefined ? null : field.toString('utf8')

export const booleanIn = (field: Field | undefined): boolean => bytesIn(field)[0] === 1

/** A smallint. */
export const smallintIn = (field: Field | undefined): number => bytesIn(field).readInt16BE(0)

/** Microseconds count from 2000-01-01. */
const epochMs = Date.UTC(2000, 0, 1)

/** A timestamptz, to the millisecond; null stays null. */
export const instantIn = (field: Field | undefined): Date | null =>
  field === null || field === undefined
    ? null
    : new Date(epochMs + Number(field.readBigInt64BE(0) / 1000n))

/** The elements of a smallint[] of one dimension without nulls. */
export const smallintsIn = (field: Field | undefined): Int16Array => {
  const bytes = bytesIn(field)
  const dimensions = bytes.readInt32BE(0)
  if (dimensions === 0) return new Int16Array(0)
  if (dimensions !== 1 || bytes.readInt32BE(4) !== 0)
    throw broken('an array has nulls or more than one dimension')
  const values = new Int16Array(bytes.readInt32BE(12))
  for (let place = 0; place < values.length; place += 1)
    values[place] = bytes.readInt16BE(24 + 6 * place) // each element has its length before it
  return values
}
