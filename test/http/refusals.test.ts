import type { AddressInfo } from 'node:net'
import t from 'tap'
import { Problem, type ProblemCode } from '../../src/core/problem.ts'
import { refusalOptions, routeTable, toProblem } from '../../src/http/refusals.ts'
import { serverOptions } from '../../src/http/server-options.ts'
import { parseRaw, sendRaw } from '../support/raw-http.ts'
import { refused } from '../support/refusals.ts'
import { all, createNote, idempotent, notesUrl, sampleApi } from '../support/sample-api.ts'

t.test('whatever was thrown has a problem', async (t) => {
  const own = new Problem('not-found', {})
  t.equal(toProblem(own), own)
  const cases: readonly (readonly [unknown, ProblemCode])[] = [
    [{ code: 'FST_ERR_CTP_BODY_TOO_LARGE' }, 'too-large'],
    [{ code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }, 'unsupported-media-type'],
    [{ code: 'FST_ERR_MAX_PARAM_LENGTH' }, 'uri-too-long'],
    [{ code: 'FST_ERR_BAD_URL' }, 'malformed-request'],
    [{ code: 'FST_ERR_CTP_INVALID_CONTENT_LENGTH' }, 'malformed-request'],
    [{ code: 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE' }, 'malformed-request'],
    [{ code: 'ECONNRESET' }, 'malformed-request'],
    [{ code: 'FST_ERR_HANDLER_TIMEOUT' }, 'deadline-exceeded'],
    [{ code: '23505' }, 'internal'],
    [new Error('x'), 'internal'],
    ['text', 'internal'],
    [null, 'internal'],
  ]
  for (const [error, code] of cases) {
    const problem = toProblem(error)
    t.equal(problem.code, code)
    t.equal(problem.cause, error, 'the cause is kept for the log')
  }
})

t.test('a limit and a media type are those of the operation', async (t) => {
  const request = {
    routeOptions: { config: { operation: { ...createNote, limits: { bytes: 7 } } } },
  }
  const problem = (code: string) => toProblem({ code }, request as never).parameters
  t.same(problem('FST_ERR_CTP_BODY_TOO_LARGE'), { maxBytes: 7 })
  t.same(problem('FST_ERR_CTP_INVALID_MEDIA_TYPE'), { accepted: ['application/json'] })
})

t.test('every hostile request is answered by a problem, and the connection ends', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const get = (target: string, ...headers: readonly string[]) =>
    [
      'GET ',
      target,
      ' HTTP/1.1\r\n',
      ...['Host: a', ...headers, 'Connection: close'].map((line) => `${line}\r\n`),
      '\r\n',
    ].join('')
  const post = (body: string, ...headers: readonly string[]) =>
    [
      'POST /v1/text HTTP/1.1\r\n',
      ...['Host: a', ...headers].map((line) => `${line}\r\n`),
      '\r\n',
      body,
    ].join('')
  const cases: readonly (readonly [string, string, ProblemCode])[] = [
    ['garbage', 'garbage\r\n\r\n', 'malformed-request'],
    ['binary', '\u0016\u0003\u0001\u0002\u0000\r\n\r\n', 'malformed-request'],
    ['unknown version', 'GET / HTTP/9.9\r\n\r\n', 'malformed-request'],
    ['unknown method', 'FROB / HTTP/1.1\r\nHost: a\r\n\r\n', 'malformed-request'],
    ['a header of 20 kB', get('/v1/text', `X: ${'x'.repeat(20_000)}`), 'headers-too-large'],
    ['many headers', get('/v1/text', ...Array(2000).fill('X: 1234567890')), 'headers-too-large'],
    ['an address of 20 kB', get(`/${'x'.repeat(20_000)}`), 'headers-too-large'],
    ['%zz', get('/v1/%zz'), 'malformed-request'],
    ['%zz in a known path', get('/v1/models/%zz'), 'malformed-request'],
    ['a parameter of 101 characters', get(`/v1/models/${'x'.repeat(101)}`), 'uri-too-long'],
    ['a query above 4 kB', get(`/v1/text?${'x'.repeat(4097)}`), 'uri-too-long'],
    [
      'TRACE on a path',
      'TRACE /v1/text HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      'method-not-allowed',
    ],
    ['TRACE on no path', 'TRACE /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 'not-found'],
    [
      'PROPFIND',
      'PROPFIND /v1/text HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      'method-not-allowed',
    ],
    ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 'not-found'],
    ['no host', 'GET /v1/text HTTP/1.1\r\nConnection: close\r\n\r\n', 'malformed-request'],
    ['two hosts', get('/v1/text', 'Host: b'), 'malformed-request'],
    [
      'a bad host',
      'GET /v1/text HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
      'malformed-request',
    ],
    [
      'CL and TE',
      post('0\r\n\r\n', 'Content-Length: 5', 'Transfer-Encoding: chunked'),
      'malformed-request',
    ],
    [
      'TE and CL',
      post('0\r\n\r\n', 'Transfer-Encoding: chunked', 'Content-Length: 5'),
      'malformed-request',
    ],
    ['two lengths', post('xx', 'Content-Length: 2', 'Content-Length: 3'), 'malformed-request'],
    ['a bad length', post('xx', 'Content-Length: 2x'), 'malformed-request'],
    ['a negative length', post('xx', 'Content-Length: -2'), 'malformed-request'],
    ['an obscured TE', post('0\r\n\r\n', 'Transfer-Encoding: xchunked'), 'malformed-request'],
    ['a bad chunk', post('zz\r\n', 'Transfer-Encoding: chunked'), 'malformed-request'],
    ['a bare LF', 'GET /v1/text HTTP/1.1\nHost: a\n\n', 'malformed-request'],
    [
      'a bare LF in a header',
      'GET /v1/text HTTP/1.1\r\nHost: a\nX: y\r\n\r\n',
      'malformed-request',
    ],
    ['obs-fold', get('/v1/text', 'X: a', ' folded'), 'malformed-request'],
    ['a space before the colon', get('/v1/text', 'X : a'), 'malformed-request'],
    ['NUL in a header', get('/v1/text', 'X: a\u0000b'), 'malformed-request'],
    ['no such path', get('/nowhere'), 'not-found'],
  ]
  for (const [name, bytes, code] of cases) {
    const answer = parseRaw(await sendRaw(port, bytes))
    refused(t, answer, code, name)
    t.equal(answer.headers.connection, 'close', `${name}: the connection ends`)
  }
  const fine = parseRaw(await sendRaw(port, get('/v1/text')))
  t.equal(fine.statusCode, 200, 'and a sound request is served')
})

t.test('smuggled requests are not served', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const smuggled = 'GET /v1/text HTTP/1.1\r\nHost: a\r\n\r\n'
  const bytes = `POST /v1/text HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`
  const text = await sendRaw(port, bytes)
  t.equal(text.match(/^HTTP\/1\.1 /gm)?.length, 1, 'one answer')
  t.match(text, /^HTTP\/1\.1 400/)
})

