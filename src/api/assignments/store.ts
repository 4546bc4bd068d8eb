// Rows of assignments: an organization's own, on the side of the panel. What associations and assessors list of them is
// written beside by the database and read in store-lists.ts.
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Assignment, Leading } from '../../core/assignment/assignment.ts'
import type { DeclaredInterest } from '../../core/assignment/declaring.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type {
  AssignmentId,
  AssociationId,
  CycleId,
  OrganizationId,
  PersonId,
  ReviewId,
  SubmissionId,
} from '../../core/ids.ts'
import type { CycleSettings } from '../../core/programme/settings.ts'
import type { Review } from '../../core/review/review.ts'
import { consensuses } from '../../db/tables/consensuses.ts'
import { declarations } from '../../db/tables/interests.ts'
import { assignments, reviews } from '../../db/tables/reviews.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type Ids = { readonly organizationId: OrganizationId; readonly assignmentId: AssignmentId }
type OfSubmission = { readonly organizationId: OrganizationId; readonly submissionId: SubmissionId }
export type StoredAssignment = Assignment & { readonly associationId: AssociationId }

const theAssignment = ({ organizationId, assignmentId }: Ids) =>
  and(eq(assignments.organizationId, organizationId), eq(assignments.id, assignmentId))

export const find = async (reader: Reader, ids: Ids): Promise<StoredAssignment | null> => {
  const [row] = await reader.select().from(assignments).where(theAssignment(ids))
  return row === undefined ? null : toAssignment(row)
}

/** The same, and nobody else changes it until the unit ends. */
export const lock = async (tx: Tx, ids: Ids): Promise<StoredAssignment | null> => {
  const [row] = await tx.select().from(assignments).where(theAssignment(ids)).for('update')
  return row === undefined ? null : toAssignment(row)
}

/** All of one submission, ended ones too, in the order in which they were proposed; none changes until the unit ends. */
export const lockOfSubmission = (
  tx: Tx,
  { organizationId, submissionId }: OfSubmission,
): Promise<readonly StoredAssignment[]> =>
  tx
    .select()
    .from(assignments)
    .where(
      and(
        eq(assignments.organizationId, organizationId),
        eq(assignments.submissionId, submissionId),
      ),
    )
    .orderBy(assignments.proposedAt, assignments.id)
    .for('update')
    .then((rows) => rows.map(toAssignment))

/**
 * `selfScores`, `benchmarks`: as its cycle says; its rules are frozen by now. A second one of the same person, or a second
 * lead, meets `already-exists`: the keys say so.
 */
export const insert = async (
  tx: Tx,
  assignment: StoredAssignment,
  { selfScores, benchmarks }: Pick<CycleSettings, 'selfScores' | 'benchmarks'>,
): Promise<StoredAssignment> => {
  await tx.insert(assignments).values({ ...toRow(assignment), selfScores, benchmarks })
  return assignment
}

/** Saves a locked assignment, one revision later than it was. */
export const save = async (tx: Tx, assignment: StoredAssignment): Promise<StoredAssignment> => {
  const { organizationId, id, revision } = assignment
  const [saved] = await tx
    .update(assignments)
    .set(toRow(assignment))
    .where(
      and(
        theAssignment({ organizationId, assignmentId: id }),
        eq(assignments.revision, revision - 1),
      ),
    )
    .returning({ id: assignments.id })
  if (saved === undefined) throw new Error('The assignment was locked and is not there to save.')
  return assignment
}

export const keepDeclaration = async (
  tx: Tx,
  { organizationId, assignmentId }: Ids,
  declared: { readonly interests: readonly DeclaredInterest[]; readonly declaredAt: Date },
): Promise<void> => {
  const { interests, declaredAt } = declared
  await tx
    .insert(declarations)
    .values({ organizationId, assignmentId, interests: canonicalJson(interests), declaredAt })
}

/** What was declared; null: nothing yet. */
export const declarationOf = async (
  reader: Reader,
  { organizationId, assignmentId }: Ids,
): Promise<readonly DeclaredInterest[] | null> => {
  const [row] = await reader
    .select({ interests: declarations.interests })
    .from(declarations)
    .where(
      and(
        eq(declarations.organizationId, organizationId),
        eq(declarations.assignmentId, assignmentId),
      ),
    )
  return row === undefined ? null : (JSON.parse(row.interests) as DeclaredInterest[])
}

