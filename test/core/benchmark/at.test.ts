import t from 'tap'
import { at } from '../../../src/core/benchmark/at.ts'

t.test('the element at a place is handed out, zero included', async (t) => {
  t.equal(at([7, 0], 1), 0)
  t.equal(at(new Uint16Array([3]), 0), 3)
})

t.test('a missing place is an error and never a zero', async (t) => {
  t.throws(() => at([7], 1), RangeError)
  t.throws(() => at(new Uint16Array(0), 0), { message: 'no element at 0 of 0' })
})
