import t from 'tap'
import { planOf } from '../../../src/core/scoring/plan.ts'
import type { Judgements } from '../../../src/core/weighting/draft.ts'
import { elicit, elicitationFindings, inconsistencies } from '../../../src/core/weighting/elicit.ts'
import { classical } from '../../fixtures/methods.ts'
import { questionnaireOf, small } from '../../fixtures/questionnaires.ts'
import { gbt } from '../../support/submissions.ts'
import { errorsOf } from '../../support/weightings.ts'

const model = small()
const four = questionnaireOf({
  categories: [
    {
      code: 'x',
      items: [
        ['a', 10],
        ['b', 10],
        ['c', 10],
        ['d', 10],
      ],
    },
    { code: 'y', leaf: { points: 60, kind: 'result' } },
  ],
})
const example = [
  [1, 2, 4, 3],
  [1 / 2, 1, 3, 2],
  [1 / 4, 1 / 3, 1, 1 / 2],
  [1 / 3, 1 / 2, 2, 1],
]
const ahp = (...inputs: (readonly [readonly string[], readonly (readonly number[])[]])[]) =>
  ({
    kind: 'ahp',
    inputs: inputs.map(([codes, rows]) => ({
      codes: [...codes],
      rows: rows.map((row) => [...row]),
    })),
  }) satisfies Judgements as Judgements
const even = (n: number) => Array.from({ length: n }, () => Array.from({ length: n }, () => 1))
const findings = (judgements: Judgements, of = model) =>
  elicitationFindings(judgements, of).map(({ pointer, code }) => `${pointer} ${code}`)

t.test('the worked example: four items in pairs become 467, 277, 96, 160', async (t) => {
  const { mode, items, priorities } = elicit(ahp([['a', 'b', 'c', 'd'], example]), four)
  t.equal(mode, 'within_category')
  t.same(items, { a: 467, b: 277, c: 96, d: 160 })
  t.match(priorities, [
    { category: 'x', shares: [{ code: 'a', shareBp: 4673 }, {}, { shareBp: 954 }, {}] },
  ])
  const [{ consistency } = { consistency: null }] = priorities
  t.equal(consistency?.lambda.toFixed(4), '4.0310')
  t.equal(consistency?.ratio.toFixed(4), '0.0115')
  t.match(consistency, { randomIndex: 'saaty-1980', isConsistent: true })
})

t.test('two levels: categories first, then the items inside each', async (t) => {
  const { mode, items } = elicit(
    ahp(
      [
        ['1', '2', '3'],
        [
          [1, 2, 4],
          [1 / 2, 1, 2],
          [1 / 4, 1 / 2, 1],
        ],
      ],
      [
        ['1.2', '1.1'],
        [
          [1, 3],
          [1 / 3, 1],
        ],
      ],
    ),
    model,
  )
  t.equal(mode, 'weights')
  // 4/7, 2/7, 1/7 of 10,000; a category of one item hands it everything.
  t.same(items, { '1.1': 1429, '1.2': 4285, '2.1': 2857, '3': 1429 })
  t.equal(
    Object.values(items).reduce((all, each) => all + each, 0),
    10_000,
  )
  const weighting = { kind: 'own', id: null, version: null, mode, items } as const
  t.doesNotThrow(() => planOf(model, weighting))
})

t.test('swings: 100, 80, 50, 20 become 400, 320, 200, 80', async (t) => {
  const whole = elicit(
    { kind: 'swing', inputs: { '1.1': 100, '1.2': 80, '2.1': 50, '3': 20 } },
    model,
  )
  t.same(whole.items, { '1.1': 4000, '1.2': 3200, '2.1': 2000, '3': 800 })
  t.equal(whole.priorities[0]?.consistency, null)
  const inside = elicit({ kind: 'swing', inputs: { '1.2': 100, '1.1': 0 } }, model)
  t.same([inside.mode, inside.items], ['within_category', { '1.1': 0, '1.2': 1000 }])
  const levels = { '1': 100, '2': 100, '3': 0, '1.1': 100, '1.2': 100 }
  t.same(elicit({ kind: 'swing', inputs: levels }, model).items, {
    '1.1': 2500,
    '1.2': 2500,
    '2.1': 5000,
    '3': 0,
  })
  const nothing = { '1': 0, '2': 100, '3': 0, '1.1': 100, '1.2': 100 }
  t.match(elicit({ kind: 'swing', inputs: nothing }, model).items, { '1.1': 0, '1.2': 0 })
})

