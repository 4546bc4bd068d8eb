import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { medianOf, suggestionOf } from '../../../src/core/consensus/suggestion.ts'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import { fraction, toText } from '../../../src/core/exact.ts'
import { gaugesOf, percentStepOf, readValue } from '../../../src/core/review/value.ts'
import type { ScoreValue } from '../../../src/core/submission/answer-values.ts'
import { answerableOf } from '../../../src/core/submission/answerable.ts'
import { modelKeys, modelOf, wholeValue } from '../../support/models.ts'
import { gbt, gbtByFactors } from '../../support/submissions.ts'

const codeAt = (questionnaire: Questionnaire, place: number): string =>
  answerableOf(questionnaire).scored[place]?.code ?? ''

type How = { readonly rule?: 'median' | 'mean'; readonly stepBp?: number; readonly place?: number }
const suggested = (questionnaire: Questionnaire, values: readonly ScoreValue[], how: How = {}) => {
  const { rule = 'median', stepBp = 500, place = 0 } = how
  const gauge = gaugesOf(questionnaire, { stepBp, naPermitted: true })(codeAt(questionnaire, place))
  return suggestionOf(values, { gauge, rule })
}
const percents = (...given: readonly number[]) => given.map((percent) => ({ percent }))
const percentOf = (given: readonly number[], how: How = {}) =>
  suggested(gbt, percents(...given), how)?.value.percent

t.test('no review suggests nothing, one suggests itself', async (t) => {
  t.equal(suggested(gbt, []), null)
  t.same(suggested(gbt, percents(45)), { value: { percent: 45 }, percentBp: 4500 })
})

t.test('percents are half up to the step of the cycle, by median or by mean', async (t) => {
  t.equal(percentOf([45, 50]), 50, '47.5 goes up')
  t.equal(percentOf([45, 45, 50], { rule: 'mean' }), 45, '46.67 goes down')
  t.equal(percentOf([45, 45, 50, 50], { rule: 'mean' }), 50)
  t.equal(percentOf([45, 50], { stepBp: 1000 }), 50)
  t.equal(percentOf([95, 100]), 100)
  t.equal(percentOf([50, 10, 20]), 20)
  t.same(suggested(gbt, [{ percent: 45, factors: { approach: 50 } }])?.value, { percent: 45 })
})

t.test('weighted factors each on their own', async (t) => {
  const of = (approach: number, deployment: number) => ({
    factors: { approach, deployment, learning: 30, integration: 30 },
  })
  t.same(suggested(gbtByFactors, [of(10, 90), of(15, 20)])?.value, of(15, 55))
})

t.test(
  'attributes of radar each on their own, so that the percent is none of theirs',
  async (t) => {
    const of = (sound: number, implemented: number) => ({
      attributes: { sound, implemented, 'evaluated-understood': 50, 'learn-improve': 50 },
    })
    const efqm = modelOf('efqm-2020')
    const three = [of(10, 100), of(60, 30), of(70, 40)]
    const gauge = gaugesOf(efqm, { stepBp: 500, naPermitted: true })(codeAt(efqm, 0))
    t.same(
      three.map((value) => readValue(value, gauge).percentBp),
      [1000, 4750, 5250],
    )
    t.same(suggested(efqm, three), { value: of(60, 40), percentBp: 5000 })
    t.same(suggested(efqm, [of(10, 100), of(61, 30)])?.value, of(36, 65), '35.5 goes up')
    t.same(suggested(efqm, three, { rule: 'mean' })?.value, of(47, 57))
  },
)

t.test('scores and phases of the cycles are whole', async (t) => {
  const classical = modelOf('caf-2020-classical')
  const phases = { plan: true }
  t.same(suggested(classical, [{ score: 12, phases }, { score: 55 }])?.value, { score: 34 })
  const of = (plan: number, act: number) => ({ plan, do: 10, check: 10, act })
  t.same(suggested(modelOf('caf-2020-fine-tuned'), [of(1, 8), of(2, 8)])?.value, of(2, 8))
})

t.test('levels are whole, and their statements by majority, ties up', async (t) => {
  const quick = modelOf('iso-9004-2018-quick')
  const level = (...given: readonly number[]) =>
    suggested(
      quick,
      given.map((each) => ({ level: each })),
    )?.value.level
  t.same([level(3), level(2, 3), level(1, 2, 5)], [3, 3, 2])
  const iso = modelOf('iso-9004-2018')
  const met = ['met', 'met'] as const
  const not = ['not_met', 'not_met'] as const
  const levels = (...given: readonly NonNullable<ScoreValue['levels']>[]) =>
    suggested(
      iso,
      given.map((each) => ({ levels: each })),
      { rule: 'mean' },
    )
  t.same(levels([[...met], [...met]])?.value.levels, [
    met,
    met,
    ['not_met', 'not_met', 'not_met'],
    not,
    not,
  ])
  t.equal(levels([[...met], [...met]])?.percentBp, 4000)
  t.same(levels([[...met]], [])?.value.levels?.[0], met, 'a tie goes up')
  t.same(levels([[...met]], [], [])?.value.levels?.[0], not)
  t.equal(suggested(iso, [{}])?.percentBp, 0)
})

