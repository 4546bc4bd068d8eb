import t from 'tap'
import { finalize } from '../../../src/core/submission/finalize.ts'
import { submissionStates } from '../../../src/core/submission/lifecycle.ts'
import { refusalOf, submissionIn } from '../../support/submissions.ts'

const now = new Date('2026-05-20T12:00:00.000Z')

t.test('only what is in review ends so, and says that and no more', async (t) => {
  for (const state of submissionStates) {
    const given = submissionIn(state)
    if (state === 'in_review') {
      const { submission, events } = finalize(given, now)
      t.match(submission, { state: 'final', finalAt: now, revision: given.revision + 1 })
      t.match(events, [{ type: 'submission.finalized', subject: given.id, ids: {} }])
    } else
      t.match(
        refusalOf(() => finalize(given, now)),
        { code: 'illegal-transition', state },
      )
  }
})
