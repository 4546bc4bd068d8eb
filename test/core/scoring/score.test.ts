import { deepStrictEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { scoredNodes } from '../../../src/core/document/nodes.ts'
import { readQuestionnaire } from '../../../src/core/document/read.ts'
import { rollUpParametersOf } from '../../../src/core/document/scoring-v1.ts'
import { compare, fromText } from '../../../src/core/exact.ts'
import { isProblem } from '../../../src/core/problem.ts'
import type { Answers } from '../../../src/core/scoring/members.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { engineVersion, type ScoreInput, score } from '../../../src/core/scoring/score.ts'
import { ScoreSheet } from '../../../src/core/scoring/sheet.ts'
import { referenceWeighting, type Weighting } from '../../../src/core/scoring/weighting.ts'
import {
  fullSize,
  type Outline,
  questionnaireOf,
  resources,
  small,
} from '../../fixtures/questionnaires.ts'
import { jsonIn } from '../../support/examples.ts'
import { type Case, cases, noDigests } from '../../support/random-scoring.ts'
import { spoil } from '../../support/spoil.ts'

type More = Partial<Omit<ScoreInput, 'plan' | 'answers'>> & { readonly weighting?: Weighting }

const sheetOf = (questionnaire: ReturnType<typeof small>, answers: Answers, more: More = {}) =>
  score({
    plan: planOf(questionnaire, more.weighting ?? referenceWeighting(questionnaire)),
    answers,
    digests: noDigests,
    ...more,
  })

const percents = (given: Readonly<Record<string, number>>): Answers =>
  Object.fromEntries(Object.entries(given).map(([code, percent]) => [code, { percent }]))

const nodeOf = (sheet: ScoreSheet, code: string) => {
  const node = sheet.nodes.find((each) => each.code === code)
  if (node === undefined) throw new Error(`no node ${code}`)
  return node
}

const notApplicable = { reasonCode: 'outsourced', justification: 'A partner does it.' }
const smallAnswers = percents({ '1.1': 50, '1.2': 40, '2.1': 70, '3': 30 })

const problemOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (isProblem(error, 'document-invalid', 'incomplete')) return error
    throw error
  }
  throw new Error('nothing was refused')
}

t.test('the worked example of GB/T 4.4 is 63.5 points, shown as 64', async (t) => {
  const questionnaire = questionnaireOf({ categories: [resources] })
  const sheet = sheetOf(
    questionnaire,
    percents({ '4.4.2': 55, '4.4.3': 35, '4.4.4': 45, '4.4.5': 45, '4.4.6': 65, '4.4.7': 30 }),
  )
  t.match(nodeOf(sheet, '4.4'), {
    points: 63.5,
    exactPoints: '127/2',
    maxPoints: 130,
    percent: 48.85,
    exactPercent: '635/13',
    display: { points: 64, maxPoints: 130 },
  })
  const items = sheet.nodes.slice(1)
  t.same(
    items.map(({ exactPoints }) => exactPoints),
    ['33', '21/4', '9', '27/4', '13/2', '3'],
  )
  t.same(
    items.map(({ display }) => display?.points),
    [33, 5, 9, 7, 7, 3],
  )
  t.same(nodeOf(sheet, '4.4.5').explanation, [
    { rule: 'item.points', inputs: { percent: '45', max: '15' }, result: '27/4' },
  ])
})

