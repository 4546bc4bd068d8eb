// From the score vectors of all members to exact quantiles of every cohort and node: numbers only.
// What of them may be shown is decided in release.ts; who is a member, in eligibility.ts.
import { at } from './at.ts'
import { type Cohort, cohortsAt, cohortsOf, dimensions, type Lattice } from './cohort.ts'
import { absencesOf, type Columns } from './columns.ts'
import type { Atom } from './hidden-sets.ts'
import { type OwnerCounts, ownerCountsOf } from './owner-counts.ts'
import {
  countsAt,
  exactBy,
  fivePercents,
  grid19Percents,
  onGrid,
  partsOf,
  type QuantileMethod,
} from './quantile.ts'
import type { BenchmarkNode } from './value.ts'

/** The percents computed for every cell; the gate picks among them. */
export const builtPercents = grid19Percents

/**
 * The cells of all cohorts and nodes, still secret. Cell = node * cohorts + cohort, places as in
 * `cohortsOf(lattice)` and in the nodes given; `v100[cell * 19 + i]` is the quantile of
 * `builtPercents[i]` in the parts of its method, -1 in an empty cell. `groups` and `largest`: who holds the members,
 * as in owners.ts. `ranked[cell * 10 + 2i]` and the place after: members below the number that the quantile of
 * `fivePercents[i]` is on the grid, and at it; null without a grid. `atoms[node]`: members that no offered cohort tells
 * apart.
 */
export type Cells = {
  readonly n: Uint32Array
  readonly groups: Uint32Array
  readonly largest: Uint32Array
  readonly v100: Int32Array
  readonly ranked: Uint32Array | null
  readonly atoms: readonly (readonly Atom[])[]
}

/**
 * Builds every cell: per node a counting sort, then per family one walk in that order which deals the
 * values out to their cohorts, where they lie together and sorted. Linear in members, whole numbers and
 * typed arrays only; the result does not depend on the order of the rows.
 */
export const buildCells = (
  columns: Columns,
  { lattice, nodes, quantile = 'HF7', policy }: BuiltOf,
): Cells => {
  const { rows } = columns
  if (columns.values.length !== rows * nodes.length)
    throw new RangeError(
      `${columns.values.length} values for ${rows} rows of ${nodes.length} nodes`,
    )
  const cohorts = cohortsOf(lattice)
  const atoms = atomsOf(columns, lattice, cohorts)
  const absences = absencesOf(columns, nodes)
  const { owners } = columns
  const owned =
    owners === null
      ? null
      : ownerCountsOf(
          { owners, atomOf: atoms.of, cohorts: atoms.cohorts, places: cohorts.length },
          absences,
        )
  const n = new Uint32Array(nodes.length * cohorts.length)
  const exact = new Int32Array(n.length * builtPercents.length).fill(-1)
  const ranking = policy && {
    gridBp: policy.gridBp,
    quantile,
    ranked: new Uint32Array(n.length * rankedOfCell),
  }
  const sorted = { values: new Uint16Array(rows), atoms: new Uint32Array(rows), length: 0 }
  const dealt = new Uint16Array(rows)
  const counted = nodes.map((_, node) => {
    const values = columns.values.subarray(node * rows, (node + 1) * rows)
    sort({ values, absent: at(absences, node), atomOf: atoms.of }, sorted)
    const sizes = sizesOf(sorted, atoms.cohorts.length)
    const first = node * cohorts.length
    for (const [atom, places] of atoms.cohorts.entries())
      for (const place of places) n[first + place] = at(n, first + place) + at(sizes, atom)
    const ofNode = n.subarray(first, first + cohorts.length)
    for (const family of atoms.families) {
      deal(sorted, { family, n: ofNode, into: dealt })
      const into = exact.subarray(first * builtPercents.length)
      quantiles(dealt, { family, n: ofNode, into }, quantile)
      if (ranking === undefined) continue
      const ranked = ranking.ranked.subarray(first * rankedOfCell)
      ranks(dealt, { family, n: ofNode, into: ranked }, { ...ranking, exact: into })
    }
    return atoms.cohorts.map((places, atom): Atom => {
      const counted = { n: at(sizes, atom), cohorts: places }
      return owned === null ? counted : { ...counted, shares: at(at(owned, node).shares, atom) }
    })
  })
  return {
    n,
    ...holdersOf(n, owned),
    v100: exact,
    ranked: ranking?.ranked ?? null,
    atoms: counted,
  }
}

/** Where nobody counted owner groups, every member is the only one of its own. */
const holdersOf = (n: Uint32Array, owned: readonly OwnerCounts[] | null) => ({
  groups: owned === null ? n : joined(owned.map(({ groups }) => groups)),
  largest:
    owned === null
      ? n.map((each) => Math.min(each, 1))
      : joined(owned.map(({ largest }) => largest)),
})

const joined = (lists: readonly Uint32Array[]): Uint32Array => {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0))
  let from = 0
  for (const list of lists) {
    all.set(list, from)
    from += list.length
  }
  return all
}

/** What is built: over which cohorts and nodes, and how quantiles are made. */
export type BuiltOf = {
  readonly lattice: Lattice
  readonly nodes: readonly BenchmarkNode[]
  readonly quantile?: QuantileMethod
  /** The grid on which numbers are shown; absent: none will be. */
  readonly policy?: { readonly gridBp: number }
}

