import fc from 'fast-check'
import t from 'tap'
import {
  countsAt,
  div,
  exactBy,
  fivePercents,
  grid19Percents,
  onGrid,
  partsOf,
  percentileRank,
  positionOf,
  v100,
} from '../../../src/core/benchmark/quantile.ts'
import { randomFor } from '../../fixtures/benchmark/population.ts'

/** Type 7 by its textbook definition in fractions of bigints: (1-g) x[j] + g x[j+1]. */
const slow = (values: readonly number[], percent: number): bigint => {
  const x = [...values].sort((a, b) => a - b).map(BigInt)
  const h = { n: BigInt(percent) * BigInt(x.length - 1), d: 100n }
  const j = h.n / h.d
  const low = x[Number(j)] ?? 0n
  const high = x[Number(j) + 1] ?? low
  const exact = { n: low * h.d + (h.n - j * h.d) * (high - low), d: h.d }
  return (exact.n * 100n) / exact.d
}

/** Half up to the grid by comparing the distances to both neighbours. */
const slowGrid = (exact: bigint, grid: bigint): bigint => {
  const down = (exact / (100n * grid)) * grid
  const up = down + grid
  return exact - 100n * down < 100n * up - exact ? down : up
}

t.test('worked quantiles come out exactly', async (t) => {
  const five = [1000, 2000, 3000, 4000, 5000]
  t.equal(v100(five, 50), 300000)
  t.equal(v100(five, 25), 200000)
  t.equal(v100(five, 10), 140000, 'a tenth of four steps is 0.4')
  t.equal(v100([1, 2], 50), 150)
  t.equal(v100([7], 90), 700, 'one member is every quantile')
  t.equal(v100([3, 3, 3], 75), 300)
  t.equal(v100([9, 9, 1, 2, 9], 50, { start: 2, n: 2 }), 150, 'a slice of a longer list')
  t.same(positionOf(90, 21), { lo: 18, hi: 19, r: 0 })
  t.same(positionOf(95, 2), { lo: 0, hi: 1, r: 95 })
  t.throws(() => v100([], 50), RangeError)
})

t.test('100,000 small random cells agree with the slow exact definition', async (t) => {
  const random = randomFor(1)
  let different = 0
  for (let count = 0; count < 100_000; count += 1) {
    const n = 1 + random.below(30)
    const values = Array.from({ length: n }, () => random.below(10001)).sort((a, b) => a - b)
    const percent = grid19Percents[random.below(19)] ?? 50
    const exact = v100(values, percent)
    if (BigInt(exact) !== slow(values, percent)) different += 1
    if (BigInt(onGrid(exact, 50)) !== slowGrid(BigInt(exact), 50n)) different += 1
  }
  t.equal(different, 0)
})

t.test('rounding to even would differ, so the comparison can fail', async (t) => {
  const even = (exact: number) => {
    const half = exact % 5000 === 2500
    const down = Math.floor(exact / 5000)
    return (half ? down + (down % 2) : Math.round(exact / 5000)) * 50
  }
  t.equal(onGrid(2500, 50), 50)
  t.equal(even(2500), 0)
})

t.test('half goes up to the grid, and the grid keeps the ends of the scale', async (t) => {
  t.same(
    [0, 2499, 2500, 7499, 7500, 997499, 997500, 1000000].map((each) => onGrid(each, 50)),
    [0, 0, 50, 50, 100, 9950, 10000, 10000],
  )
  t.equal(onGrid(485050, 1), 4851)
  t.equal(onGrid(485049, 1), 4850)
})

t.test('quantiles rise with the percent and stay within the values', async () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10000), { minLength: 1, maxLength: 60 }), (values) => {
      const sorted = Uint16Array.from(values).sort()
      const all = grid19Percents.map((percent) => v100(sorted, percent))
      return all.every(
        (each, index) =>
          each >= (all[index - 1] ?? 100 * Math.min(...values)) &&
          each <= 100 * Math.max(...values),
      )
    }),
  )
})

t.test('the five percents are among the nineteen', async (t) => {
  t.equal(grid19Percents.length, 19)
  for (const percent of fivePercents) t.ok((grid19Percents as readonly number[]).includes(percent))
})

t.test('the percentile rank takes the middle of equals, in lowest terms', async (t) => {
  t.same(percentileRank(3, 1, 7), { n: 50n, d: 1n })
  t.same(percentileRank(0, 2, 3), { n: 100n, d: 3n })
  t.same(percentileRank(0, 0, 4), { n: 0n, d: 1n })
  t.equal(percentileRank(0, 0, 0), null)
})

t.test('members below a number and at it are counted within their part of the row', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 30 }), fc.nat(11), (values, value) => {
      const sorted = values.toSorted((a, b) => a - b)
      const among = { start: 3, n: sorted.length }
      t.strictSame(countsAt([9, 9, 9, ...sorted, 0, 0], value, among), {
        below: values.filter((each) => each < value).length,
        equal: values.filter((each) => each === value).length,
      })
    }),
    { numRuns: 100 },
  )
})

t.test('whole division drops the rest', async (t) => {
  t.same([div(0, 7), div(6, 7), div(7, 7), div(20, 7)], [0, 0, 1, 2])
})

t.test('the smooth quantile is the mean of three of type 7, the ends clamped', async (t) => {
  /** Of the definition: the value at a position in hundredths, between its two members. */
  const valueAt = (sorted: readonly number[], position: number) => {
    const within = Math.min(Math.max(position, 0), 100 * (sorted.length - 1))
    const [lo, r] = [Math.floor(within / 100), within % 100]
    return (sorted[lo] ?? 0) * (100 - r) + (sorted[lo + 1] ?? 0) * r
  }
  fc.assert(
    fc.property(fc.array(fc.nat(10000), { minLength: 1, maxLength: 40 }), (values) => {
      const sorted = values.toSorted((a, b) => a - b)
      const n = sorted.length
      for (const percent of [0, ...grid19Percents, 100]) {
        const h = percent * (n - 1)
        const sum = valueAt(sorted, h - 100) + valueAt(sorted, h) + valueAt(sorted, h + 100)
        t.equal(exactBy['HF7-smooth3'](sorted, percent, { start: 0, n }), sum)
        t.equal(exactBy.HF7(sorted, percent, { start: 0, n }), valueAt(sorted, h))
      }
    }),
    { numRuns: 50 },
  )
  t.equal(exactBy['HF7-smooth3']([9, 1, 2, 6, 9], 50, { start: 1, n: 3 }), 900, '1, 2 and 6: 3')
  t.equal(onGrid(900, 1, partsOf['HF7-smooth3']), 3)
})
