// What is known of a person and an applicant before anybody decides: memberships, rights lent, earlier assessments,
// and the assessor's own word. The register's interests are rows of the assessors slice.
import { and, desc, eq, gt, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { House, Interest } from '../../core/conflict/conflicts.ts'
import type { AssociationId, OrganizationId, OwnerGroupId, PersonId } from '../../core/ids.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import { cycleAssignments } from '../../db/tables/entries.ts'
import { grants } from '../../db/tables/grants.ts'
import { assessorInterests, personOrganizations } from '../../db/tables/interests.ts'
import { associationKeys } from '../../db/tables/keys.ts'
import { cycles } from '../../db/tables/programmes.ts'
import type { Reader } from '../../db/unit.ts'

/** The organizations in which the person is a member now, with their owners. */
export const memberships = (reader: Reader, personId: PersonId): Promise<readonly House[]> =>
  reader
    .select()
    .from(personOrganizations)
    .where(eq(personOrganizations.personId, personId))
    .then((rows) =>
      rows.map((row) => ({
        organizationId: row.organizationId as OrganizationId,
        ownerGroup:
          row.ownerGroupAssociationId === null
            ? null
            : {
                associationId: row.ownerGroupAssociationId as AssociationId,
                id: row.ownerGroupId as OwnerGroupId,
              },
      })),
    )

/** Whether the applicant lent a right that is in force to the person, or to an app of theirs in the association. */
export const isLentTo = async (
  reader: Reader,
  {
    organizationId,
    personId,
    associationId,
  }: {
    readonly organizationId: OrganizationId
    readonly personId: PersonId
    readonly associationId: AssociationId
  },
  now: Date,
): Promise<boolean> => {
  const apps = reader
    .select({ id: associationKeys.id })
    .from(associationKeys)
    .where(and(eq(associationKeys.ownerId, associationId), eq(associationKeys.personId, personId)))
  const rows = await reader
    .select({ id: grants.id })
    .from(grants)
    .where(
      and(
        eq(grants.organizationId, organizationId),
        isNull(grants.revokedAt),
        or(isNull(grants.expiresAt), gt(grants.expiresAt, now)),
        or(eq(grants.granteeId, personId), inArray(grants.granteeId, apps)),
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** For the cycles of the programme before this one, the latest first: whether the person assessed the applicant. */
export const assessedBefore = async (
  reader: Reader,
  { associationId, programmeId, id, createdAt, settings }: Cycle,
  {
    organizationId,
    personId,
  }: { readonly organizationId: OrganizationId; readonly personId: PersonId },
): Promise<readonly boolean[]> => {
  const rows = await reader
    .select({
      assessed: sql<boolean>`exists (select from ${cycleAssignments}
        where ${cycleAssignments.associationId} = ${cycles.associationId}
          and ${cycleAssignments.cycleId} = ${cycles.id}
          and ${cycleAssignments.organizationId} = ${organizationId}
          and ${cycleAssignments.personId} = ${personId}
          and ${cycleAssignments.state} in ('active', 'completed'))`,
    })
    .from(cycles)
    .where(
      and(
        eq(cycles.associationId, associationId),
        eq(cycles.programmeId, programmeId),
        ne(cycles.id, id),
        lt(cycles.createdAt, createdAt),
        inArray(cycles.state, ['assessing', 'closed']),
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
