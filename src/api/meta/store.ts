// What the service knows of a caller: the person, the key, the roles. Only ever asked about oneself.
import { and, eq } from 'drizzle-orm'
import type { AssociationRole, OrganizationRole, Owner } from '../../core/context.ts'
import type { ApiKeyId, AssociationId, OrganizationId, PersonId } from '../../core/ids.ts'
import { personAssociations } from '../../db/tables/associations.ts'
import { associationKeys, organizationKeys } from '../../db/tables/keys.ts'
import { organizationMembers } from '../../db/tables/organizations.ts'
import { people } from '../../db/tables/people.ts'
import type { Reader } from '../../db/unit.ts'

export const findPerson = async (reader: Reader, id: PersonId) => {
  const [row] = await reader
    .select({ displayName: people.displayName })
    .from(people)
    .where(eq(people.id, id))
  return row === undefined ? null : { id, displayName: row.displayName }
}

/** In every association, in the order of their making. */
export const associationRoles = async (
  reader: Reader,
  personId: PersonId,
): Promise<readonly { readonly owner: Owner; readonly role: AssociationRole }[]> => {
  const rows = await reader
    .select()
    .from(personAssociations)
    .where(eq(personAssociations.personId, personId))
    .orderBy(personAssociations.associationId)
  return rows.map(({ associationId, role }) => ({
    owner: { kind: 'association', id: associationId as AssociationId },
    role,
  }))
}

export const organizationRole = async (
  reader: Reader,
  organizationId: OrganizationId,
  personId: PersonId,
): Promise<OrganizationRole | null> => {
  const [row] = await reader
    .select({ role: organizationMembers.role })
    .from(organizationMembers)
    .where(
      and(
        eq(organizationMembers.organizationId, organizationId),
        eq(organizationMembers.personId, personId),
      ),
    )
  return row?.role ?? null
}

export const findKey = async (reader: Reader, owner: Owner, id: ApiKeyId) => {
  const table = owner.kind === 'organization' ? organizationKeys : associationKeys
  const [row] = await reader
    .select({ label: table.label, expiresAt: table.expiresAt })
    .from(table)
    .where(and(eq(table.ownerId, owner.id), eq(table.id, id)))
  return row === undefined ? null : { id, owner, ...row }
}
