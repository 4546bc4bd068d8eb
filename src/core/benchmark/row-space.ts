// Whether a set of members can be had from published cells by adding and subtracting them in any way.
// Which sets must not be had is decided in hidden-sets.ts.
import { at } from './at.ts'
import type { Random } from './random.ts'

/**
 * Two primes below 2^25, so that a product of residues is exact in a double and its remainder cheap. A dependency over the
 * rationals holds modulo each prime that divides no denominator of it: whoever must not miss one asks both.
 */
export const primes = [33554393, 33554383] as const
export type Prime = (typeof primes)[number]

/** The numbers of the atoms in a set, rising, each once. */
export type AtomSet = readonly number[]

export type RowSpace = {
  /** Which published cells, by index, combine to the set; null where no combination does. */
  readonly combination: (set: AtomSet) => readonly number[] | null
  /**
   * A number for every atom, such that their sum over any derivable set is zero, and over another set it is
   * so by chance alone, once in 2^25.
   */
  readonly marks: (random: Random) => Float64Array
  readonly unseen: () => Unseen
}

/**
 * What no published cell tells, as sparse vectors: a set follows exactly where its sum over each of them is zero.
 * A vector has the number of the one atom in it that is in no other.
 */
export type Unseen = {
  /** By atom: the vectors that it is in, and how often. */
  readonly vectorsOf: readonly (readonly (readonly [vector: number, times: number])[])[]
  /** By vector: the atoms in it; empty where there is no vector of the number. */
  readonly atomsOf: readonly AtomSet[]
}

/** `values` from the pivot on, whose own is 1; `steps`: what was subtracted of earlier rows, then `scale`. */
type BasisRow = {
  readonly given: number
  readonly pivot: number
  readonly values: Float64Array
  readonly scale: number
  readonly steps: readonly Step[]
}
type Step = { readonly row: number; readonly factor: number }

/**
 * Elimination modulo a prime. Small sets first, because rows that share no atoms leave each other alone;
 * where near atoms stand together, in the order of a lattice, rows stay short and the work small.
 */
export const rowSpaceOf = (cells: readonly AtomSet[], atoms: number, prime: Prime): RowSpace => {
  const field = fieldOf(prime)
  const basis: BasisRow[] = []
  const basisAt = new Int32Array(atoms).fill(-1)
  const scratch = new Float64Array(atoms)

  const reduce = (set: AtomSet) => {
    scratch.fill(0)
    for (const atom of set) scratch[atom] = 1
    const steps: Step[] = []
    let pivot = -1
    let end = (set.at(-1) ?? -1) + 1
    for (let place = set[0] ?? 0; place < end; place += 1) {
      const factor = scratch[place] as number
      if (factor === 0) continue
      const row = basisAt[place] as number
      if (row < 0) {
        if (pivot < 0) pivot = place
        continue
      }
      const { values } = at(basis, row)
      steps.push({ row, factor })
      field.subtract(scratch, place, { values, factor })
      end = Math.max(end, place + values.length)
    }
    return { pivot, end, steps }
  }

  const bySize = [...cells.keys()].sort(
    (a, b) => at(cells, a).length - at(cells, b).length || a - b,
  )
  for (const given of bySize) {
    const { pivot, end, steps } = reduce(at(cells, given))
    if (pivot < 0) continue
    const scale = field.inverse(scratch[pivot] as number)
    const values = scratch.slice(pivot, end).map((value) => field.times(value, scale))
    basisAt[pivot] = basis.push({ given, pivot, values, scale, steps }) - 1
  }

  /** Undoes the steps: from factors of basis rows to the given cells that they are made of. */
  const cellsOf = (steps: readonly Step[]): readonly number[] => {
    const factors = new Float64Array(basis.length)
    for (const { row, factor } of steps) factors[row] = field.plus(at(factors, row), factor)
    const used: number[] = []
    for (let row = basis.length - 1; row >= 0; row -= 1) {
      if (factors[row] === 0) continue
      const { given, scale, steps: earlier } = at(basis, row)
      const scaled = field.times(at(factors, row), scale)
      used.push(given)
      for (const step of earlier)
        factors[step.row] = field.minus(at(factors, step.row), field.times(scaled, step.factor))
    }
    return used.sort((a, b) => a - b)
  }

  return {
    combination: (set) => {
      const { pivot, steps } = reduce(set)
      return pivot < 0 ? cellsOf(steps) : null
    },
    marks: (random) => {
      const marks = Float64Array.from({ length: atoms }, () => random.below(2 ** 20) + 1)
      for (let place = atoms - 1; place >= 0; place -= 1) {
        const row = at(basisAt, place)
        if (row >= 0) marks[place] = field.cancelling(marks, place, at(basis, row).values)
      }
      return marks
    },
    unseen: () => {
      const vectorsOf = Array.from({ length: atoms }, (_, atom): [number, number][] =>
        at(basisAt, atom) < 0 ? [[atom, 1]] : [],
      )
      for (let pivot = atoms - 1; pivot >= 0; pivot -= 1) {
        const row = at(basisAt, pivot)
        if (row < 0) continue
        // A later pivot is known by its vectors already: what remains are atoms that are no pivots.
        const times = new Map<number, number>()
        for (const [place, value] of at(basis, row).values.entries()) {
          if (place === 0 || value === 0) continue
          for (const [vector, each] of at(vectorsOf, pivot + place))
            times.set(vector, field.minus(times.get(vector) ?? 0, field.times(value, each)))
        }
        vectorsOf[pivot] = [...times].filter(([, each]) => each !== 0)
      }
      const atomsOf = vectorsOf.map((): number[] => [])
      for (const [atom, vectors] of vectorsOf.entries())
        for (const [vector] of vectors) at(atomsOf, vector).push(atom)
      return { vectorsOf, atomsOf }
    },
  }
}

type Subtrahend = { readonly values: Float64Array; readonly factor: number }

const fieldOf = (prime: Prime) => {
  const reciprocal = 1 / prime
  // Faster than the remainder of doubles, and exact: the half keeps the quotient 2^-26 away from whole numbers,
  // and below 2^25 it is wrong by 2^-27 at most.
  const modulo = (value: number): number => value - Math.floor((value + 0.5) * reciprocal) * prime
  const times = (a: number, b: number): number => modulo(a * b)
  return {
    times,
    plus: (a: number, b: number): number => modulo(a + b),
    minus: (a: number, b: number): number => modulo(a + prime - b),
    /** By Fermat: the value to the power of prime - 2. */
    inverse: (value: number): number => {
      let result = 1
      let square = value
      for (let rest = prime - 2; rest > 0; rest >>= 1) {
        if (rest & 1) result = times(result, square)
        square = times(square, square)
      }
      return result
    },
    subtract: (from: Float64Array, start: number, { values, factor }: Subtrahend): void => {
      const opposite = prime - factor
      for (let place = 0; place < values.length; place += 1)
        from[start + place] = modulo(
          (from[start + place] as number) + opposite * (values[place] as number),
        )
    },
    /** What the mark at a pivot must be, so that its row times the marks is zero. */
    cancelling: (marks: Float64Array, start: number, values: Float64Array): number => {
      let sum = 0
      for (let place = 1; place < values.length; place += 1)
        sum = modulo(sum + (marks[start + place] as number) * (values[place] as number))
      return modulo(prime - sum)
    },
  }
}
