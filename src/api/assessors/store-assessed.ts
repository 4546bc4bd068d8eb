// Whom a person has assessed for an association, and until when: what the ban on consulting goes by.
import { and, eq, inArray } from 'drizzle-orm'
import { type Assessed, dayOf } from '../../core/assessor/ban.ts'
import type {
  AssignmentId,
  AssociationId,
  CycleId,
  OrganizationId,
  OwnerGroupId,
  SubmissionId,
} from '../../core/ids.ts'
import { cycleAssignments, cycleEntries } from '../../db/tables/entries.ts'
import type { Reader } from '../../db/unit.ts'
import type { AssessorIds } from './store.ts'

/** On the side of the panel. Assignments whose declaration was cleared, in the order in which they were proposed. */
export const assessedBy = async (
  reader: Reader,
  { associationId, personId }: AssessorIds,
): Promise<readonly Assessed[]> => {
  const rows = await reader
    .select({ assignment: cycleAssignments, entry: cycleEntries })
    .from(cycleAssignments)
    .innerJoin(
      cycleEntries,
      and(
        eq(cycleEntries.associationId, cycleAssignments.associationId),
        eq(cycleEntries.submissionId, cycleAssignments.submissionId),
      ),
    )
    .where(
      and(
        eq(cycleAssignments.associationId, associationId),
        eq(cycleAssignments.personId, personId),
        inArray(cycleAssignments.state, ['active', 'completed', 'recused', 'removed']),
        cycleAssignments.cleared,
      ),
    )
    .orderBy(cycleAssignments.proposedAt, cycleAssignments.id)
  return rows.map(({ assignment, entry }) => {
    const over = assignment.endedAt ?? (assignment.state === 'completed' ? entry.stateAt : null)
    return {
      assignmentId: assignment.id as AssignmentId,
      cycleId: assignment.cycleId as CycleId,
      organizationId: assignment.organizationId as OrganizationId,
      submissionId: assignment.submissionId as SubmissionId,
      ownerGroup:
        entry.ownerGroupAssociationId === null
          ? null
          : {
              associationId: entry.ownerGroupAssociationId as AssociationId,
              id: entry.ownerGroupId as OwnerGroupId,
            },
      over: over === null ? null : dayOf(over),
    }
  })
}
