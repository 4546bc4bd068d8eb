import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { meanAbsoluteDeviation } from '../../../src/core/agreement/deviation.ts'
import { anyPanel, close, mean } from '../../fixtures/agreement/panels.ts'

t.test('the mean distance to the mean of the item, over items with two scores', async (t) => {
  t.same(
    meanAbsoluteDeviation([
      [4000, 6000],
      [5000, 5000],
      [null, 9000],
    ]),
    {
      items: 2,
      assessors: 2,
      value: 500,
    },
  )
  t.equal(meanAbsoluteDeviation([[1, 1, 2]]).value, (1 / 3 + 1 / 3 + 2 / 3) / 3)
})

t.test('equal scores are no deviation: zero, not unknown', async (t) => {
  t.equal(meanAbsoluteDeviation([[7, 7]]).value, 0)
})

t.test('without overlap there is none', async (t) => {
  t.match(
    meanAbsoluteDeviation([
      [7, null],
      [null, 8],
    ]),
    { value: null, reason: 'no_overlap' },
  )
})

t.test('random panels: floats say the same', async () => {
  fc.assert(
    fc.property(anyPanel({ missing: true }), (scores) => {
      const { value } = meanAbsoluteDeviation(scores)
      const rows = scores
        .map((row) => row.filter((score) => score !== null))
        .filter((row) => row.length >= 2)
      const far = rows.flatMap((row) => row.map((x) => Math.abs(x - mean(row))))
      ok(value === null ? far.length === 0 : close(value, mean(far)))
    }),
    { numRuns: 100 },
  )
})
