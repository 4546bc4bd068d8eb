// Decides whether a standing allows an action, by the table in access/table.ts.
// Whether the credential holds the scope is checked before; what a reader sees of a thing is its view.
import { type Action, accessTable } from './access/table.ts'
import { type AccessRow, type Cell, type Column, columns } from './access/vocabulary.ts'
import type { Standing } from './context.ts'
import type { PersonId } from './ids.ts'
import { Problem } from './problem.ts'

export type { Action } from './access/table.ts'

/**
 * What the action is done to, as far as a cell asks. `personId`: whose record it is (`O`).
 * `firstStep`: who did the step that a second person must now confirm, and when (`2`). `isReleased`: whether what is
 * read was released to its organization (`R`). `calibrationLeadId`: whom the programme names (`C`).
 */
export type Subject = {
  readonly personId?: PersonId
  readonly firstStep?: { readonly personId: PersonId; readonly at: Date } | null
  readonly isReleased?: boolean
  readonly calibrationLeadId?: PersonId | null
}

/**
 * The columns that speak for this caller. A grant makes a partner of anyone but the association's own
 * people: their columns already say what a grant opens to them. Assessors stand where they are assigned,
 * and only for the panel. Operators have no standing yet, so their column answers nobody.
 */
export const rolesOf = (standing: Standing): readonly Column[] => {
  const { organizationRole, associationRole, grants } = standing
  const roles: Column[] = []
  if (organizationRole !== null) roles.push(organizationRole)
  if (associationRole !== null) roles.push(associationRole)
  else if (grants.length > 0) roles.push('partner_app')
  const assignment = standing.panel?.assignment
  if (assignment != null) roles.push(assignment.role === 'lead' ? 'lead_assessor' : 'assessor')
  else if (standing.isAssessor === true) roles.push('assessor')
  return roles
}

type Asked = { readonly standing: Standing; readonly row: AccessRow; readonly subject: Subject }
type Condition = (asked: Asked) => boolean

const always: Condition = () => true
const assigned: Condition = ({ standing: { panel } }) =>
  panel?.assignment?.state === 'active' || panel?.assignment?.state === 'completed'
const lockedAndOpen: Condition = (asked) => {
  const { panel } = asked.standing
  return assigned(asked) && panel?.assignment?.hasLocked === true && panel.isOpened === true
}
const released: Condition = ({ subject }) => subject.isReleased === true
const granted: Condition = ({ standing, row }) =>
  standing.grants.some(({ scopes }) => scopes.some((scope) => scope === row.scope))

/**
 * Cell → its condition. A letter without one refuses: what cannot be decided is not allowed.
 * `T` needs no more than the role, because a standing carries an association role only for the own association
 * and what is below it. `2` is never satisfied by one person alone, nor by two keys of one person (IAM-15).
 */
const conditions: Partial<Record<Cell, Condition>> = {
  Y: always,
  T: always,
  'S/G': always,
  G: granted,
  R: released,
  'G+R': (asked) => granted(asked) && released(asked),
  O: ({ standing, subject }) => subject.personId === standing.personId,
  A: assigned,
  C: ({ standing, subject }) => subject.calibrationLeadId === standing.personId,
  L: lockedAndOpen,
  E: (asked) => {
    const seat = asked.standing.panel?.assignment
    if (seat?.selfScores === 'with_declaration') return assigned(asked)
    if (seat?.selfScores === 'with_own_lock') return assigned(asked) && seat.hasLocked === true
    return lockedAndOpen(asked)
  },
  B: (asked) =>
    lockedAndOpen(asked) && asked.standing.panel?.assignment?.benchmarks === 'with_consensus',
  '2': ({ standing, subject }) =>
    subject.firstStep != null && subject.firstStep.personId !== standing.personId,
}

const cellsFor = (standing: Standing, row: AccessRow): readonly Cell[] => {
  const roles = rolesOf(standing)
  return row.cells.filter((_, place) => roles.some((role) => role === columns[place]))
}

/**
 * Whether this caller may do this here (IAM-10). Actions without a tenant have no standing to ask: the
 * scope of the credential is the whole check, and the answer is yes.
 */
export const can = (standing: Standing, action: Action, subject: Subject = {}): boolean => {
  const row: AccessRow = accessTable[action]
  if (row.tenant === 'none') return true
  return cellsFor(standing, row).some(
    (cell) => conditions[cell]?.({ standing, row, subject }) ?? false,
  )
}

/**
 * The refusal of whoever sees the thing and may not do this, with the roles that may, on whatever condition: the table is
 * public (docs/access.md), so this tells nothing of the case.
 */
export const forbidden = (action: Action): Problem<'forbidden'> => {
  const { cells }: AccessRow = accessTable[action]
  return new Problem('forbidden', {
    action,
    roles: columns.filter((_, place) => cells[place] !== '-'),
  })
}

/**
 * Lets the caller pass, or refuses: `forbidden` when the caller sees the thing but may not do this,
 * `second-person-required` when the same person did the first of two steps, `not-found` when the caller
 * may not even see it (api.md, "Hidden or forbidden").
 */
export const demand = (standing: Standing, action: Action, subject: Subject = {}): void => {
  if (can(standing, action, subject)) return
  const row = accessTable[action]
  if (!can(standing, row.shownBy, subject)) throw new Problem('not-found', {})
  const first = subject.firstStep
  if (first?.personId === standing.personId && cellsFor(standing, row).includes('2'))
    throw new Problem('second-person-required', { requestedAt: first.at.toISOString() })
  throw forbidden(action)
}
