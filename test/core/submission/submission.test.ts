import t from 'tap'
import {
  changed,
  demandDraft,
  happened,
  QuestionnaireReference,
  SubmissionTitle,
  WeightingChoice,
} from '../../../src/core/submission/submission.ts'
import {
  associationId,
  created,
  now,
  organizationId,
  refusalOf,
  submissionIn,
  submittedAt,
  weightingId,
} from '../../support/submissions.ts'

t.test('references name one immutable version, of one owner', async (t) => {
  const version = '1.0.0'
  t.ok(QuestionnaireReference.safeParse({ key: 'gbt-19580-2012', version }).success)
  t.notOk(QuestionnaireReference.safeParse({ key: 'gbt-19580-2012', version: 'latest' }).success)
  t.ok(WeightingChoice.safeParse({ organizationId, id: weightingId, version }).success)
  t.ok(WeightingChoice.safeParse({ associationId, id: weightingId, version }).success)
  const both = { associationId, organizationId, id: weightingId, version }
  t.notOk(WeightingChoice.safeParse(both).success, 'two owners')
  t.notOk(WeightingChoice.safeParse({ id: weightingId, version }).success, 'no owner')
  t.notOk(SubmissionTitle.safeParse('').success)
})

t.test('a change is one revision and one instant', async (t) => {
  const before = submissionIn('draft')
  const after = changed(before, now, { title: 'New' })
  t.same(after, { ...before, title: 'New', revision: 4, updatedAt: now })
  t.equal(before.title, 'Self-assessment 2026', 'the one before is untouched')
})

t.test('an event says ids and versions, and nothing of the content', async (t) => {
  const submission = submissionIn('submitted')
  t.same(happened('submission.submitted', submission), {
    type: 'submission.submitted',
    subject: submission.id,
    ids: {},
    versions: { questionnaire: 'gbt-19580-2012@1.0.0', submission: '3' },
  })
})

t.test('only a draft changes; otherwise it is said since when not', async (t) => {
  t.equal(demandDraft(submissionIn('draft')), undefined)
  const since = submittedAt.toISOString()
  for (const state of ['submitted', 'in_review', 'final', 'withdrawn'] as const)
    t.same(
      refusalOf(() => demandDraft(submissionIn(state))),
      { code: 'immutable', since },
      state,
    )
  const unknown = { ...submissionIn('withdrawn'), withdrawnAt: null }
  t.same(
    refusalOf(() => demandDraft(unknown)),
    { code: 'immutable', since: created.toISOString() },
  )
})
