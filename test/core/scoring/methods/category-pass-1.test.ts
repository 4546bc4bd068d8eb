import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { compare, fraction, fromText } from '../../../../src/core/exact.ts'
import type { Answers } from '../../../../src/core/scoring/members.ts'
import { categoryPass1 } from '../../../../src/core/scoring/methods/category-pass-1.ts'
import { pass } from '../../../fixtures/methods.ts'
import { anything, errorsIn, nodeIn, raterAt, readAt, sheetFor } from '../../../support/sheets.ts'

const ofB = [11.5, 10, 12, 9.5, 10.5, 11, 7]
const answersWith = (a: number, b: readonly number[], c: number): Answers => ({
  A: { points: a },
  C: { points: c },
  ...Object.fromEntries(b.map((points, index) => [`B.${index + 1}`, { points }])),
})
const example = answersWith(74, ofB, 68.5)

t.test('the worked example does not pass: C lacks 1.5', async (t) => {
  const sheet = sheetFor(pass(), example)
  t.match(nodeIn(sheet, 'A'), {
    points: 74,
    maxPoints: 100,
    outcome: { margin: 4, exactMargin: '4', passed: true },
  })
  t.match(nodeIn(sheet, 'B'), {
    points: 71.5,
    percent: 71.5,
    outcome: { margin: 1.5, exactMargin: '3/2', passed: true },
  })
  t.match(nodeIn(sheet, 'C'), {
    points: 68.5,
    outcome: { margin: -1.5, exactMargin: '-3/2', passed: false },
  })
  t.same(nodeIn(sheet, 'C').explanation.at(-1), {
    rule: 'pass.lacking',
    inputs: { points: '137/2', bound: '70' },
    result: '3/2',
  })
  t.match(sheet, {
    total: null,
    groups: [],
    conventions: [],
    verdict: {
      passed: false,
      lacking: [{ code: 'C', points: 1.5, exactPoints: '3/2' }],
      explanation: [{ rule: 'pass.verdict', inputs: { count: '3' }, result: '2' }],
    },
  })
})

t.test('a mark is reached exactly: 70 passes, 69.9 does not, whatever is shown', async (t) => {
  const at = (points: number) => sheetFor(pass(), answersWith(74, ofB, points))
  t.match(at(70).verdict, { passed: true, lacking: [] })
  t.match(nodeIn(at(70), 'C'), { outcome: { margin: 0, passed: true } })
  t.match(at(69.9).verdict, { passed: false, lacking: [{ points: 0.1, exactPoints: '1/10' }] })
})

t.test('points that were given come back as they were', async (t) => {
  const node = nodeIn(sheetFor(pass(), example), 'B.1')
  t.match(node, {
    exactPercent: '230/3',
    exactPoints: '23/2',
    band: null,
    outcome: null,
    flags: [],
    display: { points: 11.5 },
  })
  t.match(node.explanation, [
    { rule: 'points.entered', inputs: { max: '15' }, result: '23/2' },
    { rule: 'item.points', result: '23/2' },
  ])
})

t.test('points are on the step, from 0 to the maximum', async (t) => {
  for (const points of [-0.1, 15.1, 16])
    t.match(readAt(pass(), 'B.1', { points }), {
      rating: null,
      errors: [
        {
          pointer: '/answers/B.1/points',
          code: 'points-above-maximum',
          detail: /"B\.1" has 0 to 15 points/,
        },
      ],
    })
  for (const points of [11.55, 3.001])
    t.match(readAt(pass(), 'B.1', { points }), {
      rating: null,
      errors: [{ pointer: '/answers/B.1/points', code: 'points-off-step' }],
    })
  t.match(readAt(pass(), 'B.1', { points: 11.55 }).errors, [{ detail: /11\.5 or 11\.6/ }])
  t.same(readAt(pass(), 'B.1', {}), { rating: null, errors: [], missing: [] })
  t.match(
    errorsIn(() => sheetFor(pass(), { A: { percent: 74 } })),
    [{ code: 'member-unknown', detail: /known: points/ }],
  )
  t.match(raterAt(pass(), 'A').say({}, fraction(0n), '').explanation, [{ result: '0' }])
  t.equal(categoryPass1.custom(pass()), false)
})

t.test('what is left out leaves the mark where it is, and nothing is scaled', async (t) => {
  const notApplicable = { reasonCode: 'outsourced', justification: 'A partner does it.' }
  const answers = { ...answersWith(74, ofB, 70), 'B.7': { notApplicable } }
  const under = (policy: 'zero' | 'exclude') =>
    nodeIn(sheetFor(pass(), answers, { notApplicable: { ...anything, policy } }), 'B')
  t.match(under('zero'), { points: 64.5, outcome: { margin: -5.5, passed: false } })
  t.match(under('exclude'), {
    points: 64.5,
    maxPoints: 90,
    outcome: { exactMargin: '-11/2', passed: false },
  })
})

t.test('unanswered nodes count zero, and the verdict says what is lacking', async (t) => {
  t.match(sheetFor(pass(), { A: { points: 74 } }).verdict, {
    passed: false,
    lacking: [
      { code: 'B', points: 70 },
      { code: 'C', points: 70 },
    ],
  })
})

t.test('bounds hold, and a point more never turns a pass into a failure', async () => {
  const tenths = (max: number) => fc.integer({ min: 0, max: max * 10 }).map((n) => n / 10)
  const maxima = [15, 15, 15, 15, 15, 15, 10]
  fc.assert(
    fc.property(
      tenths(100),
      fc.tuple(...maxima.map(tenths)),
      tenths(100),
      fc.nat(6),
      (a, b, c, at) => {
        const before = sheetFor(pass(), answersWith(a, b, c))
        const raised = b.with(at, Math.min(maxima[at] ?? 0, (b[at] ?? 0) + 1))
        const after = sheetFor(pass(), answersWith(a, raised, c))
        for (const code of ['A', 'B', 'C']) {
          const points = fromText(nodeIn(before, code).exactPoints ?? '')
          ok(compare(points, fraction(0n)) >= 0 && compare(points, fraction(100n)) <= 0)
        }
        ok(!(before.verdict?.passed === true && after.verdict?.passed === false))
      },
    ),
    { numRuns: 100 },
  )
})
