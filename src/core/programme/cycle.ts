// What a cycle of a programme is, and every decision about it: made, changed, opened, started, finished, cancelled.
// Its rules are in settings.ts, its states in life.ts; what is assessed in it, in ../assignment and ../review.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import { canonicalJson } from '../document/canonical.ts'
import type { Happening } from '../document/event-v1.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { AssociationId, CycleId, PersonId, ProgrammeId, SubmissionId } from '../ids.ts'
import { stateAfter } from '../life.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { boundedText } from '../text.ts'
import { type CycleEvent, type CycleState, cycleLife } from './life.ts'
import {
  type CycleSettings,
  type SettingsChange,
  settingsFindings,
  settingsWith,
  usualSettings,
} from './settings.ts'
import type { NamedWeighting } from './weighting.ts'

export const CycleName = boundedText(1, 200)

/** `opensAt` to `closesAt`: when submissions may enter. Null instants: it has not happened. */
export type Cycle = {
  readonly id: CycleId
  readonly programmeId: ProgrammeId
  readonly associationId: AssociationId
  readonly name: string
  readonly state: CycleState
  readonly settings: CycleSettings
  readonly opensAt: Date
  readonly closesAt: Date
  readonly openedAt: Date | null
  readonly startedAt: Date | null
  readonly closedAt: Date | null
  readonly cancelledAt: Date | null
  readonly revision: number
  readonly createdBy: PersonId
  readonly createdAt: Date
  readonly updatedAt: Date
}

export type CycleDecided = { readonly cycle: Cycle; readonly events: readonly Happening[] }

/** Changes with every change of the cycle; no other resource has this form. */
export const etagOfCycle = ({ id, revision }: Pick<Cycle, 'id' | 'revision'>): string =>
  `"c${revision}-${id}"`

/**
 * `questionnaires`, `weightings`: what the settings name, in their order. A questionnaire is null where there is none
 * the association may use.
 */
export type CreateCycle = {
  readonly id: CycleId
  readonly programmeId: ProgrammeId
  readonly associationId: AssociationId
  readonly input: {
    readonly name: string
    readonly opensAt: string
    readonly closesAt: string
    readonly settings: SettingsChange & Pick<CycleSettings, 'questionnaires'>
  }
  readonly questionnaires: readonly (Questionnaire | null)[]
  readonly weightings: readonly NamedWeighting[]
  readonly standing: Standing
  readonly now: Date
}

/** A planned cycle. Refuses with `forbidden` or `not-found`, and `document-invalid`: every finding at once. */
export const createCycle = (given: CreateCycle): CycleDecided => {
  const { id, programmeId, associationId, input, standing, now } = given
  demand(standing, 'programmes:write')
  const cycle: Cycle = {
    id,
    programmeId,
    associationId,
    name: input.name,
    state: 'planned',
    settings: settingsWith(
      { ...usualSettings, questionnaires: input.settings.questionnaires },
      input.settings,
    ),
    opensAt: new Date(input.opensAt),
    closesAt: new Date(input.closesAt),
    openedAt: null,
    startedAt: null,
    closedAt: null,
    cancelledAt: null,
    revision: 1,
    createdBy: standing.personId,
    createdAt: now,
    updatedAt: now,
  }
  demandSound(cycle, given)
  return { cycle, events: [happened('cycle.created', cycle)] }
}

/** A merge patch: what it does not name stays. */
export type CycleChange = {
  readonly name?: string | undefined
  readonly opensAt?: string | undefined
  readonly closesAt?: string | undefined
  readonly settings?: SettingsChange | undefined
}

/** The cycle as the change wants it, for looking up what its settings name. */
export const withChange = (cycle: Cycle, change: CycleChange): Cycle => ({
  ...cycle,
  name: change.name ?? cycle.name,
  opensAt: change.opensAt === undefined ? cycle.opensAt : new Date(change.opensAt),
  closesAt: change.closesAt === undefined ? cycle.closesAt : new Date(change.closesAt),
  settings: settingsWith(cycle.settings, change.settings ?? {}),
})

/** Whether the change says what is there already; then its request may carry an old tag (API-08). */
export const changesNothing = (cycle: Cycle, change: CycleChange): boolean =>
  canonicalJson(stated(withChange(cycle, change))) === canonicalJson(stated(cycle))

/**
 * Changes a cycle that is planned or open. A change that says what is there already gives back the same
 * object and no event. `entered`: whether some submission is in it, which had to fit its rule of "not applicable".
 * Refuses with `forbidden` or `not-found`, `immutable` once assessing has begun or the cycle ended, `document-invalid`.
 */
