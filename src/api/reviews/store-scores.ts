// Rows of the scores of reviews, each with its own revision. A score is never taken away.
// Whoever writes holds its review shared, so that a lock waits.
import { and, eq, inArray, sql } from 'drizzle-orm'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { OrganizationId, PersonId, ReviewId } from '../../core/ids.ts'
import type { ReviewScore } from '../../core/review/review.ts'
import type { StoredScore } from '../../core/review/stored.ts'
import { prepared, preparedWrite } from '../../db/prepared.ts'
import { reviewScores, reviews } from '../../db/tables/reviews.ts'
import type { Reader, Tx } from '../../db/unit.ts'
import type { Ids } from './store.ts'

export type ScoreIds = {
  readonly organizationId: OrganizationId
  readonly reviewId: ReviewId
  readonly code: string
}

const ofReview = and(
  eq(reviewScores.organizationId, sql.placeholder('organizationId')),
  eq(reviewScores.reviewId, sql.placeholder('reviewId')),
)
const named = and(ofReview, eq(reviewScores.code, sql.placeholder('code')))

const byCode = prepared((db) => db.select().from(reviewScores).where(named))
const ownExclusive = prepared((db) =>
  db
    .select()
    .from(reviewScores)
    .where(
      and(
        named,
        inArray(
          reviewScores.reviewId,
          db
            .select({ id: reviews.id })
            .from(reviews)
            .where(
              and(
                eq(reviews.organizationId, sql.placeholder('organizationId')),
                eq(reviews.personId, sql.placeholder('by')),
              ),
            ),
        ),
      ),
    )
    .for('update'),
)
const every = prepared((db) =>
  db.select().from(reviewScores).where(ofReview).orderBy(reviewScores.code),
)
const ofSubmission = prepared((db) =>
  db
    .select()
    .from(reviewScores)
    .where(
      and(
        eq(reviewScores.organizationId, sql.placeholder('organizationId')),
        inArray(
          reviewScores.reviewId,
          db
            .select({ id: reviews.id })
            .from(reviews)
            .where(
              and(
                eq(reviews.organizationId, sql.placeholder('organizationId')),
                eq(reviews.submissionId, sql.placeholder('submissionId')),
              ),
            ),
        ),
      ),
    ),
)

export const find = async (reader: Reader, ids: ScoreIds): Promise<StoredScore | null> =>
  scoreOf(await byCode(reader, ids))

/**
 * The same of a review of `by`, and nobody else changes it until the unit ends. One that is not there yet is not held;
 * of others' reviews none is seen or held.
 */
export const lockOwn = async (
  tx: Tx,
  ids: ScoreIds & { readonly by: PersonId | null },
): Promise<StoredScore | null> => scoreOf(await ownExclusive(tx, ids))

/** All of one review, by code. */
export const all = async (
  reader: Reader,
  ids: Omit<ScoreIds, 'code'>,
): Promise<readonly StoredScore[]> => (await every(reader, ids)).map(toScore)

/** All of all reviews of the submission, by review. */
export const allOf = async (
  reader: Reader,
  ids: Ids,
): Promise<ReadonlyMap<ReviewId, readonly StoredScore[]>> => {
  const byReview = new Map<ReviewId, StoredScore[]>()
  for (const row of await ofSubmission(reader, ids)) {
    const id = row.reviewId as ReviewId
    const scores = byReview.get(id) ?? []
    scores.push(toScore(row))
    byReview.set(id, scores)
  }
  return byReview
}

const keep = preparedWrite((db) =>
  db
    .insert(reviewScores)
    .values({
      organizationId: sql.placeholder('organizationId'),
      reviewId: sql.placeholder('reviewId'),
      code: sql.placeholder('code'),
      value: sql.placeholder('value'),
      percentBp: sql.placeholder('percentBp'),
      cannotJudge: sql.placeholder('cannotJudge'),
      revision: sql.placeholder('revision'),
      updatedAt: sql.placeholder('updatedAt'),
    })
    .onConflictDoUpdate({
      target: [reviewScores.organizationId, reviewScores.reviewId, reviewScores.code],
      set: {
        value: sql`excluded.value`,
        percentBp: sql`excluded.percent_bp`,
        cannotJudge: sql`excluded.cannot_judge`,
        revision: sql`excluded.revision`,
        updatedAt: sql`excluded.updated_at`,
      },
      setWhere: sql`${reviewScores.revision} = excluded.revision - 1`,
    })
    .returning({ code: reviewScores.code }),
)

/** False: somebody else gave the first score meanwhile. */
export const give = async (
  tx: Tx,
  { organizationId, reviewId }: Omit<ScoreIds, 'code'>,
  { code, score, revision, updatedAt }: StoredScore,
): Promise<boolean> => {
  const value = score.value === null ? null : canonicalJson(score.value)
  const row = { organizationId, reviewId, code, ...score, value, revision, updatedAt }
  return (await keep(tx, row)).length === 1
}

/** Saves a locked score, one revision later than it was. */
export const save = async (
  tx: Tx,
  ids: Omit<ScoreIds, 'code'>,
  score: StoredScore,
): Promise<void> => {
  if (!(await give(tx, ids, score)))
    throw new Error('The score was locked and is not there to save.')
}

type Row = typeof reviewScores.$inferSelect

const scoreOf = ([row]: readonly Row[]): StoredScore | null =>
  row === undefined ? null : toScore(row)

/** One of the two is set, says the table. */
const toScore = (row: Row): StoredScore => {
  const { code, percentBp, cannotJudge, revision, updatedAt } = row
  const value = row.value === null ? null : JSON.parse(row.value)
  return { code, score: { value, percentBp, cannotJudge } as ReviewScore, revision, updatedAt }
}
