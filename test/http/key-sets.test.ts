import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import t from 'tap'
import { cooldownMs, fetchKeysByHttp, freshMs, keySet } from '../../src/http/key-sets.ts'

const key = async (kid: string) => {
  const { publicKey } = await generateKeyPair('ES256')
  return { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }
}

/** A source of keys that counts, can fail, and a clock. */
const source = () => {
  const state = { now: 0, fetches: 0, fails: false, keys: [] as object[] }
  const fetchKeys = async () => {
    state.fetches += 1
    if (state.fails) throw new Error('away')
    return { keys: state.keys }
  }
  const keys = keySet('https://idp.test/keys', fetchKeys, () => state.now)
  const find = (kid: string) => keys({ alg: 'ES256', kid }, {} as never)
  return { state, find }
}

t.test(
  'an unknown key causes one fetch in thirty seconds, however often it is tried',
  async (t) => {
    const { state, find } = source()
    state.keys = [await key('a')]
    await find('a')
    t.equal(state.fetches, 1)
    state.now = cooldownMs
    const flood = await Promise.allSettled(Array.from({ length: 100 }, () => find('unknown')))
    t.ok(flood.every(({ status }) => status === 'rejected'))
    t.equal(state.fetches, 2)
    state.now = 2 * cooldownMs - 1
    await t.rejects(find('unknown'))
    t.equal(state.fetches, 2, 'still cooling down')
    state.now = 2 * cooldownMs
    await t.rejects(find('unknown'))
    t.equal(state.fetches, 3)
  },
)

t.test('a new key is found by the fetch it causes', async (t) => {
  const { state, find } = source()
  state.keys = [await key('a')]
  await find('a')
  state.keys = [await key('a'), await key('b')]
  state.now = cooldownMs
  await t.resolves(find('b'))
})

t.test('while the provider is away, known keys go on working and it is not hammered', async (t) => {
  const { state, find } = source()
  state.keys = [await key('a')]
  await find('a')
  state.fails = true
  state.now = freshMs
  for (let call = 0; call < 50; call++) await t.resolves(find('a'))
  t.equal(state.fetches, 2, 'one attempt in the background')
  state.now = freshMs + cooldownMs
  await find('a')
  t.equal(state.fetches, 3, 'tried again after the cooldown')
})

t.test('as long as no keys were ever had, nobody can be judged', async (t) => {
  const { state, find } = source()
  state.fails = true
  await t.rejects(find('a'), { code: 'unavailable', parameters: { reason: 'identity' } })
  await t.rejects(find('a'), { code: 'unavailable' })
  t.equal(state.fetches, 1)
  state.fails = false
  state.keys = [await key('a')]
  state.now = cooldownMs
  await t.resolves(find('a'))
})

t.test('what is no key set counts as away', async (t) => {
  const keys = keySet(
    'https://idp.test/keys',
    async () => ({ no: 'keys' }),
    () => 0,
  )
  await t.rejects(keys({ alg: 'ES256', kid: 'a' }, {} as never), { code: 'unavailable' })
})

t.test(
  'a key that may not be used so is an error of the token, not a reason to fetch',
  async (t) => {
    const { state, find } = source()
    state.keys = [await key('a'), await key('a')]
    await find('a').catch(() => undefined)
    const fetches = state.fetches
    state.now = cooldownMs
    await t.rejects(find('a'), { code: 'ERR_JWKS_MULTIPLE_MATCHING_KEYS' })
    t.equal(state.fetches, fetches)
  },
)

t.test('fetching is bounded: no redirects, no errors, no more than 256 kB', async (t) => {
  const answers: Readonly<Record<string, () => { status: number; body: string; to?: string }>> = {
    '/good': () => ({ status: 200, body: '{"keys":[]}' }),
    '/missing': () => ({ status: 404, body: '{"keys":[]}' }),
    '/empty': () => ({ status: 204, body: '' }),
    '/redirect': () => ({ status: 302, body: '', to: '/good' }),
    '/large': () => ({ status: 200, body: `"${'x'.repeat(300_000)}"` }),
    '/broken': () => ({ status: 200, body: '{' }),
  }
  const server = createServer(({ url = '' }, response) => {
    const { status, body, to } = answers[url]?.() ?? { status: 404, body: '' }
    response.writeHead(status, to === undefined ? {} : { location: to })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise((resolve) => server.close(resolve)))
  const fetchKeys = (path: string) =>
    fetchKeysByHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
  t.same(await fetchKeys('/good'), { keys: [] })
  for (const path of ['/missing', '/empty', '/redirect', '/large', '/broken']) {
    await t.rejects(fetchKeys(path), path)
  }
})
