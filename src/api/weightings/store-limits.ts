// Rows of the limits that associations set to weightings. They are reference rows, which no policy keeps from
// anybody inside a unit: every question here says whose limits it means.
import { and, eq, inArray } from 'drizzle-orm'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { AssociationId, PersonId, QuestionnaireKey } from '../../core/ids.ts'
import type { LimitsRecord } from '../../core/weighting/limits.ts'
import { weightingLimits as table } from '../../db/tables/weightings.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type LimitsIds = {
  readonly associationId: AssociationId
  readonly questionnaireKey: string
}

const named = ({ associationId, questionnaireKey }: LimitsIds) =>
  and(eq(table.associationId, associationId), eq(table.questionnaireKey, questionnaireKey))

export const find = async (reader: Reader, ids: LimitsIds): Promise<LimitsRecord | null> => {
  const [row] = await reader.select().from(table).where(named(ids))
  return row === undefined ? null : toRecord(row)
}

/** The same, and nobody else changes it until the unit ends. */
export const lock = async (tx: Tx, ids: LimitsIds): Promise<LimitsRecord | null> => {
  const [row] = await tx.select().from(table).where(named(ids)).for('update')
  return row === undefined ? null : toRecord(row)
}

/** What these associations have set for a questionnaire, in the order in which they are named. */
export const listOf = async (
  reader: Reader,
  line: readonly AssociationId[],
  questionnaireKey: string,
): Promise<readonly LimitsRecord[]> => {
  if (line.length === 0) return []
  const rows = await reader
    .select()
    .from(table)
    .where(
      and(inArray(table.associationId, [...line]), eq(table.questionnaireKey, questionnaireKey)),
    )
  const records = new Map(rows.map((row) => [row.associationId, toRecord(row)]))
  return line.flatMap((id) => records.get(id) ?? [])
}

export const limitsOf = async (
  reader: Reader,
  line: readonly AssociationId[],
  questionnaireKey: string,
): Promise<readonly LimitsRecord['limits'][]> =>
  (await listOf(reader, line, questionnaireKey)).map(({ limits }) => limits)

/** Inserts the first, or replaces what was locked. */
export const save = async (tx: Tx, record: LimitsRecord): Promise<LimitsRecord> => {
  const { limits, ...same } = record
  const row = { ...same, limits: canonicalJson(limits) }
  if (record.revision === 1) await tx.insert(table).values(row)
  else await tx.update(table).set(row).where(named(record))
  return record
}

export const remove = async (tx: Tx, ids: LimitsIds): Promise<void> => {
  await tx.delete(table).where(named(ids))
}

const toRecord = (row: typeof table.$inferSelect): LimitsRecord => ({
  associationId: row.associationId as AssociationId,
  questionnaireKey: row.questionnaireKey as QuestionnaireKey,
  limits: JSON.parse(row.limits) as LimitsRecord['limits'],
  revision: row.revision,
  updatedBy: row.updatedBy as PersonId,
  updatedAt: row.updatedAt,
})
