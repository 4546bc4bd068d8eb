import t from 'tap'
import { fraction, toText } from '../../../src/core/exact.ts'
import type { ProblemError } from '../../../src/core/problem.ts'
import { readPercent, stepBpOf } from '../../../src/core/scoring/percents.ts'

const read = (value: number, stepBp: bigint) => {
  const errors: ProblemError[] = []
  const percent = readPercent(value, stepBp, '/p', errors)
  return { percent: percent === null ? null : toText(percent), detail: errors[0]?.detail }
}

t.test('a step is whole basis points', async (t) => {
  t.equal(stepBpOf(fraction(5n)), 500n)
  t.equal(stepBpOf(fraction(1n, 10n)), 10n)
})

t.test(
  'a percent is a multiple of its step, from 0 to 100; others are told the nearest',
  async (t) => {
    t.match(read(0, 500n), { percent: '0' })
    t.match(read(100, 500n), { percent: '100' })
    t.match(read(33.3, 10n), { percent: '333/10' })
    const refused: [number, bigint, RegExp][] = [
      [47, 500n, /45 or 50/],
      [45.005, 500n, /45 or 50/],
      [-5, 500n, /nearest: 0\./],
      [105, 500n, /nearest: 100\./],
    ]
    for (const [value, step, detail] of refused)
      t.match(read(value, step), { percent: null, detail })
  },
)
