// Starts the thread of a benchmark build, takes over what it computed, and ends it, whatever happens.
// What is done there is build-thread.ts. Memory of the thread, typed arrays: some 200 bytes a submission of which
// the builder knows and 4 a member and node; a build of 10^6 members of 31 nodes stays below 1 GB.
import type { Worker } from 'node:worker_threads'
import type { BuildPart } from './core/benchmark/build-job.ts'
import type { CodeLists } from './core/benchmark/codes.ts'
import type { BuildAsked, Builder, ComputedBuild } from './deps.ts'
import { openThread } from './threads.ts'

/** What the thread is given. `url`: of the builder's role. */
export type BuildTask = BuildAsked & { readonly url: string; readonly codes: CodeLists }

/** What it is asked for after it has computed. */
export type PartAsked = { readonly name: BuildPart; readonly place: number }

/** What it says. */
export type BuildDone =
  | { readonly kind: 'read' }
  | ({ readonly kind: 'computed' } & Omit<ComputedBuild, 'part'>)
  | { readonly kind: 'part'; readonly json: string }

/** Objects alone: rows about to be published and the audit's tables. */
const memoryMb = 1024

export const buildsWith =
  ({ url, codes }: Pick<BuildTask, 'url' | 'codes'>): Builder['compute'] =>
  async (asked, { signal, onRead, use }) => {
    signal.throwIfAborted()
    const thread = openThread('build-thread', { ...asked, url, codes }, { memoryMb })
    const { next, fail } = mailOf(thread)
    const stop = () => fail(signal.reason)
    signal.addEventListener('abort', stop)
    try {
      await next('read')
      await onRead()
      const { kind, ...computed } = await next('computed')
      await use({
        ...computed,
        part: async (name, place) => {
          thread.postMessage({ name, place } satisfies PartAsked)
          return (await next('part')).json
        },
      })
    } finally {
      signal.removeEventListener('abort', stop)
      await thread.terminate()
    }
  }

type Said<Kind extends BuildDone['kind']> = Extract<BuildDone, { readonly kind: Kind }>

/** What the thread says, one after another; everything after its failure fails too. */
const mailOf = (thread: Worker) => {
  const arrived: BuildDone[] = []
  let failure: { readonly error: unknown } | null = null
  let wake = () => {}
  const fail = (error: unknown): void => {
    failure ??= { error }
    wake()
  }
  thread.on('message', (done: BuildDone) => {
    arrived.push(done)
    wake()
  })
  thread.once('error', fail)
  thread.once('exit', () => fail(new Error('The thread of a build ended before its build.')))
  const next = async <Kind extends BuildDone['kind']>(kind: Kind): Promise<Said<Kind>> => {
    while (arrived.length === 0) {
      if (failure !== null) throw failure.error
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    const [done] = arrived.splice(0, 1)
    if (done?.kind !== kind)
      throw new Error(`The thread of a build said ${done?.kind}, not ${kind}.`)
    return done as Said<Kind>
  }
  return { next, fail }
}