export const updateCycle = (given: {
  readonly cycle: Cycle
  readonly change: CycleChange
  readonly entered: boolean
  readonly questionnaires: readonly (Questionnaire | null)[]
  readonly weightings: readonly NamedWeighting[]
  readonly standing: Standing
  readonly now: Date
}): CycleDecided => {
  const { cycle, change, standing, now } = given
  demand(standing, 'programmes:write')
  if (changesNothing(cycle, change)) return { cycle, events: [] }
  const since = cycle.startedAt ?? cycle.cancelledAt
  if (since !== null) throw new Problem('immutable', { since: since.toISOString() })
  const wanted = withChange(cycle, change)
  demandSound(wanted, given, given.entered ? ruleFindings(cycle, wanted) : [])
  const updated = { ...wanted, revision: cycle.revision + 1, updatedAt: now }
  return { cycle: updated, events: [happened('cycle.updated', updated)] }
}

type Step = { readonly cycle: Cycle; readonly standing: Standing; readonly now: Date }

/**
 * Submissions may enter from now on. Refuses with `forbidden` or `not-found`, `illegal-transition`, and
 * `window-closed` once the time of entry is over.
 */
export const openCycle = (given: Step): CycleDecided => {
  const { cycle, now } = given
  const opened = step(given, 'open', { openedAt: now })
  if (now >= cycle.closesAt)
    throw new Problem('window-closed', {
      opensAt: cycle.opensAt.toISOString(),
      closesAt: cycle.closesAt.toISOString(),
    })
  return { cycle: opened, events: [happened('cycle.opened', opened)] }
}

/** Entry ends and assessing begins; the rules are frozen. Refuses like the others. */
export const startCycle = (given: Step): CycleDecided => {
  const started = step(given, 'start', { startedAt: given.now })
  return { cycle: started, events: [happened('cycle.started', started)] }
}

/**
 * Assessing is over. `unended`: submissions of the cycle that are neither final nor withdrawn. Refuses like the
 * others, and with `in-use` while there are any.
 */
export const finishCycle = (
  given: Step & { readonly unended: readonly SubmissionId[] },
): CycleDecided => {
  const closed = step(given, 'finish', { closedAt: given.now })
  if (given.unended.length > 0) throw new Problem('in-use', { usedBy: given.unended })
  return { cycle: closed, events: [happened('cycle.closed', closed)] }
}

/** It does not take place. Refuses like the others. */
export const cancelCycle = (given: Step): CycleDecided => {
  const cancelled = step(given, 'cancel', { cancelledAt: given.now })
  return { cycle: cancelled, events: [happened('cycle.cancelled', cancelled)] }
}

const step = ({ cycle, standing, now }: Step, event: CycleEvent, change: Partial<Cycle>): Cycle => {
  demand(standing, 'programmes:write')
  const state = stateAfter(cycleLife, cycle.state, event)
  return { ...cycle, ...change, state, revision: cycle.revision + 1, updatedAt: now }
}

const stated = ({ name, opensAt, closesAt, settings }: Cycle) => ({
  name,
  opensAt: opensAt.toISOString(),
  closesAt: closesAt.toISOString(),
  settings,
})

const demandSound = (
  { opensAt, closesAt, settings }: Cycle,
  { questionnaires, weightings }: Pick<CreateCycle, 'questionnaires' | 'weightings'>,
  more: readonly ProblemError[] = [],
): void => {
  const inOrder: readonly ProblemError[] =
    opensAt < closesAt
      ? []
      : [
          {
            pointer: '/closesAt',
            code: 'closes-before-opening',
            detail: 'It closes after it opens.',
          },
        ]
  const errors = [...inOrder, ...settingsFindings(settings, questionnaires, weightings), ...more]
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
}

/** What entered under a rule is scored under it. */
const ruleFindings = (before: Cycle, wanted: Cycle): readonly ProblemError[] => {
  const ruleIn = ({ settings }: Cycle) => canonicalJson(settings.notApplicable)
  if (ruleIn(before) === ruleIn(wanted)) return []
  const detail = 'Submissions have entered under this rule; it changes again when they have left.'
  return [{ pointer: '/settings/notApplicable', code: 'entered-under-rule', detail }]
}

const happened = (type: Happening['type'], { id, programmeId, revision }: Cycle): Happening => ({
  type,
  subject: id,
  ids: { programmeId },
  versions: { cycle: String(revision) },
})
