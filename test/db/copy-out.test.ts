// COPY over a connection of its own: one moment, all rows or an error, and the connection is gone afterwards.

import type { AddressInfo } from 'node:net'
import { createServer, connect as open, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import type { AssociationId } from '../../src/core/ids.ts'
import { smallintIn, textIn } from '../../src/db/copy-binary.ts'
import { copyOut, literal } from '../../src/db/copy-out.ts'
import { newId, openPlain } from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const admin = openPlain(t, addresses.superuserUrl)
const tenant = { kind: 'association', id: newId<AssociationId>() } as const
const asked = { url: addresses.benchmarkUrl, tenant, columns: 1, onRow: () => {} }

t.test('every row comes, inside a unit that only reads, of one association', async (t) => {
  const rows: (string | null)[] = []
  const query = `select concat_ws(' ', i, current_setting('app.tx'), current_setting('app.association_id'),
    current_setting('transaction_read_only'), current_setting('transaction_isolation'))
    from generate_series(1, 20000) i`
  const count = await copyOut({ ...asked, query, onRow: ([text]) => rows.push(textIn(text)) })
  t.equal(count, 20_000)
  t.equal(rows.length, 20_000)
  t.equal(rows[0], `1 on ${tenant.id} on repeatable read`)
})

t.test('it does it again and again without hanging, and leaves no connection', async (t) => {
  for (let n = 0; n < 10; n += 1)
    t.equal(await copyOut({ ...asked, query: 'select * from generate_series(1, 5000)' }), 5000)
  const left = () => admin`
    select pid from pg_stat_activity
    where application_name = 'excellence-copy' and datname = current_database()`
  for (let rows = await left(); rows.length > 0; rows = await left());
  t.pass('no connection is left')
})

t.test('a query that fails, at once or in the middle, rejects', async (t) => {
  await t.rejects(copyOut({ ...asked, query: 'select nothing' }), { code: '42703' })
  const late = 'select 1 / (9000 - i) from generate_series(1, 10000) i'
  await t.rejects(copyOut({ ...asked, query: late }), { code: '22012' })
})

t.test('what a row reader throws comes out, and so does an abort', async (t) => {
  const query = 'select * from generate_series(1, 200000)'
  await t.rejects(
    copyOut({
      ...asked,
      query,
      onRow: () => {
        throw new Error('not this row')
      },
    }),
    { message: 'not this row' },
  )
  const before = AbortSignal.abort(new Error('before'))
  await t.rejects(copyOut({ ...asked, query, signal: before }), { message: 'before' })
  const controller = new AbortController()
  let rows = 0
  const onRow = () => {
    rows += 1
    if (rows === 1000) controller.abort(new Error('enough'))
  }
  await t.rejects(copyOut({ ...asked, query, onRow, signal: controller.signal }), {
    message: 'enough',
  })
  t.ok(rows < 200_000)
})

t.test('what the server remarks is no row and not printed', async (t) => {
  await admin.unsafe(
    "create function loud() returns int language plpgsql as $$ begin raise notice 'heard'; return 1; end $$",
  )
  t.equal(await copyOut({ ...asked, query: 'select loud()' }), 1)
})

/** Passes bytes to the server until so many came back, then cuts the line. */
const cutAfter = async (t: Test, bytes: number): Promise<string> => {
  const { hostname, port } = new URL(addresses.benchmarkUrl)
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = open(Number(port), hostname)
    let left = bytes
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    client.pipe(upstream)
    upstream.on('data', (chunk) => {
      left -= chunk.length
      client.write(chunk)
      if (left <= 0) client.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const url = new URL(addresses.benchmarkUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return url.href
}

t.test('a connection that is cut in the middle rejects: half a result is none', async (t) => {
  const url = await cutAfter(t, 500_000)
  const query = "select repeat('x', 100) from generate_series(1, 200000)"
  await t.rejects(copyOut({ ...asked, url, query }))
  const small = 'select 7::smallint'
  const values: number[] = []
  const onRow = ([value]: readonly (Buffer | null)[]) => values.push(smallintIn(value))
  t.equal(await copyOut({ ...asked, query: small, onRow }), 1, 'the control: uncut it passes')
  t.strictSame(values, [7])
})

t.test('a literal stays a literal, whatever is in it', async (t) => {
  const nasty = "x'; drop table people; --"
  const [row] = await admin.unsafe(`select ${literal(nasty)} as text`)
  t.equal(row?.text, nasty)
})
