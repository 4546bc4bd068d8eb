// What is promised about the text that a submission answers: the very version, for both sides.
// Questionnaires by their names are in the questionnaires slice.
import { QuestionnaireView } from '../../core/document/localize.ts'
import { operation } from '../../http/operation.ts'
import { View } from '../questionnaires/contract-shapes.ts'
import { SubmissionPath, submissionPath } from './contract.ts'

export const getSubmissionQuestionnaire = operation({
  tag: 'submissions',
  tenant: 'organization',
  scope: 'questionnaires:read',
  id: 'getSubmissionQuestionnaire',
  method: 'GET',
  url: `${submissionPath}/questionnaire`,
  summary: 'Read the questionnaire that a submission answers',
  description:
    'The very version that it stands on, in the asked language, also where that is not public or was withdrawn. For the ' +
    'organization and its associations, by its grant of the scope beside one of submissions, and for assessors of the ' +
    'submission from a clear declaration on, as long as they read its answers.',
  problems: ['conflict-of-interest'],
  params: SubmissionPath,
  query: View,
  reply: { 200: QuestionnaireView },
  sample: { query: { view: 'compact' } },
})
