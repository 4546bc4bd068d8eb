// Public keys of the configured identity providers: fetched rarely, kept while the provider is away.
// What a token must fulfil is oidc.ts; where requests may go at all is the caller's `fetchKeys`.
import { createLocalJWKSet, errors, type JSONWebKeySet } from 'jose'
import { Problem } from '../core/problem.ts'

/** Finds the key a token names; what `jwtVerify` of jose asks. */
type LocalKeys = ReturnType<typeof createLocalJWKSet>
export type KeySet = (...given: Parameters<LocalKeys>) => ReturnType<LocalKeys>

/** Reads a JSON Web Key Set from its address; rejects when it cannot. */
export type FetchKeys = (address: string) => Promise<unknown>

/** An unknown key may cause one fetch in this time, whoever asks and whatever comes of it (IAM-06). */
export const cooldownMs = 30_000
/** After this time the keys are asked for again, in the background. */
export const freshMs = 600_000
const largestBytes = 256 * 1024
const patienceMs = 5_000

/**
 * The keys behind one address. The first use waits for them; later the known ones are used while fresh
 * ones are fetched. Throws unavailable while none was ever fetched.
 */
export const keySet = (address: string, fetchKeys: FetchKeys, now: () => number): KeySet => {
  let known: KeySet | null = null
  let fetchedAt = Number.NEGATIVE_INFINITY
  let triedAt = Number.NEGATIVE_INFINITY
  let running: Promise<void> | null = null

  const refresh = (): Promise<void> => {
    if (running !== null) return running
    if (now() - triedAt < cooldownMs) return Promise.resolve()
    triedAt = now()
    running = fetchKeys(address)
      .then((keys) => {
        known = createLocalJWKSet(keys as JSONWebKeySet)
        fetchedAt = now()
      })
      // The provider's trouble is nobody's here: what is known stays in use.
      .catch(() => undefined)
      .finally(() => {
        running = null
      })
    return running
  }

  return async (header, token) => {
    if (known === null) await refresh()
    else if (now() - fetchedAt >= freshMs) void refresh()
    if (known === null) {
      throw new Problem('unavailable', { reason: 'identity', retryAfterSeconds: cooldownMs / 1000 })
    }
    try {
      return await known(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      await refresh()
      return await known(header, token)
    }
  }
}

/** Fetches with bounds (SEC-10): no redirects, five seconds, 256 kB. Addresses come from configuration only. */
export const fetchKeysByHttp: FetchKeys = async (address) => {
  const response = await fetch(address, {
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
    headers: { accept: 'application/json, application/jwk-set+json' },
  })
  if (response.status !== 200 || response.body === null) {
    throw new Error(`the key set answered ${response.status}`)
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    if (bytes > largestBytes) throw new Error('the key set is too large')
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
