// Opening, asking for life, closing.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import t from 'tap'
import { openDatabase } from '../../src/db/client.ts'
import { newId, openPlain, openUnits, thrown } from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const context = "set local app.tx = 'on'"
const peppers = ['p'.repeat(32)] as const

t.test('instants are Dates, counts are numbers, and JSON is its value', async (t) => {
  const db = openUnits(t, addresses)
  const [row] = await db.begin({ mode: '', context }, (connection) =>
    connection.unsafe(
      `select '2026-01-02T03:04:05.678+08'::timestamptz as at, 9007199254740991::int8 as count,
         '{"a":[1]}'::json as json`,
    ),
  )
  t.same(row, {
    at: new Date('2026-01-01T19:04:05.678Z'),
    count: 9007199254740991,
    json: { a: [1] },
  })
})

t.test('a count that is a parameter arrives', async (t) => {
  const db = openUnits(t, addresses)
  const rows = await db.begin({ mode: '', context }, (connection) =>
    connection.unsafe('select $1::int8 as count', [7]),
  )
  t.same(rows, [{ count: 7 }])
})

t.test('it names itself to the server, and keeps what it was given', async (t) => {
  const clock = (at: Date) => new Date(at.getTime() + 1)
  const db = openUnits(t, addresses, { clock, prepare: false })
  const [row] = await db.begin({ mode: '', context }, (connection) =>
    connection.unsafe(
      "select current_setting('application_name') as name, (select count(*)::int from pg_prepared_statements where statement like 'select%name%') as named",
    ),
  )
  t.same(row, { name: 'excellence-api', named: 0 })
  t.equal(db.clock(new Date(1)).getTime(), 2)
  t.same(db.counts, { lost: 0, retried: 0, replayed: 0 })
  t.match(db.gate.state(), { running: 0 })
})

t.test(
  'without a clock of its own it takes the time as it comes, and keeps quiet about notices',
  async (t) => {
    const db = openUnits(t, addresses)
    const at = new Date(1)
    t.equal(db.clock(at), at)
    await db.begin({ mode: '', context }, (connection) =>
      connection.unsafe("do $$ begin raise notice 'nothing to see'; end $$"),
    )
  },
)

t.test('ping tells whether the database answers in time', async (t) => {
  const db = openUnits(t, addresses)
  t.equal(await db.ping(5000), true)
  const nowhere = openUnits(t, { appUrl: 'postgres://x@127.0.0.1:1/x' })
  t.equal(await nowhere.ping(5000), false)
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const mute = openUnits(t, { appUrl: `postgres://x@127.0.0.1:${port}/x` })
  t.equal(await mute.ping(10), false)
  silent.close()
})

t.test('a wrong address shows with the first unit', async (t) => {
  const db = openUnits(t, { appUrl: 'postgres://x@127.0.0.1:1/x' })
  const error = await thrown(() => db.begin({ mode: '', context }, async () => {}))
  t.match(error, { code: 'ECONNREFUSED' })
})

t.test('closing waits for the unit that runs, then leaves no connection behind', async (t) => {
  const db = openDatabase({ url: addresses.appUrl, max: 2, newId, peppers })
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const running = db.gate.pass(null, () =>
    db.begin({ mode: '', context }, async (connection) => {
      const [row] = await connection.unsafe('select pg_backend_pid() as pid')
      await held
      return row?.pid
    }),
  )
  const closing = db.close()
  goOn()
  const pid = (await running) as number
  await closing
  const admin = openPlain(t, addresses.superuserUrl)
  let left = 1
  for (let look = 0; left > 0 && look < 200; look += 1)
    left = (await admin`select from pg_stat_activity where pid = ${pid}`).length
  t.equal(left, 0)
})
