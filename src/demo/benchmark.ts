// Fills the demo's benchmark: an invented population, and the edition made of it by the real builder.
// Both go on from where a killed start left them.
import type { Deps } from '../deps.ts'
import { synthesizeInto } from '../synthetic/population.ts'
import { publishEdition } from './edition.ts'
import type { Plan } from './plan.ts'

export const questionnaireKey = 'gbt-19580-2012'

/** Enough that every organization and the busiest sectors, also that of the demo's own, can be shown. */
const population = { seed: 1, organizations: 400 } as const

export type Benchmark = {
  readonly plan: Plan
  readonly baseUrl: string
  readonly say: (text: string) => void
}

export const makeBenchmark = async (
  deps: Deps,
  { plan, baseUrl, say }: Benchmark,
): Promise<void> => {
  const { associationId, participantId } = plan
  const { organizations } = population
  await timed(say, `${organizations} synthetic organizations with answers and scores`, () =>
    synthesizeInto(deps, {
      ...population,
      associationId,
      participantId,
      questionnaireKey,
      cutOffAt: new Date(plan.cutOffAt),
    }),
  )
  await timed(say, 'a benchmark of them, built and published', () =>
    publishEdition({ plan, baseUrl, questionnaireKey }),
  )
}

/** Says what was done and how long it took. */
export const timed = async (
  say: (text: string) => void,
  what: string,
  work: () => Promise<unknown>,
): Promise<void> => {
  const startedAt = performance.now()
  await work()
  say(`  ${what} ... done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
}
