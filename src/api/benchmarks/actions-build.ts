// Builds a benchmark edition in the background: read everything as of one moment, compute (both in a thread), write
// all at once. Asking for a build is in actions.ts. A build that is killed leaves nothing; the next one begins anew.
import {
  attemptAt,
  type BuildJob,
  buildParts,
  buildTask,
  isFinalRefusal,
} from '../../core/benchmark/build-job.ts'
import { publicEdition } from '../../core/benchmark/public-edition.ts'
import { buildDone, type EditionRecord } from '../../core/benchmark/record.ts'
import { advanced, failed, type Operation, succeeded } from '../../core/operation/operation.ts'
import { found } from '../../core/problem.ts'
import { type TaskContext, taskUnit } from '../../db/unit.ts'
import type { Builder, ComputedBuild, Deps } from '../../deps.ts'
import * as operations from '../operations/store.ts'
import * as store from './store-build.ts'
import * as editions from './store-editions.ts'

type Needs = Pick<Deps, 'db' | 'newId'> & { readonly builder: Builder }

/**
 * One attempt. Before it begins, the next one is in the queue for whatever may happen to this process. Throws
 * what may be otherwise next time; what cannot be ends the operation with its problem.
 */
export const runBuild = async (needs: Needs, job: BuildJob, signal: AbortSignal): Promise<void> => {
  const run: TaskContext = {
    tenant: { kind: 'association', id: job.associationId },
    operation: buildTask,
    requestId: needs.newId(),
    personId: job.personId,
  }
  const record = await begin(needs, run, job)
  if (record === null) return
  try {
    await perform(needs, run, { job, record, signal })
  } catch (error) {
    if (!isFinalRefusal(error)) throw error
    await move(needs, run, job, (operation, now) => failed(operation, error, now))
  }
}

const begin = ({ db }: Needs, run: TaskContext, job: BuildJob): Promise<EditionRecord | null> =>
  taskUnit(db, run, async ({ tx, now, enqueue }) => {
    const before = found(await operations.lock(tx, job))
    const { works, next, operation } = attemptAt(job, before, now)
    if (next !== null) enqueue(next)
    if (operation !== before) await operations.save(tx, operation)
    return works ? found(await editions.find(tx, job)) : null
  })

/** Says in the operation how far it is or how it ended. */
const move = (
  { db }: Needs,
  run: TaskContext,
  job: BuildJob,
  step: (operation: Operation, now: Date) => Operation,
): Promise<unknown> =>
  taskUnit(db, run, async ({ tx, now }) =>
    operations.save(tx, step(found(await operations.lock(tx, job)), now)),
  )

type Work = {
  readonly job: BuildJob
  readonly record: EditionRecord
  readonly signal: AbortSignal
}

const perform = async (needs: Needs, run: TaskContext, { job, record, signal }: Work) => {
  const { builder } = needs
  const progress = (percent: number) =>
    move(needs, run, job, (operation, now) => advanced(operation, percent, now))
  await progress(5)
  const asked = { ...job, descriptor: record.edition.descriptor }
  await builder.compute(asked, {
    signal,
    onRead: () => progress(50),
    use: async (computed) => {
      await progress(80)
      signal.throwIfAborted()
      await write(builder, run, job, computed)
    },
  })
}

const write = (
  { db }: Builder,
  run: TaskContext,
  job: BuildJob,
  computed: ComputedBuild,
): Promise<void> =>
  taskUnit(db, run, async ({ tx, now, emit }) => {
    const locked = found(await editions.lock(tx, job))
    const operation = found(await operations.lock(tx, job))
    if (operation.doneAt !== null) return // another attempt was faster
    const done = buildDone(locked, { ...computed, now })
    const edition = publicEdition(done.record)
    await store.clear(tx, edition.id)
    await store.insertHead(tx, edition, computed.cellsDigest)
    for (const name of buildParts)
      for (let place = 0; place < computed.parts[name]; place += 1)
        await store.insertPart(tx, { id: edition.id, name, json: await computed.part(name, place) })
    const location = `/v1/associations/${job.associationId}/benchmark-editions/${edition.id}`
    await editions.save(tx, done.record)
    await operations.save(tx, succeeded(operation, { location }, now))
    emit(done.events)
  })
