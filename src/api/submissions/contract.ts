// What is promised about submissions: made, listed, changed, submitted, withdrawn, accepted, scored.
// Answers are in contract-answers.ts, the shapes in contract-shapes.ts.
import { z } from 'zod'
import { Instant, OrganizationId, QuestionnaireKey, SubmissionId } from '../../core/ids.ts'
import { ScoreComparison } from '../../core/scoring/difference.ts'
import { ScoreSheet } from '../../core/scoring/sheet.ts'
import { type KnownSubmission, shownSubmission } from '../../core/submission/shown.ts'
import type { View } from '../../core/submission/view.ts'
import { scoreKinds } from '../../core/submission/weighting-choice.ts'
import {
  type Frozen,
  listOf,
  operation,
  pageQuery,
  pictureParameter,
  svg,
} from '../../http/operation.ts'
import {
  NewSubmission,
  Submission,
  SubmissionPatch,
  SubmissionStateShape,
  SubmissionSummary,
} from './contract-shapes.ts'

export const submissionsPath = '/v1/organizations/{organizationId}/submissions'
export const submissionPath = `${submissionsPath}/{submissionId}`
const OrganizationPath = z.strictObject({ organizationId: OrganizationId })
export const SubmissionPath = OrganizationPath.extend({ submissionId: SubmissionId })

/** A submission and the view in which its caller sees it. */
export type Seen = KnownSubmission & { readonly view: View }

/** The view leaves out what is optional in the shape, and only that. */
const shown = (known: KnownSubmission, view: View) =>
  shownSubmission(known, view) as Frozen<z.input<typeof Submission>>

export const present = (seen: Seen) => shown(seen, seen.view)

/** Where a new submission is found. */
export const locationOf = (
  { id }: { readonly id: string },
  { organizationId }: { readonly organizationId: string },
): string => `/v1/organizations/${organizationId}/submissions/${id}`

export type SeenPage = {
  readonly items: readonly KnownSubmission[]
  readonly nextCursor: string | null
  readonly view: View
}

export const SubmissionPage = listOf('SubmissionPage', SubmissionSummary)

export const presentPage = ({ items, nextCursor, view }: SeenPage) => ({
  items: items.map((each) => shown(each, view)),
  nextCursor,
})

const shared = { tag: 'submissions', tenant: 'organization' } as const
const one = { ...shared, params: SubmissionPath, reply: { 200: Submission }, present } as const

export const createSubmission = operation({
  ...shared,
  id: 'createSubmission',
  method: 'POST',
  url: submissionsPath,
  summary: 'Begin a submission',
  description:
    'A draft for one questionnaire version, which never changes; an organization may keep several. Its ' +
    'weighting, if it names one, is scored beside the reference weighting. For admins and contributors of the ' +
    'organization, and by its grant. A retry with the same Idempotency-Key gets the same submission.',
  scope: 'submissions:write',
  params: OrganizationPath,
  body: NewSubmission,
  reply: { 201: Submission },
  present,
  location: locationOf,
  problems: ['forbidden', 'document-invalid'],
  sample: {
    body: {
      questionnaire: { key: 'gbt-19580-2012', version: '1.0.0' },
      title: 'Self-assessment 2026',
    },
  },
})

export const listSubmissions = operation({
  ...shared,
  id: 'listSubmissions',
  method: 'GET',
  url: submissionsPath,
  summary: 'List the submissions of an organization',
  description:
    'Newest first, in every state unless one is asked for. Members of the association see status and dates; ' +
    'titles and weightings are shown to the organization and by its grant.',
  scope: 'submissions:read',
  params: OrganizationPath,
  query: z.strictObject({
    ...pageQuery,
    state: SubmissionStateShape.optional(),
    questionnaireKey: QuestionnaireKey.optional(),
    createdAfter: Instant.optional().meta({ description: 'Only what was made later than this.' }),
    createdBefore: Instant.optional().meta({
      description: 'Only what was made earlier than this.',
    }),
  }),
  reply: { 200: SubmissionPage },
  present: presentPage,
  sample: { query: { state: 'draft', limit: '20' } },
})

export const getSubmission = operation({
  ...one,
  id: 'getSubmission',
  method: 'GET',
  url: submissionPath,
  summary: 'Read a submission and how far it is',
  description:
    'Its entity tag changes with every answer: send it back to submit, withdraw or accept. Members of the ' +
    'association see status and dates without progress; the content is shown with a grant. Assessors see title and ' +
    'progress from the moment their declaration is clear.',
  scope: 'submissions:read',
  problems: ['conflict-of-interest'],
})

