import t from 'tap'
import { basisPointsOf, nodesOf, ownValuesOf } from '../../../src/core/benchmark/value.ts'
import { node } from '../../fixtures/benchmark/population.ts'

const categories = [
  {
    code: '1',
    points: 60,
    items: [
      { code: '1.1', points: 40 },
      { code: '1.2', points: 20 },
    ],
  },
  { code: '2', points: 40 },
]

t.test('nodes stand in the frozen order: items, categories, total', async (t) => {
  const nodes = nodesOf({ scoring: { total: 100 }, categories }, new Set(['1.2']))
  t.same(
    nodes.map(({ code, kind, category }) => [code, kind, category]),
    [
      ['1.1', 'item', '1'],
      ['1.2', 'item', '1'],
      ['1', 'category', '1'],
      ['2', 'category', '2'],
      ['total', 'total', null],
    ],
  )
  t.same(
    nodes.map(({ maxPoints }) => maxPoints),
    [40, 20, 60, 40, 100],
  )
  t.same(
    nodes.filter(({ sensitive }) => sensitive).map(({ code }) => code),
    ['1.2'],
  )
})

t.test('a model without a total has no total node', async (t) => {
  t.equal(nodesOf({ scoring: { total: null }, categories }).at(-1)?.code, '2')
})

t.test('a value is rounded once, half up, from the exact points', async (t) => {
  const points = (n: bigint, d = 1n) => ({ n, d })
  t.equal(basisPointsOf(points(504n), points(1000n)), 5040)
  t.equal(basisPointsOf(points(1n), points(3n)), 3333)
  t.equal(basisPointsOf(points(2n), points(3n)), 6667)
  t.equal(basisPointsOf(points(1n), points(20000n)), 1, 'exactly half a basis point goes up')
  t.equal(basisPointsOf(points(1n), points(20001n)), 0)
  t.equal(basisPointsOf(points(225n, 4n), points(225n, 2n)), 5000, 'fractional maxima')
  t.equal(basisPointsOf(points(0n), points(5n)), 0)
  t.equal(basisPointsOf(points(0n), points(0n)), null, 'nothing can be reached, which is not zero')
})

t.test(
  'own values come from the sheet; not applicable and absent are null, not zero',
  async (t) => {
    const figures = (code: string, exactPoints: string | null, status = 'scored') => ({
      code,
      status,
      exactPoints,
      maxPoints: 15,
    })
    const nodes = ['a', 'b', 'c', 'd', 'e'].map((code) => node(code, 'item', '1'))
    const sheet = {
      nodes: [
        figures('a', '27/4'),
        figures('b', '15'),
        figures('c', '0', 'not_applicable'),
        figures('d', null),
        figures('other', '3'),
      ],
      total: { exactPoints: '127/2', maxPoints: 112.5 },
    }
    t.same(ownValuesOf(sheet, [...nodes, node('total', 'total', null)]), {
      a: 4500,
      b: 10000,
      c: null,
      d: null,
      e: null,
      total: 5644,
    })
    t.same(ownValuesOf({ ...sheet, total: null }, [node('total', 'total', null)]), { total: null })
  },
)