t.test('the worked example of answers that do not apply has all three outcomes', async (t) => {
  const questionnaire = questionnaireOf({
    categories: [
      {
        code: 'a',
        items: [
          ['a1', 50],
          ['a2', 50],
        ],
      },
      {
        code: 'b',
        items: [
          ['b1', 40],
          ['b2', 40],
        ],
      },
    ],
  })
  const answers = { ...percents({ a1: 60, a2: 40, b1: 35 }), b2: { notApplicable } }
  const under = (policy: 'zero' | 'exclude' | 'pro_rata') =>
    sheetOf(questionnaire, answers, { notApplicable: { policy, maxShareBp: 1000 } })
  t.match(under('zero').total, { points: 64, maxPoints: 180 })
  t.match(under('exclude').total, { points: 64, maxPoints: 140 })
  t.match(under('exclude').alternatives, {
    zero: { points: 64, maxPoints: 180 },
    underPolicy: { points: 64, maxPoints: 140 },
    scaled: { points: 82.29, exactPoints: '576/7' },
    applicableMax: 140,
    naCount: 1,
    naShareBp: 2222,
    exactNaShare: '2/9',
    credits: [],
  })
  t.match(under('pro_rata').total, { points: 78, maxPoints: 180 })
  t.match(under('pro_rata').alternatives, {
    zero: { points: 64 },
    underPolicy: { points: 78 },
    scaled: null,
    credits: [{ code: 'b2', points: 14 }],
  })
  t.match(under('zero').warnings, [{ code: 'na-share', detail: /22\.22 \(200\/9\) %/ }])
  t.equal(sheetOf(questionnaire, { ...answers, b2: { percent: 0 } }).alternatives, null)
})

const bounded = (outline: Outline, bounds: number[]) =>
  readQuestionnaire(
    questionnaireOf({
      ...outline,
      more: {
        recognition: small().recognition.map((table) => ({
          ...table,
          bands: bounds.map((from) => ({
            code: `from-${from}`,
            from,
            label: { en: 'x', 'zh-CN': 'x' },
          })),
        })),
      },
    }),
  )

t.test('150.5 stays in the band from 0 when the next starts at 151', async (t) => {
  const leaf = { points: 301, kind: 'result' as const }
  const sheet = sheetOf(
    bounded({ categories: [{ code: 'x', leaf }] }, [0, 151]),
    percents({ x: 50 }),
  )
  t.match(sheet.recognition, [{ band: 'from-0', value: '301/2', next: { band: 'from-151' } }])
})

t.test('399.6 does not reach 400 although it is shown as 400, and the sheet says so', async (t) => {
  const leaf = { points: 1000, kind: 'result' as const }
  const document = bounded(
    { categories: [{ code: 'x', leaf }], bands: [[0, 100]], parameters: { step: 0.01 } },
    [300, 400],
  )
  const sheet = sheetOf(document, percents({ x: 39.96 }))
  t.equal(sheet.total?.display?.points, 400)
  t.match(sheet.recognition, [
    {
      band: 'from-300',
      explanation: [
        { rule: 'recognition.reached', inputs: { value: '1998/5', bound: '300' } },
        {
          rule: 'recognition.rounding',
          inputs: { value: '1998/5', bound: '400', shown: '400' },
        },
      ],
    },
  ])
  t.match(sheetOf(document, percents({ x: 40 })).recognition, [{ band: 'from-400', next: null }])
})

t.test('65 % of 71 shows 46.2: exact 46.15, half-up, not what floats make of it', async (t) => {
  const leaf = { points: 71, kind: 'result' as const }
  const document = questionnaireOf({ categories: [{ code: 'x', leaf }], displayUnit: 0.1 })
  const node = nodeOf(sheetOf(document, percents({ x: 65 })), 'x')
  t.match(node, { exactPoints: '923/20', points: 46.15, display: { points: 46.2 } })
})

t.test('zero is a weight: asked, shown, worth nothing, flagged', async (t) => {
  const weighting: Weighting = {
    kind: 'own',
    id: 'w',
    version: '1.0.0',
    mode: 'weights',
    items: { '1.1': 0, '1.2': 0, '2.1': 3, '3': 1 },
  }
  const sheet = sheetOf(small(), smallAnswers, { weighting })
  t.match(nodeOf(sheet, '1.1'), {
    percent: 50,
    points: 0,
    maxPoints: 0,
    flags: ['weight.zero'],
    explanation: [{ rule: 'weight.zero', inputs: { percent: '50' }, result: '0' }],
  })
  t.match(nodeOf(sheet, '1'), { percent: null, points: 0, flags: ['weight.zero'] })
  t.match(sheet.total, { points: 60, maxPoints: 100 })
  const { '1.1': _, ...rest } = smallAnswers
  t.equal(problemOf(() => sheetOf(small(), rest, { weighting })).code, 'incomplete')
})

