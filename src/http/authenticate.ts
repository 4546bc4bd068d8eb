// Finds out who calls: our own API keys, or tokens of people checked by oidc.ts (IAM-01, 02, 06, SEC-02).
// Where keys and people are stored is the finders' business; what a caller may do is decided elsewhere.
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Principal } from '../core/context.ts'
import type { ApiKeyId, AssociationId, PersonId } from '../core/ids.ts'
import { readKey } from '../core/key-text.ts'
import { Problem } from '../core/problem.ts'
import { expiringCache } from './expiring-cache.ts'
import { type FetchKeys, fetchKeysByHttp } from './key-sets.ts'
import { type Issuer, tokenVerifier } from './oidc.ts'
import { counter, defaultPolicies, type Policies, tooMany } from './rate-limit.ts'

/**
 * A stored key: the keyed digests of the texts that count for it (two while a rotated secret lingers), and
 * the principal it makes of its holder.
 */
export type FoundKey = {
  readonly digests: readonly string[]
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly principal: Principal
}

export type FoundPerson = {
  readonly personId: PersonId
  readonly associationIds: readonly AssociationId[]
}

export type Authentication = {
  readonly findKey: (id: ApiKeyId) => Promise<FoundKey | null>
  /** Whether the digest is of this key text, under any pepper, in constant time. */
  readonly verifyKey: (text: string, digest: string) => boolean
  readonly findSubject: (issuer: string, subject: string) => Promise<FoundPerson | null>
  readonly issuers: readonly Issuer[]
  readonly fetchKeys?: FetchKeys
  /** The time of day, for expiry. */
  readonly clock: () => Date
  /** Monotonic milliseconds, for windows of time. */
  readonly now: () => number
  readonly policies?: Policies
}

/** A good credential is believed so long without asking again; a revoked one at most as long (IAM-04). */
export const beliefMs = 1000
const mostBelieved = 10_000

/** Fills up to two comparisons: an unknown id costs what a wrong secret costs, rotated or not. */
const decoy = createHash('sha256').update('no key has this digest').digest('hex')

type Outcome = Principal | 'malformed' | 'invalid' | 'expired' | 'revoked' | 'unknown_subject'

/**
 * Makes the kernel's `authenticate`: null without credentials; throws unauthenticated with a reason for a
 * bad one, rate-limited once an address has sent too many of these. Nothing tells an unknown id from a wrong
 * secret; `expired` and `revoked` are said only to who holds the secret.
 */
export const authenticator = (given: Authentication) => {
  const { now, clock, policies = defaultPolicies } = given
  const believed = expiringCache<Principal>(mostBelieved, now)
  const lookups = new Map<string, Promise<Outcome>>()
  const countFailure = counter(policies['auth-fail'], now)
  const verifyToken = tokenVerifier({ fetchKeys: fetchKeysByHttp, ...given })

  const byKey = async (text: string): Promise<Outcome> => {
    const key = readKey(text)
    if (key === null) return 'malformed'
    const found = await given.findKey(key.id as ApiKeyId)
    const [current = decoy, lingering = decoy] = found?.digests ?? []
    const isRight = [current, lingering]
      .map((digest) => given.verifyKey(key.text, digest))
      .includes(true)
    if (found === null || !isRight) return 'invalid'
    if (found.revokedAt !== null) return 'revoked'
    if (found.expiresAt !== null && found.expiresAt <= clock()) return 'expired'
    return found.principal
  }

  const byToken = async (text: string): Promise<Outcome> => {
    const token = await verifyToken(text)
    if (token === null) return 'invalid'
    const person = await given.findSubject(token.issuer, token.subject)
    if (person === null) return 'unknown_subject'
    return { ...person, kind: 'token', keyId: null, home: null, scopes: token.scopes }
  }

  const outcomeOf = async (text: string): Promise<Outcome> => {
    if (text === '') return 'malformed'
    return text.startsWith('exk_') ? byKey(text) : byToken(text)
  }

  /** Those who send the same credential while it is looked up share the answer, and the belief in it. */
  const sharedOutcome = (digest: string, text: string): Promise<Outcome> => {
    const running = lookups.get(digest)
    if (running !== undefined) return running
    const askedAt = now() // the belief is as old as the question: a revocation may come right after it
    const lookup = outcomeOf(text)
      .then((outcome) => {
        if (typeof outcome !== 'string') believed.set(digest, outcome, askedAt + beliefMs)
        return outcome
      })
      .finally(() => lookups.delete(digest))
    lookups.set(digest, lookup)
    return lookup
  }

  return async ({ headers, ip }: FastifyRequest): Promise<Principal | null> => {
    if (headers.authorization === undefined) return null
    const [, text = ''] = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(headers.authorization) ?? []
    const digest = createHash('sha256').update(text).digest('base64')
    const known = believed.get(digest)
    if (known !== undefined) return known
    const outcome = await sharedOutcome(digest, text)
    if (typeof outcome !== 'string') return outcome
    const failures = countFailure(ip)
    if (failures.remaining < 0) throw tooMany(['auth-fail'], failures.resetSeconds)
    throw new Problem('unauthenticated', { reason: outcome })
  }
}
