// Decides whether somebody may be asked to assess an entry, by everything that is known of the person beforehand, and
// tells the verdict alone to who asks ahead.
// The life of an assignment is in assignment.ts; what each interest does, in ../conflict.
import { can, demand, forbidden } from '../access.ts'
import type { Assessor } from '../assessor/assessor.ts'
import {
  type Conflict,
  conflictsOf,
  type House,
  type Interest,
  type Relations,
  type Verdict,
  verdictOf,
} from '../conflict/conflicts.ts'
import type { Standing } from '../context.ts'
import type { PersonId } from '../ids.ts'
import { eventsIn } from '../life.ts'
import { Problem } from '../problem.ts'
import type { Cycle } from '../programme/cycle.ts'
import type { CycleEntry } from '../programme/entry.ts'
import { cycleLife } from '../programme/life.ts'
import { usualSettings } from '../programme/settings.ts'
import { allowedIn } from '../submission/lifecycle.ts'
import {
  type AssignmentDecided,
  type Leading,
  type ProposeAssignment,
  propose,
} from './assignment.ts'

/**
 * What is known of a person and an applicant. `interests`: of the register and of the person's own word, standing
 * and declared. `actsFor`, `assessedBefore`: as in `Relations`.
 */
export type Known = {
  readonly applicant: House
  readonly interests: readonly Interest[]
  readonly actsFor: readonly House[]
  readonly assessedBefore: readonly boolean[]
}

type Rules = { readonly settings: Pick<Cycle['settings'], 'conflictWindows'> }

/** The conflicts that this comes to under the rules of the cycle, at this moment. */
export const knownConflicts = (
  known: Known,
  { settings }: Rules,
  now: Date,
): readonly Conflict[] => {
  const relations: Relations = {
    ...known,
    windows: settings.conflictWindows,
    today: now.toISOString().slice(0, 10),
  }
  return conflictsOf(relations)
}

/**
 * What a proposal would meet at this moment: only the verdict, since which interest it was is not for who asks. `cycle`:
 * null for none in particular, which goes by the usual windows. `isApplicant`: as in `Asked`. Refuses with `not-found`.
 */
export const lookForConflicts = (given: {
  readonly known: Known
  readonly cycle: Rules | null
  readonly isApplicant: boolean
  readonly standing: Standing
  readonly now: Date
}): Verdict => {
  const { known, cycle, isApplicant, standing, now } = given
  demand(standing, 'assessors:read')
  if (isApplicant) return 'blocked'
  return verdictOf(knownConflicts(known, cycle ?? { settings: usualSettings }, now))
}

/**
 * What decides whether an entry is assessed by a person at all, before anything of its organization is looked at.
 * `entry`: null where nothing of that organization was entered. `isApplicant`: whether the caller is a member of
 * it or of another one of its owner; a right that it lent makes nobody of the association one of its own (decision 0019).
 */
export type Asked = {
  readonly personId: PersonId
  readonly cycle: Cycle
  readonly entry: CycleEntry | null
  readonly assessor: Assessor | null
  readonly isApplicant: boolean
  readonly standing: Standing
}

/** `known`: null where the organization is not there. `panel`: of the submission, and whether the person sits on it. */
export type ProposeFor = Asked &
  Omit<ProposeAssignment, 'known' | 'by' | 'leading'> & {
    readonly known: Known | null
    readonly panel: Omit<Leading, 'isPermitted'>
  }

/**
 * Refuses with `forbidden` or `not-found`, also for the caller's own person; `illegal-transition` unless the cycle is
 * being assessed and the submission waits for its panel; `document-invalid` where the register has nobody to ask. What
 * entered nothing and what the caller is a member of look like a known conflict that blocks.
 */
const demandAskable = (given: Asked): void => {
  const { personId, cycle, entry, assessor, isApplicant, standing } = given
  demand(standing, 'assignments:write')
  if (personId === standing.personId) throw forbidden('assignments:write')
  if (cycle.state !== 'assessing') {
    const { state } = cycle
    const allowed = eventsIn(cycleLife, state)
    throw new Problem('illegal-transition', { state, event: 'propose', allowed })
  }
  if (assessor?.available !== true)
    throw new Problem('document-invalid', {
      errors: [
        {
          pointer: '/personId',
          code: assessor === null ? 'assessor-unknown' : 'assessor-unavailable',
          detail: 'The register has no such person who may be asked.',
        },
      ],
    })
  if (entry === null || isApplicant) throw new Problem('conflict-of-interest', {})
  if (entry.state !== 'submitted' && entry.state !== 'in_review') {
    const { state } = entry
    throw new Problem('illegal-transition', { state, event: 'propose', allowed: allowedIn(state) })
  }
}

/**
 * Decides ahead of the unit that reaches the organization whether it may: what entered nothing and what is the caller's own
 * is refused as it would be later. All else is left to later, so that a repeated request gets there and is answered as
 * the first time, whatever became of the cycle since; an entry that is assessed stays.
 */
export const demandEntered = (given: Asked): void => {
  if (given.entry === null || given.isApplicant) demandAskable(given)
}

/** Refuses like `demandAskable` and `propose`; an organization that is not there looks like a conflict. */
export const proposeFor = (given: ProposeFor): AssignmentDecided => {
  demandAskable(given)
  const {
    entry: _,
    assessor: __,
    isApplicant: ___,
    cycle,
    known,
    panel,
    standing,
    ...named
  } = given
  if (known === null) throw new Problem('conflict-of-interest', {})
  const conflicts = knownConflicts(known, cycle, named.now)
  const leading = { ...panel, isPermitted: can(standing, 'panels:lead') }
  return propose({ ...named, known: conflicts, leading, by: standing.personId })
}
