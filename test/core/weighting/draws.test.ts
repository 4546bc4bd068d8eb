import t from 'tap'
import { randomOf } from '../../../src/core/benchmark/random.ts'
import { fraction } from '../../../src/core/exact.ts'
import { gamma, spreadOf } from '../../../src/core/weighting/draws.ts'

const hundredths = (...values: readonly number[]) =>
  values.map((value) => fraction(BigInt(value), 100n))
const percents = (...values: readonly number[]) => values.map((value) => fraction(BigInt(value)))

t.test('gamma variables have the mean and the variance of their shape', async (t) => {
  for (const shape of [0.02, 0.3, 1, 1.5, 4.7]) {
    const random = randomOf(7)
    const drawn = Array.from({ length: 20_000 }, () => gamma(shape, random))
    const mean = drawn.reduce((all, each) => all + each, 0) / drawn.length
    const square = drawn.reduce((all, each) => all + each * each, 0) / drawn.length
    t.ok(Math.abs(mean / shape - 1) < 0.05, `mean ${mean} of shape ${shape}`)
    t.ok(Math.abs((square - mean * mean) / shape - 1) < 0.12, `variance of shape ${shape}`)
  }
  t.equal(gamma(0, randomOf(7)), 0, 'a weight of zero stays zero')
})

t.test('one of two nodes spreads like its beta distribution', async (t) => {
  // qbeta(c(.05, .5, .95), 10, 90): 0.0556, 0.0972, 0.1531 within what 5,000 draws can tell.
  const { p5, p50, p95 } = spreadOf({
    shares: hundredths(10, 90),
    percents: percents(100, 0),
    draws: 5000,
    seed: 1,
  })
  t.ok(Math.abs(p5 - 5.56) < 0.3, String(p5))
  t.ok(Math.abs(p50 - 9.72) < 0.2, String(p50))
  t.ok(Math.abs(p95 - 15.31) < 0.3, String(p95))
})

t.test('the same seed gives the same figures, everywhere', async (t) => {
  const given = { shares: hundredths(6, 24, 70), percents: percents(30, 55, 52), draws: 200 }
  t.same(spreadOf({ ...given, seed: 1 }), spreadOf({ ...given, seed: 1 }))
  t.not(
    JSON.stringify(spreadOf({ ...given, seed: 2 })),
    JSON.stringify(spreadOf({ ...given, seed: 1 })),
  )
  t.same(spreadOf({ ...given, seed: 1 }), { p5: 50.45, p50: 51.48, p95: 52.19 })
})

t.test('where all nodes are even, weights change nothing', async (t) => {
  const given = { shares: hundredths(50, 50), percents: percents(40, 40), draws: 1, seed: 3 }
  t.same(spreadOf(given), { p5: 40, p50: 40, p95: 40 })
})
