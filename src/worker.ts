// Task name → what does it: the background side of the slices. How jobs are kept and retried is db/queue.
import { startWorker } from './db/queue.ts'
import type { Deps } from './deps.ts'

export type WorkerAddresses = { readonly workerUrl: string; readonly benchmarkUrl: string | null }

/** Jobs of one instance at once: a benchmark build holds memory, so few. */
const concurrency = 2

/** Starts working on jobs; `stop` lets running ones end. */
export const startBackground = (deps: Deps, { workerUrl }: WorkerAddresses) =>
  startWorker({ url: workerUrl, tasks: {}, concurrency, log: deps.log })
