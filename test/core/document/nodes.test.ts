import t from 'tap'
import {
  bandSetOf,
  everyArea,
  everyCode,
  figuredCategories,
  nodeOrder,
  reportedCodes,
  scoredNodes,
  scoredNodesByCode,
  scoringMaterial,
} from '../../../src/core/document/nodes.ts'
import { classical, maturity, pass, radar, statements } from '../../fixtures/methods.ts'
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

t.test('the nodes of a document are walked once, those of its copy anew', async (t) => {
  const document = small()
  t.equal(scoredNodesByCode(document), scoredNodesByCode(document))
  const cheaper = spoil(document, { '/categories/0/items/0/points': 1 })
  t.equal(scoredNodesByCode(cheaper).get('1.1')?.points, 1)
})

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

t.test(
  'the order has categories and a total only where the model has figures for them',
  async (t) => {
    t.same(nodeOrder(radar()), ['1.1', '1.2', '2', '1', 'total'])
    t.same(nodeOrder(classical()), ['1.1', '1.2', '1.3', '6.1', '6.2', '1', '6'])
    t.same(nodeOrder(maturity()), ['5.2', '5.3', '6.2'])
    t.same(nodeOrder(pass()).slice(-2), ['C', 'B'])
    t.same(figuredCategories(maturity()), [])
  },
)

t.test('codes of statements are codes like all others', async (t) => {
  const at = (document: ReturnType<typeof small>) =>
    new Map(everyCode(document).map(({ code, pointer }) => [code, pointer]))
  t.equal(at(statements()).get('1.s6'), '/categories/0/leaf/statements/5/code')
  t.equal(at(statements()).get('2.2.s1'), '/categories/1/items/1/statements/0/code')
  t.equal(at(maturity()).get('5.3.l4.s2'), '/categories/0/items/1/levelStatements/3/1/code')
})

t.test('a report says something about categories, items and leaves, each once', async (t) => {
  t.same(reportedCodes(statements()), ['1', '2', '2.1', '2.2'])
})

t.test('a kind has the band set that its method names', async (t) => {
  t.equal(bandSetOf(radar(), 'result')?.code, 'result')
  t.equal(bandSetOf(radar(), 'process'), undefined)
  t.equal(bandSetOf(pass(), 'process'), undefined)
})

t.test('what makes versions comparable knows statements by code, and no text at all', async (t) => {
  t.match(scoringMaterial(statements()), {
    method: 'statements@1',
    scale: [0, 20, 40, 60, 80, 100],
    nodes: [
      { code: '1', statements: [{ code: '1.s1', naAllowed: true, weight: 1 }] },
      { code: '2.1' },
      { code: '2.2' },
    ],
  })
  t.match(scoringMaterial(maturity()).nodes[0], {
    levelStatements: [['5.2.l1.s1', '5.2.l1.s2', '5.2.l1.s3']],
  })
  t.match(scoringMaterial(pass()), {
    passes: [
      { code: 'A', passPoints: 70 },
      { code: 'B', passPoints: 70 },
      { code: 'C', passPoints: 70 },
    ],
  })
  for (const document of [statements(), maturity(), pass(), radar(), classical()])
    t.notMatch(JSON.stringify(scoringMaterial(document)), /（中文）/)
})

t.test('members that a model lacks leave no trace, so that digests stay', async (t) => {
  const { nodes, ...rest } = scoringMaterial(small())
  t.same(Object.keys(rest), ['method', 'total', 'parameters', 'order'])
  t.same(Object.keys(nodes[0] ?? {}), ['code', 'kind', 'points', 'naAllowed', 'category'])
})
