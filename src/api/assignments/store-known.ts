// What is known of a person and an applicant before anybody decides: memberships, rights lent, earlier assessments,
// and the assessor's own word. The register's interests are rows of the assessors slice.
import { and, desc, eq, exists, gt, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { House, Interest } from '../../core/conflict/conflicts.ts'
import type { AssociationId, OrganizationId, OwnerGroupId, PersonId } from '../../core/ids.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import { cycleAssignments, cycleEntries } from '../../db/tables/entries.ts'
import { assessorInterests, lentRights, personOrganizations } from '../../db/tables/interests.ts'
import { keyOwners } from '../../db/tables/keys.ts'
import { cycles } from '../../db/tables/programmes.ts'
import type { Reader } from '../../db/unit.ts'

type Owned = {
  readonly organizationId: string
  readonly ownerGroupAssociationId: string | null
  readonly ownerGroupId: string | null
}

const toHouse = (row: Owned): House => ({
  organizationId: row.organizationId as OrganizationId,
  ownerGroup:
    row.ownerGroupAssociationId === null
      ? null
      : {
          associationId: row.ownerGroupAssociationId as AssociationId,
          id: row.ownerGroupId as OwnerGroupId,
        },
})

/** The organizations in which the person is a member now, with their owners. */
export const memberships = async (
  reader: Reader,
  personId: PersonId,
): Promise<readonly House[]> => {
  const rows = await reader
    .select()
    .from(personOrganizations)
    .where(eq(personOrganizations.personId, personId))
  return rows.map(toHouse)
}

/** The organizations that lent a right, in force now, to the person or to a key of theirs in whatever house. */
export const lenders = async (
  reader: Reader,
  personId: PersonId,
  now: Date,
): Promise<readonly House[]> => {
  const apps = reader
    .select({ id: keyOwners.keyId })
    .from(keyOwners)
    .where(eq(keyOwners.personId, personId))
  const rows = await reader
    .select()
    .from(lentRights)
    .where(
      and(
        or(eq(lentRights.granteeId, personId), inArray(lentRights.granteeId, apps)),
        isNull(lentRights.revokedAt),
        or(isNull(lentRights.expiresAt), gt(lentRights.expiresAt, now)),
      ),
    )
  return rows.map(toHouse)
}

/**
 * For the cycles of the programme before this one in which the applicant took part, the latest first: whether the person
 * assessed it. One that ran beside without it says nothing about the row.
 */
export const assessedBefore = async (
  reader: Reader,
  { associationId, programmeId, id, createdAt, settings }: Cycle,
  {
    organizationId,
    personId,
  }: { readonly organizationId: OrganizationId; readonly personId: PersonId },
): Promise<readonly boolean[]> => {
  // Built by itself: in a template of a select list, columns would lose their tables.
  const assessed = reader
    .select({ id: cycleAssignments.id })
    .from(cycleAssignments)
    .where(
      and(
        eq(cycleAssignments.associationId, cycles.associationId),
        eq(cycleAssignments.cycleId, cycles.id),
        eq(cycleAssignments.organizationId, organizationId),
        eq(cycleAssignments.personId, personId),
        inArray(cycleAssignments.state, ['active', 'completed']),
      ),
    )
  const tookPart = reader
    .select({ id: cycleEntries.cycleId })
    .from(cycleEntries)
    .where(
      and(
        eq(cycleEntries.associationId, cycles.associationId),
        eq(cycleEntries.cycleId, cycles.id),
        eq(cycleEntries.organizationId, organizationId),
        ne(cycleEntries.state, 'withdrawn'),
      ),
    )
  const rows = await reader
    .select({ assessed: sql<boolean>`exists ${assessed}` })
    .from(cycles)
    .where(
      and(
        eq(cycles.associationId, associationId),
        eq(cycles.programmeId, programmeId),
        ne(cycles.id, id),
        lt(cycles.createdAt, createdAt),
        inArray(cycles.state, ['assessing', 'closed']),
        or(exists(tookPart), exists(assessed)),
      ),
    )
    .orderBy(desc(cycles.createdAt), desc(cycles.id))
    .limit(settings.conflictWindows.earlierAssessmentCycles)
  return rows.map(({ assessed }) => assessed)
}

/** The person's own word, standing for every assignment of the association. */
export const ownInterests = async (
  reader: Reader,
  associationId: AssociationId,
  personId: PersonId,
): Promise<readonly Interest[]> => {
  const [row] = await reader
    .select({ interests: assessorInterests.interests })
    .from(assessorInterests)
    .where(
      and(
        eq(assessorInterests.associationId, associationId),
        eq(assessorInterests.personId, personId),
      ),
    )
  return row === undefined ? [] : (JSON.parse(row.interests) as Interest[])
}
