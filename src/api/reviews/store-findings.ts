// Rows of the findings of reviews. Whoever writes holds the review, whose revision moves with every finding.
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { FindingId, OrganizationId, ReviewId } from '../../core/ids.ts'
import type { StoredFinding } from '../../core/review/stored.ts'
import { reviewFindings, reviews } from '../../db/tables/reviews.ts'
import type { Reader, Tx } from '../../db/unit.ts'
import type { Ids } from './store.ts'
import { toFinding, toRow } from './store-finding-rows.ts'

type OfReview = { readonly organizationId: OrganizationId; readonly reviewId: ReviewId }
export type FindingIds = OfReview & { readonly findingId: FindingId }

const ofReview = ({ organizationId, reviewId }: OfReview) =>
  and(eq(reviewFindings.organizationId, organizationId), eq(reviewFindings.reviewId, reviewId))
const named = (ids: FindingIds) => and(ofReview(ids), eq(reviewFindings.id, ids.findingId))

/** In the order in which they were noted. */
export const list = async (reader: Reader, ids: OfReview): Promise<readonly StoredFinding[]> => {
  const rows = await reader
    .select()
    .from(reviewFindings)
    .where(ofReview(ids))
    .orderBy(asc(reviewFindings.createdAt), asc(reviewFindings.id))
  return rows.map(toFinding)
}

/** All of all reviews of the submission, by review. */
export const allOf = async (
  reader: Reader,
  { organizationId, submissionId }: Ids,
): Promise<ReadonlyMap<ReviewId, readonly StoredFinding[]>> => {
  const here = reader
    .select({ id: reviews.id })
    .from(reviews)
    .where(and(eq(reviews.organizationId, organizationId), eq(reviews.submissionId, submissionId)))
  const rows = await reader
    .select()
    .from(reviewFindings)
    .where(
      and(
        eq(reviewFindings.organizationId, organizationId),
        inArray(reviewFindings.reviewId, here),
      ),
    )
    .orderBy(asc(reviewFindings.createdAt), asc(reviewFindings.id))
  const byReview = new Map<ReviewId, StoredFinding[]>()
  for (const row of rows) {
    const id = row.reviewId as ReviewId
    byReview.set(id, [...(byReview.get(id) ?? []), toFinding(row)])
  }
  return byReview
}

export const insert = async (tx: Tx, ids: OfReview, finding: StoredFinding): Promise<void> => {
  const { organizationId, reviewId } = ids
  await tx.insert(reviewFindings).values({ organizationId, reviewId, ...toRow(finding) })
}

/** Saves a finding of a locked review. */
export const save = async (tx: Tx, ids: OfReview, finding: StoredFinding): Promise<void> => {
  const saved = await tx
    .update(reviewFindings)
    .set(toRow(finding))
    .where(named({ ...ids, findingId: finding.id }))
    .returning({ id: reviewFindings.id })
  if (saved.length === 0) throw new Error('The finding is not there to save.')
}

/** Takes a finding away that is there. */
export const remove = async (tx: Tx, ids: FindingIds): Promise<void> => {
  const gone = await tx
    .delete(reviewFindings)
    .where(named(ids))
    .returning({ id: reviewFindings.id })
  if (gone.length === 0) throw new Error('The finding is not there to remove.')
}
