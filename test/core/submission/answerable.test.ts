import t from 'tap'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import { answerableOf, pointsOf } from '../../../src/core/submission/answerable.ts'
import { gbt, gbtWith, itemsOf } from '../../support/submissions.ts'

const text = { en: 'x' }
/** GB/T with a leaf and a category without items behind it: what the shipped document does not have. */
const withLeaf: Questionnaire = {
  ...gbt,
  categories: [
    ...gbt.categories,
    {
      code: '9',
      name: text,
      points: 112.5,
      intent: text,
      leaf: {
        kind: 'result',
        naAllowed: false,
        relatedNodes: [],
        evidence: text,
        areas: [
          {
            code: '9.a',
            name: text,
            questions: [{ code: '9.a.q1', probes: [], text: { en: 'x' } }],
          },
        ],
      },
    },
    { code: '10', name: text, points: 0, intent: text },
  ],
}

t.test('every item takes a score, with its points, factors and areas', async (t) => {
  const { scored, stepBp, factorsCount, byCode } = answerableOf(gbt)
  t.same(
    scored.map(({ code }) => code),
    itemsOf(gbt).map(({ code }) => code),
  )
  t.equal(pointsOf(scored), 100_000n, '1000 points in hundredths')
  t.equal(stepBp, 500)
  t.equal(factorsCount, false)
  const areas = itemsOf(gbt)[0]?.areas.map(({ code }) => code)
  t.match(byCode.get('4.1.2'), {
    takes: 'score',
    category: '4.1',
    points: 5000n,
    pilot: false,
    naAllowed: true,
    factors: ['approach', 'deployment', 'learning', 'integration'],
    areas,
  })
  t.match(byCode.get('4.7.2'), { naAllowed: false, factors: { 0: 'levels' } })
})

t.test('profile, categories, areas and questions take no score', async (t) => {
  const { byCode, categories, profile } = answerableOf(gbt)
  t.same(
    profile.map(({ code }) => code),
    gbt.profile.map(({ code }) => code),
  )
  t.match(byCode.get('OP.1'), { takes: 'text' })
  t.match(byCode.get('4.1'), { takes: 'nothing', instead: ['4.1.2', '4.1.3', '4.1.4'] })
  const area = itemsOf(gbt)[0]?.areas[0]
  t.match(byCode.get(area?.code ?? ''), { takes: 'nothing', instead: ['4.1.2'] })
  t.match(byCode.get(area?.questions[0]?.code ?? ''), { takes: 'nothing', instead: ['4.1.2'] })
  t.equal(categories.length, 7)
  t.equal(byCode.get('constructor'), undefined)
})

t.test('a leaf takes the score of its category', async (t) => {
  const { byCode } = answerableOf(withLeaf)
  t.match(byCode.get('9'), { takes: 'score', category: '9', points: 11_250n, areas: ['9.a'] })
  t.match(byCode.get('9.a.q1'), { takes: 'nothing', instead: ['9'] })
  t.match(byCode.get('10'), { takes: 'nothing', instead: [] })
})

t.test('parameters say how factors count', async (t) => {
  t.same(answerableOf(gbtWith({ factors: 'none' })).scored[0]?.factors, [])
  t.same(answerableOf(gbtWith({ bandSets: {} })).scored[0]?.factors, [])
  t.equal(answerableOf(gbtWith({ factors: 'weighted' })).factorsCount, true)
  t.throws(() => answerableOf(gbtWith({ step: 0.001 })), RangeError)
})

t.test('one questionnaire object is indexed once', async (t) => {
  t.equal(answerableOf(gbt), answerableOf(gbt))
  t.not(answerableOf(gbt), answerableOf({ ...gbt }))
})
