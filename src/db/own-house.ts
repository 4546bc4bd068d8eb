// Whose house it is: somebody who is a member of an organization learns nothing of the panel that assesses it, also
// where the association lists panels. What such a list shows besides is its store's.
import { type AnyColumn, and, eq, notExists, type SQL } from 'drizzle-orm'
import type { OrganizationId, PersonId } from '../core/ids.ts'
import type { Reader } from './handle.ts'
import { personOrganizations } from './tables/interests.ts'

const ofHouse = (personId: PersonId, organizationId: AnyColumn | SQL | string) =>
  and(
    eq(personOrganizations.personId, personId),
    eq(personOrganizations.organizationId, organizationId),
  )

/**
 * Only rows that are not about an organization in which the reader is a member now. Rights that were lent do not count:
 * people of an association stay its own.
 */
export const notOfOwnHouse = (
  reader: Reader,
  personId: PersonId,
  organizationId: AnyColumn | SQL,
): SQL =>
  notExists(
    reader
      .select({ id: personOrganizations.personId })
      .from(personOrganizations)
      .where(ofHouse(personId, organizationId)),
  )

/** The same for one organization: whether it is the reader's own. */
export const isOwnHouse = async (
  reader: Reader,
  {
    organizationId,
    personId,
  }: { readonly organizationId: OrganizationId; readonly personId: PersonId },
): Promise<boolean> => {
  const rows = await reader
    .select({ id: personOrganizations.personId })
    .from(personOrganizations)
    .where(ofHouse(personId, organizationId))
  return rows.length > 0
}
