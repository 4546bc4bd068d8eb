// Pages by keyset: nothing twice, nothing left out, cursors that fit one list only.
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import type { AssociationId } from '../../src/core/ids.ts'
import { sign } from '../../src/db/digest.ts'
import { after, before, defaultLimit, maxLimit, type Page, pagesWith } from '../../src/db/page.ts'
import { associationOrganizations } from '../../src/db/tables/associations.ts'
import {
  associationOf,
  makeAssociation,
  newId,
  openUnits,
  thrown,
  within,
} from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const db = openUnits(t, addresses)
const secret = 's'.repeat(32)
const pages = pagesWith([secret])
const rows = associationOrganizations
type Row = typeof rows.$inferSelect

const list = { sort: 'name', filter: { synthetic: true } }
const keyOf = (row: Row) => [row.name, row.organizationId]
const nameOf = (row: Row) => row.name

const add = (associationId: AssociationId, ...names: readonly string[]) =>
  within(db, associationOf(associationId), (tx) =>
    tx.insert(rows).values(
      names.map((name) => ({
        associationId,
        organizationId: newId(),
        name,
        createdAt: new Date('2026-01-01T00:00:00Z'),
      })),
    ),
  )

const read = (associationId: AssociationId, page: Page) =>
  within(db, associationOf(associationId), (tx) =>
    tx
      .select()
      .from(rows)
      .where(
        and(eq(rows.associationId, associationId), after(page, rows.name, rows.organizationId)),
      )
      .orderBy(rows.name, rows.organizationId)
      .limit(page.limit + 1),
  )

/** Walks a list to its end, doing something between two pages. */
const walk = async (associationId: AssociationId, limit: number, between = async () => {}) => {
  const seen: string[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const page = pages.open({ cursor, limit }, list)
    const { items, nextCursor } = page.close(await read(associationId, page), keyOf, nameOf)
    seen.push(...items)
    cursor = nextCursor
    await between()
  }
  return seen
}

t.test('every row appears once, whatever the size of the page', async (t) => {
  const associationId = await makeAssociation(db)
  const names = ['a', 'B', 'b', 'b', 'c', 'ä', '中']
  await add(associationId, ...names)
  const inByteOrder = ['B', 'a', 'b', 'b', 'c', 'ä', '中']
  for (const limit of [1, 2, 6, 7, 8]) t.same(await walk(associationId, limit), inByteOrder)
})

t.test('rows that stay appear once while others come and go', async (t) => {
  const associationId = await makeAssociation(db)
  const staying = Array.from({ length: 20 }, (_, n) => `m${String(n).padStart(2, '0')}`)
  await add(associationId, ...staying)
  let turn = 0
  const seen = await walk(associationId, 3, async () => {
    turn += 1
    await add(associationId, `a${turn}`, `z${turn}`)
    await within(db, associationOf(associationId), (tx) =>
      tx
        .delete(rows)
        .where(and(eq(rows.associationId, associationId), eq(rows.name, `a${turn - 1}`))),
    )
    if (turn > 30) t.fail('the walk does not end')
  }).then((names) => names.filter((name) => name.startsWith('m')))
  t.same(seen, staying)
})

t.test('descending pages go the other way', async (t) => {
  const associationId = await makeAssociation(db)
  await add(associationId, 'a', 'b', 'c')
  const downwards = (page: Page) =>
    within(db, associationOf(associationId), (tx) =>
      tx
        .select()
        .from(rows)
        .where(and(eq(rows.associationId, associationId), before(page, rows.name)))
        .orderBy(rows.name)
        .limit(9),
    )
  const start = pages.open({}, list)
  t.same((await downwards(start)).map(nameOf), ['a', 'b', 'c'])
  const [, second] = await downwards(start)
  const at = pages.open({ limit: 1 }, list)
  const { nextCursor } = at.close([second, second] as Row[], (row) => [row.name], nameOf)
  const next = pages.open({ cursor: nextCursor ?? '' }, list)
  t.same((await downwards(next)).map(nameOf), ['a'])
})

t.test('a limit is fifty by default, also for 0, and two hundred at most', async (t) => {
  t.equal(pages.open({}, list).limit, defaultLimit)
  t.equal(pages.open({ limit: 0 }, list).limit, defaultLimit)
  t.equal(pages.open({ limit: 7 }, list).limit, 7)
  t.equal(pages.open({ limit: 1000 }, list).limit, maxLimit)
})

const cursorFor = (secrets: readonly [string, ...string[]] = [secret], of: object = list) => {
  const page = pagesWith(secrets).open({ limit: 1 }, of as typeof list)
  const at = new Date('2026-01-02T03:04:05.678Z')
  return page.close([1, 2], (n) => [at, n, 'x'], String).nextCursor ?? ''
}

