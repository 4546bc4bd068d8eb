// The rows of the access table about questionnaires: the public ones, those shared with a house, drafts, publishing.
// All other rows, and what the columns are, stand in table.ts.
import type { AccessRow } from './vocabulary.ts'

export const questionnaireRows = {
  'questionnaires:read': {
    label: 'Models, published questionnaires: read',
    scope: null,
    tenant: 'none',
    shownBy: 'questionnaires:read',
    cells: ['Y', 'Y', 'Y', 'Y', 'Y', 'Y', 'Y', 'Y', 'Y'],
  },
  'shared-questionnaires:read': {
    label: 'Questionnaires shared with a house: read',
    scope: 'questionnaires:read',
    tenant: 'both',
    shownBy: 'shared-questionnaires:read',
    cells: ['Y', 'Y', 'Y', '-', '-', 'T', 'T', 'G', '-'],
  },
  'submission-questionnaires:read': {
    label: 'Questionnaire of a submission: read',
    scope: 'questionnaires:read',
    tenant: 'organization',
    shownBy: 'submission-questionnaires:read',
    cells: ['Y', 'Y', 'Y', 'A', 'A', 'T', 'T', 'G', '-'],
  },
  'questionnaire-drafts:read': {
    label: 'Questionnaire draft: read, validate; own versions: list',
    scope: 'questionnaires:write',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', '-', 'T', '-', '-'],
  },
  'questionnaire-drafts:write': {
    label: 'Questionnaire draft: write',
    scope: 'questionnaires:write',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', '-', 'T', '-', '-'],
  },
  'questionnaires:publish': {
    label: 'Questionnaire: publish, withdraw',
    scope: 'questionnaires:publish',
    tenant: 'association',
    shownBy: 'associations:read',
    cells: ['-', '-', '-', '-', '-', '-', '2', '-', '-'],
  },
} as const satisfies Record<string, AccessRow>
