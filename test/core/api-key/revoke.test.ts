import t from 'tap'
import { revokeApiKey } from '../../../src/core/api-key/revoke.ts'
import { aKey } from '../../support/api-keys.ts'
import {
  later,
  me,
  now,
  organization,
  refusal,
  somebody,
  standings,
} from '../../support/standings.ts'

const base = { key: aKey, owner: organization, standing: standings.admin, now: later }

t.test('a key ends at once and for good, the secret before it too', async (t) => {
  const rotated = { ...aKey, previous: { digest: 'c'.repeat(64), until: later } }
  const { key, events } = revokeApiKey({ ...base, key: rotated })
  t.match(key, { previous: null, revokedAt: later, revokedBy: me, revision: 2 })
  t.match(events, [{ type: 'api-key.revoked' }])
  const again = revokeApiKey({ ...base, key })
  t.equal(again.key, key)
  t.same(again.events, [])
})

t.test('administrators end the keys of others too', async (t) => {
  const key = { ...aKey, personId: somebody, createdAt: now }
  t.ok(revokeApiKey({ ...base, key }).key.revokedAt)
  t.ok(revokeApiKey({ ...base, key, standing: standings.associationAdmin }).key.revokedAt)
  t.equal(
    refusal(() => revokeApiKey({ ...base, key, standing: standings.viewer })).code,
    'forbidden',
  )
})
