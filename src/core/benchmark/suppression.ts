// Withholds further cells where the published ones together would give a small group away, and keeps the
// record of it. What one cell may show by itself is in disclosure.ts; linear combinations in row-space.ts.
import { at } from './at.ts'
import { type Cohort, cohortsOf, dimensions, dimensionsOf, type Lattice } from './cohort.ts'
import type { Reason } from './disclosure.ts'
import { rowSpaceOf } from './row-space.ts'

/**
 * A parent with its children along one more dimension, as places in `cohortsOf(lattice)`. What of the
 * parent is in no child (unlisted, unclassified) is the remainder: hidden always, without a place.
 */
export type Line = { readonly parent: number; readonly children: readonly number[] }

/** Every line of the offered lattice: all/sectors, sector/sizes, size/sectors and so on. */
export const linesOf = (lattice: Lattice): readonly Line[] => {
  const cohorts = cohortsOf(lattice)
  return cohorts.flatMap((parent, place) =>
    dimensions.flatMap((dimension) => {
      const children = cohorts.flatMap((child, childPlace) =>
        isChild(child, parent, dimension) ? [childPlace] : [],
      )
      return children.length === 0 ? [] : [{ parent: place, children }]
    }),
  )
}

const isChild = (child: Cohort, parent: Cohort, along: (typeof dimensions)[number]): boolean =>
  parent[along] === null &&
  child[along] !== null &&
  dimensions.every((dimension) => dimension === along || child[dimension] === parent[dimension])

/** Members that no offered cohort tells apart: how many, and the places of the cohorts they are in. */
export type Atom = { readonly n: number; readonly cohorts: readonly number[] }

/** One node over the whole lattice; lists go by the places of `cohortsOf(lattice)`. */
export type NodeCells = {
  readonly n: readonly number[]
  /** Why the gate of a single cell withholds it; null passes. */
  readonly gated: readonly (Reason | null)[]
  readonly atoms: readonly Atom[]
}

export type Suppression = {
  readonly reasons: readonly (Reason | null)[]
  /** Places withheld as complementary, in the order of withholding: one a round. */
  readonly suppressed: readonly number[]
}

/**
 * Rules 1 to 3 of the audit for one node (benchmarks, section 6). Each round withholds one cell, so it
 * ends. Rule 3 looks at single hidden cells and at the hidden cells of one line together: complete for
 * lattices without crossing families.
 */
export const suppress = (cells: NodeCells, { lattice, lines, kMin }: Rules): Suppression => {
  const cohorts = cohortsOf(lattice)
  const reasons = cells.gated.map((reason, place) =>
    reason === null && at(cells.n, place) < kMin ? 'primary' : reason,
  )
  const suppressed: number[] = []
  for (;;) {
    const state = { ...cells, reasons, cohorts, lines, kMin }
    const leak = residualLeak(state) ?? combinedLeak(state)
    if (leak === null) return { reasons, suppressed }
    const smallest = at([...leak].sort(bySize(cells.n, cohorts)), 0)
    reasons[smallest] = 'complementary'
    suppressed.push(smallest)
  }
}

export type Rules = {
  readonly lattice: Lattice
  readonly lines: readonly Line[]
  readonly kMin: number
}

type State = NodeCells & {
  readonly reasons: readonly (Reason | null)[]
  readonly cohorts: readonly Cohort[]
  readonly lines: readonly Line[]
  readonly kMin: number
}

const bySize =
  (n: readonly number[], cohorts: readonly Cohort[]) =>
  (a: number, b: number): number =>
    at(n, a) - at(n, b) || (at(cohorts, a).key < at(cohorts, b).key ? -1 : 1)

/** Too few to be told apart, but somebody. */
export const isSmall = (n: number, kMin: number): boolean => n >= 1 && n < kMin

/** Rule 2: published children of the first published parent that leave 1..k-1, or null. */
const residualLeak = ({ n, reasons, lines, kMin }: State): readonly number[] | null => {
  for (const { parent, children } of lines) {
    if (at(reasons, parent) !== null) continue
    const shown = children.filter((place) => at(reasons, place) === null)
    const left = shown.reduce((rest, place) => rest - at(n, place), at(n, parent))
    if (isSmall(left, kMin)) return shown
  }
  return null
}

/** Rule 3: the finest published cells of a combination that is a small hidden set, or null. */
const combinedLeak = (state: State): readonly number[] | null => {
  const { atoms, reasons, cohorts, kMin } = state
  const published = reasons.flatMap((reason, place) => (reason === null ? [place] : []))
  const combined = rowSpaceOf(published.map((place) => cellOf(atoms, place)))
  for (const target of hiddenSets(state)) {
    const size = atoms.reduce((sum, { n }, place) => sum + n * at(target, place), 0)
    const used = isSmall(size, kMin) ? combined(target) : null
    if (used !== null)
      return finest(
        used.map((row) => at(published, row)),
        cohorts,
      )
  }
  return null
}

const indicatorOf = (atoms: readonly Atom[], inside: (atom: Atom) => boolean): readonly number[] =>
  atoms.map((atom) => (inside(atom) ? 1 : 0))

const cellOf = (atoms: readonly Atom[], place: number): readonly number[] =>
  indicatorOf(atoms, ({ cohorts }) => cohorts.includes(place))

/** Each hidden cell, and per line its hidden cells together with the remainder. */
const hiddenSets = ({ atoms, reasons, lines }: State): readonly (readonly number[])[] => [
  ...reasons.flatMap((reason, place) => (reason === null ? [] : [cellOf(atoms, place)])),
  ...lines.map(({ parent, children }) => {
    const shown = children.filter((place) => at(reasons, place) === null)
    return indicatorOf(
      atoms,
      ({ cohorts }) => cohorts.includes(parent) && !shown.some((place) => cohorts.includes(place)),
    )
  }),
]

const finest = (places: readonly number[], cohorts: readonly Cohort[]): readonly number[] => {
  const fineness = (place: number) => dimensionsOf[at(cohorts, place).family].length
  const most = Math.max(...places.map(fineness))
  return places.filter((place) => fineness(place) === most)
}
