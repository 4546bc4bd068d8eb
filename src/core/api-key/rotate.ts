// Decides that a key gets a new secret, and how long the old one stays good beside it.
// Only its maker: whoever holds the secret acts as the maker, so nobody else may get a fresh one.
import { demand } from '../access.ts'
import type { Owner, Standing } from '../context.ts'
import { Problem } from '../problem.ts'
import {
  type ApiKey,
  type ApiKeyDecided,
  apiKeyState,
  daysAfter,
  expiryFindings,
  expiryOf,
  happened,
  type SecretDigest,
} from './api-key.ts'

export type RotateApiKey = {
  readonly key: ApiKey
  readonly owner: Owner
  /** `overlapDays`: 0 to 30. `expiresAt`: of the new secret, RFC 3339; null: in 90 days. */
  readonly input: { readonly overlapDays: number; readonly expiresAt: string | null }
  readonly secret: SecretDigest
  readonly standing: Standing
  readonly now: Date
}

/**
 * Refuses with `forbidden` or `not-found`, `illegal-transition` for a key that is over, `document-invalid`
 * for an end that cannot be. The old secret never outlives the end it had.
 */
export const rotateApiKey = (given: RotateApiKey): ApiKeyDecided => {
  const { key, owner, input, secret, standing, now } = given
  demand(standing, 'keys:rotate', { personId: key.personId })
  const state = apiKeyState(key, now)
  if (state !== 'active') {
    throw new Problem('illegal-transition', { state, event: 'rotate', allowed: [] })
  }
  const expiresAt = expiryOf(input.expiresAt, now)
  const errors = expiryFindings(expiresAt, now)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const until = earlier(daysAfter(now, input.overlapDays), key.expiresAt)
  const rotated: ApiKey = {
    ...key,
    ...secret,
    previous: input.overlapDays === 0 ? null : { digest: key.digest, until },
    rotatedAt: now,
    expiresAt,
    revision: key.revision + 1,
  }
  return { key: rotated, events: [happened('api-key.rotated', owner, rotated)] }
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other)
