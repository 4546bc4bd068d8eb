import t from 'tap'
import { z } from 'zod'
import { bodyLimits, operation } from '../../src/http/operation.ts'

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

t.test('a contradiction is found when the service starts', async (t) => {
  t.throws(
    () => operation({ ...least, method: 'GET', url: '/v1/{x}', reply: { 200: z.string() } }),
    /operation doIt: the path names \(x\), params describe \(\)/,
  )
})