t.test('a sheet says what it was made of', async (t) => {
  const sheet = sheetOf(small(), smallAnswers)
  t.match(sheet, {
    questionnaire: { key: 'sample-2025', version: '1.0.0' },
    weighting: { kind: 'reference', id: null, version: null },
    method: 'percent-points@1',
    engine: engineVersion,
    digests: noDigests,
    variant: 'official',
    completeness: { scored: 4, unanswered: 0, notApplicable: 0, pilot: 0, unscored: 1 },
    conventions: [],
    warnings: [],
  })
  t.same(
    sheet.nodes.map(({ code }) => code),
    ['1', '1.1', '1.2', '2', '2.1', '3'],
    'document order',
  )
  t.match(sheet.groups, [
    { code: 'process', points: 44, maxPoints: 80, percent: 55, display: { points: 44 } },
    { code: 'result', points: 6, maxPoints: 20 },
  ])
  t.match(sheet.recognition, [
    { code: 'levels', band: 'good', next: { band: 'excellent', from: 60 } },
  ])
})

t.test(
  'the reference is official and so is a programme; bodies recognize both, never own views',
  async (t) => {
    const variants = (['reference', 'programme', 'own', 'custom'] as const).map((kind) => {
      const sheet = sheetOf(small(), smallAnswers, {
        weighting: { ...referenceWeighting(small()), kind },
      })
      return [sheet.variant, sheet.recognition.length]
    })
    t.same(variants, [
      ['official', 1],
      ['official', 1],
      ['custom', 0],
      ['custom', 0],
    ])
    const weighted = questionnaireOf({
      categories: [{ code: 'x', leaf: { points: 10, kind: 'process' } }],
      parameters: {
        factors: 'weighted',
        factorWeights: { process: { approach: 2, deployment: 1, learning: 1, integration: 0 } },
      },
    })
    const factors = { approach: 50, deployment: 30, learning: 35, integration: 100 }
    const sheet = sheetOf(weighted, { x: { factors } })
    t.match(nodeOf(sheet, 'x'), { percent: 40, exactPercent: '40' }, '41.25 to the step of 5')
    t.equal(sheet.variant, 'custom')
  },
)

t.test('unanswered nodes are refused with every pointer, or counted zero and listed', async (t) => {
  const answers = percents({ '1.1': 50, '3': 30 })
  const problem = problemOf(() => sheetOf(small(), answers))
  t.equal(problem.code, 'incomplete')
  t.match(problem.parameters.errors, [
    { pointer: '/answers/1.2', code: 'answer-missing' },
    { pointer: '/answers/2.1', code: 'answer-missing' },
  ])
  const draft = sheetOf(small(), answers, { allowIncomplete: true })
  t.match(draft.total, { points: 21 })
  t.match(
    nodeOf(draft, '1'),
    { status: 'scored', percent: 30 },
    'not the mean of the answered part',
  )
  t.match(nodeOf(draft, '2'), { status: 'unanswered', points: 0 })
  t.match(nodeOf(draft, '1.2'), { status: 'unanswered', percent: null, points: 0 })
  t.match(draft.completeness, { scored: 2, unanswered: 2 })
  t.same(
    draft.warnings.map(({ pointer, code }) => [pointer, code]),
    [
      ['/answers/1.2', 'answer-missing'],
      ['/answers/2.1', 'answer-missing'],
    ],
  )
})

t.test('wrong answers are refused all at once', async (t) => {
  const problem = problemOf(() =>
    sheetOf(small(), {
      '1.1': { percent: 47 },
      '1.2': { notApplicable },
      '1': { percent: 50 },
      '7.7': { percent: 50 },
    }),
  )
  t.equal(problem.code, 'document-invalid')
  t.same(
    new Set(problem.parameters.errors.map(({ code }) => code)),
    new Set(['percent-off-step', 'not-applicable-refused', 'takes-no-score', 'node-unknown']),
  )
})

