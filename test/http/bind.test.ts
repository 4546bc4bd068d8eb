import t from 'tap'
import { Problem } from '../../src/core/problem.ts'
import { isAnswer } from '../../src/core/request.ts'
import { defaultPolicies } from '../../src/http/rate-limit.ts'
import { refused } from '../support/refusals.ts'
import * as sample from '../support/sample-api.ts'

const { all, idempotent, notesUrl, sampleApi } = sample

t.test('a journey: make, read, change, list, remove', async (t) => {
  const { app, contexts } = sampleApi()
  t.teardown(() => app.close())
  const made = await app.inject({
    method: 'POST',
    url: notesUrl,
    headers: idempotent,
    payload: { text: 'New', count: 2 },
  })
  t.equal(made.statusCode, 201)
  t.equal(made.headers.etag, made.json().etag, 'the member is the header')
  const url = String(made.headers.location)
  const read = await app.inject({ url, headers: all })
  t.same(read.json(), made.json())
  const changed = await app.inject({
    method: 'PATCH',
    url,
    headers: {
      ...all,
      'if-match': String(read.headers.etag),
      'content-type': 'application/merge-patch+json',
    },
    payload: '{"text":"Newer"}',
  })
  t.match(changed.json(), { text: 'Newer', count: 2, etag: '"2"' })
  t.equal((await app.inject({ url: notesUrl, headers: all })).json().items.length, 2)
  const removed = await app.inject({
    method: 'DELETE',
    url,
    headers: { ...all, 'if-match': '"2"' },
  })
  t.equal(removed.statusCode, 204)
  t.equal(removed.body, '')
  refused(t, await app.inject({ url, headers: all }), 'not-found')
  t.equal(contexts.length, 3, 'reads had no unit')
})

t.test('an answer made inside a unit leaves as it is; a value is presented', async (t) => {
  const { app, contexts } = sampleApi()
  t.teardown(() => app.close())
  await app.inject({ method: 'POST', url: `${notesUrl}/count`, headers: idempotent })
  const answer = contexts[0]?.answer?.({ done: true }, { standing: {} as never, now: new Date(0) })
  t.ok(isAnswer(answer))
  t.equal(answer?.body, '{"done":true}')
  t.notMatch((await app.inject({ url: `${notesUrl}/n1`, headers: all })).body, /secret|hidden/)
})

t.test('everything bound is listed, in order', async (t) => {
  const { operations } = sampleApi()
  t.same(
    operations.map(({ id }) => id),
    [
      'listNotes',
      'getNote',
      'createNote',
      'putNote',
      'patchNote',
      'deleteNote',
      'countNotes',
      'importNotes',
      'exportNotes',
      'getModel',
      'getText',
    ],
  )
})

t.test(
  'an action charges the side it finds the caller on, in the headers and up to a 429',
  async (t) => {
    const { app } = sampleApi({
      policies: { ...defaultPolicies, benchmark: { quota: 1, windowSeconds: 60 } },
    })
    t.teardown(() => app.close())
    const get = () => app.inject({ url: `${notesUrl}/export`, headers: all })
    const first = await get()
    t.equal(first.statusCode, 200)
    t.equal(first.headers.ratelimit, '"read";r=1199;t=60, "benchmark";r=0;t=60')
    const second = await get()
    t.same(refused(t, second, 'rate-limited').violatedPolicies, ['benchmark'])
    t.equal(second.headers['retry-after'], '60')
  },
)

t.test('the order of refusal: frame, media type, identity, rate, scope, shape', async (t) => {
  const { app } = sampleApi({
    policies: {
      read: { quota: 100, windowSeconds: 60 },
      write: { quota: 5, windowSeconds: 60 },
      'auth-fail': { quota: 100, windowSeconds: 60 },
      benchmark: { quota: 100, windowSeconds: 60 },
    },
  })
  t.teardown(() => app.close())
  const wrong = { 'content-type': 'text/plain', authorization: 'Bearer bad' }
  const post = (query: string, headers: object) =>
    app.inject({
      method: 'POST',
      url: `${notesUrl}${query}`,
      headers: { ...headers },
      payload: 'x',
    })
  const json = { 'content-type': 'application/json' }
  refused(t, await post('?token=x', wrong), 'credential-in-query')
  refused(t, await post('', wrong), 'unsupported-media-type')
  refused(t, await post('', { ...wrong, ...json }), 'unauthenticated')
  const reader = { ...json, authorization: 'Bearer submissions:read' }
  refused(t, await post('', reader), 'insufficient-scope')
  refused(t, await post('', { ...json, ...all }), 'malformed-json')
  for (let more = 0; more < 3; more++) await post('', reader)
  refused(t, await post('', reader), 'rate-limited', 'counted before the scope')
})

t.test('what is no operation asks for nothing', async (t) => {
  const { app } = sampleApi({ authenticate: async () => t.fail('nobody is asked') as never })
  t.teardown(() => app.close())
  const answer = await app.inject({ url: '/nowhere', headers: { authorization: 'Bearer bad' } })
  refused(t, answer, 'not-found')
  t.notOk('ratelimit' in answer.headers)
})

t.test('an origin list is optional, and so are quotas: the usual ones hold', async (t) => {
  const { app } = sampleApi({ strict: true })
  t.teardown(() => app.close())
  const answer = await app.inject({ url: notesUrl, headers: all })
  t.equal(answer.headers['ratelimit-policy'], '"read";q=1200;w=60')
})

t.test('a quota of an operation’s own is given back with a refusal', async (t) => {
  const { app, bind } = sampleApi()
  t.teardown(() => app.close())
  const url = '/v1/organizations/{organizationId}/rated/{noteId}'
  bind({ ...sample.getNote, id: 'getRated', url, rate: 'benchmark' }, ({ params }) => {
    if (params.noteId !== 'n1') throw new Problem('not-found', {})
    return { id: 'n1', text: 'Good', count: 1, etag: '"1"', secret: '' }
  })
  const left = async (id: string) => {
    const path = `${notesUrl.replace(/notes$/, 'rated')}/${id}`
    return /"benchmark";r=(\d+)/.exec(
      String((await app.inject({ url: path, headers: all })).headers.ratelimit),
    )?.[1]
  }
  t.same([await left('n1'), await left('n2'), await left('n2')], ['299', '298', '298'])
})

t.test('lang counts like the header and wins; a repeated one does not', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  const language = async (query: string, header: string) =>
    (await app.inject({ url: `/v1/text${query}`, headers: { 'accept-language': header } })).headers[
      'content-language'
    ]
  t.equal(await language('?lang=zh', 'en'), 'zh-CN')
  t.equal(await language('?lang=en', 'zh'), 'en')
  t.equal(await language('?lang=en&lang=en', 'zh'), 'zh-CN')
  t.equal(await language('', 'zh'), 'zh-CN')
})
