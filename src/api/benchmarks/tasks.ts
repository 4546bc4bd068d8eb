// The background work of benchmarks: one task, the build. How jobs are kept and retried is db/queue.
import { type BuildJob, buildTask } from '../../core/benchmark/build-job.ts'
import type { Builder, Deps } from '../../deps.ts'
import { runBuild } from './actions-build.ts'

type Needs = Pick<Deps, 'db' | 'newId'> & { readonly builder: Builder }
type Run = { readonly signal: AbortSignal }

/** Task name → what does it. The payload is what `firstBuild` and `attemptAt` make. */
export const benchmarkTasks = (needs: Needs) => ({
  [buildTask]: (payload: unknown, { signal }: Run): Promise<void> =>
    runBuild(needs, payload as BuildJob, signal),
})
