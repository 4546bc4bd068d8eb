// Decides the end of a key: at once and for good.
import { demand } from '../access.ts'
import type { Owner, Standing } from '../context.ts'
import { type ApiKey, type ApiKeyDecided, happened } from './api-key.ts'

export type RevokeApiKey = {
  readonly key: ApiKey
  readonly owner: Owner
  readonly standing: Standing
  readonly now: Date
}

/** Refuses with `forbidden` or `not-found`. Revoked already: the same key and no event. */
export const revokeApiKey = ({ key, owner, standing, now }: RevokeApiKey): ApiKeyDecided => {
  demand(standing, 'keys:write', { personId: key.personId })
  if (key.revokedAt !== null) return { key, events: [] }
  const revoked: ApiKey = {
    ...key,
    previous: null,
    revokedAt: now,
    revokedBy: standing.personId,
    revision: key.revision + 1,
  }
  return { key: revoked, events: [happened('api-key.revoked', owner, revoked)] }
}
