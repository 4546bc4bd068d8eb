// Assignments as the association and as the assessor list them: rows that the database writes beside those of the
// organizations. Conflicts and reasons are not among them.
import { and, asc, desc, eq, getTableColumns, inArray } from 'drizzle-orm'
import type { AssignmentState } from '../../core/assignment/life.ts'
import { waitsFor } from '../../core/assignment/waiting.ts'
import type {
  AssignmentId,
  AssociationId,
  CycleId,
  OrganizationId,
  PersonId,
  ProgrammeId,
  SubmissionId,
} from '../../core/ids.ts'
import { notOfOwnHouse } from '../../db/own-house.ts'
import { after, before, type Page, type Paged } from '../../db/page.ts'
import { cycleAssignments, cycleEntries, personAssignments } from '../../db/tables/entries.ts'
import { people } from '../../db/tables/people.ts'
import { cycles } from '../../db/tables/programmes.ts'
import { personSeats } from '../../db/tables/seats.ts'
import type { Reader } from '../../db/unit.ts'

export { isOwnHouse } from '../../db/own-house.ts'

type InCycle = { readonly associationId: AssociationId; readonly cycleId: CycleId }

/** Where an assignment is, for opening the unit in which it is decided. */
export type Place = {
  readonly assignmentId: AssignmentId
  readonly associationId: AssociationId
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
}

export type ListedAssignment = Omit<Place, 'assignmentId'> & {
  readonly id: AssignmentId
  readonly cycleId: CycleId
  readonly personId: PersonId
  readonly displayName: string
  readonly role: 'lead' | 'member'
  readonly state: AssignmentState
  readonly proposedBy: PersonId
  readonly proposedAt: Date
  readonly declaredAt: Date | null
  readonly waivedAt: Date | null
  readonly endedAt: Date | null
  readonly revision: number
}

const toListed = (
  row: typeof cycleAssignments.$inferSelect & { readonly displayName: string },
): ListedAssignment => ({
  ...row,
  id: row.id as AssignmentId,
  associationId: row.associationId as AssociationId,
  organizationId: row.organizationId as OrganizationId,
  submissionId: row.submissionId as SubmissionId,
  cycleId: row.cycleId as CycleId,
  personId: row.personId as PersonId,
  proposedBy: row.proposedBy as PersonId,
})

const ofCycle = ({ associationId, cycleId }: InCycle) =>
  and(eq(cycleAssignments.associationId, associationId), eq(cycleAssignments.cycleId, cycleId))

type Listing = InCycle & {
  readonly readBy: PersonId
  readonly submissionId: SubmissionId | null
  readonly state: AssignmentState | null
}

/** In the order in which they were proposed. */
export const list = async (
  reader: Reader,
  { readBy, submissionId, state, ...cycle }: Listing,
  page: Page,
): Promise<Paged<ListedAssignment>> => {
  const { proposedAt, id } = cycleAssignments
  const rows = await reader
    .select({ ...getTableColumns(cycleAssignments), displayName: people.displayName })
    .from(cycleAssignments)
    .innerJoin(people, eq(people.id, cycleAssignments.personId))
    .where(
      and(
        ofCycle(cycle),
        ...(submissionId === null ? [] : [eq(cycleAssignments.submissionId, submissionId)]),
        ...(state === null ? [] : [eq(cycleAssignments.state, state)]),
        notOfOwnHouse(reader, readBy, cycleAssignments.organizationId),
        after(page, proposedAt, id),
      ),
    )
    .orderBy(asc(proposedAt), asc(id))
    .limit(page.limit + 1)
  return page.close(rows, (row) => [row.proposedAt, row.id], toListed)
}

/** Where an assignment of the cycle is; null also where its organization is the reader's own. */
export const placeIn = async (
  reader: Reader,
  cycle: InCycle & { readonly assignmentId: AssignmentId },
  readBy: PersonId,
): Promise<Place | null> => {
  const [row] = await reader
    .select()
    .from(cycleAssignments)
    .where(
      and(
        ofCycle(cycle),
        eq(cycleAssignments.id, cycle.assignmentId),
        notOfOwnHouse(reader, readBy, cycleAssignments.organizationId),
      ),
    )
  return row === undefined
    ? null
    : {
        assignmentId: cycle.assignmentId,
        associationId: row.associationId as AssociationId,
        organizationId: row.organizationId as OrganizationId,
        submissionId: row.submissionId as SubmissionId,
      }
}

/** An own one, with the moment from which reviews may begin; null: nobody can say yet. */
export type OwnPlace = Place & { readonly reviewsFrom: Date | null }

