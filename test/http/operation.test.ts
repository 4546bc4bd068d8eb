import t from 'tap'
import { z } from 'zod'
import { bodyLimits, FileBody, type Operation, operation } from '../../src/http/operation.ts'
import * as sample from '../support/sample-api.ts'

const least = {
  id: 'doIt',
  url: '/v1/it',
  summary: 'Do it',
  tag: 'meta',
  scope: null,
  tenant: null,
} as const

t.test('what is not declared is the safest usual', async (t) => {
  const read = operation({ ...least, method: 'GET', reply: { 200: z.string() } })
  t.match(read, {
    description: 'Do it',
    idempotency: 'none',
    revision: null,
    cache: 'no-store',
    rate: null,
    rateBy: 'path',
    replyType: 'application/json',
    problems: [],
    params: null,
    query: null,
    body: null,
    present: null,
    status: null,
    location: null,
    sample: null,
  })
  t.same(read.limits, bodyLimits)
  const make = operation({ ...least, method: 'POST', reply: { 201: z.string() } })
  t.equal(make.idempotency, 'key', 'an effect must be repeatable')
  const body = z.strictObject({ text: z.string() })
  const change = operation({ ...least, method: 'PATCH', body, reply: { 200: z.string() } })
  t.equal(change.idempotency, 'natural')
  t.equal(change.mediaType, 'application/merge-patch+json')
  const put = operation({ ...least, method: 'PUT', body, reply: { 200: z.string() } })
  t.equal(put.mediaType, 'application/json')
})

t.test('what is declared is kept, and nobody can change it', async (t) => {
  const made = operation({
    ...least,
    method: 'POST',
    description: 'At length',
    idempotency: 'none',
    limits: { bytes: 2_000_000 },
    problems: ['incomplete'],
    reply: { 200: z.string() },
  })
  t.match(made, { description: 'At length', idempotency: 'none', problems: ['incomplete'] })
  t.same(made.limits, { ...bodyLimits, bytes: 2_000_000 })
  t.ok(Object.isFrozen(made))
})

t.test('files and several forms of an answer are named, the first one first', async (t) => {
  t.match(sample.importNotes, {
    mediaType: 'text/csv',
    file: ['text/csv', 'application/zip'],
    replyTypes: ['application/json'],
  })
  t.match(sample.exportNotes, {
    file: null,
    replyType: 'text/csv',
    replyTypes: ['text/csv', 'application/zip'],
  })
})

const sound: Operation = sample.putNote as never
const declare = (change: object) => operation({ ...sound, ...change } as never)

t.test('every contradiction between the members is named when the service starts', async (t) => {
  const cases: readonly (readonly [Partial<Operation>, RegExp])[] = [
    [{ url: '/v1/{other}' }, /the path names \(other\), params describe \(organizationId,noteId\)/],
    [{ tenant: 'association' }, /the path lacks \{associationId\}/],
    [{ method: 'GET', idempotency: 'key' }, /a read takes no idempotency key/],
    [{ idempotency: 'key' }, /only POST takes an idempotency key/],
    [{ method: 'GET', idempotency: 'none' }, /GET takes no body/],
    [{ method: 'DELETE' }, /DELETE takes no body/],
    [{ body: null }, /PUT needs a body/],
    [{ method: 'PATCH', body: null }, /PATCH needs a body/],
    [{ reply: {} }, /no reply is declared/],
    [{ status: null }, /several replies need status\(\)/],
    [{ replyType: 'text/plain' }, /present\(\) makes JSON/],
    [
      {
        mediaType: 'application/merge-patch+json',
        body: z.strictObject({ text: z.string().default('x') }).partial(),
      },
      /an empty patch changes nothing/,
    ],
    [{ file: ['text/csv'] }, /a file comes as FileBody/],
    [{ body: FileBody }, /a file comes as FileBody/],
    [{ query: z.object({}) }, /strict/],
    [{ query: z.looseObject({}) }, /strict/],
  ]
  t.doesNotThrow(() => declare({}), 'a sound one has none')
  t.doesNotThrow(() => declare(sample.patchNote))
  const patch = { mediaType: 'application/merge-patch+json' }
  t.doesNotThrow(() => declare(patch), 'a patch may demand members')
  for (const [change, fault] of cases) t.throws(() => declare(change), fault)
  t.throws(() => declare({ reply: {} }), /^operation putNote: /, 'and so is the operation')
})
