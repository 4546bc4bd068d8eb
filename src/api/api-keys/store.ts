// Rows of API keys, of organizations and of associations; the two tables are of one make.
// How a caller's key is found before any tenant is known is in finders.ts.
import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import type { ApiKey } from '../../core/api-key/api-key.ts'
import type { Owner } from '../../core/context.ts'
import type { ApiKeyId, PersonId } from '../../core/ids.ts'
import { after, type Page, type Paged } from '../../db/page.ts'
import { prepared } from '../../db/prepared.ts'
import { associationKeys, organizationKeys } from '../../db/tables/keys.ts'
import type { Reader, Tx } from '../../db/unit.ts'

type Table = typeof organizationKeys
const tables: Readonly<Record<Owner['kind'], Table>> = {
  organization: organizationKeys,
  association: associationKeys,
}

const one = (table: Table, owner: Owner, id: ApiKeyId) =>
  and(eq(table.ownerId, owner.id), eq(table.id, id))

const byIdIn = (table: Table) =>
  prepared((db) =>
    db
      .select()
      .from(table)
      .where(
        and(eq(table.ownerId, sql.placeholder('ownerId')), eq(table.id, sql.placeholder('id'))),
      ),
  )
const byId = {
  organization: byIdIn(tables.organization),
  association: byIdIn(tables.association),
}

export const find = async (reader: Reader, owner: Owner, id: ApiKeyId): Promise<ApiKey | null> => {
  const [row] = await byId[owner.kind](reader, { ownerId: owner.id, id })
  return row === undefined ? null : toApiKey(row)
}

export const lock = async (tx: Tx, owner: Owner, id: ApiKeyId): Promise<ApiKey | null> => {
  const table = tables[owner.kind]
  const [row] = await tx
    .select()
    .from(table)
    .where(one(table, owner, id))
    .for('update')
  return row === undefined ? null : toApiKey(row)
}

/** Oldest first; those that are over too. */
export const list = async (reader: Reader, owner: Owner, page: Page): Promise<Paged<ApiKey>> => {
  const table = tables[owner.kind]
  const rows = await reader
    .select()
    .from(table)
    .where(and(eq(table.ownerId, owner.id), after(page, table.id)))
    .orderBy(table.id)
    .limit(page.limit + 1)
  return page.close(rows, (row) => [row.id], toApiKey)
}

export const insert = async (tx: Tx, owner: Owner, key: ApiKey): Promise<void> => {
  await tx.insert(tables[owner.kind]).values(toRow(owner, key))
}

export const save = async (tx: Tx, owner: Owner, key: ApiKey): Promise<void> => {
  const table = tables[owner.kind]
  const { lastUsedAt, ...changed } = toRow(owner, key)
  const saved = await tx
    .update(table)
    .set(changed)
    .where(one(table, owner, key.id))
    .returning({ id: table.id })
  if (saved.length !== 1) throw new Error('The key was locked and is not there to save.')
}

/** Notes when keys were last used; a later note stays. */
export const touch = async (
  tx: Tx,
  owner: Owner,
  ids: readonly ApiKeyId[],
  at: Date,
): Promise<void> => {
  const table = tables[owner.kind]
  await tx
    .update(table)
    .set({ lastUsedAt: at })
    .where(
      and(
        eq(table.ownerId, owner.id),
        inArray(table.id, [...ids]),
        or(isNull(table.lastUsedAt), lt(table.lastUsedAt, at)),
      ),
    )
}

const toApiKey = ({
  ownerId,
  previousDigest,
  previousUntil,
  ...row
}: typeof organizationKeys.$inferSelect): ApiKey => ({
  ...row,
  id: row.id as ApiKeyId,
  personId: row.personId as PersonId,
  revokedBy: row.revokedBy as PersonId | null,
  previous:
    previousDigest === null || previousUntil === null
      ? null
      : { digest: previousDigest, until: previousUntil },
})

const toRow = (owner: Owner, { previous, ...same }: ApiKey) => ({
  ...same,
  ownerId: owner.id,
  previousDigest: previous?.digest ?? null,
  previousUntil: previous?.until ?? null,
})
