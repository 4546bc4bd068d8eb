// Every state of assignment, review and consensus against a table written by hand.
import t from 'tap'
import { assignmentStates } from '../../../src/core/assignment/life.ts'
import { consensusStates } from '../../../src/core/consensus/life.ts'
import type { ReviewState } from '../../../src/core/review/life.ts'
import {
  type AssessorSituation,
  type AssessorTask,
  assessorTask,
  assessorTasks,
  assessorWork,
  assessorWorks,
  type Seat,
} from '../../../src/core/work-item/assessor.ts'
import { cycleId, noon, numbered, people, proposedTo } from '../../support/assessment.ts'
import { associationId, organizationId, submissionId } from '../../support/submissions.ts'

const { ann } = people

const situation = (other: Partial<AssessorSituation> = {}): AssessorSituation => ({
  assignment: { role: 'member', state: 'active' },
  own: null,
  panel: null,
  consensus: null,
  reviewsFrom: noon(1),
  isAdmitted: false,
  report: null,
  quorum: 2,
  now: noon(5),
  ...other,
})
type Panel = NonNullable<AssessorSituation['panel']>
const beside = (locked: number, writing = 0): Panel => ({ locked, writing })
/** Of the lead, who alone knows of the others. */
const leading = (other: Partial<AssessorSituation> = {}) =>
  situation({ assignment: { role: 'lead', state: 'active' }, panel: beside(0), ...other })

type Opened = NonNullable<AssessorSituation['consensus']>
const opened = (state: Opened['state'], other: Partial<Opened> = {}): Opened => ({
  state,
  isVisitDue: false,
  visit: null,
  hasRenewed: false,
  hasApproved: false,
  isObjected: false,
  roundDueAt: null,
  ...other,
})

t.test('who is asked declares; who has no active assignment has nothing to do', async (t) => {
  for (const state of assignmentStates) {
    const task = assessorTask(situation({ assignment: { role: 'lead', state }, own: 'draft' }))
    const expected = { proposed: 'declare', active: 'finish_review' }[state as string] ?? null
    t.equal(task, expected, state)
  }
})

t.test('before the consensus everybody judges, and the lead opens it with a quorum', async (t) => {
  const rows: readonly [ReviewState | null, Panel, string | null, string | null][] = [
    // own, others, task of a member, task of the lead
    [null, beside(2), 'start_review', 'start_review'],
    ['draft', beside(2), 'finish_review', 'finish_review'],
    ['locked', beside(0), null, null],
    ['locked', beside(0, 1), null, null],
    ['locked', beside(1), null, 'open_consensus'],
    ['locked', beside(1, 1), null, 'open_consensus'],
  ]
  for (const [own, panel, member, lead] of rows) {
    const about = `${own} beside ${panel.locked} locked and ${panel.writing} writing`
    t.equal(assessorTask(situation({ own })), member, `member, ${about}`)
    t.equal(assessorTask(leading({ own, panel })), lead, `lead, ${about}`)
  }
  const three = leading({ own: 'locked', panel: beside(1), quorum: 3 })
  t.equal(assessorTask(three), null, 'the quorum is that of the cycle')
})

t.test('no review is asked for while the applicant may challenge the panel', async (t) => {
  const waits = situation({ reviewsFrom: noon(6) })
  t.equal(assessorTask(waits), null)
  t.equal(assessorTask({ ...waits, now: noon(6) }), 'start_review')
  t.equal(assessorTask(situation({ reviewsFrom: null })), null, 'nor before anything is known')
})

t.test('during the consensus', async (t) => {
  // of a member and of the lead whose review is locked
  const usual: Readonly<
    Record<Opened['state'], readonly [AssessorTask | null, AssessorTask | null]>
  > = {
    open: [null, 'write_consensus'],
    scoring: [null, 'close_round'],
    proposed: ['approve_scores', 'approve_scores'],
    agreed: [null, null],
    visiting: [null, 'report_visit'],
    final: [null, null],
  }
  for (const state of consensusStates) {
    const consensus = opened(state)
    const [member, lead] = usual[state]
    const own = 'locked'
    t.equal(assessorTask(situation({ own, consensus })), member, `member, ${state}`)
    t.equal(assessorTask(leading({ own, consensus })), lead, `lead, ${state}`)
  }
})

t.test('whoever has no review in it learns nothing of how far it is', async (t) => {
  for (const state of consensusStates)
    for (const given of [situation, leading])
      t.equal(assessorTask(given({ own: null, consensus: opened(state) })), null, state)
})

t.test('a successor begins a review where there is a place, and ends it', async (t) => {
  for (const given of [situation, leading]) {
    const consensus = opened('open')
    t.equal(assessorTask(given({ consensus, isAdmitted: true })), 'start_review')
    t.equal(assessorTask(given({ consensus, own: 'draft' })), 'finish_review')
  }
})

t.test('a round is scored by all before the lead ends it, or its time is over', async (t) => {
  const consensus = opened('scoring', { roundDueAt: noon(6) })
  t.equal(assessorTask(situation({ own: 'draft', consensus })), 'finish_review')
  const waits = leading({ own: 'locked', panel: beside(0, 1), consensus })
  t.equal(assessorTask(waits), null)
  t.equal(assessorTask({ ...waits, now: noon(6) }), 'close_round', 'the lead may end it then')
  t.equal(assessorTask({ ...waits, panel: beside(1) }), 'close_round')
  t.equal(assessorTask({ ...waits, consensus: opened('scoring') }), null)
})

