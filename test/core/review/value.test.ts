import t from 'tap'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import type { ProblemError } from '../../../src/core/problem.ts'
import {
  gaugesOf,
  isSameValue,
  percentStepOf,
  readValue,
  valuedIn,
} from '../../../src/core/review/value.ts'
import type { ScoreValue } from '../../../src/core/submission/answer-values.ts'
import { answerableOf } from '../../../src/core/submission/answerable.ts'
import { modelKeys, modelOf, wholeValue } from '../../support/models.ts'
import { gbt, gbtByFactors, gbtWith, refusalOf } from '../../support/submissions.ts'

const [efqm, classical, fineTuned, levels, level, deming, quick] = [
  'efqm-2020',
  'caf-2020-classical',
  'caf-2020-fine-tuned',
  'iso-9004-2018',
  'iso-9004-2018-quick',
  'deming-prize-2018',
  'baldrige-2023-2024-quick',
].map(modelOf) as [
  Questionnaire,
  Questionnaire,
  Questionnaire,
  Questionnaire,
  Questionnaire,
  Questionnaire,
  Questionnaire,
]

const codeAt = (questionnaire: Questionnaire, place: number): string =>
  answerableOf(questionnaire).scored[place]?.code ?? ''
const gaugeAt = (questionnaire: Questionnaire, place: number) =>
  gaugesOf(questionnaire, { stepBp: 500, naPermitted: true })(codeAt(questionnaire, place))
const bpOf = (questionnaire: Questionnaire, value: ScoreValue, place = 0) => {
  const read = readValue(value, gaugeAt(questionnaire, place))
  t.equal(read.value, value)
  return read.percentBp
}
const wrong = (questionnaire: Questionnaire, value: ScoreValue, place = 0) => {
  const errors: ProblemError[] = []
  t.equal(valuedIn(value, gaugeAt(questionnaire, place), errors), null)
  t.same(
    refusalOf(() => readValue(value, gaugeAt(questionnaire, place))),
    { code: 'document-invalid', errors },
  )
  return errors.map(({ pointer, code }) => `${pointer} ${code}`)
}

const factors = { approach: 50, deployment: 40, learning: 30, integration: 30 }
const attributes = {
  sound: 50,
  implemented: 50,
  'evaluated-understood': 33,
  'learn-improve': 33,
}
const statements = { '1.1.s1': 60, '1.1.s2': 80 } as const

t.test('percents, on the step of the cycle, with what guides beside them', async (t) => {
  t.equal(bpOf(gbt, { percent: 45 }), 4500)
  t.equal(bpOf(gbt, { percent: 45, factors: { approach: 50 } }), 4500)
  t.same(wrong(gbt, { percent: 47 }), ['/percent percent-off-step'], 'once, though two steps do')
  t.same(wrong(gbt, { percent: 120 }), ['/percent percent-off-step'])
  t.same(wrong(gbt, { percent: 45, factors: { luck: 50 } }), ['/factors/luck factor-unknown'])
  t.same(wrong(gbt, {}), ['/percent part-missing'])
  t.same(wrong(gbt, { level: 3 }), ['/level member-unknown', '/percent part-missing'])
  const fine = gaugesOf(gbtWith({ step: 2.5 }), { stepBp: 1000, naPermitted: true })('4.1.2')
  t.equal(readValue({ percent: 40 }, fine).percentBp, 4000)
  t.match(
    refusalOf(() => readValue({ percent: 42.5 }, fine)),
    { errors: [{ pointer: '/percent', detail: '40 or 50' }] },
    'nearest are those of the cycle',
  )
})

t.test('weighted factors, each of them, on the step of the questionnaire', async (t) => {
  t.equal(typeof bpOf(gbtByFactors, { factors }), 'number')
  t.same(wrong(gbtByFactors, { percent: 45 }), [
    '/percent percent-derived',
    ...Object.keys(factors).map((factor) => `/factors/${factor} part-missing`),
  ])
  const { learning: _, ...part } = factors
  t.same(wrong(gbtByFactors, { factors: { ...part, approach: 51 } }), [
    '/factors/approach percent-off-step',
    '/factors/learning part-missing',
  ])
})

t.test('attributes of radar, all of them, capped and rounded as the method does', async (t) => {
  t.equal(bpOf(efqm, { attributes }), 4150)
  t.equal(bpOf(efqm, { attributes: { ...attributes, sound: 20 } }), 2000, 'the cap')
  t.equal(bpOf(efqm, { attributes: { ...attributes, 'learn-improve': 34, implemented: 51 } }), 4200)
  const { sound: _, ...part } = attributes
  t.same(wrong(efqm, { attributes: { ...part, luck: 3, implemented: 1.5 } }), [
    '/attributes/implemented percent-off-step',
    '/attributes/luck attribute-unknown',
    '/attributes/sound part-missing',
  ])
  t.equal(wrong(efqm, {}).length, 4, 'each of them is named')
  t.same(wrong(efqm, { attributes, percent: 50 }), ['/percent member-unknown'])
})

t.test('a score of the classical cycle, within its phase', async (t) => {
  const phases = { plan: true, do: true }
  t.equal(bpOf(classical, { score: 41 }), 4100)
  t.equal(bpOf(classical, { score: 41, phases }), 4100)
  t.same(wrong(classical, { score: 61, phases }), ['/score score-outside-phase'])
  t.same(wrong(classical, { score: 41.5 }), ['/score percent-off-step'])
  t.same(wrong(classical, { phases }), ['/score part-missing'])
  t.equal(bpOf(classical, { score: 41, trend: 40 }, 27), 4100)
  t.same(wrong(classical, { trend: 101 }, 27), ['/trend percent-off-step', '/score part-missing'])
})

