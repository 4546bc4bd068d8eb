// Rows of assignments as a panel reads them; proposing and declaring is not here.
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Assignment } from '../../core/assignment/assignment.ts'
import type {
  AssignmentId,
  AssociationId,
  CycleId,
  OrganizationId,
  PersonId,
  SubmissionId,
} from '../../core/ids.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import { settingsIn } from '../../core/programme/settings.ts'
import { prepared } from '../../db/prepared.ts'
import { cycles } from '../../db/tables/programmes.ts'
import { assignments } from '../../db/tables/reviews.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type Ids = { readonly organizationId: OrganizationId; readonly submissionId: SubmissionId }

const ofSubmission = and(
  eq(assignments.organizationId, sql.placeholder('organizationId')),
  eq(assignments.submissionId, sql.placeholder('submissionId')),
)
const every = prepared((db) =>
  db.select().from(assignments).where(ofSubmission).orderBy(assignments.personId, assignments.id),
)
const everyHeld = prepared((db) =>
  db
    .select()
    .from(assignments)
    .where(ofSubmission)
    .orderBy(assignments.personId, assignments.id)
    .for('share'),
)
const own = prepared((db) =>
  db
    .select()
    .from(assignments)
    .where(and(ofSubmission, eq(assignments.personId, sql.placeholder('personId'))))
    .orderBy(desc(assignments.proposedAt), desc(assignments.id))
    .limit(1)
    .for('share'),
)

/** All assignments of the submission, whatever became of them. */
export const list = async (reader: Reader, ids: Ids): Promise<readonly Assignment[]> =>
  (await every(reader, ids)).map(toAssignment)

/** The same, and none of them ends before the unit does. */
export const hold = async (tx: Tx, ids: Ids): Promise<readonly Assignment[]> =>
  (await everyHeld(tx, ids)).map(toAssignment)

/** The last assignment of the person, which does not end before the unit does; null: there is none. */
export const holdOwn = async (
  tx: Tx,
  ids: Ids & { readonly personId: PersonId },
): Promise<Assignment | null> => {
  const [row] = await own(tx, ids)
  return row === undefined ? null : toAssignment(row)
}

/** Ends the work of a panel: these become what they are given as. */
export const complete = async (
  tx: Tx,
  { organizationId }: Pick<Ids, 'organizationId'>,
  completed: readonly Assignment[],
): Promise<void> => {
  if (completed.length === 0) return
  await tx
    .update(assignments)
    .set({ state: 'completed', revision: sql`${assignments.revision} + 1` })
    .where(
      and(
        eq(assignments.organizationId, organizationId),
        inArray(
          assignments.id,
          completed.map(({ id }) => id),
        ),
      ),
    )
}

/** What a panel needs to know of its cycle, in a unit that reaches the association. */
export const cycleOf = async (
  reader: Reader,
  { associationId, cycleId }: { readonly associationId: AssociationId; readonly cycleId: CycleId },
): Promise<Pick<Cycle, 'settings' | 'closedAt'> | null> => {
  const [row] = await reader
    .select({ settings: cycles.settings, closedAt: cycles.closedAt })
    .from(cycles)
    .where(and(eq(cycles.associationId, associationId), eq(cycles.id, cycleId)))
  return row === undefined ? null : { settings: settingsIn(row.settings), closedAt: row.closedAt }
}

type Row = typeof assignments.$inferSelect

const toAssignment = (row: Row): Assignment => ({
  id: row.id as AssignmentId,
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

/** The three columns are set together or not at all, says the table. */
const actOf = (by: string | null, at: Date | null, reason: string | null): Assignment['ended'] =>
  by === null || at === null || reason === null ? null : { by: by as PersonId, at, reason }
