// Reads percents as people enter them: on the step of the document, with the nearest allowed values in the refusal.
// Which step that is, and what the percent is for, is said by each method.
import { type Fraction, fraction, hundredthsOf } from '../exact.ts'
import type { ProblemError } from '../problem.ts'

const fullBp = 10000n

const nearest = (value: number, stepBp: bigint): string => {
  if (value < 0) return '0'
  if (value > 100) return '100'
  const lower = (BigInt(Math.floor(value * 100)) / stepBp) * stepBp
  return `${Number(lower) / 100} or ${Number(lower + stepBp) / 100}`
}

/** A step in whole basis points. */
export const stepBpOf = (step: Fraction): bigint => (step.n * 100n) / step.d

/** Most percents are whole; making their fractions once pays for the checks around them (measured). */
const wholePercents = Array.from({ length: 101 }, (_, percent) => ({
  bp: BigInt(percent) * 100n,
  percent: fraction(BigInt(percent)),
}))

/** The percent on the step, or null with a finding that names the nearest allowed values. */
export const readPercent = (
  value: number,
  stepBp: bigint,
  pointer: string,
  errors: ProblemError[],
): Fraction | null => {
  const whole = wholePercents[value]
  if (whole !== undefined && whole.bp % stepBp === 0n) return whole.percent
  const bp = hundredthsOf(value)
  if (bp !== null && bp >= 0n && bp <= fullBp && bp % stepBp === 0n) return fraction(bp, 100n)
  errors.push({
    pointer,
    code: 'percent-off-step',
    detail: `${value} is not among the allowed percents; nearest: ${nearest(value, stepBp)}.`,
  })
  return null
}