t.test('a ranking becomes its centroid', async (t) => {
  const whole = elicit({ kind: 'roc', inputs: ['1.1', '1.2', '2.1', '3'] }, model)
  t.same(whole.items, { '1.1': 5209, '1.2': 2708, '2.1': 1458, '3': 625 })
  const all = gbt.categories.flatMap(({ items = [] }) => items.map(({ code }) => code))
  const { items } = elicit({ kind: 'roc', inputs: all }, gbt)
  t.ok(
    Object.values(items).every((each) => each > 0),
    'of 23 none rounds to zero',
  )
})

t.test('leaves alone are judged as a whole', async (t) => {
  const leaves = questionnaireOf({
    categories: [
      { code: 'x', leaf: { points: 50, kind: 'process' } },
      { code: 'y', leaf: { points: 50, kind: 'result' } },
    ],
  })
  const { mode, items } = elicit({ kind: 'roc', inputs: ['y', 'x'] }, leaves)
  t.same([mode, items], ['weights', { x: 2500, y: 7500 }])
})

t.test('what is not judged, unknown or judged twice is named', async (t) => {
  t.same(findings(ahp([['1', '2'], even(2)])), ['/elicitation/inputs/0 weight-missing'])
  t.same(findings(ahp([['1', '2', '3'], even(3)])), ['/elicitation/inputs weight-missing'])
  t.same(findings(ahp([['1.1', 'x'], even(2)])), [
    '/elicitation/inputs/0/codes/1 node-unknown',
    '/elicitation/inputs/0 weight-missing',
  ])
  t.same(findings(ahp([['1.1', '1.2', '1.1'], even(3)])), [
    '/elicitation/inputs/0/codes/2 code-twice',
  ])
  const inside = [['1.1', '1.2'], even(2)] as const
  t.same(findings(ahp(inside, inside)), ['/elicitation/inputs/1 judged-twice'])
  const whole = [['1.1', '1.2', '2.1', '3'], even(4)] as const
  t.same(findings(ahp(inside, whole)), ['/elicitation/inputs/1 judged-twice'])
  t.same(findings(ahp([['1', '2', '3'], even(3)], [['2.1'], even(1)])), [
    '/elicitation/inputs weight-missing',
  ])
})

t.test('wrong numbers are named where they stand', async (t) => {
  t.same(
    findings(
      ahp([
        ['1.1', '1.2'],
        [
          [1, 2],
          [0.4, 1],
        ],
      ]),
    ),
    ['/elicitation/inputs/0/rows/0/1 not-reciprocal'],
  )
  t.same(findings({ kind: 'swing', inputs: { '1.1': 90, '1.2': 10.001 } }), [
    '/elicitation/inputs/1.2 swing-grain',
    '/elicitation/inputs largest-missing',
  ])
  t.same(findings({ kind: 'swing', inputs: { '1.1': 100, x: 100 } }), [
    '/elicitation/inputs weight-missing',
    '/elicitation/inputs/x node-unknown',
  ])
  t.same(
    errorsOf(() => elicit({ kind: 'roc', inputs: ['1.1'] }, model)),
    ['/elicitation/inputs weight-missing'],
  )
})

t.test('a model that adds no points up is not weighted', async (t) => {
  t.same(findings({ kind: 'roc', inputs: ['1.1', '1.2'] }, classical()), [
    '/elicitation weights-unused',
  ])
})

t.test('inconsistent pairs come with the ratio and the worst triple', async (t) => {
  const cycle = [
    [1, 9, 1 / 9],
    [1 / 9, 1, 9],
    [9, 1 / 9, 1],
  ]
  const judged = elicit(ahp([['1', '2', '3'], cycle], [['1.1', '1.2'], even(2)]), model)
  t.same(judged.items, { '1.1': 1667, '1.2': 1667, '2.1': 3333, '3': 3333 })
  t.match(inconsistencies(judged), [
    { pointer: '/elicitation/inputs/0', code: 'inconsistent', detail: /1, 2, 3 contradict/ },
  ])
  t.same(inconsistencies(elicit({ kind: 'roc', inputs: ['1.1', '1.2'] }, model)), [])
})
