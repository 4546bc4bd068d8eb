// Shares out of a ranking and out of swings, exactly. Comparing pairs is pairwise.ts.
import { div, type Fraction, fraction, fromDocument, sum } from '../exact.ts'

/** Rank-order centroid of n things, the most important first: (1/i + ... + 1/n) / n for rank i. */
export const centroid = (n: number): readonly Fraction[] => {
  const parts = Array.from({ length: n }, (_, place) => fraction(1n, BigInt(place + 1)))
  return parts.map((_, place) => div(sum(parts.slice(place)), fraction(BigInt(n))))
}

/** Shares in proportion to swings, 100 for the largest. The swings must not all be zero: RangeError. */
export const swingShares = (swings: readonly number[]): readonly Fraction[] => {
  const exact = swings.map(fromDocument)
  const all = sum(exact)
  return exact.map((swing) => div(swing, all))
}
