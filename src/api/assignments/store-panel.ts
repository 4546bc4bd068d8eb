// The assignments of one submission as its panel holds them while it works, by statements that are prepared once.
// How they come to be, and their rows, are in store.ts.
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Assignment } from '../../core/assignment/assignment.ts'
import type { OrganizationId, PersonId, SubmissionId } from '../../core/ids.ts'
import { prepared } from '../../db/prepared.ts'
import { assignments } from '../../db/tables/reviews.ts'
import type { Reader, Tx } from '../../db/unit.ts'
import { toAssignment } from './store.ts'

type Ids = { readonly organizationId: OrganizationId; readonly submissionId: SubmissionId }

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
  const saved = await tx
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
    .returning({ id: assignments.id })
  if (saved.length < completed.length)
    throw new Error('The assignments were held and are not there to complete.')
}
