import t from 'tap'
import { submissionStates } from '../../../src/core/submission/lifecycle.ts'
import { withdraw } from '../../../src/core/submission/withdraw.ts'
import { forbidden } from '../../support/forbidden.ts'
import { now, refusalOf, standings, submissionIn, withGrant } from '../../support/submissions.ts'

t.test('a draft and a submitted one can be taken back, later ones cannot', async (t) => {
  for (const state of submissionStates) {
    const given = { submission: submissionIn(state), standing: standings.admin, now }
    if (state === 'draft' || state === 'submitted') {
      const { submission, events } = withdraw(given)
      t.match(submission, { state: 'withdrawn', revision: 4, updatedAt: now, withdrawnAt: now })
      t.equal(submission.submittedAt, given.submission.submittedAt, 'its history stays')
      t.match(events, [{ type: 'submission.withdrawn', versions: { submission: '4' } }])
    } else
      t.match(
        refusalOf(() => withdraw(given)),
        { code: 'illegal-transition', state },
      )
  }
})

t.test('who may take it back', async (t) => {
  const by = (standing: Parameters<typeof withdraw>[0]['standing']) =>
    refusalOf(() => withdraw({ submission: submissionIn('draft'), standing, now }))
  const notTheirs = forbidden('submissions:withdraw')
  t.equal(by(withGrant(standings.nobody, 'submissions:submit')), 'allowed')
  t.same(by(standings.contributor), notTheirs)
  t.same(by(standings.association), notTheirs)
  t.same(by(standings.nobody), { code: 'not-found' })
})
