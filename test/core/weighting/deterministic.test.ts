import t from 'tap'
import { exp, ln } from '../../../src/core/weighting/deterministic.ts'

t.test('logarithms are those of Math, to the last bits', async (t) => {
  let worst = 0
  for (let step = 1; step < 20_000; step += 1) {
    const x = step / 1000
    worst = Math.max(worst, Math.abs(ln(x) - Math.log(x)))
  }
  t.ok(worst < 2e-15, String(worst))
  for (const x of [1e-300, 1e-43, 1, 1e300]) t.ok(Math.abs(ln(x) - Math.log(x)) <= 1e-12, String(x))
})

t.test('exponentials are those of Math, but for rounding', async (t) => {
  let worst = 0
  for (let step = -3000; step < 3000; step += 1)
    worst = Math.max(worst, Math.abs(exp(step / 100) / Math.exp(step / 100) - 1))
  t.ok(worst < 1e-13, String(worst))
  t.equal(exp(0), 1)
})
