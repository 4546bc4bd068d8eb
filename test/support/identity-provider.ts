// A small identity provider on loopback: keys of every allowed kind, signed tokens, and a count of fetches.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose'
import type { Test } from 'tap'

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const
export type Algorithm = (typeof algorithms)[number]

export type TokenParts = {
  readonly alg?: Algorithm
  readonly kid?: string
  readonly typ?: string
  /** Seconds since 1970. */
  readonly now?: number
  readonly claims?: Readonly<Record<string, unknown>>
  /** Claims left out. */
  readonly without?: readonly string[]
}

/** Starts a provider; it stops with the test. `down` makes it answer 500. */
export const identityProvider = async (t: Test) => {
  const pairs = new Map(
    await Promise.all(
      algorithms.map(
        async (alg) => [alg, await generateKeyPair(alg, { extractable: true })] as const,
      ),
    ),
  )
  const keys: JWK[] = await Promise.all(
    [...pairs].map(async ([alg, { publicKey }]) => ({
      ...(await exportJWK(publicKey)),
      alg,
      kid: alg,
      use: 'sig',
    })),
  )
  let fetches = 0
  const state: { down: boolean; body: string | null } = { down: false, body: null }
  const server = createServer((_, response) => {
    fetches += 1
    response.statusCode = state.down ? 500 : 200
    response.end(state.body ?? JSON.stringify({ keys }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise((resolve) => server.close(resolve)))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const configured = { issuer: origin, audience: 'excellence', jwksUri: `${origin}/keys` }

  const pairOf = (alg: Algorithm) => {
    const pair = pairs.get(alg)
    if (pair === undefined) throw new Error(`no key for ${alg}`)
    return pair
  }
  const token = (parts: TokenParts = {}): Promise<string> => {
    const { alg = 'ES256', kid = alg, typ = 'at+jwt', now = 1_800_000_000, claims, without } = parts
    const all: Record<string, unknown> = {
      iss: origin,
      aud: 'excellence',
      sub: 'somebody',
      client_id: 'app',
      iat: now,
      exp: now + 300,
      scope: 'submissions:read unknown:scope scores:read',
      ...claims,
    }
    for (const claim of without ?? []) delete all[claim]
    return new SignJWT(all).setProtectedHeader({ alg, kid, typ }).sign(pairOf(alg).privateKey)
  }
  return {
    configured,
    state,
    token,
    fetches: () => fetches,
    /** The public RSA key as text: what the classic HS256 confusion signs with. */
    publicPem: () => exportSPKI(pairOf('RS256').publicKey),
  }
}
