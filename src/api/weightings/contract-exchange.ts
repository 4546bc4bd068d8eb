// What is promised about weightings as files: the document of the format, out and in, and a sheet of its numbers.
// How they lie in a sheet, and what a filled one means, is src/exchange/weightings.
import { z } from 'zod'
import { WeightingV1 } from '../../core/document/weighting-v1.ts'
import { QuestionnaireReference } from '../../core/submission/submission.ts'
import {
  etagOfWeighting,
  type WeightingProfile,
  weightingDocument,
} from '../../core/weighting/profile.ts'
import type { Report } from '../../exchange/answers/report.ts'
import { fileLimits } from '../../exchange/limits.ts'
import { sheetTypes } from '../../exchange/sheet-types.ts'
import { booleanParameter, Etag, FileBody, FileReply, operation } from '../../http/operation.ts'
import { AnswerSheetRow } from '../submissions/contract-answer-sheet.ts'
import { sampleItems } from './contract.ts'
import {
  AssociationPath,
  AssociationWeightingPath,
  associationPath,
  locationInAssociation,
  locationInOrganization,
  OrganizationPath,
  OrganizationWeightingPath,
  ofAssociation,
  ofOrganization,
  organizationPath,
} from './contract-paths.ts'
import { present, Weighting } from './contract-shapes.ts'

const { csv, xlsx } = sheetTypes

const NewWeightingImport = z
  .strictObject({
    questionnaire: QuestionnaireReference,
    document: WeightingV1,
  })
  .meta({ id: 'WeightingImport', description: 'A weighting document, and what it shall weigh.' })

const count = z.int().min(0).max(fileLimits.sheetRows)
export const WeightingSheetReport = z
  .strictObject({
    dryRun: z.boolean().meta({ description: 'True: nothing was written.' }),
    etag: Etag.meta({ description: 'Of the weighting, as it is now.' }),
    created: count.meta({ description: 'Rows of nodes that had no number.' }),
    changed: count,
    unchanged: count,
    refused: count.meta({ description: 'Not zero in a dry run only.' }),
    rows: z.array(AnswerSheetRow).max(fileLimits.sheetRows),
  })
  .meta({ id: 'WeightingSheetReport', description: 'What a sheet did to a draft, row by row.' })

export type SheetBrought = {
  readonly weighting: WeightingProfile
  readonly report: Report
  readonly dryRun: boolean
}
const presentReport = ({ weighting, report, dryRun }: SheetBrought) => ({
  dryRun,
  etag: etagOfWeighting(weighting),
  ...report,
})

const documentText =
  'One JSON document of the format weighting/v1, with the judgements that its numbers came from. It can be brought ' +
  'into any house.'
const importText =
  'Under its own key and version, as a draft; the owner is the house that imports it. It must be bound to the edition ' +
  'of the questionnaire, and numbers from judgements must be those that the judgements come to.'
const sheetText =
  'A row for every scored node, with its reference points. CSV is UTF-8 with a mark and commas. Names are in the asked ' +
  'language.'
const bringText =
  'Into a draft: a column `points` where its mode is points, else `weight`. Rows that are not there and empty cells keep ' +
  'what is stored. All or nothing: `errors` names every row (`/rows/7/points`, rows as the spreadsheet counts; what is ' +
  'wrong with the whole, such as the sum, stands in row 1). With `dryRun=true` nothing is ever written and the answer ' +
  'reports all rows, wrong ones as `refused`; it needs no Idempotency-Key. Numbers count as set by hand from then on.'

