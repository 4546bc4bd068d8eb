import t from 'tap'
import { expiringCache } from '../../src/http/expiring-cache.ts'

t.test('an answer is remembered until its time, not a moment longer', async (t) => {
  let now = 0
  const cache = expiringCache<string>(10, () => now)
  t.equal(cache.get('a'), undefined)
  cache.set('a', 'one', 1000)
  now = 999
  t.equal(cache.get('a'), 'one')
  now = 1000
  t.equal(cache.get('a'), undefined)
  now = 0
  t.equal(cache.get('a'), undefined, 'what has expired is gone, even if the clock turned back')
})

t.test('what came first leaves first when there are too many', async (t) => {
  const cache = expiringCache<number>(2, () => 0)
  cache.set('a', 1, 9)
  cache.set('b', 2, 9)
  cache.set('a', 3, 9)
  cache.set('c', 4, 9)
  t.same([cache.get('a'), cache.get('b'), cache.get('c')], [3, undefined, 4])
})
