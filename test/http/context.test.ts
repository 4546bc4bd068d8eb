import t from 'tap'
import { refused } from '../support/refusals.ts'
import {
  all,
  idempotent,
  notesUrl,
  organizationId,
  personId,
  sampleApi,
} from '../support/sample-api.ts'

const start = (t: { teardown: (work: () => unknown) => unknown }, given = {}) => {
  const api = sampleApi(given)
  t.teardown(() => api.app.close())
  const send = (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    headers: object = {},
    payload?: unknown,
  ) =>
    api.app.inject({
      method,
      url: `${notesUrl}${path}`,
      headers: { ...all, ...headers },
      ...(payload === undefined ? {} : { payload: payload as string }),
    })
  return { ...api, send }
}
const places = (problem: Readonly<Record<string, unknown>>) =>
  (problem.errors as { pointer?: string; parameter?: string; header?: string; code: string }[]).map(
    ({ pointer, parameter, header, code }) => `${pointer ?? parameter ?? header} ${code}`,
  )

t.test('a handler learns who asks what, for whom and how', async (t) => {
  const { send, contexts } = start(t)
  const key = 'k'.repeat(16)
  await send('POST', '', { 'idempotency-key': key, 'accept-language': 'zh' }, { text: 'x' })
  t.match(contexts[0], {
    requestId: /^[0-9a-f-]{36}$/,
    operationId: 'createNote',
    principal: { personId },
    tenant: { kind: 'organization', id: organizationId },
    idempotency: { key, fingerprint: /^[0-9a-f]{64}$/ },
    precondition: {},
    address: '127.0.0.1',
    locale: 'zh-CN',
    replyType: 'application/json',
    answer: Function,
  })
  await send('PUT', '/new', { 'if-none-match': '*' }, { text: 'x' })
  t.match(contexts[1], { idempotency: null, precondition: { ifNoneMatch: '*' } })
  await send(
    'PATCH',
    '/n1',
    { 'if-match': '"0", "1"', 'content-type': 'application/merge-patch+json' },
    '{}',
  )
  t.same(contexts[2]?.precondition, { ifMatch: ['"0"', '"1"'] })
})

t.test('a file is handed over as bytes; a dry run takes no key', async (t) => {
  const { send, contexts } = start(t)
  const csv = { 'content-type': 'text/csv; charset=utf-8' }
  const key = { 'idempotency-key': 'k'.repeat(16) }
  const answer = await send('POST', '/import', { ...csv, ...key }, 'id\n\xff')
  t.match(answer, { statusCode: 200, body: '{"bytes":5}' })
  t.ok(contexts[0]?.idempotency)
  refused(t, await send('POST', '/import', csv, 'id'), 'idempotency-key-required')
  refused(t, await send('POST', '/import?dryRun=false', csv, 'id'), 'idempotency-key-required')
  t.equal((await send('POST', '/import?dryRun=true', csv, 'id')).statusCode, 200)
  t.equal((await send('POST', '/import?dryRun=true', { ...csv, ...key }, 'id')).statusCode, 200)
  t.same(
    contexts.slice(1).map(({ idempotency }) => idempotency),
    [null, null],
    'and a key that is sent stays free for the real run',
  )
  refused(t, await send('POST', '/import', { ...csv, ...key }, ''), 'validation-failed')
})

t.test('406 only where none of several forms is wanted', async (t) => {
  const { send } = start(t)
  for (const accept of ['text/csv', 'application/zip', 'application/*', 'text/*;q=0.1'])
    t.equal((await send('GET', '/export', { accept })).statusCode, 200, accept)
  const problem = refused(
    t,
    await send('GET', '/export', { accept: 'image/png' }),
    'not-acceptable',
  )
  t.same(problem.available, ['text/csv', 'application/zip'])
})

t.test('without a tenant there is none', async (t) => {
  const seen: unknown[] = []
  const { app } = start(t, { trouble: ({ tenant }: { tenant: unknown }) => void seen.push(tenant) })
  await app.inject('/v1/text')
  t.same(seen, [{ kind: 'none' }])
})

t.test('every mistake of all parts is named at once', async (t) => {
  const { send } = start(t)
  const answer = await send(
    'PUT',
    '/N%00?x=1&lang=1&lang=2',
    { 'if-match': '*', 'if-none-match': '"1"' },
    { text: '', extra: 1 },
  )
  t.same(places(refused(t, answer, 'validation-failed')), [
    'noteId unsafe-text',
    'noteId wrong-format',
    'lang repeated',
    'x unknown-parameter',
    '/text too-small',
    '/extra unknown-member',
    'if-match wrong-format',
    'if-none-match wrong-format',
  ])
})

t.test('the query takes nothing unknown, repeated or unsafe, and coerces nothing', async (t) => {
  const { send } = start(t)
  const errors = async (query: string) =>
    places(refused(t, await send('GET', `?${query}`), 'validation-failed', query))
  t.same(await errors('limit=1&limit=2'), ['limit repeated'])
  t.same(await errors('xUnknown=1'), ['xUnknown unknown-parameter'])
  t.same(await errors('__proto__=1'), ['__proto__ unsafe-text'])
  t.same(await errors('constructor=1'), ['constructor unsafe-text'])
  t.same(await errors('mine=1'), ['mine not-allowed'])
  t.same(await errors('limit=-1'), ['limit wrong-format'])
  t.same(await errors('cursor=%00'), ['cursor unsafe-text'])
  t.same(await errors('lang=zh_CN'), ['lang wrong-format'])
  t.same(await errors('=1'), [' unknown-parameter'])
  t.equal((await send('GET', '?limit=2&mine=true&lang=zh-CN')).statusCode, 200)
  t.equal(({} as { polluted?: unknown }).polluted, undefined)
})

