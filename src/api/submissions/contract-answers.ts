// What is promised about the answers of a submission: one by one, many at once, and their history.
// What an answer may hold is core/submission/answer.ts.
import { z } from 'zod'
import { NodeCode } from '../../core/ids.ts'
import { Answer, AnswersPatch } from '../../core/submission/answer.ts'
import {
  type AnswerOutcome,
  type AnswerResult,
  etagOfAnswer,
  etagOfAnswers,
  etagOfSubmission,
} from '../../core/submission/revision.ts'
import {
  type StoredAnswer as Stored,
  shownAnswer,
  shownRevision,
} from '../../core/submission/shown.ts'
import type { Submission } from '../../core/submission/submission.ts'
import type { View } from '../../core/submission/view.ts'
import { Etag, listOf, operation, pageQuery } from '../../http/operation.ts'
import { SubmissionPath, submissionPath } from './contract.ts'
import { AnswerChanges, AnswerRevision, StoredAnswer } from './contract-shapes.ts'

const answersPath = `${submissionPath}/answers`
const answerPath = `${answersPath}/{code}`
const AnswerPath = SubmissionPath.extend({ code: NodeCode })

const shared = { tag: 'submissions', tenant: 'organization' } as const

/** Narratives are long: each area may hold 20,000 characters of up to four bytes. */
const longText = { bytes: 2 * 1024 * 1024 } as const

export type SeenAnswer = { readonly answer: Stored; readonly view: View }
export type PutResult = SeenAnswer & { readonly outcome: AnswerOutcome }

const present = ({ answer, view }: SeenAnswer) => shownAnswer(answer, view)

export const listAnswers = operation({
  ...shared,
  id: 'listAnswers',
  method: 'GET',
  url: answersPath,
  summary: 'List the answers of a submission',
  description:
    'By code, each with its own tag. The tag of the list is that of the whole collection, whatever the page: ' +
    'send it back to change many answers at once. For the organization, by its grant, and for the assessors of the ' +
    'submission, once their declaration is clear.',
  scope: 'submissions:read',
  params: SubmissionPath,
  query: z.strictObject(pageQuery),
  problems: ['conflict-of-interest'],
  reply: {
    200: listOf('AnswerPage', StoredAnswer)
      .extend({ etag: Etag.meta({ description: 'Of the whole collection.' }) })
      .meta({ id: 'AnswerPage', description: 'One page of the answers of a submission.' }),
  },
  present: ({
    items,
    nextCursor,
    answersRevision,
    view,
  }: {
    readonly items: readonly Stored[]
    readonly nextCursor: string | null
    readonly answersRevision: number
    readonly view: View
  }) => ({
    items: items.map((answer) => shownAnswer(answer, view)),
    nextCursor,
    etag: etagOfAnswers(answersRevision),
  }),
  sample: { query: { limit: '20' } },
})

export const patchAnswers = operation({
  ...shared,
  id: 'patchAnswers',
  method: 'PATCH',
  url: answersPath,
  summary: 'Change many answers of a draft at once',
  description:
    'A merge patch keyed by node code: null deletes an answer, null members delete members, lists are ' +
    'replaced whole. All or nothing: if one answer would not fit, nothing is written and every finding is ' +
    'named. If-Match takes the tag of the collection, also the first time (`listAnswers` has it); a stale one ' +
    'is told which codes changed since. Saying what is there already succeeds whatever tag was sent.',
  scope: 'submissions:write',
  params: SubmissionPath,
  body: AnswersPatch,
  reply: { 200: AnswerChanges },
  present: ({
    results,
    answersRevision,
    submission,
  }: {
    readonly results: readonly AnswerResult[]
    readonly answersRevision: number
    readonly submission: Submission
  }) => ({
    etag: etagOfAnswers(answersRevision),
    submissionEtag: etagOfSubmission(submission, answersRevision),
    items: results.map(({ code, outcome, version }) => ({
      code,
      outcome,
      etag: etagOfAnswer(version),
    })),
  }),
  problems: ['forbidden', 'immutable', 'document-invalid'],
  revision: 'match',
  limits: longText,
  sample: { body: { answers: { '4.1.2': { percent: 55 }, '4.1.3': { percent: 45 } } } },
})

export const getAnswer = operation({
  ...shared,
  id: 'getAnswer',
  method: 'GET',
  url: answerPath,
  summary: 'Read one answer of a submission',
  description: 'For the organization, by its grant, and for the assessors of the submission.',
  scope: 'submissions:read',
  params: AnswerPath,
  reply: { 200: StoredAnswer },
  present,
  problems: ['conflict-of-interest'],
  sample: { params: { code: '4.1.2' } },
})

export const putAnswer = operation({
  ...shared,
  id: 'putAnswer',
  method: 'PUT',
  url: answerPath,
  summary: 'Give or replace one answer of a draft',
  description:
    'The first one takes `If-None-Match: *`, later ones If-Match with the tag of this answer, so that people ' +
    'on different items never meet. For admins and contributors of the organization, and by its grant.',
  scope: 'submissions:write',
  params: AnswerPath,
  body: Answer,
  reply: { 201: StoredAnswer, 200: StoredAnswer },
  present: (put: PutResult) => present(put),
  status: ({ outcome }) => (outcome === 'created' ? 201 : 200),
  location: ({ code }, { organizationId, submissionId }) =>
    `/v1/organizations/${organizationId}/submissions/${submissionId}/answers/${code}`,
  problems: ['forbidden', 'immutable', 'document-invalid'],
  revision: 'create-or-match',
  limits: longText,
  sample: {
    params: { code: '4.1.2' },
    body: {
      percent: 45,
      factors: { approach: 50, deployment: 45, learning: 40, integration: 45 },
      comment: 'Deployed in all plants but one.',
      evidence: [{ title: 'Minutes of the board, March', url: 'https://example.org/minutes.pdf' }],
    },
  },
})

export const listAnswerRevisions = operation({
  ...shared,
  id: 'listAnswerRevisions',
  method: 'GET',
  url: `${answerPath}/revisions`,
  summary: 'List every value that an answer has had',
  description: 'Newest first, the present one included. For the organization, and by its grant.',
  scope: 'submissions:read',
  params: AnswerPath,
  query: z.strictObject(pageQuery),
  reply: { 200: listOf('AnswerRevisionPage', AnswerRevision) },
  present: ({
    items,
    nextCursor,
    view,
  }: {
    readonly items: readonly Stored[]
    readonly nextCursor: string | null
    readonly view: View
  }) => ({ items: items.map((each) => shownRevision(each, view)), nextCursor }),
  sample: { params: { code: '4.1.2' }, query: { limit: '20' } },
})
