// Rows of long-running operations of associations; what ended long ago goes with the next. Those of organizations get
// theirs when one needs it.
import { and, eq, inArray, lt } from 'drizzle-orm'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { AssociationId, OperationId, PersonId } from '../../core/ids.ts'
import { forgottenBefore, type Operation } from '../../core/operation/operation.ts'
import { associationOperations as table } from '../../db/tables/operations.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type OperationIds = {
  readonly associationId: AssociationId
  readonly operationId: OperationId
}

const named = ({ associationId, operationId }: OperationIds) =>
  and(eq(table.ownerId, associationId), eq(table.id, operationId))

export const find = async (reader: Reader, ids: OperationIds): Promise<Operation | null> => {
  const [row] = await reader.select().from(table).where(named(ids))
  return row === undefined ? null : toOperation(row)
}

/** The same, and nobody else changes it until the unit ends. */
export const lock = async (tx: Tx, ids: OperationIds): Promise<Operation | null> => {
  const [row] = await tx.select().from(table).where(named(ids)).for('update')
  return row === undefined ? null : toOperation(row)
}

/** So many that ended long ago go with each new one of the same association, so that none has to clear up for long. */
const mostForgotten = 20

/** Rows that another request removes meanwhile are left to it. */
const forget = (tx: Tx, { owner, createdAt }: Operation) => {
  const old = and(eq(table.ownerId, owner.id), lt(table.doneAt, forgottenBefore(createdAt)))
  const some = tx
    .select({ id: table.id })
    .from(table)
    .where(old)
    .limit(mostForgotten)
    .for('update', { skipLocked: true })
  return tx.delete(table).where(and(old, inArray(table.id, some)))
}

export const insert = async (tx: Tx, operation: Operation): Promise<Operation> => {
  await Promise.all([forget(tx, operation), tx.insert(table).values(toRow(operation))])
  return operation
}

export const save = async (tx: Tx, operation: Operation): Promise<Operation> => {
  const { progressPercent, response, error, updatedAt, doneAt } = toRow(operation)
  const ids = { associationId: operation.owner.id as AssociationId, operationId: operation.id }
  const [saved] = await tx
    .update(table)
    .set({ progressPercent, response, error, updatedAt, doneAt })
    .where(named(ids))
    .returning({ id: table.id })
  if (saved === undefined) throw new Error('The operation was locked and is not there to save.')
  return operation
}

const toOperation = (row: typeof table.$inferSelect): Operation => ({
  owner: { kind: 'association', id: row.ownerId as AssociationId },
  id: row.id as OperationId,
  kind: row.kind,
  subject: row.subject,
  progressPercent: row.progressPercent,
  response: row.response === null ? null : JSON.parse(row.response),
  error: row.error === null ? null : JSON.parse(row.error),
  createdBy: row.createdBy as PersonId,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  doneAt: row.doneAt,
})

const toRow = ({ owner, response, error, ...same }: Operation) => ({
  ...same,
  ownerId: owner.id,
  response: response === null ? null : canonicalJson(response),
  error: error === null ? null : canonicalJson(error),
})
