import t from 'tap'
import { type Cycle, createCycle } from '../../../src/core/programme/cycle.ts'
import type { CycleState } from '../../../src/core/programme/life.ts'
import { submissionStates } from '../../../src/core/submission/lifecycle.ts'
import { cycleProgress } from '../../../src/core/work-item/cycle.ts'
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
