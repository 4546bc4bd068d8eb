// Rows of submissions. Their answers are in store-answers.ts, their score sheets in the scores slice.
import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { OrganizationId, PersonId, SubmissionId, WeightingId } from '../../core/ids.ts'
import type { SubmissionState } from '../../core/submission/lifecycle.ts'
import { submissionStates } from '../../core/submission/lifecycle.ts'
import type { KnownSubmission } from '../../core/submission/shown.ts'
import type { Submission, WeightingChoice } from '../../core/submission/submission.ts'
import type { Page, Paged } from '../../db/page.ts'
import { prepared } from '../../db/prepared.ts'
import { answers, submissions } from '../../db/tables/submissions.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type { Page, Paged }
export type Ids = { readonly organizationId: OrganizationId; readonly submissionId: SubmissionId }

const named = and(
  eq(submissions.organizationId, sql.placeholder('organizationId')),
  eq(submissions.id, sql.placeholder('submissionId')),
)

const byId = prepared((db) => db.select().from(submissions).where(named))
const shared = prepared((db) => db.select().from(submissions).where(named).for('share'))
const exclusive = prepared((db) => db.select().from(submissions).where(named).for('update'))

const submissionOf = ([row]: readonly Row[]): Submission | null =>
  row === undefined ? null : toSubmission(row)

export const find = async (reader: Reader, ids: Ids): Promise<Submission | null> =>
  submissionOf(await byId(reader, ids))

/** The same, and nobody changes, submits or withdraws it until the unit ends; others may answer meanwhile. */
export const share = async (tx: Tx, ids: Ids): Promise<Submission | null> =>
  submissionOf(await shared(tx, ids))

/** The same, and nobody else writes anything of it until the unit ends. */
export const lock = async (tx: Tx, ids: Ids): Promise<Submission | null> =>
  submissionOf(await exclusive(tx, ids))

export type Filter = {
  readonly state: SubmissionState | null
  readonly questionnaireKey: string | null
  /** Those that name this weighting, whoever owns it; null: whatever they name. */
  readonly weightingId: WeightingId | null
  /** Exclusive bounds. */
  readonly createdAfter: Date | null
  readonly createdBefore: Date | null
}

// One text for every filter and page, so that it is made once: what is not asked for is bounded by infinity,
// and the place in the list stays one row comparison, which the index serves. Instants go as text, since the
// driver would make dates of them, and there is no infinite date.
const listed = prepared((db) =>
  db
    .select({
      ...getTableColumns(submissions),
      answersRevision: sql<number>`(select coalesce(sum(${answers.revision}), 0) from ${answers}
        where ${answers.organizationId} = ${submissions.organizationId}
          and ${answers.submissionId} = ${submissions.id})`,
    })
    .from(submissions)
    .where(
      and(
        eq(submissions.organizationId, sql.placeholder('organizationId')),
        sql`(${submissions.createdAt}, ${submissions.id}) <
          (${sql.placeholder('lastCreatedAt')}::text::timestamptz, ${sql.placeholder('lastId')}::uuid)`,
        sql`${submissions.createdAt} > ${sql.placeholder('createdAfter')}::text::timestamptz`,
        sql`${submissions.createdAt} < ${sql.placeholder('createdBefore')}::text::timestamptz`,
        sql`${submissions.state} = any(${sql.placeholder('states')}::text[])`,
        sql`${sql.placeholder('questionnaireKey')}::text in ('', ${submissions.questionnaireKey})`,
        sql`${sql.placeholder('weightingId')}::text in ('', ${submissions.weightingId}::text)`,
      ),
    )
    .orderBy(desc(submissions.createdAt), desc(submissions.id))
    .limit(sql.placeholder('limit')),
)

const lastOfAll = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const

/** Newest first, each with the revision of its answers. */
export const list = async (
  reader: Reader,
  organizationId: OrganizationId,
  { page, filter }: { readonly page: Page; readonly filter: Filter },
): Promise<Paged<KnownSubmission>> => {
  const [lastCreatedAt, lastId] = page.last ?? lastOfAll
  const rows = await listed(reader, {
    organizationId,
    lastCreatedAt,
    lastId,
    createdAfter: filter.createdAfter?.toISOString() ?? '-infinity',
    createdBefore: filter.createdBefore?.toISOString() ?? 'infinity',
    states: filter.state === null ? [...submissionStates] : [filter.state],
    questionnaireKey: filter.questionnaireKey ?? '',
    weightingId: filter.weightingId ?? '',
    limit: page.limit + 1, // one more than asked tells whether there is a next page
  })
  return page.close(
    rows,
    ({ createdAt, id }) => [createdAt, id],
    (row) => ({ submission: toSubmission(row), answersRevision: row.answersRevision }),
  )
}

export const insert = async (tx: Tx, submission: Submission): Promise<void> => {
  await tx.insert(submissions).values(toRow(submission))
}

/** Saves a locked submission, one revision later than it was. */
export const save = async (tx: Tx, submission: Submission): Promise<void> => {
  const { organizationId, id, revision } = submission
  const [saved] = await tx
    .update(submissions)
    .set(toRow(submission))
    .where(
      and(
        eq(submissions.organizationId, organizationId),
        eq(submissions.id, id),
        eq(submissions.revision, revision - 1),
      ),
    )
    .returning({ id: submissions.id })
  if (saved === undefined) throw new Error('The submission was locked and is not there to save.')
}

type Row = typeof submissions.$inferSelect

const toSubmission = (row: Row): Submission => ({
  id: row.id as SubmissionId,
  organizationId: row.organizationId as OrganizationId,
  questionnaire: { key: row.questionnaireKey, version: row.questionnaireVersion },
  questionnaireDigest: row.questionnaireDigest,
  title: row.title,
  weighting: choiceOf(row),
  state: row.state,
  revision: row.revision,
  migratedFrom: row.migratedFrom as SubmissionId | null,
  carriedShareBp: row.carriedShareBp,
  createdBy: row.createdBy as PersonId,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  submittedAt: row.submittedAt,
  acceptedAt: row.acceptedAt,
  finalAt: row.finalAt,
  withdrawnAt: row.withdrawnAt,
})

/** The four columns are set together or not at all, says the table. */
const choiceOf = (row: Row): WeightingChoice | null => {
  if (row.weightingOwnerKind === null) return null
  const named = { id: row.weightingId, version: row.weightingVersion }
  return (
    row.weightingOwnerKind === 'organization'
      ? { organizationId: row.weightingOwnerId, ...named }
      : { associationId: row.weightingOwnerId, ...named }
  ) as WeightingChoice
}

const toChoice = (choice: WeightingChoice | null) =>
  choice === null
    ? {
        weightingOwnerKind: null,
        weightingOwnerId: null,
        weightingId: null,
        weightingVersion: null,
      }
    : {
        ...('organizationId' in choice
          ? { weightingOwnerKind: 'organization' as const, weightingOwnerId: choice.organizationId }
          : { weightingOwnerKind: 'association' as const, weightingOwnerId: choice.associationId }),
        weightingId: choice.id,
        weightingVersion: choice.version,
      }

const toRow = ({
  questionnaire,
  weighting,
  ...same
}: Submission): typeof submissions.$inferInsert => ({
  ...same,
  questionnaireKey: questionnaire.key,
  questionnaireVersion: questionnaire.version,
  ...toChoice(weighting),
})
