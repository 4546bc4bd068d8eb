// The rows of the access table about assessing: programmes with their cycles, the register of assessors,
// reviews and what a panel makes of them.
// All other rows, and what the columns are, stand in table.ts.
import type { AccessRow } from './vocabulary.ts'

/** Of programmes the association's own people so far: others have no standing in an association. */
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
  'reviews:read': {
    label: 'Review, consensus: read, as far as it is visible yet',
    scope: 'reviews:read',
    tenant: 'organization',
    shownBy: 'reviews:read',
    cells: ['-', '-', '-', 'A', 'A', 'T', '-', '-', '-'],
  },
  'reviews:write': {
    label: 'Review: write, lock',
    scope: 'reviews:write',
    tenant: 'organization',
    shownBy: 'reviews:read',
    cells: ['-', '-', '-', 'A', 'A', '-', '-', '-', '-'],
  },
  'reviews:reopen': {
    label: 'Review: give back to its assessor',
    scope: 'reviews:write',
    tenant: 'organization',
    shownBy: 'reviews:read',
    cells: ['-', '-', '-', '-', '-', 'T', '-', '-', '-'],
  },
  'consensus:write': {
    label: 'Consensus: open, write',
    scope: 'consensus:write',
    tenant: 'organization',
    shownBy: 'reviews:read',
    cells: ['-', '-', '-', '-', 'A', '-', '-', '-', '-'],
  },
  'consensus:agree': {
    label: 'Consensus: agree, object',
    scope: 'consensus:agree',
    tenant: 'organization',
    shownBy: 'reviews:read',
    cells: ['-', '-', '-', 'A', 'A', '-', '-', '-', '-'],
  },
  'consensus:finalize': {
    label: 'Consensus: approve what the panel agreed on, from outside it',
    scope: 'reports:release',
    tenant: 'organization',
    shownBy: 'reviews:read',
    cells: ['-', '-', '-', '-', '-', 'T', '-', '-', '-'],
  },
  'agreement:read': {
    label: 'Agreement of a panel: read',
    scope: 'agreement:read',
    tenant: 'organization',
    shownBy: 'reviews:read',
    cells: ['-', '-', '-', '-', 'A', 'T', '-', '-', '-'],
  },
  'reports:read': {
    label: 'Feedback report: read',
    scope: 'reports:read',
    tenant: 'organization',
    shownBy: 'reports:read',
    cells: ['R', 'R', 'R', 'A', 'A', 'T', '-', 'G+R', '-'],
  },
  'reports:write': {
    label: 'Feedback report: draft, write',
    scope: 'reports:write',
    tenant: 'organization',
    shownBy: 'reports:read',
    cells: ['-', '-', '-', '-', 'A', 'T', '-', '-', '-'],
  },
  'reports:approve': {
    label: 'Feedback report: approve, return to draft',
    scope: 'reports:release',
    tenant: 'organization',
    shownBy: 'reports:read',
    cells: ['-', '-', '-', '-', '-', 'T', '-', '-', '-'],
  },
  'reports:release': {
    label: 'Feedback report: release what another person approved',
    scope: 'reports:release',
    tenant: 'organization',
    shownBy: 'reports:read',
    cells: ['-', '-', '-', '-', '-', '2', '-', '-', '-'],
  },
} as const satisfies Record<string, AccessRow>
