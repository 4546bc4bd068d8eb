// Rational numbers of the second scoring: plain bigint fractions, always in lowest terms.
// On purpose nothing here comes from src/core/exact.ts.

export type Q = { readonly n: bigint; readonly d: bigint }
export type Round = (value: Q, step: Q) => Q

const magnitude = (a: bigint): bigint => (a < 0n ? -a : a)
const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b))

const reduced = (n: bigint, d: bigint): Q => {
  if (d === 1n) return { n, d }
  if (d === 0n) throw new RangeError('divided by zero')
  const common = divisor(magnitude(n), magnitude(d))
  const sign = d < 0n ? -1n : 1n
  return { n: (sign * n) / common, d: (sign * d) / common }
}

export const whole = (n: number): Q => ({ n: BigInt(n), d: 1n })
export const zero = whole(0)
export const hundred = whole(100)

/** A JSON number by its decimal digits; it must be written without an exponent. */
export const decimal = (x: number): Q => {
  const [integer = '0', digits = ''] = String(x).split('.')
  return reduced(BigInt(integer + digits), 10n ** BigInt(digits.length))
}

export const plus = (a: Q, b: Q): Q => reduced(a.n * b.d + b.n * a.d, a.d * b.d)
export const minus = (a: Q, b: Q): Q => reduced(a.n * b.d - b.n * a.d, a.d * b.d)
export const times = (a: Q, b: Q): Q => reduced(a.n * b.n, a.d * b.d)
export const over = (a: Q, b: Q): Q => reduced(a.n * b.d, a.d * b.n)
export const below = (a: Q, b: Q): boolean => a.n * b.d < b.n * a.d
export const least = (a: Q, b: Q): Q => (below(b, a) ? b : a)
export const sum = (values: readonly Q[]): Q => values.reduce(plus, zero)
/** Of at least one value. */
export const mean = (values: readonly Q[]): Q => over(sum(values), whole(values.length))
/** The greatest integer not above a value that is not negative. */
export const floor = (value: Q): Q => ({ n: value.n / value.d, d: 1n })

export const text = ({ n, d }: Q): string => (d === 1n ? `${n}` : `${n}/${d}`)

/** floor(v / step + 1/2) x step for v >= 0; below zero the magnitude is rounded. */
export const halfUp: Round = (value, step) => {
  if (value.n < 0n) return minus(zero, halfUp(minus(zero, value), step))
  return times(floor(plus(over(value, step), { n: 1n, d: 2n })), step)
}

/** To hundredths, as the JSON number that a sheet shows. */
export const shown = (value: Q, round: Round = halfUp): number => {
  const { n } = times(round(value, { n: 1n, d: 100n }), hundred)
  return Number(n) / 100
}
