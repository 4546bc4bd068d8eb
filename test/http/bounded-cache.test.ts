import t from 'tap'
import { boundedCache } from '../../src/http/bounded-cache.ts'

const cacheOf = (most: number) => boundedCache<string>(most, (text) => text.length)

t.test('what was put in comes out', async (t) => {
  const cache = cacheOf(10)
  t.equal(cache.get('a'), undefined)
  t.equal(cache.set('a', 'one'), 'one')
  t.equal(cache.get('a'), 'one')
})

t.test('the one unused for longest leaves first, as many as must', async (t) => {
  const cache = cacheOf(9)
  for (const key of ['a', 'b', 'c']) cache.set(key, '123')
  cache.get('a')
  cache.set('d', '12345')
  t.same(
    ['a', 'b', 'c', 'd'].map((key) => cache.get(key)),
    ['123', undefined, undefined, '12345'],
  )
})

t.test('the same key weighs once', async (t) => {
  const cache = cacheOf(6)
  cache.set('a', '123')
  cache.set('b', '123')
  cache.set('b', '321')
  t.same([cache.get('a'), cache.get('b')], ['123', '321'])
})

t.test('what is heavier than everything is not remembered, and moves nobody', async (t) => {
  const cache = cacheOf(3)
  cache.set('a', '123')
  t.equal(cache.set('b', '1234'), '1234')
  t.same([cache.get('a'), cache.get('b')], ['123', undefined])
  cache.set('a', '1234')
  t.equal(cache.get('a'), undefined, 'nor is an older value shown for it')
})