t.test('who has approved is not asked again, and the lead answers what is open', async (t) => {
  const own = 'locked'
  const consensus = opened('proposed', { hasApproved: true })
  t.equal(assessorTask(situation({ own, consensus })), null)
  t.equal(assessorTask(leading({ own, consensus })), null)
  const objected = { ...consensus, isObjected: true }
  t.equal(assessorTask(leading({ own, consensus: objected })), 'answer_objection')
  const before = { ...objected, hasApproved: false }
  t.equal(assessorTask(leading({ own, consensus: before })), 'approve_scores')
})

t.test('a visit waits for the lead where the cycle requires one and none was made', async (t) => {
  for (const isVisitDue of [false, true]) {
    const consensus = opened('agreed', { isVisitDue })
    t.equal(assessorTask(leading({ own: 'locked', consensus })), isVisitDue ? 'visit' : null)
  }
})

t.test('before a visit everybody declares anew; then the lead begins and reports it', async (t) => {
  const rows = [
    ['planned', false, 'renew_declaration', 'renew_declaration'],
    ['planned', true, null, 'begin_visit'],
    ['ongoing', false, null, 'report_visit'],
    ['ongoing', true, null, 'report_visit'],
  ] as const
  for (const [visit, hasRenewed, member, lead] of rows) {
    const consensus = opened('visiting', { visit, hasRenewed })
    const about = `${visit}, ${hasRenewed ? 'renewed' : 'not renewed'}`
    t.equal(assessorTask(situation({ own: 'locked', consensus })), member, `member, ${about}`)
    t.equal(assessorTask(leading({ own: 'locked', consensus })), lead, `lead, ${about}`)
  }
})

t.test('every task has a name once', async (t) => {
  t.equal(new Set(assessorTasks).size, assessorTasks.length)
})

const seat: Seat = {
  ...situation(),
  assignment: { ...proposedTo(ann), state: 'active' },
  since: noon(2),
  cycleName: '2026',
  closedAt: null,
  entry: {
    associationId: associationId as Seat['entry']['associationId'],
    programmeId: numbered(111),
    cycleId,
    organizationId,
    submissionId,
    name: 'First',
    ownerGroup: null,
    sector: null,
    region: null,
    state: 'submitted',
  },
}
const worked = (more: Partial<Seat> = {}, now = noon(5)) => assessorWork({ ...seat, ...more, now })

t.test('nobody is waited for about a submission that has ended', async (t) => {
  for (const state of ['final', 'withdrawn'] as const)
    t.equal(worked({ entry: { ...seat.entry, state } }), null, state)
})

t.test('the report of a final submission waits for the lead until it is approved', async (t) => {
  const final: Partial<Seat> = {
    assignment: { ...seat.assignment, role: 'lead', state: 'completed' },
    panel: beside(1),
    own: 'locked',
    consensus: opened('final'),
    entry: { ...seat.entry, state: 'final' },
  }
  t.match(worked(final), { task: 'draft_report', reportVersion: null })
  const about = (report: Seat['report'], more: Partial<Seat> = {}, now = noon(5)) =>
    worked({ ...final, report, ...more }, now)
  t.match(about({ version: 2, state: 'draft' }), { task: 'write_report', reportVersion: 2 })
  for (const state of ['approved', 'released'] as const)
    t.equal(about({ version: 1, state }), null, state)
  t.equal(about(null, { panel: null }), null, 'a member writes none')
  t.equal(about(null, { own: 'excluded' }), null, 'nor who has no review in it')
  t.equal(about(null, { own: null, entry: seat.entry }), null)
  t.equal(about(null, { consensus: opened('agreed'), entry: seat.entry }), null)
  const closed = (days: number) =>
    about(null, { closedAt: noon(1) }, new Date(noon(1).getTime() + days * 86_400_000))
  t.match(closed(90), { task: 'draft_report' })
  t.equal(closed(91), null, 'the panel does not look back for ever')
})

t.test(
  'which submission it is, and anything of it, comes with a cleared declaration',
  async (t) => {
    const asked = worked({ assignment: { ...seat.assignment, state: 'proposed' } })
    t.match(asked, { task: 'declare', since: noon(2), cycleName: '2026', about: null })
    t.same(Object.keys(asked?.entry ?? {}).toSorted(), [
      'associationId',
      'cycleId',
      'name',
      'ownerGroup',
      'programmeId',
      'region',
      'sector',
    ])
    t.match(worked(), { task: 'start_review', about: { organizationId, submissionId } })
    t.equal(worked({ assignment: { ...seat.assignment, state: 'recused' } }), null)
  },
)

t.test('what waits keeps its order, and what waits for nothing is left out', async (t) => {
  const seats = [seat, { ...seat, own: 'locked' as const }, { ...seat, own: 'draft' as const }]
  t.same(
    assessorWorks(seats, noon(5)).map(({ task }) => task),
    ['start_review', 'finish_review'],
  )
})
