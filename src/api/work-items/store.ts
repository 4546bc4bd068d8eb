// What is read of an assessor's own seats: where they are, and how far each is, by states alone.
// What follows from it is decided in core/work-item; rows of cycles are read in store-cycle.ts.
import { and, desc, eq, inArray, ne, or } from 'drizzle-orm'
import type { Principal } from '../../core/context.ts'
import type {
  AssignmentId,
  AssociationId,
  CycleId,
  OrganizationId,
  OwnerGroupId,
  ProgrammeId,
  SubmissionId,
} from '../../core/ids.ts'
import type { OwnConsensus, Seat, SeatEntry } from '../../core/work-item/assessor.ts'
import { toldSeats } from '../../db/own-seats.ts'
import { before, type Page } from '../../db/page.ts'
import { personSeats } from '../../db/tables/seats.ts'
import type { Reader } from '../../db/unit.ts'

const { personId, assignmentId, state, role, submissionState } = personSeats

/** Whatever may wait: work that is asked for or done, and of leads what a final submission's report needs. */
const mayWait = or(
  and(inArray(state, ['proposed', 'active']), inArray(submissionState, ['submitted', 'in_review'])),
  and(eq(state, 'completed'), eq(role, 'lead'), ne(submissionState, 'withdrawn')),
)

/**
 * All that come after the page before and may wait, the last made first: ids are in the order of making. So many as one
 * person works on at a time.
 */
export const seatsOf = async (
  reader: Reader,
  { principal, now }: { readonly principal: Principal; readonly now: Date },
  page: Page,
): Promise<readonly Seat[]> => {
  const rows = await reader
    .select()
    .from(personSeats)
    .where(
      and(
        eq(personId, principal.personId),
        mayWait,
        toldSeats(reader, principal, now),
        before(page, assignmentId),
      ),
    )
    .orderBy(desc(assignmentId))
  return rows.map(toSeat)
}

type Row = typeof personSeats.$inferSelect

const toSeat = (row: Row): Seat => ({
  assignment: { id: row.assignmentId as AssignmentId, role: row.role, state: row.state },
  since: row.since,
  cycleName: row.cycleName,
  closedAt: row.closedAt,
  quorum: row.quorum,
  entry: entryOf(row),
  own: row.ownReview,
  reviewsFrom: row.reviewsFrom,
  isAdmitted: row.admitted,
  panel:
    row.othersLocked === null || row.othersWriting === null
      ? null
      : { locked: row.othersLocked, writing: row.othersWriting },
  consensus: consensusOf(row),
  report:
    row.reportVersion === null || row.reportState === null
      ? null
      : { version: row.reportVersion, state: row.reportState },
})

const consensusOf = (row: Row): OwnConsensus | null =>
  row.consensusState === null
    ? null
    : {
        state: row.consensusState,
        isVisitDue: row.visitDue,
        visit: row.visitState,
        hasRenewed: row.renewed,
        hasApproved: row.approved,
        isObjected: row.objected === true,
        roundDueAt: row.roundDueAt,
      }

const entryOf = (row: Row): SeatEntry => ({
  associationId: row.associationId as AssociationId,
  programmeId: row.programmeId as ProgrammeId,
  cycleId: row.cycleId as CycleId,
  organizationId: row.organizationId as OrganizationId,
  submissionId: row.submissionId as SubmissionId,
  name: row.name,
  ownerGroup:
    row.ownerGroupAssociationId === null || row.ownerGroupId === null
      ? null
      : {
          associationId: row.ownerGroupAssociationId as AssociationId,
          id: row.ownerGroupId as OwnerGroupId,
          name: row.ownerGroupName,
        },
  sector:
    row.sectorScheme === null || row.sectorDivision === null || row.sectorSection === null
      ? null
      : { scheme: row.sectorScheme, division: row.sectorDivision, section: row.sectorSection },
  region: row.region,
  state: row.submissionState,
})
