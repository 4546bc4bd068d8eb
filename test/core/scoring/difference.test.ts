import t from 'tap'
import { compareSheets, ScoreComparison } from '../../../src/core/scoring/difference.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { referenceWeighting, type Weighting } from '../../../src/core/scoring/weighting.ts'
import { classical } from '../../fixtures/methods.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { noDigests } from '../../support/random-scoring.ts'
import { spoil } from '../../support/spoil.ts'

const document = small()
const percents = { '1.1': 60, '1.2': 40, '2.1': 30, '3': 50 }
const answers = Object.fromEntries(
  Object.entries(percents).map(([code, percent]) => [code, { percent }]),
)
const own = (items: Record<string, number>): Weighting => ({
  kind: 'own',
  id: 'w',
  version: '1.0.0',
  mode: 'points',
  items,
})
const sheetUnder = (weighting: Weighting) =>
  score({ plan: planOf(document, weighting), answers, digests: noDigests })
const reference = sheetUnder(referenceWeighting(document))

t.test('every node says what its maximum and its points gain or lose', async (t) => {
  const other = sheetUnder(own({ '1.1': 10, '1.2': 20, '2.1': 30.5, '3': 39.5 }))
  const { first, differences, ...rest } = compareSheets(reference, other)
  t.equal(first, reference)
  t.equal(rest.other, other)
  const at = new Map(differences.nodes.map((each) => [each.code, each]))
  t.same(at.get('1.1'), {
    code: '1.1',
    percent: 0,
    exactPercent: '0',
    points: -12,
    exactPoints: '-12',
    maxPoints: -20,
  })
  t.match(at.get('2.1'), { points: 0.15, exactPoints: '3/20', maxPoints: 0.5 })
  t.match(at.get('3'), { points: 9.75, exactPoints: '39/4', maxPoints: 19.5 })
  // The category is weighed otherwise inside: its percent moves although no answer does.
  t.match(at.get('1'), { points: -12, maxPoints: -20, percent: -5.33, exactPercent: '-16/3' })
  t.match(differences.total, { points: -2.1, exactPoints: '-21/10', maxPoints: 0 })
  t.same(ScoreComparison.parse(compareSheets(reference, other)), compareSheets(reference, other))
})

t.test('what has no figure on one side has no difference', async (t) => {
  const other = sheetUnder(own({ '1.1': 0, '1.2': 0, '2.1': 50, '3': 50 }))
  const { differences } = compareSheets(reference, other)
  const category = differences.nodes.find(({ code }) => code === '1')
  t.match(category, { percent: null, exactPercent: null, points: -26, maxPoints: -50 })
})

t.test('a model without a total has none to compare', async (t) => {
  const model = classical()
  const plan = planOf(model, referenceWeighting(model))
  const sheet = score({ plan, answers: {}, digests: noDigests, allowIncomplete: true })
  t.equal(compareSheets(sheet, sheet).differences.total, null)
})

t.test('groups are compared by code, and what only one side has is left out', async (t) => {
  const groups = [{ ...reference.total, code: 'process' }]
  const grouped = { ...reference, groups } as typeof reference
  t.match(compareSheets(grouped, grouped).differences.groups, [{ code: 'process', points: 0 }])
  t.same(compareSheets(grouped, { ...reference, groups: [] }).differences.groups, [])
})

t.test('sheets of other answers or another questionnaire are not compared', async (t) => {
  for (const of of ['answers', 'questionnaire']) {
    const other = spoil(reference, { [`/digests/${of}`]: 'f'.repeat(64) })
    t.throws(() => compareSheets(reference, other as typeof reference), RangeError)
  }
})
