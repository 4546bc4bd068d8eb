import t from 'tap'
import { clientRequestId, commonHeaders, securityHeaders } from '../../src/http/headers.ts'
import { all, notesUrl, sampleApi } from '../support/sample-api.ts'

t.test(
  'every response says what browsers must not do, who it is for and which it was',
  async (t) => {
    const { app } = sampleApi()
    t.teardown(() => app.close())
    for (const [method, url, headers] of [
      ['GET', notesUrl, all],
      ['GET', notesUrl, {}],
      ['GET', '/nowhere', {}],
      ['OPTIONS', notesUrl, {}],
      ['GET', '/v1/%zz', {}],
      ['GET', '/v1/models/abc', {}],
    ] as const) {
      const answer = await app.inject({ method, url, headers: { ...headers } })
      t.match(answer.headers, securityHeaders, `${method} ${url}`)
      t.match(answer.headers['request-id'], /^[0-9a-f-]{36}$/)
      t.equal(answer.headers['content-language'], 'en')
      for (const name of ['server', 'x-powered-by', 'via', 'set-cookie']) {
        t.notOk(name in answer.headers, `${name} tells too much`)
      }
    }
  },
)

t.test('security headers are those of the design', async (t) => {
  t.match(commonHeaders('id', 'zh-CN'), {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
    'request-id': 'id',
    'content-language': 'zh-CN',
  })
})

t.test('only scripts of listed origins may call, compared exactly', async (t) => {
  const { app } = sampleApi({ corsOrigins: ['https://app.test'] })
  t.teardown(() => app.close())
  const call = (origin: string | null, method: 'GET' | 'OPTIONS' = 'GET') =>
    app.inject({ method, url: '/v1/models/abc', headers: origin === null ? {} : { origin } })
  const good = await call('https://app.test')
  t.equal(good.headers['access-control-allow-origin'], 'https://app.test')
  t.match(good.headers['access-control-expose-headers'], /ETag.*Request-Id/)
  t.notOk('access-control-allow-credentials' in good.headers)
  t.equal(good.headers.vary, 'Origin, Accept-Language, Accept-Encoding', 'caches keep them apart')
  const preflight = await call('https://app.test', 'OPTIONS')
  t.equal(preflight.statusCode, 204)
  t.match(preflight.headers['access-control-allow-headers'], /Idempotency-Key/)
  t.match(preflight.headers['access-control-allow-methods'], /PATCH/)
  for (const origin of [
    null,
    'null',
    'https://app.test.evil',
    'http://app.test',
    'https://APP.test',
  ]) {
    const answer = await call(origin)
    t.notOk('access-control-allow-origin' in answer.headers, String(origin))
  }
})

t.test('without a list no origin may', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  const answer = await app.inject({
    url: '/v1/models/abc',
    headers: { origin: 'https://app.test' },
  })
  t.notOk('access-control-allow-origin' in answer.headers)
  t.equal(answer.headers.vary, 'Accept-Language, Accept-Encoding')
})

t.test("the caller's own request id is logged if it is harmless, never answered", async (t) => {
  const id = (headers: object) => clientRequestId({ headers } as never)
  t.equal(id({ 'request-id': 'a.B_1-' }), 'a.B_1-')
  t.equal(id({ 'x-request-id': 'x1' }), 'x1')
  for (const wrong of ['', 'a b', 'a\r\nb', 'x'.repeat(65), 'é']) {
    t.equal(id({ 'request-id': wrong }), null)
  }
  t.equal(id({}), null)
  const { app } = sampleApi()
  t.teardown(() => app.close())
  const answer = await app.inject({ url: '/v1/text', headers: { 'request-id': 'mine' } })
  t.not(answer.headers['request-id'], 'mine')
})
