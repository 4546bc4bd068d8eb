// Rows of consensuses, their scores, and the official sheets of a final one.
import { and, eq, sql } from 'drizzle-orm'
import type { OfficialKind } from '../../core/consensus/official.ts'
import {
  readRecord,
  recordOf,
  type StoredConsensus,
  type StoredConsensusScore,
} from '../../core/consensus/stored.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { ConsensusId, OrganizationId, PersonId, SubmissionId } from '../../core/ids.ts'
import type { ScoreSheet } from '../../core/scoring/sheet.ts'
import type { Answers } from '../../core/submission/answer.ts'
import { prepared } from '../../db/prepared.ts'
import { consensuses, consensusScores, officialSheets } from '../../db/tables/consensuses.ts'
import type { Reader, Tx } from '../../db/unit.ts'
import type { Ids } from './store.ts'

type OfConsensus = { readonly organizationId: OrganizationId; readonly consensusId: ConsensusId }

const ofSubmission = and(
  eq(consensuses.organizationId, sql.placeholder('organizationId')),
  eq(consensuses.submissionId, sql.placeholder('submissionId')),
)
const bySubmission = prepared((db) => db.select().from(consensuses).where(ofSubmission))
const exclusive = prepared((db) => db.select().from(consensuses).where(ofSubmission).for('update'))
const entriesOf = prepared((db) =>
  db
    .select()
    .from(consensusScores)
    .where(
      and(
        eq(consensusScores.organizationId, sql.placeholder('organizationId')),
        eq(
          consensusScores.consensusId,
          db.select({ id: consensuses.id }).from(consensuses).where(ofSubmission),
        ),
      ),
    )
    .orderBy(consensusScores.code),
)

/** Without its scores; null: not opened. */
export const find = async (reader: Reader, ids: Ids): Promise<StoredConsensus | null> =>
  consensusOf(await bySubmission(reader, ids))

/** The same, and nobody takes a step or enters a score until the unit ends. */
export const lock = async (tx: Tx, ids: Ids): Promise<StoredConsensus | null> =>
  consensusOf(await exclusive(tx, ids))

/** The panel's scores, by code. */
export const entries = async (reader: Reader, ids: Ids): Promise<readonly StoredConsensusScore[]> =>
  (await entriesOf(reader, ids)).map(toEntry)

export const insert = async (
  tx: Tx,
  { organizationId }: Pick<Ids, 'organizationId'>,
  consensus: StoredConsensus,
): Promise<void> => {
  await tx.insert(consensuses).values({ ...toRow(consensus), organizationId })
}

/** Saves a locked consensus. `from`: the revision that it had when it was locked. */
export const save = async (
  tx: Tx,
  { organizationId }: Pick<Ids, 'organizationId'>,
  consensus: StoredConsensus,
  from: number,
): Promise<void> => {
  const saved = await tx
    .update(consensuses)
    .set(toRow(consensus))
    .where(
      and(
        eq(consensuses.organizationId, organizationId),
        eq(consensuses.id, consensus.id),
        eq(consensuses.revision, from),
      ),
    )
    .returning({ id: consensuses.id })
  if (saved.length === 0) throw new Error('The consensus was locked and is not there to save.')
}

/** Scores of a locked consensus, as they are from now on. */
export const saveEntries = async (
  tx: Tx,
  { organizationId, consensusId }: OfConsensus,
  changed: readonly StoredConsensusScore[],
): Promise<void> => {
  if (changed.length === 0) return
  await tx
    .insert(consensusScores)
    .values(
      changed.map(({ code, score, revision, updatedAt }) => ({
        organizationId,
        consensusId,
        code,
        value: canonicalJson(score.value),
        percentBp: score.percentBp,
        note: score.note,
        enteredBy: score.by,
        revision,
        updatedAt,
      })),
    )
    .onConflictDoUpdate({
      target: [consensusScores.organizationId, consensusScores.consensusId, consensusScores.code],
      set: {
        value: sql`excluded.value`,
        percentBp: sql`excluded.percent_bp`,
        note: sql`excluded.note`,
        enteredBy: sql`excluded.entered_by`,
        revision: sql`excluded.revision`,
        updatedAt: sql`excluded.updated_at`,
      },
    })
}

export const insertSheet = async (
  tx: Tx,
  { organizationId, consensusId }: OfConsensus,
  made: {
    readonly kind: OfficialKind
    readonly sheet: ScoreSheet
    readonly text: string
    readonly digest: string
    readonly answers: Answers
    readonly createdAt: Date
  },
): Promise<void> => {
  await tx.insert(officialSheets).values({
    organizationId,
    consensusId,
    kind: made.kind,
    engine: made.sheet.engine,
    answers: canonicalJson(made.answers),
    sheet: made.text,
    sheetDigest: made.digest,
    createdAt: made.createdAt,
  })
}

/** The very bytes that were made when it became final, by weighting; none: it has not. */
export const findSheets = (
  reader: Reader,
  { organizationId, submissionId }: Ids,
): Promise<readonly { readonly kind: OfficialKind; readonly sheet: string }[]> =>
  reader
    .select({ kind: officialSheets.kind, sheet: officialSheets.sheet })
    .from(officialSheets)
    .innerJoin(
      consensuses,
      and(
        eq(consensuses.organizationId, officialSheets.organizationId),
        eq(consensuses.id, officialSheets.consensusId),
      ),
    )
    .where(
      and(
        eq(officialSheets.organizationId, organizationId),
        eq(consensuses.submissionId, submissionId),
      ),
    )

const consensusOf = ([
  row,
]: readonly (typeof consensuses.$inferSelect)[]): StoredConsensus | null =>
  row === undefined
    ? null
    : {
        ...readRecord(row.record),
        id: row.id as ConsensusId,
        submissionId: row.submissionId as SubmissionId,
        state: row.state,
        scores: {},
        openedAt: row.openedAt,
        finalAt: row.finalAt,
        revision: row.revision,
      }

const toRow = (consensus: StoredConsensus) => {
  const { id, submissionId, state, openedAt, finalAt, revision } = consensus
  return { id, submissionId, state, openedAt, finalAt, revision, record: recordOf(consensus) }
}

const toEntry = (row: typeof consensusScores.$inferSelect): StoredConsensusScore => ({
  code: row.code,
  score: {
    value: JSON.parse(row.value),
    percentBp: row.percentBp,
    note: row.note,
    by: row.enteredBy as PersonId,
  },
  revision: row.revision,
  updatedAt: row.updatedAt,
})
