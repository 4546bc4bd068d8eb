// Which refusals are recorded, and that a flood of them is counted, not listed.
import t from 'tap'
import { Problem } from '../../src/core/problem.ts'
import { listedAMinute, recordedCode, refusalCounter } from '../../src/db/refusals.ts'

t.test('what a caller may not do is recorded; missing and stale things are not', async (t) => {
  t.equal(recordedCode(new Problem('forbidden', { action: 'x', roles: [] })), 'forbidden')
  t.equal(recordedCode(new Problem('incomplete', { errors: [] })), 'incomplete')
  t.equal(recordedCode(new Problem('not-found', {})), null)
  t.equal(recordedCode(new Problem('precondition-failed', { currentEtag: null })), null)
  t.equal(recordedCode(new Error('a bug')), null)
})

t.test(
  'a hundred a minute are listed, and the next one listed tells how many were not',
  async (t) => {
    const counter = refusalCounter()
    for (let n = 0; n < listedAMinute; n += 1) t.same(counter.next('a', n), { unlisted: 0 })
    for (let n = 0; n < 5; n += 1) t.equal(counter.next('a', 59_999), null)
    t.same(counter.next('b', 59_999), { unlisted: 0 }, 'others are counted apart')
    t.same(counter.next('a', 60_000), { unlisted: 5 })
    t.same(counter.next('a', 60_001), { unlisted: 0 })
  },
)

t.test('it remembers so many principals and no more', async (t) => {
  const counter = refusalCounter(2)
  for (let n = 0; n <= listedAMinute; n += 1) counter.next('a', 0)
  counter.next('b', 0)
  t.equal(counter.next('a', 1), null)
  counter.next('c', 1)
  t.same(counter.next('a', 2), { unlisted: 0 }, 'the one first seen was forgotten')
})
