// The chain of events: no gap, no fork, and whoever tampers with it is found at the first wrong number.
import { asc, eq } from 'drizzle-orm'
import t from 'tap'
import type { Owner } from '../../src/core/context.ts'
import { append, type Entry, firstBreak, type StoredEvent } from '../../src/db/events.ts'
import { contextStatement, reachOf } from '../../src/db/reach.ts'
import {
  associationEventHeads,
  associationEvents,
  organizationEventHeads,
  organizationEvents,
} from '../../src/db/tables/events.ts'
import {
  associationOf,
  makeHouse,
  newId,
  openPlain,
  openUnits,
  organizationOf,
  thrown,
  within,
} from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const db = openUnits(t, addresses, { max: 12 })

const entryOf = (owner: Owner, more: Partial<Entry> = {}): Entry => ({
  owner,
  id: newId(),
  happening: { type: 'thing.changed', subject: newId(), revision: 2 },
  outcome: 'success',
  actor: {
    personId: newId(),
    keyId: null,
    requestId: newId(),
    operation: 'changeThing',
    address: '127.0.0.1',
  },
  at: new Date('2026-01-02T03:04:05.678Z'),
  ...more,
})

const add = (owner: Owner, entries: readonly Entry[], before = async () => {}) =>
  db.begin(
    { mode: '', context: contextStatement(reachOf(owner, null, null)) },
    async (connection) => {
      await before()
      await append(connection, entries)
    },
  )

/** The whole chain of the owner, and its head. */
const chainOf = (owner: Owner) => {
  const [events, heads] =
    owner.kind === 'organization'
      ? ([organizationEvents, organizationEventHeads] as const)
      : ([associationEvents, associationEventHeads] as const)
  return within(db, owner, async (tx) => {
    const rows: readonly StoredEvent[] = await tx
      .select()
      .from(events)
      .where(eq(events.ownerId, owner.id))
      .orderBy(asc(events.seq))
    const [head] = await tx.select().from(heads).where(eq(heads.ownerId, owner.id))
    return { rows, head: head ?? { seq: 0, hash: '' } }
  })
}

t.test('an event is stored as it happened, and starts the chain of its owner', async (t) => {
  const house = await makeHouse(db)
  for (const owner of [organizationOf(house.organizationId), associationOf(house.associationId)]) {
    const entry = entryOf(owner)
    await add(owner, [entry])
    const { rows, head } = await chainOf(owner)
    t.match(rows, [
      {
        seq: 1,
        id: entry.id,
        type: 'thing.changed',
        subject: entry.happening.subject,
        payload: '{"revision":2}',
        outcome: 'success',
        operation: 'changeThing',
        actorPersonId: entry.actor.personId,
        actorKeyId: null,
        requestId: entry.actor.requestId,
        occurredAt: entry.at,
        previousHash: '0'.repeat(64),
        hash: head.hash,
      },
    ])
    t.equal(await firstBreak(rows, head), null)
  }
})

t.test('several events of one unit follow each other in their order', async (t) => {
  const { organizationId } = await makeHouse(db)
  const owner = organizationOf(organizationId)
  const entries = [1, 2, 3].map((revision) =>
    entryOf(owner, { happening: { type: 'thing.changed', subject: newId(), revision } }),
  )
  await add(owner, entries)
  const { rows, head } = await chainOf(owner)
  t.same(
    rows.map(({ id, seq }) => [id, seq]),
    entries.map(({ id }, place) => [id, place + 1]),
  )
  t.equal(await firstBreak(rows, head), null)
})