export const updateSubmission = operation({
  ...one,
  id: 'updateSubmission',
  method: 'PATCH',
  url: submissionPath,
  summary: 'Change the title or the weighting of a draft',
  description:
    'A merge patch: what it does not name stays, a null weighting removes it. The questionnaire version ' +
    'never changes. Saying what is there already succeeds whatever tag was sent.',
  scope: 'submissions:write',
  body: SubmissionPatch,
  problems: ['forbidden', 'immutable', 'document-invalid'],
  revision: 'match',
  sample: { body: { title: 'Self-assessment 2026, second round' } },
})

export const submitSubmission = operation({
  ...one,
  id: 'submitSubmission',
  method: 'POST',
  url: `${submissionPath}/submit`,
  summary: 'Submit a draft',
  description:
    'Freezes answers, questionnaire version and weighting, and stores the score sheets: under the reference ' +
    'weighting always, beside it under the weighting that the submission names. Refuses with every gap at ' +
    'once. If-Match takes the tag of the submission, so that no answer slips in unseen. For admins of the ' +
    'organization, and by its grant. A retry with the same Idempotency-Key gets the same answer.',
  scope: 'submissions:submit',
  problems: ['forbidden', 'illegal-transition', 'incomplete', 'document-invalid'],
  revision: 'match',
})

export const withdrawSubmission = operation({
  ...one,
  id: 'withdrawSubmission',
  method: 'POST',
  url: `${submissionPath}/withdraw`,
  summary: 'Take back a submission',
  description:
    'A draft or a submitted one; that is its end. What was submitted keeps its score sheets. For admins of the ' +
    'organization, and by its grant.',
  scope: 'submissions:submit',
  problems: ['forbidden', 'illegal-transition'],
  revision: 'match',
})

export const acceptSubmission = operation({
  ...one,
  id: 'acceptSubmission',
  method: 'POST',
  url: `${submissionPath}/accept`,
  summary: 'Accept a submitted submission as final',
  description:
    'For admins of the association, where no review is run. From now on benchmarks may count it, if the ' +
    'organization agrees.',
  scope: 'submissions:accept',
  problems: ['forbidden', 'illegal-transition'],
  revision: 'match',
})

export const getScore = operation({
  ...shared,
  id: 'getScore',
  method: 'GET',
  url: `${submissionPath}/score`,
  summary: 'Read the score of a submission',
  description:
    'What was submitted has the sheets it got then, byte for byte. A draft is scored on the spot: unanswered ' +
    'nodes count as its questionnaire says and are listed. There is no such score where the submission names ' +
    'no own weighting (`own`), or is in no programme that has one (`programme`; none has one yet). For the organization, and by ' +
    'its grant. With `Accept: image/svg+xml` the percents as a picture, in the asked language and with all ' +
    'figures in words; names of nodes are those of public questionnaires. Assessors see the one under the reference ' +
    'weighting once their own review is locked and the consensus open.',
  scope: 'scores:read',
  problems: ['conflict-of-interest'],
  params: SubmissionPath,
  query: z.strictObject({
    weighting: z
      .enum(scoreKinds)
      .default('reference')
      .meta({ description: 'Under which weighting; `reference` is that of the model.' }),
    picture: pictureParameter,
  }),
  reply: { 200: ScoreSheet },
  replyTypes: ['application/json', svg],
  sample: { query: { weighting: 'reference' } },
})

export const compareScores = operation({
  ...shared,
  id: 'compareScores',
  method: 'GET',
  url: `${submissionPath}/score-comparison`,
  summary: 'Read two scores of a submission side by side',
  description:
    'The sheet under the reference weighting, the one that counts for recognition and benchmarks, beside the ' +
    'one under another weighting, and what the other changes at every node: maximum, points and percent. 404 ' +
    'where the submission names no such weighting. For the organization, and by its grant.',
  scope: 'scores:read',
  params: SubmissionPath,
  query: z.strictObject({
    with: z
      .enum(['own', 'programme'])
      .default('own')
      .meta({ description: 'The weighting beside the reference; no programme has one yet.' }),
  }),
  reply: { 200: ScoreComparison },
  sample: { query: { with: 'own' } },
})
