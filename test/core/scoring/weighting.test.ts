import t from 'tap'
import { toText } from '../../../src/core/exact.ts'
import {
  maximumOf,
  referenceWeighting,
  resolve,
  weightingMaterial,
} from '../../../src/core/scoring/weighting.ts'
import { questionnaireOf, small } from '../../fixtures/questionnaires.ts'

const maximaOf = (mode: 'points' | 'weights' | 'within_category', items: Record<string, number>) =>
  [...resolve({ mode, items }, small())].map(([code, max]) => [code, toText(max)])

t.test('the reference weighting is that of the edition, without pilots', async (t) => {
  t.same(referenceWeighting(small()), {
    kind: 'reference',
    id: null,
    version: null,
    mode: 'points',
    items: { '1.1': 30, '1.2': 20, '2.1': 30, '3': 20 },
  })
  const piloted = questionnaireOf({
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
  t.same(referenceWeighting(piloted).items, { a: 10 })
})

t.test('points are maxima, weights share the total, exactly', async (t) => {
  t.same(maximaOf('points', { '1.1': 40.25, '1.2': 9.75, '2.1': 0, '3': 50 }), [
    ['1.1', '161/4'],
    ['1.2', '39/4'],
    ['2.1', '0'],
    ['3', '50'],
  ])
  t.same(maximaOf('weights', { '1.1': 1, '1.2': 1, '2.1': 1, '3': 0 }), [
    ['1.1', '100/3'],
    ['1.2', '100/3'],
    ['2.1', '100/3'],
    ['3', '0'],
  ])
})

t.test('weights within a category leave its points and all others alone', async (t) => {
  t.same(maximaOf('within_category', { '1.1': 2, '1.2': 1 }), [
    ['1.1', '100/3'],
    ['1.2', '50/3'],
    ['2.1', '30'],
    ['3', '20'],
  ])
})

t.test('a missing weight is an error, never zero; nothing is inherited from Object', async (t) => {
  t.throws(() => maximaOf('points', { '1.1': 100 }), /1\.2 has no weight/)
  t.throws(() => maximaOf('within_category', { '1.1': 1 }), /1\.2 has no weight/)
  const odd = questionnaireOf({ categories: [{ code: 'x', items: [['constructor', 10]] }] })
  t.throws(() => resolve({ mode: 'points', items: {} }, odd), /constructor has no weight/)
  const maxima = resolve(referenceWeighting(small()), small())
  t.same(maximumOf(maxima, '1.1'), { n: 30n, d: 1n })
  t.throws(() => maximumOf(maxima, 'a'), RangeError)
})

t.test('the digest of a weighting speaks of its numbers only', async (t) => {
  t.same(
    weightingMaterial({ kind: 'own', id: 'x', version: '1.0.0', mode: 'weights', items: { a: 1 } }),
    {
      mode: 'weights',
      items: { a: 1 },
    },
  )
})