/** A family over the atoms: its cohorts by place, and for each atom the place it falls in, -1 for none. */
type FamilyWalk = { readonly places: readonly number[]; readonly cohortOf: Int32Array }

/** Rows to atoms: equal places of cohorts are one atom, whatever the codes behind them. */
const atomsOf = (columns: Columns, lattice: Lattice, cohorts: readonly Cohort[]) => {
  const of = new Uint32Array(columns.rows)
  const found: number[][] = []
  const byCodes = new Map<number, number>()
  const byPlaces = new Map<string, number>()
  for (let row = 0; row < columns.rows; row += 1) {
    const codes = dimensions.reduce((sum, dimension) => 256 * sum + at(columns[dimension], row), 0)
    let atom = byCodes.get(codes)
    if (atom === undefined) {
      const keys = keysOfRow(columns, row, lattice)
      const places = cohorts.flatMap(({ key }, place) => (keys.has(key) ? [place] : []))
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

const keysOfRow = (columns: Columns, row: number, lattice: Lattice): ReadonlySet<string> => {
  const code = (dimension: (typeof dimensions)[number]) =>
    lattice.codes[dimension][at(columns[dimension], row)] ?? null
  const place = { sector: code('sector'), region: code('region'), size: code('size') }
  return new Set(cohortsAt(place, lattice).map(({ key }) => key))
}

/** The values of a node by rising value, each with its atom beside it; `length` of them count. */
type Sorted = { readonly values: Uint16Array; readonly atoms: Uint32Array; length: number }

type Unsorted = {
  readonly values: Uint16Array
  readonly absent: Uint8Array
  readonly atomOf: Uint32Array
}

// The loops over members below read typed arrays directly and not through at(): one reader shared by arrays
// of every kind is slow. Measured, 10^6 members x 31 nodes x 819 keys, Node 20: 2 s against 16 s.

const sort = ({ values, absent, atomOf }: Unsorted, into: Sorted): void => {
  const next = new Uint32Array(65537)
  for (let row = 0; row < values.length; row += 1) {
    if (absent[row] !== 0) continue
    const bucket = (values[row] as number) + 1
    next[bucket] = (next[bucket] as number) + 1
  }
  if (next.subarray(10002).some((count) => count > 0))
    throw new RangeError('a value lies beyond 10000 bp')
  for (let value = 0; value <= 10000; value += 1)
    next[value + 1] = at(next, value + 1) + at(next, value)
  into.length = at(next, 10001)
  for (let row = 0; row < values.length; row += 1) {
    if (absent[row] !== 0) continue
    const value = values[row] as number
    const place = next[value] as number
    next[value] = place + 1
    into.values[place] = value
    into.atoms[place] = atomOf[row] as number
  }
}

const sizesOf = ({ atoms, length }: Sorted, count: number): Uint32Array => {
  const sizes = new Uint32Array(count)
  for (let place = 0; place < length; place += 1) {
    const atom = atoms[place] as number
    sizes[atom] = (sizes[atom] as number) + 1
  }
  return sizes
}

type Deal<Into> = { readonly family: FamilyWalk; readonly n: Uint32Array; readonly into: Into }

/** Lays the values of each cohort of a family side by side, sorted, in the order of the cohorts. */
const deal = (sorted: Sorted, { family, n, into }: Deal<Uint16Array>): void => {
  const { places, cohortOf } = family
  const next = new Uint32Array(n.length)
  let start = 0
  for (const place of places) {
    next[place] = start
    start += at(n, place)
  }
  for (let index = 0; index < sorted.length; index += 1) {
    const place = cohortOf[sorted.atoms[index] as number] as number
    if (place < 0) continue
    const to = next[place] as number
    next[place] = to + 1
    into[to] = sorted.values[index] as number
  }
}

const quantiles = (
  dealt: Uint16Array,
  { family, n, into }: Deal<Int32Array>,
  method: QuantileMethod,
): void => {
  const exact = exactBy[method]
  let start = 0
  for (const place of family.places) {
    const size = at(n, place)
    if (size > 0)
      for (const [index, percent] of builtPercents.entries())
        into[place * builtPercents.length + index] = exact(dealt, percent, { start, n: size })
    start += size
  }
}

/** Two counts for each of the five percents. */
export const rankedOfCell = 2 * fivePercents.length

type Shown = {
  readonly gridBp: number
  readonly quantile: QuantileMethod
  readonly exact: Int32Array
}

/** What percentile ranks are made of, while the values of a cohort still lie side by side. */
const ranks = (
  dealt: Uint16Array,
  { family, n, into }: Deal<Uint32Array>,
  { gridBp, quantile, exact }: Shown,
): void => {
  let start = 0
  for (const place of family.places) {
    const size = at(n, place)
    if (size > 0)
      for (const [index, percent] of fivePercents.entries()) {
        const from = place * builtPercents.length + builtPercents.indexOf(percent)
        const shown = onGrid(at(exact, from), gridBp, partsOf[quantile])
        const { below, equal } = countsAt(dealt, shown, { start, n: size })
        into[place * rankedOfCell + 2 * index] = below
        into[place * rankedOfCell + 2 * index + 1] = equal
      }
    start += size
  }
}