const documentSample = {
  format: 'weighting/v1',
  key: 'service-emphasis',
  version: '1.0.0',
  title: 'More weight on customers',
  owner: { kind: 'organization', id: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42' },
  edition: 'gbt-19580-2012',
  mode: 'points',
  total: 1000,
  items: sampleItems,
  elicitation: { kind: 'manual' },
  rationale: '',
}
const importSample = {
  body: {
    questionnaire: { key: 'gbt-19580-2012', version: '1.0.0' },
    document: documentSample,
  },
}
const SheetQuery = z.strictObject({
  format: z.enum(['csv', 'xlsx']).default('xlsx').meta({ description: 'The kind of file.' }),
})
const BringQuery = z.strictObject({
  dryRun: booleanParameter()
    .optional()
    .meta({ description: 'True: only report what would happen.' }),
})
const sheetReply = {
  query: SheetQuery,
  reply: { 200: FileReply },
  replyTypes: [xlsx, csv],
  sample: { query: { format: 'csv' } },
} as const
const importing = {
  scope: 'weightings:write',
  body: NewWeightingImport,
  reply: { 201: Weighting },
  problems: ['document-invalid', 'already-exists'],
  present,
  sample: importSample,
} as const
const bringing = {
  scope: 'weightings:write',
  query: BringQuery,
  body: FileBody,
  file: [csv, xlsx],
  reply: { 200: WeightingSheetReport },
  present: presentReport,
  problems: ['immutable', 'document-invalid'],
  revision: 'match',
  sample: { query: { dryRun: 'false' }, body: 'code,points\r\n4.1.2,40\r\n4.3.2,50\r\n' },
} as const
const reading = {
  scope: 'weightings:read',
  reply: { 200: WeightingV1 },
  present: weightingDocument,
} as const

export const getWeightingDocument = operation({
  ...ofOrganization,
  ...reading,
  id: 'getWeightingDocument',
  method: 'GET',
  url: `${organizationPath}/{weightingId}/document`,
  summary: 'Take a weighting of an organization along as a document',
  description: documentText,
  params: OrganizationWeightingPath,
})

export const importWeighting = operation({
  ...ofOrganization,
  ...importing,
  problems: ['forbidden', ...importing.problems],
  id: 'importWeighting',
  method: 'POST',
  url: '/v1/organizations/{organizationId}/weighting-imports',
  summary: 'Bring a weighting document into an organization',
  description: importText,
  params: OrganizationPath,
  location: locationInOrganization,
})

export const getWeightingSheet = operation({
  ...ofOrganization,
  ...sheetReply,
  id: 'getWeightingSheet',
  method: 'GET',
  url: `${organizationPath}/{weightingId}/sheet`,
  summary: 'Take a weighting of an organization along as a sheet',
  description: sheetText,
  scope: 'weightings:read',
  params: OrganizationWeightingPath,
})

export const importWeightingSheet = operation({
  ...ofOrganization,
  ...bringing,
  problems: ['forbidden', ...bringing.problems],
  id: 'importWeightingSheet',
  method: 'POST',
  url: `${organizationPath}/{weightingId}/sheet`,
  summary: 'Bring a filled sheet into a draft of an organization',
  description: bringText,
  params: OrganizationWeightingPath,
})

export const getAssociationWeightingDocument = operation({
  ...ofAssociation,
  ...reading,
  id: 'getAssociationWeightingDocument',
  method: 'GET',
  url: `${associationPath}/{weightingId}/document`,
  summary: 'Take a weighting of an association along as a document',
  description: documentText,
  params: AssociationWeightingPath,
})

export const importAssociationWeighting = operation({
  ...ofAssociation,
  ...importing,
  id: 'importAssociationWeighting',
  method: 'POST',
  url: '/v1/associations/{associationId}/weighting-imports',
  summary: 'Bring a weighting document into an association',
  description: importText,
  params: AssociationPath,
  location: locationInAssociation,
})

export const getAssociationWeightingSheet = operation({
  ...ofAssociation,
  ...sheetReply,
  id: 'getAssociationWeightingSheet',
  method: 'GET',
  url: `${associationPath}/{weightingId}/sheet`,
  summary: 'Take a weighting of an association along as a sheet',
  description: sheetText,
  scope: 'weightings:read',
  params: AssociationWeightingPath,
})

export const importAssociationWeightingSheet = operation({
  ...ofAssociation,
  ...bringing,
  id: 'importAssociationWeightingSheet',
  method: 'POST',
  url: `${associationPath}/{weightingId}/sheet`,
  summary: 'Bring a filled sheet into a draft of an association',
  description: bringText,
  params: AssociationWeightingPath,
})
