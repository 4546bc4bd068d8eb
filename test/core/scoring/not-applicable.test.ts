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
import { classical, statements } from '../../fixtures/methods.ts'
import { questionnaireOf } from '../../fixtures/questionnaires.ts'
import { spoil } from '../../support/spoil.ts'

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
    return alternativesOf(plan, readings, rolled)
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

const away = 'not_applicable' as const
const quick = spoil(statements(), { '/categories/1/items/0/statements/0/weight': 3 })
const quickPlan = planOf(quick, referenceWeighting(quick))
const rates = (code: string, values: readonly (number | typeof away)[]) => ({
  statements: Object.fromEntries(values.map((value, at) => [`${code}.s${at + 1}`, value])),
})
const quickly = (answers: Answers) => readAnswers(quickPlan, answers, true)

t.test('a part of a node counts by its weight, so that dropping one by one is seen', async (t) => {
  const five = [40, 60, away, 80, 60, 60]
  const onPart = quickly({ '1': rates('1', five) })
  const noted = (read: ReturnType<typeof quickly>, maxShareBp: number) =>
    notApplicableFindings(read, { ...rule, maxShareBp }).map(({ code }) => code)
  // A sixth of 20 of 50 points is 6.67 %.
  t.same(noted(onPart, 666), ['na-share'])
  t.same(noted(onPart, 667), [])
  t.same(noted(quickly({ '1': rates('1', [40, 60, 20, 80, 60, 60]) }), 0), [])
  const heavy = quickly({ '2.1': rates('2.1', [away, 20]) })
  const light = quickly({ '2.1': rates('2.1', [40, away]) })
  const shareOf = (read: ReturnType<typeof quickly>) =>
    alternativesOf(quickPlan, read, rollUp(quickPlan, read, 'zero'))?.exactNaShare
  t.same([shareOf(heavy), shareOf(light)], ['3/10', '1/10'], 'three quarters or one of 20 of 50')
  t.equal(shareOf(quickly({ '2.1': { statements: { '2.1.s2': away } } })), '1/10', 'at once')
})

t.test('the total under zero takes back what a part that was left out gained', async (t) => {
  const readings = quickly({
    '1': rates('1', [60, 60, away, 60, 60, 60]),
    '2.1': { notApplicable },
  })
  t.match(alternativesOf(quickPlan, readings, rollUp(quickPlan, readings, 'zero')), {
    zero: { points: 10, maxPoints: 50 },
    underPolicy: { points: 12, maxPoints: 50 },
    applicableMax: 30,
    naCount: 2,
    exactNaShare: '7/15',
    credits: [],
  })
  t.match(alternativesOf(quickPlan, readings, rollUp(quickPlan, readings, 'exclude')), {
    zero: { points: 10, maxPoints: 50 },
    underPolicy: { points: 12, maxPoints: 30 },
    applicableMax: 30,
  })
})

t.test('a model without a total has share, count and credits, and no invented sums', async (t) => {
  const caf = planOf(classical(), referenceWeighting(classical()))
  const readings = readAnswers(caf, { '1.1': { notApplicable }, '1.2': { score: 60 } }, true)
  const rolled = rollUp(caf, readings, 'pro_rata')
  t.match(alternativesOf(caf, readings, rolled), {
    zero: null,
    underPolicy: null,
    scaled: null,
    applicableMax: null,
    naCount: 1,
    naShareBp: 2000,
    credits: [{ code: '1.1', points: 30 }],
  })
})
