// What is read of an organization's own submissions that may still wait for it.
import { and, desc, eq, inArray, or, sql } from 'drizzle-orm'
import type { OrganizationId, SubmissionId } from '../../core/ids.ts'
import type { OwnSubmission } from '../../core/work-item/organization.ts'
import { before, type Page, type Paged } from '../../db/page.ts'
import { entries } from '../../db/tables/entries.ts'
import { shownPanels } from '../../db/tables/shown-panels.ts'
import { submissions } from '../../db/tables/submissions.ts'
import type { Reader } from '../../db/unit.ts'

/** Drafts, submitted ones, and those whose panel is shown, newest first. */
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
      panel: {
        state: shownPanels.state,
        shownAt: shownPanels.shownAt,
        dueAt: shownPanels.dueAt,
      },
    })
    .from(submissions)
    .leftJoin(
      entries,
      and(eq(entries.organizationId, submissions.organizationId), eq(entries.submissionId, id)),
    )
    .leftJoin(
      shownPanels,
      and(
        eq(shownPanels.organizationId, submissions.organizationId),
        eq(shownPanels.submissionId, id),
      ),
    )
    .where(
      and(
        eq(submissions.organizationId, organizationId),
        or(inArray(submissions.state, ['draft', 'submitted']), eq(shownPanels.state, 'shown')),
        before(page, createdAt, id),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(page.limit + 1)
  return page.close(
    rows,
    (row) => [row.createdAt, row.id],
    ({ id, title, key, version, state, updatedAt, entered, panel }) => ({
      id: id as SubmissionId,
      title,
      questionnaire: { key, version },
      state,
      stateAt: updatedAt,
      entered,
      panel,
    }),
  )
}