t.test('a request that stops half-way is timed out by a problem', async (t) => {
  const written: string[] = []
  const { clientErrorHandler } = refusalOptions(() => '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42')
  const socket = (writable: boolean) => ({
    writable,
    end: (text: string) => written.push(text),
    destroy: () => written.push('destroyed'),
  })
  const fail = (code: string, writable = true) => {
    clientErrorHandler({ code } as never, socket(writable) as never)
    return written.pop() ?? ''
  }
  refused(t, parseRaw(fail('ERR_HTTP_REQUEST_TIMEOUT')), 'request-timeout')
  t.equal(fail('ECONNRESET'), 'destroyed', 'nobody is there')
  t.equal(fail('HPE_INVALID_METHOD', false), 'destroyed', 'nobody can read')
})

t.test('a known path with another method says which there are; HEAD is GET', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  const allow = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'PUT']
  const wrong = await app.inject({ method: 'POST', url: `${notesUrl}/n1?x=1` })
  t.same(refused(t, wrong, 'method-not-allowed').allow, allow)
  t.equal(wrong.headers.allow, allow.join(', '))
  const options = await app.inject({ method: 'OPTIONS', url: `${notesUrl}/n1` })
  t.equal(options.statusCode, 204)
  t.equal(options.headers.allow, allow.join(', '))
  t.equal(options.body, '')
  const head = await app.inject({ method: 'HEAD', url: `${notesUrl}/n1`, headers: all })
  t.equal(head.statusCode, 200)
  t.equal(head.body, '')
  t.equal(head.headers.etag, '"1"')
  refused(t, await app.inject({ method: 'OPTIONS', url: '/nowhere' }), 'not-found')
})

