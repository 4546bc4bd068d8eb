// Rows of reviews and what was locked of them. Their scores and findings are in the stores beside.
import { and, eq, sql } from 'drizzle-orm'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { OrganizationId, PersonId, ReviewId, SubmissionId } from '../../core/ids.ts'
import type { StoredReview } from '../../core/review/stored.ts'
import { prepared } from '../../db/prepared.ts'
import { consensuses } from '../../db/tables/consensuses.ts'
import { reviews, reviewVersions } from '../../db/tables/reviews.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type Ids = { readonly organizationId: OrganizationId; readonly submissionId: SubmissionId }
export type ReviewIds = Ids & { readonly reviewId: ReviewId }

const ofSubmission = and(
  eq(reviews.organizationId, sql.placeholder('organizationId')),
  eq(reviews.submissionId, sql.placeholder('submissionId')),
)
const named = and(ofSubmission, eq(reviews.id, sql.placeholder('reviewId')))

const every = prepared((db) =>
  db.select().from(reviews).where(ofSubmission).orderBy(reviews.personId, reviews.round),
)
const everyHeld = prepared((db) =>
  db
    .select()
    .from(reviews)
    .where(ofSubmission)
    .orderBy(reviews.personId, reviews.round)
    .for('update'),
)
const exclusive = prepared((db) => db.select().from(reviews).where(named).for('update'))
const openConsensus = prepared((db) =>
  db
    .select({ state: consensuses.state, record: consensuses.record })
    .from(consensuses)
    .where(
      and(
        eq(consensuses.organizationId, sql.placeholder('organizationId')),
        eq(consensuses.submissionId, sql.placeholder('submissionId')),
      ),
    ),
)

/** By person, then round: an order that tells nothing of what they say. Without their scores. */
export const list = async (reader: Reader, ids: Ids): Promise<readonly StoredReview[]> =>
  (await every(reader, ids)).map(toReview)

/** The same, and nobody writes in them until the unit ends. */
export const lockAll = async (tx: Tx, ids: Ids): Promise<readonly StoredReview[]> =>
  (await everyHeld(tx, ids)).map(toReview)

/** Nobody writes anything of it until the unit ends. */
export const lock = async (tx: Tx, ids: ReviewIds): Promise<StoredReview | null> =>
  reviewOf(await exclusive(tx, ids))

export const insert = async (
  tx: Tx,
  { organizationId }: Pick<Ids, 'organizationId'>,
  made: readonly StoredReview[],
): Promise<void> => {
  await tx.insert(reviews).values(made.map((review) => ({ ...toRow(review), organizationId })))
}

/** Saves a locked review, one revision later than it was. */
export const save = async (
  tx: Tx,
  { organizationId }: Pick<Ids, 'organizationId'>,
  review: StoredReview,
): Promise<void> => {
  const { id, revision } = review
  const [saved] = await tx
    .update(reviews)
    .set(toRow(review))
    .where(
      and(
        eq(reviews.organizationId, organizationId),
        eq(reviews.id, id),
        eq(reviews.revision, revision - 1),
      ),
    )
    .returning({ id: reviews.id })
  if (saved === undefined) throw new Error('The review was locked and is not there to save.')
}

/** Keeps what was locked. */
export const keepVersion = async (
  tx: Tx,
  { organizationId }: Pick<Ids, 'organizationId'>,
  version: Omit<typeof reviewVersions.$inferInsert, 'organizationId'>,
): Promise<void> => {
  await tx.insert(reviewVersions).values({ ...version, organizationId })
}

/** How far the consensus is; null: not opened. */
export const consensusOf = async (reader: Reader, ids: Ids) => {
  const [row] = await openConsensus(reader, ids)
  if (row === undefined) return null
  const { round } = JSON.parse(row.record) as { readonly round: number }
  return { state: row.state, round }
}

export type ReviewRow = typeof reviews.$inferSelect

const reviewOf = ([row]: readonly ReviewRow[]): StoredReview | null =>
  row === undefined ? null : toReview(row)

export const toReview = (row: ReviewRow): StoredReview => ({
  id: row.id as ReviewId,
  submissionId: row.submissionId as SubmissionId,
  personId: row.personId as PersonId,
  round: row.round,
  items: row.items === null ? null : (JSON.parse(row.items) as readonly string[]),
  stepBp: row.stepBp,
  keyFactors: JSON.parse(row.keyFactors) as readonly string[],
  state: row.state,
  scores: {},
  version: row.version,
  digest: row.digest,
  lockedAt: row.lockedAt,
  reopenedFor: row.reopenedFor,
  revision: row.revision,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
})

const toRow = ({ scores: _, items, keyFactors, ...same }: StoredReview) => ({
  ...same,
  items: items === null ? null : canonicalJson(items),
  keyFactors: canonicalJson(keyFactors),
})
