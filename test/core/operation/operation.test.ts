// Long-running operations: they only go forward, end once, and are seen by who started them.
import t from 'tap'
import type { AssociationId, OperationId, PersonId } from '../../../src/core/ids.ts'
import {
  advanced,
  demandReading,
  failed,
  forgottenBefore,
  problemOf,
  started,
  succeeded,
} from '../../../src/core/operation/operation.ts'
import { isProblem, Problem } from '../../../src/core/problem.ts'
import { me, refusalOf, standings } from '../../support/submissions.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 6, 1, 12, minute))
const fresh = started(
  {
    owner: { kind: 'association', id: '01920f3e-7a14-7000-8000-000000000001' as AssociationId },
    id: '01920f3e-7a16-7000-8000-000000000001' as OperationId,
    kind: 'buildBenchmarkEdition',
    subject: 'something',
    createdBy: me,
  },
  at(0),
)
const location = '/v1/somewhere'

t.test('it starts at zero, without an end', async (t) => {
  t.match(fresh, { progressPercent: 0, response: null, error: null, doneAt: null })
  t.strictSame([fresh.createdAt, fresh.updatedAt], [at(0), at(0)])
})

t.test('how it ended is told for thirty days', async (t) => {
  t.strictSame(forgottenBefore(at(0)), new Date('2026-06-01T12:00:00Z'))
})

t.test('progress never goes back, and nothing moves after the end', async (t) => {
  const half = advanced(fresh, 50, at(1))
  t.match(half, { progressPercent: 50, updatedAt: at(1) })
  t.equal(advanced(half, 5, at(2)), half, 'a job that runs again starts from the beginning')
  t.equal(advanced(half, 50, at(2)), half)
  const done = succeeded(half, { location }, at(3))
  t.equal(advanced(done, 60, at(4)), done)
})

t.test('it ends once: who comes second changes nothing', async (t) => {
  const done = succeeded(fresh, { location }, at(3))
  t.match(done, { progressPercent: 100, response: { location }, error: null, doneAt: at(3) })
  t.equal(failed(done, new Problem('internal', {}), at(4)), done)
  t.equal(succeeded(done, { location: 'elsewhere' }, at(4)), done)
})

t.test('a failure keeps its problem and how far it had come', async (t) => {
  const parameters = { state: 'reviewed', event: 'build', allowed: ['publish'] }
  const half = advanced(fresh, 50, at(1))
  const ended = failed(half, new Problem('illegal-transition', parameters), at(2))
  t.match(ended, { progressPercent: 50, response: null, doneAt: at(2) })
  const error = ended.error ?? t.fail('no error')
  if (error === true || error === false) return
  const problem = problemOf(error)
  t.ok(isProblem(problem, 'illegal-transition'))
  t.strictSame(problem.parameters, parameters)
  t.equal(problem.detail, null)
  const said = failed(fresh, new Problem('not-found', {}, { detail: 'It is gone.' }), at(2))
  if (said.error !== null) t.equal(problemOf(said.error).detail, 'It is gone.')
})

t.test('only who started it sees it', async (t) => {
  const admin = standings.association
  t.doesNotThrow(() => demandReading(admin, fresh))
  const other = { ...admin, personId: 'somebody else' as PersonId }
  t.match(
    refusalOf(() => demandReading(other, fresh)),
    { code: 'not-found' },
  )
})
