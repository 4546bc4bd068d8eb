import t from 'tap'
import { readQuestionnaire } from '../../../src/core/document/read.ts'
import { toText } from '../../../src/core/exact.ts'
import { loaded } from '../../../src/core/migration/carry.ts'
import { effectOf } from '../../../src/core/migration/effect.ts'
import type { Answers } from '../../../src/core/submission/answer.ts'
import { questionnaireOf, small } from '../../fixtures/questionnaires.ts'
import { jsonIn } from '../../support/examples.ts'

const other = questionnaireOf({
  categories: [
    {
      code: '1',
      items: [
        ['1.1', 50],
        ['1.9', 50],
      ],
    },
  ],
})

t.test('both sides whole and mapped only, deltas by category, points to review', async (t) => {
  const answers = { '1.1': { percent: 50 }, '2.1': { percent: 100 }, 'P.1': { comment: 'text' } }
  const arrived = { '1.1': { percent: 50 } }
  const load = loaded(small(), answers)
  const stays = load.get('1.1')
  if (stays === undefined) return t.fail('no node 1.1')
  const effect = effectOf({
    source: small(),
    target: other,
    answers,
    arrived,
    load: new Map([
      ['1.1', stays],
      ['1.9', { ...stays, sources: [] }],
    ]),
    review: ['1.9'],
  })
  const figures = (of: typeof effect.before) => of && [toText(of.points), toText(of.max)]
  t.same(figures(effect.before), ['45', '100'])
  t.same(figures(effect.after), ['25', '100'])
  t.same(figures(effect.mappedBefore), ['15', '30'])
  t.same(figures(effect.mappedAfter), ['25', '50'])
  t.equal(effect.mappedAfter?.percent && toText(effect.mappedAfter.percent), '50')
  t.equal(effect.reviewPoints && toText(effect.reviewPoints), '50')
  t.same(
    effect.categories.map(({ code, before, after, delta }) => [
      code,
      before && toText(before),
      after && toText(after),
      toText(delta),
    ]),
    [
      ['1', '15', '25', '10'],
      ['2', '30', null, '-30'],
      ['3', '0', null, '0'],
    ],
  )
})

t.test('a category that only the target has, and a model without a total', async (t) => {
  const load = loaded(other, {})
  const turned = effectOf({
    source: other,
    target: small(),
    answers: {},
    arrived: {},
    load,
    review: [],
  })
  t.match(
    turned.categories.find(({ code }) => code === '2'),
    { before: null },
  )
  const stays = (key: string, answers: Answers) => {
    const model = readQuestionnaire(jsonIn(`schemas/models/${key}/1.0.0.json`))
    const load = loaded(model, answers)
    const review = Object.keys(answers)
    return effectOf({ source: model, target: model, answers, arrived: answers, load, review })
  }
  const nothing = { before: null, after: null, mappedBefore: null, mappedAfter: null }
  const caf = stays('caf-2020-classical', { '1.1': { score: 40 } })
  t.match(caf, { ...nothing, reviewPoints: null }, 'no sum of maxima either')
  t.match(caf.categories[0], { code: '1', before: { n: 10n }, delta: { n: 0n } })
  const iso = stays('iso-9004-2018-quick', { '5.2': { level: 3 } })
  t.match(iso, { ...nothing, reviewPoints: null })
  t.same(iso.categories, [], 'a clause has no figure, so none changes')
  t.equal(stays('deming-prize-2018', { A: { points: 74 } }).categories.length, 3)
})
