// Random cases of the two methods of CAF. Phases stated beside a score need not fit it.
import fc from 'fast-check'
import type { Answer, Case } from '../document.ts'
import { bandSet, caseOf, categoriesOf, onStep, permille, policies } from './frame.ts'

const phases = ['plan', 'do', 'check', 'act', 'pdca']
const bounds = [0, 11, 31, 51, 71, 91]
const raw = fc.record({
  values: fc.array(permille, { minLength: 4, maxLength: 4 }),
  // Under each phase: true, false, or nothing said.
  phases: fc.array(fc.constantFrom(true, false, undefined), { minLength: 5, maxLength: 5 }),
  speaks: fc.integer({ min: 0, max: 39 }).map((n) => n === 39),
})
type Raw = {
  readonly values: readonly number[]
  readonly phases: readonly (boolean | undefined)[]
  readonly speaks: boolean
}

const made = (given: {
  readonly method: string
  readonly factors: Readonly<Record<'process' | 'result', readonly string[]>>
  readonly parameters: object
  readonly answer: (kind: string, raw: Raw, partial: boolean) => Answer
}): fc.Arbitrary<Case> =>
  fc
    .record({
      unit: fc.constantFrom<0.1 | 1>(0.1, 1),
      categories: categoriesOf(raw),
      policy: policies,
    })
    .map(({ unit, categories, policy }) =>
      caseOf({
        method: given.method,
        total: false,
        unit,
        parameters: { ...given.parameters, bandSets: { process: 'process', result: 'result' } },
        kinds: ['process', 'result'],
        uniform: true,
        bandSets: (['process', 'result'] as const).map((code) =>
          bandSet(code, given.factors[code], { bounds, step: 1 }),
        ),
        groups: false,
        categories,
        mode: 'reference',
        policy,
        pointsOf: () => 100,
        category: () => ({ points: 100 }),
        fill: ({ kind, raw: own, partial }) => ({
          node: {},
          answer: given.answer(kind, own, partial),
        }),
      }),
    )

const whole = (raw: Raw, index: number): number => onStep(raw.values[index] ?? 0, 1)

/** What fits the score, or, rarely, whatever comes. */
const phasesFor = (raw: Raw, score: number): Record<string, boolean> => {
  const reached = bounds.filter((bound) => bound <= score).length - 1
  const said = phases.map((phase, index): [string, boolean | undefined] => {
    if (raw.speaks) return [phase, raw.phases[index]]
    if (index < reached) return [phase, true]
    // Above the first phase that is false anything may stand.
    if (index === reached && raw.phases[index] === true) return [phase, undefined]
    return [phase, raw.phases[index]]
  })
  return Object.fromEntries(said.filter(([, is]) => is !== undefined)) as Record<string, boolean>
}

export const pdcaClassical = made({
  method: 'pdca-classical@1',
  factors: { process: ['phase'], result: ['trend', 'targets'] },
  parameters: { phases },
  answer: (kind, raw, partial) => {
    const score = whole(raw, 0)
    if (kind === 'result') {
      return partial ? { score } : { score, trend: whole(raw, 1), targets: whole(raw, 2) }
    }
    return partial ? { score } : { score, phases: phasesFor(raw, score) }
  },
})

export const pdcaFineTuned = made({
  method: 'pdca-fine-tuned@1',
  factors: { process: phases.slice(0, 4), result: ['trends', 'targets'] },
  parameters: {},
  answer: (kind, raw, partial) => {
    const names = kind === 'process' ? phases.slice(0, 4) : ['trends', 'targets']
    return Object.fromEntries(
      names.map((name, index) => [name, whole(raw, index)]).slice(partial ? 1 : 0),
    )
  },
})
