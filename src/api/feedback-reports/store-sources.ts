// Reads what a version of a feedback report is made of: the official sheet with what was scored. Everything else is
// read by the stores of its own slices.
import { and, eq } from 'drizzle-orm'
import type { Answers } from '../../core/submission/answer.ts'
import { consensuses, officialSheets } from '../../db/tables/consensuses.ts'
import type { Reader } from '../../db/unit.ts'
import type { Ids } from './store.ts'

export type Official = {
  /** Canonical JSON of the sheet, and its SHA-256. */
  readonly sheet: string
  readonly digest: string
  readonly answers: Answers
}

/** Null: the consensus is not final. */
export const findOfficial = async (
  reader: Reader,
  { organizationId, submissionId }: Ids,
): Promise<Official | null> => {
  const [row] = await reader
    .select({
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
        eq(officialSheets.kind, 'reference'),
      ),
    )
  return row === undefined ? null : { ...row, answers: JSON.parse(row.answers) as Answers }
}
