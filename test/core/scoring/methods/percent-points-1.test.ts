import t from 'tap'
import { scoredNodes } from '../../../../src/core/document/nodes.ts'
import type { Kind, PercentPointsParameters } from '../../../../src/core/document/parameters-v1.ts'
import type { Questionnaire } from '../../../../src/core/document/questionnaire-v1.ts'
import { fraction, toText } from '../../../../src/core/exact.ts'
import type { ProblemError } from '../../../../src/core/problem.ts'
import type { Answer } from '../../../../src/core/scoring/members.ts'
import { percentPoints1 } from '../../../../src/core/scoring/methods/percent-points-1.ts'
import { questionnaireOf, small } from '../../../fixtures/questionnaires.ts'

const documentOf = (parameters: Partial<PercentPointsParameters> = {}) =>
  questionnaireOf({ categories: [{ code: 'x', items: [['a', 10]] }], parameters })

const raterIn = (questionnaire: Questionnaire, kind: Kind) => {
  const [node] = scoredNodes(questionnaire)
  if (node === undefined) throw new Error('nothing is scored')
  return percentPoints1.raters(questionnaire)({ ...node, kind })
}

const raterOf = (parameters: Partial<PercentPointsParameters> = {}, kind: Kind = 'process') =>
  raterIn(documentOf(parameters), kind)

const read = (answer: Answer, parameters: Partial<PercentPointsParameters> = {}) => {
  const errors: ProblemError[] = []
  const percent = raterOf(parameters).read(answer, '/answers/a', errors, true)
  return {
    percent: percent === null || percent === 'not_applicable' ? percent : toText(percent),
    errors,
  }
}

t.test('a percent is a multiple of the step from 0 to 100', async (t) => {
  for (const percent of [0, 5, 45, 100]) t.same(read({ percent }).percent, String(percent))
  t.same(read({ percent: 33.3 }, { step: 0.1 }).percent, '333/10')
  t.same(read({ percent: 12.34 }, { step: 0.01 }).percent, '617/50')
  t.same(read({}), { percent: null, errors: [] })
})

t.test('a percent off the step names the nearest allowed values', async (t) => {
  const cases: [number, Partial<PercentPointsParameters>, RegExp][] = [
    [47, {}, /nearest: 45 or 50/],
    [99.9, {}, /nearest: 95 or 100/],
    [45.005, {}, /nearest: 45 or 50/],
    [33.33, { step: 0.1 }, /nearest: 33\.3 or 33\.4/],
    [-5, {}, /nearest: 0\./],
    [105, {}, /nearest: 100\./],
  ]
  for (const [percent, parameters, detail] of cases) {
    t.match(read({ percent }, parameters), {
      percent: null,
      errors: [{ pointer: '/answers/a/percent', code: 'percent-off-step', detail }],
    })
  }
})

t.test('factors are rated on the step and known by name', async (t) => {
  t.match(read({ percent: 50, factors: { approach: 47, luck: 50 } }), {
    percent: '50',
    errors: [
      { pointer: '/answers/a/factors/approach', code: 'percent-off-step' },
      {
        pointer: '/answers/a/factors/luck',
        code: 'factor-unknown',
        detail: /approach, deployment/,
      },
    ],
  })
  t.match(read({ percent: 50, factors: {} }, { factors: 'none' }), {
    percent: null,
    errors: [{ pointer: '/answers/a/factors', code: 'factors-unused' }],
  })
  t.same(read({ factors: { approach: 45 } }), { percent: null, errors: [] }, 'guidance is no value')
})

const said = (answer: Answer, percent: number, parameters: Partial<PercentPointsParameters> = {}) =>
  raterOf(parameters).say(answer, fraction(BigInt(percent)), '/answers/a')

t.test('the band is the one that holds the percent', async (t) => {
  const at = (percent: number) => said({ percent }, percent).band?.position
  t.same([0, 5, 10, 25, 30, 65, 70, 90, 100].map(at), [1, 1, 2, 2, 3, 4, 5, 6, 6])
  t.same(said({ percent: 45 }, 45), {
    band: { bandSet: 'process-six', position: 3, from: 30, to: 45 },
    outcome: null,
    flags: [],
    explanation: [],
    warnings: [],
  })
})

