import { deepStrictEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import {
  add,
  compare,
  div,
  type Fraction,
  fraction,
  fromDocument,
  fromNumber,
  fromText,
  halfUp,
  hundred,
  hundredthsOf,
  isZero,
  mul,
  one,
  sub,
  sum,
  toBasisPoints,
  toHundredths,
  toReadable,
  toText,
  zero,
} from '../../src/core/exact.ts'

const small = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
const anyFraction: fc.Arbitrary<Fraction> = fc
  .tuple(small, fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([n, d]) => fraction(n, d))

t.test('a fraction is in lowest terms with a positive denominator', async (t) => {
  t.same(fraction(6n, 8n), { n: 3n, d: 4n })
  t.same(fraction(6n, -8n), { n: -3n, d: 4n })
  t.same(fraction(-3n, -4n), { n: 3n, d: 4n })
  t.same(fraction(0n, 7n), { n: 0n, d: 1n })
  t.same(fraction(7n), { n: 7n, d: 1n })
  t.throws(() => fraction(1n, 0n), RangeError)
})

t.test('the operations obey the laws of a field', async (t) => {
  fc.assert(
    fc.property(anyFraction, anyFraction, anyFraction, (a, b, c) => {
      deepStrictEqual(add(a, b), add(b, a))
      deepStrictEqual(sub(add(a, b), b), a)
      deepStrictEqual(mul(a, add(b, c)), add(mul(a, b), mul(a, c)))
      deepStrictEqual(sum([a, b, c]), add(add(a, b), c))
      if (!isZero(b)) deepStrictEqual(mul(div(a, b), b), a)
      deepStrictEqual(compare(a, b) + compare(b, a), 0)
    }),
    { numRuns: 200 },
  )
  t.same(sub(fraction(3n, 4n), fraction(1n, 4n)), fraction(1n, 2n))
  t.same(sum([]), zero)
  t.equal(compare(one, hundred), -1)
  t.equal(compare(hundred, one), 1)
  t.equal(compare(one, fraction(2n, 2n)), 0)
  t.throws(() => div(one, zero), RangeError)
})

t.test('a JSON number is read as whole hundredths or refused', async (t) => {
  t.equal(hundredthsOf(112.5), 11250n)
  t.equal(hundredthsOf(0.1 + 0.2), 30n, 'float noise is no grain')
  t.equal(hundredthsOf(4.35), 435n, '100 * 4.35 is 434.99999999999994')
  t.equal(hundredthsOf(0.001), null)
  t.equal(hundredthsOf(1.00000002), null, 'just outside 1e-6')
  t.equal(hundredthsOf(1.000000001), 100n, 'just inside 1e-6')
  t.equal(hundredthsOf(Number.NaN), null)
  t.equal(hundredthsOf(1e300), null)
  t.same(fromNumber(6.75), fraction(27n, 4n))
  t.equal(fromNumber(6.755), null)
  t.same(fromDocument(0.1), fraction(1n, 10n))
  t.throws(() => fromDocument(0.001), RangeError)
})

t.test('rounding is half up to the step, of a difference by its magnitude', async (t) => {
  const step = fraction(5n)
  t.same(halfUp(fraction(95n, 2n), step), fraction(50n), '47.5 goes up')
  t.same(halfUp(fraction(4749n, 100n), step), fraction(45n))
  t.same(halfUp(fraction(-95n, 2n), step), fraction(-50n))
  t.same(halfUp(fraction(5n, 2n), one), fraction(3n), 'not half to even')
  t.equal(toHundredths(fraction(1n, 200n)), 0.01)
  t.equal(toHundredths(fraction(133n, 3n)), 44.33)
  t.equal(toHundredths(fraction(4615n, 100n)), 46.15, '65 % of 71 is not 46.1')
  t.equal(toBasisPoints(fraction(325n, 7n)), 4643)
})

t.test('rounding never moves further than half a step', async () => {
  const steps = fc.bigInt({ min: 1n, max: 1000n }).map((n) => fraction(n, 100n))
  fc.assert(
    fc.property(anyFraction, steps, (value, step) => {
      const rounded = halfUp(value, step)
      deepStrictEqual(div(rounded, step).d, 1n)
      const moved = sub(rounded, value)
      ok(compare(moved.n < 0n ? sub(zero, moved) : moved, div(step, fraction(2n))) <= 0)
    }),
    { numRuns: 200 },
  )
})

t.test('text form is lowest terms and reads back', async (t) => {
  t.equal(toText(fraction(27n, 4n)), '27/4')
  t.equal(toText(fraction(45n)), '45')
  fc.assert(
    fc.property(anyFraction, (value) => deepStrictEqual(fromText(toText(value)), value)),
    {
      numRuns: 100,
    },
  )
  for (const wrong of ['', '1/0', '1.5', '1/-2', 'a', '1/']) {
    t.throws(() => fromText(wrong), RangeError, wrong)
  }
})

t.test('people read decimals, with the fraction where a decimal would lie', async (t) => {
  t.equal(toReadable(fraction(27n, 4n)), '6.75')
  t.equal(toReadable(fraction(1n, 16n)), '0.0625')
  t.equal(toReadable(fraction(45n)), '45')
  t.equal(toReadable(fraction(160n, 3n)), '53.33 (160/3)')
})
