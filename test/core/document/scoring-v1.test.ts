import t from 'tap'
import {
  hasCategoryFigures,
  methodNames,
  parametersIf,
  parametersOf,
  rollUpParametersOf,
  rollUps,
  Scoring,
} from '../../../src/core/document/scoring-v1.ts'
import { classical, maturity, pass, radar, statements } from '../../fixtures/methods.ts'
import { questionnaireOf, small } from '../../fixtures/questionnaires.ts'

t.test('the method decides which parameters there are', async (t) => {
  for (const { scoring } of [small(), radar(), classical(), maturity(), pass(), statements()]) {
    t.same(Scoring.parse(scoring), scoring)
    const other = { ...scoring, parameters: radar().scoring.parameters }
    t.equal(Scoring.safeParse(other).success, scoring.method === 'radar@1')
  }
  t.match(Scoring.safeParse({ ...small().scoring, method: 'guessing@1' }).error?.issues, [
    { path: ['method'] },
  ])
})

t.test('every method rolls up in one of four ways', async (t) => {
  t.same(methodNames, Object.keys(rollUps))
  t.same(new Set(Object.values(rollUps)), new Set(['points', 'mean', 'levels', 'pass']))
})

t.test('parameters are asked for by method', async (t) => {
  t.equal(parametersOf(small(), 'percent-points@1').step, 5)
  t.equal(parametersIf(small(), 'radar@1'), null)
  t.throws(() => parametersOf(small(), 'radar@1'), /not scored by radar@1/)
})

t.test('what is said about rolling up, where a method leaves a choice', async (t) => {
  const categories = [{ code: 'x', items: [['x1', 1]] as const }]
  const chosen = questionnaireOf({ categories, parameters: { pointsStep: 1 } })
  t.match(rollUpParametersOf(chosen), { pointsStep: 1 })
  t.match(rollUpParametersOf(radar({ unanswered: 'renormalise' })), { unanswered: 'renormalise' })
  t.match(rollUpParametersOf(statements({ categoryStep: 5 })), { categoryStep: 5 })
  t.same(rollUpParametersOf(classical()), {})
})

t.test('only models of levels give categories no figure', async (t) => {
  t.equal(hasCategoryFigures(maturity()), false)
  for (const each of [small(), radar(), classical(), pass()]) t.ok(hasCategoryFigures(each))
})
