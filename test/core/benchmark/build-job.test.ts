// The job of a build: who comes after it, when it gives up, which failures are final.
import t from 'tap'
import {
  attemptAt,
  type BuildJob,
  buildTask,
  firstBuild,
  isFinalRefusal,
} from '../../../src/core/benchmark/build-job.ts'
import type { AssociationId, BenchmarkEditionId, OperationId } from '../../../src/core/ids.ts'
import { lastAttempt, nextAttempt } from '../../../src/core/operation/attempt.ts'
import { started, succeeded } from '../../../src/core/operation/operation.ts'
import { Problem } from '../../../src/core/problem.ts'
import { me } from '../../support/submissions.ts'

const now = new Date('2026-07-01T12:00:00Z')
const asked = {
  associationId: '01920f3e-7a14-7000-8000-000000000001' as AssociationId,
  benchmarkEditionId: '01920f3e-7a13-7000-8000-000000000001' as BenchmarkEditionId,
  operationId: '01920f3e-7a16-7000-8000-000000000001' as OperationId,
  personId: me,
}
const job = (attempt: number): BuildJob => ({ ...asked, attempt })
const operation = started(
  {
    owner: { kind: 'association', id: asked.associationId },
    id: asked.operationId,
    kind: 'buildBenchmarkEdition',
    subject: asked.benchmarkEditionId,
    createdBy: me,
  },
  now,
)

t.test('all attempts of one operation share a key, so that one waits at most', async (t) => {
  const first = firstBuild(asked)
  t.match(first, { task: buildTask, payload: job(1) })
  t.notOk('runAt' in first, 'the first begins at once')
  t.equal(nextAttempt(buildTask, job(1), now)?.key, first.key)
})

t.test('attempts come later and later, and end', async (t) => {
  t.strictSame(nextAttempt(buildTask, job(1), now)?.runAt, new Date(now.getTime() + 30_000))
  t.strictSame(nextAttempt(buildTask, job(4), now)?.runAt, new Date(now.getTime() + 120_000))
  t.strictSame(nextAttempt(buildTask, job(4), now)?.payload, job(5))
  t.equal(nextAttempt(buildTask, job(lastAttempt), now), null)
})

t.test('an attempt has its successor in the queue before it works', async (t) => {
  t.strictSame(attemptAt(job(2), operation, now), {
    works: true,
    next: nextAttempt(buildTask, job(2), now),
    operation,
  })
})

t.test('what is done is not done again', async (t) => {
  const done = succeeded(operation, { location: '/v1/x' }, now)
  t.strictSame(attemptAt(job(2), done, now), { works: false, next: null, operation: done })
})

t.test('after the last attempt the operation ends with an error', async (t) => {
  const { works, next, operation: ended } = attemptAt(job(lastAttempt), operation, now)
  t.strictSame([works, next, ended.error?.code], [false, null, 'internal'])
  t.strictSame(ended.doneAt, now)
})

t.test('only what cannot be otherwise next time is final', async (t) => {
  t.ok(isFinalRefusal(new Problem('not-found', {})))
  t.ok(isFinalRefusal(new Problem('illegal-transition', { state: '', event: '', allowed: [] })))
  t.notOk(isFinalRefusal(new Problem('unavailable', { reason: 'database', retryAfterSeconds: 1 })))
  t.notOk(isFinalRefusal(new Problem('already-exists', {})))
  t.notOk(isFinalRefusal(new Error('a bug')))
})
