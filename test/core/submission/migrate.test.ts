import t from 'tap'
import type { SubmissionId } from '../../../src/core/ids.ts'
import { identityMapping } from '../../../src/core/migration/identity.ts'
import { planMigration } from '../../../src/core/migration/plan.ts'
import { type MigrateSubmission, migrateSubmission } from '../../../src/core/submission/migrate.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { spoil } from '../../support/spoil.ts'
import { standings } from '../../support/standings.ts'
import { now, refusalOf, submissionIn } from '../../support/submissions.ts'

const target = spoil(small(), { '/version': '2.0.0' })
const whole = identityMapping(small(), target)
const mapping = {
  ...whole,
  items: whole.items.map((row) => (row.from[0] === '1.2' ? { ...row, meaningChanged: true } : row)),
}
const plan = planMigration({
  source: small(),
  answers: {
    '1.1': { percent: 40 },
    '1.2': { percent: 50 },
    '2.1': { comment: 'Text only.' },
    'P.1': { comment: 'Who we are.' },
  },
  hops: [{ mapping, target }],
})
const id = '01920f3e-7a10-7c3e-8b1a-000000000077' as SubmissionId

const given = (other: Partial<MigrateSubmission> = {}): MigrateSubmission => ({
  id,
  source: submissionIn('final'),
  plan,
  digest: 'a',
  agreed: 'a',
  target: { state: 'published', digest: 'd'.repeat(64), edition: 'sample-2025' },
  title: undefined,
  standing: standings.admin,
  now,
  ...other,
})

t.test('a new draft with the answers of the plan, linked to its source', async (t) => {
  const { submission, answers, events } = migrateSubmission(given())
  t.match(submission, {
    id,
    state: 'draft',
    migratedFrom: submissionIn('final').id,
    questionnaire: { key: 'sample-2025', version: '2.0.0' },
    title: submissionIn('final').title,
    weighting: null,
    revision: 1,
  })
  t.same(
    answers.map(({ code, revision, reviewState }) => [code, revision, reviewState]),
    [
      ['P.1', 1, null],
      ['1.1', 1, 'carried'],
      ['1.2', 1, 'carried_needs_review'],
      ['2.1', 1, null],
    ],
    'text alone is nothing to review',
  )
  t.same(
    events.map(({ type }) => type),
    ['submission.created', 'answer.changed'],
  )
  t.same(migrateSubmission(given({ title: 'Anew' })).submission.title, 'Anew')
})

t.test('a plan that nobody agreed to is outdated', async (t) => {
  t.match(
    refusalOf(() => migrateSubmission(given({ agreed: 'b' }))),
    { code: 'plan-outdated' },
  )
})

t.test('whoever may not submit may not migrate', async (t) => {
  t.match(
    refusalOf(() => migrateSubmission(given({ standing: standings.contributor }))),
    {
      code: 'forbidden',
    },
  )
})

t.test('a version that takes no new submissions takes no migrated ones', async (t) => {
  const withdrawn = { state: 'withdrawn', digest: 'd'.repeat(64), edition: 'sample-2025' } as const
  t.match(
    refusalOf(() => migrateSubmission(given({ target: withdrawn }))),
    {
      code: 'document-invalid',
    },
  )
  t.match(
    refusalOf(() => migrateSubmission(given({ target: null }))),
    { code: 'document-invalid' },
  )
})
