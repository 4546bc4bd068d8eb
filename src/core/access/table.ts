// Who may do what: roles x actions as data. The source of docs/access.md and of the security matrix.
// What the columns and letters mean is in vocabulary.ts; how a cell is decided is in ../access.ts.
import { assessmentRows } from './table-assessment.ts'
import { benchmarkRows } from './table-benchmarks.ts'
import { panelRows } from './table-panels.ts'
import { questionnaireRows } from './table-questionnaires.ts'
import type { AccessRow } from './vocabulary.ts'

/**
 * Action → row. Columns: organization admin, contributor, viewer; assessor, lead assessor; programme
 * manager, association admin; partner app; platform operator. A new operation adds its row here.
 */
export const accessTable = {
  ...questionnaireRows,
  ...assessmentRows,
  ...panelRows,
  'scores:preview': {
    label: 'Score preview (stateless)',
    scope: 'scores:read',
    tenant: 'none',
    shownBy: 'scores:preview',
    cells: ['Y', 'Y', 'Y', 'Y', 'Y', 'Y', 'Y', 'Y', 'Y'],
  },
  'associations:read': {
    label: 'Association: read',
    scope: 'organizations:read',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'organizations:read': {
    label: 'Organization profile: read',
    scope: 'organizations:read',
    tenant: 'organization',
    shownBy: 'organizations:read',
    cells: ['Y', 'Y', 'Y', 'A', 'A', 'T', 'T', 'G', 'Y'],
  },
  'organizations:write': {
    label: 'Organization profile: write',
    scope: 'organizations:write',
    tenant: 'organization',
    shownBy: 'organizations:read',
    cells: ['Y', '-', '-', '-', '-', '-', '-', '-', '-'],
  },
  'organizations:admin': {
    label: 'Organization: create, suspend',
    scope: 'organizations:admin',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', '-', 'T', '-', 'Y'],
  },
  'members:read': {
    label: 'Members, roles: read',
    scope: 'members:read',
    tenant: 'both',
    shownBy: 'organizations:read',
    cells: ['Y', '-', '-', '-', '-', '-', 'T', '-', '-'],
  },
  'members:write': {
    label: 'Members, roles: write',
    scope: 'members:write',
    tenant: 'both',
    shownBy: 'organizations:read',
    cells: ['Y', '-', '-', '-', '-', '-', 'T', '-', '-'],
  },
  'grants:read': {
    label: 'Grants: read',
    scope: 'grants:read',
    tenant: 'organization',
    shownBy: 'organizations:read',
    cells: ['Y', '-', '-', '-', '-', '-', '-', '-', '-'],
  },
  'grants:write': {
    label: 'Grants: give, revoke',
    scope: 'grants:write',
    tenant: 'organization',
    shownBy: 'organizations:read',
    cells: ['Y', '-', '-', '-', '-', '-', '-', '-', '-'],
  },
  'keys:read': {
    label: 'API keys: read',
    scope: 'keys:read',
    tenant: 'both',
    shownBy: 'organizations:read',
    cells: ['Y', '-', '-', '-', '-', '-', 'T', 'O', '-'],
  },
  'keys:write': {
    label: 'API keys: write',
    scope: 'keys:write',
    tenant: 'both',
    shownBy: 'organizations:read',
    cells: ['Y', '-', '-', '-', '-', '-', 'T', 'O', '-'],
  },
  'keys:rotate': {
    label: 'API keys: rotate, by their maker alone',
    scope: 'keys:write',
    tenant: 'both',
    shownBy: 'organizations:read',
    cells: ['O', '-', '-', '-', '-', '-', 'O', 'O', '-'],
  },
  'weightings:read': {
    label: 'Own weighting: read',
    scope: 'weightings:read',
    tenant: 'organization',
    shownBy: 'weightings:read',
    cells: ['Y', 'Y', 'Y', '-', '-', '-', '-', 'G', '-'],
  },
  'weightings:write': {
    label: 'Own weighting: write',
    scope: 'weightings:write',
    tenant: 'organization',
    shownBy: 'weightings:read',
    cells: ['Y', 'Y', '-', '-', '-', '-', '-', 'G', '-'],
  },
  'weightings:publish': {
    label: 'Own weighting: publish',
    scope: 'weightings:publish',
    tenant: 'organization',
    shownBy: 'weightings:read',
    cells: ['Y', '-', '-', '-', '-', '-', '-', '-', '-'],
  },
  'association-weightings:read': {
    label: 'Association weighting: read',
    scope: 'weightings:read',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'association-weightings:write': {
    label: 'Association weighting: write',
    scope: 'weightings:write',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'association-weightings:publish': {
    label: 'Association weighting: publish',
    scope: 'weightings:write',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', 'T', 'T', '-', '-'],
  },
  'association-weightings:succeed': {
    label: 'Association weighting: publish a version of one that submissions use',
    scope: 'weightings:write',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', '-', '2', '-', '-'],
  },
  'submissions:read': {
    label: 'Submission: list, read',
    scope: 'submissions:read',
    tenant: 'organization',
    shownBy: 'submissions:read',
    cells: ['Y', 'Y', 'Y', 'A', 'A', 'S/G', 'S/G', 'G', '-'],
  },
  'answers:read': {
    label: 'Answers: list, read',
    scope: 'submissions:read',
    tenant: 'organization',
    shownBy: 'answers:read',
    cells: ['Y', 'Y', 'Y', 'A', 'A', 'G', 'G', 'G', '-'],
  },
  'submissions:write': {
    label: 'Submission: create, answer, evidence',
    scope: 'submissions:write',
    tenant: 'organization',
    shownBy: 'submissions:read',
    cells: ['Y', 'Y', '-', '-', '-', '-', '-', 'G', '-'],
  },
  'submissions:submit': {
    label: 'Submission: submit',
    scope: 'submissions:submit',
    tenant: 'organization',
    shownBy: 'submissions:read',
    cells: ['Y', '-', '-', '-', '-', '-', '-', 'G', '-'],
  },
  'submissions:withdraw': {
    label: 'Submission: withdraw',
    scope: 'submissions:submit',
    tenant: 'organization',
    shownBy: 'submissions:read',
    cells: ['Y', '-', '-', '-', '-', '-', '-', 'G', '-'],
  },
  'submissions:accept': {
    label: 'Accept as final without a review',
    scope: 'submissions:accept',
    tenant: 'organization',
    shownBy: 'submissions:read',
    cells: ['-', '-', '-', '-', '-', '-', 'T', '-', '-'],
  },
  'scores:read': {
    label: 'Own score sheet',
    scope: 'scores:read',
    tenant: 'organization',
    shownBy: 'scores:read',
    cells: ['Y', 'Y', 'Y', 'E', 'E', 'G', 'G', 'G', '-'],
  },
  'consents:write': {
    label: 'Benchmark consent',
    scope: 'consents:write',
    tenant: 'organization',
    shownBy: 'organizations:read',
    cells: ['Y', '-', '-', '-', '-', '-', '-', '-', '-'],
  },
  ...benchmarkRows,
  'events:read': {
    label: 'Events, audit trail',
    scope: 'events:read',
    tenant: 'both',
    shownBy: 'organizations:read',
    cells: ['Y', '-', '-', '-', '-', 'T', 'T', '-', 'O'],
  },
  'operations:read': {
    label: 'Operation: read, cancel',
    scope: 'operations:read',
    tenant: 'both',
    shownBy: 'operations:read',
    cells: ['O', 'O', 'O', 'O', 'O', 'O', 'O', 'O', 'O'],
  },
} as const satisfies Record<string, AccessRow>

export type Action = keyof typeof accessTable
