// The rows of the access table about assessing: programmes and their cycles.
// All other rows, and what the columns are, stand in table.ts.
import type { AccessRow } from './vocabulary.ts'

/** Of the printed table, the association's own people so far: others have no standing in an association. */
export const assessmentRows = {
  'programmes:read': {
    label: 'Programme, cycle: read',
    scope: 'programmes:read',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'programmes:write': {
    label: 'Programme, cycle: write',
    scope: 'programmes:write',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
} as const satisfies Record<string, AccessRow>
