// The shapes of reviews over HTTP, and how a review is shown to whoever sees it. The operations are in contract.ts.
import { z } from 'zod'
import { FindingId, Instant, NodeCode, PersonId, ReviewId, SubmissionId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { FindingText } from '../../core/review/finding.ts'
import { reviewStates, reviewStateTexts } from '../../core/review/life.ts'
import { KeyFactor, mostFindings, mostKeyFactors } from '../../core/review/notes.ts'
import type { ReviewView } from '../../core/review/seen.ts'
import {
  etagOfFinding,
  etagOfReview,
  etagOfScore,
  type StoredFinding,
  type StoredReview,
  type StoredScore,
} from '../../core/review/stored.ts'
import { ScoreValue } from '../../core/submission/answer-values.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { Etag } from '../../http/operation.ts'

const Percent = z.number().min(0).max(100)
const Reason = boundedText(1, 1000)
export const round = z.int().min(1).max(1000)

export const ReviewScoreInput = z
  .union([ScoreValue, z.strictObject({ cannotJudge: Reason })])
  .meta({
    id: 'ReviewScoreInput',
    description:
      "The members of an answer by the questionnaire's method, all of them, or why the item cannot be judged. A " +
      'percent is on the step of the cycle.',
  })

export const ReviewScore = z
  .strictObject({
    code: NodeCode,
    percent: Percent.nullable().meta({
      description:
        'What the value comes to, rounded half up to a hundredth. Null: it cannot be judged.',
    }),
    value: ScoreValue.nullable(),
    cannotJudge: Reason.nullable(),
    etag: Etag.optional().meta({ description: 'Of this score alone; for its assessor.' }),
    updatedAt: Instant,
  })
  .meta({ id: 'ReviewScore', description: 'What one review says about one item.' })
export type ReviewScore = z.infer<typeof ReviewScore>

export const Finding = z
  .strictObject({
    ...FindingText.shape,
    id: FindingId,
    etag: Etag.optional().meta({ description: 'For whoever may change it.' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({
    id: 'Finding',
    description: 'A strength or an opportunity that a review or a consensus notes.',
  })
export type Finding = z.infer<typeof Finding>

export const KeyFactors = z
  .strictObject({ items: z.array(KeyFactor).max(mostKeyFactors) })
  .meta({ id: 'KeyFactors', description: 'What about the applicant matters for reading the rest.' })

const whole = 'Absent to who sees no more than that there is a review.'

export const Review = z
  .strictObject({
    id: ReviewId,
    submissionId: SubmissionId,
    personId: PersonId,
    round: round.meta({
      description: '1, or that of a later round, in which chosen items are scored once more.',
    }),
    state: z.enum(reviewStates).meta({ description: inWords(reviewStateTexts) }),
    etag: Etag.optional().meta({
      description: 'Changes with everything in the review; for its assessor.',
    }),
    startedAt: Instant.optional(),
    lockedAt: Instant.nullable().optional(),
    version: z
      .int()
      .min(0)
      .max(10_000)
      .optional()
      .meta({ description: `How often it was locked. ${whole}` }),
    items: z
      .array(NodeCode)
      .max(1000)
      .nullable()
      .optional()
      .meta({ description: `The items of a later round; null: all. ${whole}` }),
    digest: z
      .string()
      .length(64)
      .regex(/^[0-9a-f]{64}$/)
      .nullable()
      .optional()
      .meta({ description: `SHA-256 of what was locked. ${whole}` }),
    reopenedFor: Reason.nullable().optional().meta({ description: 'For its assessor.' }),
    keyFactors: z.array(KeyFactor).max(mostKeyFactors).optional().meta({ description: whole }),
    scores: z.array(ReviewScore).max(1000).optional().meta({ description: whole }),
    findings: z.array(Finding).max(mostFindings).optional().meta({ description: whole }),
  })
  .meta({
    id: 'Review',
    description:
      'One assessor, one submission. Nobody sees what others wrote before the consensus opens; what is hidden is ' +
      'absent.',
  })
export type Review = z.infer<typeof Review>

export const ReviewList = z
  .strictObject({ items: z.array(Review).max(1000) })
  .meta({ id: 'ReviewList', description: 'The reviews of a submission that the caller sees.' })

/** A review as somebody sees it; scores and findings are shown where all of it is. */
export type Shown = {
  readonly review: StoredReview
  readonly view: NonNullable<ReviewView>
  readonly scores: readonly StoredScore[]
  readonly findings: readonly StoredFinding[]
}

export const presentScore = (stored: StoredScore, own: 'own' | 'whole'): ReviewScore => ({
  code: stored.code,
  percent: stored.score.percentBp === null ? null : stored.score.percentBp / 100,
  value: stored.score.value,
  cannotJudge: stored.score.cannotJudge,
  ...(own === 'own' ? { etag: String(etagOfScore(stored)) } : {}),
  updatedAt: toInstant(stored.updatedAt),
})

export const presentFinding = (finding: StoredFinding, own: 'own' | 'whole'): Finding => {
  const { revision: _, createdAt, updatedAt, ...same } = finding
  return {
    ...same,
    ...(own === 'own' ? { etag: etagOfFinding(finding) } : {}),
    createdAt: toInstant(createdAt),
    updatedAt: toInstant(updatedAt),
  }
}

export const present = ({ review, view, scores, findings }: Shown): Review => {
  const { id, submissionId, personId, state } = review
  const seat = { id, submissionId, personId, round: review.round, state }
  if (view === 'state') return seat
  const dates = { startedAt: toInstant(review.createdAt), lockedAt: toInstant(review.lockedAt) }
  if (view === 'progress') return { ...seat, ...dates }
  return {
    ...seat,
    ...dates,
    ...(view === 'own'
      ? { etag: etagOfReview(review, scores), reopenedFor: review.reopenedFor }
      : {}),
    version: review.version,
    items: review.items === null ? null : [...review.items],
    digest: review.digest,
    keyFactors: [...review.keyFactors],
    scores: scores.map((score) => presentScore(score, view)),
    findings: findings.map((finding) => presentFinding(finding, view)),
  }
}
