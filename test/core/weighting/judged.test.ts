import t from 'tap'
import { fieldFor, fieldsOf } from '../../../src/core/weighting/judged.ts'
import { questionnaireOf, small } from '../../fixtures/questionnaires.ts'

t.test('the whole, the categories, and the items of each that has some', async (t) => {
  t.same(fieldsOf(small()), [
    { kind: 'nodes', category: null, codes: ['1.1', '1.2', '2.1', '3'] },
    { kind: 'categories', category: null, codes: ['1', '2', '3'] },
    { kind: 'items', category: '1', codes: ['1.1', '1.2'] },
    { kind: 'items', category: '2', codes: ['2.1'] },
  ])
})

t.test('pilots are not judged, and a category of pilots neither', async (t) => {
  const piloted = questionnaireOf({
    categories: [
      { code: 'x', items: [['a', 10]] },
      { code: 'y', items: [['b', 5, { effectiveFrom: '2.0.0' }]] },
    ],
  })
  t.same(
    fieldsOf(piloted).map(({ kind, codes }) => [kind, codes]),
    [
      ['nodes', ['a']],
      ['categories', ['x']],
      ['items', ['a']],
    ],
  )
})

t.test('codes find their field in any order, or the closest one and what it lacks', async (t) => {
  const fields = fieldsOf(small())
  const found = (...codes: string[]) => {
    const { field, missing } = fieldFor(fields, codes)
    return [field.kind, field.category, missing]
  }
  t.same(found('1.2', '1.1'), ['items', '1', []])
  t.same(found('3', '2.1', '1.2', '1.1'), ['nodes', null, []])
  t.same(found('3', '2', '1'), ['categories', null, []])
  t.same(found('1', '2'), ['categories', null, ['3']])
  t.same(found('1.1'), ['items', '1', ['1.2']])
  t.same(found('1.1', '1.2', '2.1'), ['nodes', null, ['3']])
})
