import t from 'tap'
import { submissionStates } from '../../../src/core/submission/lifecycle.ts'
import { type PutAnswer, putAnswer } from '../../../src/core/submission/put.ts'
import { revise } from '../../../src/core/submission/revision.ts'
import { forbidden } from '../../support/forbidden.ts'
import {
  gbt,
  refusalOf,
  standings,
  submissionId,
  submissionIn,
  withGrant,
} from '../../support/submissions.ts'

const given = (other: Partial<PutAnswer> = {}): PutAnswer => ({
  submission: submissionIn('draft'),
  questionnaire: gbt,
  code: '4.1.2',
  current: null,
  answer: { percent: 45, comment: 'secret' },
  standing: standings.contributor,
  ...other,
})

t.test('an answer replaces the one before as a whole', async (t) => {
  const first = putAnswer(given())
  t.match(first.result, { outcome: 'created', version: { revision: 1 } })
  const second = putAnswer(given({ current: first.result.version, answer: { percent: 50 } }))
  t.same(second.result, {
    code: '4.1.2',
    outcome: 'updated',
    version: { code: '4.1.2', revision: 2, answer: { percent: 50 } },
  })
})

t.test('the event names code and revision, never the answer', async (t) => {
  const { events } = putAnswer(given())
  t.same(events, [
    {
      type: 'answer.changed',
      subject: submissionId,
      ids: { codes: ['4.1.2'] },
      versions: { answers: ['1'] },
    },
  ])
  t.notMatch(JSON.stringify(events), /secret|percent/)
})

t.test('what says the same changes nothing', async (t) => {
  const { version } = revise('4.1.2', null, { percent: 45 })
  const { result, events } = putAnswer(given({ current: version, answer: { percent: 45 } }))
  t.same(result, { code: '4.1.2', outcome: 'unchanged', version })
  t.same(events, [])
})

t.test('after a tombstone the answer is new, with a higher revision', async (t) => {
  const gone = { code: '4.1.2', answer: null, revision: 7 }
  t.match(putAnswer(given({ current: gone })).result, {
    outcome: 'created',
    version: { revision: 8 },
  })
})

t.test('an answer that does not fit is refused with all that is wrong', async (t) => {
  t.match(
    refusalOf(() => putAnswer(given({ answer: { percent: 47, narrative: { x: 'x' } } }))),
    { code: 'document-invalid', errors: [{ pointer: '/percent' }, { pointer: '/narrative/x' }] },
  )
  t.match(
    refusalOf(() => putAnswer(given({ code: '4.1' }))),
    { code: 'document-invalid', errors: [{ parameter: 'code', code: 'takes-no-score' }] },
  )
})

t.test('only a draft is answered', async (t) => {
  for (const state of submissionStates) {
    const refusal = refusalOf(() => putAnswer(given({ submission: submissionIn(state) })))
    if (state === 'draft') t.equal(refusal, 'allowed')
    else t.match(refusal, { code: 'immutable' }, state)
  }
})

t.test('who may answer', async (t) => {
  const by = (standing: PutAnswer['standing']) => refusalOf(() => putAnswer(given({ standing })))
  const notTheirs = forbidden('submissions:write')
  t.equal(by(standings.admin), 'allowed')
  t.equal(by(withGrant(standings.nobody, 'submissions:write')), 'allowed')
  t.same(by(standings.viewer), notTheirs)
  t.same(by(standings.association), notTheirs)
  t.same(by(standings.nobody), { code: 'not-found' })
})
