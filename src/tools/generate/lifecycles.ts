// docs/lifecycles.md: the states of questionnaires, submissions and benchmark editions, from the tables that decide them.
import { events, states, transitions } from '../../core/benchmark/edition.ts'
import {
  questionnaireLifecycle,
  questionnaireStates,
  questionnaireTransitions,
} from '../../core/questionnaire/lifecycle.ts'
import {
  submissionLifecycle,
  submissionStates,
  submissionTransitions,
} from '../../core/submission/lifecycle.ts'
import { type Artefact, page, table } from './artefact.ts'

type Lifecycle = {
  readonly states: readonly string[]
  readonly events: readonly string[]
  readonly next: (state: string, event: string) => string | undefined
}

/** A lifecycle from its table, whatever the names of its states and events. */
const lifecycleOf = (
  names: readonly string[],
  events: readonly string[],
  rows: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>,
): Lifecycle => ({ states: names, events, next: (state, event) => rows[state]?.[event] })

const grid = ({ states: names, events: happenings, next }: Lifecycle): string =>
  table(
    ['State', ...happenings],
    names.map((state) => [state, ...happenings.map((event) => next(state, event) ?? '')]),
  )

const diagram = ({ states: names, events: happenings, next }: Lifecycle): string => {
  const [first = ''] = names
  const steps = names.flatMap((state) =>
    happenings.flatMap((event) => {
      const after = next(state, event)
      return after === undefined ? [] : [`  ${state} --> ${after}: ${event}`]
    }),
  )
  const last = names
    .filter((state) => happenings.every((event) => next(state, event) === undefined))
    .map((state) => `  ${state} --> [*]`)
  return ['```mermaid', 'stateDiagram-v2', `  [*] --> ${first}`, ...steps, ...last, '```'].join(
    '\n',
  )
}

const submission = lifecycleOf(submissionStates, submissionTransitions, submissionLifecycle)
const edition = lifecycleOf(states, events, transitions)

const questionnaire = lifecycleOf(
  questionnaireStates,
  questionnaireTransitions,
  questionnaireLifecycle,
)

const blocks = (): readonly string[] => [
  'Rows are states, columns are events, cells are the state that follows. An empty cell is refused with ' +
    '`illegal-transition`, which names the events the state takes. Who may cause an event is in ' +
    '[access](access.md).',
  '## Questionnaire',
  diagram(questionnaire),
  grid(questionnaire),
  'Two persons publish and two withdraw: the first asks, another one carries it out. A published version never ' +
    'changes. A withdrawn one takes no new submissions; those that use it go on and are scored by it.',
  '## Submission',
  diagram(submission),
  grid(submission),
  'Submitting freezes answers, questionnaire version and weighting and stores the score sheet. `accept` is ' +
    'for an association that runs no review.',
  '## Benchmark edition',
  diagram(edition),
  grid(edition),
  'A built edition is reviewed only when its audit passed. Another person than the one who reviewed it ' +
    'publishes it. Reopening releases the members, so that their submissions may enter another edition. A ' +
    'published edition never changes; one person asks to retire it and another carries it out, and from then ' +
    'on its cells answer `gone`.',
]

export const lifecyclesPage = (): Artefact => ({
  path: 'docs/lifecycles.md',
  text: page('the lifecycle tables in src/core', 'Lifecycles', blocks()),
})
