// What an API key is, and the steps its decisions share: lifetime, tag, event.
// How a key is spelled is key-text.ts; digests are made outside, the core only carries them.
import type { Owner, Scope } from '../context.ts'
import type { Happening } from '../document/event-v1.ts'
import type { ApiKeyId, PersonId } from '../ids.ts'
import type { KeyMode } from '../key-text.ts'
import type { ProblemError } from '../problem.ts'

export const apiKeyKinds = ['app', 'personal'] as const
export type ApiKeyKind = (typeof apiKeyKinds)[number]

/** Days that a key lives unless asked otherwise, and at most (IAM-02). */
export const defaultLifeDays = 90
export const longestLifeDays = 365

/** Days that the old secret may stay beside the new one (IAM-04). */
export const longestOverlapDays = 30

const dayMs = 86_400_000
export const daysAfter = (now: Date, days: number): Date => new Date(now.getTime() + days * dayMs)

/** A fresh secret as the database may know it: keyed digest (hex) and the last four characters. */
export type SecretDigest = { readonly digest: string; readonly last4: string }

/** `personId`: its maker, for whom it acts. `previous`: the secret before the last rotation. */
export type ApiKey = SecretDigest & {
  readonly id: ApiKeyId
  readonly personId: PersonId
  readonly kind: ApiKeyKind
  readonly environment: KeyMode
  readonly label: string
  readonly scopes: readonly Scope[]
  readonly previous: { readonly digest: string; readonly until: Date } | null
  readonly createdAt: Date
  readonly rotatedAt: Date | null
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly revokedBy: PersonId | null
  readonly lastUsedAt: Date | null
  readonly revision: number
}

export type ApiKeyDecided = {
  readonly key: ApiKey
  readonly events: readonly Happening[]
}

/** Of everything but `lastUsedAt`, which the service writes in passing. */
export const etagOfApiKey = ({ revision }: Pick<ApiKey, 'revision'>): string => `"${revision}"`

export type ApiKeyState = 'active' | 'expired' | 'revoked'

export const apiKeyState = (
  { revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>,
  now: Date,
): ApiKeyState => {
  if (revokedAt !== null) return 'revoked'
  return expiresAt <= now ? 'expired' : 'active'
}

/** The end that was asked for (RFC 3339), or the usual one. */
export const expiryOf = (asked: string | null, now: Date): Date =>
  asked === null ? daysAfter(now, defaultLifeDays) : new Date(asked)

export const expiryFindings = (expiresAt: Date, now: Date): readonly ProblemError[] => {
  const pointer = '/expiresAt'
  if (expiresAt <= now) {
    return [{ pointer, code: 'in-the-past', detail: 'The key would have expired.' }]
  }
  if (expiresAt > daysAfter(now, longestLifeDays)) {
    const detail = `A key lives at most ${longestLifeDays} days: rotate it in time.`
    return [{ pointer, code: 'too-late', detail }]
  }
  return []
}

export const happened = (
  type: 'api-key.created' | 'api-key.rotated' | 'api-key.revoked',
  owner: Owner,
  { id, personId, revision }: ApiKey,
): Happening => ({
  type,
  subject: id,
  ids: { [`${owner.kind}Id`]: owner.id, personId },
  versions: { apiKey: String(revision) },
})
