// Rows of official sheets that were handed over to organizations: their own, each a copy of the one on the panel's side.
// The official sheet itself is in store-consensus.ts.
import { and, eq } from 'drizzle-orm'
import { releasedSheets } from '../../db/tables/feedback-reports.ts'
import type { Reader, Tx } from '../../db/unit.ts'
import type { Ids } from './store.ts'

/** Canonical JSON of a sheet, its SHA-256, and when it was released. */
export type ReleasedSheet = {
  readonly sheet: string
  readonly digest: string
  readonly releasedAt: Date
}

/** Hands the sheet over, once: a correction is of the same consensus, and so of the same sheet. */
export const handSheet = async (
  tx: Tx,
  { organizationId, submissionId }: Ids,
  { sheet, digest, releasedAt }: ReleasedSheet,
): Promise<void> => {
  await tx
    .insert(releasedSheets)
    .values({ organizationId, submissionId, sheet, sheetDigest: digest, releasedAt })
    .onConflictDoNothing()
}

/** The very bytes that were handed over; null: nothing was. */
export const findReleased = async (
  reader: Reader,
  { organizationId, submissionId }: Ids,
): Promise<string | null> => {
  const [row] = await reader
    .select({ sheet: releasedSheets.sheet })
    .from(releasedSheets)
    .where(
      and(
        eq(releasedSheets.organizationId, organizationId),
        eq(releasedSheets.submissionId, submissionId),
      ),
    )
  return row?.sheet ?? null
}