t.test('a path has the methods of all templates it fits', async (t) => {
  const table = routeTable()
  table.add('GET', '/a/:b')
  table.add(['PUT', 'DELETE'], '/a/c')
  table.add('PUT', '/a/:d')
  t.same(table.methodsFor('/a/c'), ['DELETE', 'GET', 'OPTIONS', 'PUT'])
  t.same(table.methodsFor('/a/x'), ['GET', 'OPTIONS', 'PUT'])
  t.same(table.methodsFor('/a/'), [])
  t.same(table.methodsFor('/a/b/c'), [])
  t.same(table.methodsFor('/b/c'), [])
})

t.test('problems speak the language of the caller, everywhere', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  const headers = { 'accept-language': 'zh-CN' }
  for (const url of ['/nowhere', '/v1/%zz', notesUrl]) {
    const answer = await app.inject({ url, headers })
    t.equal(answer.headers['content-language'], 'zh-CN', url)
    t.match(answer.json().title, /\p{Script=Han}/u)
  }
  const asked = await app.inject({ url: '/nowhere?lang=zh' })
  t.equal(asked.headers['content-language'], 'zh-CN', 'lang counts like the header')
})

t.test('an unexpected error is internal, logged once and shown to nobody', async (t) => {
  const lines: string[] = []
  const { app } = sampleApi({
    strict: false,
    logLevel: 'info',
    logStream: { write: (line) => lines.push(line) },
    trouble: () => {
      throw new Error('the secret reason')
    },
  })
  t.teardown(() => app.close())
  const answer = await app.inject('/v1/text')
  const problem = refused(t, answer, 'internal')
  t.equal(problem.detail, 'Report the request id in `instance`.')
  t.notMatch(answer.body, /secret reason/)
  t.equal(lines.filter((line) => line.includes('the secret reason')).length, 1)
})

t.test('an internal problem without a cause is logged itself', async (t) => {
  const lines: string[] = []
  const { app } = sampleApi({
    strict: false,
    logLevel: 'error',
    logStream: { write: (line) => lines.push(line) },
    trouble: () => {
      throw new Problem('internal', {})
    },
  })
  t.teardown(() => app.close())
  refused(t, await app.inject('/v1/text'), 'internal')
  t.match(JSON.parse(String(lines[0])).err, { type: 'Problem', message: 'internal' })
})

t.test('what an expected refusal hides is logged, not shown', async (t) => {
  const lines: string[] = []
  const { app } = sampleApi({
    logLevel: 'info',
    logStream: { write: (line) => lines.push(line) },
    trouble: () => {
      throw new Problem(
        'unavailable',
        { reason: 'database', retryAfterSeconds: 2 },
        { cause: new Error('pool gone') },
      )
    },
  })
  t.teardown(() => app.close())
  const answer = await app.inject('/v1/text')
  refused(t, answer, 'unavailable')
  t.equal(answer.headers['retry-after'], '2')
  t.match(lines.join(''), /"problem":"unavailable"/)
  t.match(lines.join(''), /pool gone/)
})