t.test('a cursor carries instants, numbers and texts exactly', async (t) => {
  const { last } = pages.open({ cursor: cursorFor() }, list)
  t.same(last, ['2026-01-02T03:04:05.678Z', 1, 'x'])
})

t.test(
  'a cursor that is not ours, was changed, or belongs to another list is refused',
  async (t) => {
    const good = cursorFor()
    const [text = '', signature = ''] = good.split('.')
    const forged = Buffer.from(JSON.stringify([1, 'name', '', 'x'])).toString('base64url')
    const wrong = ['', 'x', '.', `${text}.`, `${forged}.${signature}`, `${good}.x`, `${good}00`]
    for (const cursor of [...wrong, cursorFor(['t'.repeat(32)])])
      t.match(await thrown(() => pages.open({ cursor }, list)), {
        code: 'cursor-invalid',
        parameters: { reason: 'unknown' },
      })
    for (const other of [{ ...list, sort: 'createdAt' }, { sort: 'name' }])
      t.match(await thrown(() => pages.open({ cursor: good }, other)), {
        code: 'cursor-invalid',
        parameters: { reason: 'other_list' },
      })
  },
)

t.test('a cursor survives the rotation of the secret that signed it', async (t) => {
  const rotated = pagesWith(['n'.repeat(32), secret])
  t.equal(rotated.open({ cursor: cursorFor() }, list).last?.length, 3)
  t.match(await thrown(() => pages.open({ cursor: cursorFor(['n'.repeat(32)]) }, list)), {
    code: 'cursor-invalid',
  })
})

t.test('the cursor of a feed is always set, and stays where nothing has happened', async (t) => {
  const page = pages.open({ limit: 2 }, list)
  const first = page.closeFeed([1, 2, 3], (n) => [n], String)
  t.same(first.items, ['1', '2'])
  const next = pages.open({ cursor: first.nextCursor ?? '' }, list)
  t.same(next.last, [2])
  const none = next.closeFeed([] as number[], (n) => [n], String)
  t.same(pages.open({ cursor: none.nextCursor ?? '' }, list).last, [2])
  const empty = page.closeFeed([] as number[], (n) => [n], String)
  t.equal(pages.open({ cursor: empty.nextCursor ?? '' }, list).last, null, 'still from the start')
})

t.test('the cursor of a feed tells nobody where it stands, and has one spelling', async (t) => {
  const at = (seq: number, secrets: readonly [string, ...string[]] = [secret]) =>
    String(
      pagesWith(secrets)
        .open({}, list)
        .closeFeed([seq], (n) => [n], String).nextCursor,
    )
  const bytes = (cursor: string) => Buffer.from(cursor, 'base64url').toString('latin1')
  t.notMatch(bytes(at(123_456_789)), /123456789|name/)
  t.match(bytes(cursorFor()), /name/, 'control: of lists it does')
  t.equal(at(1).length, at(Number.MAX_SAFE_INTEGER).length, 'nor does its length')
  const [newer, asked] = [['n'.repeat(32), secret] as const, at(7)]
  const still = (secrets: readonly [string, ...string[]]) =>
    pagesWith(secrets)
      .open({ cursor: asked }, list)
      .closeFeed([] as number[], (n) => [n], String).nextCursor ?? ''
  t.equal(still([secret]), asked, 'it stays where nothing has happened')
  t.same(pagesWith([newer[0]]).open({ cursor: still(newer) }, list).last, [7], 'and is sealed anew')
  const good = at(7)
  const changed = `${good.slice(0, 40)}${good[40] === 'A' ? 'B' : 'A'}${good.slice(41)}`
  for (const cursor of [`${good}x`, `${good}=`, changed, at(7, ['t'.repeat(32)])])
    t.match(await thrown(() => pages.open({ cursor }, list)), {
      code: 'cursor-invalid',
      parameters: { reason: 'unknown' },
    })
  t.match(await thrown(() => pages.open({ cursor: good }, { sort: 'name' })), {
    code: 'cursor-invalid',
    parameters: { reason: 'other_list' },
  })
})

t.test('the last page says that it is the last', async (t) => {
  const page = pages.open({ limit: 2 }, list)
  t.equal(page.close([1, 2], (n) => [n], String).nextCursor, null)
  t.equal(page.close([] as number[], (n) => [n], String).nextCursor, null)
})

t.test('what is signed is the text as it stands', async (t) => {
  const [text = '', signature = ''] = cursorFor().split('.')
  t.equal(signature, sign([secret], text))
})
