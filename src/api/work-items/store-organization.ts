// What is read of an organization's own submissions that may still wait for it.
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { OrganizationId, SubmissionId } from '../../core/ids.ts'
import type { OwnSubmission } from '../../core/work-item/organization.ts'
import { before, type Page, type Paged } from '../../db/page.ts'
import { entries } from '../../db/tables/entries.ts'
import { submissions } from '../../db/tables/submissions.ts'
import type { Reader } from '../../db/unit.ts'

/** Drafts and submitted ones, newest first. */
export const unfinished = async (
  reader: Reader,
  organizationId: OrganizationId,
  page: Page,
): Promise<Paged<OwnSubmission>> => {
  const { createdAt, id } = submissions
  const rows = await reader
    .select({
      id,
      createdAt,
      title: submissions.title,
      key: submissions.questionnaireKey,
      version: submissions.questionnaireVersion,
      state: submissions.state,
      updatedAt: submissions.updatedAt,
      entered: sql<boolean>`${entries.submissionId} is not null`,
    })
    .from(submissions)
    .leftJoin(
      entries,
      and(eq(entries.organizationId, submissions.organizationId), eq(entries.submissionId, id)),
    )
    .where(
      and(
        eq(submissions.organizationId, organizationId),
        inArray(submissions.state, ['draft', 'submitted']),
        before(page, createdAt, id),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(page.limit + 1)
  return page.close(
    rows,
    (row) => [row.createdAt, row.id],
    ({ id, title, key, version, state, updatedAt, entered }) => ({
      id: id as SubmissionId,
      title,
      questionnaire: { key, version },
      state,
      stateAt: updatedAt,
      entered,
    }),
  )
}
