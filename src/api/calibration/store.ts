// What is read for calibration: the final submissions of closed cycles, and what each assessor scored in the first round.
// Which of them count is decided in core.
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { CalibrationEntry, CalibrationScore } from '../../core/agreement/calibration.ts'
import type {
  AssociationId,
  CycleId,
  OrganizationId,
  PersonId,
  ProgrammeId,
  SubmissionId,
} from '../../core/ids.ts'
import { notOfOwnHouse } from '../../db/own-house.ts'
import { cycleEntries } from '../../db/tables/entries.ts'
import { cycles } from '../../db/tables/programmes.ts'
import { reviewScores, reviews } from '../../db/tables/reviews.ts'
import type { Reader } from '../../db/unit.ts'

type Seen = {
  readonly associationId: AssociationId
  readonly programmeId: ProgrammeId
  readonly readBy: PersonId
}

export type ClosedEntry = CalibrationEntry & { readonly organizationId: OrganizationId }

/** An organization that is in no owner group counts as one of its own. */
export const closedEntries = async (
  reader: Reader,
  { associationId, programmeId, readBy }: Seen,
): Promise<readonly ClosedEntry[]> => {
  const { cycleId, organizationId, submissionId, ownerGroupId } = cycleEntries
  const { closedAt } = cycles
  const rows = await reader
    .select({ cycleId, organizationId, submissionId, ownerGroupId, closedAt })
    .from(cycleEntries)
    .innerJoin(
      cycles,
      and(eq(cycles.associationId, cycleEntries.associationId), eq(cycles.id, cycleId)),
    )
    .where(
      and(
        eq(cycleEntries.associationId, associationId),
        eq(cycleEntries.programmeId, programmeId),
        eq(cycleEntries.state, 'final'),
        isNotNull(closedAt),
        notOfOwnHouse(reader, readBy, organizationId),
      ),
    )
    .orderBy(asc(cycleEntries.enteredAt), asc(organizationId))
  return rows.map((row) => ({
    cycleId: row.cycleId as CycleId,
    closedAt: row.closedAt as Date,
    organizationId: row.organizationId as OrganizationId,
    submissionId: row.submissionId as SubmissionId,
    ownerGroup: row.ownerGroupId ?? row.organizationId,
  }))
}

/** Of locked reviews; where an assessor could not judge there is none. */
export const firstScores = async (
  reader: Reader,
  { organizationId, submissionId }: Pick<ClosedEntry, 'organizationId' | 'submissionId'>,
): Promise<readonly CalibrationScore[]> => {
  const { code, percentBp } = reviewScores
  const rows = await reader
    .select({ personId: reviews.personId, code, percentBp })
    .from(reviews)
    .innerJoin(
      reviewScores,
      and(
        eq(reviewScores.organizationId, reviews.organizationId),
        eq(reviewScores.reviewId, reviews.id),
      ),
    )
    .where(
      and(
        eq(reviews.organizationId, organizationId),
        eq(reviews.submissionId, submissionId),
        eq(reviews.round, 1),
        eq(reviews.state, 'locked'),
        isNotNull(percentBp),
      ),
    )
    .orderBy(asc(reviews.personId), asc(code))
  return rows.map((row) => ({
    personId: row.personId as PersonId,
    code: row.code,
    percentBp: row.percentBp as number,
  }))
}
