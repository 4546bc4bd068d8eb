// The job that builds a benchmark edition, as it is put into the queue: its name and its words.
// Its patience is that of all jobs (operation/attempt.ts); what may be built is decided in record.ts.
import type { AssociationId, BenchmarkEditionId, OperationId, PersonId } from '../ids.ts'
import { type Attempt, attemptOf, firstAttempt, type Queued } from '../operation/attempt.ts'
import type { Operation } from '../operation/operation.ts'
import { isProblem, type Problem } from '../problem.ts'

/** The name of the task. */
export const buildTask = 'build-benchmark-edition'

/** `attempt` counts from 1. `personId`: who asked. */
export type BuildJob = {
  readonly associationId: AssociationId
  readonly benchmarkEditionId: BenchmarkEditionId
  readonly operationId: OperationId
  readonly personId: PersonId
  readonly attempt: number
}

/** What a build leaves beside the head of its edition: public rows, secret cells, members. */
export const buildParts = ['rows', 'cells', 'members'] as const
export type BuildPart = (typeof buildParts)[number]

export const firstBuild = (job: Omit<BuildJob, 'attempt'>): Queued<BuildJob> =>
  firstAttempt<BuildJob>(buildTask, job)

export const attemptAt = (job: BuildJob, operation: Operation, now: Date): Attempt<BuildJob> =>
  attemptOf(buildTask, job, { operation, now })

/**
 * Whether a failure ends the operation: the edition went on, or is gone. Everything else, such as a lost
 * connection or a submission that another benchmark edition took meanwhile, may be otherwise next time.
 */
export const isFinalRefusal = (error: unknown): error is Problem =>
  isProblem(error, 'illegal-transition', 'not-found')
