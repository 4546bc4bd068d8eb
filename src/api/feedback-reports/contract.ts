// What is promised about feedback reports: drafted of a final consensus, written, approved and released by two persons,
// read as values and as files. The shapes are in contract-shapes.ts.
import { z } from 'zod'
import { ReportTexts } from '../../core/report/paper.ts'
import { operation } from '../../http/operation.ts'
import { SubmissionPath, submissionPath } from '../submissions/contract.ts'
import {
  Correction,
  FeedbackReport,
  FeedbackReportList,
  presentList,
  presentReport,
  presentStored,
} from './contract-shapes.ts'

const path = `${submissionPath}/feedback-reports`
const VersionPath = SubmissionPath.extend({
  version: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .transform(Number)
    .meta({ type: 'integer', minimum: 1, maximum: 9999 }),
})

const shared = { tag: 'feedback-reports', tenant: 'organization' } as const
const reading = { ...shared, method: 'GET', scope: 'reports:read' } as const
const step = {
  ...shared,
  method: 'POST',
  params: VersionPath,
  reply: { 200: FeedbackReport },
  present: presentStored,
  revision: 'match',
  sample: { params: { version: '1' } },
} as const
const always = ['forbidden', 'conflict-of-interest', 'illegal-transition'] as const

/** The forms of a report; the value comes first. Those of files are what src/render/report.ts makes. */
const forms = [
  'application/json',
  'text/html',
  'text/markdown',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
] as const

export const draftFeedbackReport = operation({
  ...shared,
  scope: 'reports:write',
  id: 'draftFeedbackReport',
  method: 'POST',
  url: path,
  summary: 'Draft a feedback report of a final consensus',
  description:
    'For the lead and for programme managers outside the panel. It holds the findings and scores of the consensus ' +
    'and, where a benchmark edition is out and the cycle does not leave it out (`reportComparison`), the comparison ' +
    'that the organization would read. A version after a ' +
    'released one is a correction, says why, and begins with the texts of the one before.',
  params: SubmissionPath,
  body: z
    .strictObject({
      correction: Correction.optional().meta({
        description: 'Why a released version is corrected; absent for the first one.',
      }),
    })
    .meta({ id: 'NewFeedbackReport', description: 'A version to be written.' }),
  reply: { 201: FeedbackReport },
  present: presentStored,
  location: ({ version }, { organizationId, submissionId }) =>
    `/v1/organizations/${organizationId}/submissions/${submissionId}/feedback-reports/${version}`,
  problems: [...always, 'already-exists', 'incomplete', 'document-invalid'],
  sample: { body: {} },
})

export const listFeedbackReports = operation({
  ...reading,
  id: 'listFeedbackReports',
  url: path,
  summary: 'List the versions of a feedback report',
  description:
    'The panel and its programme see all of them once the consensus is final; the organization those that were ' +
    'released, and 404 before the first one is. Newest first.',
  params: SubmissionPath,
  reply: { 200: FeedbackReportList },
  present: presentList,
  problems: ['conflict-of-interest'],
})

export const getFeedbackReport = operation({
  ...reading,
  id: 'getFeedbackReport',
  url: `${path}/{version}`,
  summary: 'Read a version of a feedback report',
  description:
    'As JSON, or by `Accept` as a web page without script, as Markdown, PDF or Word file, in the asked language; ' +
    'what people wrote stays in the language they wrote it in. The organization reads what was released, and ' +
    'nobody of the panel or the programme is named in it. That a file was taken by the organization is recorded. ' +
    'Each form has an `ETag` of its own, and each language of a file too.',
  params: VersionPath,
  reply: { 200: FeedbackReport },
  replyTypes: forms,
  present: presentReport,
  problems: ['conflict-of-interest'],
  sample: { params: { version: '1' } },
})

export const putFeedbackReportTexts = operation({
  ...shared,
  scope: 'reports:write',
  id: 'putFeedbackReportTexts',
  method: 'PUT',
  url: `${path}/{version}/texts`,
  summary: 'Write the summaries and key factors of a feedback report',
  description:
    'For whoever may draft one, while it is a draft. They are replaced as a whole, and everything else in the ' +
    'version is gathered anew: the comparison with the edition that is out now, say. Findings of a final consensus ' +
    'are changed no more; one that turned out to be wrong is left out.',
  params: VersionPath,
  body: ReportTexts,
  reply: { 200: FeedbackReport },
  present: presentStored,
  problems: [...always, 'document-invalid'],
  revision: 'match',
  sample: {
    params: { version: '1' },
    body: {
      keyFactors: ['One customer buys more than half of what is made.'],
      summaries: { '4.1': 'Leaders are seen, heard and asked at every site.' },
      omitted: [],
    },
  },
})

export const approveFeedbackReport = operation({
  ...step,
  scope: 'reports:release',
  id: 'approveFeedbackReport',
  url: `${path}/{version}/approve`,
  summary: 'Approve a feedback report',
  description:
    'For programme managers outside the panel. What is approved is frozen with its digest; If-Match sees to it ' +
    'that nobody approves what they did not read.',
  problems: always,
})

export const returnFeedbackReport = operation({
  ...step,
  scope: 'reports:release',
  id: 'returnFeedbackReport',
  url: `${path}/{version}/return`,
  summary: 'Return an approved feedback report to draft',
  description:
    'For programme managers outside the panel who find a fault before it is released. The approval is taken away.',
  problems: always,
})

export const releaseFeedbackReport = operation({
  ...step,
  scope: 'reports:release',
  id: 'releaseFeedbackReport',
  url: `${path}/{version}/release`,
  summary: 'Release a feedback report to its organization',
  description:
    'For another programme manager than the one who approved it, by whatever key. From then on the organization ' +
    'reads it, and it never changes.',
  problems: [...always, 'second-person-required', 'plan-outdated'],
})
