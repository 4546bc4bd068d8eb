// What is promised about answer sheets: the answers of a submission as CSV or XLSX, out and in again.
// How they lie in a sheet, and what a filled one means, is src/exchange/answers.
import { z } from 'zod'
import { etagOfAnswers, etagOfSubmission } from '../../core/submission/revision.ts'
import type { Submission } from '../../core/submission/submission.ts'
import type { Report } from '../../exchange/answers/report.ts'
import { fileLimits } from '../../exchange/limits.ts'
import { sheetTypes } from '../../exchange/sheet-types.ts'
import { booleanParameter, Etag, FileBody, FileReply, operation } from '../../http/operation.ts'
import { SubmissionPath, submissionPath } from './contract.ts'

const sheetPath = `${submissionPath}/answer-sheet`
const shared = { tag: 'submissions', tenant: 'organization', url: sheetPath } as const

const { csv, xlsx } = sheetTypes

const count = z.int().min(0).max(fileLimits.sheetRows)

export const AnswerSheetRow = z
  .strictObject({
    row: z
      .int()
      .min(1)
      .max(fileLimits.rows)
      .meta({ description: 'As the spreadsheet counts; titles are row 1.' }),
    code: z.string().max(200).meta({ description: 'The code in the row, even a wrong one.' }),
    outcome: z.enum(['created', 'changed', 'unchanged', 'refused']),
    errors: z
      .array(
        z
          .strictObject({
            column: z
              .string()
              .max(200)
              .nullable()
              .meta({ description: 'The title; null: the row as a whole.' }),
            code: z
              .string()
              .max(60)
              .regex(/^[a-z0-9_-]+$/),
            detail: z.string().max(2000),
          })
          .meta({ id: 'AnswerSheetError', description: 'What is wrong in a row.' }),
      )
      .max(1000),
  })
  .meta({ id: 'AnswerSheetRow', description: 'What became of one row.' })

export const AnswerSheetReport = z
  .strictObject({
    dryRun: z.boolean().meta({ description: 'True: nothing was written.' }),
    etag: Etag.meta({ description: 'Of the collection of answers, as it is now.' }),
    submissionEtag: Etag.meta({ description: 'Of the submission, as it is now.' }),
    created: count.meta({ description: 'Rows for which nothing was stored before.' }),
    changed: count,
    unchanged: count,
    refused: count.meta({ description: 'Not zero in a dry run only.' }),
    rows: z.array(AnswerSheetRow).max(fileLimits.sheetRows),
  })
  .meta({ id: 'AnswerSheetReport', description: 'What an answer sheet did, row by row.' })

export const getAnswerSheet = operation({
  ...shared,
  id: 'getAnswerSheet',
  method: 'GET',
  summary: 'Take the answers of a submission along as a sheet',
  description:
    'A row for every node, statement and area: code, name and question in the asked language, columns for the ' +
    'values of the method, "not applicable", narrative, comment and evidence. CSV is UTF-8 with a mark and ' +
    'commas; texts that look like formulas begin with an apostrophe. For the organization, and by its grant: ' +
    'names and questions of a questionnaire that is not public only with `questionnaires:read`, else their ' +
    'cells are empty. Assessors of the submission get it whole. Every export is put on record.',
  scope: 'submissions:read',
  problems: ['conflict-of-interest'],
  params: SubmissionPath,
  query: z.strictObject({
    format: z.enum(['csv', 'xlsx']).default('xlsx').meta({ description: 'The kind of file.' }),
  }),
  reply: { 200: FileReply },
  replyTypes: [xlsx, csv],
  sample: { query: { format: 'csv' } },
})

export const importAnswerSheet = operation({
  ...shared,
  id: 'importAnswerSheet',
  method: 'POST',
  summary: 'Bring a filled sheet of answers back into a draft',
  description:
    'Rows and columns that the sheet does not have change nothing; a column or row that begins with # is a ' +
    'remark. All or nothing: if one row does not fit, nothing is written and `errors` names every row and ' +
    'column (`/rows/7/percent`, rows as the spreadsheet counts them). With `dryRun=true` nothing is ever ' +
    'written and the answer reports all rows, wrong ones as `refused`; it needs no Idempotency-Key. CSV may ' +
    'have commas, semicolons or tabs, with or without a mark, in UTF-8. A formula is refused with its cell. ' +
    'If-Match takes the tag of the collection (`listAnswers` has it).',
  scope: 'submissions:write',
  params: SubmissionPath,
  query: z.strictObject({
    dryRun: booleanParameter()
      .optional()
      .meta({ description: 'True: only report what would happen.' }),
    emptyCells: z
      .enum(['keep', 'clear'])
      .default('keep')
      .meta({
        description:
          '`keep`: an empty cell changes nothing, so that several people may fill in parts. `clear`: it empties ' +
          'what is stored.',
      }),
  }),
  body: FileBody,
  file: [csv, xlsx],
  limits: { bytes: 4 * 1024 * 1024 },
  reply: { 200: AnswerSheetReport },
  present: ({
    report,
    answersRevision,
    submission,
    dryRun,
  }: {
    readonly report: Report
    readonly answersRevision: number
    readonly submission: Submission
    readonly dryRun: boolean
  }) => ({
    dryRun,
    etag: etagOfAnswers(answersRevision),
    submissionEtag: etagOfSubmission(submission, answersRevision),
    ...report,
  }),
  problems: ['forbidden', 'immutable', 'document-invalid'],
  revision: 'match',
  sample: {
    query: { emptyCells: 'keep' },
    body: 'code,percent,comment\r\n4.1.2,55,Deployed everywhere\r\n4.1.3,45,\r\n',
  },
})
