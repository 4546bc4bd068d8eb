// Reads a submission for whoever may: its organization, by its grant, its association, and the panel that assesses it.
// What each of them sees is the view of core/submission; the two sides are actions-panel.ts.
import { demand } from '../../core/access.ts'
import { found, isProblem } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import type { StoredAnswer } from '../../core/submission/shown.ts'
import type { Submission } from '../../core/submission/submission.ts'
import { type View, viewOf } from '../../core/submission/view.ts'
import type { Reader } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { type Asking, readAsAssessor, readOnEitherSide } from './actions-panel.ts'
import * as store from './store.ts'
import * as answers from './store-answers.ts'

type Telling = Pick<Asking, 'standing' | 'shows'>

/** The view of whoever may read answers, which is put on record for those outside. */
export const viewOfAnswers = (
  { standing, shows }: Telling,
  { submissionId }: Pick<store.Ids, 'submissionId'>,
): View => {
  demand(standing, 'answers:read')
  shows(submissionId)
  return viewOf(standing)
}

/** The view of a submission; who sees the status only is shown no content. */
export const viewOfSubmission = ({ standing, shows }: Telling, subject: string): View => {
  demand(standing, 'submissions:read')
  const view = viewOf(standing)
  if (view !== 'status') shows(subject)
  return view
}

type Loaded = readonly [Submission | null, readonly StoredAnswer[]]

/** Who sees the status only may be of the panel besides, and sees what the panel sees. */
export const readSubmission = async (needs: Pick<Deps, 'db'>, context: Context, ids: store.Ids) => {
  const read = {
    load: (tx: Reader): Promise<Loaded> => Promise.all([store.find(tx, ids), answers.all(tx, ids)]),
    decide: ([stored, versions]: Loaded, asking: Asking) => {
      const view = viewOfSubmission(asking, ids.submissionId)
      return { submission: found(stored), versions, asking, view }
    },
  }
  const seen = await readOnEitherSide(needs, context, ids, read)
  const { state } = seen.submission
  if (seen.view !== 'status' || (state !== 'in_review' && state !== 'final')) return seen
  return readAsAssessor(needs, context, ids, read).catch((error) => {
    if (isProblem(error, 'not-found') || isProblem(error, 'conflict-of-interest')) return seen
    throw error
  })
}
