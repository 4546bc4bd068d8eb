// Exact numbers: fractions of big integers, so that no score ever meets a float.
// Which step a figure is rounded to belongs to the method or to the display; how belongs here.

/** A rational number in lowest terms; the denominator is positive. Made by `fraction` only. */
export type Fraction = { readonly n: bigint; readonly d: bigint }

const greatestDivisor = (a: bigint, b: bigint): bigint => {
  let [larger, smaller] = [a, b]
  while (smaller !== 0n) {
    const rest = larger % smaller
    larger = smaller
    smaller = rest
  }
  return larger < 0n ? -larger : larger
}

/** n / d in lowest terms. A zero denominator is a bug of the caller: RangeError. */
export const fraction = (n: bigint, d = 1n): Fraction => {
  if (d === 1n) return { n, d }
  if (d === 0n) throw new RangeError('a fraction has no zero denominator')
  const divisor = d < 0n ? -greatestDivisor(n, d) : greatestDivisor(n, d)
  return divisor === 1n ? { n, d } : { n: n / divisor, d: d / divisor }
}

export const zero: Fraction = { n: 0n, d: 1n }
export const one: Fraction = { n: 1n, d: 1n }
export const hundred: Fraction = { n: 100n, d: 1n }

export const add = (a: Fraction, b: Fraction): Fraction =>
  a.d === b.d ? fraction(a.n + b.n, a.d) : fraction(a.n * b.d + b.n * a.d, a.d * b.d)

export const sub = (a: Fraction, b: Fraction): Fraction =>
  a.d === b.d ? fraction(a.n - b.n, a.d) : fraction(a.n * b.d - b.n * a.d, a.d * b.d)

export const mul = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d)

/** a / b; a zero divisor is a bug of the caller: RangeError. */
export const div = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n)

/** -1, 0 or 1, as a is less than, equal to or greater than b. */
export const compare = (a: Fraction, b: Fraction): -1 | 0 | 1 => {
  const left = a.n * b.d
  const right = b.n * a.d
  if (left === right) return 0
  return left < right ? -1 : 1
}

export const isZero = (value: Fraction): boolean => value.n === 0n

/** Adds any number of fractions and reduces once, at the end. */
export const sum = (terms: readonly Fraction[]): Fraction => {
  let n = 0n
  let d = 1n
  for (const term of terms) {
    if (d % term.d !== 0n) {
      n *= term.d
      d *= term.d
    }
    n += term.n * (d / term.d)
  }
  return fraction(n, d)
}

/**
 * A JSON number as whole hundredths: round(100 x), or null where |100 x - that| is 1e-6 or more.
 * The one place where a float is read (scoring.md section 4); percents become basis points here.
 */
export const hundredthsOf = (x: number): bigint | null => {
  const scaled = x * 100
  const whole = Math.round(scaled)
  return Number.isSafeInteger(whole) && Math.abs(scaled - whole) < 1e-6 ? BigInt(whole) : null
}

/** A JSON number as an exact fraction, or null where it is finer than a hundredth. */
export const fromNumber = (x: number): Fraction | null => {
  const whole = hundredthsOf(x)
  return whole === null ? null : fraction(whole, 100n)
}

/** The JSON number of a published document, whose grain its invariants have proved: RangeError otherwise. */
export const fromDocument = (x: number): Fraction => {
  const exact = fromNumber(x)
  if (exact === null) throw new RangeError(`${x} is finer than 0.01`)
  return exact
}

/** floor(v / step + 1/2) for v >= 0; of a negative value (a difference) the magnitude is rounded. */
export const halfUpUnits = (value: Fraction, step: Fraction): bigint => {
  const n = value.n * step.d
  const d = value.d * step.n
  const magnitude = (2n * (n < 0n ? -n : n) + d) / (2n * d)
  return n < 0n ? -magnitude : magnitude
}

/** Half-up to a multiple of the positive step. */
export const halfUp = (value: Fraction, step: Fraction): Fraction =>
  fraction(halfUpUnits(value, step) * step.n, step.d)

const hundredth: Fraction = { n: 1n, d: 100n }

/** Half-up to hundredths, as a JSON number: for showing, never for calculating. */
export const toHundredths = (value: Fraction): number => Number(halfUpUnits(value, hundredth)) / 100

/** A percent as basis points, half-up: 46.15 % is 4615. */
export const toBasisPoints = (percent: Fraction): number => Number(halfUpUnits(percent, hundredth))

/** The text in lowest terms: `27/4`, `45`, `-1/3`. */
export const toText = (value: Fraction): string =>
  value.d === 1n ? value.n.toString() : `${value.n}/${value.d}`

/** Reads what `toText` wrote; anything else is a bug of the caller: RangeError. */
export const fromText = (text: string): Fraction => {
  const [, n, d] = /^(-?\d+)(?:\/([1-9]\d*))?$/.exec(text) ?? []
  if (n === undefined) throw new RangeError(`not a fraction: ${text}`)
  return fraction(BigInt(n), BigInt(d ?? '1'))
}

/** A decimal for people: exact within four decimals, else to hundredths with the fraction behind it. */
export const toReadable = (value: Fraction): string =>
  10000n % value.d === 0n
    ? String(Number((value.n * 10000n) / value.d) / 10000)
    : `${toHundredths(value)} (${toText(value)})`
