import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { kendallW } from '../../../src/core/agreement/kendall.ts'
import type { PanelScores } from '../../../src/core/agreement/panel.ts'
import {
  anyPanel,
  close,
  mean,
  printed,
  siegel,
  siegelTied,
  sumOf,
} from '../../fixtures/agreement/panels.ts'

t.test('Siegel 1956: .16 without ties, .828 with them', async (t) => {
  t.equal(printed(kendallW(siegel), 2), '0.16')
  t.equal(printed(kendallW(siegelTied), 3), '0.828')
  t.match(kendallW(siegelTied), { items: 10, assessors: 3 })
})

/** W by the mean of Spearman's coefficients of all pairs of assessors: (1 + (m-1) mean) / m. */
const byPairs = (rows: readonly (readonly number[])[]): number => {
  const m = rows[0]?.length ?? 0
  const ranks = Array.from({ length: m }, (_, c) => {
    const column = rows.map((row) => row[c] ?? 0)
    const sorted = column.toSorted((a, b) => a - b)
    return column.map((x) => (sorted.indexOf(x) + sorted.lastIndexOf(x)) / 2)
  })
  const covariance = (a: readonly number[], b: readonly number[]) =>
    sumOf(a.map((x, place) => (x - mean(a)) * ((b[place] ?? 0) - mean(b))))
  const deviations = ranks.map((rank) => covariance(rank, rank))
  const sums = rows.map((_, item) => sumOf(ranks.map((rank) => rank[item] ?? 0)))
  return covariance(sums, sums) / (m * sumOf(deviations))
}

t.test('random panels: the share of the variance of the rank sums gives the same', async () => {
  fc.assert(
    fc.property(anyPanel({ missing: false }), (scores) => {
      const { value } = kendallW(scores)
      if (value !== null) ok(close(value, byPairs(scores as number[][])))
      if (value !== null) ok(value >= 0 && value <= 1)
    }),
    { numRuns: 200 },
  )
})

t.test('severity does not matter, order does', async (t) => {
  t.equal(
    kendallW([
      [10, 60],
      [20, 70],
      [30, 100],
    ]).value,
    1,
  )
  t.equal(
    kendallW([
      [10, 100],
      [20, 70],
      [30, 60],
    ]).value,
    0,
  )
})

t.test('each reason', async (t) => {
  const why = (scores: PanelScores) => printed(kendallW(scores), 0)
  t.equal(
    why([
      [7, 7],
      [7, 7],
    ]),
    'no_variance',
  )
  t.equal(
    why([
      [7, 8],
      [7, 8],
    ]),
    'no_variance',
    'each has tied all items',
  )
  t.equal(why([[7], [8]]), 'too_few_assessors')
  t.equal(why([]), 'too_few_assessors')
  t.equal(
    why([
      [7, 8],
      [null, 9],
    ]),
    'too_few_items',
  )
})
