// Kendall's W: whether assessors put the items in the same order, ties corrected (Siegel 1956). Ranks only, so a
// severe and a lenient assessor may agree fully.
import { fraction } from '../exact.ts'
import { type Coefficient, known, type Used, unknown } from './coefficient.ts'
import {
  allEqual,
  assessorsIn,
  columnsOf,
  completeRows,
  doubledRanks,
  type PanelScores,
  spread,
  total,
} from './panel.ts'

/**
 * 12S / (m^2(n^3-n) - mT) over the n items that all m assessors scored. Null with `no_variance` (all equal, or
 * each assessor gave one score throughout), `too_few_assessors` or `too_few_items` (below two).
 */
export const kendallW = (scores: PanelScores): Coefficient => {
  const rows = completeRows(scores)
  const used: Used = { items: rows.length, assessors: assessorsIn(scores) }
  if (allEqual(rows.flat())) return unknown(used, 'no_variance')
  if (used.assessors < 2) return unknown(used, 'too_few_assessors')
  if (used.items < 2) return unknown(used, 'too_few_items')
  const [n, m] = [BigInt(used.items), BigInt(used.assessors)]
  const columns = columnsOf(rows)
  const divisor = m * m * (n * n * n - n) - m * ties(columns)
  if (divisor === 0n) return unknown(used, 'no_variance')
  const sums = columnsOf(columns.map(doubledRanks)).map((ranks) => Number(total(ranks)))
  // The spread of n doubled sums is 4nS.
  return known(used, fraction(3n * spread(sums), n * divisor))
}

/** The sum of t^3 - t over every group of t equal scores of one assessor. */
const ties = (columns: readonly (readonly number[])[]): bigint =>
  columns
    .flatMap((column) =>
      [...new Set(column)].map((score) => BigInt(column.filter((each) => each === score).length)),
    )
    .reduce((sum, t) => sum + t * t * t - t, 0n)
