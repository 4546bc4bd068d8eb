// The cycle in which a submission is assessed, as far as its panel's reading and accepting ask; a row of the association
// beside.
import { and, eq, sql } from 'drizzle-orm'
import type { PanelStanding } from '../../core/context.ts'
import { prepared } from '../../db/prepared.ts'
import { cycles } from '../../db/tables/programmes.ts'
import type { Reader } from '../../db/unit.ts'

const closing = prepared((db) =>
  db
    .select({ closedAt: cycles.closedAt })
    .from(cycles)
    .where(
      and(
        eq(cycles.associationId, sql.placeholder('associationId')),
        eq(cycles.id, sql.placeholder('cycleId')),
      ),
    ),
)

/** When the cycle was closed; null: it was not. */
export const closedAtOf = async (
  reader: Reader,
  { associationId, cycleId }: Pick<PanelStanding, 'associationId' | 'cycleId'>,
): Promise<Date | null> => {
  const [row] = await closing(reader, { associationId, cycleId })
  return row?.closedAt ?? null
}

/** Whether the cycle was cancelled. */
export const isCancelled = async (
  reader: Reader,
  { associationId, cycleId }: Pick<PanelStanding, 'associationId' | 'cycleId'>,
): Promise<boolean> => {
  const [row] = await reader
    .select({ state: cycles.state })
    .from(cycles)
    .where(and(eq(cycles.associationId, associationId), eq(cycles.id, cycleId)))
  return row?.state === 'cancelled'
}
