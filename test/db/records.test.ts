// What is recorded beside effects: outside reads and refusals, in a short unit, or not answered at all.
import { asc, eq } from 'drizzle-orm'
import t from 'tap'
import type { Owner } from '../../src/core/context.ts'
import type { CycleId, SubmissionId } from '../../src/core/ids.ts'
import { Problem } from '../../src/core/problem.ts'
import { actorOf, nobody, principalIdOf, recordRead, recordRefusal } from '../../src/db/records.ts'
import { associationEvents, organizationEvents } from '../../src/db/tables/events.ts'
import {
  associationOf,
  contextOf,
  keyOf,
  makeHouse,
  newId,
  openUnits,
  organizationOf,
  thrown,
  tokenOf,
  within,
} from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const db = openUnits(t, addresses)

const eventsOf = (owner: Owner) =>
  within(db, owner, (tx) =>
    tx
      .select()
      .from(organizationEvents)
      .where(eq(organizationEvents.ownerId, owner.id))
      .orderBy(asc(organizationEvents.seq)),
  )

const stage = async () => {
  const { organizationId, associationId, principal, personId } = await makeHouse(db)
  const owner = organizationOf(organizationId)
  const standing = {
    personId,
    keyId: null,
    organizationRole: null,
    associationRole: 'programme_manager',
    grants: [],
  } as const
  const arrival = { standing, now: new Date() }
  const context = contextOf(principal, owner)
  return { owner, associationId, principal, personId, arrival, context }
}
const forbidden = new Problem('forbidden', { action: 'submissions:read', roles: [] })

t.test('a read by an outsider is an event a subject', async (t) => {
  const { owner, context, personId } = await stage()
  const [one, two] = [newId(), newId()]
  await recordRead(db, context, [one, two])
  const common = { type: 'content.read', outcome: 'read', actorPersonId: personId }
  t.match(await eventsOf(owner), [
    { ...common, subject: one, requestId: context.requestId, operation: 'testOperation' },
    { ...common, subject: two, address: '127.0.0.1' },
  ])
})

t.test('nothing shown, nothing recorded; and no tenant, no record', async (t) => {
  const { owner, context, principal } = await stage()
  await recordRead(db, context, [])
  await recordRead(db, contextOf(principal, { kind: 'none' }), [newId()])
  t.same(await eventsOf(owner), [])
})

t.test(
  'what a panel reads is told to its association alone, with whose panel it was',
  async (t) => {
    const { owner, context, arrival, associationId } = await stage()
    const panel = { associationId, cycleId: newId<CycleId>(), assignment: null }
    const panelOf = newId<SubmissionId>()
    const sided = { ...context, side: 'review', panelOf } as const
    await recordRead(db, sided, [panelOf], { ...arrival, standing: { ...arrival.standing, panel } })
    t.same(await eventsOf(owner), [])
    const rows = await within(db, associationOf(associationId), (tx) =>
      tx.select().from(associationEvents),
    )
    t.match(rows, [{ type: 'content.read', outcome: 'read', subject: panelOf }])
    const payload = { ids: { organizationId: owner.id, submissionId: panelOf } }
    t.same(JSON.parse(String(rows[0]?.payload)), payload)
  },
)

t.test('a read that cannot be recorded fails', async (t) => {
  const { context } = await stage()
  const gone = openUnits(t, { appUrl: 'postgres://nobody@127.0.0.1:1/none' })
  const error = await thrown(() => recordRead(gone, context, [newId()]))
  t.match(error, { code: 'unavailable', parameters: { reason: 'database' } })
})

t.test('a refusal to somebody with standing is an event with its code', async (t) => {
  const { owner, context, arrival } = await stage()
  await recordRefusal(db, { ...context, subject: 'the thing' }, arrival, forbidden)
  await recordRefusal(db, context, arrival, forbidden)
  const common = { type: 'operation.refused', outcome: 'refused', payload: '{"code":"forbidden"}' }
  t.match(await eventsOf(owner), [
    { ...common, subject: 'the thing' },
    { ...common, subject: owner.id },
  ])
})

t.test('strangers, other failures and reads without a tenant leave no trace here', async (t) => {
  const { owner, context, arrival, principal } = await stage()
  await recordRefusal(db, context, null, forbidden)
  await recordRefusal(db, context, arrival, new Problem('not-found', {}))
  await recordRefusal(db, context, arrival, new Error('a bug'))
  await recordRefusal(db, contextOf(principal, { kind: 'none' }), arrival, forbidden)
  t.same(await eventsOf(owner), [])
})

t.test('what is refused on the side of a panel is told to its association alone', async (t) => {
  const { owner, context, arrival, associationId } = await stage()
  const panel = { associationId, cycleId: newId<CycleId>(), assignment: null }
  const panelOf = newId<SubmissionId>()
  const sided = { ...context, side: 'review', panelOf, subject: 'the thing' } as const
  const seated = { ...arrival, standing: { ...arrival.standing, panel } }
  await recordRefusal(db, sided, seated, forbidden)
  await recordRefusal(db, sided, arrival, forbidden)
  t.same(await eventsOf(owner), [])
  const rows = await within(db, associationOf(associationId), (tx) =>
    tx.select().from(associationEvents),
  )
  t.match(rows, [{ type: 'operation.refused', subject: 'the thing', ownerId: associationId }])
  t.equal(rows.length, 1, 'where no programme is known there is nobody to tell')
  const { panelOf: _, ...home } = { ...sided, tenant: associationOf(associationId) }
  await recordRefusal(db, home, arrival, forbidden)
  await recordRefusal(db, { ...home, beside: owner }, arrival, forbidden)
  const later = await within(db, associationOf(associationId), (tx) =>
    tx.select().from(associationEvents).orderBy(asc(associationEvents.seq)),
  )
  t.equal(later.length, 3, 'its own tenant stays its own')
  const code = 'forbidden'
  const organizationId = owner.id
  t.same(
    later.map(({ payload }) => JSON.parse(payload)),
    [
      { code, ids: { organizationId, submissionId: panelOf } },
      { code },
      { code, ids: { organizationId } },
    ],
    'each says of whose panel it was, where one is known',
  )
})

t.test('a flood of refusals is counted, not listed', async (t) => {
  const { owner, context, arrival } = await stage()
  const listings = [{ unlisted: 0 }, null, { unlisted: 7 }]
  const flooded = { ...db, refusals: { next: () => listings.shift() ?? null } }
  for (let n = 0; n < 3; n += 1) await recordRefusal(flooded, context, arrival, forbidden)
  t.match(
    (await eventsOf(owner)).map(({ payload }) => payload),
    ['{"code":"forbidden"}', '{"code":"forbidden","unlisted":7}'],
  )
})

t.test('an actor is a key or a person, or nobody', async (t) => {
  const { principal, owner, personId } = await stage()
  const key = keyOf(personId, newId(), owner)
  t.equal(principalIdOf(key), key.keyId)
  t.equal(principalIdOf(tokenOf(personId)), personId)
  t.equal(principalIdOf(null), nobody)
  t.match(actorOf(contextOf(key, owner)), { personId, keyId: key.keyId })
  t.match(actorOf(contextOf(principal, owner)), { personId, keyId: null })
  t.match(actorOf(contextOf(null, { kind: 'none' })), { personId: null, keyId: null })
})
