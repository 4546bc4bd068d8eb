import t from 'tap'
import { assignmentStates } from '../../../src/core/assignment/life.ts'
import { consensusStates } from '../../../src/core/consensus/life.ts'
import type { Standing } from '../../../src/core/context.ts'
import type { OrganizationId, SubmissionId } from '../../../src/core/ids.ts'
import { type Cycle, createCycle } from '../../../src/core/programme/cycle.ts'
import { type CycleState, cycleStates } from '../../../src/core/programme/life.ts'
import { submissionStates } from '../../../src/core/submission/lifecycle.ts'
import {
  cycleProgress,
  type PanelStage,
  panelStage,
  panelTasksOf,
  panelWork,
  type Seats,
  unseenStage,
} from '../../../src/core/work-item/cycle.ts'
import { noon, numbered } from '../../support/assessment.ts'
import { associationId, gbt, standings } from '../../support/submissions.ts'

const { cycle: planned } = createCycle({
  id: numbered(110),
  programmeId: numbered(111),
  associationId: associationId as Cycle['associationId'],
  input: {
    name: '2026',
    opensAt: noon(2).toISOString(),
    closesAt: noon(4).toISOString(),
    settings: { questionnaires: [{ key: 'gbt-19580-2012', version: '1.0.0' }] },
  },
  questionnaires: [gbt],
  weightings: [],
  standing: standings.manager,
  now: noon(1),
})
const cycleIn = (state: CycleState): Cycle => ({ ...planned, state })
const nothing = { entries: [], assignments: [], panels: [] }

t.test('what nobody did counts zero, and every state has its place', async (t) => {
  t.same(cycleProgress({ cycle: planned, ...nothing, now: noon(1) }), {
    cycle: planned,
    next: null,
    submissions: { submitted: 0, in_review: 0, final: 0, withdrawn: 0 },
    assignments: {
      proposed: 0,
      active: 0,
      conflicted: 0,
      declined: 0,
      recused: 0,
      removed: 0,
      completed: 0,
    },
    panels: { complete: 0, incomplete: 0 },
  })
})

t.test('states are counted, and a panel is complete with a lead and enough others', async (t) => {
  const { submissions, assignments, panels } = cycleProgress({
    cycle: cycleIn('assessing'),
    entries: [
      { state: 'in_review', count: 4 },
      { state: 'final', count: 7 },
    ],
    assignments: [{ state: 'active', count: 11 }],
    panels: [
      { active: 3, activeLeads: 1, count: 2 },
      { active: 4, activeLeads: 1, count: 1 },
      { active: 3, activeLeads: 0, count: 5 },
      { active: 2, activeLeads: 1, count: 8 },
    ],
    now: noon(5),
  })
  t.same(submissions, { submitted: 0, in_review: 4, final: 7, withdrawn: 0 })
  t.match(assignments, { active: 11, proposed: 0 })
  t.same(panels, { complete: 3, incomplete: 13 })
})

t.test('the next step waits when time and submissions allow it', async (t) => {
  const nextIn = (
    state: CycleState,
    day: number,
    entries: Parameters<typeof cycleProgress>[0]['entries'] = [],
  ) => cycleProgress({ cycle: cycleIn(state), ...nothing, entries, now: noon(day) }).next
  t.same(
    [1, 2, 3, 4].map((day) => nextIn('planned', day)),
    [null, 'open', 'open', null],
  )
  t.same(
    [3, 4, 5].map((day) => nextIn('open', day)),
    [null, 'start', 'start'],
  )
  for (const state of submissionStates) {
    const ended = state !== 'submitted' && state !== 'in_review'
    t.equal(nextIn('assessing', 5, [{ state, count: 1 }]), ended ? 'finish' : null, state)
  }
  t.equal(nextIn('closed', 5), null)
  t.equal(nextIn('cancelled', 3), null)
})

const unseen: PanelStage = unseenStage
const full: Seats = { standing: 3, active: 1, leads: 1, activeLeads: 0, conflicted: 0 }
const tasksOf = (seats: Partial<Seats>, more: Partial<Parameters<typeof panelTasksOf>[0]> = {}) =>
  panelTasksOf({
    cycle: cycleIn('assessing'),
    state: 'submitted',
    seats: { ...full, ...seats },
    stage: unseen,
    ...more,
  })

t.test('a panel wants a lead, enough members, and conflicts decided', async (t) => {
  t.same(tasksOf({}), [], 'who is asked holds the seat')
  t.same(tasksOf({ leads: 0 }), ['name_lead'])
  t.same(tasksOf({ standing: 2 }), ['fill_panel'])
  t.same(tasksOf({ conflicted: 1 }), ['decide_conflict'])
  t.same(tasksOf({ standing: 0, leads: 0, conflicted: 2 }), [
    'name_lead',
    'fill_panel',
    'decide_conflict',
  ])
})