t.test('a body is demanded where there is one, and refused where there is none', async (t) => {
  const { send, notes } = start(t)
  t.same(places(refused(t, await send('POST', '', idempotent), 'validation-failed')), [' missing'])
  const unwanted = await send('POST', '/count', idempotent, { x: 1 })
  t.same(places(refused(t, unwanted, 'validation-failed')), [' unknown-member'])
  refused(t, await send('DELETE', '/n1', { 'if-match': '"1"' }, { x: 1 }), 'validation-failed')
  const typed = await send('POST', '/count', { ...idempotent, 'content-type': 'application/json' })
  t.equal(typed.statusCode, 202, 'an empty body with a media type is no body')
  t.equal(notes.size, 1)
})

t.test('an idempotency key is demanded, quoted or bare, and nothing else', async (t) => {
  const { send, contexts } = start(t)
  const post = (key?: string) =>
    send('POST', '', key === undefined ? {} : { 'idempotency-key': key }, { text: 'x' })
  refused(t, await post(), 'idempotency-key-required')
  for (const key of [
    'a'.repeat(15),
    'a'.repeat(65),
    `"${'a'.repeat(16)}`,
    'a b'.repeat(8),
    'é'.repeat(16),
    '',
  ]) {
    t.same(places(refused(t, await post(key), 'validation-failed', key)), [
      'idempotency-key wrong-format',
    ])
  }
  for (const key of ['a'.repeat(16), 'A-z_0'.repeat(12), `"${'b'.repeat(64)}"`]) {
    t.equal((await post(key)).statusCode, 201, key)
    t.equal(contexts.at(-1)?.idempotency?.key, key.replaceAll('"', ''))
  }
  const put = await send(
    'PUT',
    '/q',
    { 'if-none-match': '*', 'idempotency-key': 'x' },
    { text: 'x' },
  )
  t.equal(put.statusCode, 201, 'who does not need the key does not look at it')
})

t.test('the fingerprint is of method, address, media type and raw bytes', async (t) => {
  const { send, contexts } = start(t)
  const print = async (path: string, body: string, type = 'application/json') => {
    await send('POST', path, { ...idempotent, 'content-type': type }, body)
    return contexts.at(-1)?.idempotency?.fingerprint
  }
  const base = await print('', '{"text":"x"}')
  t.equal(await print('', '{"text":"x"}'), base, 'a retry')
  t.equal(await print('', '{"text":"x"}', 'application/json; charset=utf-8'), base, 'the same type')
  t.not(await print('', '{"text": "x"}'), base, 'other bytes')
  t.not(await print('?lang=zh', '{"text":"x"}'), base, 'another address')
  await send('POST', '/count', idempotent)
  const empty = contexts.at(-1)?.idempotency?.fingerprint
  t.match(empty, /^[0-9a-f]{64}$/, 'no body has one too')
})

t.test('a change needs a precondition: 428 says which, and nothing happens', async (t) => {
  const { send, notes } = start(t)
  const merge = { 'content-type': 'application/merge-patch+json' }
  const patch = await send('PATCH', '/n1', merge, '{"text":"y"}')
  t.equal(refused(t, patch, 'precondition-required').header, 'If-Match')
  const remove = await send('DELETE', '/n1')
  t.equal(refused(t, remove, 'precondition-required').header, 'If-Match')
  const put = await send('PUT', '/n1', {}, { text: 'y' })
  t.equal(refused(t, put, 'precondition-required').header, 'If-Match or If-None-Match')
  const stale = await send('PATCH', '/n1', { ...merge, 'if-match': '"0"' }, '{"text":"y"}')
  t.equal(refused(t, stale, 'precondition-failed').currentEtag, '"1"')
  refused(
    t,
    await send('PUT', '/n1', { 'if-none-match': '*' }, { text: 'y' }),
    'precondition-failed',
  )
  t.equal(notes.get('n1')?.text, 'Good')
  t.equal((await send('PUT', '/n1', { 'if-match': '"1"' }, { text: 'y' })).statusCode, 200)
})

t.test('406 where the caller accepts nothing the operation has', async (t) => {
  const { send, app } = start(t)
  const list = (accept: string) => send('GET', '', { accept })
  for (const accept of [
    '*/*',
    'application/*',
    'application/json',
    'text/html, application/json;q=0.1',
    'APPLICATION/JSON',
  ]) {
    t.equal((await list(accept)).statusCode, 200, accept)
  }
  for (const accept of [
    'text/html',
    'application/xml',
    'application/json;q=0',
    'application/json;q=0.00',
    '',
  ]) {
    t.same(refused(t, await list(accept), 'not-acceptable', accept).available, ['application/json'])
  }
  const text = await app.inject({ url: '/v1/text', headers: { accept: 'text/*' } })
  t.equal(text.statusCode, 200)
})

t.test('shape comes before form, form before precondition', async (t) => {
  const { send } = start(t)
  refused(t, await send('PUT', '/n1', { accept: 'text/html' }, { text: '' }), 'validation-failed')
  refused(t, await send('PUT', '/n1', { accept: 'text/html' }, { text: 'x' }), 'not-acceptable')
  refused(t, await send('PUT', '/n1', {}, { text: 'x' }), 'precondition-required')
})
