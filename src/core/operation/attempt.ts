// How background work is tried again, whatever it does: an attempt puts the next one into the queue before it begins.
// What a job carries is said by whoever makes it; how operations end is operation.ts.
import type { OperationId } from '../ids.ts'
import { Problem } from '../problem.ts'
import { failed, type Operation } from './operation.ts'

/** What every job carries. `attempt` counts from 1. */
export type Tried = { readonly operationId: OperationId; readonly attempt: number }

/** A job for the queue: at most one a key waits there. */
export type Queued<Job extends Tried> = {
  readonly task: string
  readonly payload: Job
  readonly key: string
  readonly runAt?: Date
}

/** After these it ends with an error; with the pauses between them, that is within two hours. */
export const lastAttempt = 20

const pauseMs = 30_000

export const firstAttempt = <Job extends Tried>(
  task: string,
  job: Omit<Job, 'attempt'> & Pick<Tried, 'operationId'>,
): Queued<Job> => ({
  task,
  payload: { ...job, attempt: 1 } as unknown as Job,
  key: `${task}:${job.operationId}`,
})

/**
 * The attempt after this one: whoever kills the process leaves it behind, and where this one succeeds it finds
 * nothing to do. Later and later; null after the last.
 */
export const nextAttempt = <Job extends Tried>(
  task: string,
  job: Job,
  now: Date,
): Queued<Job> | null =>
  job.attempt >= lastAttempt
    ? null
    : {
        ...firstAttempt<Job>(task, job),
        payload: { ...job, attempt: job.attempt + 1 },
        runAt: new Date(now.getTime() + pauseMs * job.attempt),
      }

/** What an attempt finds: whether it has to work, who comes after it, and the operation if it gave up. */
export type Attempt<Job extends Tried> = {
  readonly works: boolean
  readonly next: Queued<Job> | null
  readonly operation: Operation
}

/** Looks before an attempt: what is done stays done, and after the last attempt it is over. */
export const attemptOf = <Job extends Tried>(
  task: string,
  job: Job,
  { operation, now }: { readonly operation: Operation; readonly now: Date },
): Attempt<Job> => {
  if (operation.doneAt !== null) return { works: false, next: null, operation }
  const next = nextAttempt(task, job, now)
  if (next !== null) return { works: true, next, operation }
  return { works: false, next, operation: failed(operation, new Problem('internal', {}), now) }
}
