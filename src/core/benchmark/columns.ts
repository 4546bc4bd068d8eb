// The members of a benchmark edition by column, as the builder reads them: one number each, no objects.
// Where the rows come from is the store's affair; what is computed of them is in builder.ts.
import { at } from './at.ts'
import { type Dimension, dimensions, type Lattice, type Place } from './cohort.ts'
import type { BenchmarkNode } from './value.ts'

/** In a column of values: not applicable. */
export const notApplicable = 65535
/** In a column of codes: no code of the list, that is unlisted or unclassified. */
export const noCode = 255

/**
 * Members in any order. `values[node * rows + row]` is 0..10000 bp or `notApplicable`, nodes in the order
 * of the edition; the others hold places in the lattice's lists of codes, or `noCode`. `owners`: a number for
 * the owner group of each; null: no two are of one.
 */
export type Columns = Readonly<Record<Dimension, Uint8Array>> & {
  readonly rows: number
  readonly values: Uint16Array
  readonly owners: Uint32Array | null
}

/** Room for so many members, all values not applicable and all codes missing until they are written. */
export const emptyColumns = (rows: number, nodes: number): Columns => ({
  rows,
  values: new Uint16Array(rows * nodes).fill(notApplicable),
  owners: null,
  sector: new Uint8Array(rows).fill(noCode),
  region: new Uint8Array(rows).fill(noCode),
  size: new Uint8Array(rows).fill(noCode),
})

/** The number that stands for a code in its column. */
export const codeNumber = (lattice: Lattice, dimension: Dimension, code: string | null): number => {
  const place = lattice.codes[dimension].indexOf(code ?? '')
  return place < 0 ? noCode : place
}

/** Where a member stands, and its value per node in bp; -1 is not applicable. `owner`: of all members or of none. */
export type MemberRow = {
  readonly place: Place
  readonly values: ArrayLike<number>
  readonly owner?: number
}

/** Columns of members that are at hand as rows. A stream writes into `emptyColumns` in the same way. */
export const columnsOf = (
  members: readonly MemberRow[],
  { lattice, nodes }: { readonly lattice: Lattice; readonly nodes: readonly BenchmarkNode[] },
): Columns => {
  const owners = members.flatMap(({ owner }) => owner ?? [])
  const columns = {
    ...emptyColumns(members.length, nodes.length),
    owners: owners.length === 0 ? null : Uint32Array.from(owners),
  }
  for (const [row, { place, values }] of members.entries()) {
    for (const dimension of dimensions)
      columns[dimension][row] = codeNumber(lattice, dimension, place[dimension])
    for (let node = 0; node < nodes.length; node += 1) {
      const value = at(values, node)
      columns.values[node * columns.rows + row] = value < 0 ? notApplicable : value
    }
  }
  return columns
}

/**
 * Who has no value per node: 1 in the row's place. A submission with a node not applicable in a category
 * leaves all nodes of that category and the total (benchmarks, section 5).
 */
export const absencesOf = (
  { rows, values }: Columns,
  nodes: readonly BenchmarkNode[],
): readonly Uint8Array[] => {
  const ofTotal = new Uint8Array(rows)
  const ofCategory = new Map<string, Uint8Array>()
  for (const [place, { category }] of nodes.entries()) {
    const flags = category === null ? ofTotal : (ofCategory.get(category) ?? new Uint8Array(rows))
    if (category !== null) ofCategory.set(category, flags)
    for (let row = 0; row < rows; row += 1)
      if (values[place * rows + row] === notApplicable) {
        flags[row] = 1
        ofTotal[row] = 1
      }
  }
  return nodes.map(({ category }) => ofCategory.get(category ?? '') ?? ofTotal)
}
