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
import { succeeded } from '../../core/operation/operation.ts'
import { found } from '../../core/problem.ts'
import { type TaskContext, taskUnit } from '../../db/unit.ts'
import type { Builder, ComputedBuild, Deps } from '../../deps.ts'
import * as operations from '../operations/store.ts'
import { attempt } from '../operations/store-attempts.ts'
import * as store from './store-build.ts'
import * as editions from './store-editions.ts'

type Needs = Pick<Deps, 'db' | 'newId'> & { readonly builder: Builder }

/** One attempt. Throws what may be otherwise next time; what cannot be ends the operation with its problem. */
export const runBuild = ({ builder, ...needs }: Needs, job: BuildJob, signal: AbortSignal) =>
  attempt(needs, job, {
    task: buildTask,
    attemptAt,
    isFinal: isFinalRefusal,
    load: (tx) => editions.find(tx, job),
    perform: async ({ edition }: EditionRecord, { run, progress }) => {
      await progress(5)
      const asked = { ...job, descriptor: edition.descriptor }
      await builder.compute(asked, {
        signal,
        onRead: () => progress(50),
        use: async (computed) => {
          await progress(80)
          signal.throwIfAborted()
          await write(builder, run, job, computed)
        },
      })
    },
  })

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
        await store.insertPart(tx, { edition, name, json: await computed.part(name, place) })
    const location = `/v1/associations/${job.associationId}/benchmark-editions/${edition.id}`
    await editions.save(tx, done.record)
    await operations.save(tx, succeeded(operation, { location }, now))
    emit(done.events)
  })
