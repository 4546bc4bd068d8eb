import t from 'tap'
import { readAnswers } from '../../../src/core/scoring/answers.ts'
import { conventionsOf } from '../../../src/core/scoring/conventions.ts'
import type { Answers } from '../../../src/core/scoring/members.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { rollUp } from '../../../src/core/scoring/roll-up.ts'
import type { NotApplicablePolicy } from '../../../src/core/scoring/sheet.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { classical, maturity, pass } from '../../fixtures/methods.ts'
import { small } from '../../fixtures/questionnaires.ts'

const told = (
  document: ReturnType<typeof small>,
  answers: Answers,
  policy: NotApplicablePolicy = 'zero',
) => {
  const plan = planOf(document, referenceWeighting(document))
  const conventions = conventionsOf(plan, rollUp(plan, readAnswers(plan, answers, true), policy))
  return Object.fromEntries(
    conventions.map(({ code, node, exactValue }) => [
      node === null ? code : `${code} ${node}`,
      exactValue,
    ]),
  )
}
const notApplicable = { reasonCode: 'outsourced', justification: 'A partner does it.' }

t.test('models that add points up need none', async (t) => {
  t.same(told(small(), {}), {})
  t.same(told(pass(), {}), {})
})

t.test('means of criteria, of subcriteria and by kind', async (t) => {
  const answers = { '1.1': { score: 30 }, '1.2': { score: 60 }, '6.1': { score: 50 } }
  t.same(told(classical(), { ...answers, '1.3': { score: 90 }, '6.2': { score: 30 } }), {
    'mean-of-criteria': '50',
    'mean-of-subcriteria': '52',
    'enablers-mean': '60',
    'results-mean': '40',
  })
  t.match(told(classical(), answers), { 'mean-of-subcriteria': '28' }, 'unanswered counts zero')
  const absent = { ...answers, '1.3': { notApplicable } }
  t.match(told(classical(), absent, 'zero'), { 'enablers-mean': '30' })
  t.match(told(classical(), absent, 'exclude'), { 'enablers-mean': '45' })
})

t.test('a subcriterion credited with its criterion counts with it', async (t) => {
  const answers = {
    '1.1': { score: 30 },
    '1.2': { score: 60 },
    '1.3': { notApplicable },
    '6.1': { score: 50 },
    '6.2': { score: 30 },
  }
  const under = (policy: NotApplicablePolicy) =>
    told(classical(), answers, policy)['mean-of-subcriteria']
  t.equal(under('pro_rata'), '43', '(30 + 60 + 45 + 50 + 30) / 5')
  t.equal(under('exclude'), '85/2', 'of the four that are left')
  t.equal(under('zero'), '34')
  const none = Object.fromEntries(['1.1', '1.2', '1.3'].map((code) => [code, { notApplicable }]))
  const rest = told(classical(), { ...answers, ...none }, 'pro_rata')
  t.equal(rest['mean-of-subcriteria'], '40', 'where nothing applies there is nothing to credit')
})

t.test('nothing that counts gives no mean', async (t) => {
  const all = ['1.1', '1.2', '1.3'].map((code) => [code, { notApplicable }])
  const found = told(classical(), Object.fromEntries(all), 'exclude')
  t.notOk('enablers-mean' in found)
  t.equal(found['mean-of-criteria'], '0', 'of the one criterion left')
  const every = ['5.2', '5.3', '6.2'].map((code) => [code, { notApplicable }])
  t.same(told(maturity('level'), Object.fromEntries(every), 'exclude'), {})
})

t.test('least, greatest, mean, sum and histogram of levels', async (t) => {
  const found = told(maturity('level'), { '5.2': { level: 4 }, '5.3': { level: 2 } })
  t.match(found, {
    minimum: '0',
    maximum: '4',
    mean: '2',
    sum: '6',
    'histogram-0': '1',
    'histogram-2': '1',
    'histogram-4': '1',
    'clause-mean 5': '3',
    'clause-mean 6': '0',
  })
})
