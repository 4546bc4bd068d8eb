import t from 'tap'
import { readAnswers } from '../../../src/core/scoring/answers.ts'
import type { Answers } from '../../../src/core/scoring/members.ts'
import {
  alternativesOf,
  defaultMaxShareBp,
  notApplicableFindings,
} from '../../../src/core/scoring/not-applicable.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { rollUp } from '../../../src/core/scoring/roll-up.ts'
import type { NotApplicablePolicy } from '../../../src/core/scoring/sheet.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { classical } from '../../fixtures/methods.ts'
import { questionnaireOf } from '../../fixtures/questionnaires.ts'

const document = questionnaireOf({
  categories: [
    {
      code: 'a',
      items: [
        ['a1', 90],
        ['a2', 10],
        ['a3', 5, { effectiveFrom: '2.0.0' }],
      ],
    },
    { code: 'b', items: [['b1', 50]] },
    { code: 'c', items: [['c1', 50]] },
    { code: 'd', items: [['d1', 5, { effectiveFrom: '2.0.0' }]] },
  ],
})
const plan = planOf(document, referenceWeighting(document))
const notApplicable = { reasonCode: 'outsourced', justification: 'A partner does it.' }
const read = (absent: readonly string[]) => {
  const answers: Answers = Object.fromEntries(
    ['a1', 'a2', 'b1', 'c1'].map((code) => [
      code,
      absent.includes(code) ? { notApplicable } : { percent: 50 },
    ]),
  )
  return readAnswers(plan, answers, true)
}
const rule = { policy: 'exclude' as const, maxShareBp: defaultMaxShareBp }

t.test('the share is measured in reference points and may reach its limit exactly', async (t) => {
  t.same(notApplicableFindings(read([]), rule), [])
  t.same(notApplicableFindings(read(['a2']), rule), [], '10 of 200 is 5 %')
  t.same(notApplicableFindings(read(['a2']), { ...rule, maxShareBp: 500 }), [])
  t.match(notApplicableFindings(read(['a2']), { ...rule, maxShareBp: 499 }), [
    { code: 'na-share', detail: '5 % of the reference points do not apply; at most 4.99 % may.' },
  ])
})

t.test('a whole category is named, a category of pilots is none', async (t) => {
  t.match(notApplicableFindings(read(['b1']), { ...rule, maxShareBp: 10_000 }), [
    { code: 'na-category', detail: 'No node of category "b" applies.' },
  ])
  t.same(
    notApplicableFindings(read(['a1', 'a2']), rule).map(({ code }) => code),
    ['na-share', 'na-category'],
    'a pilot does not rescue its category',
  )
})

t.test('alternatives show zero beside the policy', async (t) => {
  const of = (absent: readonly string[], policy: NotApplicablePolicy) => {
    const readings = read(absent)
    const rolled = rollUp(plan, readings, policy)
    return alternativesOf(plan, readings, rolled, () => rollUp(plan, readings, 'zero'))
  }
  t.equal(of([], 'exclude'), null)
  t.match(of(['a2'], 'exclude'), {
    policy: 'exclude',
    zero: { points: 95, maxPoints: 200 },
    underPolicy: { points: 95, maxPoints: 190 },
    scaled: { points: 100, explanation: { rule: 'na.scaled', result: '100' } },
    applicableMax: 190,
    naCount: 1,
    naShareBp: 500,
    credits: [],
  })
  t.match(of(['a2'], 'pro_rata'), {
    underPolicy: { points: 100, maxPoints: 200 },
    scaled: null,
    credits: [{ code: 'a2', points: 5, exactPoints: '5' }],
  })
  t.match(of(['b1'], 'pro_rata'), { underPolicy: { points: 75 }, credits: [] })
  t.match(of(['a1', 'a2', 'b1', 'c1'], 'exclude'), {
    underPolicy: { points: 0, maxPoints: 0 },
    scaled: null,
    naShareBp: 10_000,
  })
})

t.test('a model without a total has share, count and credits, and no invented sums', async (t) => {
  const caf = planOf(classical(), referenceWeighting(classical()))
  const readings = readAnswers(caf, { '1.1': { notApplicable }, '1.2': { score: 60 } }, true)
  const rolled = rollUp(caf, readings, 'pro_rata')
  t.match(
    alternativesOf(caf, readings, rolled, () => rollUp(caf, readings, 'zero')),
    {
      zero: null,
      underPolicy: null,
      scaled: null,
      applicableMax: null,
      naCount: 1,
      naShareBp: 2000,
      credits: [{ code: '1.1', points: 30 }],
    },
  )
})
