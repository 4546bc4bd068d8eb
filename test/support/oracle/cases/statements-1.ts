// Random cases of statements@1: weights of statements, statements that do not apply, and the tool's preset.
import fc from 'fast-check'
import type { Case } from '../document.ts'
import { bandSet, caseOf, categoriesOf, modes, policies, rollUp, worthSomething } from './frame.ts'

const scales: readonly (readonly number[])[] = [
  [0, 20, 40, 60, 80, 100],
  [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
  [0, 33.33, 66.67, 100],
]
const raw = fc.array(
  fc.record({
    weight: fc.constantFrom(undefined, 1, 2, 3, 7),
    level: fc.nat(10),
    absent: fc.integer({ min: 0, max: 3 }).map((n) => n === 3),
    missing: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
)

export const statements: fc.Arbitrary<Case> = fc
  .record({
    unit: fc.constantFrom<0.1 | 1>(0.1, 1),
    scale: fc.constantFrom(...scales),
    rollUp,
    preset: fc.constantFrom(undefined, undefined, 'tool'),
    categories: categoriesOf(raw),
    mode: modes,
    policy: policies,
  })
  .map(({ unit, scale, rollUp: stated, preset, categories, mode, policy }) =>
    caseOf({
      method: 'statements@1',
      total: true,
      unit,
      parameters: { scale: 'own', bandSets: { process: 'process', result: 'result' }, ...stated },
      kinds: ['process', 'result'],
      bandSets: ['process', 'result'].map((code) =>
        bandSet(code, ['any'], { bounds: [0, 10, 30, 50, 70, 90], step: 0.01 }),
      ),
      scales: [
        {
          code: 'own',
          levels: scale.map((percent) => ({ percent, label: { en: 'x', 'zh-CN': 'x' } })),
        },
      ],
      groups: true,
      categories,
      mode,
      policy,
      preset,
      fill: ({ code, kind, raw: given, partial, naPermitted }) => {
        const rated = given.map(({ level, absent, missing }, index) => {
          const own = `${code}.s${index + 1}`
          if (partial && missing) return [own, undefined] as const
          if (absent && kind !== 'result' && naPermitted) return [own, 'not_applicable'] as const
          return [own, scale[level % scale.length]] as const
        })
        return {
          node: {
            statements: given.map(({ weight }, index) => ({
              code: `${code}.s${index + 1}`,
              text: { en: 'x', 'zh-CN': 'x' },
              naAllowed: kind !== 'result',
              ...(weight === undefined ? {} : { weight }),
            })),
          },
          answer: {
            statements: Object.fromEntries(
              rated.filter(([, rating]) => rating !== undefined),
            ) as Record<string, number | 'not_applicable'>,
          },
        }
      },
    }),
  )
  .filter(worthSomething)
