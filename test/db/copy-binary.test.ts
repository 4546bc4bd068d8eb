// The binary COPY format: the same rows wherever the stream is cut, and nothing taken for data that is not.
import postgres from 'postgres'
import t from 'tap'
import {
  booleanIn,
  bytesIn,
  copyReader,
  type Field,
  instantIn,
  smallintIn,
  smallintsIn,
  textIn,
} from '../../src/db/copy-binary.ts'
import { withDatabase } from '../support/server.ts'

const { superuserUrl } = await withDatabase(t)

/** The bytes that a real server sends. */
const bytesOf = async (query: string): Promise<Buffer> => {
  const sql = postgres(superuserUrl, { max: 1 })
  try {
    const stream = await sql.unsafe(`copy (${query}) to stdout (format binary)`).readable()
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    return Buffer.concat(chunks)
  } finally {
    await sql.end({ timeout: 0 })
  }
}

const query = `
  select u::uuid, s, b, i::smallint, t, a from (values
    ('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42', '卓越', true, -1, timestamptz '2026-01-02T03:04:05.678Z',
      array[4500, -1, 10000]::smallint[]),
    ('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a43', null, false, 10000, null, '{}'::smallint[]),
    ('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a44', '', true, 0, timestamptz '1999-12-31T23:59:59.999Z',
      array[7]::smallint[])) v(u, s, b, i, t, a)`
const expected = [
  [
    '01920f3e7a107c3e8b1a3f0d5c7e9a42',
    '卓越',
    true,
    -1,
    new Date('2026-01-02T03:04:05.678Z'),
    [4500, -1, 10_000],
  ],
  ['01920f3e7a107c3e8b1a3f0d5c7e9a43', null, false, 10_000, null, []],
  ['01920f3e7a107c3e8b1a3f0d5c7e9a44', '', true, 0, new Date('1999-12-31T23:59:59.999Z'), [7]],
]
const bytes = await bytesOf(query)

const decoded = ([u, s, b, i, at, a]: readonly Field[]) => [
  bytesIn(u).toString('hex'),
  textIn(s),
  booleanIn(b),
  smallintIn(i),
  instantIn(at),
  [...smallintsIn(a)],
]

const readIn = (chunks: Iterable<Buffer>, columns = 6) => {
  const rows: unknown[] = []
  const reader = copyReader(columns, (fields) => rows.push(decoded(fields)))
  for (const chunk of chunks) reader.push(chunk)
  return { count: reader.end(), rows }
}

function* cutEvery(size: number, from = bytes) {
  for (let at = 0; at < from.length; at += size) yield from.subarray(at, at + size)
}

t.test('rows come out as they went in', async (t) => {
  t.strictSame(readIn([bytes]), { count: 3, rows: expected })
})

t.test('the stream may be cut anywhere, even byte by byte', async (t) => {
  for (const size of [1, 2, 3, 5, 7, 11, 64])
    t.strictSame(readIn(cutEvery(size)).rows, expected, `cut every ${size} bytes`)
  for (let at = 0; at <= bytes.length; at += 1) {
    const { rows } = readIn([bytes.subarray(0, at), bytes.subarray(at)])
    t.strictSame(rows, expected, `cut at ${at}`)
  }
})

t.test('a stream that stops anywhere but at its end is refused', async (t) => {
  for (let length = 0; length < bytes.length; length += 1)
    t.throws(() => readIn([bytes.subarray(0, length)]), { message: /copy data/ }, `${length} bytes`)
})

t.test('an empty result is a header and a trailer', async (t) => {
  t.strictSame(readIn([await bytesOf('select 1 where false')], 1), { count: 0, rows: [] })
})

t.test('a header extension is skipped, also when it is cut', async (t) => {
  const extended = Buffer.concat([
    bytes.subarray(0, 15),
    Buffer.from([0, 0, 0, 3, 1, 2, 3]),
    bytes.subarray(19),
  ])
  t.strictSame(readIn([extended]).rows, expected)
  t.strictSame(readIn(cutEvery(1, extended)).rows, expected)
})

const spoiled = (at: number, value: number): Buffer => {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(value, at)
  return copy
}

t.test('another signature, unknown flags or another number of fields are refused', async (t) => {
  t.throws(() => readIn([spoiled(0, 80 + 1)]), { message: /signature/ })
  t.throws(() => readIn([spoiled(11, 1)]), { message: /flags/ })
  t.throws(() => readIn([bytes], 5), { message: /a row has 6 fields, not 5/ })
  t.throws(() => readIn([bytes, Buffer.from([0, 1])]), { message: /follows the trailer/ })
})

t.test(
  'a null where there must be a value is refused, and so is an array of another form',
  async (t) => {
    t.throws(() => bytesIn(null), { message: /null/ })
    t.throws(() => booleanIn(undefined), { message: /null/ })
    t.equal(textIn(undefined), null)
    t.equal(instantIn(undefined), null)
    const arrayOf = async (text: string) => {
      const fields: Buffer[] = []
      const reader = copyReader(1, ([field]) => fields.push(Buffer.from(field ?? '')))
      reader.push(await bytesOf(`select ${text}`))
      return fields[0]
    }
    const matrix = await arrayOf("'{{1,2},{3,4}}'::smallint[]")
    const holed = await arrayOf("'{1,null}'::smallint[]")
    t.throws(() => smallintsIn(matrix), { message: /more than one dimension/ })
    t.throws(() => smallintsIn(holed), { message: /nulls/ })
  },
)
