// Rows of grants, and whether those they are meant for exist.
import { and, eq } from 'drizzle-orm'
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Grantee, LentRight } from '../../core/grant/grant.ts'
import type { GrantId, OrganizationId, PersonId } from '../../core/ids.ts'
import { after, type Page, type Paged } from '../../db/page.ts'
import { associations } from '../../db/tables/associations.ts'
import { grants } from '../../db/tables/grants.ts'
import { keyOwners } from '../../db/tables/keys.ts'
import { people } from '../../db/tables/people.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type GrantIds = { readonly organizationId: OrganizationId; readonly grantId: GrantId }

const one = ({ organizationId, grantId }: GrantIds) =>
  and(eq(grants.organizationId, organizationId), eq(grants.id, grantId))

export const find = async (reader: Reader, ids: GrantIds): Promise<LentRight | null> => {
  const [row] = await reader.select().from(grants).where(one(ids))
  return row === undefined ? null : toGrant(row)
}

export const lock = async (tx: Tx, ids: GrantIds): Promise<LentRight | null> => {
  const [row] = await tx.select().from(grants).where(one(ids)).for('update')
  return row === undefined ? null : toGrant(row)
}

/** Oldest first; revoked ones too. */
export const list = async (
  reader: Reader,
  organizationId: OrganizationId,
  page: Page,
): Promise<Paged<LentRight>> => {
  const rows = await reader
    .select()
    .from(grants)
    .where(and(eq(grants.organizationId, organizationId), after(page, grants.id)))
    .orderBy(grants.id)
    .limit(page.limit + 1)
  return page.close(rows, (row) => [row.id], toGrant)
}

const grantees: Readonly<Record<Grantee['kind'], { table: PgTable; id: AnyPgColumn }>> = {
  person: { table: people, id: people.id },
  key: { table: keyOwners, id: keyOwners.keyId },
  association: { table: associations, id: associations.id },
}

export const granteeExists = async (reader: Reader, { kind, id }: Grantee): Promise<boolean> => {
  const known = grantees[kind]
  const rows = await reader.select({ id: known.id }).from(known.table).where(eq(known.id, id))
  return rows.length > 0
}

export const insert = async (
  tx: Tx,
  organizationId: OrganizationId,
  grant: LentRight,
): Promise<LentRight> => {
  await tx.insert(grants).values(toRow(organizationId, grant))
  return grant
}

export const save = async (
  tx: Tx,
  organizationId: OrganizationId,
  grant: LentRight,
): Promise<void> => {
  const saved = await tx
    .update(grants)
    .set(toRow(organizationId, grant))
    .where(one({ organizationId, grantId: grant.id }))
    .returning({ id: grants.id })
  if (saved.length !== 1) throw new Error('The grant was locked and is not there to save.')
}

const toGrant = ({ granteeKind, granteeId, ...row }: typeof grants.$inferSelect): LentRight => ({
  id: row.id as GrantId,
  grantee: { kind: granteeKind, id: granteeId } as Grantee,
  scopes: row.scopes,
  purpose: row.purpose,
  expiresAt: row.expiresAt,
  createdBy: row.createdBy as PersonId,
  createdAt: row.createdAt,
  revokedAt: row.revokedAt,
  revokedBy: row.revokedBy as PersonId | null,
  revision: row.revision,
})

const toRow = (organizationId: OrganizationId, { grantee, ...same }: LentRight) => ({
  ...same,
  organizationId,
  granteeKind: grantee.kind,
  granteeId: grantee.id,
})
