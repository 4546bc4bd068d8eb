// Counts the owner groups of every cohort and atom among the members that have a value, in one walk by owner group.
// The values themselves are dealt with in builder.ts; what the counts are good for is in owners.ts.
import { at } from './at.ts'
import type { Share } from './owners.ts'

/** `groups` and `largest` by place of the cohort; `shares` by atom, the owner groups by rising number. */
export type OwnerCounts = {
  readonly groups: Uint32Array
  readonly largest: Uint32Array
  readonly shares: readonly (readonly Share[])[]
}

/** Whose the rows are, which atom each is in, which cohorts an atom is in, and how many cohorts there are. */
export type OwnedRows = {
  readonly owners: Uint32Array
  readonly atomOf: Uint32Array
  readonly cohorts: readonly (readonly number[])[]
  readonly places: number
}

/**
 * The counts of every node. `absences`: by node 1 for who has no value; nodes that lack the same members, by one
 * and the same list, share their counts.
 */
export const ownerCountsOf = (
  rows: OwnedRows,
  absences: readonly Uint8Array[],
): readonly OwnerCounts[] => {
  const order = Uint32Array.from(rows.owners.keys()).sort(
    (a, b) => at(rows.owners, a) - at(rows.owners, b),
  )
  const known = new Map<Uint8Array, OwnerCounts>()
  return absences.map((absent) => {
    const counts = known.get(absent) ?? countsOf(rows, order, absent)
    known.set(absent, counts)
    return counts
  })
}

const countsOf = (
  { owners, atomOf, cohorts, places }: OwnedRows,
  order: Uint32Array,
  absent: Uint8Array,
): OwnerCounts => {
  const groups = new Uint32Array(places)
  const largest = new Uint32Array(places)
  const shares = cohorts.map((): Share[] => [])
  const present = order.filter((row) => absent[row] === 0)
  for (let from = 0, to = 0; from < present.length; from = to) {
    const owner = at(owners, at(present, from))
    while (to < present.length && owners[at(present, to)] === owner) to += 1
    const held = tally(present.subarray(from, to).values(), (row) => [at(atomOf, row)])
    if (to - from > 1) for (const [atom, n] of held) at(shares, atom).push([owner, n])
    const inCohorts = tally(present.subarray(from, to).values(), (row) =>
      at(cohorts, at(atomOf, row)),
    )
    for (const [place, n] of inCohorts) {
      groups[place] = at(groups, place) + 1
      largest[place] = Math.max(at(largest, place), n)
    }
  }
  return { groups, largest, shares }
}

const tally = (
  rows: Iterable<number>,
  namesOf: (row: number) => readonly number[],
): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>()
  for (const row of rows)
    for (const name of namesOf(row)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
