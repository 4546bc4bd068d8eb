// Whose house it is: somebody who is a member of an organization, or of another one of its owner, learns nothing of the
// panel that assesses it, also where the association lists panels. What such a list shows besides is its store's.
import { type AnyColumn, and, eq, exists, notExists, or, type SQL } from 'drizzle-orm'
import type { OrganizationId, PersonId } from '../core/ids.ts'
import type { Reader } from './handle.ts'
import { personOrganizations } from './tables/interests.ts'
import { organizationHomes } from './tables/organizations.ts'

const theirHouses = (
  reader: Reader,
  personId: PersonId,
  organizationId: AnyColumn | SQL | OrganizationId,
) => {
  // A group is one only within its association; who has no owner has none in common.
  const ofSameOwner = reader
    .select({ id: organizationHomes.organizationId })
    .from(organizationHomes)
    .where(
      and(
        eq(organizationHomes.organizationId, organizationId),
        eq(organizationHomes.ownerGroupId, personOrganizations.ownerGroupId),
        eq(organizationHomes.ownerGroupAssociationId, personOrganizations.ownerGroupAssociationId),
      ),
    )
  return reader
    .select({ id: personOrganizations.personId })
    .from(personOrganizations)
    .where(
      and(
        eq(personOrganizations.personId, personId),
        or(eq(personOrganizations.organizationId, organizationId), exists(ofSameOwner)),
      ),
    )
}

/**
 * Only rows that are not about an organization in which the reader is a member now, nor about another one of its owner.
 * Rights that were lent do not count: people of an association stay its own.
 */
export const notOfOwnHouse = (
  reader: Reader,
  personId: PersonId,
  organizationId: AnyColumn | SQL,
): SQL => notExists(theirHouses(reader, personId, organizationId))

/** The same for one organization: whether it is the reader's own, or of the owner of one that is. */
export const isOwnHouse = async (
  reader: Reader,
  {
    organizationId,
    personId,
  }: { readonly organizationId: OrganizationId; readonly personId: PersonId },
): Promise<boolean> => (await theirHouses(reader, personId, organizationId)).length > 0
