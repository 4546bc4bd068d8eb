// Random but valid questionnaires, weightings and answers, for properties of scoring.
import fc from 'fast-check'
import { scoredNodes } from '../../src/core/document/nodes.ts'
import type { Kind } from '../../src/core/document/parameters-v1.ts'
import type { Item, Questionnaire } from '../../src/core/document/questionnaire-v1.ts'
import { parametersOf } from '../../src/core/document/scoring-v1.ts'
import type { Answer, Answers } from '../../src/core/scoring/members.ts'
import type { NotApplicableRule } from '../../src/core/scoring/not-applicable.ts'
import { referenceWeighting, type Weighting } from '../../src/core/scoring/weighting.ts'
import {
  type CategoryOutline,
  type ItemOutline,
  processFactors,
  questionnaireOf,
  resultFactors,
} from '../fixtures/questionnaires.ts'

export type Case = {
  readonly questionnaire: Questionnaire
  readonly weighting: Weighting
  readonly answers: Answers
  readonly notApplicable: NotApplicableRule | undefined
}

const kind = fc.constantFrom<Kind>('process', 'result')
/** Multiples of the display unit, as the invariants demand. */
const points = (unit: 0.1 | 1) =>
  fc.integer({ min: 0, max: 120 }).map((n) => (unit === 1 ? n : n / 10))

const item = (unit: 0.1 | 1) =>
  fc.record({ points: points(unit), kind, pilot: fc.integer({ min: 0, max: 9 }) })

const category = (unit: 0.1 | 1) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.array(item(unit), { minLength: 1, maxLength: 6 }) },
    { weight: 1, arbitrary: fc.record({ points: points(unit), kind }) },
  )

const outlineOf = (
  made: readonly (
    | readonly { points: number; kind: Kind; pilot: number }[]
    | { points: number; kind: Kind }
  )[],
): CategoryOutline[] =>
  made.map((each, index): CategoryOutline => {
    // Codes whose object keys sort otherwise than the document: 30, 20, 10, ...
    const code = String((made.length - index) * 10)
    if (!('length' in each)) return { code, leaf: each }
    const items = each.map((one, position): ItemOutline => {
      const more: Partial<Item> = one.pilot === 0 ? { effectiveFrom: '2.0.0' } : {}
      return [`${code}.${each.length - position}`, one.points, { kind: one.kind, ...more }]
    })
    return { code, items }
  })

const parameters = fc.record(
  {
    step: fc.constantFrom(5, 1, 0.1),
    factors: fc.constantFrom('none' as const, 'guidance' as const, 'weighted' as const),
    categoryMean: fc.constantFrom('weighted' as const, 'plain' as const),
    categoryStep: fc.constantFrom(5, 0.5),
    pointsStep: fc.constantFrom(1, 0.5),
    unanswered: fc.constantFrom('zero' as const, 'renormalise' as const),
  },
  { requiredKeys: ['step', 'factors'] },
)

const factorWeights = {
  process: { approach: 3, deployment: 2, learning: 1, integration: 0 },
  result: { levels: 1, trends: 1, comparisons: 1, integration: 1 },
}

export const questionnaires: fc.Arbitrary<Questionnaire> = fc
  .tuple(fc.constantFrom(0.1 as const, 1 as const), parameters)
  .chain(([displayUnit, chosen]) =>
    fc.array(category(displayUnit), { minLength: 1, maxLength: 5 }).map((made) =>
      questionnaireOf({
        categories: outlineOf(made),
        displayUnit,
        // One band for all: any step is covered.
        bands: [[0, 100]],
        parameters: { ...chosen, ...(chosen.factors === 'weighted' ? { factorWeights } : {}) },
      }),
    ),
  )
  .filter((questionnaire) => (questionnaire.scoring.total ?? 0) > 0)

const own = (mode: Weighting['mode'], entries: (readonly [string, number])[]): Weighting => ({
  kind: 'own',
  id: 'w',
  version: '1.0.0',
  mode,
  items: Object.fromEntries(entries),
})

