// What is promised about the public catalogue: which questionnaires there are, and each version in one language.
// What a house may use beyond it is in contract-houses.ts; writing and publishing, in contract-drafts.ts.
import { z } from 'zod'
import { QuestionnaireView } from '../../core/document/localize.ts'
import { QuestionnaireKey } from '../../core/ids.ts'
import { operation, pageQuery } from '../../http/operation.ts'
import { QuestionnaireList, VersionPath, View } from './contract-shapes.ts'

export const listQuestionnaires = operation({
  id: 'listQuestionnaires',
  method: 'GET',
  url: '/v1/questionnaires',
  summary: 'List the questionnaires of the catalogue',
  description:
    'All public questionnaires by key, each with its public versions, newest first. Titles come in the asked ' +
    'language (`Accept-Language` or `lang`). What was published or withdrawn shows within a second.',
  tag: 'questionnaires',
  scope: null,
  tenant: null,
  query: z.strictObject({
    ...pageQuery,
    model: QuestionnaireKey.optional().meta({
      description: 'Only questionnaires of this model.',
      examples: ['gbt-19580'],
    }),
  }),
  reply: { 200: QuestionnaireList },
  cache: 'no-cache',
  sample: { query: { limit: '20' } },
})

export const getQuestionnaireVersion = operation({
  id: 'getQuestionnaireVersion',
  method: 'GET',
  url: '/v1/questionnaires/{questionnaireKey}/versions/{version}',
  summary: 'Read one version of a questionnaire',
  description:
    'The whole questionnaire in the asked language: categories, items, areas and questions, bands with their ' +
    'descriptors, points and provenance. A published version never changes, so its answer may be kept for ' +
    'a year; `latest` must be asked again each time (`If-None-Match` makes that cheap). `view=compact` leaves ' +
    'out questions and descriptors. Public; what is not is read below its association or organization.',
  tag: 'questionnaires',
  scope: null,
  tenant: null,
  params: VersionPath,
  query: View,
  reply: { 200: QuestionnaireView },
  cache: 'immutable',
  sample: {
    params: { questionnaireKey: 'gbt-19580-2012', version: '1.0.0' },
    query: { view: 'compact' },
  },
})
