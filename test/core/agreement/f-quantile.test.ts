import t, { type Test } from 'tap'
import { fQuantile975 } from '../../../src/core/agreement/f-quantile.ts'

const near = (t: Test, value: number, expected: number, tolerance: number, message: string) =>
  t.ok(Math.abs(value / expected - 1) < tolerance, `${message}: ${value} is about ${expected}`)

t.test('the printed table, upper 2.5 %', async (t) => {
  const printed: readonly (readonly [number, number, number])[] = [
    [1, 1, 647.79],
    [1, 10, 6.9367],
    [5, 5, 7.1464],
    [5, 15, 3.5764],
    [10, 10, 3.7168],
    [10, 3, 14.419],
    [20, 30, 2.1952],
    [120, 120, 1.4327],
  ]
  for (const [d1, d2, expected] of printed)
    near(t, fQuantile975(d1, d2), expected, 2e-4, `F(${d1}, ${d2})`)
})

t.test('with two degrees of freedom on one side there is a closed form', async (t) => {
  for (const d of [0.02, 0.5, 1, 2.75, 7, 33.3, 400, 5000]) {
    near(t, fQuantile975(2, d), (d / 2) * Math.expm1((2 / d) * Math.log(40)), 1e-9, `F(2, ${d})`)
    const y = -Math.expm1((2 / d) * Math.log(0.975))
    near(t, fQuantile975(d, 2), (2 * (1 - y)) / (d * y), 1e-9, `F(${d}, 2)`)
  }
})

t.test('few or many degrees of freedom: never infinite, never NaN', async (t) => {
  for (const d1 of [1e-9, 1e-3, 0.3, 22, 1e4])
    for (const d2 of [1e-9, 1e-3, 0.3, 22, 1e4]) {
      const f = fQuantile975(d1, d2)
      t.ok(Number.isFinite(f) && f > 0, `F(${d1}, ${d2}) = ${f}`)
    }
})
