import t from 'tap'
import { entitiesOf } from '../../../../src/core/document/compare/entities.ts'
import type { Questionnaire } from '../../../../src/core/document/questionnaire-v1.ts'
import { questionnaireOf, small } from '../../../fixtures/questionnaires.ts'
import { spoil } from '../../../support/spoil.ts'

const rowsOf = (questionnaire: Questionnaire) =>
  new Map(entitiesOf(questionnaire).map((entity) => [entity.key, entity]))

t.test('everything with a code is one row, in document order, with its place', async (t) => {
  const keys = entitiesOf(small()).map(({ key }) => key)
  t.same(keys.slice(0, 4), ['document', 'edition', 'rights', 'scoring'])
  t.equal(new Set(keys).size, keys.length, 'no key stands twice')
  const inside = keys.filter((key) => /^(category|node|area|question) /.test(key))
  t.same(inside.slice(2), [
    'category 1',
    'node 1.1',
    'area 1.1.a',
    'question 1.1.a.q1',
    'node 1.2',
    'area 1.2.a',
    'question 1.2.a.q1',
    'category 2',
    'node 2.1',
    'area 2.1.a',
    'question 2.1.a.q1',
    'category 3',
    'node 3',
    'area 3.a',
    'question 3.a.q1',
  ])
  const rows = rowsOf(small())
  t.match(rows.get('node 1.2'), { code: '1.2', above: '1', pointer: '/categories/0/items/1' })
  t.match(rows.get('question 1.2.a.q1'), {
    above: '1.2.a',
    pointer: '/categories/0/items/1/areas/0/questions/0',
  })
})

t.test('a leaf is a node of its category and has its points', async (t) => {
  const leaf = rowsOf(small()).get('node 3')
  t.match(leaf, { code: '3', above: '3', pointer: '/categories/2/leaf', members: { points: 20 } })
  t.notOk('leaf' in (rowsOf(small()).get('category 3')?.members ?? {}))
})

t.test('bands and scale levels are told apart inside their owner', async (t) => {
  const withScale = {
    ...small(),
    scales: [{ code: 'six', levels: [{ percent: 0, label: { en: 'No' } }] }],
  }
  const rows = rowsOf(withScale as Questionnaire)
  t.match(rows.get('band process-six 0'), { code: '0', members: { to: 5 } })
  t.match(rows.get('band result-six 0'), { code: '0' })
  t.match(rows.get('scale-level six 0'), { members: { percent: 0 }, pointer: '/scales/0/levels/0' })
})

t.test('the bands of a recognition table stay inside it', async (t) => {
  const table = rowsOf(small()).get('recognition levels')
  t.match(table?.members.bands, [{ code: 'none' }, { code: 'good' }, { code: 'excellent' }])
})

t.test('a statement of a level carries its level', async (t) => {
  const levelled = spoil(small(), {
    '/categories/0/items/0/levelStatements': [
      [{ code: '1.1.l1.s1', text: { en: 'a' } }],
      [{ code: '1.1.l2.s1', text: { en: 'b' } }],
    ],
  })
  const rows = rowsOf(levelled)
  t.match(rows.get('statement 1.1.l2.s1'), {
    above: '1.1',
    pointer: '/categories/0/items/0/levelStatements/1/0',
    members: { level: 2 },
  })
  t.same(
    entitiesOf(spoil(small(), { '/categories/0/items/0/levelStatements': 'none' })).filter(
      ({ type }) => type === 'statement',
    ),
    [],
    'what is no list holds no rows',
  )
})

t.test('a pilot and a declaration are read into the row', async (t) => {
  const questionnaire = questionnaireOf({
    categories: [
      {
        code: 'x',
        items: [
          ['a', 10],
          ['b', 5, { effectiveFrom: '2.0.0' }],
        ],
      },
    ],
  })
  const rows = rowsOf(spoil(questionnaire, { '/categories/0/items/0/meaningChanged': true }))
  t.match(rows.get('node a'), { pilot: false, meaningChanged: true })
  t.match(rows.get('node b'), { pilot: true, meaningChanged: null })
  t.notOk('meaningChanged' in (rows.get('node a')?.members ?? {}))
})

t.test('what is no list has no rows', async (t) => {
  const without = entitiesOf(spoil(small(), { '/groups': 'none' }))
  t.notOk(without.some(({ type }) => type === 'group'))
})
