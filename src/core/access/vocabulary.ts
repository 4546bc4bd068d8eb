// The words of the access table: its columns (who), its cells (on what condition), the shape of a row.
// The rows are in table.ts; how a cell is decided is in ../access.ts.
import type { Scope } from '../context.ts'

/** The columns of the table, in its order. Not every one has standings yet: see `rolesOf`. */
export const columns = [
  'organization_admin',
  'organization_contributor',
  'organization_viewer',
  'assessor',
  'lead_assessor',
  'programme_manager',
  'association_admin',
  'partner_app',
  'platform_operator',
] as const
export type Column = (typeof columns)[number]

/** Who each of them is, for whoever is told that another may do something. */
export const columnTexts: Readonly<Record<Column, string>> = {
  organization_admin: 'administers the organization.',
  organization_contributor: 'answers for the organization.',
  organization_viewer: 'reads in the organization.',
  assessor: 'sits on the panel of the submission.',
  lead_assessor: 'leads that panel.',
  programme_manager: 'runs programmes of the association.',
  association_admin: 'administers the association.',
  partner_app: 'an app to which the right was lent.',
  platform_operator: 'runs this service.',
}

/** What a cell may say, and what it means. The letters are those of the printed table. */
export const cells = {
  '-': 'no',
  Y: 'yes',
  O: 'own records only',
  T: 'in the own association and below it',
  G: 'with a grant of the organization that names the scope',
  'S/G': 'status and dates; the content with a grant',
  'G+R': 'with a grant, once released',
  R: 'once released',
  A: 'assigned, and the declaration of interests is cleared',
  L: 'assigned, own review locked and consensus open',
  E: 'the same, or as much earlier as the cycle says: assigned, or own review locked',
  B: 'assigned, own review locked and consensus open, where the cycle lets its panels compare',
  C: 'named by the programme as its calibration lead',
  '2': 'together with a second person',
} as const
export type Cell = keyof typeof cells

/** Whose path segment an action needs: without a tenant there is no standing and the scope decides. */
export type ActionTenant = 'none' | 'organization' | 'association' | 'both'

/**
 * One row. `scope`: what the credential must hold, null for the public. `shownBy`: the reading action
 * that shows a caller the thing acted upon; who lacks that too learns nothing, not even a refusal.
 * `cells`: one for each of `columns`.
 */
export type AccessRow = {
  readonly label: string
  readonly scope: Scope | null
  readonly tenant: ActionTenant
  readonly shownBy: string
  readonly cells: readonly [Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell]
}
