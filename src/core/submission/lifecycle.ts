// The life of a submission as a table: which event leads from which state to which (api.md section 6).
// Who may cause an event is in ../access; what else must hold is in the decision of that event.
import { Problem } from '../problem.ts'

export const submissionStates = ['draft', 'submitted', 'in_review', 'final', 'withdrawn'] as const
export type SubmissionState = (typeof submissionStates)[number]

/** What each state is. */
export const submissionStateTexts: Readonly<Record<SubmissionState, string>> = {
  draft: 'answers change.',
  submitted: 'answers and score are frozen.',
  in_review: 'a panel assesses it.',
  final: 'it has its last score.',
  withdrawn: 'it counts no more; nothing follows.',
}

export const submissionTransitions = [
  'submit',
  'withdraw',
  'accept',
  'start_review',
  'finalize',
] as const
export type SubmissionTransition = (typeof submissionTransitions)[number]

type Row = Readonly<Partial<Record<SubmissionTransition, SubmissionState>>>

/** State → event → next state; a pair that is absent is refused. docs/lifecycles.md is printed from it. */
export const submissionLifecycle: Readonly<Record<SubmissionState, Row>> = {
  draft: { submit: 'submitted', withdraw: 'withdrawn' },
  submitted: { withdraw: 'withdrawn', accept: 'final', start_review: 'in_review' },
  in_review: { finalize: 'final' },
  final: {},
  withdrawn: {},
}

/** What follows from steps of a panel and nobody asks of a submission. */
const follows: readonly SubmissionTransition[] = ['start_review', 'finalize']

/** The events that a state takes and somebody may ask for, in the order of `submissionTransitions`. */
export const allowedIn = (state: SubmissionState): readonly SubmissionTransition[] =>
  submissionTransitions.filter(
    (event) => submissionLifecycle[state][event] !== undefined && !follows.includes(event),
  )

/** The state after the event; refuses with `illegal-transition`, which names what the state allows. */
export const next = (state: SubmissionState, event: SubmissionTransition): SubmissionState => {
  const after = submissionLifecycle[state][event]
  if (after === undefined)
    throw new Problem('illegal-transition', { state, event, allowed: allowedIn(state) })
  return after
}
