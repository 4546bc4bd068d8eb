// Statements built once and run named, on the unit's own connection.
import { eq, sql } from 'drizzle-orm'
import t from 'tap'
import { prepared, preparedWrite } from '../../src/db/prepared.ts'
import { people } from '../../src/db/tables/people.ts'
import { newId, openUnits, thrown, within } from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const db = openUnits(t, addresses, { max: 2 })
const none = { kind: 'none' } as const

let built = 0
const byId = prepared((reader) => {
  built += 1
  return reader
    .select()
    .from(people)
    .where(eq(people.id, sql.placeholder('id')))
})
const add = preparedWrite((tx) =>
  tx
    .insert(people)
    .values({
      id: sql.placeholder('id'),
      displayName: sql.placeholder('name'),
      createdAt: sql.placeholder('at'),
    })
    .returning({ id: people.id }),
)

t.test('it is built once, and runs with values as drizzle would', async (t) => {
  const [id, at] = [newId(), new Date('2026-01-02T03:04:05.678Z')]
  t.same(await within(db, none, (tx) => add(tx, { id, name: 'Somebody', at })), [{ id }])
  for (let n = 0; n < 3; n += 1) {
    const rows = await within(db, none, (tx) => byId(tx, { id }))
    t.same(rows, [{ id, displayName: 'Somebody', createdAt: at }])
  }
  t.equal(built, 1)
})

t.test(
  'it runs inside the unit: what the unit wrote is seen, and nobody else sees it',
  async (t) => {
    const id = newId()
    await within(db, none, async (tx) => {
      await add(tx, { id, name: 'Somebody', at: new Date() })
      t.equal((await byId(tx, { id })).length, 1)
      t.equal((await within(db, none, (other) => byId(other, { id }))).length, 0)
    })
  },
)

t.test('it is named: the server parses it once a connection', async (t) => {
  const counted = await within(db, none, async (tx) => {
    await byId(tx, { id: newId() })
    await byId(tx, { id: newId() })
    return tx.execute(sql`
      select count(*)::int as n from pg_prepared_statements
      where statement like 'select "id", "display_name"%'`)
  })
  t.same([...counted], [{ n: 1 }])
})

t.test('a value that is missing fails before the database is asked', async (t) => {
  t.match(await thrown(() => within(db, none, (tx) => byId(tx, {}))), {
    message: /placeholder "id"/,
  })
})
