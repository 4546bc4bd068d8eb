// Counts what a weighting makes of many stored score vectors, in memory that does not grow with them, and lets out only
// what the disclosure rules of benchmarks permit. Who is counted is said by the query that reads them.
import { at } from '../benchmark/at.ts'
import {
  nBandOf,
  type Policy,
  percentsOf,
  precisionOf,
  protectionOf,
  tierOf,
} from '../benchmark/disclosure.ts'
import { onGrid, positionOf, div as whole } from '../benchmark/quantile.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { div, fraction, one, sum, zero } from '../exact.ts'
import { apportion } from '../scoring/display.ts'
import { countedNodes, maximumOf, resolve, type Weighting } from '../scoring/weighting.ts'

/** Weights as whole numbers that add up to this: products with basis points stay exact in a double. */
const units = 1_000_000_000

/** Total in basis points, half up, of a vector in the frozen node order; null where a node does not apply. */
export type Weigher = (scores: ArrayLike<number>) => number | null

export const weigherOf = (
  questionnaire: Questionnaire,
  weighting: Pick<Weighting, 'mode' | 'items'>,
): Weigher => {
  const maxima = resolve(weighting, questionnaire)
  const nodes = countedNodes(questionnaire).map(({ code }) => maximumOf(maxima, code))
  const all = sum(nodes)
  const parts = nodes.map((max) => ({ points: div(max, all), max: zero }))
  const shared = apportion(parts, 'points', one, BigInt(units), fraction(1n, BigInt(units)))
  const weights = [...shared.values()].map(Number)
  return (scores) => {
    let total = 0
    for (let place = 0; place < weights.length; place += 1) {
      const score = at(scores, place)
      if (score < 0) return null
      total += score * at(weights, place)
    }
    return whole(2 * total + units, 2 * units)
  }
}

const top = 10_000

/**
 * Histograms of totals in basis points: under the reference, under the weighting, and of their difference, which
 * stands `top` higher so that it is never negative. 160 kB, however many are counted.
 */
export type Tally = {
  n: number
  readonly reference: Uint32Array
  readonly weighted: Uint32Array
  readonly difference: Uint32Array
}

export const emptyTally = (): Tally => ({
  n: 0,
  reference: new Uint32Array(top + 1),
  weighted: new Uint32Array(top + 1),
  difference: new Uint32Array(2 * top + 1),
})

const count = (histogram: Uint32Array, value: number): void => {
  histogram[value] = at(histogram, value) + 1
}

/** Counts one total under both; RangeError for what is no basis points. */
export const countIn = (tally: Tally, reference: number, weighted: number): void => {
  count(tally.reference, reference)
  count(tally.weighted, weighted)
  count(tally.difference, weighted - reference + top)
  tally.n += 1
}

const quantiles = ['p10', 'p25', 'p50', 'p75', 'p90'] as const
export type EffectFigures = { readonly [Name in (typeof quantiles)[number]]: number | null }

/** What leaves: like a cell of a benchmark edition, and like it empty where it protects those who are in it. */
export type Effect = {
  readonly status: 'published' | 'withheld'
  readonly nBand: string | null
  readonly precision: 'indicative' | 'firm' | null
  readonly reference: EffectFigures
  readonly weighted: EffectFigures
  readonly difference: EffectFigures
}

/** The score at a place of the sorted row of all that were counted. */
const scoreAt = (histogram: Uint32Array, place: number): number => {
  let passed = 0
  let value = -1
  while (passed <= place) {
    value += 1
    passed += at(histogram, value)
  }
  return value
}

/** Type 7 in 1/100 bp, exactly. */
const exactQuantile = (histogram: Uint32Array, percent: number, n: number): number => {
  const { lo, hi, r } = positionOf(percent, n)
  return scoreAt(histogram, lo) * (100 - r) + scoreAt(histogram, hi) * r
}

/** On the grid; of a difference the magnitude is rounded, half up. */
const onSignedGrid = (exact: number, grid: number): number =>
  exact < 0 ? 0 - onGrid(-exact, grid) : onGrid(exact, grid)

/** The quantiles that so many owner groups carry, coarse; a tally counts one submission of each. */
export const effectOf = ({ n, ...tally }: Tally, policy: Policy): Effect => {
  const protection = protectionOf(policy, { sensitive: false })
  const shown = percentsOf[tierOf(n, protection)]
  const figures = (histogram: Uint32Array, offset: number) =>
    Object.fromEntries(
      quantiles.map((name) => {
        const percent = Number(name.slice(1))
        if (!shown.includes(percent)) return [name, null]
        const exact = exactQuantile(histogram, percent, n) - 100 * offset
        return [name, onSignedGrid(exact, policy.gridBp)]
      }),
    ) as EffectFigures
  const nBand = nBandOf(n, protection)
  return {
    status: shown.length === 0 ? 'withheld' : 'published',
    nBand,
    precision: precisionOf(nBand),
    reference: figures(tally.reference, 0),
    weighted: figures(tally.weighted, 0),
    difference: figures(tally.difference, top),
  }
}
