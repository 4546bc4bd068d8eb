// What is read of an assessor's assignments: where they are, and how far the panel and its report are, by states alone.
// What follows from it is decided in core/work-item; rows of cycles are read in store-cycle.ts.
import { and, desc, eq, ne } from 'drizzle-orm'
import type { Consensus } from '../../core/consensus/consensus.ts'
import type {
  AssignmentId,
  AssociationId,
  OrganizationId,
  PersonId,
  SubmissionId,
} from '../../core/ids.ts'
import type { ReportState } from '../../core/report/life.ts'
import type { ReviewState } from '../../core/review/life.ts'
import { before, type Page, type Paged } from '../../db/page.ts'
import { consensuses } from '../../db/tables/consensuses.ts'
import { personAssignments } from '../../db/tables/entries.ts'
import { feedbackReports } from '../../db/tables/feedback-reports.ts'
import { reviews } from '../../db/tables/reviews.ts'
import type { Reader } from '../../db/unit.ts'

/** Where one assignment of a person is. */
export type Place = {
  readonly personId: PersonId
  readonly assignmentId: AssignmentId
  readonly associationId: AssociationId
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
}

/** The last made first: ids are in the order of making. */
export const placesOf = async (
  reader: Reader,
  personId: PersonId,
  page: Page,
): Promise<Paged<Place>> => {
  const { assignmentId } = personAssignments
  const rows = await reader
    .select()
    .from(personAssignments)
    .where(and(eq(personAssignments.personId, personId), before(page, assignmentId)))
    .orderBy(desc(assignmentId))
    .limit(page.limit + 1)
  return page.close(
    rows,
    (row) => [row.assignmentId],
    (row) => ({
      personId,
      assignmentId: row.assignmentId as AssignmentId,
      associationId: row.associationId as AssociationId,
      organizationId: row.organizationId as OrganizationId,
      submissionId: row.submissionId as SubmissionId,
    }),
  )
}

/** The state of the last review of each person that was not excluded. */
export const reviewStates = async (
  reader: Reader,
  { organizationId, submissionId }: Pick<Place, 'organizationId' | 'submissionId'>,
): Promise<readonly { readonly personId: PersonId; readonly state: ReviewState }[]> => {
  const rows = await reader
    .selectDistinctOn([reviews.personId], { personId: reviews.personId, state: reviews.state })
    .from(reviews)
    .where(
      and(
        eq(reviews.organizationId, organizationId),
        eq(reviews.submissionId, submissionId),
        ne(reviews.state, 'excluded'),
      ),
    )
    .orderBy(reviews.personId, desc(reviews.createdAt), desc(reviews.id))
  return rows.map(({ personId, state }) => ({ personId: personId as PersonId, state }))
}

type Stage = Pick<Consensus, 'state' | 'siteVisit' | 'visited' | 'approvals'>

/** Null: it has not been opened. */
export const consensusOf = async (
  reader: Reader,
  { organizationId, submissionId }: Pick<Place, 'organizationId' | 'submissionId'>,
): Promise<Stage | null> => {
  const [row] = await reader
    .select({ state: consensuses.state, record: consensuses.record })
    .from(consensuses)
    .where(
      and(
        eq(consensuses.organizationId, organizationId),
        eq(consensuses.submissionId, submissionId),
      ),
    )
  if (row === undefined) return null
  const { siteVisit, visited, approvals } = JSON.parse(row.record) as Omit<Stage, 'state'>
  return { state: row.state, siteVisit, visited, approvals }
}

export type LastReport = {
  readonly version: number
  readonly state: ReportState
  readonly approvedBy: PersonId | null
}

/** The last version; null: none was drafted. */
export const reportOf = async (
  reader: Reader,
  { organizationId, submissionId }: Pick<Place, 'organizationId' | 'submissionId'>,
): Promise<LastReport | null> => {
  const { version, state, approvedBy } = feedbackReports
  const [row] = await reader
    .select({ version, state, approvedBy })
    .from(feedbackReports)
    .where(
      and(
        eq(feedbackReports.organizationId, organizationId),
        eq(feedbackReports.submissionId, submissionId),
      ),
    )
    .orderBy(desc(version))
    .limit(1)
  return row === undefined ? null : { ...row, approvedBy: row.approvedBy as PersonId | null }
}
