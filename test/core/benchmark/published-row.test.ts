import t from 'tap'
import type { Reason } from '../../../src/core/benchmark/disclosure.ts'
import { linesOfRows, rowOf } from '../../../src/core/benchmark/published-row.ts'
import { grid19Percents } from '../../../src/core/benchmark/quantile.ts'
import { alone } from '../../fixtures/benchmark/population.ts'

const standard = { kMin: 5, depth: 2 }
/** Quantiles that name their percent: p10 is 1033 bp before rounding. */
const exact = grid19Percents.map((percent) => percent * 10000 + 3300)
const row = (n: number, reason: Reason | null = null) =>
  rowOf(
    {
      cohortKey: 'all',
      node: 'total',
      ...alone(n),
      v100: n === 0 ? null : exact,
      ranked: null,
      reason,
    },
    standard,
    { gridBp: 50 },
  )

t.test('a row shows what its tier allows, on the grid, and never n', async (t) => {
  t.same(row(21), {
    cohortKey: 'all',
    node: 'total',
    status: 'published',
    nBand: '21-49',
    p10: 1050,
    p25: 2550,
    p50: 5050,
    p75: 7550,
    p90: 9050,
    grid19: null,
  })
  t.match(row(20), { nBand: '9-20', p10: null, p25: 2550, p50: 5050, p75: 7550, p90: null })
  t.match(row(8), { nBand: '5-8', p10: null, p25: null, p50: 5050, p75: null, p90: null })
})

t.test('tiers and bands look at the owner groups, whatever they have', async (t) => {
  const held = (n: number, groups: number) =>
    rowOf(
      {
        cohortKey: 'all',
        node: 'total',
        n,
        groups,
        largest: 2,
        v100: exact,
        ranked: null,
        reason: null,
      },
      standard,
      { gridBp: 50 },
    )
  t.match(held(24, 20), { nBand: '9-20', p10: null, p25: 2550 })
  t.match(held(220, 199), { nBand: '100-199', p10: 1050, grid19: null })
  t.match(held(220, 200), { nBand: '200-499' }, 'the control')
})

t.test('the nineteen points appear from 200', async (t) => {
  t.equal(row(199).grid19, null)
  t.same(row(200).grid19?.slice(0, 3), [550, 1050, 1550])
  t.equal(row(200).grid19?.length, 19)
})

t.test('empty, small and complementary cells look alike (P7)', async (t) => {
  const empty = row(0, 'primary')
  t.same(row(4, 'primary'), empty)
  t.same(row(500, 'complementary'), empty)
  t.same(row(6, 'depth'), empty)
  t.same(Object.keys(empty), Object.keys(row(21)), 'and have the members of a published one')
  const { cohortKey, node, status, ...numbers } = empty
  t.same([cohortKey, node, status], ['all', 'total', 'withheld'])
  t.ok(Object.values(numbers).every((each) => each === null))
})

t.test(
  'the lines of rows do not depend on their order, and change with every number',
  async (t) => {
    const rows = [
      { ...row(21), cohortKey: 'sector=A' },
      row(21),
      { ...row(21), node: '1.1' },
      { ...row(21), cohortKey: 'all-else' },
    ]
    const lines = linesOfRows(rows)
    t.same(
      lines.map((line) => [JSON.parse(line).cohortKey, JSON.parse(line).node]),
      [
        ['all', '1.1'],
        ['all', 'total'],
        ['all-else', 'total'],
        ['sector=A', 'total'],
      ],
    )
    t.same(linesOfRows(rows.toReversed()), lines)
    t.not(linesOfRows([{ ...row(21), p50: 5100 }])[0], linesOfRows([row(21)])[0])
  },
)

t.test('a smooth quantile is rounded from its own parts', async (t) => {
  const cell = {
    cohortKey: 'all',
    node: 'total',
    ...alone(60),
    v100: exact.map((each) => 3 * each),
    ranked: null,
    reason: null,
  }
  const smooth = rowOf(cell, standard, { gridBp: 50, quantile: 'HF7-smooth3' })
  t.same(smooth, rowOf({ ...cell, v100: exact }, standard, { gridBp: 50 }))
})
