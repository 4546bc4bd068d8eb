import t from 'tap'
import { z } from 'zod'
import { canonical, checkEncoding, encoderOf, pointerOf, readShape } from '../../src/http/zod.ts'

const Answer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), percent: z.int().min(0).max(100).multipleOf(5) }),
  z.strictObject({ kind: z.literal('na'), reason: z.string() }),
])
const Everything = z.strictObject({
  name: z
    .string()
    .min(2)
    .max(4)
    .regex(/^[a-z]+$/),
  list: z.array(z.strictObject({ a: z.boolean() })).max(2),
  map: z.record(z.string().regex(/^\d$/), z.number()),
  answer: Answer,
  either: z.union([z.string(), z.strictObject({ x: z.number() })]),
  kind: z.enum(['a', 'b']),
  even: z.number().refine((value) => value % 2 === 0, 'expected an even number'),
})
const good = {
  name: 'abc',
  list: [{ a: true }],
  map: { 1: 2.5 },
  answer: { kind: 'percent', percent: 50 },
  either: 'text',
  kind: 'a',
  even: 2,
}

t.test('a value that fits is read, defaults and all', async (t) => {
  t.same(readShape(Everything, good, 'body'), { value: good, errors: [] })
  const shape = z.strictObject({ limit: z.string().default('1').transform(Number) })
  t.same(readShape(shape, {}, 'parameter').value, { limit: 1 })
})

t.test('every mistake is named at once, by a pointer and a stable code', async (t) => {
  const errors = (change: object) =>
    readShape(Everything, { ...good, ...change }, 'body').errors.map(({ pointer, code }) => [
      pointer,
      code,
    ])
  t.same(
    errors({
      name: 'A',
      list: [{ a: 'true' }, { b: 1, 'c/d~': 2 }],
      map: { x: 1, 2: '2' },
      answer: { kind: 'percent', percent: 12 },
      kind: 'c',
      even: 3,
      extra: 1,
    }).toSorted(),
    [
      ['/answer/percent', 'not-a-multiple'],
      ['/even', 'invalid'],
      ['/extra', 'unknown-member'],
      ['/kind', 'not-allowed'],
      ['/list/0/a', 'wrong-type'],
      ['/list/1/a', 'missing'],
      ['/list/1/b', 'unknown-member'],
      ['/list/1/c~1d~0', 'unknown-member'],
      ['/map/2', 'wrong-type'],
      ['/map/x', 'wrong-format'],
      ['/name', 'too-small'],
      ['/name', 'wrong-format'],
    ],
  )
  t.same(errors({ name: 'abcde', list: [{ a: true }, { a: true }, { a: true }] }), [
    ['/name', 'too-large'],
    ['/list', 'too-large'],
  ])
  t.same(errors({ answer: { kind: 'other' } }), [['/answer/kind', 'wrong-shape']])
  t.same(errors({ answer: null }), [['/answer', 'wrong-type']])
  t.same(errors({ either: { x: 'y' } }), [['/either/x', 'wrong-type']], 'the meant alternative')
  t.same(errors({ either: 5 }), [['/either', 'wrong-shape']])
})

t.test('what stands inside a text is read, and its mistakes are placed', async (t) => {
  const shape = z.strictObject({
    filter: z
      .string()
      .transform((text) => JSON.parse(text))
      .pipe(z.strictObject({ a: z.number() })),
  })
  t.match(readShape(shape, { filter: '{}' }, 'body').errors, [
    { pointer: '/filter/a', code: 'missing' },
  ])
})

t.test(
  'where one of several members belongs, they are named: for none and for too many',
  async (t) => {
    const shape = z.union([
      z.strictObject({ percent: z.number() }),
      z.strictObject({ cannotJudge: z.string() }),
    ])
    const detail = 'Just one of these belongs here: `percent`, `cannotJudge`.'
    for (const given of [{}, { percent: 5, cannotJudge: 'Not seen' }]) {
      const [error, ...more] = readShape(shape, given, 'body').errors
      t.same([error?.pointer, error?.code, more], ['', 'wrong-shape', []])
      t.same(error?.detail.match(/`\w+`/g)?.toSorted(), detail.match(/`\w+`/g)?.toSorted())
    }
    t.match(readShape(shape, 5, 'body').errors, [
      { detail: 'This fits none of the permitted forms.' },
    ])
  },
)

t.test('a missing whole, and members of what is not even an object', async (t) => {
  t.match(readShape(Everything, undefined, 'body').errors, [{ pointer: '', code: 'missing' }])
  t.match(readShape(Everything, 'text', 'body').errors, [{ pointer: '', code: 'wrong-type' }])
  t.match(readShape(Everything, null, 'body').errors, [{ pointer: '', code: 'wrong-type' }])
})

