// Published questionnaire versions in the database: reference rows, readable in any unit, never changed.
import { asc } from 'drizzle-orm'
import { questionnaireVersions } from '../../db/tables/questionnaires.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type PublishedRow = typeof questionnaireVersions.$inferSelect

/** All of them, by key and version. */
export const list = (reader: Reader): Promise<readonly PublishedRow[]> =>
  reader
    .select()
    .from(questionnaireVersions)
    .orderBy(asc(questionnaireVersions.key), asc(questionnaireVersions.version))

/** Inserts what is not there yet; what is there stays as it is. */
export const insertMissing = async (tx: Tx, rows: readonly PublishedRow[]): Promise<void> => {
  if (rows.length === 0) return
  await tx
    .insert(questionnaireVersions)
    .values([...rows])
    .onConflictDoNothing()
}
