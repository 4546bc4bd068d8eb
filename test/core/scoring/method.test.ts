import t from 'tap'
import { zero } from '../../../src/core/exact.ts'
import { undivided } from '../../../src/core/scoring/method.ts'

t.test('a node that applies as a whole or not at all has no part that does not', async (t) => {
  t.same(undivided({ percent: 50 }), zero)
})
