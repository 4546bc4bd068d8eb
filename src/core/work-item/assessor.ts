// What waits for an assessor on one submission, by states alone: when and what others wrote never moves it.
// Whether it may be done then is decided in ../assignment, ../review, ../consensus, ../visit and ../report.
import type { Assignment } from '../assignment/assignment.ts'
import { mayReview } from '../assignment/waiting.ts'
import type { ConsensusState } from '../consensus/life.ts'
import { sees } from '../consensus/visible.ts'
import type { CycleEntry } from '../programme/entry.ts'
import type { FeedbackReport } from '../report/report.ts'
import type { ReviewState } from '../review/life.ts'
import type { VisitState } from '../visit/life.ts'

/** In the order of an assessment. */
export const assessorTasks = [
  'declare',
  'start_review',
  'finish_review',
  'open_consensus',
  'write_consensus',
  'close_round',
  'approve_scores',
  'answer_objection',
  'visit',
  'renew_declaration',
  'begin_visit',
  'report_visit',
  'draft_report',
  'write_report',
] as const
export type AssessorTask = (typeof assessorTasks)[number]

/** What each asks of the assessor. */
export const assessorTaskTexts: Readonly<Record<AssessorTask, string>> = {
  declare: 'declare your interests, or decline: nothing of the applicant is open to you before.',
  start_review: 'begin your own review.',
  finish_review: 'score what is left in your own review, and lock it.',
  open_consensus: 'as the lead: enough reviews are locked, open the consensus.',
  write_consensus:
    'as the lead: score what the suggestions leave open, write the findings, and propose.',
  close_round: 'as the lead: all have scored again, or its time is over; close the round.',
  approve_scores: 'look at what the lead proposed, and agree or object.',
  answer_objection: 'as the lead: somebody objects; change the score, or go on with a note.',
  visit: 'as the lead: the cycle requires a site visit; plan it.',
  renew_declaration: 'declare anew before the site visit.',
  begin_visit: 'as the lead: begin the planned visit, once all have declared anew.',
  report_visit: 'as the lead: note what became of each issue, and report the visit.',
  draft_report: 'as the lead: the consensus is final; draft the feedback report.',
  write_report: 'as the lead: write the texts of the draft of the report, until it is approved.',
}

/**
 * `own`: the last own review that was not excluded; null: none. `panel`, `report`: what a lead may know beside, null to
 * members: how many others have locked and how many write, by the last review of each; the last version, or null.
 * `reviewsFrom`: when the first review may begin, as the applicant is shown the panel before; null: nobody can say yet.
 * `isAdmitted`: whether somebody who left is to be succeeded. `quorum`: of the cycle.
 */
export type AssessorSituation = {
  readonly assignment: Pick<Assignment, 'role' | 'state'>
  readonly own: ReviewState | null
  readonly panel: { readonly locked: number; readonly writing: number } | null
  readonly consensus: OwnConsensus | null
  readonly reviewsFrom: Date | null
  readonly isAdmitted: boolean
  readonly report: LastReport | null
  readonly quorum: number
  readonly now: Date
}

/**
 * A consensus for one of its panel. `isVisitDue`: a visit that the cycle requires was not made. `visit`: the present one.
 * `hasRenewed`, `hasApproved`: the assessor's own steps. To the lead alone: `isObjected`: an objection is open;
 * `roundDueAt`: of the last round.
 */
export type OwnConsensus = {
  readonly state: ConsensusState
  readonly isVisitDue: boolean
  readonly visit: VisitState | null
  readonly hasRenewed: boolean
  readonly hasApproved: boolean
  readonly isObjected: boolean
  readonly roundDueAt: Date | null
}

export type LastReport = Pick<FeedbackReport, 'version' | 'state'>

/** The one next thing to do; null: others are awaited, or it is over. */
export const assessorTask = (given: AssessorSituation): AssessorTask | null => {
  const { assignment, own, consensus } = given
  if (assignment.state === 'proposed') return 'declare'
  if (assignment.state === 'completed') return afterConsensus(given)
  if (assignment.state !== 'active') return null
  if (own === 'draft') return 'finish_review'
  if (consensus === null) return beforeConsensus(given)
  // To who has no review in it, it is hidden how far it is: only whether a successor may come.
  if (own === null) return given.isAdmitted ? 'start_review' : null
  return duringConsensus(given, consensus)
}

