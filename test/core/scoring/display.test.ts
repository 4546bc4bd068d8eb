import fc from 'fast-check'
import t from 'tap'
import { compare, type Fraction, fraction, halfUpUnits, one, sum } from '../../../src/core/exact.ts'
import { apportion, show } from '../../../src/core/scoring/display.ts'

const amount = (code: string, n: bigint, d = 100n) => ({
  code,
  points: fraction(n, d),
  max: fraction(1000n),
})

const unitsOf = (points: readonly Fraction[], unit = one) => {
  const parts = points.map((value) => ({ points: value, max: value }))
  const whole = sum(points)
  return [...apportion(parts, 'points', whole, halfUpUnits(whole, unit), unit).values()]
}

t.test('missing units go to the largest remainders, ties by document order', async (t) => {
  const of = (...hundredths: number[]) => unitsOf(hundredths.map((n) => fraction(BigInt(n), 100n)))
  t.same(of(3300, 525, 900, 675, 650, 300), [33n, 5n, 9n, 7n, 7n, 3n], 'the example of section 4')
  t.same(of(50, 50, 50), [1n, 1n, 0n], 'half up makes 2, the first two get them')
  t.same(of(250), [3n], 'half up, not half to even')
  t.same(of(0, 150), [0n, 2n], 'nothing earned stays nothing')
  t.same(of(), [])
})

t.test('shown parts add up to the shown whole and move less than one unit', async () => {
  const value = fc
    .tuple(fc.bigInt({ min: 0n, max: 10_000n }), fc.bigInt({ min: 1n, max: 97n }))
    .map(([n, d]) => fraction(n, d))
  const units = fc.constantFrom(one, fraction(1n, 10n))
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), units, (values, unit) => {
      const shown = unitsOf(values, unit)
      const exact = values.map((each) => fraction(each.n * unit.d, each.d * unit.n))
      const near = shown.every((each, index) => {
        const own = exact[index] ?? one
        return (
          compare(fraction(each - 1n), own) < 0 &&
          compare(own, fraction(each + 1n)) < 0 &&
          (each === 0n || own.n > 0n)
        )
      })
      return near && shown.reduce((a, b) => a + b, 0n) === halfUpUnits(sum(values), unit)
    }),
  )
})

t.test('parts that do not make the whole are rounded each by itself', async (t) => {
  const parts = [amount('a', 150n), amount('b', 149n)]
  t.same([...apportion(parts, 'points', fraction(9n), 9n, one).values()], [2n, 1n])
})

t.test('a tree is shown top-down, by code', async (t) => {
  const branches = [
    { ...amount('a', 350n), parts: [amount('a1', 175n), amount('a2', 175n)] },
    { ...amount('b', 325n), parts: [] },
  ]
  const shown = show({ points: fraction(675n, 100n), max: fraction(2000n) }, branches, one)
  t.same(
    ['total', 'a', 'a1', 'a2', 'b'].map((code) => shown(code).points),
    [7, 4, 2, 2, 3],
  )
  t.same(shown('total').maxPoints, 2000)
  t.throws(() => shown('c'), RangeError)
  const tenths = show({ points: fraction(675n, 100n), max: one }, branches, fraction(1n, 10n))
  t.same(
    ['total', 'a', 'b'].map((code) => tenths(code).points),
    [6.8, 3.5, 3.3],
  )
})

t.test(
  'without a total every branch is rounded by itself, and there is no whole to show',
  async (t) => {
    const branches = [
      { ...amount('a', 150n), parts: [amount('a1', 75n), amount('a2', 75n)] },
      { ...amount('b', 150n), parts: [] },
    ]
    const shown = show(null, branches, one)
    t.same(
      ['a', 'a1', 'a2', 'b'].map((code) => shown(code).points),
      [2, 1, 1, 2],
      'items add up to their category still',
    )
    t.throws(() => shown('total'), RangeError)
  },
)
