import t from 'tap'
import { fraction, mul, sum } from '../../../src/core/exact.ts'
import type { WeighedTotal } from '../../../src/core/scoring/sensitivity.ts'
import {
  ReversalWeights,
  reversalsOf,
  Sensitivity,
  sensitivityOf,
} from '../../../src/core/scoring/sensitivity-report.ts'

const max = fraction(1000n)
const weighed = (...percents: readonly [number, number]): WeighedTotal => {
  const nodes = percents.map((percent, place) => ({
    code: `${place + 1}`,
    share: fraction(place === 0 ? 1n : 2n, 3n),
    percent: fraction(BigInt(percent)),
  }))
  return { nodes, total: sum(nodes.map((node) => mul(node.share, node.percent))) }
}

t.test('figures for people stand beside exact ones', async (t) => {
  const report = sensitivityOf(weighed(30, 60), { max, shiftBp: 1000, draws: 20, seed: 4 })
  t.match(report, {
    total: { percent: 50, exactPercent: '50', points: 500, exactPoints: '500' },
    bars: [
      { code: '1', shareBp: 3333, maxPoints: 333.33, up: { percent: 47 }, down: { percent: 53 } },
      { code: '2', shareBp: 6667, maxPoints: 666.67, up: { percent: 53 }, spread: 6 },
    ],
    lever: '1',
    spread: { approximate: true, seed: 4, draws: 20 },
  })
  t.same(Sensitivity.parse(report), report)
})

t.test('even nodes have no lever', async (t) => {
  const report = sensitivityOf(weighed(40, 40), { max, shiftBp: 1000, draws: 1, seed: 0 })
  t.match(report, { lever: null, spread: { p5: 40, p50: 40, p95: 40 } })
})

t.test('a reversal is told as a weight and as points', async (t) => {
  const report = reversalsOf(weighed(30, 60), weighed(60, 40), max)
  t.match(report, {
    first: { points: 500 },
    other: { points: 466.67 },
    reversals: [
      {
        code: '1',
        shareBp: 3333,
        reversalShareBp: 4000,
        exactReversalShare: '2/5',
        reversalMaxPoints: 400,
      },
      { code: '2', reversalShareBp: 6000 },
    ],
  })
  t.same(ReversalWeights.parse(report), report)
})
