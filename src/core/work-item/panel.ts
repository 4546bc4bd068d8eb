// What a panel and its report need of a manager, as one table over facts: the database leaves out by it what waits for
// nothing, so that a page is full. How far the cycle is, is in cycle.ts; whether a step may be taken, in ../consensus and ../report.
import { type Action, can } from '../access.ts'
import type { ConsensusState } from '../consensus/life.ts'
import type { Standing } from '../context.ts'
import type { PersonId } from '../ids.ts'
import type { Cycle } from '../programme/cycle.ts'
import type { CycleEntry } from '../programme/entry.ts'
import type { CycleSettings } from '../programme/settings.ts'
import type { FeedbackReport } from '../report/report.ts'

/**
 * What is missing to the panel in the order in which it is made, then the last word, then what its report needs.
 */
export const panelTasks = [
  'name_lead',
  'fill_panel',
  'decide_conflict',
  'show_panel',
  'decide_challenge',
  'decide_departure',
  'approve',
  'draft_report',
  'approve_report',
  'release_report',
] as const
export type PanelTask = (typeof panelTasks)[number]

/** What each asks of a manager. */
export const panelTaskTexts: Readonly<Record<PanelTask, string>> = {
  name_lead: 'no lead is asked or at work; propose one.',
  fill_panel: 'fewer are asked or at work than the cycle wants; propose more.',
  decide_conflict: 'a declaration came to a conflict; waive it, or remove the assignment.',
  show_panel: 'the panel is complete; show it to the applicant.',
  decide_challenge: 'the applicant challenges assessors; uphold or dismiss each.',
  decide_departure:
    'somebody left after the consensus opened; keep the locked review, or have it repeated.',
  approve: 'the panel has agreed; give the last word.',
  draft_report:
    'the submission is final; draft its feedback report, or wait for the lead to do so.',
  approve_report: 'a report is drafted; approve it.',
  release_report: 'a report is approved; somebody else than approved it releases it.',
}

/** Assignments of one submission that are proposed or active, and of them those of leads; and conflicted ones. */
export type Seats = {
  readonly standing: number
  readonly active: number
  readonly leads: number
  readonly activeLeads: number
  readonly conflicted: number
}

/**
 * `consensus`, `report`: null where there is none; the report's last version. `isVisitDue`: a visit that the cycle requires
 * was not made. `isShown`, `isChallenged`: to the applicant and by it, undecided. `isDeparted`: somebody left, and nobody has
 * decided about the locked review. `isOnPanel`: whether the caller was ever asked for it. `approvedBy`: who approved the report.
 */
export type PanelStage = {
  readonly consensus: { readonly state: ConsensusState; readonly isVisitDue: boolean } | null
  readonly isShown: boolean
  readonly isChallenged: boolean
  readonly isDeparted: boolean
  readonly isOnPanel: boolean
  readonly report:
    | (Pick<FeedbackReport, 'version' | 'state'> & { readonly approvedBy: PersonId | null })
    | null
}

/** One submission of a cycle, with its panel. */
export type PanelSituation = {
  readonly entry: Pick<
    CycleEntry,
    'organizationId' | 'submissionId' | 'name' | 'state' | 'enteredAt'
  >
  readonly seats: Seats
  readonly stage: PanelStage
}

/** What waits of it. */
export type PanelWork = PanelSituation & { readonly tasks: readonly PanelTask[] }

/**
 * What is so or is not, of one submission: `isAssessed`: neither final nor withdrawn. `isLed`, `isFilled`: a lead, as many
 * as the cycle wants. `isReady`: so many of them at work that it can be shown. `isShown`: also where the cycle shows none.
 * `isAgreed`: and a visit that must be is made. `isOutside`: whoever asks does not sit on it; `approvedIt`: approved the
 * report.
 */
export const panelFacts = [
  'isAssessed',
  'isFinal',
  'isLed',
  'isFilled',
  'isConflicted',
  'isReady',
  'isShown',
  'isChallenged',
  'isDeparted',
  'isAgreed',
  'isConcluded',
  'isReported',
  'isDrafted',
  'isApproved',
  'approvedIt',
  'isOutside',
] as const
export type PanelFact = (typeof panelFacts)[number]

