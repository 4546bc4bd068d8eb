import t from 'tap'
import { z } from 'zod'
import { type Operation, operation } from '../../src/http/operation.ts'
import { faultOf, problemsOf, universalProblems } from '../../src/http/operation-rules.ts'
import { problemStatus } from '../../src/http/problems.ts'
import * as sample from '../support/sample-api.ts'

const sound: Operation = sample.putNote as never
const body = z.strictObject({})

t.test('every contradiction between the members of an operation is named', async (t) => {
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
    [{ query: z.object({}) }, /strict/],
    [{ query: z.looseObject({}) }, /strict/],
  ]
  t.equal(faultOf(sound), null, 'a sound one has none')
  t.equal(faultOf(sample.patchNote as never), null)
  const full = { ...sound, mediaType: 'application/merge-patch+json' as const }
  t.equal(faultOf(full), null, 'a patch may demand members')
  for (const [change, fault] of cases) t.match(faultOf({ ...sound, ...change }), fault)
})

t.test('what follows from a member need not be declared', async (t) => {
  t.same(
    problemsOf(sample.getModel as never),
    [...universalProblems, 'not-found'].toSorted(),
    'public: no identity, no scope',
  )
  const write = problemsOf(sample.createNote as never)
  for (const code of [
    'already-exists',
    'unauthenticated',
    'insufficient-scope',
    'malformed-json',
    'too-large',
    'idempotency-key-required',
    'idempotency-key-reused',
    'request-in-progress',
  ] as const) {
    t.ok(write.includes(code), code)
  }
  t.notOk(write.includes('precondition-failed'))
  t.ok(problemsOf(sample.patchNote as never).includes('precondition-required'))
  t.ok(problemsOf(sample.listNotes as never).includes('cursor-invalid'))
  t.same(write, [...new Set(write)].toSorted(), 'sorted, each once')
})

t.test('the universal problems are of the catalogue', async (t) => {
  for (const code of universalProblems) t.ok(code in problemStatus, code)
})

t.test('an operation without parameters or query is sound', async (t) => {
  const made = operation({
    id: 'read',
    method: 'PUT',
    url: '/v1/it',
    summary: 'Write it',
    tag: 'meta',
    scope: null,
    tenant: null,
    body,
    reply: { 204: null },
  })
  t.equal(faultOf(made), null)
})
