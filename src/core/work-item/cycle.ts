// How far a cycle is, and what waits in it for its programme managers: states, dates and counts, no content.
// What an assessor has to do is in assessor.ts; whether a step may be taken, in ../programme and ../assignment.
import { can } from '../access.ts'
import { type AssignmentState, assignmentStates } from '../assignment/life.ts'
import type { Consensus } from '../consensus/consensus.ts'
import type { Standing } from '../context.ts'
import type { PersonId } from '../ids.ts'
import type { Cycle } from '../programme/cycle.ts'
import type { CycleEntry } from '../programme/entry.ts'
import type { CycleEvent } from '../programme/life.ts'
import type { CycleSettings } from '../programme/settings.ts'
import type { FeedbackReport } from '../report/report.ts'
import type { SubmissionState } from '../submission/lifecycle.ts'

/** The states that a submission has while it is in a cycle. */
export const enteredStates = [
  'submitted',
  'in_review',
  'final',
  'withdrawn',
] as const satisfies readonly SubmissionState[]
export type EnteredState = (typeof enteredStates)[number]

/**
 * What a panel needs of a manager: what is missing to it in the order in which it is made, then the last word, then what
 * its report needs.
 */
export const panelTasks = [
  'name_lead',
  'fill_panel',
  'decide_conflict',
  'approve',
  'draft_report',
  'approve_report',
  'release_report',
] as const
export type PanelTask = (typeof panelTasks)[number]

/** Assignments of one submission that are proposed or active, and of them those of leads; and conflicted ones. */
export type Seats = {
  readonly standing: number
  readonly active: number
  readonly leads: number
  readonly activeLeads: number
  readonly conflicted: number
}

/** So many submissions that are neither final nor withdrawn and have these seats. */
export type Panels = Pick<Seats, 'active' | 'activeLeads'> & { readonly count: number }

/** One submission with something to do. */
export type PanelWork = {
  readonly tasks: readonly PanelTask[]
  readonly entry: Pick<
    CycleEntry,
    'organizationId' | 'submissionId' | 'name' | 'state' | 'enteredAt'
  >
  readonly seats: Seats
  readonly stage: PanelStage
}

/**
 * `consensus`: null where there is none, or the caller may not know. `report`: its last version; null: none. `decides`:
 * whether the last word is the caller's; `approvedIt`: whether the caller approved the report.
 */
export type PanelStage = {
  readonly consensus: Pick<Consensus, 'state' | 'siteVisit' | 'visited'> | null
  readonly report: Pick<FeedbackReport, 'version' | 'state'> | null
  readonly decides: boolean
  readonly approvedIt: boolean
}

type Counted<State> = readonly { readonly state: State; readonly count: number }[]

/** `next`: the step of the cycle that waits for a manager; null: none does. */
export type CycleProgress = {
  readonly cycle: Cycle
  readonly next: CycleEvent | null
  readonly submissions: Readonly<Record<EnteredState, number>>
  readonly assignments: Readonly<Record<AssignmentState, number>>
  readonly panels: { readonly complete: number; readonly incomplete: number }
}

/** `entries`, `assignments`: states that occur. Panels are complete with an active lead and enough active members. */
export const cycleProgress = (given: {
  readonly cycle: Cycle
  readonly entries: Counted<SubmissionState>
  readonly assignments: Counted<AssignmentState>
  readonly panels: readonly Panels[]
  readonly now: Date
}): CycleProgress => {
  const { cycle, panels, now } = given
  const submissions = countsOf(enteredStates, given.entries)
  const isComplete = ({ active, activeLeads }: Panels) =>
    activeLeads > 0 && active >= cycle.settings.panelSize
  return {
    cycle,
    next: nextStep(cycle, { unended: submissions.submitted + submissions.in_review, now }),
    submissions,
    assignments: countsOf(assignmentStates, given.assignments),
    panels: {
      complete: sum(panels.filter(isComplete)),
      incomplete: sum(panels.filter((each) => !isComplete(each))),
    },
  }
}

/** What waits for a manager, submission by submission, in the order given. */
export const panelWork = (
  cycle: CycleOfPanels,
  entries: readonly Omit<PanelWork, 'tasks'>[],
): readonly PanelWork[] =>
  entries.flatMap((one) => {
    const tasks = panelTasksOf({
      cycle,
      state: one.entry.state,
      seats: one.seats,
      stage: one.stage,
    })
    return tasks.length === 0 ? [] : [{ tasks, ...one }]
  })

type CycleOfPanels = Pick<Cycle, 'state'> & {
  readonly settings: Pick<CycleSettings, 'panelSize'>
}

/** Nothing before assessing begins; once a submission is final, what its report needs, also after the cycle was closed. */
export const panelTasksOf = (given: {
  readonly cycle: CycleOfPanels
  readonly state: SubmissionState
  readonly seats: Seats
  readonly stage: PanelStage
}): readonly PanelTask[] => {
  const { cycle, state, seats, stage } = given
  if (state === 'final') return stage.decides ? reportTasksOf(stage) : []
  if (cycle.state !== 'assessing' || (state !== 'submitted' && state !== 'in_review')) return []
  const waiting: Partial<Record<PanelTask, boolean>> = {
    name_lead: seats.leads === 0,
    fill_panel: seats.standing < cycle.settings.panelSize,
    decide_conflict: seats.conflicted > 0,
    approve: stage.decides && isAgreed(stage),
  }
  return panelTasks.filter((task) => waiting[task] === true)
}

/** A version is approved by one and released by another; a correction begins as a new version. */
const reportTasksOf = ({ consensus, report, approvedIt }: PanelStage): readonly PanelTask[] => {
  if (consensus?.state !== 'final') return []
  if (report === null) return ['draft_report']
  if (report.state === 'draft') return ['approve_report']
  return report.state === 'approved' && !approvedIt ? ['release_report'] : []
}

/** How far a panel is for the caller, who stands on its side: whoever was ever asked for it has not the last word. */
export const panelStage = (
  standing: Standing,
  consensus: PanelStage['consensus'],
  report: (NonNullable<PanelStage['report']> & { readonly approvedBy: PersonId | null }) | null,
): PanelStage => ({
  consensus,
  report: report === null ? null : { version: report.version, state: report.state },
  decides: standing.panel?.assignment == null && can(standing, 'consensus:finalize'),
  approvedIt: report?.approvedBy === standing.personId,
})

/** Of whom there is nothing to tell. */
export const unseenStage: PanelStage = {
  consensus: null,
  report: null,
  decides: false,
  approvedIt: false,
}

/** A visit that the cycle requires comes before the last word. */
const isAgreed = ({ consensus }: PanelStage): boolean =>
  consensus?.state === 'agreed' && (consensus.siteVisit !== 'required' || consensus.visited)

/** The time of entry decides over the first two steps, the submissions over the last. */
const nextStep = (
  { state, opensAt, closesAt }: Cycle,
  { unended, now }: { readonly unended: number; readonly now: Date },
): CycleEvent | null => {
  if (state === 'planned') return now >= opensAt && now < closesAt ? 'open' : null
  if (state === 'open') return now >= closesAt ? 'start' : null
  return state === 'assessing' && unended === 0 ? 'finish' : null
}

const countsOf = <State extends string, Known extends State>(
  states: readonly Known[],
  counted: Counted<State>,
): Readonly<Record<Known, number>> =>
  Object.fromEntries(
    states.map((state) => [state, sum(counted.filter((each) => each.state === state))]),
  ) as Record<Known, number>

const sum = (counted: readonly { readonly count: number }[]): number =>
  counted.reduce((total, { count }) => total + count, 0)
