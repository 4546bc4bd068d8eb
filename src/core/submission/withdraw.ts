// Decides whether a submission may be taken back.
// Which states allow it is in lifecycle.ts; what happens to published figures, in ../benchmark: nothing.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import type { SubmissionDecided } from './create.ts'
import { next } from './lifecycle.ts'
import { changed, happened, type Submission } from './submission.ts'

export type WithdrawSubmission = {
  readonly submission: Submission
  readonly standing: Standing
  readonly now: Date
}

/** Refuses with `forbidden` or `not-found`, and with `illegal-transition` from a state that stays. */
export const withdraw = ({ submission, standing, now }: WithdrawSubmission): SubmissionDecided => {
  demand(standing, 'submissions:withdraw')
  const state = next(submission.state, 'withdraw')
  const withdrawn = changed(submission, now, { state, withdrawnAt: now })
  return { submission: withdrawn, events: [happened('submission.withdrawn', withdrawn)] }
}
