import t from 'tap'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import { answerableOf, pointsOf } from '../../../src/core/submission/answerable.ts'
import { maturity, statements } from '../../fixtures/methods.ts'
import { gbt, gbtByFactors, itemsOf } from '../../support/submissions.ts'

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
  const { scored, byCode } = answerableOf(gbt)
  t.same(
    scored.map(({ code }) => code),
    itemsOf(gbt).map(({ code }) => code),
  )
  t.same(pointsOf(scored), { n: 1000n, d: 1n })
  const areas = itemsOf(gbt)[0]?.areas.map(({ code }) => code)
  t.match(byCode.get('4.1.2'), {
    takes: 'score',
    category: '4.1',
    points: { n: 50n, d: 1n },
    pilot: false,
    naAllowed: true,
    areas,
  })
  t.match(byCode.get('4.7.2'), { naAllowed: false })
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
  t.match(byCode.get('9'), {
    takes: 'score',
    category: '9',
    points: { n: 225n, d: 2n },
    areas: ['9.a'],
  })
  t.match(byCode.get('9.a.q1'), { takes: 'nothing', instead: ['9'] })
  t.match(byCode.get('10'), { takes: 'nothing', instead: [] })
})

t.test('values are read by the method of the questionnaire', async (t) => {
  const { scored } = answerableOf(gbt)
  t.match(scored[0]?.rater.read({ percent: 45 }, '', [], true), { n: 45n, d: 1n })
  const none = answerableOf(gbtByFactors).scored[0]
  t.equal(none?.rater.read({ factors: {} }, '', [], true), null)
})

t.test('one questionnaire object is indexed once', async (t) => {
  t.equal(answerableOf(gbt), answerableOf(gbt))
  t.not(answerableOf(gbt), answerableOf({ ...gbt }))
})

t.test('statements are answered in their node', async (t) => {
  t.match(answerableOf(statements()).byCode.get('1.s2'), { takes: 'nothing', instead: ['1'] })
  t.match(answerableOf(maturity()).byCode.get('5.2.l1.s1'), { takes: 'nothing', instead: ['5.2'] })
})
