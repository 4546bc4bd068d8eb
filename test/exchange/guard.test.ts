import fc from 'fast-check'
import t from 'tap'
import { guarded, unguarded } from '../../src/exchange/guard.ts'

t.test('exactly one guard is put on and taken off', async (t) => {
  for (const text of [
    '=1',
    '+1',
    '-1',
    '@a',
    '\ta',
    '\ra',
    '\0a',
    '＝1',
    '＋1',
    '－1',
    '＠1',
    "'=1",
  ])
    t.equal(guarded(text), `'${text}`)
  for (const text of ['', 'a', "'a", ' =1', '1-1', '“=1”']) t.equal(guarded(text), text)
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("'", '=', '-', 'a', '＝', '\t') }), (text) => {
      t.equal(unguarded(guarded(text)), text)
      t.notMatch(guarded(text), /^[=\-\t＝]/)
    }),
  )
})

t.test('what a person typed without a guard stays', async (t) => {
  t.equal(unguarded('-1 point'), '-1 point')
  t.equal(unguarded("'quoted'"), "'quoted'")
})
