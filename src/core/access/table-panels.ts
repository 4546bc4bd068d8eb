// The rows of the access table about how panels come to be: entries into cycles, interests, assignments.
// All other rows, and what the columns are, stand in table.ts.
import type { AccessRow } from './vocabulary.ts'

export const panelRows = {
  'entries:read': {
    label: 'Open cycles, own entries: read',
    scope: 'submissions:read',
    tenant: 'organization',
    shownBy: 'entries:read',
    cells: ['Y', 'Y', 'Y', '-', '-', '-', '-', 'G', '-'],
  },
  'entries:write': {
    label: 'Cycle: enter, leave',
    scope: 'submissions:submit',
    tenant: 'organization',
    shownBy: 'entries:read',
    cells: ['Y', '-', '-', '-', '-', '-', '-', 'G', '-'],
  },
  'assignments:read': {
    label: 'Entries and assignments of a cycle: read',
    scope: 'assignments:read',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'assignments:write': {
    label: 'Assignment: make, end',
    scope: 'assignments:write',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'assignments:own': {
    label: 'Own assignments: list, read',
    scope: 'assignments:read',
    tenant: 'association',
    shownBy: 'assignments:own',
    cells: ['-', '-', '-', 'O', '-', '-', '-', '-', '-'],
  },
  'interests:read': {
    label: 'Own standing interests: read',
    scope: 'assignments:read',
    tenant: 'association',
    shownBy: 'interests:read',
    cells: ['-', '-', '-', 'O', '-', '-', '-', '-', '-'],
  },
  'interests:write': {
    label: 'Own standing interests: write',
    scope: 'declarations:write',
    tenant: 'association',
    shownBy: 'interests:read',
    cells: ['-', '-', '-', 'O', '-', '-', '-', '-', '-'],
  },
  'declarations:write': {
    label: 'Conflict declaration: make; assignment: decline, recuse',
    scope: 'declarations:write',
    tenant: 'organization',
    shownBy: 'assignments:own',
    cells: ['-', '-', '-', 'O', 'O', '-', '-', '-', '-'],
  },
  'declarations:decide': {
    label: 'Conflict: decide, never an own one',
    scope: 'declarations:decide',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'panels:read': {
    label: 'Panel as it was shown to the applicant, and its challenge: read, from outside it',
    scope: 'assignments:read',
    tenant: 'organization',
    shownBy: 'panels:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'panels:show': {
    label: 'Panel: show to the applicant, from outside it',
    scope: 'assignments:write',
    tenant: 'organization',
    shownBy: 'panels:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'panels:decide': {
    label: 'Challenge of a panel: decide, from outside it',
    scope: 'declarations:decide',
    tenant: 'organization',
    shownBy: 'panels:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'shown-panels:read': {
    label: 'Own panel that was shown, own challenge: read',
    scope: 'submissions:read',
    tenant: 'organization',
    shownBy: 'shown-panels:read',
    cells: ['Y', '-', '-', '-', '-', '-', '-', '-', '-'],
  },
  'shown-panels:challenge': {
    label: 'Own panel that was shown: challenge',
    scope: 'submissions:submit',
    tenant: 'organization',
    shownBy: 'shown-panels:read',
    cells: ['Y', '-', '-', '-', '-', '-', '-', '-', '-'],
  },
} as const satisfies Record<string, AccessRow>
