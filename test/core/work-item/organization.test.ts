import t from 'tap'
import type { Standing } from '../../../src/core/context.ts'
import type { CycleId, ProgrammeId } from '../../../src/core/ids.ts'
import type { Cycle } from '../../../src/core/programme/cycle.ts'
import { usualSettings } from '../../../src/core/programme/settings.ts'
import { submissionStates } from '../../../src/core/submission/lifecycle.ts'
import { type OwnSubmission, organizationWork } from '../../../src/core/work-item/organization.ts'
import { noon, numbered, people } from '../../support/assessment.ts'
import { shownPanel } from '../../support/challenge.ts'
import { associationId, standings, submissionId } from '../../support/submissions.ts'

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
  panel: null,
  ...other,
})
const asking = { standing: standings.admin, now: noon(4) } as const
const work = (
  submission: OwnSubmission,
  open: readonly Cycle[] = [second, first],
  taken: readonly CycleId[] = [],
) => organizationWork({ submissions: [submission], open, taken, ...asking })

t.test('a submitted one may enter what is open, the first to close first', async (t) => {
  t.match(work(own()), [
    {
      task: 'enter',
      submission: { id: submissionId },
      since: noon(2),
      dueAt: first.closesAt,
      cycles: [{ cycleId: first.id, closesAt: first.closesAt }, { cycleId: second.id }],
    },
  ])
  t.same(work(own(), [first])[0]?.cycles[0], {
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

t.test('a panel that was shown waits for whoever may challenge it, until it is due', async (t) => {
  const shown = own({ state: 'in_review', entered: true, panel: shownPanel() })
  const waiting = [{ task: 'look_at_panel', since: noon(3), dueAt: noon(10), cycles: [] }]
  t.match(work(shown), waiting)
  const at = (now: Date, standing: Standing = standings.admin) =>
    organizationWork({ submissions: [shown], open: [], taken: [], standing, now })
  t.match(at(noon(9)), waiting)
  t.same(at(noon(10)), [])
  for (const standing of [standings.contributor, standings.viewer])
    t.same(at(noon(4), standing), [], 'as if it was not there')
  for (const state of ['raised', 'decided', 'closed'] as const)
    t.same(work({ ...shown, panel: shownPanel(state) }), [], state)
})
