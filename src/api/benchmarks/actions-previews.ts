// The look of an association's reviewer at one cohort of an edition before it is published. Decided in
// core/benchmark/preview.ts; that every look is noted is the database's (store-previews.ts).
import { parseCohort } from '../../core/benchmark/cohort.ts'
import {
  demandPreview,
  looked,
  type Preview,
  type PreviewLook,
  previewOf,
} from '../../core/benchmark/preview.ts'
import { publicEdition } from '../../core/benchmark/public-edition.ts'
import { offers } from '../../core/benchmark/trend.ts'
import type { BenchmarkPreviewId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import { inUnit, type Reader } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as editions from './store-editions.ts'
import { look } from './store-previews.ts'
import { findCells, type KnownEdition, latestEditions } from './store-public.ts'

export type PreviewAsked = { readonly cohort: string; readonly purpose: string }

export const preview = (
  { db, newId }: Pick<Deps, 'db' | 'newId'>,
  context: Context,
  ids: editions.EditionIds,
  { cohort: key, purpose }: PreviewAsked,
): Promise<Answer<Preview>> => {
  const id = newId() as BenchmarkPreviewId
  const { associationId, benchmarkEditionId } = ids
  return inUnit(db, { ...context, subject: benchmarkEditionId }, async (unit) => {
    const { tx, standing, now, emit } = unit
    const record = found(await editions.lock(tx, ids))
    demandPreview(record.edition, { standing })
    const edition = publicEdition(record)
    const cohort = parseCohort(key, edition.lattice)
    const by = standing.personId
    const noted: PreviewLook = { id, benchmarkEditionId, cohortKey: key, purpose, by, at: now }
    const { questionnaireKey } = edition
    const earlier = await latestEditions(tx, { questionnaireKey, associationId, limit: 20 })
    const [secret, rows, before] = await Promise.all([
      look(tx, associationId, noted),
      findCells(tx, benchmarkEditionId, key),
      shownBefore(tx, earlier, key),
    ])
    emit([looked(record.edition, noted)])
    return previewOf({ edition, cohort, look: noted, secret, rows, before })
  })
}

/** What the latest edition that is out and has the cohort shows of it. */
const shownBefore = async (reader: Reader, earlier: readonly KnownEdition[], key: string) => {
  const known = earlier.find(
    ({ state, edition }) => state === 'published' && offers(edition.lattice, key),
  )
  if (known === undefined) return null
  const { edition } = known
  return { edition, rows: await findCells(reader, edition.id, key) }
}
