// Decides whether an association takes a submission as final without a review (api.md section 6).
// Reviews themselves, and how they end in a final submission, are not here.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import { Problem } from '../problem.ts'
import type { SubmissionDecided } from './create.ts'
import { allowedIn, next } from './lifecycle.ts'
import { changed, happened, type Submission } from './submission.ts'

/**
 * `reviewIsRun`: whether the submission's cycle or, outside a cycle, its association runs a review; then
 * nobody takes the short way.
 */
export type AcceptSubmission = {
  readonly submission: Submission
  readonly reviewIsRun: boolean
  readonly standing: Standing
  readonly now: Date
}

/** Refuses with `forbidden` or `not-found`, and with `illegal-transition` unless submitted and unreviewed. */
export const accept = (given: AcceptSubmission): SubmissionDecided => {
  const { submission, reviewIsRun, standing, now } = given
  demand(standing, 'submissions:accept')
  const state = next(submission.state, 'accept')
  if (reviewIsRun) {
    const allowed = allowedIn(submission.state).filter((event) => event !== 'accept')
    throw new Problem('illegal-transition', { state: submission.state, event: 'accept', allowed })
  }
  const accepted = changed(submission, now, { state, acceptedAt: now, finalAt: now })
  return { submission: accepted, events: [happened('submission.accepted', accepted)] }
}
