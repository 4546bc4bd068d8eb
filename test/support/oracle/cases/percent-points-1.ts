// Random cases of percent-points@1.
import fc from 'fast-check'
import type { Case } from '../document.ts'
import {
  bandSet,
  caseOf,
  categoriesOf,
  modes,
  onStep,
  permille,
  policies,
  rollUp,
  worthSomething,
} from './frame.ts'

const names = {
  process: ['approach', 'deployment', 'learning', 'integration'],
  result: ['levels', 'trends', 'comparisons', 'integration'],
}
const factorWeights = {
  process: { approach: 3, deployment: 2, learning: 1, integration: 0 },
  result: { levels: 1, trends: 1, comparisons: 1, integration: 1 },
}
const raw = fc.record({
  percent: permille,
  factors: fc.array(permille, { minLength: 4, maxLength: 4 }),
})

export const percentPoints: fc.Arbitrary<Case> = fc
  .record({
    unit: fc.constantFrom<0.1 | 1>(0.1, 1),
    step: fc.constantFrom(5, 1, 0.1, 0.5),
    factors: fc.constantFrom('none', 'guidance', 'weighted'),
    rollUp,
    categories: categoriesOf(raw),
    mode: modes,
    policy: policies,
  })
  .map(({ unit, step, factors, rollUp: stated, categories, mode, policy }) =>
    caseOf({
      method: 'percent-points@1',
      total: true,
      unit,
      parameters: {
        step,
        factors,
        ...(factors === 'weighted' ? { factorWeights } : {}),
        bandSets: { process: 'process', result: 'result' },
        ...stated,
      },
      kinds: ['process', 'result'],
      bandSets: (['process', 'result'] as const).map((code) =>
        bandSet(code, names[code], { bounds: [0, 10, 30, 50, 70, 90], step }),
      ),
      groups: true,
      categories,
      mode,
      policy,
      fill: ({ kind, raw: given, partial }) => {
        const all = names[kind === 'result' ? 'result' : 'process']
        const rated = (partial ? all.slice(1) : all).map((name, index) => [
          name,
          onStep(given.factors[index] ?? 0, step),
        ])
        const own = { factors: Object.fromEntries(rated) as Record<string, number> }
        const percent = onStep(given.percent, step)
        if (factors === 'weighted') return { node: {}, answer: own }
        if (factors === 'none') return { node: {}, answer: { percent } }
        return { node: {}, answer: partial ? { percent } : { percent, ...own } }
      },
    }),
  )
  .filter(worthSomething)
