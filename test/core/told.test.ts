// Which step tells what, held against the lives and the catalogue; that each is told indeed is seen by the tests of slices
// (test/api/panel-events, scripts/provoked).
import t from 'tap'
import { assignmentEvents } from '../../src/core/assignment/life.ts'
import { shownPanelEvents } from '../../src/core/challenge/life.ts'
import { consensusEvents } from '../../src/core/consensus/life.ts'
import { eventTypes } from '../../src/core/document/event-types.ts'
import { cycleEvents } from '../../src/core/programme/life.ts'
import { reportEvents } from '../../src/core/report/life.ts'
import { reviewEvents } from '../../src/core/review/life.ts'
import { submissionTransitions } from '../../src/core/submission/lifecycle.ts'
import * as core from '../../src/core/told.ts'
import { visitEvents } from '../../src/core/visit/life.ts'

const lives: readonly (readonly [
  readonly string[],
  Readonly<Record<string, readonly string[]>>,
])[] = [
  [submissionTransitions, core.submissionTells],
  [cycleEvents, core.cycleTells],
  [assignmentEvents, core.assignmentTells],
  [shownPanelEvents, core.shownPanelTells],
  [reviewEvents, core.reviewTells],
  [consensusEvents, core.consensusTells],
  [visitEvents, core.visitTells],
  [reportEvents, core.reportTells],
]

/** Types of these kinds that no step of a life tells, with what tells them. */
const beside: Readonly<Record<string, string>> = {
  'submission.created': 'it begins',
  'submission.updated': 'it stays in its state',
  'submission.entered': 'it stays in its state',
  'submission.left': 'it stays in its state',
  'cycle.created': 'it begins',
  'cycle.updated': 'it stays in its state',
  'cycle.entered': 'a submission does',
  'cycle.left': 'a submission does',
  'assignment.proposed': 'it begins',
  'assignment.lead-named': 'it stays in its state',
  'assignment.ban-breached': 'it ended long ago',
  'review.started': 'it begins',
  'consensus.opened': 'it begins',
  'consensus.objection-withdrawn': 'whoever objected approves, before the panel agrees',
  'consensus.objection-overruled': 'it stays in its state, or the panel agrees by it',
  'visit.declaration-renewed': 'it stays in its state',
  'feedback-report.drafted': 'it begins',
}

t.test('every step of every life is told', async (t) => {
  for (const [steps, tells] of lives) {
    t.same(Object.keys(tells), steps)
    for (const [step, types] of Object.entries(tells)) t.ok(types.length > 0, step)
  }
})

t.test('every type of these kinds is told at a step, or stands here with its reason', async (t) => {
  const told = lives.flatMap(([, tells]) => Object.values(tells).flat())
  const kinds = new Set(told.map((type) => type.split('.')[0]))
  const types = Object.keys(eventTypes).filter((type) => kinds.has(type.split('.')[0]))
  t.same(
    types.filter((type) => !told.includes(type)),
    types.filter((type) => type in beside),
  )
  t.same(
    Object.keys(beside).filter((type) => told.includes(type) || !types.includes(type)),
    [],
    'nothing stands here for nothing',
  )
})
