import { deepStrictEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { compare, fraction, fromText, toText } from '../../../../src/core/exact.ts'
import { statements1 } from '../../../../src/core/scoring/methods/statements-1.ts'
import {
  scoredBy,
  sixLevels,
  statements,
  statementsOf,
  statementsOutline,
} from '../../../fixtures/methods.ts'
import {
  absentAt,
  anything,
  errorsIn,
  nodeIn,
  raterAt,
  readAt,
  sheetFor,
} from '../../../support/sheets.ts'
import { spoil } from '../../../support/spoil.ts'

/** Ratings of the statements of a node, in their order; null leaves one out. */
const rated = (code: string, values: readonly (number | 'not_applicable' | null)[]) => ({
  statements: Object.fromEntries(
    values.flatMap((value, index) => (value === null ? [] : [[`${code}.s${index + 1}`, value]])),
  ) as Record<string, number | 'not_applicable'>,
})

const example = rated('1', [40, 60, 20, 80, 60, 60])

t.test(
  'the worked example is 160/3 %, 10.67 points, and 55 % and 11 as the tool has it',
  async (t) => {
    const [leaf] = statementsOutline
    const exact = nodeIn(sheetFor(statements(), { '1': example }), '1')
    t.match(exact, {
      percent: 53.33,
      exactPercent: '160/3',
      points: 10.67,
      exactPoints: '32/3',
      band: { position: 4 },
      flags: [],
      outcome: null,
    })
    t.same(exact.explanation[0], {
      rule: 'statements.mean',
      inputs: { count: '6' },
      result: '160/3',
    })
    const tool = statements({ categoryStep: 5, pointsStep: 1 }, leaf === undefined ? [] : [leaf])
    const sheet = sheetFor(tool, { '1': example })
    t.match(nodeIn(sheet, '1'), { percent: 55, points: 11 })
    t.match(sheet.total, { points: 11 })
    t.match(sheet, { variant: 'custom', flags: ['indicative'] }, 'a tool is no model')
  },
)

t.test('every sheet is indicative, and official by itself', async (t) => {
  t.match(sheetFor(statements(), { '1': example }), {
    method: 'statements@1',
    flags: ['indicative'],
    variant: 'official',
    parameters: null,
  })
  t.equal(statements1.custom(statements()), false)
})

t.test(
  'statements that do not apply leave the mean; with none left neither does the node',
  async (t) => {
    const some = rated('1', [40, 60, 'not_applicable', 80, 60, 60])
    t.equal(readAt(statements(), '1', some).rating, '60')
    t.same(raterAt(statements(), '1').say(some, fraction(60n), '').explanation, [
      { rule: 'statements.left-out', inputs: { count: '1' }, result: null },
      { rule: 'statements.mean', inputs: { count: '5' }, result: '60' },
    ])
    const none = rated('2.1', ['not_applicable', 'not_applicable'])
    t.equal(readAt(statements(), '2.1', none).rating, 'not_applicable')
    const sheet = sheetFor(
      statements(),
      { '1': example, '2.1': none, '2.2': rated('2.2', [40]) },
      { notApplicable: { ...anything, policy: 'exclude' } },
    )
    t.match(nodeIn(sheet, '2.1'), { status: 'not_applicable', percent: null, maxPoints: 0 })
    t.match(nodeIn(sheet, '2'), { percent: 40, points: 4, maxPoints: 10 })
    t.match(sheet.alternatives, { naCount: 1, naShareBp: 4000 })
  },
)

t.test('a leaf may lose all its statements, under every policy', async (t) => {
  const none = rated(
    '1',
    Array.from({ length: 6 }, () => 'not_applicable' as const),
  )
  const rest = { '2.1': rated('2.1', [40, 40]), '2.2': rated('2.2', [40]) }
  const under = (policy: 'zero' | 'exclude' | 'pro_rata') =>
    sheetFor(statements(), { ...rest, '1': none }, { notApplicable: { ...anything, policy } })
  t.match(nodeIn(under('zero'), '1'), { status: 'not_applicable', points: 0, maxPoints: 20 })
  t.match(nodeIn(under('exclude'), '1'), { points: 0, maxPoints: 0 })
  t.match(nodeIn(under('pro_rata'), '1'), {
    points: 0,
    maxPoints: 20,
    explanation: [{ rule: 'na.no-credit' }],
  })
  t.match(under('exclude').total, { points: 12, maxPoints: 30 })
  t.match(under('zero').warnings, [{ code: 'na-category' }])
})

t.test(
  'both locks hold: the statement must allow it, and the programme must take it',
  async (t) => {
    const absent = rated('2.1', [40, 'not_applicable'])
    t.match(readAt(statements(), '2.1', absent, false), {
      rating: null,
      errors: [
        {
          pointer: '/answers/2.1/statements/2.1.s2',
          code: 'not-applicable-refused',
          detail: /programme does not permit/,
        },
      ],
    })
    t.match(readAt(statements(), '2.2', rated('2.2', ['not_applicable'])), {
      rating: null,
      errors: [{ code: 'not-applicable-refused', detail: /"2\.2\.s1" cannot be declared/ }],
    })
    t.match(
      errorsIn(() => sheetFor(statements(), { '2.1': absent })),
      [{ code: 'not-applicable-refused' }],
    )
  },
)

t.test('a node rated in part is unanswered, never averaged over the rest', async (t) => {
  const part = rated('1', [100, null, 100, 100, null, 100])
  t.same(readAt(statements(), '1', part), {
    rating: null,
    errors: [],
    missing: ['1.s2', '1.s5'],
  })
  t.same(readAt(statements(), '1', {}).missing, [], 'nothing is begun')
  const sheet = sheetFor(statements(), { '1': part })
  t.match(nodeIn(sheet, '1'), { status: 'unanswered', points: 0 })
  t.match(
    errorsIn(() => sheetFor(statements(), { '1': part }, { allowIncomplete: false })),
    [{ pointer: '/answers/1', detail: /answered in part; missing: 1\.s2, 1\.s5/ }, {}, {}],
  )
})

t.test('only levels of the scale and statements of the node are taken', async (t) => {
  const wrong = { statements: { '1.s1': 45, '2.1.s1': 40, '1.s2': 101, '1.s3': -1 } }
  t.match(readAt(statements(), '1', wrong), {
    rating: null,
    errors: [
      { pointer: '/answers/1/statements/1.s1', code: 'percent-off-scale', detail: /40 or 60/ },
      {
        pointer: '/answers/1/statements/2.1.s1',
        code: 'statement-unknown',
        detail: /1\.s1, 1\.s2/,
      },
      { code: 'percent-off-scale', detail: /nearest: 100\./ },
      { code: 'percent-off-scale', detail: /nearest: 0\./ },
    ],
  })
  t.match(
    errorsIn(() => sheetFor(statements(), { '1': { percent: 40 } })),
    [{ pointer: '/answers/1/percent', code: 'member-unknown', detail: /known: statements/ }],
  )
})

t.test(
  'what is left out of a node is known by the weights, also before all is rated',
  async (t) => {
    const weighted = spoil(statements(), { '/categories/1/items/0/statements/0/weight': 3 })
    const of = (values: readonly (number | 'not_applicable' | null)[]) =>
      absentAt(weighted, '2.1', rated('2.1', values))
    t.equal(of([40, 20]), '0')
    t.equal(of(['not_applicable', 20]), '3/4')
    t.equal(of([null, 'not_applicable']), '1/4')
    t.equal(absentAt(weighted, '2.1', {}), '0')
  },
)

t.test('weights count, and a mean between two bands is flagged', async (t) => {
  const weighted = spoil(statements(), { '/categories/1/items/0/statements/0/weight': 3 })
  const answer = rated('2.1', [40, 20])
  t.equal(readAt(weighted, '2.1', answer).rating, '35')
  t.match(raterAt(weighted, '2.1').say(answer, fraction(35n), ''), {
    explanation: [{ rule: 'statements.weighted-mean', inputs: { count: '2' }, result: '35' }],
  })
  const between = raterAt(statements(), '1').say(example, fraction(55n, 2n), '')
  t.match(between, { band: { position: 2 }, flags: ['between_bands'] }, '27.5 is in a hole')
  const below = spoil(statements(), { '/bandSets/0/bands/0/from': 1 })
  t.equal(raterAt(below, '1').say(example, fraction(0n), '').band, null)
})

t.test(
  'a lost scale is an error of the document, and nodes without statements have none',
  async (t) => {
    t.throws(() => raterAt(spoil(statements(), { '/scales': [] }), '1'), /no scale six/)
    t.throws(() => raterAt(spoil(statements(), { '/scales': undefined }), '1'), /no scale six/)
    const bare = spoil(statements(), { '/categories/1/items/0/statements': undefined })
    t.equal(readAt(bare, '2.1', { statements: {} }).rating, 'not_applicable')
  },
)

const levels = fc.constantFrom(...sixLevels)
const sixOf = fc.array(levels, { minLength: 6, maxLength: 6 })
const percentOf = (values: readonly number[], weights?: readonly number[]): string => {
  const document = scoredBy(
    statements().scoring,
    [
      {
        code: '1',
        points: 50,
        leaf: {
          kind: 'process',
          more: {
            statements: statementsOf('1', 6).map((each, index) => ({
              ...each,
              weight: weights?.[index] ?? 1,
            })),
          },
        },
      },
    ],
    statements().bandSets,
    { scales: statements().scales },
  )
  return String(readAt(document, '1', rated('1', values)).rating)
}

t.test('bounds, order, weights and direction behave as a mean must', async () => {
  fc.assert(
    fc.property(sixOf, fc.integer({ min: 0, max: 5 }), levels, (values, at, other) => {
      const percent = fromText(percentOf(values))
      ok(compare(percent, fraction(0n)) >= 0 && compare(percent, fraction(100n)) <= 0)
      deepStrictEqual(percentOf([...values].reverse()), toText(percent), 'the order is nothing')
      deepStrictEqual(percentOf(values, [7, 7, 7, 7, 7, 7]), toText(percent), 'nor is the scale')
      const moved = values.with(at, Math.max(values[at] ?? 0, other))
      ok(compare(fromText(percentOf(moved)), percent) >= 0, 'agreeing more never costs')
    }),
    { numRuns: 200 },
  )
})
