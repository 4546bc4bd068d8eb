// Writes on an association's benchmark editions, step by step from making one to retiring it.
// The build itself runs in the background (actions-build.ts); decisions are core/benchmark/record.ts.
import { firstBuild } from '../../core/benchmark/build-job.ts'
import type { NewEdition } from '../../core/benchmark/describe.ts'
import { linesOfRows } from '../../core/benchmark/published-row.ts'
import {
  abandoned,
  buildAsked,
  createRecord,
  demandBuild,
  type EditionRecord,
  etagOfEdition,
  publishRecord,
  reopenRecord,
  retirementAsked,
  retireRecord,
  reviewRecord,
} from '../../core/benchmark/record.ts'
import type { Owner } from '../../core/context.ts'
import type { AssociationId, BenchmarkEditionId, OperationId } from '../../core/ids.ts'
import { type Operation, started } from '../../core/operation/operation.ts'
import { found, isProblem } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import { sha256Lines } from '../../db/digest.ts'
import { inUnit, type Unit, type UnitContext } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import * as operations from '../operations/store.ts'
import * as questionnaires from '../questionnaires/store.ts'
import * as store from './store-editions.ts'
import { allCells, setState } from './store-public.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'documents' | 'codes' | 'worker'>
type Made = Promise<Answer<EditionRecord>>

export const create = (
  { db, newId, documents, codes }: Needs,
  context: Context,
  associationId: AssociationId,
  input: NewEdition,
): Made => {
  const id = newId() as BenchmarkEditionId
  return inUnit(db, context, async ({ tx, standing, now, emit }) => {
    const house: Owner = { kind: 'association', id: associationId }
    const [association, known] = await Promise.all([
      associations.find(tx, associationId),
      questionnaires.listOf(tx, house, input.questionnaireKey),
    ])
    const open = known.filter(({ state }) => state === 'published')
    const versions = await Promise.all(open.map((each) => documents.within(tx, each)))
    const { synthetic } = found(association)
    const given = { id, associationId, input, versions, codes, synthetic, standing, now }
    const decided = createRecord(given)
    emit(decided.events)
    return store.insert(tx, decided.record)
  })
}

/** Honours If-Match where it was sent. */
const expectIfAsked = ({ context, expect }: Unit, record: EditionRecord): void => {
  if (context.precondition.ifMatch !== undefined) expect(etagOfEdition(record))
}

/** Answers the operation that builds; one under way is answered instead of starting another. */
export const build = (
  { db, newId, worker }: Pick<Needs, 'db' | 'newId' | 'worker'>,
  context: Context,
  ids: store.EditionIds,
): Promise<Answer<{ readonly operation: Operation; readonly problem: null }>> => {
  const { associationId, benchmarkEditionId } = ids
  const operationId = newId() as OperationId
  return inUnit(db, { ...context, subject: benchmarkEditionId }, async (unit) => {
    const { tx, standing, now, enqueue } = unit
    const record = found(await store.lock(tx, ids))
    expectIfAsked(unit, record)
    demandBuild(record, { standing, worker })
    const last = record.operationId
    const running =
      last === null ? null : await operations.find(tx, { associationId, operationId: last })
    if (running !== null && running.doneAt === null) return { operation: running, problem: null }
    const personId = standing.personId
    const operation = started(
      {
        owner: { kind: 'association', id: associationId },
        id: operationId,
        kind: context.operationId,
        subject: benchmarkEditionId,
        createdBy: personId,
      },
      now,
    )
    await Promise.all([
      operations.insert(tx, operation),
      store.save(tx, buildAsked(record, operationId)),
    ])
    enqueue(firstBuild({ associationId, benchmarkEditionId, operationId, personId }))
    return { operation, problem: null }
  })
}

export const review = ({ db }: Pick<Needs, 'db'>, context: Context, ids: store.EditionIds): Made =>
  inUnit(db, { ...context, subject: ids.benchmarkEditionId }, async (unit) => {
    const { tx, standing, now, emit } = unit
    const record = found(await store.lock(tx, ids))
    expectIfAsked(unit, record)
    const decided = reviewRecord(record, { standing, now })
    emit(decided.events)
    return store.save(tx, decided.record)
  })

export const publish = ({ db }: Pick<Needs, 'db'>, context: Context, ids: store.EditionIds): Made =>
  inUnit(db, { ...context, subject: ids.benchmarkEditionId }, async (unit) => {
    const { tx, standing, now, emit, expect } = unit
    const record = found(await store.lock(tx, ids))
    expect(etagOfEdition(record))
    const rows = await allCells(tx, ids.benchmarkEditionId)
    const digests = {
      // Members cannot be read here (P10); that they are those of the build, the builder's role vouches for.
      inputsDigest: record.edition.built?.inputsDigest ?? '',
      cellsDigest: sha256Lines(linesOfRows(rows)),
    }
    const decided = publishRecord(record, { standing, now, digests })
    emit(decided.events)
    await setState(tx, ids.benchmarkEditionId, {
      state: 'published',
      publishedAt: now,
      retiredAt: null,
    })
    return store.save(tx, decided.record)
  })

/** The members go with the built state: a trigger of the database, because schema bench is not ours. */
export const reopen = ({ db }: Pick<Needs, 'db'>, context: Context, ids: store.EditionIds): Made =>
  inUnit(db, { ...context, subject: ids.benchmarkEditionId }, async (unit) => {
    const { tx, standing, now, emit } = unit
    const record = found(await store.lock(tx, ids))
    expectIfAsked(unit, record)
    const decided = reopenRecord(record, { standing })
    emit(decided.events)
    const { operationId } = record
    const { associationId } = ids
    const last =
      operationId === null ? null : await operations.lock(tx, { associationId, operationId })
    if (last !== null) await operations.save(tx, abandoned(last, now))
    return store.save(tx, decided.record)
  })

type Retire = { readonly reason: string }

/**
 * Whoever asks first is refused, and the asking is noted in a unit of its own: a refusal takes back what
 * its unit did, and only what is stored lets a second person confirm it.
 */
export const retire = async (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  ids: store.EditionIds,
  { reason }: Retire,
): Made => {
  try {
    return await carryOut(db, { ...context, subject: ids.benchmarkEditionId }, ids)
  } catch (error) {
    if (!isProblem(error, 'second-person-required')) throw error
    const at = new Date(error.parameters.requestedAt)
    await inUnit(db, { ...context, idempotency: null, answer: null }, async ({ tx, standing }) => {
      const record = found(await store.lock(tx, ids))
      await store.save(tx, retirementAsked(record, { by: standing.personId, at, reason }))
    })
    throw error
  }
}

const carryOut = (db: Needs['db'], context: UnitContext, ids: store.EditionIds): Made =>
  inUnit(db, context, async (unit) => {
    const { tx, standing, now, emit } = unit
    const record = found(await store.lock(tx, ids))
    expectIfAsked(unit, record)
    const decided = retireRecord(record, { standing, now })
    emit(decided.events)
    const { published } = decided.record.edition
    await setState(tx, ids.benchmarkEditionId, {
      state: 'retired',
      publishedAt: published?.at ?? null,
      retiredAt: now,
    })
    return store.save(tx, decided.record)
  })
