// Statements built once and run named, on the unit's own connection.
import { and, eq, lt, sql } from 'drizzle-orm'
import t from 'tap'
import type { Reader } from '../../src/db/handle.ts'
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

t.test('every kind of column is read as the builder reads it', async (t) => {
  const [id, at] = [newId(), new Date('2026-01-02T03:04:05.678Z')]
  const build = (reader: Pick<Reader, 'select'>, wanted: unknown) =>
    reader
      .select({
        id: people.id,
        at: people.createdAt,
        name: sql<string>`upper(${people.displayName})`,
        size: sql<number>`length(${people.displayName})`.mapWith((value) => value * 2),
        aliased: sql<string>`lower(${people.displayName})`.as('aliased'),
        nothing: sql<Date | null>`null::timestamptz`.mapWith(people.createdAt),
        constant: sql<number>`${7}::int`,
      })
      .from(people)
      .where(and(eq(people.id, wanted as string), lt(people.createdAt, new Date('2030-01-01'))))
  const ready = prepared((reader) => build(reader, sql.placeholder('id')))
  const [rows, built] = await within(db, none, async (tx) => {
    await add(tx, { id, name: 'Somebody', at })
    return Promise.all([ready(tx, { id }), build(tx, id)])
  })
  t.same(rows, [
    { id, at, name: 'SOMEBODY', size: 16, aliased: 'somebody', nothing: null, constant: 7 },
  ])
  t.same(rows, built, 'control: the builder itself')
})

t.test('what is selected by table is refused when it is built', async (t) => {
  t.throws(() => prepared((reader) => reader.select({ people }).from(people)), /flat/)
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
