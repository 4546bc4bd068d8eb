// What stores hold: a reader cannot write, and neither reaches another connection.
import { sql } from 'drizzle-orm'
import t from 'tap'
import { builder, connectionOf, handleOn, type Reader, type Tx } from '../../src/db/handle.ts'
import { people } from '../../src/db/tables/people.ts'
import { newId, openUnits, thrown } from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const db = openUnits(t, addresses)
const writing = { mode: '', context: "set local app.tx = 'on'" }

t.test('a handle runs on the connection it was made on', async (t) => {
  const id = newId()
  await db
    .begin(writing, async (connection) => {
      const tx = handleOn(connection)
      t.equal(connectionOf(tx), connection)
      const at = new Date('2026-01-02T03:04:05.678Z')
      await tx.insert(people).values({ id, displayName: 'Somebody', createdAt: at })
      const [[row], [there], [here]] = await Promise.all([
        tx.select().from(people),
        tx.execute(sql`select pg_backend_pid() as pid`),
        connection.unsafe('select pg_backend_pid() as pid'),
      ])
      t.same(row, { id, displayName: 'Somebody', createdAt: at })
      t.same(there, here)
      throw new Error('enough')
    })
    .catch(() => {})
})

t.test('a reader has nothing to write with, and no handle opens a transaction', async (t) => {
  const names = (
    _: Record<keyof Reader, true>,
    __: Record<Exclude<keyof Tx, keyof Reader>, true>,
  ) => {}
  names(
    { select: true, selectDistinct: true, selectDistinctOn: true, $with: true },
    { insert: true, update: true, delete: true, with: true, execute: true },
  )
  t.pass('the compiler has checked it: other members, or fewer, would not compile')
})

t.test('only the handle of a unit has a connection', async (t) => {
  t.throws(() => connectionOf({} as Reader), TypeError)
})

t.test('what is only built cannot run', async (t) => {
  const built = builder().select().from(people)
  t.match(built.toSQL().sql, /^select "id", "display_name"/)
  t.match(await thrown(() => built), { cause: TypeError })
})
