import t from 'tap'
import {
  apiKeyState,
  daysAfter,
  etagOfApiKey,
  expiryFindings,
  expiryOf,
  happened,
} from '../../../src/core/api-key/api-key.ts'
import { aKey } from '../../support/api-keys.ts'
import { later, now, organization } from '../../support/standings.ts'

t.test('a key is active until it expires or is revoked, revoked for good', async (t) => {
  t.equal(apiKeyState({ revokedAt: null, expiresAt: later }, now), 'active')
  t.equal(apiKeyState({ revokedAt: null, expiresAt: now }, now), 'expired')
  t.equal(apiKeyState({ revokedAt: now, expiresAt: later }, now), 'revoked')
})

t.test('it lives 90 days unless asked otherwise, and 365 at most', async (t) => {
  t.same(expiryOf(null, now), new Date('2026-05-30T08:00:00.000Z'))
  t.same(expiryOf('2026-04-01T00:00:00Z', now), new Date('2026-04-01T00:00:00Z'))
  const found = (at: Date) => expiryFindings(at, now).map(({ code }) => code)
  t.same(found(later), [])
  t.same(found(now), ['in-the-past'])
  t.same(found(daysAfter(now, 365)), [])
  t.same(found(new Date(daysAfter(now, 365).getTime() + 1)), ['too-late'])
})

t.test('its tag is its revision, its event names owner and maker', async (t) => {
  t.equal(etagOfApiKey({ revision: 3 }), '"3"')
  t.same(happened('api-key.created', organization, aKey), {
    type: 'api-key.created',
    subject: aKey.id,
    ids: { organizationId: organization.id, personId: aKey.personId },
    versions: { apiKey: '1' },
  })
})
