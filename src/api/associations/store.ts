// Rows of associations: the tree, the roster of organizations, the owner groups.
// Members are in the members slice; what follows from a role in the tree is db/standing.
import { and, eq, sql } from 'drizzle-orm'
import type { Association, OwnerGroup, RosterEntry } from '../../core/association/association.ts'
import type { Owner } from '../../core/context.ts'
import type { AssociationId, OrganizationId, OwnerGroupId } from '../../core/ids.ts'
import { after, type Page, type Paged } from '../../db/page.ts'
import {
  associationOrganizations,
  associations,
  ownerGroups,
} from '../../db/tables/associations.ts'
import { organizationHomes } from '../../db/tables/organizations.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export const find = async (reader: Reader, id: AssociationId): Promise<Association | null> => {
  const [row] = await reader.select().from(associations).where(eq(associations.id, id))
  return row === undefined ? null : toAssociation(row)
}

/**
 * The association of a house (its own, or the one in which an organization is at home) and all above it, the
 * nearest first.
 */
export const lineOf = async (
  reader: Reader,
  { kind, id }: Owner,
): Promise<readonly AssociationId[]> => {
  const home =
    kind === 'association'
      ? sql`${id}::uuid`
      : sql`(select ${organizationHomes.associationId} from ${organizationHomes} where ${eq(organizationHomes.organizationId, id)})`
  const [row] = await reader
    .select({
      line: sql<readonly AssociationId[]>`(
        with recursive up as (
          select a.id, a.parent_id, 0 as steps from associations a where a.id = ${home}
          union
          select a.id, a.parent_id, up.steps + 1 from associations a join up on a.id = up.parent_id
        )
        select coalesce(json_agg(up.id order by up.steps), '[]') from up)`,
    })
    .from(sql`(select 1) as one`)
  return row?.line ?? []
}

/**
 * Nobody else who asks for this goes on until the unit ends; references to the association are not kept waiting.
 */
export const queueUp = async (tx: Tx, id: AssociationId): Promise<void> => {
  await tx
    .select({ id: associations.id })
    .from(associations)
    .where(eq(associations.id, id))
    .for('no key update')
}

/** All of them, parents before their chapters: ids are in the order of making. */
export const list = (reader: Reader): Promise<readonly Association[]> =>
  reader
    .select()
    .from(associations)
    .orderBy(associations.id)
    .then((rows) => rows.map(toAssociation))

export const insert = async (tx: Tx, association: Association): Promise<void> => {
  await tx.insert(associations).values(association)
}

const toAssociation = (row: typeof associations.$inferSelect): Association => ({
  ...row,
  id: row.id as AssociationId,
  parentId: row.parentId as AssociationId | null,
})

export const findOwnerGroup = async (
  reader: Reader,
  associationId: AssociationId,
  id: OwnerGroupId,
): Promise<OwnerGroup | null> => {
  const [row] = await reader
    .select()
    .from(ownerGroups)
    .where(and(eq(ownerGroups.associationId, associationId), eq(ownerGroups.id, id)))
  return row === undefined
    ? null
    : { ...row, associationId, id, representativeId: row.representativeId as OrganizationId | null }
}

export const insertOwnerGroup = async (tx: Tx, group: OwnerGroup): Promise<void> => {
  await tx.insert(ownerGroups).values(group)
}

/** Puts an organization on the roster, or writes its present name there. */
export const enrol = async (
  tx: Tx,
  associationId: AssociationId,
  entry: RosterEntry,
): Promise<void> => {
  await tx
    .insert(associationOrganizations)
    .values({ associationId, ...entry })
    .onConflictDoUpdate({
      target: [associationOrganizations.associationId, associationOrganizations.organizationId],
      set: { name: entry.name },
    })
}

/** By name, in byte order. */
export const listRoster = async (
  reader: Reader,
  associationId: AssociationId,
  page: Page,
): Promise<Paged<RosterEntry>> => {
  const { name, organizationId } = associationOrganizations
  const rows = await reader
    .select()
    .from(associationOrganizations)
    .where(
      and(
        eq(associationOrganizations.associationId, associationId),
        after(page, name, organizationId),
      ),
    )
    .orderBy(name, organizationId)
    .limit(page.limit + 1)
  return page.close(
    rows,
    (row) => [row.name, row.organizationId],
    (row) => ({
      organizationId: row.organizationId as OrganizationId,
      name: row.name,
      createdAt: row.createdAt,
    }),
  )
}
