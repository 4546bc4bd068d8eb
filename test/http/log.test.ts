import t from 'tap'
import { Problem } from '../../src/core/problem.ts'
import { loggedError, logOptions } from '../../src/http/log.ts'
import { all, idempotent, notesUrl, organizationId, sampleApi } from '../support/sample-api.ts'

const logged = () => {
  const lines: string[] = []
  return { lines, logStream: { write: (line: string) => lines.push(line) } }
}

t.test('one line a request: route and hashes, never the address as sent', async (t) => {
  const { lines, logStream } = logged()
  const { app } = sampleApi({ logLevel: 'info', logStream })
  t.teardown(() => app.close())
  await app.inject({ url: `${notesUrl}/n1?x=sentinel`, headers: { ...all, 'request-id': 'mine' } })
  await app.inject({ url: '/nowhere/sentinel' })
  await app.inject({ url: '/v1/organizations/sentinel/notes', headers: all })
  t.equal(lines.length, 3)
  const [first, second, third] = lines.map((line) => JSON.parse(line))
  t.match(first, {
    level: 'info',
    time: /^\d{4}-\d\d-\d\dT.*Z$/,
    requestId: /^[0-9a-f-]{36}$/,
    clientRequestId: 'mine',
    method: 'GET',
    route: '/v1/organizations/:organizationId/notes/:noteId',
    operation: 'getNote',
    organizationId,
    actor: /^[0-9a-f]{16}$/,
    status: 400,
    durationMs: Number,
    bytes: Number,
    msg: 'answered',
  })
  t.same(Object.keys(second).toSorted(), [
    'bytes',
    'durationMs',
    'level',
    'method',
    'msg',
    'requestId',
    'status',
    'time',
  ])
  t.notOk('organizationId' in third, 'what is no id is not logged')
  t.notMatch(lines.join(''), /sentinel/)
})

t.test('an answer without a body has no size', async (t) => {
  const { lines, logStream } = logged()
  const { app } = sampleApi({ logLevel: 'info', logStream })
  t.teardown(() => app.close())
  await app.inject({ method: 'OPTIONS', url: notesUrl })
  t.notOk('bytes' in JSON.parse(String(lines[0])))
})

t.test('control characters and secrets cannot break or enter a line', async (t) => {
  const { lines, logStream } = logged()
  const { app } = sampleApi({ logLevel: 'debug', logStream })
  t.teardown(() => app.close())
  const sentinels = [
    'exk_live_sentinel',
    'answer-sentinel',
    'a\r\n{"level":"fake"}',
    'x'.repeat(10_000),
  ]
  for (const text of sentinels) {
    await app.inject({
      method: 'POST',
      url: notesUrl,
      headers: { ...idempotent, 'x-request-id': 'a b' },
      payload: { text },
    })
    await app.inject({ method: 'POST', url: notesUrl, headers: idempotent, payload: `{"${text}` })
    await app.inject({ url: '/v1/text', headers: { authorization: 'Bearer sentinel' } })
  }
  for (const line of lines) {
    t.doesNotThrow(() => JSON.parse(line))
    t.equal(line.indexOf('\n'), line.length - 1, 'one line')
  }
  t.ok(lines.length >= 12)
  t.notMatch(lines.join(''), /sentinel|fake|xxxx/)
})

t.test('a key is the actor before the person', async (t) => {
  const { lines, logStream } = logged()
  const principal = (keyId: string | null) =>
    ({ keyId, personId: 'p', scopes: new Set(['submissions:read']) }) as never
  let keyId: string | null = null
  const { app } = sampleApi({
    logLevel: 'info',
    logStream,
    authenticate: async () => principal(keyId),
  })
  t.teardown(() => app.close())
  await app.inject(notesUrl)
  keyId = 'k'
  await app.inject(notesUrl)
  const [person, key] = lines.map((line) => JSON.parse(line).actor)
  t.not(person, key)
})

t.test('an error shows its message only where nobody else can have written it', async (t) => {
  class QueryError extends Error {
    readonly code = '22P02'
    readonly constraint_name = 'notes_key'
  }
  const query = loggedError(new QueryError('invalid input: "sentinel"'))
  t.match(query, { type: 'QueryError', message: '', code: '22P02', constraint: 'notes_key' })
  t.notMatch(JSON.stringify(query), /sentinel/)
  t.match(query.stack, /^at /)
  const outer = loggedError(new Error('ours', { cause: new SyntaxError('theirs') }))
  t.match(outer, { message: 'ours', cause: { type: 'SyntaxError', message: '' } })
  t.equal(loggedError(new Problem('not-found', {})).message, 'not-found')
  t.same(loggedError('text'), { type: 'string', message: '', stack: '' })
  const bare = new Error('x')
  delete bare.stack
  t.equal(loggedError(bare).stack, '')
})

t.test('without a level nothing is logged', async (t) => {
  t.equal(logOptions(null).logger, false)
  t.match(logOptions('info').logger, { level: 'info', base: null })
})
