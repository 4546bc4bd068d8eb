// What is promised about reviews of a submission: begun, read, scored, locked, given back.
// Findings and key factors are in contract-notes.ts, the shapes in contract-shapes.ts.
import { z } from 'zod'
import { NodeCode, ReviewId } from '../../core/ids.ts'
import type { ScorePut } from '../../core/review/stored.ts'
import { boundedText } from '../../core/text.ts'
import { operation } from '../../http/operation.ts'
import { SubmissionPath, submissionPath } from '../submissions/contract.ts'
import {
  present,
  presentScore,
  Review,
  ReviewList,
  ReviewScore,
  ReviewScoreInput,
  type Shown,
} from './contract-shapes.ts'

export const reviewsPath = `${submissionPath}/reviews`
export const reviewPath = `${reviewsPath}/{reviewId}`
export const ReviewPath = SubmissionPath.extend({ reviewId: ReviewId })
const ScorePath = ReviewPath.extend({ code: NodeCode })
const scorePath = `${reviewPath}/scores/{code}`

const shared = { tag: 'reviews', tenant: 'organization' } as const
const reading = { ...shared, scope: 'reviews:read' } as const
export const writing = { ...shared, scope: 'reviews:write' } as const

/** What every write by an assessor may be refused with. */
export const assessors = ['conflict-of-interest', 'illegal-transition'] as const

type Whole = Omit<Shown, 'view'>
export const presentOwn = (whole: Whole) => present({ ...whole, view: 'own' })

export const startReview = operation({
  ...writing,
  id: 'startReview',
  method: 'POST',
  url: reviewsPath,
  summary: 'Begin a review',
  description:
    'For an assessor whose declaration is clear, until a consensus is opened, and in the place of who left after that. Where ' +
    'the applicant is shown its panel, not before that is over. The refusal is the same whatever the reason. There is one of ' +
    'each assessor. A retry with the same Idempotency-Key gets the same review.',
  params: SubmissionPath,
  reply: { 201: Review },
  present: presentOwn,
  location: ({ id }, { organizationId, submissionId }) =>
    `/v1/organizations/${organizationId}/submissions/${submissionId}/reviews/${id}`,
  problems: [...assessors, 'already-exists'],
})

export const listReviews = operation({
  ...reading,
  id: 'listReviews',
  method: 'GET',
  url: reviewsPath,
  summary: 'List the reviews of a submission that the caller sees',
  description:
    'An assessor sees the own one; once the consensus is open, and the own review is locked, those of the panel. A ' +
    'lead sees the state of the others before, a programme manager states and dates. By person, which tells nothing ' +
    'of what they say.',
  params: SubmissionPath,
  reply: { 200: ReviewList },
  present: ({ items }: { readonly items: readonly Shown[] }) => ({ items: items.map(present) }),
  problems: ['conflict-of-interest'],
})

export const getReview = operation({
  ...reading,
  id: 'getReview',
  method: 'GET',
  url: reviewPath,
  summary: 'Read a review',
  description: 'As far as the caller sees it; see `listReviews`.',
  params: ReviewPath,
  reply: { 200: Review },
  present,
  problems: ['conflict-of-interest'],
})

export const getReviewScore = operation({
  ...reading,
  id: 'getReviewScore',
  method: 'GET',
  url: scorePath,
  summary: 'Read one score of a review',
  description:
    'What the assessor entered for one item: a value, or why none can be given. 404 until there is one.',
  params: ScorePath,
  reply: { 200: ReviewScore },
  present: ({ scores, view }: Shown) => {
    const [score] = scores.map((each) => presentScore(each, view === 'own' ? 'own' : 'whole'))
    return score as ReviewScore
  },
  problems: ['conflict-of-interest'],
  sample: { params: { code: '4.1.2' } },
})

export const putReviewScore = operation({
  ...writing,
  id: 'putReviewScore',
  method: 'PUT',
  url: scorePath,
  summary: 'Give or replace one score of the own review',
  description:
    'The first one takes `If-None-Match: *`, later ones If-Match with the tag of this score. ' +
    '409 `immutable` once the review is locked.',
  params: ScorePath,
  body: ReviewScoreInput,
  reply: { 201: ReviewScore, 200: ReviewScore },
  present: ({ stored }: ScorePut) => presentScore(stored, 'own'),
  status: ({ outcome }) => (outcome === 'created' ? 201 : 200),
  location: ({ code }, { organizationId, submissionId, reviewId }) =>
    `/v1/organizations/${organizationId}/submissions/${submissionId}/reviews/${reviewId}/scores/${code}`,
  problems: [...assessors, 'immutable', 'document-invalid'],
  revision: 'create-or-match',
  sample: { params: { code: '4.1.2' }, body: { percent: 45 } },
})

export const lockReview = operation({
  ...writing,
  id: 'lockReview',
  method: 'POST',
  url: `${reviewPath}/lock`,
  summary: 'Lock the own review',
  description:
    'Every item needs a score, or a reason why it cannot be judged; everything missing is named at once. If-Match ' +
    'takes the tag of the review, so that no score slips in unseen. What was locked is kept with its digest.',
  params: ReviewPath,
  reply: { 200: Review },
  present: presentOwn,
  problems: [...assessors, 'incomplete'],
  revision: 'match',
})

export const reopenReview = operation({
  ...writing,
  id: 'reopenReview',
  method: 'POST',
  url: `${reviewPath}/reopen`,
  summary: 'Give a locked review back to its assessor',
  description:
    'For programme managers outside the panel, until a consensus is opened. What was locked is kept.',
  params: ReviewPath,
  body: z.strictObject({ reason: boundedText(1, 1000) }).meta({
    id: 'ReviewReopening',
    description: 'Why a review is given back.',
  }),
  reply: { 200: Review },
  present: (review: Shown['review']) =>
    present({ review, view: 'progress', scores: [], findings: [] }),
  problems: ['forbidden', 'conflict-of-interest', 'illegal-transition'],
  sample: { body: { reason: 'Two items were scored under the wrong site.' } },
})
