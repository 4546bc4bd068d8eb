import t from 'tap'
import { found, isProblem, Problem } from '../../src/core/problem.ts'

t.test('a problem carries its code, its members and, for the log alone, its cause', async (t) => {
  const cause = new Error('secret detail')
  const problem = new Problem('in-use', { usedBy: ['a'] }, { detail: 'Still used.', cause })
  t.match(problem, { code: 'in-use', parameters: { usedBy: ['a'] }, detail: 'Still used.', cause })
  t.equal(problem.message, 'Still used.')
})

t.test('without a sentence of its own the catalogue speaks', async (t) => {
  const problem = new Problem('not-found', {})
  t.equal(problem.detail, null)
  t.equal(problem.message, 'not-found')
  t.notOk('cause' in problem)
})

t.test('a problem is told from other errors, and by its code', async (t) => {
  const problem = new Problem('not-found', {})
  t.ok(isProblem(problem))
  t.ok(isProblem(problem, 'gone', 'not-found'))
  t.notOk(isProblem(problem, 'gone'))
  t.notOk(isProblem(new Error('not-found')))
})

t.test(
  'what is there is handed through, also when it is falsy; what is absent is not found',
  async (t) => {
    t.equal(found(0), 0)
    t.equal(found(''), '')
    for (const absent of [null, undefined]) t.throws(() => found(absent), { code: 'not-found' })
  },
)
