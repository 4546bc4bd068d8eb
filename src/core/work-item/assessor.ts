// What waits for an assessor on one submission, by states alone: when and what others wrote never moves it.
// Whether it may be done then is decided in ../assignment, ../review, ../consensus, ../visit and ../report.
import type { Assignment } from '../assignment/assignment.ts'
import type { Consensus } from '../consensus/consensus.ts'
import { sees } from '../consensus/visible.ts'
import type { CycleEntry } from '../programme/entry.ts'
import type { FeedbackReport } from '../report/report.ts'
import type { ReviewState } from '../review/life.ts'

/** In the order of an assessment. */
export const assessorTasks = [
  'declare',
  'start_review',
  'finish_review',
  'open_consensus',
  'write_consensus',
  'close_round',
  'approve_scores',
  'visit',
  'report_visit',
  'draft_report',
  'write_report',
] as const
export type AssessorTask = (typeof assessorTasks)[number]

/**
 * `own`, `others`: the last review of each person, excluded ones left out; null: none. `report`: the last version; null:
 * none. `quorum`: of the cycle.
 */
export type AssessorSituation = {
  readonly assignment: Pick<Assignment, 'personId' | 'role' | 'state'>
  readonly own: ReviewState | null
  readonly others: readonly ReviewState[]
  readonly consensus: Pick<Consensus, 'state' | 'siteVisit' | 'visited' | 'approvals'> | null
  readonly report: LastReport | null
  readonly quorum: number
}

export type LastReport = Pick<FeedbackReport, 'version' | 'state'>

/** The one next thing to do; null: others are awaited, or it is over. */
export const assessorTask = (given: AssessorSituation): AssessorTask | null => {
  const { assignment, own, consensus } = given
  if (assignment.state === 'proposed') return 'declare'
  if (assignment.state === 'completed') return afterConsensus(given)
  if (assignment.state !== 'active') return null
  return consensus === null ? beforeConsensus(given) : duringConsensus({ ...given, consensus, own })
}

/** Only the lead's task depends on others, whose states a lead may know. */
const beforeConsensus = (given: AssessorSituation): AssessorTask | null => {
  const { assignment, own, others, quorum } = given
  if (own === null) return 'start_review'
  if (own === 'draft') return 'finish_review'
  const locked = 1 + others.filter((state) => state === 'locked').length
  return assignment.role === 'lead' && locked >= quorum ? 'open_consensus' : null
}

type Opened = AssessorSituation & {
  readonly consensus: NonNullable<AssessorSituation['consensus']>
}

/** Nothing for who has no review in it: to them it is hidden how far it is. */
const duringConsensus = (given: Opened): AssessorTask | null => {
  const { assignment, own, others, consensus } = given
  if (own === null) return null
  const leads = assignment.role === 'lead'
  switch (consensus.state) {
    case 'open':
      return leads ? 'write_consensus' : null
    case 'scoring':
      if (own === 'draft') return 'finish_review'
      return leads && !others.includes('draft') ? 'close_round' : null
    case 'proposed':
      return own === 'locked' && !hasApproved(given) ? 'approve_scores' : null
    case 'agreed':
      return leads && consensus.siteVisit === 'required' && !consensus.visited ? 'visit' : null
    case 'visiting':
      return leads ? 'report_visit' : null
    case 'final':
      return null
  }
}

/** A version that is approved waits for somebody else, and one that is released for nobody. */
const afterConsensus = (given: AssessorSituation): AssessorTask | null => {
  const { assignment, own, consensus, report } = given
  if (assignment.role !== 'lead' || own !== 'locked' || consensus?.state !== 'final') return null
  if (report === null) return 'draft_report'
  return report.state === 'draft' ? 'write_report' : null
}

const hasApproved = ({ assignment, consensus }: Opened): boolean =>
  consensus.approvals.some(({ by }) => by === assignment.personId)

/**
 * `about`: which submission; null before a cleared declaration. `since`: when it came into the assessor's hands.
 * `reportVersion`: which version is to be written; null: none.
 */
export type AssessorWork = {
  readonly task: AssessorTask
  readonly assignment: Pick<Assignment, 'id' | 'role'>
  readonly since: Date
  readonly entry: Omit<
    CycleEntry,
    'organizationId' | 'submissionId' | 'questionnaire' | 'state' | 'stateAt'
  >
  readonly about: Pick<CycleEntry, 'organizationId' | 'submissionId'> | null
  readonly reportVersion: number | null
}

/** `closedAt`: when the cycle was closed; null: it was not. */
type Given = Omit<AssessorSituation, 'assignment'> & {
  readonly assignment: Assignment
  readonly entry: CycleEntry
  readonly closedAt: Date | null
  readonly now: Date
}

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

/** What a list of work shows of it: no time but those of the own assignment. Null: nothing waits. */
export const assessorWork = (given: Given): AssessorWork | null => {
  const { assignment, entry, report } = given
  const task = isOver(given) ? null : assessorTask(given)
  if (task === null) return null
  const { id, role, proposedAt, declaredAt, waived } = assignment
  const {
    organizationId,
    submissionId,
    questionnaire: _,
    state: __,
    stateAt: ___,
    ...known
  } = entry
  return {
    task,
    assignment: { id, role },
    since: waived?.at ?? declaredAt ?? proposedAt,
    entry: known,
    about: task === 'declare' ? null : { organizationId, submissionId },
    reportVersion: task === 'write_report' && report !== null ? report.version : null,
  }
}
