// Rows of members, of organizations and of associations: the same questions to two tables.
// People themselves are in store-people.ts; person_associations follows by a trigger.
import { and, eq } from 'drizzle-orm'
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Owner, Role } from '../../core/context.ts'
import type { PersonId } from '../../core/ids.ts'
import type { Member } from '../../core/member/member.ts'
import { after, type Page, type Paged } from '../../db/page.ts'
import { associationMembers, associations } from '../../db/tables/associations.ts'
import { organizationMembers, organizations } from '../../db/tables/organizations.ts'
import { people } from '../../db/tables/people.ts'
import type { Reader, Tx } from '../../db/unit.ts'

/** A member with the name of the person. */
export type NamedMember = Member & { readonly displayName: string }

type MemberTable = {
  readonly table: PgTable
  readonly ownerId: AnyPgColumn
  readonly personId: AnyPgColumn
  readonly role: AnyPgColumn
  readonly createdAt: AnyPgColumn
  readonly revision: AnyPgColumn
}

const tables: Readonly<Record<Owner['kind'], MemberTable>> = {
  organization: {
    table: organizationMembers,
    ownerId: organizationMembers.organizationId,
    personId: organizationMembers.personId,
    role: organizationMembers.role,
    createdAt: organizationMembers.createdAt,
    revision: organizationMembers.revision,
  },
  association: {
    table: associationMembers,
    ownerId: associationMembers.associationId,
    personId: associationMembers.personId,
    role: associationMembers.role,
    createdAt: associationMembers.createdAt,
    revision: associationMembers.revision,
  },
}

const named = ({ personId, role, createdAt, revision }: MemberTable) => ({
  personId,
  role,
  createdAt,
  revision,
  displayName: people.displayName,
})

type Row = {
  readonly personId: unknown
  readonly role: unknown
  readonly createdAt: unknown
  readonly revision: unknown
  readonly displayName: string
}

const toMember = ({ personId, role, createdAt, revision, displayName }: Row): NamedMember => ({
  personId: personId as PersonId,
  role: role as Role,
  createdAt: createdAt as Date,
  revision: revision as number,
  displayName,
})

export const find = async (
  reader: Reader,
  owner: Owner,
  id: PersonId,
): Promise<NamedMember | null> => {
  const members = tables[owner.kind]
  const [row] = await reader
    .select(named(members))
    .from(members.table)
    .innerJoin(people, eq(people.id, members.personId))
    .where(and(eq(members.ownerId, owner.id), eq(members.personId, id)))
  return row === undefined ? null : toMember(row)
}

/** By person, in the order in which they were made known. */
export const list = async (
  reader: Reader,
  owner: Owner,
  page: Page,
): Promise<Paged<NamedMember>> => {
  const members = tables[owner.kind]
  const rows = await reader
    .select(named(members))
    .from(members.table)
    .innerJoin(people, eq(people.id, members.personId))
    .where(and(eq(members.ownerId, owner.id), after(page, members.personId)))
    .orderBy(members.personId)
    .limit(page.limit + 1)
  return page.close(rows, (row) => [row.personId as string], toMember)
}

/**
 * Changes of members queue up behind the row of their owner, so that each sees what the one before did.
 * False: there is no such owner.
 */
export const lockOwner = async (tx: Tx, { kind, id }: Owner): Promise<boolean> => {
  const { table, key } = owners[kind]
  const rows = await tx.select({ id: key }).from(table).where(eq(key, id)).for('no key update')
  return rows.length > 0
}

const owners: Readonly<Record<Owner['kind'], { table: PgTable; key: AnyPgColumn }>> = {
  organization: { table: organizations, key: organizations.organizationId },
  association: { table: associations, key: associations.id },
}

export const admins = async (reader: Reader, owner: Owner): Promise<readonly PersonId[]> => {
  const members = tables[owner.kind]
  const rows = await reader
    .select({ personId: members.personId })
    .from(members.table)
    .where(and(eq(members.ownerId, owner.id), eq(members.role, `${owner.kind}_admin`)))
    .orderBy(members.personId)
  return rows.map(({ personId }) => personId as PersonId)
}

/** Makes the person a member, or gives the role to one who is. */
export const put = async (
  tx: Tx,
  owner: Owner,
  { personId, role, createdAt, revision }: Member,
): Promise<void> => {
  const members = tables[owner.kind]
  await tx
    .insert(members.table)
    .values({ [`${owner.kind}Id`]: owner.id, personId, role, createdAt, revision })
    .onConflictDoUpdate({ target: [members.ownerId, members.personId], set: { role, revision } })
}

export const remove = async (tx: Tx, owner: Owner, personId: PersonId): Promise<void> => {
  const members = tables[owner.kind]
  await tx
    .delete(members.table)
    .where(and(eq(members.ownerId, owner.id), eq(members.personId, personId)))
}
