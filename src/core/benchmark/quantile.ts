// Quantiles of integer scores by Hyndman-Fan type 7 (`HF7`) and a smoother kind, exactly, and percentile ranks.
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

/**
 * How a quantile is made. `HF7-smooth3`: the mean of the type-7 values one member below, at and one above its
 * position, so that with no size it is one member's score.
 */
export const quantileMethods = ['HF7', 'HF7-smooth3'] as const
export type QuantileMethod = (typeof quantileMethods)[number]

/** Exact quantiles are whole numbers in this part of a basis point. */
export const partsOf: Readonly<Record<QuantileMethod, number>> = { HF7: 100, 'HF7-smooth3': 300 }

/** Members more than by `HF7` that a quantile uses on each side. */
export const reachOf: Readonly<Record<QuantileMethod, number>> = { HF7: 0, 'HF7-smooth3': 1 }

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

type Among = { readonly start: number; readonly n: number }

/** The exact quantile of a method in its parts of the unit: `v100`, or the sum of three of them. */
export const exactBy: Readonly<
  Record<QuantileMethod, (sorted: ArrayLike<number>, percent: number, among: Among) => number>
> = {
  HF7: v100,
  'HF7-smooth3': (sorted, percent, { start, n }) => {
    const { lo, r } = positionOf(percent, n)
    const valueAt = (place: number) => at(sorted, start + Math.min(Math.max(place, 0), n - 1))
    const between = (place: number) => valueAt(place) * (100 - r) + valueAt(place + 1) * r
    return between(lo - 1) + between(lo) + between(lo + 1)
  },
}

/** What is published of an exact quantile: half up to the grid, in the unit of the values. */
export const onGrid = (exact: number, grid: number, parts: number = partsOf.HF7): number =>
  div(2 * exact + parts * grid, 2 * parts * grid) * grid

/** How many of n sorted values from `start` lie below a number, and how many at it. */
export const countsAt = (
  sorted: ArrayLike<number>,
  value: number,
  { start, n }: Among,
): { readonly below: number; readonly equal: number } => {
  const firstFrom = (bound: number): number => {
    let [from, to] = [start, start + n]
    while (from < to) {
      const middle = div(from + to, 2)
      if (at(sorted, middle) < bound) from = middle + 1
      else to = middle
    }
    return from - start
  }
  const below = firstFrom(value)
  return { below, equal: firstFrom(value + 1) - below }
}

/**
 * Percentile rank by the mid-point rule, 100 (below + equal/2) / n, exactly; null without members.
 * For the admin preview only.
 */
export const percentileRank = (below: number, equal: number, n: number): Fraction | null =>
  n === 0 ? null : fraction(BigInt(50 * (2 * below + equal)), BigInt(n))
