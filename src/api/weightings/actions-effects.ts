// The effect of a weighting over an association's final submissions: asked for by a request, counted in the background.
// Decided in core/weighting/effect.ts; a job that is killed leaves nothing, and the next attempt begins anew.
import type { AssociationId, OperationId, WeightingEffectId, WeightingId } from '../../core/ids.ts'
import { type Operation, succeeded } from '../../core/operation/operation.ts'
import { found } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import {
  askEffect,
  assessed,
  countedSince,
  type EffectJob,
  effectAttempt,
  effectPolicy,
  effectTask,
  isFinalFailure,
  readPercent,
  type WeightingEffect,
} from '../../core/weighting/effect.ts'
import {
  countIn,
  effectOf,
  emptyTally,
  type Tally,
  weigherOf,
} from '../../core/weighting/effect-tally.ts'
import { inUnit, type TaskContext, taskUnit } from '../../db/unit.ts'
import type { Builder, Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import * as operations from '../operations/store.ts'
import { attempt, type Underway } from '../operations/store-attempts.ts'
import * as questionnaires from '../questionnaires/store.ts'
import * as weightings from './store.ts'
import * as store from './store-effects.ts'

export type Asked = {
  readonly operation: Operation
  readonly problem: null
}

export const ask = (
  { db, newId, worker }: Pick<Deps, 'db' | 'newId' | 'worker'>,
  context: Context,
  associationId: AssociationId,
  weightingId: WeightingId,
): Promise<Answer<Asked>> => {
  const id = newId() as WeightingEffectId
  const operationId = newId() as OperationId
  return inUnit(db, context, async ({ tx, standing, now, emit, enqueue }) => {
    const owner = { kind: 'association', id: associationId } as const
    await associations.queueUp(tx, associationId) // those of the last days are counted and asked one by one
    const weighting = await weightings.find(tx, { owner, id: weightingId })
    const since = countedSince(now)
    const questionnaireKey = weighting?.questionnaire.key ?? ''
    const recent = await store.countSince(tx, associationId, { questionnaireKey, since })
    const kind = context.operationId
    const asked = { associationId, id, operationId, kind, weighting, recent, worker, standing, now }
    const decided = askEffect(asked)
    emit(decided.events)
    await Promise.all([operations.insert(tx, decided.operation), store.insert(tx, decided.effect)])
    enqueue(decided.job)
    return { operation: decided.operation, problem: null }
  })
}

type Needs = Pick<Deps, 'db' | 'newId' | 'documents'> & {
  readonly builder: Pick<Builder, 'db' | 'url'>
}

/** One attempt. Throws what may be otherwise next time; what cannot be ends the operation with its problem. */
export const runEffect = (needs: Needs, job: EffectJob, signal: AbortSignal): Promise<void> =>
  attempt(needs, job, {
    task: effectTask,
    attemptAt: effectAttempt,
    isFinal: isFinalFailure,
    load: (tx) => store.find(tx, job),
    perform: async (asked: WeightingEffect, { run, progress }) => {
      await progress(5)
      const tally = await tallied(needs, { run, progress }, asked, signal)
      await progress(90)
      signal.throwIfAborted()
      await write(needs, run, { job, asked, tally })
    },
  })

/** What the counting needs, read in one unit. */
const papers = ({ db, documents }: Needs, run: TaskContext, asked: WeightingEffect) =>
  taskUnit(db, run, async ({ tx }) => {
    const house = { kind: 'association', id: asked.associationId } as const
    const [association, known, expected] = await Promise.all([
      associations.find(tx, asked.associationId),
      questionnaires.find(tx, house, asked.questionnaire),
      store.countHomes(tx, asked.associationId),
    ])
    const { synthetic } = found(association)
    return { synthetic, expected, document: await documents.within(tx, found(known)) }
  })

const tallied = async (
  needs: Needs,
  { run, progress }: Underway,
  asked: WeightingEffect,
  signal: AbortSignal,
): Promise<Tally> => {
  const { synthetic, expected, document } = await papers(needs, run, asked)
  const { questionnaire, scoringDigest } = document
  const weigh = weigherOf(questionnaire, asked)
  const tally = emptyTally()
  const telling = teller(progress)
  let read = 0
  const onVector = (scores: ArrayLike<number>): void => {
    const [reference, weighted] = [scores[scores.length - 1], weigh(scores)]
    if (reference !== undefined && reference >= 0 && weighted !== null)
      countIn(tally, reference, weighted)
    read += 1
    telling.at(readPercent(read, expected))
  }
  const { url } = needs.builder
  try {
    await store.readVectors({ url, asked, scoringDigest, synthetic, signal, onVector })
  } finally {
    await telling.end()
  }
  return tally
}

/** Says each step once and in order, while reading goes on. */
const teller = (progress: Underway['progress']) => {
  let told = 5
  let saying: Promise<unknown> = Promise.resolve()
  const failures: unknown[] = []
  return {
    at: (percent: number): void => {
      if (percent <= told) return
      told = percent
      saying = saying.then(() => progress(percent)).catch((error) => failures.push(error))
    },
    end: async (): Promise<void> => {
      await saying
      if (failures.length > 0) throw failures[0]
    },
  }
}

type Counted = {
  readonly job: EffectJob
  readonly asked: WeightingEffect
  readonly tally: Tally
}

const write = ({ db }: Needs, run: TaskContext, { job, asked, tally }: Counted): Promise<void> =>
  taskUnit(db, run, async ({ tx, now, emit }) => {
    const operation = found(await operations.lock(tx, job))
    if (operation.doneAt !== null) return // another attempt was faster
    const done = assessed(asked, effectOf(tally, effectPolicy), now)
    const location = `/v1/associations/${asked.associationId}/weighting-effects/${asked.id}`
    await store.save(tx, done.effect)
    await operations.save(tx, succeeded(operation, { location }, now))
    emit(done.events)
  })
