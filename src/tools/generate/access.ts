// docs/access.md: who may do what, from the one table that the service itself asks.
import { accessTable } from '../../core/access/table.ts'
import { type AccessRow, cells, columns } from '../../core/access/vocabulary.ts'
import { type Artefact, page, table } from './artefact.ts'

const words = (name: string): string => name.replaceAll('_', ' ')
/** OA for organization admin, AS for assessor: the short names of the columns. */
const initials = (name: string): string => {
  const parts = name.split('_')
  const short = parts.length === 1 ? name.slice(0, 2) : parts.map((part) => part.charAt(0)).join('')
  return short.toUpperCase()
}

/** The cells with the letters first: an object puts names like "2" before all others. */
const legend = (): readonly (readonly string[])[] =>
  Object.entries(cells)
    .toSorted(([a], [b]) => Number(/\d/.test(a)) - Number(/\d/.test(b)))
    .map(([cell, meaning]) => [cell === '-' ? '(empty)' : cell, meaning])

const tenants: Readonly<Record<AccessRow['tenant'], string>> = {
  none: 'none',
  organization: 'organization',
  association: 'association',
  both: 'organization or association',
}

const rows = (): readonly (readonly string[])[] =>
  Object.entries<AccessRow>(accessTable).map(([action, row]) => [
    row.label,
    `\`${action}\``,
    row.scope === null ? 'public' : `\`${row.scope}\``,
    tenants[row.tenant],
    ...row.cells.map((cell) => (cell === '-' ? '' : cell)),
  ])

const blocks = (): readonly string[] => [
  'A caller may act when the credential holds the scope **and** one of the roles it has in the tenant says ' +
    'so here. Whoever may not even see the thing is told that it does not exist (404); whoever sees it but ' +
    'may not act is refused (403). A key acts for the person who made it and never may more than that ' +
    'person may now. Where the tenant is none there is no role to ask: the scope alone decides, and the cells say who ' +
    'has a use for it.',
  table(
    ['', 'Role'],
    columns.map((name) => [initials(name), words(name)]),
  ),
  table(['Cell', 'Means'], legend()),
  table(['What', 'Action', 'Scope', 'Tenant', ...columns.map(initials)], rows()),
]

export const accessPage = (): Artefact => ({
  path: 'docs/access.md',
  text: page('src/core/access', 'Who may do what', blocks()),
})
