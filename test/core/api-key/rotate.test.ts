import t from 'tap'
import { type RotateApiKey, rotateApiKey } from '../../../src/core/api-key/rotate.ts'
import { aKey } from '../../support/api-keys.ts'
import {
  findings,
  now,
  organization,
  refusal,
  somebody,
  standings,
} from '../../support/standings.ts'

const base: RotateApiKey = {
  key: aKey,
  owner: organization,
  input: { overlapDays: 7, expiresAt: null },
  secret: { digest: 'b'.repeat(64), last4: 'wxyz' },
  standing: standings.admin,
  now,
}
const rotate = (change: Partial<RotateApiKey> = {}) => rotateApiKey({ ...base, ...change })

t.test('the new secret counts, the old one stays as long as was asked', async (t) => {
  const { key, events } = rotate()
  t.match(key, {
    id: aKey.id,
    digest: 'b'.repeat(64),
    last4: 'wxyz',
    previous: { digest: aKey.digest, until: new Date('2026-03-08T08:00:00.000Z') },
    rotatedAt: now,
    expiresAt: new Date('2026-05-30T08:00:00.000Z'),
    revision: 2,
  })
  t.match(events, [{ type: 'api-key.rotated', versions: { apiKey: '2' } }])
})

t.test('without an overlap the old secret ends at once', async (t) => {
  t.equal(rotate({ input: { overlapDays: 0, expiresAt: null } }).key.previous, null)
})

t.test('the old secret never outlives the end it had', async (t) => {
  const expiresAt = new Date('2026-03-02T00:00:00Z')
  t.same(rotate({ key: { ...aKey, expiresAt } }).key.previous?.until, expiresAt)
})

t.test('only its maker gets a fresh secret', async (t) => {
  const key = { ...aKey, personId: somebody }
  t.equal(refusal(() => rotate({ key })).code, 'forbidden')
  t.equal(refusal(() => rotate({ key, standing: standings.associationAdmin })).code, 'forbidden')
  t.equal(refusal(() => rotate({ standing: standings.viewer })).code, 'forbidden')
})

t.test('what is over is not brought back', async (t) => {
  t.match(
    refusal(() => rotate({ key: { ...aKey, revokedAt: now } })),
    {
      code: 'illegal-transition',
      parameters: { state: 'revoked', event: 'rotate', allowed: [] },
    },
  )
  t.match(refusal(() => rotate({ key: { ...aKey, expiresAt: now } })).parameters, {
    state: 'expired',
  })
})

t.test('the new end is within bounds', async (t) => {
  const input = { overlapDays: 0, expiresAt: '2028-01-01T00:00:00Z' }
  t.same(
    findings(() => rotate({ input })),
    ['/expiresAt too-late'],
  )
})
