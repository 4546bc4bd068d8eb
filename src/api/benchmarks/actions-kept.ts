// What never changes once it is published, kept in memory: descriptors of editions, and cells by cohort, as shown.
// Whether an edition is still out is asked with every request; nothing here answers that.
import type { Cohort } from '../../core/benchmark/cohort.ts'
import { type CohortCells, cellsOf } from '../../core/benchmark/comparison.ts'
import type { PublicEdition } from '../../core/benchmark/public-edition.ts'
import type { BenchmarkEditionId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { type Reader, readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { findCells, findEdition } from './store-public.ts'

export type Kept = {
  /** The edition of an id that is known to be out. */
  readonly edition: (context: Context, id: BenchmarkEditionId) => Promise<PublicEdition>
  /** What it publishes of a cohort that it offers. */
  readonly cells: (context: Context, edition: PublicEdition, cohort: Cohort) => Promise<CohortCells>
}

/** An edition takes some 30 kB, a cohort some 10 kB: at most about 16 MB together. */
const mostEditions = 200
const mostCohorts = 1000

export const keptPublications = ({ db }: Pick<Deps, 'db'>): Kept => {
  const editions = keeper<PublicEdition>(mostEditions)
  const cohorts = keeper<CohortCells>(mostCohorts)
  const anywhere = (context: Context): Context => ({ ...context, tenant: { kind: 'none' } })
  return {
    edition: (context, id) =>
      editions(id, async () => {
        const stored = await readAtOnce(db, anywhere(context), (tx) => findEdition(tx, id))
        return found(stored).edition
      }),
    cells: (context, edition, cohort) =>
      cohorts(`${edition.id} ${cohort.key}`, async () => {
        const read = (tx: Reader) => findCells(tx, edition.id, cohort.key)
        return cellsOf(edition, cohort, await readAtOnce(db, anywhere(context), read))
      }),
  }
}

/** Keeps the last so many values that were asked for. Those who ask while it is read share the reading. */
const keeper = <Value>(most: number) => {
  const kept = new Map<string, Promise<Value>>()
  return (name: string, read: () => Promise<Value>): Promise<Value> => {
    const value = kept.get(name) ?? read()
    kept.delete(name)
    kept.set(name, value)
    value.catch(() => kept.delete(name))
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return value
  }
}
