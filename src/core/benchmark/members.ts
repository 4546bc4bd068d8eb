// The members of a build: candidates with what is frozen of their score sheet, and their values by column.
// Who is a member is decided in selection.ts; what is computed of the columns is in builder.ts.
import { at } from './at.ts'
import { dimensions } from './cohort.ts'
import { type Columns, codeNumber, emptyColumns, notApplicable } from './columns.ts'
import type { Descriptor } from './edition.ts'
import type { Candidate } from './eligibility.ts'
import { type Funnel, select } from './selection.ts'

/** `row` is the place of its values in the pool. */
export type PooledCandidate = Candidate & { readonly sheetDigest: string; readonly row: number }

/** Everybody who may be in a benchmark edition. `value`: in bp by row and node, -1 is not applicable. */
export type Pool = {
  readonly candidates: readonly PooledCandidate[]
  readonly value: (row: number, node: number) => number
}

export type Members = {
  readonly members: readonly PooledCandidate[]
  readonly funnel: Funnel
  readonly columns: Columns
}

/** The members, by submission id, with their values. The order of the pool does not matter. */
export const membersOf = ({ candidates, value }: Pool, descriptor: Descriptor): Members => {
  const { lattice, nodes } = descriptor
  const { members: chosen, funnel } = select(candidates, descriptor)
  const ids = new Set(chosen.map(({ submissionId }) => submissionId))
  const members = candidates
    .filter(({ submissionId }) => ids.has(submissionId))
    .sort((a, b) => (a.submissionId < b.submissionId ? -1 : 1))
  const columns = emptyColumns(members.length, nodes.length)
  for (const [place, { place: stands, row }] of members.entries()) {
    for (const dimension of dimensions)
      columns[dimension][place] = codeNumber(lattice, dimension, stands[dimension])
    for (let node = 0; node < nodes.length; node += 1) {
      const own = value(row, node)
      columns.values[node * columns.rows + place] = own < 0 ? notApplicable : own
    }
  }
  return { members, funnel, columns }
}

/** One line a member: what the digest of the inputs is made of. The sheet's digest stands for its values. */
export const linesOfMembers = (members: readonly PooledCandidate[]): readonly string[] =>
  members.map(({ submissionId, organizationId, ownerGroupId, sheetDigest, place }) =>
    [
      submissionId,
      organizationId,
      ownerGroupId,
      sheetDigest,
      ...dimensions.map((dimension) => place[dimension] ?? '-'),
    ].join(' '),
  )

/** Rows of values in blocks, so that a stream of unknown length needs no second copy of itself. */
export const growingValues = (nodes: number) => {
  const rowsPerBlock = 1024
  const blocks: Int16Array[] = []
  let rows = 0
  return {
    /** Keeps the values of one more candidate and returns its row. Values beyond the nodes are left out. */
    add: (values: ArrayLike<number>): number => {
      if (rows % rowsPerBlock === 0) blocks.push(new Int16Array(rowsPerBlock * nodes))
      const block = at(blocks, blocks.length - 1)
      const first = (rows % rowsPerBlock) * nodes
      for (let node = 0; node < nodes; node += 1) block[first + node] = at(values, node)
      rows += 1
      return rows - 1
    },
    value: (row: number, node: number): number =>
      at(at(blocks, Math.trunc(row / rowsPerBlock)), (row % rowsPerBlock) * nodes + node),
  }
}
