import t from 'tap'
import type { CycleId, ProgrammeId } from '../../../src/core/ids.ts'
import type { Cycle } from '../../../src/core/programme/cycle.ts'
import { usualSettings } from '../../../src/core/programme/settings.ts'
import { submissionStates } from '../../../src/core/submission/lifecycle.ts'
import { type OwnSubmission, organizationWork } from '../../../src/core/work-item/organization.ts'
import { noon, numbered, people } from '../../support/assessment.ts'
import { associationId, submissionId } from '../../support/submissions.ts'

const questionnaire = { key: 'gbt-19580-2012', version: '1.0.0' }

const cycle = (n: number, closesAt: Date, questionnaires = [questionnaire]): Cycle => ({
  id: numbered<CycleId>(n),
  programmeId: numbered<ProgrammeId>(111),
  associationId: associationId as Cycle['associationId'],
  name: '2026',
  state: 'open',
  settings: { ...usualSettings, questionnaires },
  opensAt: noon(1),
  closesAt,
  openedAt: noon(1),
  startedAt: null,
  closedAt: null,
  cancelledAt: null,
  revision: 2,
  createdBy: people.manager,
  createdAt: noon(1),
  updatedAt: noon(1),
})
const first = cycle(301, noon(5))
const second = cycle(302, noon(9))

const own = (other: Partial<OwnSubmission> = {}): OwnSubmission => ({
  id: submissionId,
  title: 'Self-assessment',
  questionnaire,
  state: 'submitted',
  stateAt: noon(2),
  entered: false,
  ...other,
})
const work = (
  submission: OwnSubmission,
  open: readonly Cycle[] = [second, first],
  taken: readonly CycleId[] = [],
) => organizationWork({ submissions: [submission], open, taken })

t.test('a submitted one may enter what is open, the first to close first', async (t) => {
  t.match(work(own()), [
    {
      task: 'enter',
      submission: { id: submissionId },
      dueAt: first.closesAt,
      cycles: [{ cycleId: first.id, closesAt: first.closesAt }, { cycleId: second.id }],
    },
  ])
  t.same(organizationWork({ submissions: [own()], open: [first], taken: [] })[0]?.cycles[0], {
    associationId,
    programmeId: first.programmeId,
    cycleId: first.id,
    closesAt: first.closesAt,
  })
})

t.test('nothing waits where no cycle takes it, or it is in one', async (t) => {
  const elsewhere = [{ ...questionnaire, version: '2.0.0' }]
  const another = [{ ...questionnaire, key: 'gbt-19580-2004' }]
  t.same(work(own(), []), [])
  t.same(work(own(), [cycle(303, noon(5), elsewhere), cycle(304, noon(5), another)]), [])
  t.same(work(own({ entered: true })), [])
  t.same(work(own(), [first], [first.id]), [], 'another submission is in that cycle')
})

t.test('a draft waits to be submitted, with or without a cycle', async (t) => {
  t.match(work(own({ state: 'draft' })), [{ task: 'submit', dueAt: first.closesAt }])
  t.match(work(own({ state: 'draft' }), []), [{ task: 'submit', dueAt: null, cycles: [] }])
})

t.test('what goes on elsewhere or has ended waits for nothing here', async (t) => {
  for (const state of submissionStates)
    t.equal(work(own({ state })).length, state === 'draft' || state === 'submitted' ? 1 : 0, state)
})
