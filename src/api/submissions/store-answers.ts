// Rows of answers: the present one of each code, a tombstone where it was deleted, and all earlier ones.
// Whoever writes holds the submission's row: shared for one answer, exclusively for many.
import { and, asc, desc, eq, isNotNull, sql } from 'drizzle-orm'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { ApiKeyId, PersonId } from '../../core/ids.ts'
import type { Answer } from '../../core/submission/answer.ts'
import type { VersionedAnswer } from '../../core/submission/revision.ts'
import type { StoredAnswer } from '../../core/submission/shown.ts'
import { after, before, type Page, type Paged } from '../../db/page.ts'
import { prepared, preparedWrite } from '../../db/prepared.ts'
import { organizationEvents } from '../../db/tables/events.ts'
import { answerRevisions, answers } from '../../db/tables/submissions.ts'
import type { Reader, Tx } from '../../db/unit.ts'
import type { Ids } from './store.ts'

export type AnswerIds = Ids & { readonly code: string }

const ofSubmission = and(
  eq(answers.organizationId, sql.placeholder('organizationId')),
  eq(answers.submissionId, sql.placeholder('submissionId')),
)
const named = and(ofSubmission, eq(answers.code, sql.placeholder('code')))

const byCode = prepared((db) => db.select().from(answers).where(named))
const exclusive = prepared((db) => db.select().from(answers).where(named).for('update'))
const every = prepared((db) => db.select().from(answers).where(ofSubmission))
const added = prepared((db) =>
  db
    .select({ revision: sql<number>`coalesce(sum(${answers.revision}), 0)` })
    .from(answers)
    .where(ofSubmission),
)

type Row = typeof answers.$inferSelect

const toAnswer = ({
  code,
  revision,
  value,
  reviewState,
  changedBy,
  changedAt,
}: Row): StoredAnswer => ({
  code,
  revision,
  reviewState,
  answer: value === null ? null : (JSON.parse(value) as Answer),
  changedBy: changedBy as PersonId,
  changedAt,
})

const answerOf = ([row]: readonly Row[]): StoredAnswer | null =>
  row === undefined ? null : toAnswer(row)

/** The present answer of a code, a tombstone included; null: the code was never answered. */
export const find = async (reader: Reader, ids: AnswerIds): Promise<StoredAnswer | null> =>
  answerOf(await byCode(reader, ids))

/** The same, and nobody else changes it until the unit ends. One that is not there yet is not held. */
export const lock = async (tx: Tx, ids: AnswerIds): Promise<StoredAnswer | null> =>
  answerOf(await exclusive(tx, ids))

/** All of them, tombstones included. */
export const all = async (reader: Reader, ids: Ids): Promise<readonly StoredAnswer[]> =>
  (await every(reader, ids)).map(toAnswer)

/** The revision of the whole collection. */
export const revisionOf = async (reader: Reader, ids: Ids): Promise<number> => {
  const [row] = await added(reader, ids)
  return row?.revision ?? 0
}

/** Answers that say something, by code. */
export const list = async (
  reader: Reader,
  { organizationId, submissionId }: Ids,
  page: Page,
): Promise<Paged<StoredAnswer>> => {
  const rows = await reader
    .select()
    .from(answers)
    .where(
      and(
        eq(answers.organizationId, organizationId),
        eq(answers.submissionId, submissionId),
        isNotNull(answers.value),
        after(page, answers.code),
      ),
    )
    .orderBy(asc(answers.code))
    .limit(page.limit + 1)
  return page.close(rows, ({ code }) => [code], toAnswer)
}

/** Every value that an answer has had, newest first. */
export const listRevisions = async (
  reader: Reader,
  { organizationId, submissionId, code }: AnswerIds,
  page: Page,
): Promise<Paged<StoredAnswer>> => {
  const rows = await reader
    .select()
    .from(answerRevisions)
    .where(
      and(
        eq(answerRevisions.organizationId, organizationId),
        eq(answerRevisions.submissionId, submissionId),
        eq(answerRevisions.code, code),
        before(page, answerRevisions.revision),
      ),
    )
    .orderBy(desc(answerRevisions.revision))
    .limit(page.limit + 1)
  return page.close(
    rows,
    ({ revision }) => [revision],
    (row) => toAnswer({ ...row, reviewState: null }), // what was left to do belongs to the present one
  )
}

/** Who changes, by which key, and when. */
export type Change = {
  readonly changedBy: PersonId
  readonly changedByKey: ApiKeyId | null
  readonly changedAt: Date
}

const row = {
  organizationId: sql.placeholder('organizationId'),
  submissionId: sql.placeholder('submissionId'),
  code: sql.placeholder('code'),
  revision: sql.placeholder('revision'),
  value: sql.placeholder('value'),
  reviewState: sql.placeholder('reviewState'),
  changedBy: sql.placeholder('changedBy'),
  changedByKey: sql.placeholder('changedByKey'),
  changedAt: sql.placeholder('changedAt'),
}

// The answer and its history in one statement: where the answer moved on meanwhile, neither is written.
const keep = preparedWrite((db) => {
  const kept = db.$with('kept').as(
    db
      .insert(answers)
      .values(row)
      .onConflictDoUpdate({
        target: [answers.organizationId, answers.submissionId, answers.code],
        set: {
          revision: sql`excluded.revision`,
          value: sql`excluded.value`,
          reviewState: sql`excluded.review_state`,
          changedBy: sql`excluded.changed_by`,
          changedByKey: sql`excluded.changed_by_key`,
          changedAt: sql`excluded.changed_at`,
        },
        setWhere: sql`${answers.revision} = excluded.revision - 1`,
      })
      .returning(),
  )
  return db
    .with(kept)
    .insert(answerRevisions)
    .select(
      sql`select organization_id, submission_id, code, revision, value, changed_by, changed_by_key, changed_at
        from kept`,
    )
    .returning({ code: answerRevisions.code })
})

/**
 * Saves versions as the present answers and into their history. False: one of them was answered by somebody
 * else in the meantime, which only happens to a first answer, since every other one is locked.
 */
export const save = async (
  tx: Tx,
  { organizationId, submissionId }: Ids,
  versions: readonly VersionedAnswer[],
  change: Change,
): Promise<boolean> => {
  const saved = await Promise.all(
    versions.map(({ code, revision, answer, reviewState = null }) => {
      const value = answer === null ? null : canonicalJson(answer)
      return keep(tx, {
        organizationId,
        submissionId,
        code,
        revision,
        value,
        reviewState,
        ...change,
      })
    }),
  )
  return saved.every((rows) => rows.length === 1)
}

/**
 * The codes of all changes of a submission, newest first, one entry a revision: from its events, whose order
 * is that of the commits, while instants are those at which transactions began.
 */
export const listChanges = async (
  reader: Reader,
  { organizationId, submissionId }: Ids,
): Promise<readonly string[]> => {
  const events = await reader
    .select({ payload: organizationEvents.payload })
    .from(organizationEvents)
    .where(
      and(
        eq(organizationEvents.ownerId, organizationId),
        eq(organizationEvents.subject, submissionId),
        eq(organizationEvents.type, 'answer.changed'),
      ),
    )
    .orderBy(desc(organizationEvents.seq))
  return events.flatMap(({ payload }) => (JSON.parse(payload) as Changed).ids.codes)
}

type Changed = { readonly ids: { readonly codes: readonly string[] } }
