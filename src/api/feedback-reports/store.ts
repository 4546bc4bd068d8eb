// Rows of feedback reports: the versions of the panel and its programme, and the copies that organizations have.
// What a version is made of is read in store-sources.ts.
import { and, desc, eq } from 'drizzle-orm'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { FeedbackReportId, OrganizationId, PersonId, SubmissionId } from '../../core/ids.ts'
import type { ReleasedReport, StoredReport } from '../../core/report/stored.ts'
import { feedbackReports, releasedReports } from '../../db/tables/feedback-reports.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type Ids = {
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
}
export type VersionIds = Ids & { readonly version: number }

const ofSubmission = ({ organizationId, submissionId }: Ids) =>
  and(
    eq(feedbackReports.organizationId, organizationId),
    eq(feedbackReports.submissionId, submissionId),
  )

/** All versions, the newest first. */
export const list = async (reader: Reader, ids: Ids): Promise<readonly StoredReport[]> => {
  const rows = await reader
    .select()
    .from(feedbackReports)
    .where(ofSubmission(ids))
    .orderBy(desc(feedbackReports.version))
  return rows.map(toReport)
}

export const find = async (reader: Reader, ids: VersionIds): Promise<StoredReport | null> => {
  const [row] = await reader
    .select()
    .from(feedbackReports)
    .where(and(ofSubmission(ids), eq(feedbackReports.version, ids.version)))
  return row === undefined ? null : toReport(row)
}

/** The same, and nobody writes or decides about it until the unit ends. */
export const lock = async (tx: Tx, ids: VersionIds): Promise<StoredReport | null> => {
  const [row] = await tx
    .select()
    .from(feedbackReports)
    .where(and(ofSubmission(ids), eq(feedbackReports.version, ids.version)))
    .for('update')
  return row === undefined ? null : toReport(row)
}

export const insert = async (
  tx: Tx,
  { organizationId }: Pick<Ids, 'organizationId'>,
  report: StoredReport,
): Promise<void> => {
  await tx.insert(feedbackReports).values({ organizationId, ...toRow(report) })
}

/** Saves a locked version, one revision later than it was. */
export const save = async (
  tx: Tx,
  { organizationId }: Pick<Ids, 'organizationId'>,
  report: StoredReport,
): Promise<void> => {
  const saved = await tx
    .update(feedbackReports)
    .set(toRow(report))
    .where(
      and(
        eq(feedbackReports.organizationId, organizationId),
        eq(feedbackReports.id, report.id),
        eq(feedbackReports.revision, report.revision - 1),
      ),
    )
    .returning({ id: feedbackReports.id })
  if (saved.length === 0) throw new Error('The report was locked and is not there to save.')
}

/** Hands a released version over to the organization. */
export const hand = async (
  tx: Tx,
  ids: Pick<Ids, 'organizationId'>,
  report: ReleasedReport,
): Promise<void> => {
  const { organizationId } = ids
  await tx.insert(releasedReports).values({ organizationId, ...report })
}

/** What the organization has of a submission's reports, the newest first. */
export const listReleased = async (
  reader: Reader,
  { organizationId, submissionId }: Ids,
): Promise<readonly ReleasedReport[]> => {
  const rows = await reader
    .select({
      version: releasedReports.version,
      correction: releasedReports.correction,
      paper: releasedReports.paper,
      digest: releasedReports.digest,
      releasedAt: releasedReports.releasedAt,
    })
    .from(releasedReports)
    .where(
      and(
        eq(releasedReports.organizationId, organizationId),
        eq(releasedReports.submissionId, submissionId),
      ),
    )
    .orderBy(desc(releasedReports.version))
  return rows.map((row) => ({ submissionId, ...row }))
}

const toReport = (row: typeof feedbackReports.$inferSelect): StoredReport => ({
  id: row.id as FeedbackReportId,
  submissionId: row.submissionId as SubmissionId,
  version: row.version,
  state: row.state,
  correction: row.correction,
  paper: row.paper,
  texts: JSON.parse(row.texts) as StoredReport['texts'],
  digest: row.digest,
  created: { by: row.createdBy as PersonId, at: row.createdAt },
  updatedAt: row.updatedAt,
  approved: actOf(row.approvedBy, row.approvedAt),
  released: actOf(row.releasedBy, row.releasedAt),
  revision: row.revision,
})

/** Both are set together or not at all, says the table. */
const actOf = (by: string | null, at: Date | null): StoredReport['approved'] =>
  by === null || at === null ? null : { by: by as PersonId, at }

const toRow = ({ created, approved, released, texts, ...same }: StoredReport) => ({
  ...same,
  texts: canonicalJson(texts),
  createdBy: created.by,
  createdAt: created.at,
  approvedBy: approved?.by ?? null,
  approvedAt: approved?.at ?? null,
  releasedBy: released?.by ?? null,
  releasedAt: released?.at ?? null,
})
