import fc from 'fast-check'
import t from 'tap'
import {
  bands,
  bestInClassOf,
  positionIn,
  type Quantiles,
} from '../../../src/core/benchmark/position.ts'

const none: Quantiles = { p10: null, p25: null, p50: null, p75: null, p90: null, grid19: null }
const median: Quantiles = { ...none, p50: 4800 }
const quartiles: Quantiles = { ...median, p25: 4100, p75: 5500 }
const deciles: Quantiles = { ...quartiles, p10: 3350, p90: 6150 }
const nineteen: Quantiles = {
  ...deciles,
  grid19: Array.from({ length: 19 }, (_, index) => 3000 + 200 * index),
}

t.test('the worked example of the design comes out', async (t) => {
  t.same(positionIn(deciles, 5040), {
    value: 5040,
    gapToMedian: 240,
    gapToBest: -1110,
    band: 'p50_p75',
    percentile: null,
    percentileBound: null,
  })
})

t.test('best in class is p90, else p75, and says which; nothing below quartiles', async (t) => {
  t.same(bestInClassOf(deciles), { value: 6150, basis: 'p90' })
  t.same(bestInClassOf(quartiles), { value: 5500, basis: 'p75' })
  t.equal(bestInClassOf(median), null)
  t.equal(bestInClassOf(none), null)
})

t.test('a lower bound belongs to its band', async (t) => {
  const band = (row: Quantiles, own: number) => positionIn(row, own).band
  t.same(
    [0, 4799, 4800, 10000].map((own) => band(median, own)),
    ['below_median', 'below_median', 'at_or_above_median', 'at_or_above_median'],
  )
  t.same(
    [4099, 4100, 4800, 5500].map((own) => band(quartiles, own)),
    bands.quartiles,
  )
  t.same(
    [3349, 3350, 4100, 4800, 5500, 6150].map((own) => band(deciles, own)),
    bands.deciles,
  )
  const flat = { ...quartiles, p25: 4800, p75: 4800 }
  t.equal(band(flat, 4800), 'top_quartile', 'the highest band whose bound is reached')
  t.equal(band(none, 4800), null)
})

t.test('a withheld row gives no position, and not applicable is not zero', async (t) => {
  const nothing = { gapToMedian: null, gapToBest: null, band: null, percentile: null }
  t.same(positionIn(none, 5040), { value: 5040, ...nothing, percentileBound: null })
  t.same(positionIn(nineteen, null), { value: null, ...nothing, percentileBound: null })
})

t.test('the percentile lies by proportion between two points, rounded down', async (t) => {
  const percentile = (own: number) => {
    const { percentile, percentileBound } = positionIn(nineteen, own)
    return percentile ?? percentileBound
  }
  t.same([0, 2999, 3000, 3039, 3040, 3199, 3200, 6559, 6599, 6600, 10000].map(percentile), [
    'below_5',
    'below_5',
    5,
    5,
    6,
    9,
    10,
    93,
    94,
    'above_95',
    'above_95',
  ])
  const steps = { ...nineteen, grid19: [...Array(10).fill(4000), ...Array(9).fill(5000)] }
  t.equal(positionIn(steps, 4000).percentile, 50, 'of equal points the last')
  t.equal(positionIn(steps, 4999).percentile, 54)
  t.equal(positionIn(steps, 5000).percentileBound, 'above_95')
})

t.test('a higher own value never stands lower', async () => {
  const order: readonly (string | null)[] = bands.deciles
  fc.assert(
    fc.property(fc.nat(10000), fc.nat(10000), (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((own) => positionIn(nineteen, own))
      const rank = (position: typeof low) =>
        position?.percentile ?? (position?.percentileBound === 'below_5' ? 0 : 100)
      return (
        order.indexOf(low?.band ?? '') <= order.indexOf(high?.band ?? '') && rank(low) <= rank(high)
      )
    }),
  )
})

t.test('the band changes only at published numbers, however often one asks (T7)', async (t) => {
  const changesBy = (row: typeof deciles) =>
    Array.from({ length: 10000 }, (_, own) => own + 1).filter(
      (own) => positionIn(row, own).band !== positionIn(row, own - 1).band,
    )
  t.same(changesBy(deciles), [3350, 4100, 4800, 5500, 6150])
  const exact = { ...deciles, p50: 4817 }
  t.ok(changesBy(exact).includes(4817), 'the control: bands of exact numbers would tell them')
})
