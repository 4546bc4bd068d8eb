// Chooses the members of a benchmark edition: the latest final of each organization, and one of each owner group where
// the edition's rule says so. What speaks against a submission by itself is in eligibility.ts.
import { at } from './at.ts'
import { type OwnReason, ownReasons } from './eligibility.ts'
import { compareIds } from './id-numbers.ts'
import type { OwnerRule } from './owners.ts'
import type { Pool } from './pool.ts'

/** Reasons that only the comparison with other submissions gives. */
export const reasonsToBar = [...ownReasons, 'not_latest', 'group_represented'] as const
export type BarringReason = OwnReason | 'not_latest' | 'group_represented'

/**
 * From all candidates to the members. A candidate with several reasons counts at the first of the list,
 * so `candidates` minus all of `barred` is `members`, and minus `not_final` alone the finals.
 */
export type Funnel = {
  readonly candidates: number
  readonly barred: Readonly<Record<BarringReason, number>>
  readonly members: number
}

/** `members`: rows of the pool by submission id. `reasons`: a mask a row, bit by place in `reasonsToBar`. */
export type Selection = {
  readonly members: Uint32Array
  readonly reasons: Uint32Array
  readonly funnel: Funnel
}

const notLatest = 2 ** reasonsToBar.indexOf('not_latest')
const groupRepresented = 2 ** reasonsToBar.indexOf('group_represented')

/**
 * Selects from candidates in any order. "Latest" is meant among all finals of the organization in this
 * questionnaire and basis, eligible or not: an organization does not choose by its consent which of its
 * results is shown.
 */
export const select = (pool: Pool, ownerRule: OwnerRule): Selection => {
  const { rows, table, organizations } = pool
  const reasons = table.reasons.slice(0, rows)
  const comparable = rowsWhere(rows, (row) => at(table.comparable, row) === 1)
  const latest = firstOfEach(comparable, {
    of: table.organizations,
    count: organizations.count(),
    before: (a, b) => isLater(pool, a, b),
  })
  for (const row of comparable)
    if (at(latest, at(table.organizations, row)) !== row)
      reasons[row] = at(reasons, row) | notLatest
  if (ownerRule === 'one-per-group') leaveOneOfEachGroup(pool, reasons)
  const members = rowsWhere(rows, (row) => at(reasons, row) === 0)
  members.sort((a, b) => compareIds(table.submissions, a, b))
  return { members, reasons, funnel: funnelOf(reasons, members.length) }
}

const leaveOneOfEachGroup = (pool: Pool, reasons: Uint32Array): void => {
  const { rows, table, groups } = pool
  const eligible = rowsWhere(rows, (row) => at(reasons, row) === 0)
  const chosen = firstOfEach(eligible, {
    of: table.groups,
    count: groups.count(),
    before: (a, b) => standsBefore(pool, a, b),
  })
  for (const row of eligible)
    if (at(chosen, at(table.groups, row)) !== row) reasons[row] = groupRepresented
}

const rowsWhere = (rows: number, isWanted: (row: number) => boolean): Uint32Array => {
  const wanted = new Uint32Array(rows)
  let count = 0
  for (let row = 0; row < rows; row += 1) {
    wanted[count] = row
    if (isWanted(row)) count += 1
  }
  return wanted.slice(0, count)
}

/** The later final first, then the smaller id. */
const isLater = ({ table }: Pool, a: number, b: number): boolean => {
  const difference = at(table.finalAt, a) - at(table.finalAt, b)
  return difference > 0 || (difference === 0 && compareIds(table.submissions, a, b) < 0)
}

/** One of each owner group: the named representative, else the latest final, else the smallest id. */
const standsBefore = (pool: Pool, a: number, b: number): boolean => {
  const difference = at(pool.table.representative, a) - at(pool.table.representative, b)
  return difference > 0 || (difference === 0 && isLater(pool, a, b))
}

type Grouping = {
  readonly of: Uint32Array
  readonly count: number
  readonly before: (a: number, b: number) => boolean
}

/** By number of the group the row that stands before all others of it; -1 where it has none. */
const firstOfEach = (rows: Uint32Array, { of, count, before }: Grouping): Int32Array => {
  const first = new Int32Array(count).fill(-1)
  for (const row of rows) {
    const group = at(of, row)
    const known = at(first, group)
    if (known < 0 || before(row, known)) first[group] = row
  }
  return first
}

const funnelOf = (reasons: Uint32Array, members: number): Funnel => {
  const counts = new Uint32Array(reasonsToBar.length)
  for (const mask of reasons) {
    if (mask === 0) continue
    const first = 31 - Math.clz32(mask & -mask)
    counts[first] = at(counts, first) + 1
  }
  const barred = Object.fromEntries(
    reasonsToBar.map((reason, place) => [reason, at(counts, place)]),
  ) as Record<BarringReason, number>
  return { candidates: reasons.length, barred, members }
}
