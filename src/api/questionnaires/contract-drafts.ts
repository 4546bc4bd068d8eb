// What is promised about questionnaires that associations write: drafts, publishing, withdrawing.
// The shapes are in contract-draft-shapes.ts; what a house may use is in contract-houses.ts.
import { z } from 'zod'
import {
  AssociationId,
  ContentVersion,
  QuestionnaireDraftId,
  QuestionnaireKey,
} from '../../core/ids.ts'
import { operation, PageQuery, pageQuery } from '../../http/operation.ts'
import {
  DraftOffer,
  DraftPublication,
  DraftValidation,
  documentLimits,
  NewQuestionnaireDraft,
  OwnQuestionnaireVersion,
  OwnQuestionnaireVersionList,
  presentDraft,
  presentDrafts,
  presentHead,
  presentOwn,
  presentOwnVersions,
  QuestionnaireDraft,
  QuestionnaireDraftDocument,
  QuestionnaireDraftHead,
  QuestionnaireDraftList,
  QuestionnaireWithdrawal,
} from './contract-draft-shapes.ts'

const path = '/v1/associations/{associationId}/questionnaire-drafts'
const shared = { tag: 'questionnaires', tenant: 'association' } as const
const writing = { ...shared, scope: 'questionnaires:write' } as const
const AssociationPath = z.strictObject({ associationId: AssociationId })
const DraftPath = AssociationPath.extend({ questionnaireDraftId: QuestionnaireDraftId })
const limitsText =
  'At most 4 MB, 50 000 members and arrays of 500 elements; whether it is a questionnaire is asked by ' +
  '`validate` and `publish` alone.'

export const createQuestionnaireDraft = operation({
  ...writing,
  id: 'createQuestionnaireDraft',
  method: 'POST',
  url: path,
  summary: 'Begin a questionnaire of an association, as a draft',
  description:
    'Copies a published version that the association may use, or takes a whole document: so one that was ' +
    `exported is imported. ${limitsText} An association has so many drafts at once as the operator lets it ` +
    '(100 unless configured); what was published does not count. The answer leaves out the document.',
  params: AssociationPath,
  body: NewQuestionnaireDraft,
  reply: { 201: QuestionnaireDraftHead },
  problems: ['forbidden', 'document-invalid', 'quota-reached'],
  limits: documentLimits,
  present: presentHead,
  location: ({ id }, { associationId }) =>
    `/v1/associations/${associationId}/questionnaire-drafts/${id}`,
  sample: { body: { from: { key: 'gbt-19580-2012', version: '1.0.0' } } },
})

export const listQuestionnaireDrafts = operation({
  ...writing,
  id: 'listQuestionnaireDrafts',
  method: 'GET',
  url: path,
  summary: 'List the questionnaire drafts of an association',
  description: 'Newest first, without their documents; what was published stays on record.',
  params: AssociationPath,
  query: PageQuery,
  reply: { 200: QuestionnaireDraftList },
  problems: ['forbidden'],
  present: presentDrafts,
  sample: { query: { limit: '20' } },
})

export const getQuestionnaireDraft = operation({
  ...writing,
  id: 'getQuestionnaireDraft',
  method: 'GET',
  url: `${path}/{questionnaireDraftId}`,
  summary: 'Read a questionnaire draft with its document',
  description: 'The member `document` is the export: one JSON document that can be brought back.',
  params: DraftPath,
  reply: { 200: QuestionnaireDraft },
  problems: ['forbidden'],
  present: presentDraft,
})

export const putQuestionnaireDraft = operation({
  ...writing,
  id: 'putQuestionnaireDraft',
  method: 'PUT',
  url: `${path}/{questionnaireDraftId}`,
  summary: 'Replace the document of a questionnaire draft',
  description:
    `The whole document. ${limitsText} What somebody proposed to publish stays noted, and whoever confirms it ` +
    'is told that the draft is another one by now. The answer leaves out the document.',
  params: DraftPath,
  body: QuestionnaireDraftDocument,
  reply: { 200: QuestionnaireDraftHead },
  problems: ['forbidden', 'immutable'],
  revision: 'match',
  limits: documentLimits,
  present: presentHead,
  sample: {
    body: { document: { format: 'questionnaire/v1', key: 'service-quality', version: '1.0.0' } },
  },
})