/** What tells that moment is the person's own, and read on no house's side: here, and not with the assignment. */
const ownPlaces = (reader: Reader) =>
  reader
    .select({
      assignmentId: personAssignments.assignmentId,
      associationId: personAssignments.associationId,
      organizationId: personAssignments.organizationId,
      submissionId: personAssignments.submissionId,
      reviewsFrom: personSeats.reviewsFrom,
    })
    .from(personAssignments)
    .leftJoin(
      personSeats,
      and(
        eq(personSeats.personId, personAssignments.personId),
        eq(personSeats.assignmentId, personAssignments.assignmentId),
      ),
    )

type Row = Awaited<ReturnType<typeof ownPlaces>>[number]

const toPlace = (row: Row): OwnPlace => ({
  reviewsFrom: row.reviewsFrom,
  assignmentId: row.assignmentId as AssignmentId,
  associationId: row.associationId as AssociationId,
  organizationId: row.organizationId as OrganizationId,
  submissionId: row.submissionId as SubmissionId,
})

/** Where the assignments of a person are, newest first. */
export const placesOf = async (
  reader: Reader,
  personId: PersonId,
  page: Page,
): Promise<Paged<OwnPlace>> => {
  const rows = await ownPlaces(reader)
    .where(
      and(eq(personAssignments.personId, personId), before(page, personAssignments.assignmentId)),
    )
    .orderBy(desc(personAssignments.assignmentId))
    .limit(page.limit + 1)
  return page.close(rows, (row) => [row.assignmentId], toPlace)
}

export const placeOf = async (
  reader: Reader,
  personId: PersonId,
  assignmentId: AssignmentId,
): Promise<OwnPlace | null> => {
  const [row] = await ownPlaces(reader).where(
    and(eq(personAssignments.personId, personId), eq(personAssignments.assignmentId, assignmentId)),
  )
  return row === undefined ? null : toPlace(row)
}

/** An assignment with what its assessor may know of the applicant and the cycle before a declaration. */
export type Brief = Awaited<ReturnType<typeof briefs>>[number]

/** Those of a person in one association. */
export const briefs = async (
  reader: Reader,
  {
    associationId,
    personId,
    now,
  }: {
    readonly associationId: AssociationId
    readonly personId: PersonId
    readonly now: Date
  },
  places: readonly OwnPlace[],
) => {
  const ids = places.map(({ assignmentId }) => assignmentId)
  const reviewsFrom = (id: string): Date | null =>
    places.find(({ assignmentId }) => assignmentId === id)?.reviewsFrom ?? null
  const rows = await reader
    .select({
      assignment: cycleAssignments,
      entry: cycleEntries,
      cycleName: cycles.name,
    })
    .from(cycleAssignments)
    .innerJoin(
      cycleEntries,
      and(
        eq(cycleEntries.associationId, cycleAssignments.associationId),
        eq(cycleEntries.submissionId, cycleAssignments.submissionId),
      ),
    )
    .innerJoin(
      cycles,
      and(
        eq(cycles.associationId, cycleAssignments.associationId),
        eq(cycles.id, cycleAssignments.cycleId),
      ),
    )
    .where(
      and(
        eq(cycleAssignments.associationId, associationId),
        eq(cycleAssignments.personId, personId),
        inArray(cycleAssignments.id, ids),
      ),
    )
  return rows.map(({ assignment, entry, cycleName }) => ({
    id: assignment.id as AssignmentId,
    associationId,
    organizationId: assignment.organizationId as OrganizationId,
    submissionId: assignment.submissionId as SubmissionId,
    role: assignment.role,
    state: assignment.state,
    waitsFor: waitsFor({ state: assignment.state, reviewsFrom: reviewsFrom(assignment.id), now }),
    proposedAt: assignment.proposedAt,
    declaredAt: assignment.declaredAt,
    endedAt: assignment.endedAt,
    cleared: assignment.cleared,
    over: assignment.endedAt ?? (assignment.state === 'completed' ? entry.stateAt : null),
    cycle: {
      id: assignment.cycleId as CycleId,
      programmeId: entry.programmeId as ProgrammeId,
      name: cycleName,
    },
    applicant: {
      name: entry.name,
      ownerGroupName: entry.ownerGroupName,
      sector:
        entry.sectorScheme === null
          ? null
          : {
              scheme: entry.sectorScheme,
              division: entry.sectorDivision as string,
              section: entry.sectorSection as string,
            },
      region: entry.region,
    },
  }))
}
