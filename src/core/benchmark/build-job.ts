// The job that builds a benchmark edition, as it is put into the queue: its name, its words, its patience.
// What it does is the background's; what may be built is decided in record.ts.
import type { AssociationId, BenchmarkEditionId, OperationId, PersonId } from '../ids.ts'

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