t.test('nothing waits outside of assessing, or once the submission has ended', async (t) => {
  for (const state of cycleStates)
    t.equal(
      tasksOf({ leads: 0 }, { cycle: cycleIn(state) }).length,
      state === 'assessing' ? 1 : 0,
      state,
    )
  for (const state of submissionStates)
    t.equal(
      tasksOf({ leads: 0 }, { state }).length,
      state === 'submitted' || state === 'in_review' ? 1 : 0,
      state,
    )
})

t.test('what waits keeps its order, and what waits for nothing is left out', async (t) => {
  const entryOf = (n: number) => ({
    organizationId: numbered<OrganizationId>(n),
    submissionId: numbered<SubmissionId>(n + 100),
    name: `Organization ${n}`,
    state: 'in_review' as const,
    enteredAt: noon(2),
  })
  const empty = { ...full, leads: 0 }
  const entries = [
    { entry: entryOf(402), seats: empty, stage: unseen },
    { entry: entryOf(403), seats: full, stage: unseen },
    { entry: entryOf(401), seats: { ...full, conflicted: 1 }, stage: unseen },
  ]
  t.same(panelWork(cycleIn('assessing'), entries), [
    { tasks: ['name_lead'], ...entries[0] },
    { tasks: ['decide_conflict'], ...entries[2] },
  ])
})

t.test(
  'what a panel agreed on waits for a manager outside it, after a visit it must make',
  async (t) => {
    for (const state of consensusStates)
      for (const siteVisit of ['none', 'optional', 'required'] as const)
        for (const visited of [false, true])
          for (const decides of [false, true]) {
            const consensus = { state, siteVisit, visited }
            const stage: PanelStage = { ...unseen, consensus, decides }
            const waits = state === 'agreed' && (siteVisit !== 'required' || visited) && decides
            const about = [state, siteVisit, visited, decides].join(' ')
            t.same(tasksOf({}, { state: 'in_review', stage }), waits ? ['approve'] : [], about)
          }
  },
)

t.test('what is final waits for managers outside until its report is released', async (t) => {
  const consensus = { state: 'final', siteVisit: 'none', visited: false } as const
  const about = (report: PanelStage['report'], more: Partial<PanelStage> = {}, closed = false) =>
    panelTasksOf({
      cycle: cycleIn(closed ? 'closed' : 'assessing'),
      state: 'final',
      seats: { ...full, leads: 0 },
      stage: { consensus, report, decides: true, approvedIt: false, ...more },
    })
  for (const closed of [false, true]) {
    t.same(about(null, {}, closed), ['draft_report'])
    t.same(about({ version: 1, state: 'draft' }, {}, closed), ['approve_report'])
    t.same(about({ version: 1, state: 'approved' }, {}, closed), ['release_report'])
    t.same(about({ version: 1, state: 'released' }, {}, closed), [])
  }
  t.same(about({ version: 2, state: 'draft' }), ['approve_report'], 'a correction likewise')
  t.same(about({ version: 1, state: 'approved' }, { approvedIt: true }), [], 'by a second person')
  t.same(about(null, { decides: false }), [], 'and by nobody of the panel')
  t.same(about(null, { consensus: null }), [], 'what was accepted without one has no report')
  t.same(tasksOf({}, { state: 'final', stage: unseen }), [])
})

t.test('who approved a report is not who releases it', async (t) => {
  const report = { version: 3, state: 'approved', approvedBy: standings.manager.personId } as const
  t.match(panelStage(standings.manager, null, report), {
    report: { version: 3, state: 'approved' },
    approvedIt: true,
  })
  const { report: told, approvedIt } = panelStage(standings.manager, null, {
    ...report,
    approvedBy: null,
  })
  t.same(told, { version: 3, state: 'approved' }, 'and by whom is not told')
  t.notOk(approvedIt)
  t.notOk(panelStage(standings.manager, null, null).approvedIt)
})

t.test("the last word is a programme manager's who does not work on the panel", async (t) => {
  const decides = (standing: Standing) => panelStage(standing, null, null).decides
  t.ok(decides(standings.manager))
  t.notOk(decides(standings.association), 'an association admin has another one')
  for (const state of assignmentStates) {
    const assignment = { role: 'member', state } as const
    const panel = { associationId: planned.associationId, cycleId: planned.id, assignment }
    t.notOk(decides({ ...standings.manager, panel }), `who was asked, now ${state}`)
  }
  const panel = { associationId: planned.associationId, cycleId: planned.id, assignment: null }
  t.ok(decides({ ...standings.manager, panel }))
})
