import fc from 'fast-check'
import t from 'tap'
import { canonicalJson } from '../../../src/core/document/canonical.ts'

t.test('members are sorted by code unit and white space is gone', async (t) => {
  t.equal(
    canonicalJson({ b: [1, 'x', null], a: { d: true, c: 0.1 }, '10': 1, '2': 2 }),
    '{"10":1,"2":2,"a":{"c":0.1,"d":true},"b":[1,"x",null]}',
  )
  t.equal(
    canonicalJson({ '\u20ac': 1, '\r': 2, '\ud83d\ude00': 3, '\ufb33': 4, '1': 5 }),
    '{"\\r":2,"1":5,"\u20ac":1,"\ud83d\ude00":3,"\ufb33":4}',
    'the example of RFC 8785',
  )
  t.equal(canonicalJson(-0), '0')
  t.equal(canonicalJson(1e21), '1e+21')
  t.equal(canonicalJson(Object.create(null)), '{}')
})

t.test(
  'equal content has one text whatever the order of its members, and it reads back',
  async () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([k, v]) => [k, reversed(v)]),
      )
    }
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        return text === canonicalJson(reversed(value)) && canonicalJson(JSON.parse(text)) === text
      }),
    )
  },
)

t.test('what JSON cannot say is refused instead of dropped', async (t) => {
  const wrong: unknown[] = [
    undefined,
    () => 1,
    Symbol('a'),
    1n,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    new Date(0),
    new Map(),
    { a: undefined },
    [undefined],
    new Array(1),
    '\ud800',
    { '\udc00': 1 },
  ]
  for (const value of wrong) t.throws(() => canonicalJson(value), TypeError)
})