t.test('every phase of the fine-tuned cycle', async (t) => {
  const all = { plan: 40, do: 40, check: 30, act: 31 }
  t.equal(bpOf(fineTuned, all), 3525)
  const { act: _, ...part } = all
  t.same(wrong(fineTuned, { ...part, plan: 200 }), ['/plan percent-off-step', '/act part-missing'])
  t.equal(bpOf(fineTuned, { trends: 33, targets: 34 }, 27), 3350)
  t.same(wrong(fineTuned, { trends: 33 }, 27), ['/targets part-missing'])
  t.same(wrong(fineTuned, all, 27).length, 6, 'four strangers, two that are missing')
})

t.test('levels, and their statements, of which what is absent is not met', async (t) => {
  t.equal(bpOf(level, { level: 3 }), 6000)
  t.same(wrong(level, { level: 6 }), ['/level level-unknown'])
  t.same(wrong(level, {}), ['/level part-missing'])
  t.equal(bpOf(levels, { levels: [['met', 'met'], ['met']] }), 2000)
  t.equal(bpOf(levels, { levels: [] }), 0)
  t.same(wrong(levels, {}), ['/levels part-missing'])
  t.same(wrong(levels, { levels: [['met', 'met', 'met']] }), ['/levels/0 statement-unknown'])
  t.same(wrong(levels, { levels: [['not_applicable']] }), ['/levels/0/0 not-applicable-refused'])
})

t.test('points up to the maximum of the item', async (t) => {
  t.equal(typeof bpOf(deming, { points: 5.1 }), 'number')
  t.same(wrong(deming, { points: 5.15 }), ['/points points-off-step'])
  t.same(wrong(deming, { points: 5000 }), ['/points points-above-maximum'])
  t.same(wrong(deming, {}), ['/points part-missing'])
})

t.test('statements on their scale; a value of which nothing applies is none', async (t) => {
  t.equal(bpOf(quick, { statements }), 7000)
  t.equal(bpOf(quick, { statements: { ...statements, '1.1.s1': 'not_applicable' } }), 8000)
  t.same(wrong(quick, { statements: { '1.1.s1': 65 } }), [
    '/statements/1.1.s1 percent-off-scale',
    '/statements/1.1.s2 part-missing',
  ])
  const none = { '1.1.s1': 'not_applicable', '1.1.s2': 'not_applicable' } as const
  t.same(wrong(quick, { statements: none }), ['/statements not-applicable-refused'])
})

t.test('a third of a percent is rounded half up once', async (t) => {
  const { categories } = quick
  const [category] = categories
  t.ok(category)
  const thirds = { statements: { '1.s1': 0, '1.s2': 0, '1.s3': 10 } }
  const short = modelOf('efqm-2020-quick')
  const three = {
    ...short,
    categories: short.categories.map((each) => ({
      ...each,
      leaf: each.leaf && { ...each.leaf, statements: each.leaf.statements?.slice(0, 3) },
    })),
  } as Questionnaire
  t.equal(bpOf(three, thirds), 333)
  t.equal(bpOf(three, { statements: { ...thirds.statements, '1.s2': 10 } }), 667)
})

t.test('every node of every questionnaire that ships takes a whole value', async (t) => {
  for (const key of modelKeys) {
    const model = modelOf(key)
    const gauges = gaugesOf(model, { stepBp: percentStepOf(model) ?? 500, naPermitted: true })
    for (const { code, rater } of answerableOf(model).scored)
      t.ok(valuedIn(wholeValue(rater, 1), gauges(code), []), `${key} ${code}`)
  }
})

t.test('the step of the cycle counts where a percent is entered', async (t) => {
  t.equal(percentStepOf(gbt), 500)
  t.equal(percentStepOf(gbtByFactors), null)
  t.equal(percentStepOf(efqm), null)
  t.equal(gaugeAt(gbt, 0).stepBp, 500)
  t.equal(gaugeAt(efqm, 0).stepBp, null)
  t.throws(() => gaugesOf(gbt, { stepBp: 500, naPermitted: true })('4.1'), RangeError)
  t.throws(() => gaugesOf(gbt, { stepBp: 500, naPermitted: true })('99'), RangeError)
})

t.test('a part does not apply only where the cycle permits it', async (t) => {
  const code = codeAt(quick, 0)
  const { rater } = gaugeAt(quick, 0)
  const [first = ''] = Object.keys(wholeValue(rater, 1).statements ?? {})
  const value: ScoreValue = {
    statements: { ...wholeValue(rater, 1).statements, [first]: 'not_applicable' },
  }
  const read = (naPermitted: boolean) => {
    const errors: ProblemError[] = []
    const valued = valuedIn(value, gaugesOf(quick, { stepBp: 500, naPermitted })(code), errors)
    return [valued?.value ?? null, errors.map((each) => each.code)]
  }
  t.same(read(false), [null, ['not-applicable-refused']])
  t.same(read(true)[0], value)
})

t.test('values are the same whatever the order of their members', async (t) => {
  t.ok(isSameValue({ plan: 1, do: 2 }, { do: 2, plan: 1 }))
  t.notOk(isSameValue({ percent: 45 }, { percent: 50 }))
  t.notOk(isSameValue({ percent: 45 }, null))
  t.ok(isSameValue(null, null))
})
