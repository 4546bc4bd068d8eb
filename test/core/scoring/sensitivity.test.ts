import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import {
  type Fraction,
  fraction,
  mul,
  one,
  sub,
  sum,
  toHundredths,
  toText,
} from '../../../src/core/exact.ts'
import { readAnswers } from '../../../src/core/scoring/answers.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { rollUp } from '../../../src/core/scoring/roll-up.ts'
import {
  leverOf,
  reversals,
  shifted,
  tornado,
  type WeighedTotal,
  weighedTotal,
} from '../../../src/core/scoring/sensitivity.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { classical } from '../../fixtures/methods.ts'
import { questionnaireOf, small } from '../../fixtures/questionnaires.ts'
import { cases } from '../../support/random-scoring.ts'
import { errorsOf } from '../../support/weightings.ts'

const percent = (value: number) => fraction(BigInt(value))
const totalOf = (...nodes: readonly (readonly [string, Fraction, number])[]): WeighedTotal => {
  const weighed = nodes.map(([code, share, value]) => ({ code, share, percent: percent(value) }))
  return { nodes: weighed, total: sum(weighed.map((node) => mul(node.share, node.percent))) }
}
const bp = (value: number) => fraction(BigInt(value), 10_000n)

t.test('the worked example: T 52, w .06, s 30, d .04 gives 51.06', async (t) => {
  const moved = shifted({ code: 'a', share: bp(600), percent: percent(30) }, percent(52), bp(400))
  t.equal(toText(moved ?? one), '2400/47')
  t.equal(toHundredths(moved ?? one), 51.06)
})

t.test('the formula is what a weighting with those weights gives', async (t) => {
  const before = totalOf(['a', bp(600), 30], ['b', bp(4400), 80], ['c', bp(5000), 20])
  const [first = before.nodes[1]] = before.nodes
  // a grows by .04; b and c keep their proportion in what is left.
  const after = totalOf(
    ['a', bp(1000), 30],
    ['b', fraction(44n * 90n, 9400n), 80],
    ['c', fraction(50n * 90n, 9400n), 20],
  )
  if (first === undefined) throw new Error('there is a node')
  t.same(shifted(first, before.total, bp(400)), after.total)
})

t.test('the total of any answers under any weighting is taken apart without loss', async (t) => {
  const { rules } = planOf(small(), referenceWeighting(small()))
  fc.assert(
    fc.property(cases, ({ questionnaire, weighting, answers }) => {
      const plan = { ...planOf(questionnaire, weighting), rules }
      const read = readAnswers(plan, answers, true)
      const { nodes, total } = weighedTotal(plan, read)
      deepStrictEqual(total, rollUp(plan, read, 'zero').percent)
      deepStrictEqual(sum(nodes.map(({ share }) => share)), one)
    }),
    { numRuns: 50 },
  )
  t.pass('exactly')
})

t.test('pilots have no weight, and what is unanswered earns nothing', async (t) => {
  const piloted = questionnaireOf({
    categories: [
      {
        code: 'x',
        items: [
          ['a', 10],
          ['b', 5, { effectiveFrom: '2.0.0' }],
        ],
      },
    ],
  })
  const plan = planOf(piloted, referenceWeighting(piloted))
  t.match(weighedTotal(plan, readAnswers(plan, {}, false)), {
    nodes: [{ code: 'a', share: one, percent: { n: 0n } }],
    total: { n: 0n },
  })
})

t.test('a total that is rounded on the way, or none, is refused', async (t) => {
  const model = classical()
  const means = planOf(model, referenceWeighting(model))
  t.same(
    errorsOf(() => weighedTotal(means, [])),
    ['/questionnaire not-linear'],
  )
  const plan = planOf(small(), referenceWeighting(small()))
  for (const rules of [
    { mean: 'plain' },
    { unanswered: 'renormalise' },
    { categoryStep: one },
    { pointsStep: one },
  ] as const)
    t.same(
      errorsOf(() => weighedTotal({ ...plan, rules: { ...plan.rules, ...rules } }, [])),
      ['/questionnaire not-linear'],
    )
})

t.test('a tornado has the widest bar first, and no weight leaves 0 to 1', async (t) => {
  const given = totalOf(['a', bp(600), 30], ['b', bp(4400), 80], ['c', bp(5000), 20])
  const bars = tornado(given, bp(1000))
  t.same(
    bars.map(({ code }) => code),
    ['b', 'c', 'a'],
  )
  const a = bars.find(({ code }) => code === 'a')
  t.same(
    a?.down,
    shifted({ code: 'a', share: bp(600), percent: percent(30) }, given.total, bp(-600)),
  )
  const high = tornado(totalOf(['a', bp(9500), 30], ['b', bp(500), 80]), bp(1000))
  t.same(high.find(({ code }) => code === 'a')?.up, percent(30), 'nothing but a is left')
  t.same(tornado(totalOf(['a', one, 30]), bp(1000)), [], 'a single node has nobody to give way')
  t.equal(high[0]?.code, 'a', 'ties keep the order of the document')
})

t.test('the lever is the node that pulls most', async (t) => {
  const given = totalOf(['a', bp(600), 0], ['b', bp(4400), 60], ['c', bp(5000), 50])
  t.equal(leverOf(given)?.code, 'b')
  t.equal(leverOf(totalOf(['a', bp(5000), 40], ['b', bp(5000), 40])), null)
})

t.test('at the reversal weight both totals are equal', async (t) => {
  const weights = [bp(600), bp(4400), bp(5000)] as const
  const of = (values: readonly [number, number, number]) =>
    totalOf(
      ['a', weights[0], values[0]],
      ['b', weights[1], values[1]],
      ['c', weights[2], values[2]],
    )
  const first = of([30, 80, 20])
  const other = of([60, 60, 30])
  const found = reversals(first, other)
  t.ok(found.length > 0)
  for (const { code, change, reversalShare, share } of found) {
    const nodeIn = (total: WeighedTotal) => {
      const node = total.nodes.find((each) => each.code === code)
      if (node === undefined) throw new Error(code)
      return shifted(node, total.total, change)
    }
    t.same(nodeIn(first), nodeIn(other), code)
    t.same(sub(reversalShare, share), change)
    t.ok(reversalShare.n >= 0n)
  }
  t.same(reversals(first, first), [], 'equal totals have no order to reverse')
  t.same(reversals(of([50, 50, 50]), of([40, 40, 40])), [], 'who is ahead everywhere stays ahead')
})

t.test('totals of other nodes or weights are not compared', async (t) => {
  const first = totalOf(['a', bp(5000), 30], ['b', bp(5000), 80])
  for (const other of [
    totalOf(['a', bp(5000), 10], ['c', bp(5000), 10]),
    totalOf(['a', bp(4000), 10], ['b', bp(6000), 10]),
    totalOf(['a', bp(5000), 10]),
  ])
    t.throws(() => reversals(first, other), RangeError)
})
