// The effect of a weighting over an association's final submissions, asked for and answered in the background: who may
// ask, over whom, how often, and the job. What is counted and what of it leaves is effect-tally.ts.
import { demand } from '../access.ts'
import { type Policy, policyOf } from '../benchmark/disclosure.ts'
import { div } from '../benchmark/quantile.ts'
import type { Standing } from '../context.ts'
import type { Happening } from '../document/event-v1.ts'
import type { WeightingMode } from '../document/weighting-v1.ts'
import type {
  AssociationId,
  OperationId,
  PersonId,
  WeightingEffectId,
  WeightingId,
} from '../ids.ts'
import {
  type Attempt,
  attemptOf,
  firstAttempt,
  type Queued,
  type Tried,
} from '../operation/attempt.ts'
import { type Operation, started } from '../operation/operation.ts'
import { isProblem, Problem } from '../problem.ts'
import type { QuestionnaireReference } from '../submission/submission.ts'
import type { Effect } from './effect-tally.ts'
import type { WeightingProfile } from './profile.ts'

/** What was asked, with the numbers as they were then, and what came of it; null until it is there. */
export type WeightingEffect = {
  readonly associationId: AssociationId
  readonly id: WeightingEffectId
  readonly weightingId: WeightingId
  readonly questionnaire: QuestionnaireReference
  readonly mode: WeightingMode
  readonly items: Readonly<Record<string, number>>
  /** Submissions that were final by then count. */
  readonly cutOffAt: Date
  readonly operationId: OperationId
  readonly effect: Effect | null
  readonly askedBy: PersonId
  readonly askedAt: Date
  readonly doneAt: Date | null
}

/** The policy of benchmark editions, in its usual form. */
export const effectPolicy: Policy = policyOf({})

/** So many in so many days: every effect says a little about the same submissions. */
export const mostEffects = 30
export const effectDays = 30
const dayMs = 86_400_000

/** From here on what was asked counts towards `mostEffects`. */
export const countedSince = (now: Date): Date => new Date(now.getTime() - effectDays * dayMs)

/**
 * The population changes once a month and is old enough then: asking before and after one more submission became
 * final says nothing about it.
 */
export const cutOffFor = (now: Date): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1) - effectPolicy.minAgeDays * dayMs)

/**
 * How far an effect is when so many vectors are read, in percent from 5 to 90 and steps of 5. `expected`: as many as there
 * may be at most; that fewer count is known only at the end.
 */
export const readPercent = (read: number, expected: number): number =>
  5 + 5 * Math.min(17, div(17 * read, Math.max(1, expected)))

export const effectTask = 'assess-weighting-effect'

export type EffectJob = Tried & {
  readonly associationId: AssociationId
  readonly weightingEffectId: WeightingEffectId
  readonly personId: PersonId
}

export const effectAttempt = (
  job: EffectJob,
  operation: Operation,
  now: Date,
): Attempt<EffectJob> => attemptOf(effectTask, job, { operation, now })

export type AskEffect = {
  readonly associationId: AssociationId
  readonly id: WeightingEffectId
  readonly operationId: OperationId
  /** The operation of the API that asks. */
  readonly kind: string
  /** What the input names, a draft or a published one; null: there is none. */
  readonly weighting: WeightingProfile | null
  /** Asked for since `countedSince`. */
  readonly recent: number
  /** Whether there is somebody to do it. */
  readonly worker: boolean
  readonly standing: Standing
  readonly now: Date
}

export type EffectAsked = {
  readonly effect: WeightingEffect
  readonly operation: Operation
  readonly job: Queued<EffectJob>
  readonly events: readonly Happening[]
}

const demandWeighting = (weighting: WeightingProfile | null): WeightingProfile => {
  if (weighting !== null) return weighting
  const detail = 'There is no weighting of this association and id.'
  const errors = [{ pointer: '/weightingId', code: 'weighting-unknown', detail }]
  throw new Problem('document-invalid', { errors })
}

const demandRoom = ({ recent, worker }: AskEffect): void => {
  if (recent >= mostEffects)
    throw new Problem('rate-limited', {
      violatedPolicies: ['weighting-effects'],
      retryAfterSeconds: 86_400,
    })
  const detail = 'This installation runs no background work: it has no database for it.'
  const unavailable = { reason: 'database', retryAfterSeconds: 60 } as const
  if (!worker) throw new Problem('unavailable', unavailable, { detail })
}

/**
 * Notes what is asked, and the job. Refuses with `forbidden`, `not-found`, `document-invalid` (no such weighting),
 * `rate-limited` and `unavailable`.
 */
export const askEffect = (given: AskEffect): EffectAsked => {
  const { associationId, id, operationId, kind, standing, now } = given
  demand(standing, 'association-weightings:write')
  const weighting = demandWeighting(given.weighting)
  demandRoom(given)
  const { personId } = standing
  const owner = { kind: 'association', id: associationId } as const
  const effect: WeightingEffect = {
    associationId,
    id,
    weightingId: weighting.id,
    questionnaire: weighting.questionnaire,
    mode: weighting.mode,
    items: weighting.items,
    cutOffAt: cutOffFor(now),
    operationId,
    effect: null,
    askedBy: personId,
    askedAt: now,
    doneAt: null,
  }
  return {
    effect,
    operation: started({ owner, id: operationId, kind, subject: id, createdBy: personId }, now),
    job: firstAttempt<EffectJob>(effectTask, {
      associationId,
      weightingEffectId: id,
      operationId,
      personId,
    }),
    events: [happened('weighting-effect.asked', effect)],
  }
}

const happened = (type: Happening['type'], { id, weightingId }: WeightingEffect): Happening => ({
  type,
  subject: id,
  ids: { weighting: weightingId },
  versions: {},
})

/** What came of it. */
export const assessed = (
  asked: WeightingEffect,
  effect: Effect,
  now: Date,
): { readonly effect: WeightingEffect; readonly events: readonly Happening[] } => {
  const done = { ...asked, effect, doneAt: now }
  return { effect: done, events: [happened('weighting-effect.assessed', done)] }
}

/** Whether a failure ends the operation; everything else may be otherwise next time. */
export const isFinalFailure = (error: unknown): error is Problem => isProblem(error, 'not-found')
