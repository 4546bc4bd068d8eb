// Stored score sheets: inserted when a submission is submitted, read ever after, never changed.
import { and, eq, sql } from 'drizzle-orm'
import type { OrganizationId, SubmissionId } from '../../core/ids.ts'
import type { ScoreSheet } from '../../core/scoring/sheet.ts'
import { prepared, preparedWrite } from '../../db/prepared.ts'
import { scoreSheets } from '../../db/tables/score-sheets.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type SheetIds = {
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
}
export type SheetKind = 'reference' | 'programme' | 'own'

/** A sheet with what is stored beside it. */
export type SheetRow = {
  readonly kind: SheetKind
  /** Canonical JSON of the sheet, and its SHA-256. */
  readonly text: string
  readonly digest: string
  readonly sheet: ScoreSheet
  readonly scoringDigest: string
  readonly nodeScores: readonly number[]
  readonly complete: boolean
  readonly notApplicableShareBp: number
}

const inserted = preparedWrite((db) =>
  db
    .insert(scoreSheets)
    .values({
      organizationId: sql.placeholder('organizationId'),
      submissionId: sql.placeholder('submissionId'),
      kind: sql.placeholder('kind'),
      variant: sql.placeholder('variant'),
      method: sql.placeholder('method'),
      engine: sql.placeholder('engine'),
      sheet: sql.placeholder('sheet'),
      sheetDigest: sql.placeholder('sheetDigest'),
      questionnaireDigest: sql.placeholder('questionnaireDigest'),
      weightingDigest: sql.placeholder('weightingDigest'),
      answersDigest: sql.placeholder('answersDigest'),
      scoringDigest: sql.placeholder('scoringDigest'),
      nodeScores: sql.placeholder('nodeScores'),
      complete: sql.placeholder('complete'),
      notApplicableShareBp: sql.placeholder('notApplicableShareBp'),
      createdAt: sql.placeholder('createdAt'),
    })
    .returning({ kind: scoreSheets.kind }),
)

export const insert = async (
  tx: Tx,
  { organizationId, submissionId }: SheetIds,
  rows: readonly SheetRow[],
  createdAt: Date,
): Promise<void> => {
  await Promise.all(
    rows.map(({ sheet, text, digest, ...row }) =>
      inserted(tx, {
        ...row,
        organizationId,
        submissionId,
        createdAt,
        variant: sheet.variant,
        method: sheet.method,
        engine: sheet.engine,
        sheet: text,
        sheetDigest: digest,
        questionnaireDigest: sheet.digests.questionnaire,
        weightingDigest: sheet.digests.weighting,
        answersDigest: sheet.digests.answers,
        nodeScores: [...row.nodeScores],
      }),
    ),
  )
}

const textOf = prepared((db) =>
  db
    .select({ sheet: scoreSheets.sheet })
    .from(scoreSheets)
    .where(
      and(
        eq(scoreSheets.organizationId, sql.placeholder('organizationId')),
        eq(scoreSheets.submissionId, sql.placeholder('submissionId')),
        eq(scoreSheets.kind, sql.placeholder('kind')),
      ),
    ),
)

/** The canonical text of a stored sheet, or null: the very bytes that were made when it was submitted. */
export const findText = async (
  reader: Reader,
  { organizationId, submissionId }: SheetIds,
  kind: SheetKind,
): Promise<string | null> => {
  const [row] = await textOf(reader, { organizationId, submissionId, kind })
  return row?.sheet ?? null
}
