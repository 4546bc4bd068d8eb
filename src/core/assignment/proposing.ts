// Decides whether somebody may be asked to assess an entry, by everything that is known of the person beforehand.
// The life of an assignment is in assignment.ts; what each interest does, in ../conflict.
import { demand } from '../access.ts'
import type { Assessor } from '../assessor/assessor.ts'
import {
  type Conflict,
  conflictsOf,
  type House,
  type Interest,
  type Relations,
} from '../conflict/conflicts.ts'
import type { Standing } from '../context.ts'
import { eventsIn } from '../life.ts'
import { Problem } from '../problem.ts'
import type { Cycle } from '../programme/cycle.ts'
import type { CycleEntry } from '../programme/entry.ts'
import { cycleLife } from '../programme/life.ts'
import { allowedIn } from '../submission/lifecycle.ts'
import { type AssignmentDecided, type ProposeAssignment, propose } from './assignment.ts'

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

/** The conflicts that this comes to under the rules of the cycle, at this moment. */
export const knownConflicts = (
  known: Known,
  { settings }: Pick<Cycle, 'settings'>,
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
 * `entry`: null where nothing of that organization was entered. `known`: null where the organization is not there.
 * `isApplicant`: whether the caller acts for the applicant.
 */
export type ProposeFor = Omit<ProposeAssignment, 'known' | 'by'> & {
  readonly cycle: Cycle
  readonly entry: CycleEntry | null
  readonly assessor: Assessor | null
  readonly known: Known | null
  readonly isApplicant: boolean
  readonly standing: Standing
}

/**
 * Refuses with `forbidden` or `not-found`, also for the caller's own person; `illegal-transition` unless the cycle is
 * being assessed and the submission waits for its panel; `document-invalid` where the register has nobody to ask; and
 * like `propose`. A known conflict that blocks, an applicant that is not there, and one that the caller acts for,
 * all look the same.
 */
export const proposeFor = (given: ProposeFor): AssignmentDecided => {
  const { cycle, entry, assessor, known, isApplicant, standing, ...named } = given
  demand(standing, 'assignments:write')
  if (named.personId === standing.personId)
    throw new Problem('forbidden', { action: 'assignments:write' })
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
  if (entry === null || known === null || isApplicant) throw new Problem('conflict-of-interest', {})
  if (entry.state !== 'submitted' && entry.state !== 'in_review') {
    const { state } = entry
    throw new Problem('illegal-transition', { state, event: 'propose', allowed: allowedIn(state) })
  }
  const { now } = named
  return propose({ ...named, known: knownConflicts(known, cycle, now), by: standing.personId })
}