/** The same, with statements that need not apply. */
const open = (() => {
  const iso = modelOf('iso-9004-2018')
  return {
    ...iso,
    categories: iso.categories.map((each) => ({
      ...each,
      items: each.items?.map((item) => ({ ...item, naAllowed: true })),
    })),
  } as Questionnaire
})()

t.test('what more than half call not applicable is that', async (t) => {
  const marks = (...first: readonly ('met' | 'not_met' | 'not_applicable')[]) =>
    suggested(
      open,
      first.map((mark) => ({ levels: [[mark, 'met']] })),
    )?.value.levels?.[0]?.[0]
  t.equal(marks('not_applicable', 'not_applicable', 'met'), 'not_applicable')
  t.equal(marks('not_applicable', 'met'), 'met', 'a half is not more')
  t.equal(marks('not_applicable', 'not_applicable', 'met', 'not_met'), 'met')
  const quick = modelOf('baldrige-2023-2024-quick')
  const of = (one: number | 'not_applicable', two: number | 'not_applicable') => ({
    statements: { '1.1.s1': one, '1.1.s2': two },
  })
  const out = 'not_applicable'
  const both = (...values: readonly ScoreValue[]) => suggested(quick, values)?.value
  t.same(both(of(out, 40), of(out, 40), of(60, 40)), of(out, 40))
  t.same(both(of(out, 40), of(60, 40)), of(60, 40))
  t.equal(both(of(out, 40), of(out, out), of(60, out)), undefined, 'nothing would apply')
})

t.test('statements go to the nearest level of their scale, ties up', async (t) => {
  const quick = modelOf('baldrige-2023-2024-quick')
  const of = (one: number) => ({ statements: { '1.1.s1': one, '1.1.s2': 100 } })
  const one = (rule: 'median' | 'mean', ...given: readonly number[]) =>
    suggested(quick, given.map(of), { rule })?.value.statements?.['1.1.s1']
  t.equal(one('median', 20), 20)
  t.equal(one('median', 20, 40), 40)
  t.equal(one('mean', 20, 20, 40), 20)
  t.equal(one('mean', 0, 0, 20, 20, 20), 20)
  t.equal(one('median', 0, 60), 40)
  t.equal(one('median', 100, 100), 100)
})

t.test('points on their step; above the maximum there is no suggestion', async (t) => {
  const deming = modelOf('deming-prize-2018')
  const points = (...given: readonly number[]) => given.map((each) => ({ points: each }))
  t.same(suggested(deming, points(1.1, 1.2))?.value, { points: 1.2 }, '1.15 goes up')
  const coarse = {
    ...deming,
    categories: deming.categories.map((each) => ({
      ...each,
      items: each.items?.map((item) => ({ ...item, points: 10 })),
      leaf: each.leaf,
    })),
    scoring: { ...deming.scoring, parameters: { ...deming.scoring.parameters, pointStep: 4 } },
  } as Questionnaire
  const place = answerableOf(coarse).scored.findIndex(({ points: { n } }) => n === 10n)
  t.same(suggested(coarse, points(4, 8), { place })?.value, { points: 8 })
  t.equal(suggested(coarse, points(8, 12), { place }), null)
})

t.test('what one review says of every questionnaire is what it suggests', async (t) => {
  for (const key of modelKeys) {
    const model = modelOf(key)
    const gauges = gaugesOf(model, { stepBp: percentStepOf(model) ?? 500, naPermitted: true })
    for (const { code, rater } of answerableOf(model).scored) {
      const value = wholeValue(rater, 1)
      const given = { gauge: gauges(code), rule: 'median' } as const
      const alone = suggestionOf([value], given)
      t.same(alone, readValue(value, gauges(code)), `${key} ${code}`)
      const three = [value, wholeValue(rater, 0), wholeValue(rater, 2)]
      t.same(suggestionOf(three, given), alone, `${key} ${code}, the middle of three`)
    }
  }
})

t.test('the median is exact', async (t) => {
  const median = (...given: readonly bigint[]) => toText(medianOf(given.map((n) => fraction(n))))
  t.same([median(7n), median(2n, 1n), median(9n, 1n, 3n)], ['7', '3/2', '3'])
})

t.test('the order of reviews changes nothing, and no percent leaves those given', async () => {
  const anyPercents = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 7 })
  fc.assert(
    fc.property(anyPercents, fc.constantFrom('median', 'mean'), (steps, rule) => {
      const given = steps.map((step) => step * 5)
      const one = percentOf(given, { rule }) ?? Number.NaN
      ok(one === percentOf(given.toReversed(), { rule }))
      ok(one >= Math.min(...given) && one <= Math.max(...given))
    }),
    { numRuns: 200 },
  )
})
