// The members of a build: who is chosen from the pool, and their values by column.
// Who is chosen is decided in selection.ts; what is computed of the columns is in builder.ts.
import { at } from './at.ts'
import { dimensions } from './cohort.ts'
import { type Columns, codeNumber, emptyColumns, notApplicable } from './columns.ts'
import type { Descriptor } from './edition.ts'
import { frozenAt, type Pool } from './pool.ts'
import { type Funnel, select } from './selection.ts'

/** `rows`: of the pool, by submission id. */
export type Members = {
  readonly rows: Uint32Array
  readonly funnel: Funnel
  readonly columns: Columns
}

/** The members with their values. The order of the pool does not matter. */
export const membersOf = (pool: Pool, { lattice, nodes, policy }: Descriptor): Members => {
  const { members: rows, funnel } = select(pool, policy.ownerRule)
  const columns = {
    ...emptyColumns(rows.length, nodes.length),
    owners: policy.ownerRule === 'cap25' ? ownersOf(pool, rows) : null,
  }
  for (const [index, dimension] of dimensions.entries()) {
    const numbers = pool.codes.map((code) => codeNumber(lattice, dimension, code))
    for (let place = 0; place < rows.length; place += 1) {
      const code = at(pool.table.places, at(rows, place) * dimensions.length + index)
      columns[dimension][place] = at(numbers, code)
    }
  }
  for (let node = 0; node < nodes.length; node += 1)
    for (let place = 0; place < rows.length; place += 1) {
      const own = pool.value(at(rows, place), node)
      columns.values[node * columns.rows + place] = own < 0 ? notApplicable : own
    }
  return { rows, funnel, columns }
}

/** Numbers for the owner groups in the order in which they are met, so that no order of the pool shows. */
const ownersOf = (pool: Pool, rows: Uint32Array): Uint32Array => {
  const numbers = new Map<number, number>()
  return rows.map((row) => {
    const group = at(pool.table.groups, row)
    const number = numbers.get(group) ?? numbers.size
    numbers.set(group, number)
    return number
  })
}

/** One line a member: what the digest of the inputs is made of. The sheet's digest stands for its values. */
export function* linesOfMembers(pool: Pool, rows: Uint32Array): Generator<string> {
  for (const row of rows) {
    const member = frozenAt(pool, row)
    const { submissionId, organizationId, ownerGroupId, sheetDigest } = member
    const place = dimensions.map((dimension) => member[dimension] ?? '-')
    yield [submissionId, organizationId, ownerGroupId, sheetDigest, ...place].join(' ')
  }
}
