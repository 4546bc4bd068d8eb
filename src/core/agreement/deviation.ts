// How far scores lie from the mean of their item, on average: the plain figure beside the coefficients, which fall
// when items are alike however close the scores.
import { fraction, sum } from '../exact.ts'
import { type Coefficient, known, type Used, unknown } from './coefficient.ts'
import { assessorsIn, type PanelScores, scoresIn, total } from './panel.ts'

/**
 * The mean of |x - mean of its item| over the scores of all items with two or more, in the unit of the
 * scores; null with `no_overlap` without such an item.
 */
export const meanAbsoluteDeviation = (scores: PanelScores): Coefficient => {
  const rows = scores.filter((row) => scoresIn(row).length >= 2)
  const used: Used = { items: rows.length, assessors: assessorsIn(rows) }
  if (rows.length === 0) return unknown(used, 'no_overlap')
  const deviations = rows.map(scoresIn).flatMap((row) => {
    const [m, all] = [BigInt(row.length), total(row)]
    return row.map((score) => {
      const times = BigInt(score) * m - all
      return fraction(times < 0n ? -times : times, m)
    })
  })
  const { n, d } = sum(deviations)
  return known(used, fraction(n, d * BigInt(deviations.length)))
}