t.test('guidance shows the range of the bands rated and warns outside, no more', async (t) => {
  const factors = { approach: 30, deployment: 50, learning: 15 }
  const inside = said({ percent: 65, factors }, 65)
  t.same(inside.explanation, [
    { rule: 'factors.range', inputs: { from: '10', to: '65' }, result: null },
  ])
  t.same(inside.warnings, [])
  for (const percent of [5, 70]) {
    t.match(said({ percent, factors }, percent).warnings, [
      {
        pointer: '/answers/a/percent',
        code: 'percent-outside-factors',
        detail: /outside 10 to 65/,
      },
    ])
  }
  t.same(said({ percent: 65, factors: {} }, 65).explanation, [])
  t.same(said({ percent: 65 }, 65, { factors: 'none' }).explanation, [])
})

const factorWeights = {
  process: { approach: 2, deployment: 1, learning: 1, integration: 0 },
  result: { levels: 1, trends: 1, comparisons: 1, integration: 1 },
}
const weighted = { factors: 'weighted' as const, factorWeights }
const factors = { approach: 50, deployment: 30, learning: 35, integration: 100 }

t.test('weighted factors make the percent: exact mean, half-up to the step', async (t) => {
  t.same(read({ factors }, weighted), { percent: '40', errors: [] }, '41.25 goes to 40')
  t.equal(read({ factors: { ...factors, learning: 40 } }, weighted).percent, '45', '42.5 goes up')
  t.equal(
    read({ factors: { ...factors, learning: 36.6 } }, { ...weighted, step: 0.1 }).percent,
    '417/10',
  )
  t.same(said({ factors }, 40, weighted).explanation, [
    { rule: 'factors.weighted', inputs: { mean: '165/4', step: '5' }, result: '40' },
  ])
})

t.test(
  'weighted factors rated in part are no value, and a percent beside them is refused',
  async (t) => {
    t.same(read({ factors: { approach: 50 } }, weighted), { percent: null, errors: [] })
    t.same(read({}, weighted), { percent: null, errors: [] })
    t.match(read({ percent: 40, factors }, weighted), {
      percent: null,
      errors: [{ pointer: '/answers/a/percent', code: 'percent-derived' }],
    })
    t.same(said({}, 40, weighted).explanation, [])
    const { missing, members } = raterOf(weighted)
    t.same(missing({ factors: { approach: 50, learning: 5 } }), ['deployment', 'integration'])
    t.same(missing({}), [])
    t.same(raterOf().missing({ factors: {} }), [], 'guidance waits for nothing')
    t.same(members, ['percent', 'factors'])
  },
)

t.test('a lost factor weight or band set is an error, never zero', async (t) => {
  const lost = { factors: 'weighted' as const, factorWeights: { process: { approach: 1 } } }
  t.throws(() => read({ factors }, lost), /deployment has no weight/)
  t.throws(() => read({ factors }, { factors: 'weighted' }), /approach has no weight/)
  t.throws(() => raterOf({ bandSets: {} }), /kind process has no bands/)
})

t.test('only weighted factors make a document custom', async (t) => {
  t.equal(percentPoints1.custom(small()), false)
  t.equal(percentPoints1.custom(documentOf(weighted)), true)
})

t.test('a value in a hole between bands is in the lower one, and flagged', async (t) => {
  const holes = questionnaireOf({
    categories: [{ code: 'x', items: [['a', 10]] }],
    bands: [
      [10, 25],
      [30, 100],
    ],
    parameters: { step: 0.5 },
  })
  const rater = raterIn(holes, 'process')
  t.match(rater.say({ percent: 27.5 }, fraction(55n, 2n), ''), { flags: ['between_bands'] })
  t.match(rater.say({ percent: 5, factors: { approach: 5 } }, fraction(5n), ''), {
    band: null,
    flags: [],
    explanation: [],
  })
})
