import t from 'tap'
import { Happening } from '../../../src/core/document/event-v1.ts'
import type { AssociationId, CycleId, ProgrammeId, SubmissionId } from '../../../src/core/ids.ts'
import type { Cycle } from '../../../src/core/programme/cycle.ts'
import { type Entry, enterCycle, leaveCycle } from '../../../src/core/programme/entry.ts'
import { cycleStates } from '../../../src/core/programme/life.ts'
import { usualSettings } from '../../../src/core/programme/settings.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { submissionStates } from '../../../src/core/submission/lifecycle.ts'
import { cycleId, noon, numbered, people } from '../../support/assessment.ts'
import { forbidden } from '../../support/forbidden.ts'
import {
  answersTo,
  associationId,
  gbt,
  me,
  notApplicable,
  organizationId,
  refusalOf,
  standings,
  submissionId,
  submissionIn,
  withGrant,
} from '../../support/submissions.ts'

const submission = submissionIn('submitted')
const cycle: Cycle = {
  id: cycleId,
  programmeId: numbered<ProgrammeId>(160),
  associationId: associationId as AssociationId,
  name: '2026',
  state: 'open',
  settings: { ...usualSettings, questionnaires: [submission.questionnaire] },
  opensAt: noon(2),
  closesAt: noon(20),
  openedAt: noon(1),
  startedAt: null,
  closedAt: null,
  cancelledAt: null,
  revision: 2,
  createdBy: people.manager,
  createdAt: noon(1),
  updatedAt: noon(1),
}
const answers = answersTo(gbt)
const plan = planOf(gbt, referenceWeighting(gbt))
const given = {
  ...{ submission, plan, answers, cycle },
  ...{ entered: [], standing: standings.admin, now: noon(3) },
}
const before = enterCycle(given).entry
const enter = (other: Partial<Parameters<typeof enterCycle>[0]>) =>
  refusalOf(() => enterCycle({ ...given, ...other }))

t.test('a submitted submission enters an open cycle, and its revision moves', async (t) => {
  const { entry, events, told, ...decided } = enterCycle(given)
  t.same(entry, {
    organizationId,
    submissionId,
    associationId,
    programmeId: cycle.programmeId,
    cycleId,
    enteredBy: me,
    enteredAt: noon(3),
  })
  t.match(decided.submission, { state: 'submitted', revision: submission.revision + 1 })
  t.match(events, [{ type: 'submission.entered', subject: submissionId }])
  t.match(told, [
    { type: 'cycle.entered', subject: cycleId, ids: { organizationId, submissionId } },
  ])
  for (const event of [...events, ...told]) Happening.parse(event)
})

t.test('admins enter, and whom they lent the right; nobody else', async (t) => {
  t.equal(enter({ standing: withGrant(standings.nobody, 'submissions:submit') }), 'allowed')
  for (const standing of [standings.contributor, standings.viewer])
    t.match(enter({ standing }), forbidden('entries:write'))
  for (const standing of [standings.manager, standings.association, standings.nobody])
    t.match(enter({ standing }), { code: 'not-found' })
})

t.test('only what is submitted enters', async (t) => {
  for (const state of submissionStates.filter((each) => each !== 'submitted'))
    t.match(enter({ submission: submissionIn(state) }), {
      code: 'illegal-transition',
      state,
      event: 'enter',
    })
})

t.test(
  'a cycle takes one submission of an organization, a submission goes into one cycle',
  async (t) => {
    const other: Entry = { ...before, submissionId: numbered<SubmissionId>(199) }
    t.same(enter({ entered: [other] }), { code: 'already-exists', pointer: '/cycleId' })
    const elsewhere: Entry = { ...before, cycleId: numbered<CycleId>(198) }
    t.same(enter({ entered: [elsewhere] }), { code: 'already-exists', parameter: 'submissionId' })
    t.equal(enter({ entered: [{ ...elsewhere, submissionId: other.submissionId }] }), 'allowed')
  },
)

t.test('a cycle that is not there, or not announced, looks the same', async (t) => {
  const unknown = {
    code: 'document-invalid',
    errors: [{ pointer: '/cycleId', code: 'cycle-unknown' }],
  }
  t.match(enter({ cycle: null }), unknown)
  t.match(enter({ cycle: { ...cycle, state: 'planned' } }), unknown)
})

t.test('it takes entries while it is open, from its first moment up to its last', async (t) => {
  const closed = {
    code: 'window-closed',
    opensAt: noon(2).toISOString(),
    closesAt: noon(20).toISOString(),
  }
  for (const state of cycleStates.filter((each) => each !== 'open' && each !== 'planned'))
    t.same(enter({ cycle: { ...cycle, state } }), closed, state)
  const just = (at: Date, byMs: number) => new Date(at.getTime() + byMs)
  t.same(enter({ now: just(noon(2), -1) }), closed)
  t.equal(enter({ now: noon(2) }), 'allowed')
  t.equal(enter({ now: just(noon(20), -1) }), 'allowed')
  t.same(enter({ now: noon(20) }), closed)
})

t.test('another version of the questionnaire is not assessed', async (t) => {
  const { key } = submission.questionnaire
  for (const name of [
    { key, version: '9.9.9' },
    { ...submission.questionnaire, key: 'other' },
  ])
    t.match(
      enter({ cycle: { ...cycle, settings: { ...cycle.settings, questionnaires: [name] } } }),
      {
        code: 'document-invalid',
        errors: [{ pointer: '/cycleId', code: 'questionnaire-not-assessed' }],
      },
    )
})

t.test('what does not apply enters where the cycle takes it', async (t) => {
  const marked = answersTo(gbt, { '4.2.3': { notApplicable } })
  t.match(enter({ answers: marked }), {
    code: 'document-invalid',
    errors: [{ pointer: '/answers/4.2.3/notApplicable', code: 'not-applicable-refused' }],
  })
  const rule = { policy: 'zero', maxShareBp: 1000 } as const
  const taking = { ...cycle, settings: { ...cycle.settings, notApplicable: rule } }
  t.equal(enter({ answers: marked, cycle: taking }), 'allowed')
})

t.test('an entry is taken back until assessing begins', async (t) => {
  const leaving = { submission, cycle, standing: standings.admin, now: noon(4) }
  const { submission: after, events, told } = leaveCycle(leaving)
  t.match(after, { state: 'submitted', revision: submission.revision + 1 })
  t.match(events, [{ type: 'submission.left' }])
  t.match(told, [{ type: 'cycle.left', subject: cycleId }])
  const leave = (other: Partial<typeof leaving>) =>
    refusalOf(() => leaveCycle({ ...leaving, ...other }))
  t.match(leave({ cycle: { ...cycle, state: 'assessing', startedAt: noon(4) } }), {
    code: 'immutable',
    since: noon(4).toISOString(),
  })
  t.equal(leave({ cycle: { ...cycle, state: 'cancelled', cancelledAt: noon(4) } }), 'allowed')
  t.match(leave({ standing: standings.viewer as never }), { code: 'forbidden' })
})
