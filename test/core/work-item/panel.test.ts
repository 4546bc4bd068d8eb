// What waits of a panel and its report for which manager: each rule alone, and by whom.
import t from 'tap'
import { consensusStates } from '../../../src/core/consensus/life.ts'
import type { Standing } from '../../../src/core/context.ts'
import type { OrganizationId, SubmissionId } from '../../../src/core/ids.ts'
import { type CycleState, cycleStates } from '../../../src/core/programme/life.ts'
import { submissionStates } from '../../../src/core/submission/lifecycle.ts'
import {
  type PanelSituation,
  type PanelStage,
  panelRules,
  panelTasks,
  panelWork,
  type Seats,
} from '../../../src/core/work-item/panel.ts'
import { noon, numbered } from '../../support/assessment.ts'
import { standings } from '../../support/submissions.ts'

type Shown = 'never' | 'before_scoring'
const cycleIn = (state: CycleState, panelShown: Shown = 'never') => ({
  state,
  settings: { panelSize: 3, quorum: 2, panelShown },
})
const full: Seats = { standing: 3, active: 1, leads: 1, activeLeads: 0, conflicted: 0 }
const begun: PanelStage = {
  consensus: null,
  isShown: false,
  isChallenged: false,
  isDeparted: false,
  isOnPanel: false,
  report: null,
}
const entryOf = (n: number): PanelSituation['entry'] => ({
  organizationId: numbered<OrganizationId>(n),
  submissionId: numbered<SubmissionId>(n + 100),
  name: `Organization ${n}`,
  state: 'in_review',
  enteredAt: noon(2),
})

type Given = {
  readonly seats?: Partial<Seats>
  readonly stage?: Partial<PanelStage>
  readonly state?: PanelSituation['entry']['state']
  readonly cycle?: CycleState
  readonly standing?: Standing
  readonly panelShown?: Shown
}
const tasksOf = (given: Given) => {
  const { seats, stage, state = 'in_review', cycle = 'assessing' } = given
  const [work] = panelWork({
    cycle: cycleIn(cycle, given.panelShown),
    standing: given.standing ?? standings.manager,
    situations: [
      {
        entry: { ...entryOf(400), state },
        seats: { ...full, ...seats },
        stage: { ...begun, ...stage },
      },
    ],
  })
  return work?.tasks ?? []
}

t.test('a panel wants a lead, enough members, and conflicts decided', async (t) => {
  t.same(tasksOf({}), [], 'who is asked holds the seat')
  t.same(tasksOf({ seats: { leads: 0 } }), ['name_lead'])
  t.same(tasksOf({ seats: { standing: 2 } }), ['fill_panel'])
  t.same(tasksOf({ seats: { conflicted: 1 } }), ['decide_conflict'])
  t.same(tasksOf({ seats: { standing: 0, leads: 0, conflicted: 2 } }), [
    'name_lead',
    'fill_panel',
    'decide_conflict',
  ])
})

t.test('nothing waits outside of assessing, or once the submission has ended', async (t) => {
  const seats = { leads: 0 }
  for (const cycle of cycleStates)
    t.equal(tasksOf({ seats, cycle }).length, cycle === 'assessing' ? 1 : 0, cycle)
  for (const state of submissionStates)
    t.equal(
      tasksOf({ seats, state }).length,
      state === 'submitted' || state === 'in_review' ? 1 : 0,
      state,
    )
})

t.test('what waits keeps its order, and what waits for nothing is left out', async (t) => {
  const empty = { ...full, leads: 0 }
  const situations = [
    { entry: entryOf(402), seats: empty, stage: begun },
    { entry: entryOf(403), seats: full, stage: begun },
    { entry: entryOf(401), seats: { ...full, conflicted: 1 }, stage: begun },
  ]
  const given = { cycle: cycleIn('assessing'), standing: standings.manager, situations }
  t.same(panelWork(given), [
    { ...situations[0], tasks: ['name_lead'] },
    { ...situations[2], tasks: ['decide_conflict'] },
  ])
})

