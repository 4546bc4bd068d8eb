import t from 'tap'
import { nodesOf, ownValuesIn } from '../../../src/core/benchmark/value.ts'
import { nodeOrder } from '../../../src/core/document/nodes.ts'
import { node } from '../../fixtures/benchmark/population.ts'
import { classical, maturity, pass, radar } from '../../fixtures/methods.ts'
import { fullSize, questionnaireOf, small } from '../../fixtures/questionnaires.ts'

t.test('nodes stand in the frozen order of score vectors', async (t) => {
  for (const questionnaire of [small(), fullSize(), classical(), maturity(), pass(), radar()])
    t.same(
      nodesOf(questionnaire).map(({ code }) => code),
      nodeOrder(questionnaire),
    )
  t.same(
    nodesOf(small(), new Set(['1.2'])).map(({ sensitive, ...each }) => [
      ...Object.values(each),
      sensitive,
    ]),
    [
      ['1.1', 'item', '1', 30, false],
      ['1.2', 'item', '1', 20, true],
      ['2.1', 'item', '2', 30, false],
      ['3', 'category', '3', 20, false],
      ['1', 'category', '1', 50, false],
      ['2', 'category', '2', 30, false],
      ['total', 'total', null, 100, false],
    ],
  )
})

t.test('a pilot is no node, and a model without a total has no total node', async (t) => {
  const items = [
    ['1.1', 40],
    ['1.2', 0, { effectiveFrom: '2.0.0' }],
  ] as const
  const questionnaire = questionnaireOf({ categories: [{ code: '1', items }] })
  const scoring = { ...questionnaire.scoring, total: null }
  t.same(
    nodesOf({ ...questionnaire, scoring }).map(({ code }) => code),
    ['1.1', '1'],
  )
})

t.test(
  'a vector names its values by node; what is not applicable or not answered has none',
  async (t) => {
    const nodes = [node('1.1', 'item', '1'), node('1.2', 'item', '1'), node('1', 'category', '1')]
    t.same(ownValuesIn([4500, -1, 3000, 7000], nodes), { '1.1': 4500, '1.2': null, '1': 3000 })
    t.same(ownValuesIn([0, 0, 3000], nodes, new Set(['1.1'])), { '1.1': null, '1.2': 0, '1': 3000 })
    t.throws(() => ownValuesIn([4500], nodes), RangeError, 'a vector of another order is a bug')
  },
)
