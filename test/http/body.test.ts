import Fastify from 'fastify'
import t from 'tap'
import { isProblem, type Problem } from '../../src/core/problem.ts'
import {
  acceptedTypes,
  checkBodyHeaders,
  installParsers,
  keyFault,
  mediaTypeOf,
  parseJson,
  textFault,
} from '../../src/http/body.ts'
import { bodyLimits } from '../../src/http/operation.ts'
import { refused } from '../support/refusals.ts'
import {
  all,
  createNote,
  deleteNote,
  idempotent,
  notesUrl,
  patchNote,
  sampleApi,
} from '../support/sample-api.ts'

const bytes = (text: string) => Buffer.from(text)
const parse = (text: string) => parseJson(bytes(text))
const problemOf = (work: () => unknown): Problem => {
  try {
    work()
  } catch (error) {
    if (isProblem(error)) return error
    throw error
  }
  throw new Error('nothing was refused')
}

t.test('JSON arrives as it was sent', async (t) => {
  for (const value of [
    { a: [1, -0.5, 'ü 你好 😀', null, true, { b: {} }] },
    [],
    'a: "b" \\ :',
    { 'a:b': '{"c":1}' },
    Number.MAX_SAFE_INTEGER,
    0.1,
  ]) {
    t.same(parseJson(bytes(JSON.stringify(value))), value)
  }
  t.same(parse(' {"a" : "\\":\\"" } '), { a: '":"' }, 'colons and quotes inside texts do not count')
})

t.test('what is not JSON in UTF-8, each member once, is malformed', async (t) => {
  for (const text of ['{', '{"a":1,}', "{'a':1}", 'NaN', 'undefined', '', '{"a":01}', '\ufeff{}']) {
    t.equal(problemOf(() => parse(text)).code, 'malformed-json', text)
  }
  for (const raw of [
    [0x22, 0xff, 0x22],
    [0x22, 0xc0, 0xaf, 0x22],
    [0xff, 0xfe, 0x7b, 0x00],
  ]) {
    t.equal(problemOf(() => parseJson(Uint8Array.from(raw))).code, 'malformed-json', 'not UTF-8')
  }
  for (const text of ['{"a":1,"a":2}', '{"a":1,"\\u0061":1}', '[{"b":{"c":1,"c":1}}]']) {
    const problem = problemOf(() => parse(text))
    t.match(problem, { code: 'malformed-json', detail: /named twice/ }, text)
  }
  t.equal(problemOf(() => parse('{"sentinel')).cause, undefined, 'the body is not quoted anywhere')
})

t.test('depth, members and elements are limited exactly, before any shape', async (t) => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  const members = (count: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, at) => [`m${at}`, 0])))
  const items = (count: number) => JSON.stringify(Array(count).fill(0))
  for (const [limit, make, max] of [
    ['depth', nested, 32],
    ['members', members, 2000],
    ['items', items, 500],
  ] as const) {
    t.doesNotThrow(() => parse(make(max - 1)), `${limit}: one below`)
    t.doesNotThrow(() => parse(make(max)), `${limit}: at the limit`)
    t.match(
      problemOf(() => parse(make(max + 1))),
      {
        code: 'body-too-complex',
        parameters: { limit, max },
      },
    )
  }
  const spread = JSON.stringify(Array(10).fill(JSON.parse(members(201))))
  t.match(
    problemOf(() => parse(spread)),
    { parameters: { limit: 'members' } },
    'all objects count',
  )
  t.doesNotThrow(() => parseJson(bytes(members(3000)), { ...bodyLimits, members: 3000 }))
  t.equal(problemOf(() => parse(nested(100_000))).code, 'body-too-complex', 'no stack is needed')
})

t.test('values that readers disagree about are named by their place', async (t) => {
  const problem = problemOf(() =>
    parse(
      '{"a":{"b/c":["\\u0000","\\ud800"]},"n":[1e400,-1e400,9007199254740993,1e300],"ok":9007199254740991,"__proto__":1,"constructor":{"prototype":{}},"\\u0000":1}',
    ),
  )
  t.same(
    (problem.parameters as { errors: { pointer: string; code: string }[] }).errors.map(
      ({ pointer, code }) => [pointer, code],
    ),
    [
      ['/__proto__', 'unsafe-member'],
      ['/constructor', 'unsafe-member'],
      ['/\u0000', 'unsafe-member'],
      ['/a/b~1c/0', 'unsafe-text'],
      ['/a/b~1c/1', 'unsafe-text'],
      ['/n/0', 'unsafe-number'],
      ['/n/1', 'unsafe-number'],
      ['/n/2', 'unsafe-number'],
      ['/n/3', 'unsafe-number'],
      ['/constructor/prototype', 'unsafe-member'],
    ],
  )
  t.equal(({} as { polluted?: unknown }).polluted, undefined)
  const many = problemOf(() => parse(JSON.stringify(Array(500).fill('\u0000'))))
  t.equal((many.parameters as { errors: unknown[] }).errors.length, 100, 'at most a hundred')
})

t.test('text is well-formed and without NUL', async (t) => {
  t.equal(textFault('你好 😀 ‮'), null)
  t.match(textFault('a\u0000b'), /U\+0000/)
  t.match(textFault('a\udc00'), /surrogate/)
  t.equal(keyFault('proto'), null)
  t.match(keyFault('prototype'), /not allowed/)
  t.match(keyFault('\ud800'), /surrogate/)
})