t.test(
  'what a panel agreed on waits for a manager outside it, after a visit it must make',
  async (t) => {
    for (const state of consensusStates)
      for (const isVisitDue of [false, true])
        for (const isOnPanel of [false, true]) {
          const stage = { consensus: { state, isVisitDue }, isOnPanel }
          const waits = state === 'agreed' && !isVisitDue && !isOnPanel
          const about = [state, isVisitDue, isOnPanel].join(' ')
          t.same(tasksOf({ stage }), waits ? ['approve'] : [], about)
        }
  },
)

t.test(
  'a panel that is at work is shown where the cycle wants it, and a challenge decided',
  async (t) => {
    const ready = { seats: { active: 2, activeLeads: 1 }, panelShown: 'before_scoring' } as const
    t.same(tasksOf(ready), ['show_panel'])
    t.same(tasksOf({ ...ready, panelShown: 'never' }), [])
    t.same(tasksOf({ ...ready, seats: { active: 2 } }), [], 'without a lead at work')
    t.same(tasksOf({ ...ready, seats: { active: 1, activeLeads: 1 } }), [], 'below the quorum')
    t.same(tasksOf({ ...ready, stage: { isOnPanel: true } }), [])
    const shown = { ...ready, stage: { isShown: true } }
    t.same(tasksOf(shown), [])
    const challenged = { ...ready, stage: { isShown: true, isChallenged: true } }
    for (const standing of [standings.manager, standings.association])
      t.same(tasksOf({ ...challenged, standing }), ['decide_challenge'])
    const onPanel = { isShown: true, isChallenged: true, isOnPanel: true }
    t.same(tasksOf({ ...ready, stage: onPanel }), [], 'not by whoever sits on it')
  },
)

t.test('who left waits for a decision before the last word', async (t) => {
  const stage = { consensus: { state: 'agreed', isVisitDue: false }, isDeparted: true } as const
  t.same(tasksOf({ stage }), ['decide_departure'])
  t.same(tasksOf({ stage: { ...stage, isOnPanel: true } }), [], 'not of whoever sits on it')
  t.same(tasksOf({ stage, state: 'final' }), [])
  t.same(tasksOf({ stage, cycle: 'closed' }), [])
})

t.test('what is final waits for managers outside until its report is released', async (t) => {
  const consensus = { state: 'final', isVisitDue: false } as const
  const seats = { leads: 0 }
  const state = 'final'
  const reported = (state: 'draft' | 'approved' | 'released', approvedBy: string | null = null) =>
    ({ version: 1, state, approvedBy: approvedBy as never }) as const
  const about = (
    report: PanelStage['report'],
    more: Partial<PanelStage> = {},
    cycle: CycleState = 'assessing',
  ) => tasksOf({ seats, state, cycle, stage: { consensus, report, ...more } })
  for (const cycle of ['assessing', 'closed'] as const) {
    t.same(about(null, {}, cycle), ['draft_report'])
    t.same(about(reported('draft'), {}, cycle), ['approve_report'])
    t.same(about(reported('approved', numbered(7)), {}, cycle), ['release_report'])
    t.same(about(reported('released', numbered(7)), {}, cycle), [])
  }
  const own = reported('approved', standings.manager.personId)
  t.same(about(own), [], 'by a second person')
  t.same(about(null, { isOnPanel: true }), [], 'and by nobody of the panel')
  t.same(about(null, { consensus: null }), [], 'what was accepted without one has no report')
})

t.test("the last word, and what needs it, is a programme manager's", async (t) => {
  const rulesFor = (standing: Standing) => panelRules(cycleIn('assessing'), standing)
  t.equal(rulesFor(standings.manager).length, panelTasks.length)
  const byAdmin = rulesFor(standings.association)
  t.notOk(byAdmin.some((rule) => rule.isConcluded === true || rule.isAgreed === true))
  const stage = { consensus: { state: 'agreed', isVisitDue: false } } as const
  t.same(tasksOf({ stage, standing: standings.association }), [], 'an admin has another one')
  t.same(tasksOf({ stage }), ['approve'], 'control')
})
