// Withholds further cells where the published ones together would give a small group away, and keeps the
// record of it. What one cell may show by itself is in disclosure.ts; what follows from several, in hidden-sets.ts.
import { at } from './at.ts'
import {
  type Cohort,
  cohortsOf,
  type Dimension,
  dimensions,
  dimensionsOf,
  type Lattice,
  type Place,
} from './cohort.ts'
import type { Reason } from './disclosure.ts'
import { type Atom, isProtected, type Line, leaksIn, restOf, supportsOf } from './hidden-sets.ts'
import { type Holding, holdingOf } from './owners.ts'
import type { AtomSet } from './row-space.ts'

/** Every line of the offered lattice: all/sectors, sector/sizes, size/sectors and so on. */
export const linesOf = (lattice: Lattice): readonly Line[] => {
  const cohorts = cohortsOf(lattice)
  const lines = new Map<string, number[]>()
  const nameOf = (cohort: Place, along: Dimension) =>
    [along, ...dimensions.map((each) => (each === along ? null : cohort[each]))].join()
  for (const [place, cohort] of cohorts.entries())
    for (const along of dimensionsOf[cohort.family]) {
      const name = nameOf(cohort, along)
      const known = lines.get(name)
      if (known === undefined) lines.set(name, [place])
      else known.push(place)
    }
  return cohorts.flatMap((cohort, parent) =>
    dimensions
      .filter((along) => cohort[along] === null)
      .map((along) => ({ parent, children: lines.get(nameOf(cohort, along)) ?? [] }))
      .filter(({ children }) => children.length > 0),
  )
}

/** One node over the whole lattice; lists go by the places of `cohortsOf(lattice)`. */
export type NodeCells = {
  readonly held: readonly Holding[]
  /** Why the gate of a single cell withholds it; null passes. */
  readonly gated: readonly (Reason | null)[]
  readonly atoms: readonly Atom[]
}

export type Suppression = {
  readonly reasons: readonly (Reason | null)[]
  /** Places withheld as complementary, in the order of withholding. */
  readonly suppressed: readonly number[]
}

export type Rules = {
  readonly lattice: Lattice
  readonly lines: readonly Line[]
  readonly kMin: number
}

/**
 * Rules 1 to 3 of the audit for one node (benchmarks, section 6). Each round withholds a cell at least, so it
 * ends. The result does not depend on the order of the atoms.
 */
export const suppress = (cells: NodeCells, { lattice, lines, kMin }: Rules): Suppression => {
  const cohorts = cohortsOf(lattice)
  const n = cells.held.map((each) => each.n)
  const atoms = inOrder(cells.atoms)
  const supports = supportsOf(atoms, cohorts.length)
  const reasons = cells.gated.map((reason, place) =>
    reason === null && at(cells.held, place).groups < kMin ? 'primary' : reason,
  )
  const suppressed: number[] = []
  const withholdSmallest = (places: readonly number[]): void => {
    const smallest = at([...places].sort(bySize(n, cohorts)), 0)
    reasons[smallest] = 'complementary'
    suppressed.push(smallest)
  }
  for (;;) {
    const rest = residualLeak({ atoms, supports, reasons, lines, kMin })
    if (rest !== null) {
      withholdSmallest(rest)
      continue
    }
    const shown = reasons.map((reason) => reason === null)
    const leaks = leaksIn({ atoms, lines, shown, kMin })
    if (leaks.length === 0) return { reasons, suppressed }
    // What one of them withholds may break others too; those are looked at again in the next round.
    for (const used of leaks)
      if (used.every((place) => reasons[place] === null)) withholdSmallest(finest(used, cohorts))
  }
}

/** Atoms in the order of their cohorts: near ones stand together, and no order of members shows. */
export const inOrder = (atoms: readonly Atom[]): readonly Atom[] =>
  atoms
    .filter(({ n }) => n > 0)
    .sort((a, b) => {
      const place = a.cohorts.findIndex((cohort, index) => cohort !== b.cohorts[index])
      return place < 0 ? -1 : at(a.cohorts, place) - (b.cohorts[place] ?? -1)
    })

const bySize =
  (n: readonly number[], cohorts: readonly Cohort[]) =>
  (a: number, b: number): number =>
    at(n, a) - at(n, b) || (at(cohorts, a).key < at(cohorts, b).key ? -1 : 1)

type Residual = Pick<NodeCells, 'atoms'> &
  Pick<Rules, 'lines' | 'kMin'> & {
    readonly supports: readonly AtomSet[]
    readonly reasons: readonly (Reason | null)[]
  }

/** Rule 2: published children of the first published parent that leave a protected set, or null. */
const residualLeak = (given: Residual): readonly number[] | null => {
  const { atoms, supports, reasons, lines, kMin } = given
  const isShown = (place: number) => at(reasons, place) === null
  for (const line of lines) {
    if (!isShown(line.parent)) continue
    const rest = restOf(line, supports, isShown).map((atom) => at(atoms, atom))
    if (isProtected(holdingOf(rest), kMin)) return line.children.filter(isShown)
  }
  return null
}

const finest = (places: readonly number[], cohorts: readonly Cohort[]): readonly number[] => {
  const fineness = (place: number) => dimensionsOf[at(cohorts, place).family].length
  const most = Math.max(...places.map(fineness))
  return places.filter((place) => fineness(place) === most)
}
