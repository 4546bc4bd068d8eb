// Krippendorff's alpha (2011), the headline: how far a panel is from chance, with missing scores allowed.
// It falls when items are alike, however close the scores: the mean absolute deviation stands beside it.
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { div, type Fraction, fraction, mul, one, sub, sum } from '../exact.ts'
import { type Coefficient, known, type Used, unknown } from './coefficient.ts'
import { allEqual, assessorsIn, doubledRanks, type PanelScores, scoresIn, spread } from './panel.ts'

/** `interval` for percents. `ordinal` for levels: the difference of two is that of their middle ranks. */
export type Metric = 'interval' | 'ordinal'

/** How scores by this method lie apart: levels have an order and no distance. */
export const metricOf = ({ scoring }: Pick<Questionnaire, 'scoring'>): Metric =>
  scoring.method === 'maturity-level@1' ? 'ordinal' : 'interval'

/**
 * 1 - observed / expected disagreement over the items with two scores or more. Null with `no_overlap` (no
 * such item), `no_variance`, `too_few_items` (only one such item).
 */
export const krippendorffAlpha = (scores: PanelScores, metric: Metric): Coefficient => {
  const rows = scores.filter((row) => scoresIn(row).length >= 2)
  const units = rows.map(scoresIn)
  const pooled = units.flat()
  const used: Used = { items: rows.length, assessors: assessorsIn(rows) }
  if (units.length === 0) return unknown(used, 'no_overlap')
  if (allEqual(pooled)) return unknown(used, 'no_variance')
  if (units.length === 1) return unknown(used, 'too_few_items')
  return known(used, alphaOf(metric === 'interval' ? units : ranked(units, pooled)))
}

/** With N scores: 1 - (N-1) * sum over units of spread/(m-1), divided by the spread of all. */
const alphaOf = (units: readonly (readonly number[])[]): Fraction => {
  const pooled = units.flat()
  const within = sum(units.map((unit) => fraction(spread(unit), BigInt(unit.length - 1))))
  const between = fraction(spread(pooled))
  return sub(one, div(mul(fraction(BigInt(pooled.length - 1)), within), between))
}

/** The units with every score replaced by its doubled rank among all: a factor of two cancels. */
const ranked = (units: readonly (readonly number[])[], pooled: readonly number[]) => {
  const ranks = doubledRanks(pooled)
  let start = 0
  return units.map((unit) => {
    start += unit.length
    return ranks.slice(start - unit.length, start)
  })
}
