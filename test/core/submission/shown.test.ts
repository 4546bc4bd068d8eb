import t from 'tap'
import { answerValues } from '../../../src/core/submission/answer-values.ts'
import { completenessOf } from '../../../src/core/submission/completeness.ts'
import {
  givenIn,
  type StoredAnswer,
  shownAnswer,
  shownRevision,
  shownSubmission,
} from '../../../src/core/submission/shown.ts'
import { membersOf, views } from '../../../src/core/submission/view.ts'
import { created, gbt, me, submissionIn } from '../../support/submissions.ts'

const known = {
  submission: submissionIn('submitted'),
  answersRevision: 7,
  completeness: completenessOf(gbt, {}),
}
const answer: StoredAnswer = {
  code: '4.1.2',
  revision: 3,
  answer: { percent: 45, comment: 'x' },
  changedBy: me,
  changedAt: created,
}

t.test('each view has its members, whatever the state', async (t) => {
  for (const view of views) {
    const shown = shownSubmission(known, view)
    t.same(Object.keys(shown).sort(), [...membersOf[view]].sort(), view)
  }
  t.match(shownSubmission(known, 'status'), {
    etag: '"s3-7"',
    submittedAt: '2026-03-20T08:00:00.000Z',
    finalAt: null,
  })
})

t.test('progress is shown where it was asked for', async (t) => {
  const { submission, answersRevision } = known
  t.notOk('completeness' in shownSubmission({ submission, answersRevision }, 'owner'))
})

t.test('an answer stands with its place and tag; who gave it stays inside', async (t) => {
  const changedAt = '2026-03-01T08:00:00.000Z'
  const shown = { code: '4.1.2', percent: 45, comment: 'x', etag: '"a3-4.1.2"', changedAt }
  t.same(shownAnswer(answer, 'grant'), shown)
  t.same(shownAnswer(answer, 'owner'), { ...shown, changedBy: me })
  t.same(shownAnswer({ ...answer, reviewState: 'carried' }, 'grant'), {
    ...shown,
    reviewState: 'carried',
  })
})

t.test(
  'who must not see the self score sees no value of any method, and all the rest',
  async (t) => {
    const values = Object.fromEntries(Object.keys(answerValues).map((name) => [name, 45]))
    const rest = {
      comment: 'x',
      narrative: { '4.1.2.1': 'We ask.' },
      evidence: [{ title: 'Minutes' }],
    }
    const rated = { ...answer, answer: { ...values, ...rest } }
    const { etag, changedAt } = shownAnswer(answer, 'blind')
    t.same(shownAnswer(rated, 'blind'), { code: '4.1.2', ...rest, etag, changedAt })
    t.match(shownAnswer(rated, 'panel'), values, 'control')
    t.same(shownRevision(rated, 'blind').answer, rest)
    t.same(givenIn([rated, { ...answer, code: '4.1.3', answer: null }], 'blind'), { '4.1.2': rest })
    t.same(givenIn([rated], 'panel'), { '4.1.2': { ...values, ...rest } })
  },
)

t.test('history shows deletions too', async (t) => {
  const deleted = { ...answer, answer: null }
  t.equal(shownRevision(deleted, 'blind').answer, null)
  t.match(shownRevision(deleted, 'owner'), { revision: 3, answer: null, changedBy: me })
  t.notOk('changedBy' in shownRevision(deleted, 'grant'))
})
