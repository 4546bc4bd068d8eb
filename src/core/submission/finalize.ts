// Takes a submission to its end once the panel that assessed it has come to its own: its final state, no more.
// What the panel found is in ../consensus, and stays behind its wall until a report is released.
import type { SubmissionDecided } from './create.ts'
import { next } from './lifecycle.ts'
import { changed, happened, type Submission } from './submission.ts'

/** Refuses with `illegal-transition` unless it is in review. Who may end a consensus is decided there. */
export const finalize = (submission: Submission, now: Date): SubmissionDecided => {
  const state = next(submission.state, 'finalize')
  const final = changed(submission, now, { state, finalAt: now })
  return { submission: final, events: [happened('submission.finalized', final)] }
}
