// The rows of the access table about assessing: programmes with their cycles, and the register of assessors.
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
  'assessors:read': {
    label: 'Register of assessors: read, look for conflicts',
    scope: 'assessors:read',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'assessors:write': {
    label: 'Register of assessors: write, never the own entry',
    scope: 'assessors:write',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
} as const satisfies Record<string, AccessRow>
