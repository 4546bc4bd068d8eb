import t from 'tap'
import { z } from 'zod'
import { answerOf } from '../../src/core/request.ts'
import { answerMaker } from '../../src/http/answer.ts'
import { operation } from '../../src/http/operation.ts'
import { refused } from '../support/refusals.ts'
import * as sample from '../support/sample-api.ts'

const { all, notesUrl, sampleApi } = sample
const maker = (of: unknown, strict = true) => answerMaker(of as never, strict)
const row = { id: 'n1', text: 'Good', count: 1, etag: '"7"', secret: 'x' }
const params = { organizationId: 'o', noteId: 'n1' }

t.test(
  'an answer is made of the presented members alone, with the headers that follow',
  async (t) => {
    const made = maker(sample.createNote).make(row, null, params)
    t.match(made, {
      status: 201,
      headers: {
        'content-type': 'application/json',
        etag: '"7"',
        location: '/v1/organizations/o/notes/n1',
      },
      body: '{"id":"n1","text":"Good","count":1,"etag":"\\"7\\""}',
    })
    const changed = maker(sample.putNote).make(row, null, params)
    t.equal(changed.status, 200, 'the value says which status')
    t.notOk('location' in changed.headers, 'only what was made has an address')
    t.equal(maker(sample.putNote).make({ ...row, etag: '"1"' }, null, params).status, 201)
  },
)

