// Rows of official sheets that were handed over to organizations: their own, each a copy of the one on the panel's side.
// The official sheet itself is in store-consensus.ts.
import { and, eq } from 'drizzle-orm'
import type { OfficialKind } from '../../core/consensus/official.ts'
import { releasedSheets } from '../../db/tables/feedback-reports.ts'
import type { Reader, Tx } from '../../db/unit.ts'
import type { Ids } from './store.ts'

/** Canonical JSON of a sheet, its SHA-256, and when it was released. */
export type ReleasedSheet = {
  readonly kind: OfficialKind
  readonly sheet: string
  readonly digest: string
  readonly releasedAt: Date
}

/** Hands the sheets over, once: a correction is of the same consensus, and so of the same sheets. */
export const handSheets = async (
  tx: Tx,
  { organizationId, submissionId }: Ids,
  sheets: readonly ReleasedSheet[],
): Promise<void> => {
  await tx
    .insert(releasedSheets)
    .values(
      sheets.map(({ kind, sheet, digest, releasedAt }) => ({
        ...{ organizationId, submissionId, kind, sheet, sheetDigest: digest, releasedAt },
      })),
    )
    .onConflictDoNothing()
}

/** The very bytes that were handed over, by weighting; none: nothing was. */
export const findReleased = (
  reader: Reader,
  { organizationId, submissionId }: Ids,
): Promise<readonly { readonly kind: OfficialKind; readonly sheet: string }[]> =>
  reader
    .select({ kind: releasedSheets.kind, sheet: releasedSheets.sheet })
    .from(releasedSheets)
    .where(
      and(
        eq(releasedSheets.organizationId, organizationId),
        eq(releasedSheets.submissionId, submissionId),
      ),
    )