export const deleteQuestionnaireDraft = operation({
  ...writing,
  id: 'deleteQuestionnaireDraft',
  method: 'DELETE',
  url: `${path}/{questionnaireDraftId}`,
  summary: 'Throw a questionnaire draft away',
  description: 'What was published stays on record.',
  params: DraftPath,
  reply: { 204: null },
  problems: ['forbidden', 'immutable'],
  revision: 'match',
})

export const validateQuestionnaireDraft = operation({
  ...writing,
  id: 'validateQuestionnaireDraft',
  method: 'POST',
  url: `${path}/{questionnaireDraftId}/validate`,
  summary: 'Find out what a questionnaire draft lacks',
  description:
    'Changes nothing. All errors and warnings at once, each with its place; the step that the version number ' +
    'needs; what changed since the last version, in sentences of the asked language. A mapping and a ' +
    'visibility that are sent along are checked too.',
  params: DraftPath,
  body: DraftOffer,
  reply: { 200: DraftValidation },
  problems: ['forbidden'],
  idempotency: 'none',
  sample: { body: { visibility: 'association' } },
})

export const publishQuestionnaireDraft = operation({
  ...shared,
  id: 'publishQuestionnaireDraft',
  method: 'POST',
  url: `${path}/{questionnaireDraftId}/publish`,
  summary: 'Publish a questionnaire draft as a version',
  description:
    'Takes two persons, whatever their keys, who want the same. The first is answered `second-person-required`, ' +
    'and so is the same person again; what was asked stays noted in `proposal`. Another person publishes it, ' +
    'unless document, mapping, visibility or the version before it changed meanwhile: `plan-outdated`, and the ' +
    'new request is the first of two. Every warning must be accepted by its code. The first version claims the ' +
    'key for the association. A published version never changes; licensed text is not published for everybody.',
  scope: 'questionnaires:publish',
  params: DraftPath,
  body: DraftPublication,
  reply: { 200: OwnQuestionnaireVersion },
  problems: [
    'forbidden',
    'illegal-transition',
    'already-exists',
    'document-invalid',
    'warnings-not-accepted',
    'second-person-required',
    'plan-outdated',
  ],
  revision: 'match',
  present: presentOwn,
  sample: { body: { visibility: 'association', acceptWarnings: ['unconfirmed-points'] } },
})

export const withdrawQuestionnaireVersion = operation({
  ...shared,
  id: 'withdrawQuestionnaireVersion',
  method: 'POST',
  url: '/v1/associations/{associationId}/questionnaires/{questionnaireKey}/versions/{version}/withdraw',
  summary: 'Withdraw a questionnaire version from new use',
  description:
    'Takes two persons, whatever their keys. The first is answered `second-person-required`, and so is the same ' +
    'person again; that and why it was asked stays noted in `withdrawal`, where ' +
    '`listAssociationQuestionnaireVersions` shows it. The request of another person carries it out, and the ' +
    'first reason stands. From then on no new submission begins with it. Submissions that use it go on, are ' +
    'scored and compared, and the version stays readable for whoever could read it.',
  scope: 'questionnaires:publish',
  params: AssociationPath.extend({ questionnaireKey: QuestionnaireKey, version: ContentVersion }),
  body: QuestionnaireWithdrawal,
  reply: { 200: OwnQuestionnaireVersion },
  problems: ['forbidden', 'illegal-transition', 'second-person-required'],
  present: presentOwn,
  sample: {
    params: { questionnaireKey: 'service-quality', version: '1.0.0' },
    body: { reason: 'Replaced by 2.0.0, which asks about digital services too.' },
  },
})

export const listAssociationQuestionnaireVersions = operation({
  ...writing,
  id: 'listAssociationQuestionnaireVersions',
  method: 'GET',
  url: '/v1/associations/{associationId}/questionnaire-versions',
  summary: 'List the questionnaire versions an association published',
  description:
    'By key, whatever their state and visibility, each with who asked for its withdrawal, when and why. ' +
    '`withdrawal=asked` leaves those that wait for a second person.',
  params: AssociationPath,
  query: z.strictObject({
    ...pageQuery,
    questionnaireKey: QuestionnaireKey.optional(),
    withdrawal: z
      .enum(['asked'])
      .optional()
      .meta({ description: '`asked`: somebody asked for it, and nobody has carried it out.' }),
  }),
  reply: { 200: OwnQuestionnaireVersionList },
  problems: ['forbidden'],
  present: presentOwnVersions,
  sample: { query: { withdrawal: 'asked' } },
})
