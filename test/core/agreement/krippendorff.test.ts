import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import {
  krippendorffAlpha,
  type Metric,
  metricOf,
} from '../../../src/core/agreement/krippendorff.ts'
import type { PanelScores } from '../../../src/core/agreement/panel.ts'
import { anyPanel, close, krippendorff, printed, sumOf } from '../../fixtures/agreement/panels.ts'
import { modelOf } from '../../support/models.ts'

t.test('Krippendorff 2011: .849 by intervals, .815 by order', async (t) => {
  const interval = krippendorffAlpha(krippendorff, 'interval')
  t.equal(printed(interval, 3), '0.849')
  t.match(interval, { items: 11, assessors: 4 }, 'a unit with one value is not used')
  t.equal(printed(krippendorffAlpha(krippendorff, 'ordinal'), 3), '0.815')
})

t.test('levels have an order and no distance', async (t) => {
  t.equal(metricOf(modelOf('iso-9004-2018')), 'ordinal')
  t.equal(metricOf(modelOf('efqm-2020')), 'interval')
})

/** Alpha once more, over all pairs, with the metric by its definition. */
const pairwise = (scores: PanelScores, metric: Metric): number => {
  const units = scores
    .map((row) => row.filter((score) => score !== null))
    .filter((unit) => unit.length >= 2)
  const all = units.flat()
  const times = (value: number) => all.filter((each) => each === value).length
  const between = (a: number, b: number) =>
    sumOf([...new Set(all)].filter((g) => g >= Math.min(a, b) && g <= Math.max(a, b)).map(times))
  const distance = (a: number, b: number) =>
    metric === 'interval' ? (a - b) ** 2 : (between(a, b) - (times(a) + times(b)) / 2) ** 2
  const pairs = (values: readonly number[]) =>
    sumOf(values.flatMap((a) => values.map((b) => distance(a, b))))
  const observed = sumOf(units.map((unit) => pairs(unit) / (unit.length - 1))) / all.length
  const expected = pairs(all) / (all.length * (all.length - 1))
  return 1 - observed / expected
}

t.test('random panels: the formula over all pairs gives the same', async () => {
  for (const metric of ['interval', 'ordinal'] as const)
    fc.assert(
      fc.property(anyPanel({ missing: true }), (scores) => {
        const { value } = krippendorffAlpha(scores, metric)
        if (value !== null) ok(close(value, pairwise(scores, metric)))
      }),
      { numRuns: 150 },
    )
})

t.test('the order of items and of assessors changes nothing, not even the last digit', async () => {
  fc.assert(
    fc.property(anyPanel({ missing: true }), (scores) => {
      const turned = scores.map((row) => row.toReversed()).toReversed()
      ok(
        krippendorffAlpha(turned, 'interval').value === krippendorffAlpha(scores, 'interval').value,
      )
    }),
    { numRuns: 100 },
  )
})

t.test(
  'no value without a reason, and no variance is looked for before anything is counted',
  async (t) => {
    const why = (scores: PanelScores) => printed(krippendorffAlpha(scores, 'interval'), 3)
    t.equal(why([]), 'no_overlap')
    t.equal(
      why([
        [1, null],
        [null, 2],
      ]),
      'no_overlap',
      'nobody scored what another one did',
    )
    t.equal(why([[7, 7]]), 'no_variance', 'one item, but no variance comes first')
    t.equal(
      why([
        [7, 7],
        [7, 7],
      ]),
      'no_variance',
    )
    t.equal(why([[7, 8]]), 'too_few_items')
    t.equal(
      why([
        [7, 8],
        [8, 7],
      ]),
      '-0.500',
      'a negative value stays',
    )
    t.equal(
      why([
        [7, 7],
        [8, 8],
      ]),
      '1.000',
    )
  },
)
