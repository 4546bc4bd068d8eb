// How far a cycle is, and which step of it waits for its programme managers: states, dates and counts, no content.
// What waits of its panels is in panel.ts; whether a step may be taken is decided in ../programme.
import { type AssignmentState, assignmentStates } from '../assignment/life.ts'
import type { Cycle } from '../programme/cycle.ts'
import type { CycleEvent } from '../programme/life.ts'
import type { SubmissionState } from '../submission/lifecycle.ts'
import type { Seats } from './panel.ts'

/** The states that a submission has while it is in a cycle. */
export const enteredStates = [
  'submitted',
  'in_review',
  'final',
  'withdrawn',
] as const satisfies readonly SubmissionState[]
export type EnteredState = (typeof enteredStates)[number]

/** So many submissions that are neither final nor withdrawn and have these seats. */
export type Panels = Pick<Seats, 'active' | 'activeLeads'> & { readonly count: number }

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
