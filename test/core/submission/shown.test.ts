import t from 'tap'
import { completenessOf } from '../../../src/core/submission/completeness.ts'
import {
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

t.test('history shows deletions too', async (t) => {
  const deleted = { ...answer, answer: null }
  t.match(shownRevision(deleted, 'owner'), { revision: 3, answer: null, changedBy: me })
  t.notOk('changedBy' in shownRevision(deleted, 'grant'))
})
