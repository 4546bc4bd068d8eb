import t from 'tap'
import { toText } from '../../../src/core/exact.ts'
import { centroid, swingShares } from '../../../src/core/weighting/rank-order.ts'

t.test('the centroid of a ranking is exact', async (t) => {
  t.same(centroid(1).map(toText), ['1'])
  t.same(centroid(4).map(toText), ['25/48', '13/48', '7/48', '1/16'])
})

t.test('swings share in proportion, and zero stays zero', async (t) => {
  t.same(swingShares([100, 80, 50, 20]).map(toText), ['2/5', '8/25', '1/5', '2/25'])
  t.same(swingShares([100, 0]).map(toText), ['1', '0'])
  t.throws(() => swingShares([0, 0]), RangeError)
})
