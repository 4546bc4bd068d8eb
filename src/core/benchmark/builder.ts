// From the score vectors of all members to exact quantiles of every cohort and node: numbers only.
// What of them may be shown is decided in release.ts; who is a member, in eligibility.ts.
import { at } from './at.ts'
import { type Cohort, cohortsAt, cohortsOf, dimensions, type Lattice } from './cohort.ts'
import { absencesOf, type Columns } from './columns.ts'
import { grid19Percents, v100 } from './quantile.ts'
import type { Atom } from './suppression.ts'
import type { BenchmarkNode } from './value.ts'

/** The percents computed for every cell; the gate picks among them. */
export const builtPercents = grid19Percents

/**
 * The cells of all cohorts and nodes, still secret. Cell = node * cohorts + cohort, places as in
 * `cohortsOf(lattice)` and in the nodes given; `v100[cell * 19 + i]` is the quantile of
 * `builtPercents[i]`, -1 in an empty cell. `atoms[node]`: members that no offered cohort tells apart.
 */
export type Cells = {
  readonly n: Uint32Array
  readonly v100: Int32Array
  readonly atoms: readonly (readonly Atom[])[]
}

/**
 * Builds every cell: per node a counting sort, then per family one walk in that order which deals the
 * values out to their cohorts, where they lie together and sorted. Linear in members, whole numbers and
 * typed arrays only; the result does not depend on the order of the rows.
 */
export const buildCells = (
  columns: Columns,
  { lattice, nodes }: { readonly lattice: Lattice; readonly nodes: readonly BenchmarkNode[] },
): Cells => {
  const { rows } = columns
  const cohorts = cohortsOf(lattice)
  const atoms = atomsOf(columns, lattice, cohorts)
  const absences = absencesOf(columns, nodes)
  const n = new Uint32Array(nodes.length * cohorts.length)
  const exact = new Int32Array(n.length * builtPercents.length).fill(-1)
  const scratch = { order: new Uint32Array(rows), dealt: new Uint16Array(rows) }
  const counted = nodes.map((_, node) => {
    const values = columns.values.subarray(node * rows, (node + 1) * rows)
    const sorted = sort(values, at(absences, node), scratch.order)
    const sizes = new Uint32Array(atoms.cohorts.length)
    for (const row of sorted) add(sizes, at(atoms.of, row), 1)
    const first = node * cohorts.length
    for (const [atom, places] of atoms.cohorts.entries())
      for (const place of places) add(n, first + place, at(sizes, atom))
    for (const family of atoms.families) {
      deal(sorted, { values, atomOf: atoms.of, family, n, first, into: scratch.dealt })
      quantiles(scratch.dealt, { family, n, first, into: exact })
    }
    return atoms.cohorts.map((places, atom) => ({ n: at(sizes, atom), cohorts: places }))
  })
  return { n, v100: exact, atoms: counted }
}

const add = (list: Uint32Array, place: number, by: number): void => {
  list[place] = at(list, place) + by
}

/** A family over the atoms: its cohorts by place, and for each atom the place it falls in, -1 for none. */
type FamilyWalk = { readonly places: readonly number[]; readonly cohortOf: Int32Array }

/** Rows to atoms: equal places of cohorts are one atom, whatever the codes behind them. */
const atomsOf = (columns: Columns, lattice: Lattice, cohorts: readonly Cohort[]) => {
  const placeOf = new Map(cohorts.map(({ key }, place) => [key, place]))
  const of = new Uint32Array(columns.rows)
  const found: number[][] = []
  const byCodes = new Map<number, number>()
  const byPlaces = new Map<string, number>()
  for (let row = 0; row < columns.rows; row += 1) {
    const codes = dimensions.reduce((sum, dimension) => 256 * sum + at(columns[dimension], row), 0)
    let atom = byCodes.get(codes)
    if (atom === undefined) {
      const places = cohortsOfRow(columns, row, lattice).flatMap(
        ({ key }) => placeOf.get(key) ?? [],
      )
      atom = byPlaces.get(places.join()) ?? found.push(places) - 1
      byPlaces.set(places.join(), atom)
      byCodes.set(codes, atom)
    }
    of[row] = atom
  }
  const families = lattice.families.map((family): FamilyWalk => {
    const places = cohorts.flatMap((cohort, place) => (cohort.family === family ? [place] : []))
    const inFamily = new Set(places)
    const cohortOf = found.map((all) => all.find((place) => inFamily.has(place)) ?? -1)
    return { places, cohortOf: Int32Array.from(cohortOf) }
  })
  return { of, cohorts: found, families }
}

const cohortsOfRow = (columns: Columns, row: number, lattice: Lattice): readonly Cohort[] => {
  const code = (dimension: (typeof dimensions)[number]) =>
    lattice.codes[dimension][at(columns[dimension], row)] ?? null
  return cohortsAt({ sector: code('sector'), region: code('region'), size: code('size') }, lattice)
}

/** The rows that have a value, by rising value; equal values keep the order of the rows. */
const sort = (values: Uint16Array, absent: Uint8Array, order: Uint32Array): Uint32Array => {
  const next = new Uint32Array(10002)
  for (let row = 0; row < values.length; row += 1)
    if (absent[row] === 0) add(next, at(values, row) + 1, 1)
  for (let value = 0; value <= 10000; value += 1) add(next, value + 1, at(next, value))
  const present = at(next, 10001)
  for (let row = 0; row < values.length; row += 1) {
    if (absent[row] !== 0) continue
    const value = at(values, row)
    order[at(next, value)] = row
    add(next, value, 1)
  }
  return order.subarray(0, present)
}

type Deal = {
  readonly values: Uint16Array
  readonly atomOf: Uint32Array
  readonly family: FamilyWalk
  readonly n: Uint32Array
  readonly first: number
  readonly into: Uint16Array
}

/** Lays the values of each cohort of a family side by side, sorted, in the order of the cohorts. */
const deal = (sorted: Uint32Array, { values, atomOf, family, n, first, into }: Deal): void => {
  const next = new Uint32Array(at(family.places, family.places.length - 1) + 1)
  let start = 0
  for (const place of family.places) {
    next[place] = start
    start += at(n, first + place)
  }
  for (const row of sorted) {
    const place = at(family.cohortOf, at(atomOf, row))
    if (place < 0) continue
    into[at(next, place)] = at(values, row)
    add(next, place, 1)
  }
}

type Taking = {
  readonly family: FamilyWalk
  readonly n: Uint32Array
  readonly first: number
  readonly into: Int32Array
}

const quantiles = (dealt: Uint16Array, { family, n, first, into }: Taking): void => {
  let start = 0
  for (const place of family.places) {
    const size = at(n, first + place)
    if (size > 0)
      for (const [index, percent] of builtPercents.entries())
        into[(first + place) * builtPercents.length + index] = v100(dealt, percent, {
          start,
          n: size,
        })
    start += size
  }
}
