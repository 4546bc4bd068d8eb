import t from 'tap'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import { toText } from '../../../src/core/exact.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { referenceWeighting, type Weighting } from '../../../src/core/scoring/weighting.ts'
import { classical, maturity, pass } from '../../fixtures/methods.ts'
import { fullSize, questionnaireOf, small } from '../../fixtures/questionnaires.ts'
import { spoil } from '../../support/spoil.ts'

t.test('a plan holds exact maxima and whole units over one scale', async (t) => {
  const weighting: Weighting = {
    kind: 'own',
    id: null,
    version: null,
    mode: 'weights',
    items: { '1.1': 1, '1.2': 1, '2.1': 1, '3': 4 },
  }
  const plan = planOf(small(), weighting)
  t.equal(plan.scale, 7n)
  t.same(
    [...plan.scored.values()].map(({ max, units }) => [toText(max), units]),
    [
      ['100/7', 100n],
      ['100/7', 100n],
      ['100/7', 100n],
      ['400/7', 400n],
    ],
  )
  t.same(
    plan.categories.map(({ code, leaf, units, max }) => [code, leaf, units, toText(max)]),
    [
      ['1', false, 200n, '200/7'],
      ['2', false, 100n, '100/7'],
      ['3', true, 400n, '400/7'],
    ],
  )
  t.equal(toText(plan.max), '100')
  t.same(
    plan.groups.map(({ code, max }) => [code, toText(max)]),
    [
      ['process', '300/7'],
      ['result', '400/7'],
    ],
  )
})

t.test('defaults are weighted means, no steps, unanswered zero', async (t) => {
  t.same(planOf(small(), referenceWeighting(small())).rules, {
    mean: 'weighted',
    categoryStep: null,
    pointsStep: null,
    unanswered: 'zero',
    ownMaximum: false,
  })
  const chosen = questionnaireOf({
    categories: [{ code: 'x', items: [['a', 1]] }],
    parameters: {
      categoryMean: 'plain',
      categoryStep: 5,
      pointsStep: 0.5,
      unanswered: 'renormalise',
    },
  })
  t.same(planOf(chosen, referenceWeighting(chosen)).rules, {
    mean: 'plain',
    categoryStep: { n: 5n, d: 1n },
    pointsStep: { n: 1n, d: 2n },
    unanswered: 'renormalise',
    ownMaximum: false,
  })
})

t.test("how nodes roll up is the method's; a mean keeps its own maximum", async (t) => {
  const of = (questionnaire: Questionnaire) => {
    const plan = planOf(questionnaire, referenceWeighting(questionnaire))
    const { rollUp, figured, totalled, varied, rules } = plan
    return { rollUp, figured, totalled, varied, ...rules, first: plan.categories[0] }
  }
  t.match(of(small()), { rollUp: 'points', figured: true, totalled: true, varied: false })
  t.match(of(classical()), {
    rollUp: 'mean',
    totalled: false,
    mean: 'plain',
    ownMaximum: true,
    first: { max: { n: 100n, d: 1n }, units: 300n, pass: null },
  })
  t.match(of(maturity()), { rollUp: 'levels', figured: false, totalled: false })
  t.match(of(pass()), { rollUp: 'pass', totalled: false, first: { pass: { n: 70n, d: 1n } } })
  const reference = referenceWeighting(small())
  t.equal(planOf(small(), reference, { varied: true }).varied, true)
})

t.test('codes that take no score are known', async (t) => {
  const { unscored } = planOf(fullSize(), referenceWeighting(fullSize()))
  for (const code of ['4.1', '4.1.2.a', '4.1.2.a.q1', 'P.1']) t.ok(unscored.has(code), code)
  t.notOk(unscored.has('4.1.2'))
})

t.test('a lost weight is an error, never zero', async (t) => {
  const reference = referenceWeighting(small())
  for (const mode of ['points', 'weights'] as const) {
    const lost = spoil({ ...reference, mode }, { '/items/1.1': undefined })
    t.throws(() => planOf(small(), lost), /missing weight is not zero/)
  }
})

t.test('a pilot has no maximum', async (t) => {
  const piloted = questionnaireOf({
    categories: [
      {
        code: 'x',
        items: [
          ['a', 10],
          ['b', 5, { effectiveFrom: '2.0.0' }],
        ],
      },
    ],
  })
  const plan = planOf(piloted, referenceWeighting(piloted))
  t.equal(plan.scored.get('b')?.units, 0n)
  t.same(plan.scored.get('b')?.reference, { n: 0n, d: 1n })
})
