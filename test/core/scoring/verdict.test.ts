import t from 'tap'
import { readAnswers } from '../../../src/core/scoring/answers.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { rollUp } from '../../../src/core/scoring/roll-up.ts'
import { passesOf, verdictOf } from '../../../src/core/scoring/verdict.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { pass } from '../../fixtures/methods.ts'
import { small } from '../../fixtures/questionnaires.ts'

const passes = (document: ReturnType<typeof small>, answers: Parameters<typeof readAnswers>[1]) => {
  const plan = planOf(document, referenceWeighting(document))
  return passesOf(rollUp(plan, readAnswers(plan, answers, true), 'zero'))
}

t.test('every category with a mark stands to it by an exact margin', async (t) => {
  const found = passes(pass(), { A: { points: 70 }, C: { points: 69.9 } })
  t.match(found, [
    { code: 'A', passed: true, margin: { n: 0n }, line: { rule: 'pass.reached', result: '0' } },
    { code: 'B', passed: false, outcome: { margin: -70 }, line: { rule: 'pass.lacking' } },
    { code: 'C', passed: false, outcome: { exactMargin: '-1/10' } },
  ])
  t.match(verdictOf(found), {
    passed: false,
    lacking: [
      { code: 'B', points: 70 },
      { code: 'C', exactPoints: '1/10' },
    ],
    explanation: [{ inputs: { count: '3' }, result: '1' }],
  })
  t.match(verdictOf(found.slice(0, 1)), { passed: true, lacking: [] })
})

t.test('a model without marks has no verdict', async (t) => {
  t.same(passes(small(), {}), [])
  t.equal(verdictOf([]), null)
})