/** Facts that must be so, or must not. */
export type PanelRule = Readonly<Partial<Record<PanelFact, boolean>>>

/** `by`: whose task it is beside what is so of the panel; null: of whoever reads the list. */
type Task = { readonly by: Action | null; readonly when: PanelRule }

const panel = { isAssessed: true, isOutside: true } as const
const report = { isFinal: true, isConcluded: true, isOutside: true } as const

/**
 * Nothing becomes final before it is clear whose reviews it stands on. A version is approved by one and released by
 * another; a correction begins as a new version.
 */
const tasks: Readonly<Record<PanelTask, Task>> = {
  name_lead: { by: null, when: { isAssessed: true, isLed: false } },
  fill_panel: { by: null, when: { isAssessed: true, isFilled: false } },
  decide_conflict: { by: null, when: { isAssessed: true, isConflicted: true } },
  show_panel: { by: 'panels:show', when: { ...panel, isReady: true, isShown: false } },
  decide_challenge: { by: 'panels:decide', when: { ...panel, isChallenged: true } },
  decide_departure: { by: 'departures:decide', when: { ...panel, isDeparted: true } },
  approve: {
    by: 'consensus:finalize',
    when: { ...panel, isAgreed: true, isDeparted: false },
  },
  draft_report: { by: 'reports:write', when: { ...report, isReported: false } },
  approve_report: { by: 'reports:approve', when: { ...report, isDrafted: true } },
  release_report: {
    by: 'reports:approve', // who may release is who may approve, and did not
    when: { ...report, isApproved: true, approvedIt: false },
  },
}

type CycleOfPanels = Pick<Cycle, 'state'> & {
  readonly settings: Pick<CycleSettings, 'panelSize' | 'quorum' | 'panelShown'>
}

/** Before assessing begins nothing waits; what its report needs waits also after the cycle was closed. */
const taskHolds = (
  task: PanelTask,
  { state }: Pick<Cycle, 'state'>,
  standing: Standing,
): boolean => {
  const { by, when } = tasks[task]
  return (by === null || can(standing, by)) && (state === 'assessing' || when.isFinal === true)
}

/** The rules of what can wait in this cycle for this caller; any of them met, something does. */
export const panelRules = (cycle: Pick<Cycle, 'state'>, standing: Standing): readonly PanelRule[] =>
  panelTasks.filter((task) => taskHolds(task, cycle, standing)).map((task) => tasks[task].when)

type Asked = { readonly cycle: CycleOfPanels; readonly standing: Standing }

const factsOf = (
  { entry, seats, stage }: PanelSituation,
  { cycle, standing }: Asked,
): Readonly<Record<PanelFact, boolean>> => {
  const { consensus, report } = stage
  return {
    isAssessed: entry.state === 'submitted' || entry.state === 'in_review',
    isFinal: entry.state === 'final',
    isLed: seats.leads > 0,
    isFilled: seats.standing >= cycle.settings.panelSize,
    isConflicted: seats.conflicted > 0,
    isReady: seats.activeLeads > 0 && seats.active >= cycle.settings.quorum,
    isShown: cycle.settings.panelShown === 'never' || stage.isShown,
    isChallenged: stage.isChallenged,
    isDeparted: stage.isDeparted,
    isAgreed: consensus?.state === 'agreed' && !consensus.isVisitDue,
    isConcluded: consensus?.state === 'final',
    isReported: report !== null,
    isDrafted: report?.state === 'draft',
    isApproved: report?.state === 'approved',
    approvedIt: report?.approvedBy === standing.personId,
    isOutside: !stage.isOnPanel,
  }
}

/** What waits for the caller, submission by submission, in the order given; what waits for nothing is left out. */
export const panelWork = (
  given: Asked & { readonly situations: readonly PanelSituation[] },
): readonly PanelWork[] =>
  given.situations.flatMap((one) => {
    const facts = factsOf(one, given)
    const isMet = (rule: PanelRule) =>
      panelFacts.every((fact) => rule[fact] === undefined || rule[fact] === facts[fact])
    const waiting = panelTasks.filter(
      (task) => taskHolds(task, given.cycle, given.standing) && isMet(tasks[task].when),
    )
    return waiting.length === 0 ? [] : [{ ...one, tasks: waiting }]
  })