t.test('empty, long and textual answers', async (t) => {
  t.match(maker(sample.deleteNote).make(null, null, params), {
    status: 204,
    headers: {},
    body: null,
  })
  const counting = maker(sample.countNotes).make({ done: false }, null, params)
  t.match(counting.headers, { location: '/v1/operations/1', 'retry-after': '2' })
  const text = maker(sample.getText).make('Text', null, {})
  t.match(text, { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Text' })
  t.match(text.headers.etag, /^"/, 'what may be kept is known by its bytes')
  const list = maker(sample.listNotes).make({ items: [], nextCursor: null }, null, params)
  t.notOk('etag' in list.headers, 'what may not be kept needs no tag')
})

t.test('what the unit saw reaches present', async (t) => {
  const seeing = operation({
    id: 'see',
    method: 'GET',
    url: '/v1/see',
    summary: 'See',
    tag: 'models',
    scope: null,
    tenant: null,
    reply: { 200: z.strictObject({ seen: z.boolean() }) },
    present: (_: string, seen) => ({ seen: seen !== null }),
  })
  t.equal(maker(seeing).make('x', null, {}).body, '{"seen":false}')
  t.equal(maker(seeing).make('x', {} as never, {}).body, '{"seen":true}')
})

t.test(
  'strict: an answer outside its shape is a breach, also one that came ready-made',
  async (t) => {
    const { make, check } = maker(sample.getNote)
    t.throws(() => make({ ...row, count: 1.5 }, null, params), /breaks its contract/)
    t.doesNotThrow(() => maker(sample.getNote, false).make({ ...row, count: 1.5 }, null, params))
    const ready = (status: number, body: string | Uint8Array | null) =>
      answerOf({ status, headers: {}, body })
    t.doesNotThrow(() => check(make(row, null, params)))
    t.throws(() => check(ready(201, '{}')), /201 is not declared/)
    t.throws(() => check(ready(200, null)), /200 is not declared so/)
    t.throws(() => check(ready(200, '{"id":"n1"}')), /breaks its contract/)
    t.throws(() => check(ready(200, Buffer.from('{"id":"n1"}'))), /breaks its contract/)
    t.doesNotThrow(() => maker(sample.getText).check(ready(200, Buffer.from('a file'))))
    t.throws(() => maker(sample.deleteNote).check(ready(204, '{}')), /204 is not declared so/)
    t.doesNotThrow(() => maker(sample.deleteNote).check(ready(204, null)))
    t.doesNotThrow(() => maker(sample.getText).check(ready(200, 'Text')))
    t.throws(() => maker(sample.getText).check(ready(200, '<b>')), /breaks its contract/)
  },
)

t.test('strict: beside JSON stands what is declared, and nothing else', async (t) => {
  const drawing = operation({
    id: 'draw',
    method: 'GET',
    url: '/v1/draw',
    summary: 'Draw',
    tag: 'models',
    scope: null,
    tenant: null,
    reply: { 200: z.strictObject({ seen: z.boolean() }) },
    replyTypes: ['application/json', 'image/svg+xml'],
  })
  const ready = (type: string, body: string) =>
    answerOf({ status: 200, headers: { 'content-type': type }, body })
  const { check } = maker(drawing)
  t.doesNotThrow(() => check(ready('image/svg+xml', '<svg/>')))
  t.doesNotThrow(() => check(ready('application/json', '{"seen":true}')))
  t.throws(() => check(ready('application/json', '<svg/>')))
  t.throws(() => check(ready('text/html', '<svg/>')), /text\/html is not declared/)
})

t.test('an answer of several forms varies by what was accepted', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  const answer = await app.inject({ url: `${notesUrl}/export`, headers: all })
  t.equal(answer.headers.vary, 'Accept, Accept-Language')
})

t.test('strict mode has its control: the same breach leaves without it', async (t) => {
  const trouble = () => '<not allowed>'
  const strict = sampleApi({ trouble })
  const lenient = sampleApi({ trouble, strict: false })
  t.teardown(() => Promise.all([strict.app.close(), lenient.app.close()]))
  t.match(refused(t, await strict.app.inject('/v1/text'), 'internal').detail, /breaks its contract/)
  t.equal((await lenient.app.inject('/v1/text')).body, '<not allowed>')
})

t.test('a ready-made answer is sent byte for byte, its own caching included', async (t) => {
  const body = 'Text  as stored'
  const { app } = sampleApi({
    trouble: () =>
      answerOf({
        status: 200,
        headers: {
          'content-type': 'text/plain',
          etag: '"x"',
          'cache-control': 'public, max-age=5',
        },
        body,
      }),
  })
  t.teardown(() => app.close())
  const answer = await app.inject('/v1/text')
  t.equal(answer.body, body)
  t.match(answer.headers, {
    'content-type': 'text/plain',
    etag: '"x"',
    'cache-control': 'public, max-age=5',
  })
})

t.test('an answer that is a file is sent byte for byte, as text or not', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  const get = (query: string) =>
    app.inject({ url: `${notesUrl}/export${query}`, headers: { ...all } })
  const packed = await get('?packed=true')
  t.match(packed, { statusCode: 200, headers: { 'content-type': 'application/zip' } })
  t.same([...packed.rawPayload], [0x50, 0x4b, 0xff])
  t.equal(packed.headers['content-length'], '3')
  const text = await get('')
  t.match(text, { headers: { 'content-type': 'text/csv' }, body: 'id\r\nn1\r\n' })
})

t.test('an answer without a body has none', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  const headers = { ...all, 'if-match': '"1"' }
  const answer = await app.inject({ method: 'DELETE', url: `${notesUrl}/n1`, headers })
  t.equal(answer.statusCode, 204)
  t.equal(answer.body, '')
  t.notOk('content-type' in answer.headers)
})

t.test('a reader who has it gets 304 without a body; a changed one gets it all', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  const get = (condition: string, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ method, url: `${notesUrl}/n1`, headers: { ...all, 'if-none-match': condition } })
  for (const condition of ['"1"', 'W/"1"', '*', '"0", "1"']) {
    const answer = await get(condition)
    t.equal(answer.statusCode, 304, condition)
    t.equal(answer.body, '')
    t.equal(answer.headers.etag, '"1"')
    t.notOk('content-type' in answer.headers)
  }
  t.equal((await get('"1"', 'HEAD')).statusCode, 304)
  t.equal((await get('"2"')).statusCode, 200)
  refused(t, await get('1'), 'validation-failed')
  const model = await app.inject('/v1/models/abc')
  const again = await app.inject({
    url: '/v1/models/abc',
    headers: { 'if-none-match': String(model.headers.etag) },
  })
  t.equal(again.statusCode, 304)
  t.equal(again.headers['cache-control'], 'public, max-age=31536000, immutable')
  t.equal(again.headers.vary, 'Accept-Language, Accept-Encoding')
})
