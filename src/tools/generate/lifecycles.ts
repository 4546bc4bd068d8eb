// docs/lifecycles.md: the states of everything that has a life, from the tables that decide them.
import { assignmentLife } from '../../core/assignment/life.ts'
import { events, states, transitions } from '../../core/benchmark/edition.ts'
import { shownPanelLife } from '../../core/challenge/life.ts'
import { consensusLife } from '../../core/consensus/life.ts'
import type { Life } from '../../core/life.ts'
import { cycleLife } from '../../core/programme/life.ts'
import {
  questionnaireLifecycle,
  questionnaireStates,
  questionnaireTransitions,
} from '../../core/questionnaire/lifecycle.ts'
import { reportLife } from '../../core/report/life.ts'
import { reviewLife } from '../../core/review/life.ts'
import {
  submissionLifecycle,
  submissionStates,
  submissionTransitions,
} from '../../core/submission/lifecycle.ts'
import {
  assignmentTells,
  consensusTells,
  cycleTells,
  reportTells,
  reviewTells,
  shownPanelTells,
  submissionTells,
  visitTells,
} from '../../core/told.ts'
import { visitLife } from '../../core/visit/life.ts'
import { type Artefact, codes, page, table } from './artefact.ts'

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

/** What is told of each step, for whoever reads events. */
const telling = (tells: Readonly<Record<string, readonly string[]>>): string =>
  `Told as: ${Object.entries(tells)
    .map(([step, types]) => `${step} ${codes(types)}`)
    .join('; ')}.`

/** A heading, the diagram, the table, what they do not say, and what is told. */
const chapter = <State extends string, Event extends string>(
  title: string,
  {
    life: { states: names, events: happenings, table: rows },
    tells,
  }: {
    readonly life: Life<State, Event>
    readonly tells: Readonly<Record<Event, readonly string[]>>
  },
  text: string,
): readonly string[] => {
  const life = lifecycleOf(names, happenings, rows)
  return [`## ${title}`, diagram(life), grid(life), text, telling(tells)]
}

const assessment = (): readonly string[] => [
  ...chapter(
    'Cycle',
    { life: cycleLife, tells: cycleTells },
    'A cycle is finished when all its submissions are final or withdrawn.',
  ),
  ...chapter(
    'Assignment',
    { life: assignmentLife, tells: assignmentTells },
    'It is proposed by a manager, never against a known conflict that blocks. The declaration of the assessor decides ' +
      'between `declare_clear` and `declare_conflict`; somebody else waives what may be waived. Access ends with ' +
      'the event that ends `active`.',
  ),
  ...chapter(
    'Shown panel',
    { life: shownPanelLife, tells: shownPanelTells },
    'Only where a cycle shows panels before scoring. A manager outside the panel shows it; the applicant may accept it, or raise ' +
      'one challenge, until the due instant, by the clock of the database. `close` is the first review, which begins once it ' +
      'is accepted, that instant has passed or the challenge is decided. Shown anew after a decision, it is not waited for again.',
  ),
  ...chapter(
    'Review',
    { life: reviewLife, tells: reviewTells },
    'Only a complete one is locked. A manager reopens it until a consensus is open, with a reason, and the locked ' +
      'version is kept. A conflict excludes it, and so does a consensus that opens while it is a draft.',
  ),
  ...chapter(
    'Consensus',
    { life: consensusLife, tells: consensusTells },
    'The lead opens it when the quorum of reviews is locked. A new round is as blind as the first. A programme manager ' +
      'outside the panel approves. Of a visit, `report_changes` is the report with a change that needs new approvals. When ' +
      'somebody leaves after the opening, a manager keeps the locked review (`keep`) or has it repeated (`repeat`): then it ' +
      'leaves, and the items to which it gave a number are scored anew. Until that is decided, while a successor has not ' +
      'locked, and below the quorum, nothing is proposed or approved.',
  ),
  ...chapter(
    'Site visit',
    { life: visitLife, tells: visitTells },
    'Every issue is looked into, or marked as not reached.',
  ),
  ...chapter(
    'Feedback report',
    { life: reportLife, tells: reportTells },
    'One person approves, another releases; whoever finds a fault before that returns it. A released version never ' +
      'changes; a correction is a new version.',
  ),
]

const blocks = (): readonly string[] => [
  'Rows are states, columns are events, cells are the state that follows. An empty cell is refused with ' +
    '`illegal-transition`, which names the events the state takes. Who may cause an event is in ' +
    '[access](access.md). What is told of a step, and to whom, is in [events](events.md).',
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
  telling(submissionTells),
  '## Benchmark edition',
  diagram(edition),
  grid(edition),
  'A built edition is reviewed only when its audit passed. Another person than the one who reviewed it ' +
    'publishes it. Reopening releases the members, so that their submissions may enter another edition. A ' +
    'published edition never changes; one person asks to retire it and another carries it out, and from then ' +
    'on its cells answer `gone`.',
  ...assessment(),
]

export const lifecyclesPage = (): Artefact => ({
  path: 'docs/lifecycles.md',
  text: page('the lifecycle tables in src/core', 'Lifecycles', blocks()),
})
