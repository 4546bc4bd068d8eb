// What is promised about questionnaires as files: the whole document, a workbook, and forms of other systems.
// How they are made is src/exchange.
import { type Questionnaire, QuestionnaireV1 } from '../../core/document/questionnaire-v1.ts'
import type { PublishedVersion } from '../../core/questionnaire/version.ts'
import { questionnaireToFhir } from '../../exchange/fhir/questionnaire.ts'
import { FhirQuestionnaire } from '../../exchange/fhir/shape.ts'
import { questionnaireToWorkbook } from '../../exchange/questionnaire/write.ts'
import { sheetTypes } from '../../exchange/sheet-types.ts'
import { questionnaireToXlsForm } from '../../exchange/xlsform/form.ts'
import { FileReply, operation } from '../../http/operation.ts'
import { VersionPath } from './contract-shapes.ts'

const versionPath = '/v1/questionnaires/{questionnaireKey}/versions/{version}'
const sample = { params: { questionnaireKey: 'gbt-19580-2012', version: '1.0.0' } }
const shared = {
  method: 'GET',
  tag: 'questionnaires',
  scope: null,
  tenant: null,
  params: VersionPath,
  cache: 'immutable',
  sample,
} as const

const { xlsx } = sheetTypes
const kept = 'A published version never changes, so its answer may be kept for a year. Public.'

export const getQuestionnaireDocument = operation({
  ...shared,
  id: 'getQuestionnaireDocument',
  url: `${versionPath}/document`,
  summary: 'Read a questionnaire as a document in all its languages',
  description: `The document as it was published, in canonical JSON (RFC 8785): its SHA-256 is the digest of the catalogue. ${kept}`,
  reply: { 200: QuestionnaireV1 },
})

export const getQuestionnaireWorkbook = operation({
  ...shared,
  id: 'getQuestionnaireWorkbook',
  url: `${versionPath}/workbook`,
  summary: 'Take a questionnaire along as a workbook',
  description: `Everything of the document as XLSX, to read, to translate or to write another questionnaire in: a head, and a sheet each for categories, items, areas, questions, statements, bands and the rest. It reads back without loss. ${kept}`,
  reply: { 200: FileReply },
  replyType: xlsx,
})

export const getQuestionnaireXlsForm = operation({
  ...shared,
  id: 'getQuestionnaireXlsForm',
  url: `${versionPath}/xlsform`,
  summary: 'Take a questionnaire along as an XLSForm for ODK or Kobo',
  description: `Survey, choices and settings as XLSX, in all languages of the document, to collect answers on phones without a network. A column \`code\` says which node each question is for. ${kept}`,
  reply: { 200: FileReply },
  replyType: xlsx,
})

export const getQuestionnaireFhir = operation({
  ...shared,
  id: 'getQuestionnaireFhir',
  url: `${versionPath}/fhir`,
  summary: 'Read a questionnaire as a FHIR R4 Questionnaire',
  description:
    'Groups and questions with the codes of the nodes as `linkId`, other languages as translation extensions. ' +
    'Its `status` is `retired` once the version is withdrawn, so it must be asked again each time ' +
    '(`If-None-Match` makes that cheap). Public.',
  reply: { 200: FhirQuestionnaire },
  replyType: 'application/fhir+json',
  cache: 'no-cache',
})

/** A version with its text; `publicUrl`: where clients reach the service, null: that is not known. */
export type Told = {
  readonly known: PublishedVersion
  readonly questionnaire: Questionnaire
  readonly text: string
  readonly publicUrl: string | null
}

/** A representation: its bytes, and the headers that say what they are. */
export type Representation = {
  readonly body: string | Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

const json = (body: string, type: string): Representation => ({
  body,
  headers: { 'content-type': type },
})

const file = (body: Uint8Array, { known: { key, version } }: Told, kind: string) => ({
  body,
  headers: {
    'content-type': xlsx,
    'content-disposition': `attachment; filename="${key}-${version}-${kind}.xlsx"`,
  },
})

/** The address of a version; without a public address it has a name at least. */
const addressOf = ({ known: { key, version }, publicUrl }: Told): string =>
  publicUrl === null
    ? `urn:excellence-api:questionnaires:${key}:${version}`
    : `${publicUrl.replace(/\/$/, '')}/v1/questionnaires/${key}/versions/${version}`

export const presentDocument = ({ text }: Told): Representation => json(text, 'application/json')

export const presentWorkbook = (told: Told): Representation =>
  file(questionnaireToWorkbook(told.questionnaire), told, 'workbook')

export const presentXlsForm = (told: Told): Representation =>
  file(questionnaireToXlsForm(told.questionnaire), told, 'xlsform')

export const presentFhir = (told: Told): Representation => {
  const resource = questionnaireToFhir(told.questionnaire, {
    url: addressOf(told),
    publisher: 'Excellence API',
    publishedAt: told.known.publishedAt,
    isWithdrawn: told.known.state === 'withdrawn',
  })
  return json(JSON.stringify(resource), getQuestionnaireFhir.replyType)
}
