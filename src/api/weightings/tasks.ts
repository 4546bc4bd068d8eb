// The background work of weightings: one task, the effect of a weighting. How jobs are kept and retried is db/queue.
import { type EffectJob, effectTask } from '../../core/weighting/effect.ts'
import type { Builder, Deps } from '../../deps.ts'
import { runEffect } from './actions-effects.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'documents'> & {
  readonly builder: Pick<Builder, 'db' | 'url'>
}
type Run = { readonly signal: AbortSignal }

/** Task name → what does it. */
export const weightingTasks = (needs: Needs) => ({
  [effectTask]: (payload: unknown, { signal }: Run): Promise<void> =>
    runEffect(needs, payload as EffectJob, signal),
})