type OfPerson = OfSubmission & { readonly personId: PersonId }

/** All reviews of one assessor, which nobody writes in until the unit ends, and whether a consensus is open. */
export const lockReviews = async (
  tx: Tx,
  { organizationId, submissionId, personId }: OfPerson,
): Promise<{ readonly reviews: readonly OwnReview[]; readonly isOpened: boolean }> => {
  const own = await tx
    .select({
      id: reviews.id,
      state: reviews.state,
      version: reviews.version,
      revision: reviews.revision,
    })
    .from(reviews)
    .where(
      and(
        eq(reviews.organizationId, organizationId),
        eq(reviews.submissionId, submissionId),
        eq(reviews.personId, personId),
      ),
    )
    .for('update')
  return {
    reviews: own.map(({ id, ...more }) => ({ ...more, id: id as ReviewId, submissionId })),
    isOpened: await isOpened(tx, { organizationId, submissionId }),
  }
}

const isOpened = async (
  reader: Reader,
  { organizationId, submissionId }: OfSubmission,
): Promise<boolean> => {
  const opened = await reader
    .select({ id: consensuses.id })
    .from(consensuses)
    .where(
      and(
        eq(consensuses.organizationId, organizationId),
        eq(consensuses.submissionId, submissionId),
      ),
    )
  return opened.length > 0
}

/** Whether a consensus is open, and the first review of the person is locked. Held by the lock of the submission. */
export const panelAt = async (
  tx: Tx,
  { organizationId, submissionId, personId }: OfPerson,
): Promise<Pick<Leading, 'isOpened' | 'sits'>> => {
  const [opened, locked] = await Promise.all([
    isOpened(tx, { organizationId, submissionId }),
    tx
      .select({ id: reviews.id })
      .from(reviews)
      .where(
        and(
          eq(reviews.organizationId, organizationId),
          eq(reviews.submissionId, submissionId),
          eq(reviews.personId, personId),
          eq(reviews.round, 1),
          eq(reviews.state, 'locked'),
        ),
      ),
  ])
  return { isOpened: opened, sits: locked.length > 0 }
}

type OwnReview = Pick<Review, 'id' | 'submissionId' | 'state' | 'version' | 'revision'>

/** Of reviews that are locked by the unit. */
export const excludeReviews = async (
  tx: Tx,
  { organizationId }: Pick<OfSubmission, 'organizationId'>,
  leaving: readonly Pick<OwnReview, 'id'>[],
  now: Date,
): Promise<void> => {
  if (leaving.length === 0) return
  await tx
    .update(reviews)
    .set({ state: 'excluded', revision: sql`${reviews.revision} + 1`, updatedAt: now })
    .where(
      and(
        eq(reviews.organizationId, organizationId),
        inArray(
          reviews.id,
          leaving.map(({ id }) => id),
        ),
      ),
    )
}

type Row = typeof assignments.$inferSelect

export const toAssignment = (row: Row): StoredAssignment => ({
  id: row.id as AssignmentId,
  associationId: row.associationId as AssociationId,
  cycleId: row.cycleId as CycleId,
  organizationId: row.organizationId as OrganizationId,
  submissionId: row.submissionId as SubmissionId,
  personId: row.personId as PersonId,
  role: row.role,
  state: row.state,
  conflicts: JSON.parse(row.conflicts) as Assignment['conflicts'],
  proposedBy: row.proposedBy as PersonId,
  proposedAt: row.proposedAt,
  declaredAt: row.declaredAt,
  waived: actOf(row.waivedBy, row.waivedAt, row.waivedReason),
  ended: actOf(row.endedBy, row.endedAt, row.endedReason),
  revision: row.revision,
})

/** The three are set together or not at all, says the table. */
const actOf = (by: string | null, at: Date | null, reason: string | null): Assignment['ended'] =>
  by === null || at === null || reason === null ? null : { by: by as PersonId, at, reason }

const toRow = ({
  conflicts,
  waived,
  ended,
  ...same
}: StoredAssignment): typeof assignments.$inferInsert => ({
  ...same,
  conflicts: canonicalJson(conflicts),
  waivedBy: waived?.by ?? null,
  waivedAt: waived?.at ?? null,
  waivedReason: waived?.reason ?? null,
  endedBy: ended?.by ?? null,
  endedAt: ended?.at ?? null,
  endedReason: ended?.reason ?? null,
})
