// Random cases of maturity-level@1: five short lists of statements, or the level itself.
import fc from 'fast-check'
import type { Case } from '../document.ts'
import { bandSet, caseOf, categoriesOf, policies } from './frame.ts'

const met = fc.constantFrom('met', 'met', 'met', 'not_applicable', 'not_applicable', 'not_met')
const raw = fc.record({
  counts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }),
  states: fc.array(fc.array(met, { minLength: 3, maxLength: 3 }), { minLength: 5, maxLength: 5 }),
  level: fc.nat(5),
})

export const maturityLevel: fc.Arbitrary<Case> = fc
  .record({
    unit: fc.constantFrom<0.1 | 1>(0.1, 1),
    entry: fc.constantFrom('statements', 'statements', 'level'),
    categories: categoriesOf(raw),
    policy: policies,
  })
  .map(({ unit, entry, categories, policy }) =>
    caseOf({
      method: 'maturity-level@1',
      total: false,
      unit,
      parameters: { entry, bandSets: { maturity: 'five' } },
      kinds: ['maturity'],
      bandSets: [bandSet('five', ['maturity'], { bounds: [1, 2, 3, 4, 5], step: 0, last: 5 })].map(
        (set) => ({ ...set, bands: set.bands.map((band) => ({ ...band, to: band.from })) }),
      ),
      groups: false,
      categories,
      mode: 'reference',
      policy,
      pointsOf: () => 5,
      fill: ({ code, raw: given, partial, naPermitted }) => {
        if (entry === 'level') return { node: {}, answer: { level: given.level } }
        const lists = given.counts.map((count, index) =>
          Array.from({ length: count }, (_, position) => ({
            code: `${code}.l${index + 1}.s${position + 1}`,
            text: { en: 'x', 'zh-CN': 'x' },
          })),
        )
        const levels = lists.map((list, index) =>
          (given.states[index] ?? [])
            .slice(0, list.length)
            .map((state) => (state === 'not_applicable' && !naPermitted ? 'not_met' : state)),
        )
        // What is absent counts as not met: the last statement, or whole levels.
        const said = partial ? levels.slice(0, 4).map((list) => list.slice(0, 2)) : levels
        return {
          node: { levelStatements: lists },
          answer: { levels: said } as { levels: string[][] },
        }
      },
    }),
  )
