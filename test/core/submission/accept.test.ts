import t from 'tap'
import { type AcceptSubmission, accept } from '../../../src/core/submission/accept.ts'
import { submissionStates } from '../../../src/core/submission/lifecycle.ts'
import { forbidden } from '../../support/forbidden.ts'
import { now, refusalOf, standings, submissionIn, submittedAt } from '../../support/submissions.ts'

const given = (other: Partial<AcceptSubmission> = {}): AcceptSubmission => ({
  submission: submissionIn('submitted'),
  reviewIsRun: false,
  standing: standings.association,
  now,
  ...other,
})

t.test('the association takes a submitted one as final', async (t) => {
  const { submission, events } = accept(given())
  t.match(submission, {
    state: 'final',
    revision: 4,
    submittedAt,
    acceptedAt: now,
    finalAt: now,
    updatedAt: now,
  })
  t.match(events, [{ type: 'submission.accepted', versions: { submission: '4' } }])
})

t.test('only a submitted one', async (t) => {
  for (const state of submissionStates.filter((each) => each !== 'submitted'))
    t.match(
      refusalOf(() => accept(given({ submission: submissionIn(state) }))),
      {
        code: 'illegal-transition',
        state,
        event: 'accept',
      },
    )
})

t.test('where a review is run nobody takes the short way', async (t) => {
  t.same(
    refusalOf(() => accept(given({ reviewIsRun: true }))),
    {
      code: 'illegal-transition',
      state: 'submitted',
      event: 'accept',
      allowed: ['withdraw'],
    },
  )
})

t.test('nobody accepts their own, nor a manager', async (t) => {
  for (const standing of [standings.admin, standings.manager])
    t.same(
      refusalOf(() => accept(given({ standing }))),
      forbidden('submissions:accept'),
    )
  t.same(
    refusalOf(() => accept(given({ standing: standings.nobody }))),
    { code: 'not-found' },
  )
})
