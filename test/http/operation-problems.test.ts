import t from 'tap'
import { problemsOf, universalProblems } from '../../src/http/operation-problems.ts'
import { problemStatus } from '../../src/http/problems.ts'
import * as sample from '../support/sample-api.ts'

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
  t.ok(problemsOf(sample.deleteNote as never).includes('unsupported-media-type'))
  t.notOk(problemsOf(sample.listNotes as never).includes('unsupported-media-type'))
  t.same(write, [...new Set(write)].toSorted(), 'sorted, each once')
})

t.test('the universal problems are of the catalogue', async (t) => {
  for (const code of universalProblems) t.ok(code in problemStatus, code)
})
