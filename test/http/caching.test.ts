import t from 'tap'
import { cacheControl, contentEtag, etagCondition, isNotModified } from '../../src/http/caching.ts'
import type { Operation } from '../../src/http/operation.ts'

t.test('only public answers may stay in shared caches', async (t) => {
  const control = (cache: Operation['cache'], scope: Operation['scope']) =>
    cacheControl({ cache, scope } as Operation)
  t.equal(control('immutable', null), 'public, max-age=31536000, immutable')
  t.equal(control('immutable', 'scores:read'), 'private, max-age=31536000, immutable')
  t.equal(control('no-cache', null), 'public, no-cache')
  t.equal(control('no-cache', 'scores:read'), 'private, no-cache')
  t.equal(control('private-1h', 'benchmarks:read'), 'private, max-age=3600')
  t.equal(control('private-1h', null), 'private, max-age=3600')
  t.equal(control('no-store', 'submissions:read'), 'private, no-store')
})

t.test('a content tag is of the very bytes', async (t) => {
  t.equal(contentEtag('a'), contentEtag('a'))
  t.not(contentEtag('a'), contentEtag('b'))
  t.match(contentEtag(''), /^"[\w-]{27}"$/)
})

t.test('conditions are read as lists of tags, quotes kept', async (t) => {
  const cases: readonly (readonly [string | undefined, unknown])[] = [
    [undefined, undefined],
    ['*', '*'],
    [' * ', '*'],
    ['"1"', ['"1"']],
    ['W/"1"', ['W/"1"']],
    ['"1", W/"2" ,"3"', ['"1"', 'W/"2"', '"3"']],
    ['"a,b"', ['"a,b"']],
    ['', null],
    ['1', null],
    ['"1', null],
    ['"1" "2"', null],
    ['w/"1"', null],
    ['"1", *', null],
    ['"é"', null],
  ]
  for (const [header, condition] of cases) t.same(etagCondition(header), condition, String(header))
})

t.test('a reader who has it already is told so, by weak comparison', async (t) => {
  t.notOk(isNotModified(undefined, '"1"'))
  t.ok(isNotModified('*', '"1"'))
  t.ok(isNotModified(['"0"', '"1"'], '"1"'))
  t.ok(isNotModified(['W/"1"'], '"1"'))
  t.notOk(isNotModified(['"2"'], '"1"'))
})
