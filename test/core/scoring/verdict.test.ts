import t from 'tap'
import { readAnswers } from '../../../src/core/scoring/answers.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { rollUp } from '../../../src/core/scoring/roll-up.ts'
import type { NotApplicablePolicy } from '../../../src/core/scoring/sheet.ts'
import { passesOf, verdictOf } from '../../../src/core/scoring/verdict.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { pass } from '../../fixtures/methods.ts'
import { small } from '../../fixtures/questionnaires.ts'

const passes = (
  document: ReturnType<typeof small>,
  answers: Parameters<typeof readAnswers>[1],
  policy: NotApplicablePolicy = 'zero',
) => {
  const plan = planOf(document, referenceWeighting(document))
  return passesOf(rollUp(plan, readAnswers(plan, answers, true), policy))
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

t.test('half a point of half a point does not pass where the rest was left out', async (t) => {
  const notApplicable = { reasonCode: 'outsourced', justification: 'A partner does it.' }
  const left = ['B.1', 'B.2', 'B.3', 'B.4', 'B.5', 'B.6'].map((code) => [code, { notApplicable }])
  const found = passes(pass(), { ...Object.fromEntries(left), 'B.7': { points: 10 } }, 'exclude')
  t.match(found[1], { code: 'B', passed: false, outcome: { exactMargin: '-60' } })
})

t.test('a model without marks has no verdict', async (t) => {
  t.same(passes(small(), {}), [])
  t.equal(verdictOf([]), null)
})
