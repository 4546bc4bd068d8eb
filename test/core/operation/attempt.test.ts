// Background work that is tried again: who comes after an attempt, and when it gives up.
import t from 'tap'
import type { AssociationId, OperationId } from '../../../src/core/ids.ts'
import {
  attemptOf,
  firstAttempt,
  lastAttempt,
  nextAttempt,
  type Tried,
} from '../../../src/core/operation/attempt.ts'
import { started, succeeded } from '../../../src/core/operation/operation.ts'
import { me } from '../../support/submissions.ts'

const now = new Date('2026-07-01T12:00:00Z')
const task = 'do-something'
const associationId = '01920f3e-7a14-7000-8000-000000000001' as AssociationId
const asked = {
  subject: 'what it is about',
  operationId: '01920f3e-7a16-7000-8000-000000000001' as OperationId,
}
type Job = Tried & { readonly subject: string }
const job = (attempt: number): Job => ({ ...asked, attempt })
const operation = started(
  {
    owner: { kind: 'association', id: associationId },
    id: asked.operationId,
    kind: 'doSomething',
    subject: asked.subject,
    createdBy: me,
  },
  now,
)

t.test('all attempts of one operation share a key, so that one waits at most', async (t) => {
  const first = firstAttempt<Job>(task, asked)
  t.match(first, { task, payload: job(1) })
  t.notOk('runAt' in first, 'the first begins at once')
  t.equal(nextAttempt(task, job(1), now)?.key, first.key)
})

t.test('attempts come later and later, and end', async (t) => {
  t.strictSame(nextAttempt(task, job(1), now)?.runAt, new Date(now.getTime() + 30_000))
  t.strictSame(nextAttempt(task, job(4), now)?.runAt, new Date(now.getTime() + 120_000))
  t.strictSame(nextAttempt(task, job(4), now)?.payload, job(5))
  t.equal(nextAttempt(task, job(lastAttempt), now), null)
})

t.test('an attempt has its successor in the queue before it works', async (t) => {
  t.strictSame(attemptOf(task, job(2), { operation, now }), {
    works: true,
    next: nextAttempt(task, job(2), now),
    operation,
  })
})

t.test('what is done is not done again', async (t) => {
  const done = succeeded(operation, { location: '/v1/x' }, now)
  t.strictSame(attemptOf(task, job(2), { operation: done, now }), {
    works: false,
    next: null,
    operation: done,
  })
})

t.test('after the last attempt the operation ends with an error', async (t) => {
  const { works, next, operation: ended } = attemptOf(task, job(lastAttempt), { operation, now })
  t.strictSame([works, next, ended.error?.code], [false, null, 'internal'])
  t.strictSame(ended.doneAt, now)
})