t.test('a media type is one type, at most with charset=utf-8', async (t) => {
  for (const header of [
    'application/json',
    'APPLICATION/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json\t; charset=utf-8 ',
  ]) {
    t.equal(mediaTypeOf(header), 'application/json', header)
  }
  for (const header of [
    undefined,
    '',
    'application/json;x',
    'application/json\t;x',
    'application/json; charset=latin1',
    'application/json, text/plain',
    'json',
    ' application/json',
  ]) {
    t.equal(mediaTypeOf(header), null, String(header))
  }
})

t.test('415 and 413 come before a byte of the body is read', async (t) => {
  const check = (headers: object, operation: unknown = createNote) =>
    problemOf(() => checkBodyHeaders({ headers } as never, operation as never)).code
  const json = { 'content-type': 'application/json', 'content-length': '2' }
  const passes = (headers: object, operation: unknown) =>
    t.doesNotThrow(() => checkBodyHeaders({ headers } as never, operation as never))
  passes(json, createNote)
  passes({ ...json, 'content-length': '262144' }, createNote)
  passes({ 'content-type': 'text/plain' }, createNote)
  passes({ 'content-length': '0' }, deleteNote)
  t.equal(check({ ...json, 'content-length': '262145' }), 'too-large')
  t.equal(check({ 'content-length': '2' }), 'unsupported-media-type')
  t.equal(check({ ...json, 'content-encoding': 'gzip' }), 'unsupported-media-type')
  t.equal(check({ ...json, 'content-type': 'text/plain' }), 'unsupported-media-type')
  t.equal(check(json, patchNote), 'unsupported-media-type')
  t.equal(check(json, deleteNote), 'validation-failed')
  t.equal(check({ 'transfer-encoding': 'chunked' }, deleteNote), 'validation-failed')
  t.same(acceptedTypes(patchNote as never), ['application/merge-patch+json'])
  t.same(acceptedTypes(deleteNote as never), [])
  t.same(acceptedTypes(undefined), [])
})

t.test('no confusing media type reaches a handler, and 415 says what is taken', async (t) => {
  const { app, notes } = sampleApi()
  t.teardown(() => app.close())
  for (const type of [
    'text/plain',
    'application/json\t;x',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/merge-patch+json',
    'application/json; charset=utf-7',
  ]) {
    const answer = await app.inject({
      method: 'POST',
      url: notesUrl,
      headers: { ...idempotent, 'content-type': type },
      payload: '{"text":"x"}',
    })
    t.same(refused(t, answer, 'unsupported-media-type', type).accepted, ['application/json'])
    t.equal(answer.headers['accept-post'], 'application/json')
  }
  const patch = await app.inject({
    method: 'PATCH',
    url: `${notesUrl}/n1`,
    headers: { ...all, 'if-match': '"1"' },
    payload: { text: 'x' },
  })
  refused(t, patch, 'unsupported-media-type', 'PATCH takes merge patches')
  t.equal(patch.headers['accept-patch'], 'application/merge-patch+json')
  t.equal(notes.size, 1, 'nothing was written')
})

t.test('a body is limited to the byte, with and without its length declared', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  const sized = (size: number) => {
    const frame = '{"text":""}'
    return `{"text":"${'x'.repeat(size - frame.length)}"}`
  }
  const post = (payload: string, headers: object = {}) =>
    app.inject({
      method: 'POST',
      url: notesUrl,
      headers: { ...idempotent, 'content-type': 'application/json', ...headers },
      payload,
    })
  const limit = 256 * 1024
  for (const size of [limit - 1, limit]) {
    refused(t, await post(sized(size)), 'validation-failed', `${size} bytes are read`)
  }
  const large = refused(t, await post(sized(limit + 1)), 'too-large', 'one byte more')
  t.equal(large.maxBytes, limit)
  const chunked = await post(sized(limit + 1), { 'transfer-encoding': 'chunked' })
  refused(t, chunked, 'too-large', 'undeclared length')
})

t.test('a file is not parsed, and comes as one of its media types within its limit', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  const send = (type: string, payload: string | Buffer) =>
    app.inject({
      method: 'POST',
      url: `${notesUrl}/import?dryRun=true`,
      headers: { ...all, 'content-type': type },
      payload,
    })
  for (const type of ['text/csv', 'TEXT/CSV; charset=utf-8', 'application/zip'])
    t.equal((await send(type, Buffer.from([0xff, 0x00, 0x22]))).body, '{"bytes":3}', type)
  for (const type of ['application/json', 'text/plain', 'text/csv; header=present']) {
    const answer = await send(type, 'id')
    refused(t, answer, 'unsupported-media-type', type)
    t.equal(answer.headers['accept-post'], 'text/csv,application/zip')
  }
  t.equal((await send('text/csv', 'x'.repeat(100))).statusCode, 200)
  refused(t, await send('text/csv', 'x'.repeat(101)), 'too-large')
})

t.test('what is no operation is not parsed', async (t) => {
  const app = Fastify()
  t.teardown(() => app.close())
  installParsers(app)
  app.post('/other', async (request) => ({ seen: request.body ?? null }))
  const answer = await app.inject({
    method: 'POST',
    url: '/other',
    headers: { 'content-type': 'application/json' },
    payload: '{{{',
  })
  t.same(answer.json(), { seen: null })
})
