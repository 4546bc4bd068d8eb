// Rows of schema bench_pub: what everybody may know of benchmark editions, and their published cells.
// Nothing here depends on members; the app role reads these tables and writes but the state of an edition.
import { and, asc, desc, eq, ne, sql } from 'drizzle-orm'
import {
  type PublicEdition,
  type PublicState,
  publicEditionOf,
} from '../../core/benchmark/public-edition.ts'
import type { PublishedRow } from '../../core/benchmark/published-row.ts'
import type { AssociationId, BenchmarkEditionId } from '../../core/ids.ts'
import { before, type Page, type Paged } from '../../db/page.ts'
import { prepared } from '../../db/prepared.ts'
import { publicCells, publicEditions } from '../../db/tables/benchmark-publications.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type KnownEdition = PublicState & { readonly edition: PublicEdition }

const editionById = prepared((db) =>
  db
    .select()
    .from(publicEditions)
    .where(eq(publicEditions.id, sql.placeholder('benchmarkEditionId'))),
)

export const findEdition = async (
  reader: Reader,
  benchmarkEditionId: BenchmarkEditionId,
): Promise<KnownEdition | null> => {
  const [row] = await editionById(reader, { benchmarkEditionId })
  return row === undefined ? null : toKnown(row)
}

const stateById = prepared((db) =>
  db
    .select({
      state: publicEditions.state,
      publishedAt: publicEditions.publishedAt,
      retiredAt: publicEditions.retiredAt,
    })
    .from(publicEditions)
    .where(eq(publicEditions.id, sql.placeholder('benchmarkEditionId'))),
)

export const findState = async (
  reader: Reader,
  benchmarkEditionId: BenchmarkEditionId,
): Promise<PublicState | null> => {
  const [row] = await stateById(reader, { benchmarkEditionId })
  return row ?? null
}

/** Those that are or were out, the newest first. */
export const listEditions = async (
  reader: Reader,
  { page, questionnaireKey }: { readonly page: Page; readonly questionnaireKey: string | null },
): Promise<Paged<KnownEdition>> => {
  const { publishedAt, id, state } = publicEditions
  const rows = await reader
    .select()
    .from(publicEditions)
    .where(
      and(
        ne(state, 'built'),
        questionnaireKey === null
          ? undefined
          : eq(publicEditions.questionnaireKey, questionnaireKey),
        before(page, publishedAt, id),
      ),
    )
    .orderBy(desc(publishedAt), desc(id))
    .limit(page.limit + 1)
  return page.close(rows, (row) => [row.publishedAt ?? '', row.id], toKnown)
}

/** The latest of a questionnaire that are or were out, by cut-off. `associationId` null: of all associations. */
export const latestEditions = async (
  reader: Reader,
  asked: {
    readonly questionnaireKey: string
    readonly associationId: AssociationId | null
    readonly limit: number
  },
): Promise<readonly KnownEdition[]> => {
  const { state, associationId, questionnaireKey, cutOffAt, id } = publicEditions
  const rows = await reader
    .select()
    .from(publicEditions)
    .where(
      and(
        ne(state, 'built'),
        eq(questionnaireKey, asked.questionnaireKey),
        asked.associationId === null ? undefined : eq(associationId, asked.associationId),
      ),
    )
    .orderBy(desc(cutOffAt), desc(id))
    .limit(asked.limit)
  return rows.map(toKnown)
}

/** Publishes or retires: the one thing of it that changes. */
export const setState = async (
  tx: Tx,
  benchmarkEditionId: BenchmarkEditionId,
  { state, publishedAt, retiredAt }: PublicState,
): Promise<void> => {
  const [saved] = await tx
    .update(publicEditions)
    .set({ state, publishedAt, retiredAt })
    .where(eq(publicEditions.id, benchmarkEditionId))
    .returning({ id: publicEditions.id })
  if (saved === undefined) throw new Error('The edition was built and its public row is missing.')
}

const toKnown = (row: typeof publicEditions.$inferSelect): KnownEdition => ({
  state: row.state,
  publishedAt: row.publishedAt,
  retiredAt: row.retiredAt,
  edition: publicEditionOf(JSON.parse(row.descriptor)),
})

const shownColumns = {
  cohortKey: publicCells.cohortKey,
  node: publicCells.node,
  status: publicCells.status,
  nBand: publicCells.nBand,
  p10: publicCells.p10,
  p25: publicCells.p25,
  p50: publicCells.p50,
  p75: publicCells.p75,
  p90: publicCells.p90,
  grid19: publicCells.grid19,
}

const cellsByCohort = prepared((db) =>
  db
    .select(shownColumns)
    .from(publicCells)
    .where(
      and(
        eq(publicCells.benchmarkEditionId, sql.placeholder('benchmarkEditionId')),
        eq(publicCells.cohortKey, sql.placeholder('cohortKey')),
      ),
    ),
)

/** The cells of one cohort; of a cohort that is not offered there are none. */
export const findCells = (
  reader: Reader,
  benchmarkEditionId: BenchmarkEditionId,
  cohortKey: string,
): Promise<readonly PublishedRow[]> => cellsByCohort(reader, { benchmarkEditionId, cohortKey })

/** All cells of an edition, by cohort and node in byte order. */
export const allCells = (
  reader: Reader,
  benchmarkEditionId: BenchmarkEditionId,
): Promise<readonly PublishedRow[]> =>
  reader
    .select(shownColumns)
    .from(publicCells)
    .where(eq(publicCells.benchmarkEditionId, benchmarkEditionId))
    .orderBy(asc(publicCells.cohortKey), asc(publicCells.node))