t.test('a pilot is reported outside the total and does not wait for an answer', async (t) => {
  const document = questionnaireOf({
    categories: [
      {
        code: 'x',
        items: [
          ['a', 10],
          ['b', 90, { effectiveFrom: '2.0.0' }],
        ],
      },
    ],
  })
  const answered = sheetOf(document, percents({ a: 50, b: 100 }))
  t.match(answered.total, { points: 5, maxPoints: 10 })
  t.match(nodeOf(answered, 'b'), {
    status: 'pilot',
    percent: 100,
    points: 0,
    maxPoints: 0,
    flags: [],
  })
  t.match(answered.completeness, { scored: 1, pilot: 1 })
  t.match(sheetOf(document, percents({ a: 50 })).total, { points: 5 })
  const promoted = spoil(document, { '/version': '2.0.0' })
  t.match(sheetOf(promoted, percents({ a: 50, b: 100 })).total, { points: 95, maxPoints: 100 })
})

t.test('recognition compares scaled points where nodes were left out', async (t) => {
  const answers = { ...smallAnswers, '1.2': { notApplicable } }
  const sheet = sheetOf(small(), answers, {
    notApplicable: { policy: 'exclude', maxShareBp: 10_000 },
  })
  t.match(sheet.total, { points: 42, maxPoints: 80 })
  t.match(sheet.recognition, [{ value: '105/2', band: 'good' }])
})

t.test('the sum of rounded categories is the total only where pointsStep says so', async (t) => {
  const categories = ['a', 'b', 'c'].map((code) => ({ code, items: [[`${code}1`, 5]] as const }))
  const answers = percents({ a1: 50, b1: 50, c1: 50 })
  const plain = sheetOf(questionnaireOf({ categories }), answers)
  t.equal(plain.total?.points, 7.5)
  const rounded = sheetOf(questionnaireOf({ categories, parameters: { pointsStep: 1 } }), answers)
  t.equal(rounded.total?.points, 9)
})

const sheetFor = ({ questionnaire, weighting, answers, notApplicable: rule }: Case) =>
  score({
    plan: planOf(questionnaire, weighting),
    answers,
    digests: noDigests,
    notApplicable: rule,
    allowIncomplete: true,
  })

t.test('every sheet satisfies its shape, keeps its bounds and adds up', async () => {
  fc.assert(
    fc.property(cases, (each) => {
      const sheet = sheetFor(each)
      deepStrictEqual(ScoreSheet.parse(sheet), sheet)
      for (const node of sheet.nodes) {
        ok(node.percent === null || (node.percent >= 0 && node.percent <= 100))
        ok((node.points ?? 0) >= 0)
      }
      const rounds = rollUpParametersOf(each.questionnaire).pointsStep !== undefined
      ok(rounds || compare(fromText(sheet.total?.exactPoints ?? ''), fromText('0')) >= 0)
      const categories = new Set(each.questionnaire.categories.map(({ code }) => code))
      const cents = (x: number | undefined) => Math.round((x ?? 0) * 100)
      const shown = sheet.nodes
        .filter(({ code }) => categories.has(code))
        .reduce((all, { display }) => all + cents(display?.points), 0)
      deepStrictEqual(shown, cents(sheet.total?.display?.points), 'categories add up to the total')
    }),
    { numRuns: 300 },
  )
})

t.test('shown items add up to their shown category under the default rules', async () => {
  const document = fullSize()
  const plan = planOf(document, referenceWeighting(document))
  const percent = fc.integer({ min: 0, max: 20 }).map((n) => ({ percent: n * 5 }))
  const answers = fc.record(
    Object.fromEntries(scoredNodes(document).map(({ code }) => [code, percent])),
  )
  fc.assert(
    fc.property(answers, (given) => {
      const sheet = score({ plan, answers: given, digests: noDigests })
      const tenths = (code: string) => Math.round((nodeOf(sheet, code).display?.points ?? 0) * 10)
      for (const { code, items } of document.categories) {
        const sum = (items ?? []).reduce((all, item) => all + tenths(item.code), 0)
        deepStrictEqual(sum, tenths(code), code)
      }
    }),
    { numRuns: 300 },
  )
})

