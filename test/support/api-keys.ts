// A stored key for the tests of decisions about keys.
import type { ApiKey } from '../../src/core/api-key/api-key.ts'
import { ApiKeyId } from '../../src/core/ids.ts'
import { me, now, numbered } from './standings.ts'

export const aKey: ApiKey = {
  id: ApiKeyId.parse(numbered(30)),
  personId: me,
  kind: 'app',
  environment: 'live',
  label: 'Reporting',
  scopes: ['organizations:read'],
  digest: 'a'.repeat(64),
  last4: 'abcd',
  previous: null,
  createdAt: now,
  rotatedAt: null,
  expiresAt: new Date('2026-05-01T00:00:00Z'),
  revokedAt: null,
  revokedBy: null,
  lastUsedAt: null,
  revision: 1,
}
