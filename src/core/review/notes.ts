// What a draft of a review notes beside its scores: findings, and the key factors it reads the applicant by.
// What is odd about findings is said by checks.ts; scores and the lock are in review.ts.
import type { FindingId } from '../ids.ts'
import { Problem } from '../problem.ts'
import { boundedText } from '../text.ts'
import { type Factors, type FindingInput, factorFindings, isSameFinding } from './finding.ts'
import { demandDraft } from './review.ts'
import type { StoredFinding, StoredReview } from './stored.ts'

/** About six of each item are read; this is a limit for machines. */
export const mostFindings = 400

export const KeyFactor = boundedText(1, 300)
export const mostKeyFactors = 30

type Noted = { readonly review: StoredReview; readonly finding: StoredFinding }

const touched = (review: StoredReview, now: Date): StoredReview => ({
  ...review,
  revision: review.revision + 1,
  updatedAt: now,
})

/**
 * `factors`: by which the questionnaire judges a node. Refuses with `immutable` or `illegal-transition` unless the review
 * is a draft, with `quota-reached`, and with `document-invalid` for another factor.
 */
export const addFinding = (
  review: StoredReview,
  given: {
    readonly id: FindingId
    readonly input: FindingInput
    readonly used: number
    readonly factors: Factors
    readonly now: Date
  },
): Noted => {
  const { id, input, used, factors, now } = given
  demandDraft(review)
  if (used >= mostFindings) throw new Problem('quota-reached', { used, max: mostFindings })
  demandFactor(input, factors)
  const finding = { ...input, id, revision: 1, createdAt: now, updatedAt: now }
  return { review: touched(review, now), finding }
}

/** Replaces it whole; the same again changes nothing. Refuses like `addFinding`. */
export const changeFinding = (
  review: StoredReview,
  given: {
    readonly finding: StoredFinding
    readonly input: FindingInput
    readonly factors: Factors
    readonly now: Date
  },
): Noted => {
  const { finding, input, factors, now } = given
  demandDraft(review)
  demandFactor(input, factors)
  if (isSameFinding(finding, input)) return { review, finding }
  const { id, revision, createdAt } = finding
  return {
    review: touched(review, now),
    finding: { ...input, id, revision: revision + 1, createdAt, updatedAt: now },
  }
}

const demandFactor = (input: FindingInput, factors: Factors): void => {
  const errors = factorFindings(input, factors)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
}

/** The review without one of its findings. Refuses like `addFinding`. */
export const removeFinding = (review: StoredReview, now: Date): StoredReview => {
  demandDraft(review)
  return touched(review, now)
}

/** Replaces all of them; what is there already changes nothing. Refuses like `addFinding`. */
export const putKeyFactors = (
  review: StoredReview,
  { keyFactors, now }: { readonly keyFactors: readonly string[]; readonly now: Date },
): StoredReview => {
  demandDraft(review)
  return isSame(review.keyFactors, keyFactors) ? review : { ...touched(review, now), keyFactors }
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, place) => text === b[place])
