// Keys: claimed first, completed last, the same bytes for a retry, and nobody else's business.
import t from 'tap'
import { answerOf } from '../../src/core/request.ts'
import { type Claim, claim, complete } from '../../src/db/idempotency.ts'
import { contextStatement, reachOf } from '../../src/db/reach.ts'
import {
  associationOf,
  makeHouse,
  newId,
  openPlain,
  openUnits,
  organizationOf,
  thrown,
} from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const addresses = await withDatabase(t)
const db = openUnits(t, addresses)
const house = await makeHouse(db)
const peppers = ['p'.repeat(32)] as const
const answer = answerOf({ status: 201, headers: { etag: '"1"' }, body: '{"secret":"shown once"}' })

const claimOf = (more: Partial<Claim> = {}): Claim => ({
  owner: organizationOf(house.organizationId),
  principalId: house.personId,
  operation: 'createThing',
  key: newId(),
  fingerprint: 'a'.repeat(64),
  at: new Date(),
  peppers,
  ...more,
})
const context = contextStatement(
  reachOf(organizationOf(house.organizationId), associationOf(house.associationId), null),
)
const patient = { mode: '', context: `${context}; set local lock_timeout = '5s'` }
const hasty = { mode: '', context: `${context}; set local lock_timeout = '10ms'` }

/** Claims in a unit of its own and completes; null: it was fresh. */
const once = (wanted: Claim, begin = patient, between = async () => {}) =>
  db.begin(begin, async (connection) => {
    const stored = await claim(connection, wanted)
    if (stored !== null) return stored
    await between()
    await complete(connection, wanted, answer)
    return null
  })

t.test('the second request gets the same bytes, marked as replayed', async (t) => {
  for (const owner of [organizationOf(house.organizationId), associationOf(house.associationId)]) {
    const wanted = claimOf({ owner })
    t.equal(await once(wanted), null)
    t.match(await once(wanted), {
      status: 201,
      headers: { etag: '"1"', 'idempotency-replayed': 'true' },
      body: answer.body,
    })
  }
})

t.test('an answer without a body is replayed without one', async (t) => {
  const wanted = claimOf()
  await db.begin(patient, async (connection) => {
    await claim(connection, wanted)
    await complete(connection, wanted, { status: 204, headers: {}, body: null })
  })
  t.match(await once(wanted), { status: 204, body: null })
})

t.test(
  'what is older than thirty days goes with the next key of its tenant, and nothing else',
  async (t) => {
    const sql = openPlain(t, addresses.superuserUrl)
    const day = 86_400_000
    const past = (days: number) => ({ at: new Date(Date.now() - days * day) })
    for (const owner of [
      organizationOf(house.organizationId),
      associationOf(house.associationId),
    ]) {
      const [old, kept] = [claimOf({ owner, ...past(31) }), claimOf({ owner, ...past(29) })]
      await once(old)
      await once(kept)
      const keys = async () =>
        (
          await sql`select key from ${sql(`${owner.kind}_idempotency`)} where key in (${old.key}, ${kept.key})`
        ).map(({ key }) => key)
      const others =
        owner.kind === 'organization'
          ? associationOf(house.associationId)
          : organizationOf(house.organizationId)
      await once(claimOf({ owner: others }))
      t.same((await keys()).length, 2, 'another tenant clears up nothing here')
      await once(claimOf({ owner }))
      t.same(await keys(), [kept.key])
    }
  },
)

t.test('another principal, operation or owner never shares a key', async (t) => {
  const wanted = claimOf()
  await once(wanted)
  for (const other of [
    { principalId: newId() },
    { operation: 'other' },
    { key: newId() },
    { owner: associationOf(house.associationId) },
  ])
    t.equal(await once({ ...wanted, ...other }), null)
})

t.test('other bytes under the same key are refused', async (t) => {
  const wanted = claimOf()
  await once(wanted)
  const error = await thrown(() => once({ ...wanted, fingerprint: 'b'.repeat(64) }))
  t.match(error, { code: 'idempotency-key-reused' })
})

t.test('while one request runs, another waits and then gets its answer', async (t) => {
  const wanted = claimOf()
  let second: ReturnType<typeof once> | undefined
  await once(wanted, patient, async () => {
    second = once(wanted)
  })
  t.match(await second, { status: 201 })
})

t.test('whoever waits too long is told that it is in progress', async (t) => {
  const wanted = claimOf()
  await once(wanted, patient, async () => {
    t.match(await thrown(() => once(wanted, hasty)), { code: 'request-in-progress' })
  })
})

t.test('a key whose unit failed is free again', async (t) => {
  const wanted = claimOf()
  await thrown(() => once(wanted, patient, () => Promise.reject(new Error('no'))))
  t.equal(await once(wanted), null)
})

t.test('a dump of the table opens nothing, and without its pepper nobody does', async (t) => {
  const wanted = claimOf()
  await once(wanted)
  const admin = openPlain(t, addresses.superuserUrl)
  const [row] = await admin`select body from organization_idempotency where key = ${wanted.key}`
  t.notMatch(row?.body, /secret|shown/)
  const error = await thrown(() => once({ ...wanted, peppers: ['q'.repeat(32)] }))
  t.match(error, { message: /pepper is gone/ })
  t.match(await once({ ...wanted, peppers: ['q'.repeat(32), ...peppers] }), { body: answer.body })
})

t.test('any other failure of the claim stays what it is', async (t) => {
  const error = await thrown(() => once(claimOf({ fingerprint: 'short' })))
  t.match(error, { code: '23514', constraint_name: 'organization_idempotency_fingerprint_check' })
})
