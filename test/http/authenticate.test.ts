import t from 'tap'
import type { Principal, Scope } from '../../src/core/context.ts'
import type { PersonId } from '../../src/core/ids.ts'
import { spellKey } from '../../src/core/key-text.ts'
import { isProblem } from '../../src/core/problem.ts'
import { type Authentication, authenticator, beliefMs } from '../../src/http/authenticate.ts'
import { identityProvider } from '../support/identity-provider.ts'
import { refused } from '../support/refusals.ts'
import { notesUrl, sampleApi } from '../support/sample-api.ts'

const keyId = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a44'
const principal: Principal = {
  kind: 'key',
  personId: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a43' as PersonId,
  keyId: keyId as never,
  home: null,
  associationIds: [],
  scopes: new Set<Scope>(['submissions:read']),
}
const keyText = (id = keyId, secret = 1) => spellKey('live', id, new Uint8Array(32).fill(secret))

/** An authenticator over one stored key, which counts the work it causes. */
const desk = (given: Partial<Authentication> = {}) => {
  const work = { queries: 0, comparisons: 0 }
  const state = {
    now: 0,
    digests: [`digest of ${keyText()}`],
    expiresAt: null as Date | null,
    revokedAt: null as Date | null,
  }
  const authenticate = authenticator({
    findKey: async (id) => {
      work.queries += 1
      return id === keyId ? { ...state, principal } : null
    },
    verifyKey: (text, digest) => {
      work.comparisons += 1
      return digest === `digest of ${text}`
    },
    findSubject: async () => null,
    issuers: [],
    clock: () => new Date(1_800_000_000_000),
    now: () => state.now,
    ...given,
  })
  const call = async (authorization: string | undefined, ip = '203.0.113.1') => {
    try {
      return await authenticate({ headers: { authorization }, ip } as never)
    } catch (error) {
      return isProblem(error) ? `${error.code} ${JSON.stringify(error.parameters)}` : error
    }
  }
  return { work, state, call }
}
const bad = (reason: string) => `unauthenticated {"reason":"${reason}"}`

t.test('a key is recognized by its text', async (t) => {
  const { call } = desk()
  t.equal(await call(`Bearer ${keyText()}`), principal)
  t.equal(await call(`bearer  ${keyText()} `), principal, 'the scheme has no case')
  t.equal(await call(undefined), null, 'no credential is no offence')
})

t.test('a mistyped key costs nothing: no query, no comparison', async (t) => {
  const { call, work } = desk()
  const good = keyText()
  const flipped = [...good].map((letter, at) =>
    at < 9 ? good : good.slice(0, at) + (letter === 'A' ? 'B' : 'A') + good.slice(at + 1),
  )
  for (const text of flipped.filter((each) => each !== good && each.startsWith('exk_live_'))) {
    t.match(await call(`Bearer ${text}`, text), bad('malformed'))
  }
  t.same(work, { queries: 0, comparisons: 0 })
})

t.test('an unknown id does the work of a wrong secret, and is answered alike', async (t) => {
  const unknown = desk()
  const wrong = desk()
  const other = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a45'
  t.equal(await unknown.call(`Bearer ${keyText(other)}`), bad('invalid'))
  t.equal(await wrong.call(`Bearer ${keyText(keyId, 2)}`), bad('invalid'))
  t.same(unknown.work, { queries: 1, comparisons: 2 })
  t.same(wrong.work, unknown.work)
  const rotated = desk()
  rotated.state.digests = ['new', `digest of ${keyText()}`]
  t.equal(await rotated.call(`Bearer ${keyText(keyId, 2)}`), bad('invalid'))
  t.same(rotated.work, unknown.work, 'a lingering secret shows no more')
  t.equal(await rotated.call(`Bearer ${keyText()}`), principal, 'and counts')
})

t.test('expired and revoked are told to the holder of the secret only', async (t) => {
  const { call, state } = desk()
  state.expiresAt = new Date(1_800_000_000_000)
  t.equal(await call(`Bearer ${keyText()}`), bad('expired'))
  t.equal(await call(`Bearer ${keyText(keyId, 2)}`), bad('invalid'))
  state.expiresAt = new Date(1_800_000_000_001)
  t.equal(await call(`Bearer ${keyText()}`), principal, 'a moment before')
  const other = desk()
  other.state.revokedAt = new Date(0)
  t.equal(await other.call(`Bearer ${keyText()}`), bad('revoked'))
})

t.test('a revoked key is believed for at most a second', async (t) => {
  const { call, state, work } = desk()
  await call(`Bearer ${keyText()}`)
  state.revokedAt = new Date(0)
  state.now = beliefMs - 1
  t.equal(await call(`Bearer ${keyText()}`), principal)
  t.equal(work.queries, 1, 'not asked again')
  state.now = beliefMs
  t.equal(await call(`Bearer ${keyText()}`), bad('revoked'))
})