t.test('strict: a problem that was never declared is a breach', async (t) => {
  const trouble = () => {
    throw new Problem('forbidden', { action: 'x', roles: [] })
  }
  const strict = sampleApi({ trouble })
  const lenient = sampleApi({ trouble, strict: false })
  t.teardown(() => Promise.all([strict.app.close(), lenient.app.close()]))
  const breach = refused(t, await strict.app.inject('/v1/text'), 'internal')
  t.match(breach.detail, /getText answered forbidden without declaring it/)
  refused(t, await lenient.app.inject('/v1/text'), 'forbidden', 'control: without strict it passes')
})

t.test('strict: what exists is named where the request has it, or not at all', async (t) => {
  let place: Problem<'already-exists'>['parameters'] = {}
  const { app } = sampleApi({
    trouble: () => {
      throw new Problem('already-exists', place)
    },
  })
  t.teardown(() => app.close())
  const post = { method: 'POST', headers: idempotent } as const
  const make = () => app.inject({ ...post, url: notesUrl, payload: { text: 'Good' } })
  const count = () => app.inject({ ...post, url: `${notesUrl}/count` })
  for (place of [{ pointer: '/text' }, { parameter: 'organizationId' }, {}])
    t.match(refused(t, await make(), 'already-exists'), place)
  for (place of [{ pointer: '/slug' }, { pointer: '/text/inside' }, { parameter: 'noteId' }])
    t.match(refused(t, await make(), 'internal').detail, /which its request does not have/)
  t.match(refused(t, await count(), 'internal').detail, /^countNotes/, 'nor has it a body')
  place = { parameter: 'organizationId' }
  t.match(refused(t, await count(), 'already-exists'), place)
})

t.test('strict: a thrown bug says in the answer what it was', async (t) => {
  const errors = [new TypeError('of course'), 'a text', new Problem('internal', {})]
  const { app } = sampleApi({
    trouble: () => {
      throw errors.shift()
    },
  })
  t.teardown(() => app.close())
  t.equal(refused(t, await app.inject('/v1/text'), 'internal').detail, 'of course')
  t.equal(refused(t, await app.inject('/v1/text'), 'internal').detail, 'a text')
  refused(t, await app.inject('/v1/text'), 'internal', 'a thrown internal')
})

t.test('a handler that does not come back ends in deadline-exceeded', async (t) => {
  const options = serverOptions({ trustProxy: [], newId: () => 'x', logLevel: null })
  t.equal(options.handlerTimeout, 15_000)
  const { app } = sampleApi({ trouble: () => Promise.reject({ code: 'FST_ERR_HANDLER_TIMEOUT' }) })
  t.teardown(() => app.close())
  const answer = await app.inject('/v1/text')
  refused(t, answer, 'deadline-exceeded')
  t.equal(answer.headers['retry-after'], '1')
})

t.test('a handler that comes back after its time has nothing more to send', async (t) => {
  const lines: string[] = []
  let late: Promise<unknown> = Promise.resolve()
  const { app } = sampleApi({
    trouble: async () => {
      late = new Promise((resolve) => setTimeout(resolve, 60))
      await late
      return 'Late' as never
    },
    handlerTimeout: 20,
    logLevel: 'info',
    logStream: { write: (line) => lines.push(line) },
  })
  t.teardown(() => app.close())
  refused(t, await app.inject('/v1/text'), 'deadline-exceeded')
  await late
  await new Promise((resolve) => setTimeout(resolve, 20))
  t.ok(lines.length > 0)
  t.notMatch(lines.join('\n'), /already sent/)
})

t.test('a broken media type names the one that is taken', async (t) => {
  const { app } = sampleApi()
  t.teardown(() => app.close())
  const answer = await app.inject({
    method: 'POST',
    url: notesUrl,
    headers: { ...idempotent, 'content-type': ';;' },
  })
  t.same(refused(t, answer, 'unsupported-media-type').accepted, ['application/json'])
})