/** Only the lead's task depends on others, whose states a lead may know. */
const beforeConsensus = (given: AssessorSituation): AssessorTask | null => {
  const { own, panel, quorum, reviewsFrom, now } = given
  if (own === null) return mayReview({ reviewsFrom, now }) ? 'start_review' : null
  return panel !== null && 1 + panel.locked >= quorum ? 'open_consensus' : null
}

const duringConsensus = (
  { panel, now }: AssessorSituation,
  { state, hasApproved, isObjected, isVisitDue, visit, hasRenewed, roundDueAt }: OwnConsensus,
): AssessorTask | null => {
  if (state === 'proposed' && !hasApproved) return 'approve_scores'
  if (state === 'visiting' && visit === 'planned' && !hasRenewed) return 'renew_declaration'
  if (panel === null) return null
  switch (state) {
    case 'open':
      return 'write_consensus'
    case 'scoring': {
      const isDue = roundDueAt !== null && now >= roundDueAt
      return panel.writing === 0 || isDue ? 'close_round' : null
    }
    case 'proposed':
      return isObjected ? 'answer_objection' : null
    case 'agreed':
      return isVisitDue ? 'visit' : null
    case 'visiting':
      return visit === 'planned' ? 'begin_visit' : 'report_visit'
    case 'final':
      return null
  }
}

/** A version that is approved waits for somebody else, and one that is released for nobody. */
const afterConsensus = (given: AssessorSituation): AssessorTask | null => {
  const { panel, own, consensus, report } = given
  if (panel === null || own !== 'locked' || consensus?.state !== 'final') return null
  if (report === null) return 'draft_report'
  return report.state === 'draft' ? 'write_report' : null
}

/**
 * `about`: which submission; null before a cleared declaration. `since`: when it came into the assessor's hands.
 * `reportVersion`: which version is to be written; null: none.
 */
export type AssessorWork = {
  readonly task: AssessorTask
  readonly assignment: Pick<Assignment, 'id' | 'role'>
  readonly since: Date
  readonly cycleName: string
  readonly entry: Omit<SeatEntry, 'organizationId' | 'submissionId' | 'state'>
  readonly about: Pick<CycleEntry, 'organizationId' | 'submissionId'> | null
  readonly reportVersion: number | null
}

/** What an assessor's list knows of an entry; `state`: of its submission. */
export type SeatEntry = Omit<CycleEntry, 'questionnaire' | 'stateAt' | 'enteredAt'>

/** `closedAt`: when the cycle was closed; null: it was not. */
export type Seat = Omit<AssessorSituation, 'assignment' | 'now'> & {
  readonly assignment: Pick<Assignment, 'id' | 'role' | 'state'>
  readonly since: Date
  readonly entry: SeatEntry
  readonly cycleName: string
  readonly closedAt: Date | null
}
type Given = Seat & Pick<AssessorSituation, 'now'>

/**
 * Nobody is waited for about a submission that was withdrawn, and about a final one only for its report, as long as the
 * panel may look back on it.
 */
const isOver = ({ assignment, own, entry, closedAt, now }: Given): boolean => {
  if (entry.state !== 'final') return entry.state === 'withdrawn'
  const relation = {
    assignment: { ...assignment, review: own },
    managesProgramme: false,
    ofApplicant: false,
    closedAt,
    now,
  }
  return !sees(relation, 'final', 'report')
}

/** What waits of all seats, in the order given; what waits for nothing is left out. */
export const assessorWorks = (seats: readonly Seat[], now: Date): readonly AssessorWork[] =>
  seats.flatMap((seat) => {
    const work = assessorWork({ ...seat, now })
    return work === null ? [] : [work]
  })

/** What a list of work shows of it: no time but those of the own assignment. Null: nothing waits. */
export const assessorWork = (given: Given): AssessorWork | null => {
  const { assignment, entry, report, since, cycleName } = given
  const task = isOver(given) ? null : assessorTask(given)
  if (task === null) return null
  const { id, role } = assignment
  const { organizationId, submissionId, state: _, ...known } = entry
  return {
    task,
    assignment: { id, role },
    since,
    cycleName,
    entry: known,
    about: task === 'declare' ? null : { organizationId, submissionId },
    reportVersion: task === 'write_report' && report !== null ? report.version : null,
  }
}
