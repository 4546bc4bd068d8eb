// Where an own value stands against one published row: band, gaps, percentile, best in class.
// A pure function of the two: it never sees a member, for drafts, what-ifs and finals alike (P9).
import { at } from './at.ts'
import type { PublishedRow } from './published-row.ts'
import { div, grid19Percents } from './quantile.ts'

/** The published numbers of a row that a position is taken from. */
export type Quantiles = Pick<PublishedRow, 'p10' | 'p25' | 'p50' | 'p75' | 'p90' | 'grid19'>

/** The upper number to aim at, labelled with what it is. */
export type BestInClass = { readonly value: number; readonly basis: 'p90' | 'p75' }

/** p90, else p75; null below quartiles. */
export const bestInClassOf = ({ p75, p90 }: Quantiles): BestInClass | null => {
  if (p90 !== null) return { value: p90, basis: 'p90' }
  return p75 === null ? null : { value: p75, basis: 'p75' }
}

/** Bands by what is published, low to high. */
export const bands = {
  median: ['below_median', 'at_or_above_median'],
  quartiles: ['bottom_quartile', 'second_quartile', 'third_quartile', 'top_quartile'],
  deciles: ['bottom_decile', 'p10_p25', 'p25_p50', 'p50_p75', 'p75_p90', 'top_decile'],
} as const
export type Band = (typeof bands)[keyof typeof bands][number]

/** The highest band whose lower bound, inclusive, does not exceed the own value. */
const bandOf = (own: number, { p10, p25, p50, p75, p90 }: Quantiles): Band | null => {
  const bounds = [p10, p25, p50, p75, p90].filter((bound) => bound !== null)
  const names = [bands.median, bands.quartiles, bands.deciles].find(
    ({ length }) => length === bounds.length + 1,
  )
  return names?.[bounds.filter((bound) => bound <= own).length] ?? null
}

type Percentile = Pick<Position, 'percentile' | 'percentileBound'>

/** Between two of the nineteen points by proportion, rounded down; beyond them only the side. */
const percentileOf = (own: number, grid19: readonly number[] | null): Percentile => {
  if (grid19 === null) return { percentile: null, percentileBound: null }
  const last = grid19.findLastIndex((point) => point <= own)
  if (last < 0) return { percentile: null, percentileBound: 'below_5' }
  if (last === grid19.length - 1) return { percentile: null, percentileBound: 'above_95' }
  const from = at(grid19, last)
  const part = div(5 * (own - from), at(grid19, last + 1) - from)
  return { percentile: at(grid19Percents, last) + part, percentileBound: null }
}

/** Own value in bp and gaps in bp (positive: above); null where it or the other number is missing. */
export type Position = {
  readonly value: number | null
  readonly gapToMedian: number | null
  readonly gapToBest: number | null
  readonly band: Band | null
  readonly percentile: number | null
  readonly percentileBound: 'below_5' | 'above_95' | null
}

/** The position of an own value, null if not applicable, against a row. */
export const positionIn = (row: Quantiles, own: number | null): Position => {
  if (own === null) return nowhere
  const best = bestInClassOf(row)
  const { percentile, percentileBound } = percentileOf(own, row.grid19)
  return {
    value: own,
    gapToMedian: row.p50 === null ? null : own - row.p50,
    gapToBest: best === null ? null : own - best.value,
    band: bandOf(own, row),
    percentile,
    percentileBound,
  }
}

const nowhere: Position = {
  value: null,
  gapToMedian: null,
  gapToBest: null,
  band: null,
  percentile: null,
  percentileBound: null,
}
