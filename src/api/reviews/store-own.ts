// What an assessor scores in: the own assignment and the own review, held, beside what is judged. One statement, asked
// with every score; it holds nothing of anybody else, whoever asks. What the scores are is in store-scores.ts.
import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Assignment } from '../../core/assignment/assignment.ts'
import type { PersonId } from '../../core/ids.ts'
import type { DocumentName } from '../../core/questionnaire/version.ts'
import type { StoredReview } from '../../core/review/stored.ts'
import type { Answer, Answers } from '../../core/submission/answer.ts'
import { preparedWrite } from '../../db/prepared.ts'
import { assignments, reviews } from '../../db/tables/reviews.ts'
import { answers, submissions } from '../../db/tables/submissions.ts'
import type { Tx } from '../../db/unit.ts'
import { type ReviewIds, type ReviewRow, toReview } from './store.ts'

/** `assignment`: the last one. `answers`: that of the item alone. */
export type OwnItem = {
  readonly assignment: Pick<Assignment, 'personId' | 'state'> | null
  readonly review: StoredReview | null
  readonly questionnaire: DocumentName
  readonly answers: Answers
}

const columns = getTableColumns(reviews)

const held = preparedWrite((db) => {
  const seat = db.$with('seat').as(
    db
      .select({ seatPersonId: assignments.personId, seatState: assignments.state })
      .from(assignments)
      .where(
        and(
          eq(assignments.organizationId, sql.placeholder('organizationId')),
          eq(assignments.submissionId, sql.placeholder('submissionId')),
          eq(assignments.personId, sql.placeholder('by')),
        ),
      )
      .orderBy(desc(assignments.proposedAt), desc(assignments.id))
      .limit(1)
      .for('share'),
  )
  // Through the seat, so that the two are held in the order in which whoever ends the seat takes them.
  const review = db.$with('review').as(
    db
      .select(columns)
      .from(reviews)
      .innerJoin(seat, eq(seat.seatPersonId, reviews.personId))
      .where(
        and(
          eq(reviews.organizationId, sql.placeholder('organizationId')),
          eq(reviews.submissionId, sql.placeholder('submissionId')),
          eq(reviews.id, sql.placeholder('reviewId')),
        ),
      )
      .for('share', { of: reviews }),
  )
  const ofReview = Object.fromEntries(
    Object.keys(columns).map((name) => [name, review[name as keyof typeof columns]]),
  ) as unknown as typeof columns
  return db
    .with(seat, review)
    .select({
      ...ofReview,
      seatPersonId: seat.seatPersonId,
      seatState: seat.seatState,
      questionnaireKey: submissions.questionnaireKey,
      questionnaireVersion: submissions.questionnaireVersion,
      questionnaireDigest: submissions.questionnaireDigest,
      value: answers.value,
    })
    .from(submissions)
    .leftJoin(seat, sql`true`)
    .leftJoin(review, sql`true`)
    .leftJoin(
      answers,
      and(
        eq(answers.organizationId, submissions.organizationId),
        eq(answers.submissionId, submissions.id),
        eq(answers.code, sql.placeholder('code')),
      ),
    )
    .where(
      and(
        eq(submissions.organizationId, sql.placeholder('organizationId')),
        eq(submissions.id, sql.placeholder('submissionId')),
      ),
    )
})

/**
 * What `by` needs to score one item; null: there is no such submission. Neither the assignment nor the review ends
 * before the unit does. A review is seen only where there is an assignment, and only the own one.
 */
export const holdItem = async (
  tx: Tx,
  ids: ReviewIds & { readonly code: string; readonly by: PersonId | null },
): Promise<OwnItem | null> => {
  const [row] = await held(tx, ids)
  if (row === undefined) return null
  const { seatPersonId, seatState, questionnaireDigest: digest, value } = row
  return {
    assignment:
      seatPersonId === null || seatState === null
        ? null
        : { personId: seatPersonId as PersonId, state: seatState },
    review: row.id === null ? null : toReview(row as ReviewRow),
    questionnaire: { key: row.questionnaireKey, version: row.questionnaireVersion, digest },
    answers: value === null ? {} : { [ids.code]: JSON.parse(value) as Answer },
  }
}
