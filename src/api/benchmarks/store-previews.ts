// Looks at what an unpublished edition hides: the one way of the service into schema bench, and its record. The function
// of the database notes the look and answers in one; the service could not write the one without the other.
import { and, desc, eq, sql } from 'drizzle-orm'
import type { PreviewLook } from '../../core/benchmark/preview.ts'
import type { SecretCell } from '../../core/benchmark/published-row.ts'
import type {
  AssociationId,
  BenchmarkEditionId,
  BenchmarkPreviewId,
  PersonId,
} from '../../core/ids.ts'
import { before, type Page, type Paged } from '../../db/page.ts'
import { benchmarkPreviews as table } from '../../db/tables/benchmark-previews.ts'
import type { Reader, Tx } from '../../db/unit.ts'
import type { EditionIds } from './store-editions.ts'

type Row = Pick<SecretCell, 'cohortKey' | 'node' | 'n' | 'groups' | 'largest' | 'reason'> & {
  readonly exact: string | null
  readonly ranked: string | null
}

/** The cells of the cohort with their true counts; of an edition that is not under review there are none. */
export const look = async (
  tx: Tx,
  associationId: AssociationId,
  { id, benchmarkEditionId, cohortKey, purpose, by, at }: PreviewLook,
): Promise<readonly SecretCell[]> => {
  const rows = await tx.execute<Row>(sql`
    select cohort_key as "cohortKey", node, n, groups, largest, reason,
      array_to_json(exact)::text as exact, array_to_json(ranked)::text as ranked
    from preview_benchmark_cells(${associationId}::uuid, ${id}::uuid, ${benchmarkEditionId}::uuid,
      ${cohortKey}::text, ${purpose}::text, ${by}::uuid, ${at.toISOString()}::timestamptz)`)
  return rows.map(({ exact, ranked, ...cell }) => ({
    ...cell,
    v100: exact === null ? null : JSON.parse(exact),
    ranked: ranked === null ? null : JSON.parse(ranked),
  }))
}

/** Newest first. */
export const listLooks = async (
  reader: Reader,
  { associationId, benchmarkEditionId }: EditionIds,
  page: Page,
): Promise<Paged<PreviewLook>> => {
  const rows = await reader
    .select()
    .from(table)
    .where(
      and(
        eq(table.associationId, associationId),
        eq(table.benchmarkEditionId, benchmarkEditionId),
        before(page, table.lookedAt, table.id),
      ),
    )
    .orderBy(desc(table.lookedAt), desc(table.id))
    .limit(page.limit + 1)
  return page.close(rows, ({ lookedAt, id }) => [lookedAt, id], toLook)
}

const toLook = (row: typeof table.$inferSelect): PreviewLook => ({
  id: row.id as BenchmarkPreviewId,
  benchmarkEditionId: row.benchmarkEditionId as BenchmarkEditionId,
  cohortKey: row.cohortKey,
  purpose: row.purpose,
  by: row.lookedBy as PersonId,
  at: row.lookedAt,
})
