// Checks bearer tokens of people: OAuth 2.0 access tokens (RFC 9068) of the configured issuers (IAM-06).
// Where the keys come from is key-sets.ts; who the subject is here is looked up in authenticate.ts.
import { createHash } from 'node:crypto'
import { decodeJwt, jwtVerify } from 'jose'
import { scopes as knownScopes, type Scope } from '../core/context.ts'
import { isProblem } from '../core/problem.ts'
import { expiringCache } from './expiring-cache.ts'
import { type FetchKeys, keySet } from './key-sets.ts'

export type Issuer = {
  readonly issuer: string
  readonly audience: string
  readonly jwksUri: string
}

/** What a good token says. The pair (issuer, subject) is the identity; a subject alone is not. */
export type VerifiedToken = {
  readonly issuer: string
  readonly subject: string
  readonly scopes: ReadonlySet<Scope>
}

export type VerifyToken = (token: string) => Promise<VerifiedToken | null>

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA']
const requiredClaims = ['exp', 'sub', 'iat', 'client_id']
const skewSeconds = 30
const mostTokens = 10_000

/**
 * Verifies tokens: null for any that is not good, whatever the reason; throws unavailable when the keys
 * could not be had. A good one is remembered by its digest for its life, because a signature costs time.
 * `clock` is the time of day, for exp and iat; `now` counts milliseconds.
 */
export const tokenVerifier = (given: {
  readonly issuers: readonly Issuer[]
  readonly fetchKeys: FetchKeys
  readonly clock: () => Date
  readonly now: () => number
}): VerifyToken => {
  const { issuers, fetchKeys, clock, now } = given
  const trusted = new Map(
    issuers.map((each) => [each.issuer, { ...each, keys: keySet(each.jwksUri, fetchKeys, now) }]),
  )
  const remembered = expiringCache<VerifiedToken>(mostTokens, () => clock().getTime())

  return async (token) => {
    const digest = createHash('sha256').update(token).digest('base64')
    const before = remembered.get(digest)
    if (before !== undefined) return before
    const issuer = trusted.get(claimedIssuer(token) ?? '')
    if (issuer === undefined) return null
    try {
      const { payload } = await jwtVerify(token, issuer.keys, {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms,
        typ: 'at+jwt',
        requiredClaims,
        clockTolerance: skewSeconds,
        currentDate: clock(),
      })
      const { sub = '', exp = 0, scope } = payload
      const verified = { issuer: issuer.issuer, subject: sub, scopes: scopesIn(scope) }
      remembered.set(digest, verified, exp * 1000)
      return verified
    } catch (error) {
      if (isProblem(error)) throw error
      return null
    }
  }
}

/** Only chooses whose keys are tried; nothing of it is believed before the signature is checked. */
const claimedIssuer = (token: string): string | null => {
  try {
    return decodeJwt(token).iss ?? null
  } catch {
    return null
  }
}

const scopesIn = (claim: unknown): ReadonlySet<Scope> => {
  const granted = new Set(typeof claim === 'string' ? claim.split(' ') : [])
  return new Set(knownScopes.filter((scope) => granted.has(scope)))
}