t.test('parameters are named, not pointed at', async (t) => {
  const shape = z.strictObject({ limit: z.string().regex(/^\d+$/), sort: z.enum(['a']) })
  t.match(readShape(shape, { limit: 'x', Sort: 'a' }, 'parameter').errors, [
    { parameter: 'limit', code: 'wrong-format' },
    { parameter: 'sort', code: 'not-allowed' },
    { parameter: 'Sort', code: 'unknown-parameter' },
  ])
})

t.test('a thousand unknown members are not a thousand lines', async (t) => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`m${at}`, 1]))
  t.equal(readShape(z.strictObject({}), many, 'body').errors.length, 100)
})

t.test('the refused value is never repeated', async (t) => {
  const { errors } = readShape(Everything, { ...good, name: 'SENTINEL', kind: 'SENTINEL' }, 'body')
  t.notMatch(JSON.stringify(errors), /SENTINEL/)
})

t.test('a pointer escapes as RFC 6901 says', async (t) => {
  t.equal(pointerOf([]), '')
  t.equal(pointerOf(['a/b', 0, 'm~n', '']), '/a~1b/0/m~0n/')
})

const Inner = z.strictObject({ a: z.string(), b: z.int().nullable() }).meta({ id: 'ZodTestInner' })
const Outer = z.strictObject({
  inner: Inner.nullable(),
  list: z.array(Inner),
  either: z.union([z.string(), z.number()]),
  map: z.record(z.string(), z.number()),
  maybe: z.string().optional(),
})

t.test('what leaves is JSON of exactly the declared members', async (t) => {
  const encode = encoderOf(Outer)
  for (const value of [
    { inner: null, list: [], either: 1, map: {} },
    {
      inner: { a: 'é " \u2028 😀', b: null },
      list: [{ a: '', b: -1 }],
      either: 'x',
      map: { z: 1.5, a: 0 },
      maybe: 'y',
    },
  ]) {
    t.same(JSON.parse(encode(value)), value)
  }
  const leaky = { inner: null, list: [{ a: '', b: 1, secret: 1 }], either: 1, map: {}, secret: 2 }
  t.notMatch(encode(leaky), /secret/)
  t.notMatch(encode({ ...leaky, inner: { a: '', b: 1, secret: 1 } }), /secret/)
  t.throws(() => encode({ ...leaky, either: {} }), 'no alternative fits')
  t.throws(() => encode({ list: [] }), 'a missing member is an error, not a gap')
})

t.test(
  'null leaves wherever it may be: alone, in a part that is shared, between alternatives',
  async (t) => {
    const Part = z.strictObject({ inner: Inner.nullable() })
    const Either = z.union([Part, z.strictObject({ list: z.array(Inner.nullable()) })])
    const shape = z.strictObject({
      either: Either,
      other: Either.nullable(),
      answer: Answer.nullable(),
    })
    const encode = encoderOf(shape)
    for (const value of [
      { either: { inner: null }, other: null, answer: null },
      { either: { list: [null, { a: '', b: null }] }, other: { inner: null }, answer: good.answer },
    ]) {
      t.doesNotThrow(() => checkEncoding(shape, value, encode(value)))
    }
    t.throws(() => encode({ either: null, other: null, answer: null }), 'control: here it may not')
  },
)

t.test('strict: what the encoder would silently coerce is caught', async (t) => {
  const shape = z.strictObject({ n: z.int(), s: z.string() })
  const encode = encoderOf(shape)
  const good = { n: 12, s: 'a' }
  t.doesNotThrow(() => checkEncoding(shape, good, encode(good)))
  for (const wrong of [
    { n: 12.7, s: 'a' },
    { n: '7', s: 'a' },
    { n: 1, s: null },
    { n: 1, s: 'a', more: 1 },
    { n: 1 },
  ]) {
    t.throws(() => checkEncoding(shape, wrong, '{}'), /breaks its contract/, JSON.stringify(wrong))
  }
  t.equal(encode({ n: 12.7, s: 'a' }), '{"n":12,"s":"a"}', 'control: the encoder says nothing')
  t.throws(() => checkEncoding(shape, good, '{"n":13,"s":"a"}'), /encoder altered/)
})

t.test('equal values have one canonical text', async (t) => {
  t.equal(canonical({ b: [2, { d: 1, c: null }], a: 1 }), '{"a":1,"b":[2,{"c":null,"d":1}]}')
})
