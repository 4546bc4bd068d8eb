// What is known of a person and an applicant before anybody decides, for every decision that asks for conflicts: the
// register's interests and the person's own word, memberships, rights lent, earlier assessments.
// What it comes to is decided in core/assignment and core/conflict.
import { and, desc, eq, exists, gt, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { Known } from '../../core/assignment/proposing.ts'
import type { House, Interest } from '../../core/conflict/conflicts.ts'
import type { AssociationId, OrganizationId, OwnerGroupId, PersonId } from '../../core/ids.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import { cycleAssignments, cycleEntries } from '../../db/tables/entries.ts'
import { assessorInterests, lentRights, personOrganizations } from '../../db/tables/interests.ts'
import { keyOwners } from '../../db/tables/keys.ts'
import { organizations } from '../../db/tables/organizations.ts'
import { assessors, cycles } from '../../db/tables/programmes.ts'
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

type Ids = { readonly organizationId: OrganizationId; readonly personId: PersonId }

/**
 * Null: there is no such organization. The unit reaches it and the association, on the side of the panel. `cycle`: null
 * for none in particular, before which nobody assessed anything.
 */
export const knownOf = async (
  reader: Reader,
  { associationId, cycle }: { readonly associationId: AssociationId; readonly cycle: Cycle | null },
  ids: Ids,
  now: Date,
): Promise<Known | null> => {
  const { organizationId, personId } = ids
  const [applicant, registered, own, members, lent, assessed] = await Promise.all([
    houseOf(reader, organizationId),
    registeredInterests(reader, associationId, personId),
    ownInterests(reader, associationId, personId),
    memberships(reader, personId),
    lenders(reader, personId, now),
    cycle === null ? [] : assessedBefore(reader, cycle, ids),
  ])
  if (applicant === null) return null
  const interests = [...registered, ...own]
  return { applicant, interests, actsFor: [...members, ...lent], assessedBefore: assessed }
}

const houseOf = async (reader: Reader, organizationId: OrganizationId): Promise<House | null> => {
  const { ownerGroupAssociationId, ownerGroupId } = organizations
  const [row] = await reader
    .select({
      organizationId: organizations.organizationId,
      ownerGroupAssociationId,
      ownerGroupId,
    })
    .from(organizations)
    .where(eq(organizations.organizationId, organizationId))
  return row === undefined ? null : toHouse(row)
}

/** The organizations in which the person is a member now, with their owners. */
const memberships = async (reader: Reader, personId: PersonId): Promise<readonly House[]> => {
  const rows = await reader
    .select()
    .from(personOrganizations)
    .where(eq(personOrganizations.personId, personId))
  return rows.map(toHouse)
}

/** The organizations that lent a right, in force now, to the person or to a key of theirs in whatever house. */
const lenders = async (
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
const assessedBefore = async (
  reader: Reader,
  { associationId, programmeId, id, createdAt, settings }: Cycle,
  { organizationId, personId }: Ids,
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

/** What the register of the association says; whoever is not in it, or not any more, has none there. */
const registeredInterests = async (
  reader: Reader,
  associationId: AssociationId,
  personId: PersonId,
): Promise<readonly Interest[]> => {
  const [row] = await reader
    .select({ interests: assessors.interests })
    .from(assessors)
    .where(and(eq(assessors.associationId, associationId), eq(assessors.personId, personId)))
  return interestsIn(row)
}

/** The person's own word, standing for every assignment of the association. */
const ownInterests = async (
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
  return interestsIn(row)
}

const interestsIn = (row: { readonly interests: string } | undefined): readonly Interest[] =>
  row === undefined ? [] : (JSON.parse(row.interests) as Interest[])
