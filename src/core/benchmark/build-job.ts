// The job that builds a benchmark edition, as it is put into the queue: its name, its words, its patience.
// What it does is the background's; what may be built is decided in record.ts.
import type { AssociationId, BenchmarkEditionId, OperationId, PersonId } from '../ids.ts'
import { failed, type Operation } from '../operation/operation.ts'
import { isProblem, Problem } from '../problem.ts'

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

/** After these it ends with an error; with the pauses between them, that is within two hours. */
export const lastAttempt = 20

const pauseMs = 30_000

/** A job for the queue: at most one a key waits there. */
export type QueuedBuild = {
  readonly task: string
  readonly payload: BuildJob
  readonly key: string
  readonly runAt?: Date
}

export const firstBuild = (job: Omit<BuildJob, 'attempt'>): QueuedBuild => ({
  task: buildTask,
  payload: { ...job, attempt: 1 },
  key: `${buildTask}:${job.operationId}`,
})

/**
 * The attempt after this one, put into the queue before this one begins: whoever kills the process leaves
 * it behind, and where this one succeeds it finds nothing to do. Later and later; null after the last.
 */
export const nextBuild = (job: BuildJob, now: Date): QueuedBuild | null =>
  job.attempt >= lastAttempt
    ? null
    : {
        ...firstBuild(job),
        payload: { ...job, attempt: job.attempt + 1 },
        runAt: new Date(now.getTime() + pauseMs * job.attempt),
      }

/** What an attempt finds: whether it has to work, who comes after it, and the operation if it gave up. */
export type Attempt = {
  readonly works: boolean
  readonly next: QueuedBuild | null
  readonly operation: Operation
}

/** Looks before an attempt: what is done stays done, and after the last attempt it is over. */
export const attemptAt = (job: BuildJob, operation: Operation, now: Date): Attempt => {
  if (operation.doneAt !== null) return { works: false, next: null, operation }
  const next = nextBuild(job, now)
  if (next !== null) return { works: true, next, operation }
  return { works: false, next, operation: failed(operation, new Problem('internal', {}), now) }
}

/**
 * Whether a failure ends the operation: the edition went on, or is gone. Everything else, such as a lost
 * connection or a submission that another benchmark edition took meanwhile, may be otherwise next time.
 */
export const isFinalRefusal = (error: unknown): error is Problem =>
  isProblem(error, 'illegal-transition', 'not-found')
