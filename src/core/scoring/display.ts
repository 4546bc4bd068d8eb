// The shown figures: whole display units by largest remainder, so that the parts add up to the shown sum.
// No calculation reads them (scoring.md section 4).
import { compare, type Fraction, fraction, halfUpUnits, sum, toHundredths } from '../exact.ts'

/** Exact points and their maximum. */
export type Amount = { readonly points: Fraction; readonly max: Fraction }
export type Part = Amount & { readonly code: string }
/** A part with parts of its own; a leaf has none. */
export type Branch = Part & { readonly parts: readonly Part[] }
/** What is shown for a node: JSON numbers, multiples of the display unit. */
export type Shown = { readonly points: number; readonly maxPoints: number }

type Remainder<Key> = {
  readonly part: Key
  readonly floor: bigint
  readonly order: number
  readonly n: bigint
  readonly d: bigint
}

/** The largest remainder first, ties by document order. */
const byRemainder = (a: Remainder<unknown>, b: Remainder<unknown>): number => {
  const difference = b.n * a.d - a.n * b.d
  if (difference === 0n) return a.order - b.order
  return difference > 0n ? 1 : -1
}

/**
 * Shares `shown` units out to the parts: floors first, the missing units to the largest remainders. Where
 * the parts do not add up to the whole (a rounded category, a plain mean) each is rounded half-up by itself:
 * no apportioning could make them add up truthfully. `whole` null: nothing adds the parts up.
 */
export const apportion = <Key extends Amount>(
  parts: readonly Key[],
  figure: 'points' | 'max',
  whole: Fraction | null,
  shown: bigint,
  unit: Fraction,
): ReadonlyMap<Key, bigint> => {
  if (whole === null || compare(sum(parts.map((part) => part[figure])), whole) !== 0) {
    return new Map(parts.map((part) => [part, halfUpUnits(part[figure], unit)]))
  }
  const units = new Map<Key, bigint>()
  const remainders: Remainder<Key>[] = []
  let missing = shown
  parts.forEach((part, order) => {
    const d = part[figure].d * unit.n
    const n = part[figure].n * unit.d
    const floor = n / d
    units.set(part, floor)
    remainders.push({ part, floor, order, n: n - floor * d, d })
    missing -= floor
  })
  const favoured = missing === 0n ? [] : remainders.sort(byRemainder).slice(0, Number(missing))
  for (const { part, floor } of favoured) units.set(part, floor + 1n)
  return units
}

const shownUnits = (
  total: Amount | null,
  branches: readonly Branch[],
  unit: Fraction,
  figure: 'points' | 'max',
): ReadonlyMap<string, bigint> => {
  const exact = total === null ? null : total[figure]
  const whole = exact === null ? 0n : halfUpUnits(exact, unit)
  const shown = new Map(exact === null ? [] : [['total', whole]])
  for (const [branch, units] of apportion(branches, figure, exact, whole, unit)) {
    shown.set(branch.code, units)
    for (const [part, each] of apportion(branch.parts, figure, branch[figure], units, unit)) {
      shown.set(part.code, each)
    }
  }
  return shown
}

/**
 * The shown figures of a tree, top-down: the total half-up, branches apportioned to the shown total, parts
 * to each shown branch. Without a total each branch is rounded by itself. Asks by code, `total` for the
 * whole; RangeError for a code that is not in the tree.
 */
export const show = (
  total: Amount | null,
  branches: readonly Branch[],
  unit: Fraction,
): ((code: string) => Shown) => {
  const points = shownUnits(total, branches, unit, 'points')
  const max = shownUnits(total, branches, unit, 'max')
  const number = (units: bigint | undefined, code: string): number => {
    if (units === undefined) throw new RangeError(`nothing is shown for ${code}`)
    return toHundredths(fraction(units * unit.n, unit.d))
  }
  return (code) => ({
    points: number(points.get(code), code),
    maxPoints: number(max.get(code), code),
  })
}
