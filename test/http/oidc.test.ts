import { createHmac } from 'node:crypto'
import t from 'tap'
import { fetchKeysByHttp } from '../../src/http/key-sets.ts'
import { tokenVerifier } from '../../src/http/oidc.ts'
import { identityProvider } from '../support/identity-provider.ts'

const now = 1_800_000_000
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

t.test('tokens', async (t) => {
  const provider = await identityProvider(t)
  const clock = { now: now * 1000 }
  const verifier = () =>
    tokenVerifier({
      issuers: [provider.configured],
      fetchKeys: fetchKeysByHttp,
      clock: () => new Date(clock.now),
      now: () => 0,
    })
  const verify = verifier()

  await t.test('each allowed algorithm is accepted, with the scopes we know', async (t) => {
    for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA'] as const) {
      const verified = await verify(await provider.token({ alg }))
      t.match(verified, { issuer: provider.configured.issuer, subject: 'somebody' }, alg)
      t.same([...(verified?.scopes ?? [])], ['submissions:read', 'scores:read'])
    }
    t.equal(provider.fetches(), 1)
    const none = await verify(await provider.token({ without: ['scope'] }))
    t.equal(none?.scopes.size, 0, 'no claim, no scope')
    t.equal(
      (await verify(await provider.token({ claims: { scope: ['scores:read'] } })))?.scopes.size,
      0,
    )
  })

  await t.test('a wrong claim makes a token worthless', async (t) => {
    const wrong = [
      { claims: { aud: 'another' } },
      { claims: { iss: 'https://evil.test' } },
      { claims: { iss: 5 } },
      { typ: 'JWT' },
      { typ: 'dpop+jwt' },
      { claims: { exp: now - 31 } },
      { claims: { nbf: now + 31 } },
      { kid: 'nobody' },
      ...['exp', 'sub', 'iat', 'client_id', 'iss', 'aud'].map((claim) => ({ without: [claim] })),
    ]
    for (const parts of wrong) {
      t.equal(await verify(await provider.token(parts)), null, JSON.stringify(parts))
    }
    t.ok(
      await verify(await provider.token({ claims: { exp: now - 29 } })),
      'skew of 30 s is allowed',
    )
    t.ok(await verify(await provider.token({ typ: 'application/at+jwt' })))
  })

  await t.test('alg none and HS256 with the public key are refused', async (t) => {
    const claims = {
      iss: provider.configured.issuer,
      aud: 'excellence',
      sub: 'somebody',
      client_id: 'app',
      iat: now,
      exp: now + 300,
    }
    for (const alg of ['none', 'None', 'NONE']) {
      t.equal(await verify(`${encode({ alg, typ: 'at+jwt' })}.${encode(claims)}.`), null, alg)
    }
    const signed = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 'RS256' })}.${encode(claims)}`
    const mac = createHmac('sha256', await provider.publicPem())
      .update(signed)
      .digest('base64url')
    t.equal(await verify(`${signed}.${mac}`), null, 'HS256')
    const good = await provider.token()
    const [head = '', , signature = ''] = good.split('.')
    t.equal(await verify(`${head}.${encode({ ...claims, sub: 'admin' })}.${signature}`), null)
    for (const text of ['', 'a', 'a.b.c', `${good}x`])
      t.equal(await verify(text), null, text.slice(0, 9))
  })

  await t.test(
    'a verified token is believed for its life, while the provider is away too',
    async (t) => {
      const fresh = verifier()
      const good = await provider.token({ claims: { sub: 'kept' } })
      t.ok(await fresh(good))
      provider.state.down = true
      t.ok(await fresh(good))
      clock.now += 299_000
      t.ok(await fresh(good))
      clock.now += 1_000
      t.ok(await fresh(good), 'within the skew it is checked again, by the known keys')
      clock.now += 31_000
      t.equal(await fresh(good), null)
      clock.now = now * 1000
    },
  )

  await t.test('when no keys were ever had, nobody is called a liar', async (t) => {
    provider.state.down = true
    await t.rejects(verifier()(await provider.token()), { code: 'unavailable' })
    provider.state.down = false
  })
})
