// Builds a benchmark edition in the background: read everything as of one moment, compute, write all at once.
// Asking for a build is in actions.ts. A build that is killed leaves nothing; the next attempt begins anew.

import {
  attemptAt,
  type BuildJob,
  buildTask,
  isFinalRefusal,
} from '../../core/benchmark/build-job.ts'
import { buildCells } from '../../core/benchmark/builder.ts'
import { linesOfMembers, membersOf } from '../../core/benchmark/members.ts'
import { publicEdition } from '../../core/benchmark/public-edition.ts'
import { linesOfRows } from '../../core/benchmark/published-row.ts'
import { buildDone, type EditionRecord } from '../../core/benchmark/record.ts'
import { release } from '../../core/benchmark/release.ts'
import { advanced, failed, type Operation, succeeded } from '../../core/operation/operation.ts'
import { found } from '../../core/problem.ts'
import { sha256Lines } from '../../db/digest.ts'
import { type TaskContext, taskUnit } from '../../db/unit.ts'
import type { Builder, Deps } from '../../deps.ts'
import * as operations from '../operations/store.ts'
import * as store from './store-build.ts'
import * as editions from './store-editions.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'codes'> & { readonly builder: Builder }

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
  const { builder, codes } = needs
  const { descriptor } = record.edition
  const progress = (percent: number) =>
    move(needs, run, job, (operation, now) => advanced(operation, percent, now))
  await progress(5)
  const pool = await store.readPool({ ...job, url: builder.url, descriptor, codes, signal })
  await progress(50)
  const { members, funnel, columns } = membersOf(pool, descriptor)
  const { rows, cells, audit } = release(buildCells(columns, descriptor), descriptor)
  const digests = {
    inputsDigest: sha256Lines(linesOfMembers(members)),
    cellsDigest: sha256Lines(linesOfRows(rows)),
  }
  await progress(80)
  signal.throwIfAborted()
  await taskUnit(builder.db, run, async ({ tx, now, emit }) => {
    const locked = found(await editions.lock(tx, job))
    const operation = found(await operations.lock(tx, job))
    if (operation.doneAt !== null) return // another attempt was faster
    const done = buildDone(locked, { ...digests, audit, funnel, now })
    const edition = publicEdition(done.record)
    await store.clear(tx, edition.id)
    await store.insertBuilt(tx, { edition, ...digests, members, rows, cells })
    const location = `/v1/associations/${job.associationId}/benchmark-editions/${edition.id}`
    await editions.save(tx, done.record)
    await operations.save(tx, succeeded(operation, { location }, now))
    emit(done.events)
  })
}
