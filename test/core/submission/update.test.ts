import t from 'tap'
import { WeightingChoice } from '../../../src/core/submission/submission.ts'
import {
  changesNothing,
  type UpdateSubmission,
  updateSubmission,
} from '../../../src/core/submission/update.ts'
import {
  now,
  organizationId,
  refusalOf,
  standings,
  submissionId,
  submissionIn,
  weightingId,
} from '../../support/submissions.ts'

const version = '1.0.0'
const edition = 'gbt-19580-2012'
const weighting = WeightingChoice.parse({ organizationId, id: weightingId, version })
const given = (
  change: UpdateSubmission['change'],
  other: Partial<UpdateSubmission> = {},
): UpdateSubmission => ({
  submission: submissionIn('draft'),
  change,
  edition,
  weighting: { state: 'published', version, edition },
  standing: standings.contributor,
  now,
  ...other,
})

t.test('a draft gets another title or weighting, or loses its weighting', async (t) => {
  const { submission, events } = updateSubmission(given({ title: 'New', weighting }))
  t.same(submission, {
    ...submissionIn('draft'),
    title: 'New',
    weighting,
    revision: 4,
    updatedAt: now,
  })
  t.match(events, [{ type: 'submission.updated', subject: submissionId }])
  t.notMatch(JSON.stringify(events), /New/)
  const removed = updateSubmission(given({ weighting: null }, { submission })).submission
  t.match(removed, { weighting: null, title: 'New', revision: 5 })
})

t.test('what is not named stays', async (t) => {
  const submission = { ...submissionIn('draft'), weighting }
  t.match(updateSubmission(given({ title: 'New' }, { submission, weighting: null })).submission, {
    title: 'New',
    weighting,
  })
})

t.test('a change that says what is there is none', async (t) => {
  const submission = { ...submissionIn('draft'), weighting }
  for (const change of [{}, { title: submission.title }, { weighting: { ...weighting } }]) {
    const decided = updateSubmission(given(change, { submission }))
    t.equal(decided.submission, submission, 'the same object: nothing to save')
    t.same(decided.events, [])
  }
})

t.test('a weighting that cannot be chosen is refused', async (t) => {
  t.match(
    refusalOf(() => updateSubmission(given({ weighting }, { weighting: null }))),
    { code: 'document-invalid', errors: [{ pointer: '/weighting' }] },
  )
})

t.test('only a draft, and only by who may write', async (t) => {
  t.match(
    refusalOf(() =>
      updateSubmission(given({ title: 'New' }, { submission: submissionIn('submitted') })),
    ),
    { code: 'immutable' },
  )
  t.match(
    refusalOf(() => updateSubmission(given({ title: 'New' }, { standing: standings.viewer }))),
    { code: 'forbidden' },
  )
})

t.test('a request is told whether it changes anything before anything else is asked', async (t) => {
  const submission = { ...submissionIn('submitted'), weighting }
  t.ok(changesNothing(submission, {}))
  t.ok(changesNothing(submission, { title: submission.title, weighting: { ...weighting } }))
  t.notOk(changesNothing(submission, { title: 'New' }))
  t.notOk(changesNothing(submission, { weighting: null }))
})