t.test('those who send one key at the same time share one look at it', async (t) => {
  const { call, state, work } = desk()
  const text = `Bearer ${keyText()}`
  t.same(await Promise.all([call(text), call(text), call(text)]), [principal, principal, principal])
  t.equal(work.queries, 1)
  const wrong = `Bearer ${keyText(keyId, 2)}`
  await Promise.all([call(text), call(wrong), call(wrong)])
  t.equal(work.queries, 2, 'another text is another look')
  state.revokedAt = new Date(0)
  state.now = beliefMs
  t.same(await Promise.all([call(text), call(text)]), [bad('revoked'), bad('revoked')])
})

t.test('a belief is as old as its question, however long the answer took', async (t) => {
  const found = { digests: [`digest of ${keyText()}`], expiresAt: null, principal }
  const revokedAt = { now: null as Date | null }
  const { call, state } = desk({
    findKey: async () => {
      const stored = { ...found, revokedAt: revokedAt.now }
      revokedAt.now = new Date(0) // right after it was read
      state.now += 400
      return stored
    },
  })
  t.equal(await call(`Bearer ${keyText()}`), principal)
  state.now = beliefMs
  t.equal(await call(`Bearer ${keyText()}`), bad('revoked'))
})

t.test('a look that fails is not remembered', async (t) => {
  const failure = new Error('the database is away')
  const answers = [Promise.reject(failure), Promise.resolve(null)]
  answers[0]?.catch(() => {})
  const { call } = desk({ findKey: async () => (await answers.shift()) ?? null })
  const text = `Bearer ${keyText()}`
  t.same(await Promise.all([call(text), call(text)]), [failure, failure])
  t.equal(await call(text), bad('invalid'))
})

t.test('other schemes and forms are malformed', async (t) => {
  const { call } = desk()
  for (const header of ['', 'Basic YTpi', 'Bearer', 'Bearer a b', `Bearer ${keyText()},x`, 'x']) {
    t.equal(await call(header, header), bad('malformed'), header)
  }
})

t.test('the eleventh bad credential of an address is 429; a good one still passes', async (t) => {
  const { call, state } = desk()
  for (let attempt = 1; attempt <= 10; attempt++) {
    t.equal(await call('Bearer nonsense'), bad('invalid'), `attempt ${attempt}`)
  }
  t.match(await call('Bearer nonsense'), /^rate-limited .*"auth-fail".*60/)
  t.equal(await call(`Bearer ${keyText()}`), principal, 'a valid key is not locked out')
  t.equal(await call(undefined), null, 'a missing credential is not a bad one')
  t.equal(await call('Bearer nonsense', '203.0.113.2'), bad('invalid'), 'another address')
  state.now = 60_000
  t.equal(await call('Bearer nonsense'), bad('invalid'), 'after the window')
})

t.test('people come with a token, by issuer and subject together', async (t) => {
  const provider = await identityProvider(t)
  const asked: string[] = []
  const { call } = desk({
    issuers: [provider.configured],
    findSubject: async (issuer, subject) => {
      asked.push(`${issuer} ${subject}`)
      return subject === 'somebody' ? { personId: principal.personId, associationIds: [] } : null
    },
  })
  t.match(await call(`Bearer ${await provider.token()}`), {
    kind: 'token',
    personId: principal.personId,
    keyId: null,
    home: null,
    scopes: new Set(['submissions:read', 'scores:read']),
  })
  t.same(asked, [`${provider.configured.issuer} somebody`])
  const stranger = await provider.token({ claims: { sub: 'stranger' } })
  t.equal(await call(`Bearer ${stranger}`), bad('unknown_subject'))
  t.equal(await call(`Bearer ${await provider.token({ typ: 'JWT' })}`), bad('invalid'))
})

t.test('over HTTP: 401 with a challenge, 429 with a time to wait, public untouched', async (t) => {
  const authenticate = authenticator({
    findKey: async () => null,
    verifyKey: () => false,
    findSubject: async () => null,
    issuers: [],
    clock: () => new Date(0),
    now: () => 0,
  })
  const { app } = sampleApi({ authenticate })
  t.teardown(() => app.close())
  const headers = { authorization: `Bearer ${keyText()}` }
  for (let attempt = 1; attempt <= 10; attempt++) {
    const answer = await app.inject({ url: notesUrl, headers })
    refused(t, answer, 'unauthenticated')
    t.equal(answer.headers['www-authenticate'], 'Bearer error="invalid_token"')
  }
  const limited = await app.inject({ url: notesUrl, headers })
  refused(t, limited, 'rate-limited')
  t.equal(limited.headers['retry-after'], '60')
  t.equal((await app.inject({ url: '/v1/text', headers })).statusCode, 200)
})
