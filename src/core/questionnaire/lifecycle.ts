// The life of a questionnaire as a table: a draft becomes a published version, which may be withdrawn from new use.
// Who may cause an event is in ../access; what else must hold is in publish.ts and withdraw.ts.
import { Problem } from '../problem.ts'

export const questionnaireStates = ['draft', 'published', 'withdrawn'] as const
export type QuestionnaireState = (typeof questionnaireStates)[number]

export const questionnaireTransitions = ['publish', 'withdraw'] as const
export type QuestionnaireTransition = (typeof questionnaireTransitions)[number]

type Row = Readonly<Partial<Record<QuestionnaireTransition, QuestionnaireState>>>

/** State → event → next state; a pair that is absent is refused. docs/lifecycles.md is printed from it. */
export const questionnaireLifecycle: Readonly<Record<QuestionnaireState, Row>> = {
  draft: { publish: 'published' },
  published: { withdraw: 'withdrawn' },
  withdrawn: {},
}

/** Refuses with `illegal-transition`, which names what the state allows. */
export const refuseUnlessTaken = (
  state: QuestionnaireState,
  event: QuestionnaireTransition,
): void => {
  const row = questionnaireLifecycle[state]
  if (row[event] !== undefined) return
  const allowed = questionnaireTransitions.filter((each) => row[each] !== undefined)
  throw new Problem('illegal-transition', { state, event, allowed })
}

/** What each state of a draft is. */
export const draftStateTexts = {
  draft: 'it is written, and may be thrown away.',
  published: 'it became a version; it never changes.',
}

/** What each state of a published version is. */
export const versionStateTexts = {
  published: 'new submissions may use it.',
  withdrawn: 'not for new submissions; those that use it are untouched.',
}
