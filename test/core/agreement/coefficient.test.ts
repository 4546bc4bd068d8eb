import t from 'tap'
import {
  known,
  reasons,
  rootOf,
  toFloat,
  unknown,
} from '../../../src/core/agreement/coefficient.ts'
import { fraction } from '../../../src/core/exact.ts'

const used = { items: 22, assessors: 6 }

t.test('a value comes with what it was made of', async (t) => {
  t.same(known(used, fraction(-1n, 3n)), { ...used, value: -1 / 3 })
  t.same(unknown(used, 'no_overlap'), { ...used, value: null, reason: 'no_overlap' })
})

t.test('the float is near, for numbers that no float could hold apart too', async (t) => {
  t.equal(toFloat(fraction(2n, 3n)), 2 / 3)
  t.ok(Math.abs(toFloat(fraction(10n ** 100n + 1n, 3n * 10n ** 100n)) - 1 / 3) < 1e-15)
  t.equal(toFloat(fraction(0n)), 0)
  t.equal(rootOf(fraction(9n, 4n)), 1.5)
})

t.test('no reason is named twice', async (t) => {
  t.equal(new Set(reasons).size, reasons.length)
})
