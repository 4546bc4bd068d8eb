import t from 'tap'
import {
  everyArea,
  everyCode,
  nodeOrder,
  scoredNodes,
  scoredNodesByCode,
  scoringMaterial,
} from '../../../src/core/document/nodes.ts'
import { fullSize, questionnaireOf, small } from '../../fixtures/questionnaires.ts'
import { spoil } from '../../support/spoil.ts'

t.test('scored nodes are items and leaves in document order', async (t) => {
  const nodes = scoredNodes(small())
  t.same(
    nodes.map(({ code, kind, points, leaf, category, pointer }) => [
      code,
      kind,
      points,
      leaf,
      category,
      pointer,
    ]),
    [
      ['1.1', 'process', 30, false, '1', '/categories/0/items/0'],
      ['1.2', 'process', 20, false, '1', '/categories/0/items/1'],
      ['2.1', 'process', 30, false, '2', '/categories/1/items/0'],
      ['3', 'result', 20, true, '3', '/categories/2'],
    ],
  )
  t.equal(scoredNodes(fullSize()).length, 23)
  t.equal(scoredNodesByCode(small()).get('3')?.leaf, true)
  t.equal(scoredNodesByCode(small()).get('1'), undefined, 'a category with items is not scored')
})

t.test('the order of vectors is items and leaves, categories with items, total', async (t) => {
  t.same(nodeOrder(small()), ['1.1', '1.2', '2.1', '3', '1', '2', 'total'])
  t.equal(nodeOrder(fullSize()).length, 23 + 7 + 1)
})

t.test(
  'document order holds where object keys would be sorted: "10" does not precede "2"',
  async (t) => {
    const numbered = questionnaireOf({
      categories: [
        {
          code: 'x',
          items: [
            ['2', 1],
            ['10', 1],
            ['1', 1],
          ],
        },
      ],
    })
    t.same(nodeOrder(numbered), ['2', '10', '1', 'x', 'total'])
    t.same([...scoredNodesByCode(numbered).keys()], ['2', '10', '1'])
  },
)

t.test('an item is a pilot until the version it counts from', async (t) => {
  const withPilot = (version: string) =>
    questionnaireOf({
      categories: [
        {
          code: 'x',
          items: [
            ['a', 10],
            ['b', 5, { effectiveFrom: '2.0.0' }],
          ],
        },
      ],
      more: { version },
    })
  t.same(nodeOrder(withPilot('1.9.0')), ['a', 'x', 'total'])
  t.same(nodeOrder(withPilot('2.0.0')), ['a', 'b', 'x', 'total'])
  t.same(
    scoredNodes(withPilot('1.9.0')).map((node) => node.pilot),
    [false, true],
  )
})

t.test('every code and every area is found with its place', async (t) => {
  const codes = everyCode(small())
  t.same(codes.slice(0, 4), [
    { code: 'P.1', pointer: '/profile/0/code' },
    { code: 'P.1.a', pointer: '/profile/0/areas/0/code' },
    { code: 'P.1.a.q1', pointer: '/profile/0/areas/0/questions/0/code' },
    { code: '1', pointer: '/categories/0/code' },
  ])
  t.same(codes.at(-1), { code: '3.a.q1', pointer: '/categories/2/leaf/areas/0/questions/0/code' })
  t.equal(codes.length, 3 + 3 + 3 * 3 + 2)
  t.same(
    everyArea(small()).map(({ area, pointer, kind }) => [area.code, pointer, kind]),
    [
      ['P.1.a', '/profile/0/areas/0', null],
      ['1.1.a', '/categories/0/items/0/areas/0', 'process'],
      ['1.2.a', '/categories/0/items/1/areas/0', 'process'],
      ['2.1.a', '/categories/1/items/0/areas/0', 'process'],
      ['3.a', '/categories/2/leaf/areas/0', 'result'],
    ],
  )
  const hollow = spoil(small(), { '/categories/2/leaf': undefined })
  t.equal(everyCode(hollow).at(-1)?.code, '3', 'a category with nothing in it is walked too')
  t.equal(scoredNodes(hollow).length, 3)
})

t.test(
  'scoring material changes with what a score depends on, and with nothing else',
  async (t) => {
    const before = scoringMaterial(small())
    const changed = (changes: Record<string, unknown>) => scoringMaterial(spoil(small(), changes))
    t.same(changed({ '/categories/0/name/en': 'Another name' }), before)
    t.same(changed({ '/recognition': [] }), before)
    t.notSame(changed({ '/categories/0/items/0/points': 31 }), before)
    t.notSame(changed({ '/categories/0/items/0/naAllowed': false }), before)
    t.notSame(changed({ '/categories/0/items/0/code': '1.9' }), before)
    t.notSame(changed({ '/scoring/parameters/step': 1 }), before)
  },
)