t.test('twelve writers at once leave no gap, and a feed by seq misses nothing', async (t) => {
  const { organizationId } = await makeHouse(db)
  const owner = organizationOf(organizationId)
  const feed: number[] = []
  const poll = async () => {
    const last = feed.at(-1) ?? 0
    const { rows } = await chainOf(owner)
    feed.push(...rows.map(({ seq }) => seq).filter((seq) => seq > last))
  }
  let refused = 0
  const writers = Array.from({ length: 12 }, async (_, writer) => {
    for (let n = 0; n < 10; n += 1) {
      const failing = n % 5 === writer % 5
      const work = failing ? () => Promise.reject(new Error('no')) : undefined
      await add(owner, [entryOf(owner)], work).catch(() => {
        refused += 1
      })
      if (writer === 0) await poll()
    }
  })
  await Promise.all(writers)
  await poll()
  const { rows, head } = await chainOf(owner)
  const numbers = Array.from({ length: 120 - refused }, (_, place) => place + 1)
  t.equal(refused, 24)
  t.same(
    rows.map(({ seq }) => seq),
    numbers,
  )
  t.same(feed, numbers)
  t.equal(await firstBreak(rows, head), null)
})

t.test('what is thin stays canonical: only what JSON can say', async (t) => {
  const { organizationId } = await makeHouse(db)
  const owner = organizationOf(organizationId)
  const happening = { type: 'a.b', subject: 'x', wrong: undefined }
  t.ok((await thrown(() => add(owner, [entryOf(owner, { happening })]))) instanceof TypeError)
})

t.test('no role that serves requests, nor the owner, changes or removes an event', async (t) => {
  const { organizationId } = await makeHouse(db)
  const owner = organizationOf(organizationId)
  await add(owner, [entryOf(owner)])
  const changes = [
    `update organization_events set type = 'x' where organization_id = '${organizationId}'`,
    `delete from organization_events where organization_id = '${organizationId}'`,
    'truncate organization_events',
  ]
  const app = { mode: '', context: contextStatement(reachOf(owner, null, null)) }
  for (const change of changes)
    t.match(await thrown(() => db.begin(app, (connection) => connection.unsafe(change))), {
      code: '42501',
    })
  const own = openPlain(t, addresses.ownerUrl)
  for (const change of changes)
    t.match(
      await thrown(() =>
        own.begin(async (tx) => {
          await tx.unsafe(app.context)
          await tx.unsafe(change)
        }),
      ),
      { code: '23000', constraint_name: 'organization_events_immutable' },
    )
  const { rows, head } = await chainOf(owner)
  t.equal(rows.length, 1)
  t.equal(await firstBreak(rows, head), null)
})

t.test('whoever gets past all that is found at the first wrong number', async (t) => {
  const { organizationId } = await makeHouse(db)
  const owner = organizationOf(organizationId)
  await add(owner, [entryOf(owner), entryOf(owner), entryOf(owner), entryOf(owner)])
  const { rows, head } = await chainOf(owner)
  const [one, two, three, four] = rows as [StoredEvent, StoredEvent, StoredEvent, StoredEvent]
  const tampered: readonly (readonly [string, readonly StoredEvent[], number])[] = [
    ['edited', [one, { ...two, subject: 'other' }, three, four], 2],
    ['edited actor', [one, two, { ...three, actorPersonId: newId() }, four], 3],
    ['removed', [one, three, four], 2],
    ['swapped', [one, three, two, four], 2],
    ['put in', [one, two, two, three, four], 3],
    ['cut at the end', [one, two, three], 4],
    ['all gone', [], 1],
  ]
  for (const [what, chain, at] of tampered) t.equal(await firstBreak(chain, head), at, what)
  t.equal(await firstBreak(rows, { ...head, hash: 'f'.repeat(64) }), 5, 'the head was moved')
  t.equal(await firstBreak(rows, head), null)
})

t.test('the address is outside the chain: it may be forgotten', async (t) => {
  const { organizationId } = await makeHouse(db)
  const owner = organizationOf(organizationId)
  await add(owner, [entryOf(owner)])
  const { rows, head } = await chainOf(owner)
  t.match(rows, [{ address: '127.0.0.1' }])
  const forgotten = rows.map((row) => ({ ...row, address: '' }))
  t.equal(await firstBreak(forgotten, head), null)
})
