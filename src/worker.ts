// Task name → what does it: the background side of the slices. How jobs are kept and retried is db/queue.
import { benchmarkTasks } from './api/benchmarks/tasks.ts'
import { weightingTasks } from './api/weightings/tasks.ts'
import { buildsWith } from './builds.ts'
import { openDatabase } from './db/client.ts'
import { startWorker } from './db/queue.ts'
import type { Deps } from './deps.ts'

export type WorkerAddresses = { readonly workerUrl: string; readonly benchmarkUrl: string | null }

export type Background = {
  /** Lets running jobs end, then closes what they worked with. */
  readonly stop: () => Promise<void>
  /** Rejects should the worker give up. */
  readonly ended: Promise<void>
}

/** Jobs of one instance at once: a benchmark build holds memory, so few. */
const concurrency = 2

/** Starts working on jobs. Without the builder's database, builds are left to instances that have it. */
export const startBackground = async (
  deps: Deps,
  { workerUrl, benchmarkUrl }: WorkerAddresses,
): Promise<Background> => {
  const { log, newId, peppers } = deps
  if (benchmarkUrl === null) return startWorker({ url: workerUrl, tasks: {}, concurrency, log })
  const { prepare } = deps.config
  const { clock } = deps.db
  const db = openDatabase({ url: benchmarkUrl, max: concurrency, prepare, newId, peppers, clock })
  const builder = {
    db,
    url: benchmarkUrl,
    compute: buildsWith({ url: benchmarkUrl, codes: deps.codes }),
  }
  try {
    const needs = { ...deps, builder }
    const tasks = { ...benchmarkTasks(needs), ...weightingTasks(needs) }
    const { stop, ended } = await startWorker({ url: workerUrl, tasks, concurrency, log })
    return {
      ended,
      stop: async () => {
        await stop()
        await db.close()
      },
    }
  } catch (error) {
    await db.close()
    throw error
  }
}