export const weightingsOf = (questionnaire: Questionnaire): fc.Arbitrary<Weighting> => {
  const nodes = scoredNodes(questionnaire).filter((node) => !node.pilot)
  const inside = nodes.filter((node) => !node.leaf)
  const weights = (count: number) =>
    fc
      .array(fc.integer({ min: 0, max: 30 }), { minLength: count, maxLength: count })
      .map((values) => values.map((value, index) => (index === 0 ? value + 1 : value)))
  const zip = (codes: readonly string[], values: readonly number[]) =>
    codes.map((code, index): readonly [string, number] => [code, values[index] ?? 0])
  const reference = fc.constant(referenceWeighting(questionnaire))
  const byWeights = weights(nodes.length).map((values) =>
    own(
      'weights',
      zip(
        nodes.map(({ code }) => code),
        values,
      ),
    ),
  )
  const [first] = inside
  if (first === undefined) return fc.oneof(reference, byWeights)
  const members = inside.filter(({ category }) => category === first.category)
  const within = weights(members.length).map((values) =>
    own(
      'within_category',
      zip(
        members.map(({ code }) => code),
        values,
      ),
    ),
  )
  return fc.oneof(reference, byWeights, within)
}

const percentOn = (step: number) =>
  fc.integer({ min: 0, max: Math.round(100 / step) }).map((n) => Math.round(n * step * 100) / 100)

const notApplicable = { reasonCode: 'no-such-process', justification: 'There is none.' }

const answerOf = (questionnaire: Questionnaire, kind: Kind, naAllowed: boolean) => {
  const { step, factors } = parametersOf(questionnaire, 'percent-points@1')
  const percent = percentOn(step)
  const names = kind === 'process' ? processFactors : resultFactors
  const rated = fc.record(Object.fromEntries(names.map((name) => [name, percent])), {
    requiredKeys: [],
  })
  const whole = fc.record(Object.fromEntries(names.map((name) => [name, percent])))
  const value: fc.Arbitrary<Answer> =
    factors === 'weighted'
      ? fc.oneof(whole, whole, rated).map((each) => ({ factors: each as Record<string, number> }))
      : fc
          .tuple(percent, rated)
          .map(([chosen, each]) =>
            factors === 'none'
              ? { percent: chosen }
              : { percent: chosen, factors: each as Record<string, number> },
          )
  const none: fc.Arbitrary<Answer | undefined> = fc.constantFrom(undefined, { comment: 'later' })
  const absent: fc.Arbitrary<Answer> = fc.constant({ notApplicable })
  return fc.oneof(
    { weight: 8, arbitrary: value },
    { weight: 1, arbitrary: none },
    { weight: naAllowed ? 1 : 0, arbitrary: absent },
  )
}

/** A case of everything at once; N/A is switched on in most. */
export const cases: fc.Arbitrary<Case> = questionnaires.chain((questionnaire) =>
  fc
    .option(
      fc.record({
        policy: fc.constantFrom('zero' as const, 'exclude' as const, 'pro_rata' as const),
        maxShareBp: fc.constantFrom(1000, 10_000),
      }),
      { nil: undefined, freq: 4 },
    )
    .chain((rule) =>
      fc.record({
        questionnaire: fc.constant(questionnaire),
        weighting: weightingsOf(questionnaire),
        notApplicable: fc.constant(rule),
        answers: fc.record(
          Object.fromEntries(
            scoredNodes(questionnaire).map(({ code, kind: own, naAllowed }) => [
              code,
              answerOf(questionnaire, own, naAllowed && rule !== undefined),
            ]),
          ),
        ),
      }),
    ),
)

/** Digests of nothing, for sheets whose inputs are not stored. */
export const noDigests = {
  questionnaire: '0'.repeat(64),
  weighting: '1'.repeat(64),
  answers: '2'.repeat(64),
}
