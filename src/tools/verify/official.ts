// Makes the official sheets of an organization again: the answers that its final consensuses stand for, and the sheets
// that were scored from them. It reads on the side of the panel; the applicant's own sheets are stored.ts.
import { and, asc, eq, isNotNull, or } from 'drizzle-orm'
import { entries, find as findConsensus } from '../../api/reviews/store-consensus.ts'
import { find as findSubmission } from '../../api/submissions/store.ts'
import { all as answersOfSubmission } from '../../api/submissions/store-answers.ts'
import { officialAnswers } from '../../core/consensus/official.ts'
import { entriesByCode } from '../../core/consensus/stored.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { OrganizationId, SubmissionId } from '../../core/ids.ts'
import { referenceWeighting } from '../../core/scoring/weighting.ts'
import { answersOf } from '../../core/submission/revision.ts'
import { consensuses, officialSheets } from '../../db/tables/consensuses.ts'
import type { Tx } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { differencesOf, differing } from './compare.ts'
import type { ReadDocuments } from './questionnaires.ts'

type Row = { readonly submissionId: string; readonly sheet: Sheet | null }
type Sheet = typeof officialSheets.$inferSelect

export type Official = { readonly sheets: number; readonly differences: readonly string[] }

/** Every consensus that is final and should have a sheet, and every one that has one. */
export const verifyOfficial = async (
  tx: Tx,
  needs: Pick<Deps, 'scoring'>,
  documents: ReadDocuments,
  organizationId: OrganizationId,
): Promise<Official> => {
  const rows = await officialIn(tx, organizationId)
  const differences: string[] = []
  for (const row of rows) {
    const ids = { organizationId, submissionId: row.submissionId as SubmissionId }
    const name = `organization ${organizationId}, submission ${row.submissionId}, official sheet`
    const found = await differencesIn(tx, needs, documents, { ids, row })
    differences.push(...found.map((each) => `${name}: ${each}`))
  }
  return { sheets: rows.filter(({ sheet }) => sheet !== null).length, differences }
}

const officialIn = (tx: Tx, organizationId: OrganizationId): Promise<readonly Row[]> =>
  tx
    .select({ submissionId: consensuses.submissionId, sheet: officialSheets })
    .from(consensuses)
    .leftJoin(
      officialSheets,
      and(
        eq(officialSheets.organizationId, consensuses.organizationId),
        eq(officialSheets.consensusId, consensuses.id),
      ),
    )
    .where(
      and(
        eq(consensuses.organizationId, organizationId),
        or(eq(consensuses.state, 'final'), isNotNull(officialSheets.kind)),
      ),
    )
    .orderBy(asc(consensuses.submissionId), asc(officialSheets.kind))

type One = {
  readonly ids: { readonly organizationId: OrganizationId; readonly submissionId: SubmissionId }
  readonly row: Row
}

const differencesIn = async (
  tx: Tx,
  { scoring }: Pick<Deps, 'scoring'>,
  documents: ReadDocuments,
  { ids, row: { sheet } }: One,
): Promise<readonly string[]> => {
  if (sheet === null) return ['it is missing, and the consensus is final']
  try {
    return await compared(tx, scoring, documents, { ids, sheet })
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return [`it cannot be made again: ${error.message}`]
  }
}

const compared = async (
  tx: Tx,
  scoring: Deps['scoring'],
  documents: ReadDocuments,
  { ids, sheet }: Pick<One, 'ids'> & { readonly sheet: Sheet },
): Promise<readonly string[]> => {
  const [submission, versions, consensus, scores] = await Promise.all([
    findSubmission(tx, ids),
    answersOfSubmission(tx, ids),
    findConsensus(tx, ids),
    entries(tx, ids),
  ])
  const key = submission?.questionnaire
  const document = documents.get(`${key?.key} ${key?.version}`)
  if (document === undefined) return ['its questionnaire is not there']
  const given = officialAnswers(answersOf(versions), { scores: entriesByCode(scores) })
  const again = canonicalJson(given)
  const madeOf = {
    document,
    weighting: referenceWeighting(document.questionnaire),
    answers: Object.entries(given).map(([code, answer]) => ({
      code,
      value: canonicalJson(answer),
    })),
  }
  return [
    ...(consensus?.state === 'final' ? [] : ['the consensus is not final']),
    ...(again === sheet.answers ? [] : [differing('answers', sheet.answers, again)]),
    ...differencesOf(scoring, madeOf, sheet),
  ]
}