t.test('neither the order of the answers nor a second run changes a byte', async () => {
  fc.assert(
    fc.property(cases, (each) => {
      const reversed = Object.fromEntries(Object.entries(each.answers).reverse())
      const text = JSON.stringify(sheetFor(each))
      ok(text === JSON.stringify(sheetFor({ ...each, answers: reversed })))
    }),
    { numRuns: 200 },
  )
})

t.test('a better answer never lowers the total', async () => {
  const document = fullSize()
  const plan = planOf(document, referenceWeighting(document))
  const codes = scoredNodes(document).map(({ code }) => code)
  const given = fc.record(
    Object.fromEntries(codes.map((code) => [code, fc.integer({ min: 0, max: 19 })])),
  )
  fc.assert(
    fc.property(given, fc.constantFrom(...codes), (steps, better) => {
      const total = (more: number) =>
        score({
          plan,
          digests: noDigests,
          answers: Object.fromEntries(
            Object.entries(steps).map(([code, n]) => [
              code,
              { percent: (n + (code === better ? more : 0)) * 5 },
            ]),
          ),
        }).total?.exactPoints ?? ''
      ok(compare(fromText(total(1)), fromText(total(0))) > 0)
    }),
    { numRuns: 200 },
  )
})

t.test('weights count by their proportion only, and a zero weight moves nothing', async () => {
  const codes = ['1.1', '1.2', '2.1', '3']
  const arbitrary = fc.record({
    weights: fc.tuple(...codes.map(() => fc.integer({ min: 0, max: 50 }))),
    scale: fc.integer({ min: 2, max: 9 }),
    steps: fc.tuple(...codes.map(() => fc.integer({ min: 0, max: 20 }))),
  })
  fc.assert(
    fc.property(arbitrary, ({ weights, scale, steps }) => {
      fc.pre(weights.some((weight) => weight > 0))
      const figures = (factor: number, moved: (weight: number, step: number) => number) => {
        const items = Object.fromEntries(codes.map((code, i) => [code, (weights[i] ?? 0) * factor]))
        const sheet = sheetOf(
          small(),
          percents(
            Object.fromEntries(
              codes.map((code, i) => [code, moved(weights[i] ?? 0, steps[i] ?? 0) * 5]),
            ),
          ),
          { weighting: { kind: 'own', id: null, version: null, mode: 'weights', items } },
        )
        return [sheet.total, sheet.nodes.map(({ exactPoints }) => exactPoints)]
      }
      const before = figures(1, (_, step) => step)
      deepStrictEqual(
        figures(scale, (_, step) => step),
        before,
      )
      deepStrictEqual(
        figures(1, (weight, step) => (weight === 0 ? 20 - step : step)),
        before,
      )
    }),
    { numRuns: 200 },
  )
})

const shippedSheet = (key: string, answers: Answers) =>
  sheetOf(readQuestionnaire(jsonIn(`schemas/models/${key}/1.0.0.json`)), answers, {
    allowIncomplete: true,
  })

t.test('a model without a total gets none, and nothing that would stand on one', async (t) => {
  const sheet = shippedSheet('caf-2020-fine-tuned', {
    '1.1': { plan: 65, do: 40, check: 20, act: 5 },
  })
  t.match(sheet, { total: null, groups: [], recognition: [], verdict: null, parameters: null })
  t.match(nodeOf(sheet, '1.1'), { exactPercent: '65/2', outcome: { sum: 130, of: 400 } })
})

t.test('categories that each must pass carry a verdict', async (t) => {
  const sheet = shippedSheet('deming-prize-2018', { A: { points: 74 }, C: { points: 68.5 } })
  t.match(sheet, { total: null, verdict: { passed: false } })
  t.match(nodeOf(sheet, 'A'), { outcome: { margin: 4, passed: true } })
})

t.test('a sheet names the parameters that the model leaves open', async (t) => {
  const sheet = shippedSheet('efqm-2025', {})
  t.match(sheet.parameters, { combine: 'attributes' })
  t.equal(sheet.variant, 'official')
})

t.test('a quick questionnaire only indicates', async (t) => {
  t.same(shippedSheet('efqm-2025-quick', {}).flags, ['indicative'])
})
