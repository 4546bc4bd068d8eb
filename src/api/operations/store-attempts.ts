// One attempt of background work, as its operation sees it: begun, moved on, ended. What is done between is said by
// whoever does it, and when to try again is core/operation/attempt.ts.

import type { PersonId } from '../../core/ids.ts'
import type { Attempt, Tried } from '../../core/operation/attempt.ts'
import { advanced, failed, type Operation } from '../../core/operation/operation.ts'
import type { Problem } from '../../core/problem.ts'
import { found } from '../../core/problem.ts'
import { type Database, type TaskContext, type Tx, taskUnit } from '../../db/unit.ts'
import { lock, type OperationIds, save } from './store.ts'

type Job = Tried & OperationIds & { readonly personId: PersonId | null }

type Needs = { readonly db: Database; readonly newId: () => string }

export type Underway = {
  readonly run: TaskContext
  /** Says in the operation how far it is, from 0 to 100. */
  readonly progress: (percent: number) => Promise<unknown>
}

export type Work<Own extends Job, Subject> = {
  readonly task: string
  /** Whether this attempt has to work, and who comes after it. */
  readonly attemptAt: (job: Own, operation: Operation, now: Date) => Attempt<Own>
  /** What the work is about, read as it begins. */
  readonly load: (tx: Tx) => Promise<Subject | null>
  readonly perform: (subject: Subject, underway: Underway) => Promise<void>
  /** Whether a failure is for good; it then ends the operation with its problem. */
  readonly isFinal: (error: unknown) => error is Problem
}

/**
 * Before an attempt begins, the next one is in the queue for whatever may happen to this process. Throws what may be
 * otherwise next time; what cannot be ends the operation.
 */
export const attempt = async <Own extends Job, Subject>(
  { db, newId }: Needs,
  job: Own,
  { task, attemptAt, load, perform, isFinal }: Work<Own, Subject>,
): Promise<void> => {
  const run: TaskContext = {
    tenant: { kind: 'association', id: job.associationId },
    operation: task,
    requestId: newId(),
    personId: job.personId,
  }
  const subject = await taskUnit(db, run, async ({ tx, now, enqueue }) => {
    const before = found(await lock(tx, job))
    const { works, next, operation } = attemptAt(job, before, now)
    if (next !== null) enqueue(next)
    if (operation !== before) await save(tx, operation)
    return works ? found(await load(tx)) : null
  })
  if (subject === null) return
  const move = (step: (operation: Operation, now: Date) => Operation) =>
    taskUnit(db, run, async ({ tx, now }) => save(tx, step(found(await lock(tx, job)), now)))
  const progress = (percent: number) => move((operation, now) => advanced(operation, percent, now))
  try {
    await perform(subject, { run, progress })
  } catch (error) {
    if (!isFinal(error)) throw error
    await move((operation, now) => failed(operation, error, now))
  }
}
