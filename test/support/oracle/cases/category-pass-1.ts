// Random cases of category-pass@1: bounds that are just reached, just missed and above everything.
import fc from 'fast-check'
import type { Case } from '../document.ts'
import { caseOf, categoriesOf, onStep, permille, policies } from './frame.ts'

export const categoryPass: fc.Arbitrary<Case> = fc
  .record({
    pointStep: fc.constantFrom(0.1, 0.5, 1),
    categories: categoriesOf(permille),
    policy: policies,
  })
  .map(({ pointStep, categories, policy }) =>
    caseOf({
      method: 'category-pass@1',
      total: false,
      unit: 0.1,
      parameters: { pointStep, bandSets: {} },
      kinds: ['process', 'result'],
      bandSets: [],
      groups: false,
      categories,
      mode: 'reference',
      policy,
      pilots: false,
      pointsOf: (tenths) => Math.max(pointStep, onStep(1000, pointStep, tenths / 10)),
      category: (sum, bound) => ({ points: sum, passPoints: onStep(bound, 0.1, sum) }),
      fill: ({ points, raw }) => ({
        node: {},
        answer: { points: Math.min(points, onStep(raw, pointStep, points)) },
      }),
    }),
  )
