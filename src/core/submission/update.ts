// Decides a change to a draft's title and weighting.
// Its answers are changed in put.ts and patch.ts; its questionnaire version never changes.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import { canonicalJson } from '../document/canonical.ts'
import { Problem } from '../problem.ts'
import { choiceFindings, type OfferedWeighting, type SubmissionDecided } from './create.ts'
import {
  changed,
  demandDraft,
  happened,
  type Submission,
  type WeightingChoice,
} from './submission.ts'

/**
 * `change`: a merge patch; what it does not name stays, a null weighting removes it. `edition`: of the
 * submission's questionnaire. `weighting`: what the reference in the change leads to, null: nothing.
 */
export type UpdateSubmission = {
  readonly submission: Submission
  readonly change: {
    readonly title?: string | undefined
    readonly weighting?: WeightingChoice | null | undefined
  }
  readonly edition: string
  readonly weighting: OfferedWeighting | null
  readonly standing: Standing
  readonly now: Date
}

/**
 * Refuses with `forbidden` or `not-found`, `immutable` outside a draft, `document-invalid` for a weighting
 * that cannot be chosen. A change that says what is there already gives back the same submission object
 * and no event: there is nothing to save.
 */
export const updateSubmission = (given: UpdateSubmission): SubmissionDecided => {
  const { submission, change, edition, standing, now } = given
  demand(standing, 'submissions:write')
  demandDraft(submission)
  const { title = submission.title, weighting = submission.weighting } = change
  if (changesNothing(submission, change)) return { submission, events: [] }
  const errors =
    change.weighting == null
      ? []
      : choiceFindings(change.weighting, {
          organizationId: submission.organizationId,
          weighting: given.weighting,
          edition,
        })
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const updated = changed(submission, now, { title, weighting })
  return { submission: updated, events: [happened('submission.updated', updated)] }
}

/** Whether the change says what is there already; then its request may carry an old tag (API-08). */
export const changesNothing = (
  { title, weighting }: Submission,
  change: UpdateSubmission['change'],
): boolean =>
  (change.title ?? title) === title &&
  (change.weighting === undefined || canonicalJson(change.weighting) === canonicalJson(weighting))
