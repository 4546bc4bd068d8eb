// What is told at each step of the lives that an assessment is made of: life → step → types of events. docs/lifecycles.md
// prints it; a step without a line does not compile. The tables of the lives stand beside their objects, the sentences in
// document/event-types.ts; what is told without a step of a life (a beginning, what changes no state) is not here.
import type { AssignmentEvent } from './assignment/life.ts'
import type { ShownPanelEvent } from './challenge/life.ts'
import type { ConsensusEvent } from './consensus/life.ts'
import type { EventName } from './document/event-types.ts'
import type { CycleEvent } from './programme/life.ts'
import type { ReportEvent } from './report/life.ts'
import type { ReviewEvent } from './review/life.ts'
import type { SubmissionTransition } from './submission/lifecycle.ts'
import type { VisitEvent } from './visit/life.ts'

type Telling<Event extends string> = Readonly<Record<Event, readonly EventName[]>>

export const submissionTells: Telling<SubmissionTransition> = {
  submit: ['submission.submitted'],
  withdraw: ['submission.withdrawn'],
  accept: ['submission.accepted'],
  start_review: ['submission.review-started'],
  finalize: ['submission.finalized'],
}

export const cycleTells: Telling<CycleEvent> = {
  open: ['cycle.opened'],
  start: ['cycle.started'],
  finish: ['cycle.closed'],
  cancel: ['cycle.cancelled'],
}

export const assignmentTells: Telling<AssignmentEvent> = {
  declare_clear: ['assignment.activated'],
  declare_conflict: ['assignment.conflicted'],
  decline: ['assignment.declined'],
  waive: ['assignment.activated'],
  recuse: ['assignment.recused'],
  remove: ['assignment.removed'],
  complete: ['assignment.completed'],
}

export const shownPanelTells: Telling<ShownPanelEvent> = {
  show: ['challenge.opened', 'submission.panel-shown'],
  accept: ['challenge.panel-accepted', 'submission.panel-accepted'],
  raise: ['challenge.raised', 'submission.panel-challenged'],
  decide: ['challenge.decided', 'submission.challenge-decided'],
  close: ['challenge.closed'],
}

export const reviewTells: Telling<ReviewEvent> = {
  lock: ['review.locked'],
  reopen: ['review.reopened'],
  exclude: ['review.excluded'],
}

export const consensusTells: Telling<ConsensusEvent> = {
  new_round: ['consensus.round-begun'],
  close_round: ['consensus.round-closed'],
  propose: ['consensus.proposed'],
  object: ['consensus.objection-raised'],
  agree: ['consensus.agreed'],
  visit: ['visit.planned'],
  report_visit: ['visit.reported'],
  report_changes: ['visit.reported', 'consensus.reopened'],
  approve: ['consensus.finalized'],
  keep: ['consensus.departure-decided'],
  repeat: ['consensus.departure-decided', 'consensus.reopened'],
  join: ['consensus.successor-joined', 'consensus.reopened'],
}

export const visitTells: Telling<VisitEvent> = {
  begin: ['visit.begun'],
  report: ['visit.reported'],
  stop: ['visit.stopped'],
}

export const reportTells: Telling<ReportEvent> = {
  approve: ['feedback-report.approved'],
  return: ['feedback-report.returned'],
  release: ['feedback-report.released'],
}
