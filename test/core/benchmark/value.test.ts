import t from 'tap'
import {
  basisPointsOf,
  nodesOf,
  ownValuesIn,
  ownValuesOf,
} from '../../../src/core/benchmark/value.ts'
import { nodeOrder } from '../../../src/core/document/nodes.ts'
import { fraction } from '../../../src/core/exact.ts'
import type { ScoreSheet } from '../../../src/core/scoring/sheet.ts'
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

t.test('a value is rounded once, half up, from the exact points', async (t) => {
  const bp = (points: readonly [bigint, bigint?], max: readonly [bigint, bigint?]) =>
    basisPointsOf(fraction(...points), fraction(...max))
  t.equal(bp([504n], [1000n]), 5040)
  t.equal(bp([1n], [3n]), 3333)
  t.equal(bp([2n], [3n]), 6667)
  t.equal(bp([1n], [20000n]), 1, 'exactly half a basis point goes up')
  t.equal(bp([1n], [20001n]), 0)
  t.equal(bp([225n, 4n], [225n, 2n]), 5000, 'fractional maxima')
  t.equal(bp([0n], [5n]), 0)
  t.equal(bp([0n], [0n]), null, 'nothing can be reached, which is not zero')
})

t.test(
  'own values come from the sheet; not applicable and absent are null, not zero',
  async (t) => {
    const figures = (code: string, exactPoints: string | null, more: object = {}) => ({
      code,
      status: 'scored',
      exactPoints,
      maxPoints: 15,
      ...more,
    })
    const sheet = {
      nodes: [
        figures('a', '27/4'),
        figures('b', '15'),
        figures('c', '0', { status: 'not_applicable' }),
        figures('d', null),
        figures('e', '3', { maxPoints: null }),
        figures('other', '3'),
      ],
      total: { exactPoints: '127/2', maxPoints: 112.5 },
    } as unknown as ScoreSheet
    const nodes = ['a', 'b', 'c', 'd', 'e', 'f'].map((code) => node(code, 'item', '1'))
    const total = node('total', 'total', null)
    t.same(ownValuesOf(sheet, [...nodes, total]), {
      a: 4500,
      b: 10000,
      c: null,
      d: null,
      e: null,
      f: null,
      total: 5644,
    })
    t.same(ownValuesOf({ ...sheet, total: null }, [total]), { total: null })
  },
)

t.test(
  'a vector names its values by node; what is not applicable or not answered has none',
  async (t) => {
    const nodes = [node('1.1', 'item', '1'), node('1.2', 'item', '1'), node('1', 'category', '1')]
    t.same(ownValuesIn([4500, -1, 3000, 7000], nodes), { '1.1': 4500, '1.2': null, '1': 3000 })
    t.same(ownValuesIn([0, 0, 3000], nodes, new Set(['1.1'])), { '1.1': null, '1.2': 0, '1': 3000 })
    t.throws(() => ownValuesIn([4500], nodes), RangeError, 'a vector of another order is a bug')
  },
)
