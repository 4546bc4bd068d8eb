// Reads what a version of a feedback report is made of: the official sheets with what was scored. Everything else is
// read by the stores of its own slices.
import { and, eq } from 'drizzle-orm'
import type { OfficialKind } from '../../core/consensus/official.ts'
import type { Answers } from '../../core/submission/answer.ts'
import { consensuses, officialSheets } from '../../db/tables/consensuses.ts'
import type { Reader } from '../../db/unit.ts'
import type { Ids } from './store.ts'

export type Official = {
  readonly kind: OfficialKind
  /** Canonical JSON of the sheet, and its SHA-256. */
  readonly sheet: string
  readonly digest: string
  readonly answers: Answers
}

/** By weighting; none: the consensus is not final. */
export const findOfficials = async (
  reader: Reader,
  { organizationId, submissionId }: Ids,
): Promise<readonly Official[]> => {
  const rows = await reader
    .select({
      kind: officialSheets.kind,
      sheet: officialSheets.sheet,
      digest: officialSheets.sheetDigest,
      answers: officialSheets.answers,
    })
    .from(officialSheets)
    .innerJoin(
      consensuses,
      and(
        eq(consensuses.organizationId, officialSheets.organizationId),
        eq(consensuses.id, officialSheets.consensusId),
      ),
    )
    .where(
      and(
        eq(officialSheets.organizationId, organizationId),
        eq(consensuses.submissionId, submissionId),
      ),
    )
  return rows.map((row) => ({ ...row, answers: JSON.parse(row.answers) as Answers }))
}
