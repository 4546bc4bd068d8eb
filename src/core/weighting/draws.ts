// Draws weights at random around those of a profile (Dirichlet) and says how far the total spreads. Approximate by
// nature, and the same for the same seed on every machine; no score is made of it.
import { at } from '../benchmark/at.ts'
import { type Random, randomOf } from '../benchmark/random.ts'
import type { Fraction } from '../exact.ts'
import { exp, ln } from './deterministic.ts'

/** The sum of the parameters: the larger, the closer draws stay to the profile. */
export const concentration = 100

export const mostDraws = 5000

/** `shares` add up to 1, `percents` stand beside them. `seed`: a whole number below 2^32. */
export type Draws = {
  readonly shares: readonly Fraction[]
  readonly percents: readonly Fraction[]
  readonly draws: number
  readonly seed: number
}

/** Percents, rounded to hundredths. */
export type Spread = { readonly p5: number; readonly p50: number; readonly p95: number }

/** Strictly between 0 and 1. */
const uniform = (random: Random): number => (random.next() + 0.5) / 4294967296

/** A gamma variable of shape 0 < a < 1 by rejection (Ahrens and Dieter 1974, GS). */
const smallGamma = (a: number, random: Random): number => {
  const b = (Math.E + a) / Math.E
  for (;;) {
    const p = b * uniform(random)
    const x = p <= 1 ? exp(ln(p) / a) : -ln((b - p) / a)
    const limit = p <= 1 ? exp(-x) : exp((a - 1) * ln(x))
    if (uniform(random) <= limit) return x
  }
}

/** A gamma variable of any shape: exponentials for its whole part, rejection for the rest. Shape 0 is 0. */
export const gamma = (shape: number, random: Random): number => {
  const rest = shape % 1
  let product = 1
  for (let step = 0; step < shape - rest; step += 1) product *= uniform(random)
  return -ln(product) + (rest === 0 ? 0 : smallGamma(rest, random))
}

const doubles = (fractions: readonly Fraction[]): readonly number[] =>
  fractions.map(({ n, d }) => Number(n) / Number(d))

const drawn = (shares: readonly number[], percents: readonly number[], random: Random): number => {
  let all = 0
  let total = 0
  for (const [place, share] of shares.entries()) {
    const mass = gamma(concentration * share, random)
    all += mass
    total += mass * at(percents, place)
  }
  return total / all
}

/** Type 7, as everywhere. */
const quantile = (sorted: Float64Array, percent: number): number => {
  const h = (percent * (sorted.length - 1)) / 100
  const lo = Math.floor(h)
  const low = at(sorted, lo)
  return low + (h - lo) * (at(sorted, Math.min(lo + 1, sorted.length - 1)) - low)
}

const hundredths = (value: number): number => Math.round(value * 100) / 100

/** How the weighted mean of the percents spreads over so many draws. */
export const spreadOf = ({ shares, percents, draws, seed }: Draws): Spread => {
  const random = randomOf(seed)
  const [weights, values] = [doubles(shares), doubles(percents)]
  const totals = Float64Array.from({ length: draws }, () => drawn(weights, values, random)).sort()
  return {
    p5: hundredths(quantile(totals, 5)),
    p50: hundredths(quantile(totals, 50)),
    p95: hundredths(quantile(totals, 95)),
  }
}
