// Shares out of pairwise comparisons (AHP): principal eigenvector, consistency, and where the judgements contradict
// themselves; in floats, and what leaves for a weighting is whole numbers.
import { at } from '../benchmark/at.ts'
import { type Fraction, fraction } from '../exact.ts'

/** Random indices by the name under which a profile keeps them; place n - 1 is for n compared things. */
export const randomIndices = {
  'saaty-1980': [0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49],
} as const
export type RandomIndex = keyof typeof randomIndices

/** From this ratio on, judgements are too inconsistent to be published. */
export const consistencyLimit = 0.1

/** Whether judgements with this ratio may be published. */
export const isConsistent = (ratio: number): boolean => ratio < consistencyLimit

/** A figure for people: four decimals. */
export const shown = (value: number): number => Math.round(value * 10_000) / 10_000

/** How far a number may be from what it stands for, such as 0.333333 for 1/3. */
const tolerance = 1e-5

/** `cell`: row and column. */
export type MatrixFinding = {
  readonly cell: readonly number[]
  readonly code: 'not-square' | 'off-scale' | 'diagonal-not-one' | 'not-reciprocal'
  readonly detail: string
}

export type Rows = readonly (readonly number[])[]

const entry = (rows: Rows, i: number, j: number): number => at(at(rows, i), j)

const isNear = (value: number, wanted: number): boolean =>
  Math.abs(value - wanted) <= tolerance * wanted

/** What keeps rows from being a reciprocal matrix of n things on the scale 1/9 to 9. All findings at once. */
export const matrixFindings = (rows: Rows, n: number): readonly MatrixFinding[] => {
  if (rows.length !== n)
    return [
      { cell: [], code: 'not-square', detail: `${rows.length} rows for ${n} things compared.` },
    ]
  const uneven = rows.findIndex((row) => row.length !== n)
  if (uneven >= 0)
    return [
      { cell: [uneven], code: 'not-square', detail: `Expected ${n} numbers, one for each code.` },
    ]
  const findings: MatrixFinding[] = []
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1) {
      const value = entry(rows, i, j)
      const cell = [i, j]
      if (value < (1 - tolerance) / 9 || value > 9)
        findings.push({ cell, code: 'off-scale', detail: `${value} is outside 1/9 to 9.` })
      else if (i === j && value !== 1)
        findings.push({
          cell,
          code: 'diagonal-not-one',
          detail: 'Everything weighs as much as itself: 1.',
        })
      else if (i < j && !isNear(value * entry(rows, j, i), 1))
        findings.push({
          cell,
          code: 'not-reciprocal',
          detail: `${value} here and ${entry(rows, j, i)} in row ${j + 1}: one must be 1 divided by the other.`,
        })
    }
  return findings
}

/** Three things whose comparisons contradict each other most: going round, the product should be 1. */
export type Triple = {
  readonly places: readonly [number, number, number]
  readonly product: number
}

/** `shares` add up to 1 and are exact for what follows; figures for people are numbers. */
export type Priorities = {
  readonly shares: readonly Fraction[]
  readonly lambda: number
  readonly consistencyIndex: number
  readonly consistencyRatio: number
  readonly worst: Triple | null
}

/**
 * The priorities of a matrix without findings. Division, multiplication and addition of doubles alone, in a
 * fixed order: the same figures on every machine.
 */
export const prioritiesOf = (rows: Rows, table: RandomIndex): Priorities => {
  const n = rows.length
  const weights = eigenvector(rows)
  const lambda = times(rows, weights).reduce((all, value, i) => all + value / at(weights, i), 0) / n
  const consistencyIndex = n < 3 ? 0 : Math.max(0, lambda - n) / (n - 1)
  return {
    shares: exactly(weights),
    lambda,
    consistencyIndex,
    consistencyRatio: n < 3 ? 0 : consistencyIndex / at(randomIndices[table], n - 1),
    worst: worstTriple(rows),
  }
}

const times = (rows: Rows, vector: readonly number[]): readonly number[] =>
  rows.map((row) => row.reduce((all, value, j) => all + value * at(vector, j), 0))

const normed = (vector: readonly number[]): readonly number[] => {
  const all = vector.reduce((sum, value) => sum + value, 0)
  return vector.map((value) => value / all)
}

/** More steps than any matrix on this scale needs; it ends whatever comes. */
const mostSteps = 1000

/** By power iteration, until no share moves by more than 1e-12. */
const eigenvector = (rows: Rows): readonly number[] => {
  let vector = normed(rows.map(() => 1))
  for (let step = 0; step < mostSteps; step += 1) {
    const next = normed(times(rows, vector))
    const moved = next.some((value, i) => Math.abs(value - at(vector, i)) > 1e-12)
    vector = next
    if (!moved) break
  }
  return vector
}

const grain = 1e12

/** As fractions that add up to 1: from here on nothing is rounded but by largest remainder. */
const exactly = (weights: readonly number[]): readonly Fraction[] => {
  const units = weights.map((weight) => BigInt(Math.round(weight * grain)))
  const all = units.reduce((sum, each) => sum + each, 0n)
  return units.map((each) => fraction(each, all))
}

/** The largest |log(a_ij a_jk a_ki)|, found as the product furthest from 1 in either direction; null below three. */
const worstTriple = (rows: Rows): Triple | null => {
  let worst: Triple | null = null
  let furthest = 0
  for (let i = 0; i < rows.length; i += 1)
    for (let j = i + 1; j < rows.length; j += 1)
      for (let k = j + 1; k < rows.length; k += 1) {
        const product = entry(rows, i, j) * entry(rows, j, k) * entry(rows, k, i)
        const distance = Math.max(product, 1 / product)
        if (distance <= furthest) continue
        furthest = distance
        worst = { places: [i, j, k], product }
      }
  return worst
}
