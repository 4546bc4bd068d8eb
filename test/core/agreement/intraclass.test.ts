import { deepStrictEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { type Interval, intraclass } from '../../../src/core/agreement/intraclass.ts'
import type { PanelScores } from '../../../src/core/agreement/panel.ts'
import {
  anyPanel,
  close,
  mean,
  printed,
  shroutFleiss,
  sumOf,
} from '../../fixtures/agreement/panels.ts'

const limits = (interval: Interval | null) =>
  interval === null ? null : [interval.from.toFixed(3), interval.to.toFixed(3)]

t.test('Shrout and Fleiss 1979: .29, .62 and .71', async (t) => {
  const { icc21, icc2k, icc31 } = intraclass(shroutFleiss)
  t.match(icc21, { items: 6, assessors: 4 })
  t.equal(printed(icc21, 2), '0.29')
  t.equal(printed(icc2k, 2), '0.62')
  t.equal(printed(icc31, 2), '0.71')
  t.same(limits(icc21.interval95), ['0.019', '0.761'])
  t.same(limits(icc2k.interval95), ['0.071', '0.927'])
})

/** The mean squares once more, from residuals, in floats. */
const anova = (rows: readonly (readonly number[])[]) => {
  const [n, k] = [rows.length, rows[0]?.length ?? 0]
  const all = mean(rows.flat())
  const byRow = rows.map(mean)
  const byColumn = Array.from({ length: k }, (_, c) => mean(rows.map((row) => row[c] ?? 0)))
  const R = (k * sumOf(byRow.map((m) => (m - all) ** 2))) / (n - 1)
  const C = (n * sumOf(byColumn.map((m) => (m - all) ** 2))) / (k - 1)
  const rest = rows.flatMap((row, r) =>
    row.map((x, c) => (x - (byRow[r] ?? 0) - (byColumn[c] ?? 0) + all) ** 2),
  )
  return { n, k, R, C, E: sumOf(rest) / ((n - 1) * (k - 1)) }
}

t.test('random panels: the mean squares of residuals give the same', async () => {
  fc.assert(
    fc.property(anyPanel({ missing: false }), (scores) => {
      const { icc21, icc2k, icc31 } = intraclass(scores)
      const { n, k, R, C, E } = anova(scores as number[][])
      const same = ({ value }: { value: number | null }, expected: number) =>
        ok(value === null || close(value, expected), `${value} ${expected}`)
      same(icc21, (R - E) / (R + (k - 1) * E + (k * (C - E)) / n))
      same(icc2k, (R - E) / (R + (C - E) / n))
      same(icc31, (R - E) / (R + (k - 1) * E))
    }),
    { numRuns: 200 },
  )
})

t.test('an interval holds its value, and every number is finite', async () => {
  fc.assert(
    fc.property(anyPanel({ missing: true }), (scores) => {
      for (const [name, each] of Object.entries(intraclass(scores))) {
        const { interval95 = null } = each as { interval95?: Interval | null }
        if (each.value !== null) ok(Number.isFinite(each.value))
        if (interval95 === null) continue
        ok(Number.isFinite(interval95.from) && Number.isFinite(interval95.to))
        ok(each.value !== null && interval95.from <= each.value, name)
        ok(each.value <= interval95.to, name)
      }
    }),
    { numRuns: 300 },
  )
})

t.test('permutation changes nothing', async () => {
  fc.assert(
    fc.property(anyPanel({ missing: true }), (scores) => {
      deepStrictEqual(
        intraclass(scores.map((row) => row.toReversed()).toReversed()),
        intraclass(scores),
      )
    }),
    { numRuns: 100 },
  )
})

t.test('a constant shift is full consistency and less than full agreement', async (t) => {
  const { icc21, icc31 } = intraclass([
    [10, 20],
    [30, 40],
    [50, 60],
  ])
  t.equal(icc31.value, 1)
  t.equal(printed(icc21, 3), '0.889')
  t.not(icc21.interval95, null)
})

t.test('full agreement needs no interval', async (t) => {
  const { icc21, icc2k, icc31 } = intraclass([
    [10, 10],
    [30, 30],
    [50, 50],
  ])
  t.match([icc21, icc2k, icc31], [{ value: 1 }, { value: 1 }, { value: 1 }])
  t.same([icc21.interval95, icc2k.interval95], [null, null])
})

t.test(
  'items that nobody can tell apart have no interval and no reliability of the mean',
  async (t) => {
    const { icc21, icc2k, icc31 } = intraclass([
      [10, 30],
      [30, 10],
      [10, 30],
      [30, 10],
    ])
    t.equal(printed(icc21, 3), '-2.000', 'a negative value stays')
    t.equal(icc21.interval95, null)
    t.match(
      icc2k,
      { value: null, reason: 'no_variance', interval95: null },
      'not a value above one',
    )
    t.equal(printed(icc31, 3), '-1.000')
  },
)

t.test('where a lower limit has no counterpart the mean has no interval', async (t) => {
  const { icc21, icc2k } = intraclass([
    [40, 50],
    [30, 0],
    [50, 50],
  ])
  t.same([printed(icc21, 2), printed(icc2k, 2)], ['0.60', '0.75'])
  t.same(limits(icc21.interval95), ['-1.297', '0.988'])
  t.equal(icc2k.interval95, null)
})

t.test('an estimate of the limits that misses its own value is not shown', async (t) => {
  const { icc21 } = intraclass([
    [50, 0],
    [20, 40],
    [50, 10],
  ])
  t.equal(printed(icc21, 3), '-0.875')
  t.equal(icc21.interval95, null)
})

t.test('only severity differs: consistency has nothing to compare', async (t) => {
  const { icc21, icc2k, icc31 } = intraclass([
    [10, 20],
    [10, 20],
    [10, 20],
  ])
  t.equal(icc21.value, 0)
  t.equal(icc2k.value, 0)
  t.match(icc31, { value: null, reason: 'no_variance' })
})

t.test('each reason, no variance before the counts', async (t) => {
  const why = (scores: PanelScores) => {
    const { icc21, icc2k, icc31 } = intraclass(scores)
    t.same([icc21.interval95, icc2k.interval95], [null, null])
    t.same([printed(icc2k, 0), printed(icc31, 0)], [printed(icc21, 0), printed(icc21, 0)])
    return printed(icc21, 0)
  }
  t.equal(why([[7, 7]]), 'no_variance')
  t.equal(why([[7], [8], [9]]), 'too_few_assessors')
  t.equal(why([]), 'too_few_assessors')
  t.equal(
    why([
      [7, 8],
      [8, 9],
    ]),
    'too_few_items',
  )
  t.equal(
    why([
      [7, null],
      [null, 8],
      [9, 9],
      [1, 2],
    ]),
    'too_few_items',
    'two are complete',
  )
})
