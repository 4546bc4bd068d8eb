// Quantiles of integer scores by Hyndman-Fan type 7 (`HF7`), exactly, and percentile ranks.
// Which of them may be shown for how many members is in disclosure.ts.
// Everything here is whole numbers. Never round(float8): it rounds halves to even (measured, 3,962 of
// 100,000 small cells came out wrong).
import { type Fraction, fraction } from '../exact.ts'
import { at } from './at.ts'

/** The percents shown in the columns p10 to p90. */
export const fivePercents = [10, 25, 50, 75, 90] as const

/** The nineteen percents behind a percentile; they contain the five. */
export const grid19Percents = [
  5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95,
] as const

/** Whole division of integers, both not negative, the divisor positive. */
export const div = (dividend: number, divisor: number): number =>
  (dividend - (dividend % divisor)) / divisor

/** Where the quantile of percent P lies in n sorted values: between `lo` and `hi`, `r` hundredths on. */
export const positionOf = (percent: number, n: number) => {
  const h = percent * (n - 1)
  const lo = div(h, 100)
  return { lo, hi: Math.min(lo + 1, n - 1), r: h % 100 }
}

/**
 * The quantile in 1/100 of the unit of the values, exact. `sorted` rises; its values are integers from 0,
 * n of them from `start`, n at least 1; percent is an integer from 0 to 100.
 */
export const v100 = (
  sorted: ArrayLike<number>,
  percent: number,
  { start = 0, n = sorted.length }: { readonly start?: number; readonly n?: number } = {},
): number => {
  const { lo, hi, r } = positionOf(percent, n)
  return at(sorted, start + lo) * (100 - r) + at(sorted, start + hi) * r
}

/** What is published of a v100: half up to the grid, in the unit of the values. */
export const onGrid = (exact: number, grid: number): number =>
  div(2 * exact + 100 * grid, 200 * grid) * grid

/**
 * Percentile rank by the mid-point rule, 100 (below + equal/2) / n, exactly; null without members.
 * For the admin preview only.
 */
export const percentileRank = (below: number, equal: number, n: number): Fraction | null =>
  n === 0 ? null : fraction(BigInt(50 * (2 * below + equal)), BigInt(n))
