// Whether a set of members can be had from published cells by adding and subtracting them in any way.
// Which sets must not be had is decided in suppression.ts.
import { at } from './at.ts'

/**
 * Two primes below 2^26, so that a product of residues is exact in a double. A dependency over the
 * rationals holds modulo each prime that divides no denominator of it; two make missing one unlikely, and
 * a false alarm of either only withholds a cell more.
 */
const primes = [67108859, 67108837] as const

/** A set of atoms: one number an atom, 1 inside and 0 outside. */
export type Indicator = readonly number[]

/**
 * Prepares published cells, then tells of a target which rows, by index, combine to it; null where no
 * combination does. Elimination modulo two primes; either one reports.
 */
export const rowSpaceOf = (rows: readonly Indicator[]) => {
  const spaces = primes.map((prime) => spaceModulo(rows, prime))
  return (target: Indicator): readonly number[] | null =>
    spaces.reduce<readonly number[] | null>((found, space) => found ?? space(target), null)
}

/** A reduced row: its values, and of which given rows it is made, both modulo the prime. */
type Reduced = { readonly values: number[]; readonly parts: number[] }

const spaceModulo = (rows: readonly Indicator[], prime: number) => {
  const basis = new Map<number, Reduced>()
  for (const [index, row] of rows.entries()) {
    const reduced = reduce({ values: [...row], parts: unit(index, rows.length) }, basis, prime)
    const pivot = reduced.values.findIndex((value) => value !== 0)
    if (pivot >= 0) basis.set(pivot, normalized(reduced, pivot, prime))
  }
  return (target: Indicator): readonly number[] | null => {
    const start = { values: [...target], parts: unit(-1, rows.length) }
    const { values, parts } = reduce(start, basis, prime)
    if (values.some((value) => value !== 0)) return null
    return parts.flatMap((part, index) => (part === 0 ? [] : [index]))
  }
}

const unit = (place: number, length: number): number[] =>
  Array.from({ length }, (_, index) => (index === place ? 1 : 0))

const reduce = (row: Reduced, basis: ReadonlyMap<number, Reduced>, prime: number): Reduced => {
  let { values, parts } = row
  // From left to right: a basis row has zeros before its pivot, so no step spoils an earlier one.
  for (let place = 0; place < values.length; place += 1) {
    const factor = at(values, place)
    const by = basis.get(place)
    if (factor === 0 || by === undefined) continue
    values = minus(values, by.values, factor, prime)
    parts = minus(parts, by.parts, factor, prime)
  }
  return { values, parts }
}

const minus = (
  from: readonly number[],
  row: readonly number[],
  factor: number,
  prime: number,
): number[] =>
  from.map((value, place) => {
    const rest = (value - factor * at(row, place)) % prime
    return rest < 0 ? rest + prime : rest
  })

const normalized = ({ values, parts }: Reduced, pivot: number, prime: number): Reduced => {
  const by = inverse(at(values, pivot), prime)
  const scaled = (list: readonly number[]) => list.map((value) => (value * by) % prime)
  return { values: scaled(values), parts: scaled(parts) }
}

/** The inverse modulo a prime by Fermat: value to the power of prime - 2. */
const inverse = (value: number, prime: number): number => {
  let result = 1
  let square = value
  for (let rest = prime - 2; rest > 0; rest >>= 1) {
    if (rest & 1) result = (result * square) % prime
    square = (square * square) % prime
  }
  return result
}
