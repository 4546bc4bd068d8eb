// Reads the scores of reviews and of panels again: whether the percent that stands beside a value follows from it, by the
// gauge of the questionnaire and of the cycle. Ranges, flags and agreement are made of those percents; official sheets are
// made of the values, which is official.ts.
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { readRecord } from '../../core/consensus/stored.ts'
import type { OrganizationId } from '../../core/ids.ts'
import type { ProblemError } from '../../core/problem.ts'
import { type Gauge, gaugesOf, valuedIn } from '../../core/review/value.ts'
import { consensuses, consensusScores } from '../../db/tables/consensuses.ts'
import { reviewScores, reviews } from '../../db/tables/reviews.ts'
import { submissions } from '../../db/tables/submissions.ts'
import type { Tx } from '../../db/unit.ts'
import { differing } from './compare.ts'
import type { ReadDocuments } from './questionnaires.ts'

export type Scores = { readonly scores: number; readonly differences: readonly string[] }

/** `of`: which review, or the consensus; `judging`: the rules of its cycle, read once it is known that they can be. */
type Row = {
  readonly submissionId: string
  readonly questionnaire: string
  readonly of: string
  readonly code: string
  readonly value: string | null
  readonly percentBp: number | null
  readonly judging: () => Pick<Gauge, 'naPermitted'> & { readonly stepBp: number }
}

/** Every score of the organization that has a value. It reads on the side of the panel. */
export const verifyScores = async (
  tx: Tx,
  documents: ReadDocuments,
  organizationId: OrganizationId,
): Promise<Scores> => {
  const rows = [
    ...(await ofReviews(tx, organizationId)),
    ...(await ofConsensuses(tx, organizationId)),
  ]
  return {
    scores: rows.length,
    differences: rows.flatMap((row) =>
      wrongIn(row, documents).map(
        (said) =>
          `organization ${organizationId}, submission ${row.submissionId}, ${row.of}, score ${row.code}: ${said}`,
      ),
    ),
  }
}

const answering = {
  key: submissions.questionnaireKey,
  version: submissions.questionnaireVersion,
}

const ofReviews = async (tx: Tx, organizationId: OrganizationId): Promise<readonly Row[]> => {
  const { code, value, percentBp, reviewId } = reviewScores
  const { submissionId, stepBp } = reviews
  const rows = await tx
    .select({ code, value, percentBp, reviewId, submissionId, stepBp, ...answering })
    .from(reviewScores)
    .innerJoin(
      reviews,
      and(
        eq(reviews.organizationId, reviewScores.organizationId),
        eq(reviews.id, reviewScores.reviewId),
      ),
    )
    .innerJoin(
      submissions,
      and(
        eq(submissions.organizationId, reviews.organizationId),
        eq(submissions.id, reviews.submissionId),
      ),
    )
    .where(and(eq(reviewScores.organizationId, organizationId), isNotNull(reviewScores.value)))
    .orderBy(asc(reviewScores.reviewId), asc(reviewScores.code))
  return rows.map(({ reviewId: id, stepBp: step, key, version, ...row }) => ({
    ...row,
    questionnaire: `${key} ${version}`,
    of: `review ${id}`,
    // What a review says of parts that do not apply is taken as it is; the consensus asks what the cycle permits.
    judging: () => ({ stepBp: step, naPermitted: true }),
  }))
}

const ofConsensuses = async (tx: Tx, organizationId: OrganizationId): Promise<readonly Row[]> => {
  const { code, value, percentBp } = consensusScores
  const { submissionId, record } = consensuses
  const rows = await tx
    .select({ code, value, percentBp, submissionId, record, ...answering })
    .from(consensusScores)
    .innerJoin(
      consensuses,
      and(
        eq(consensuses.organizationId, consensusScores.organizationId),
        eq(consensuses.id, consensusScores.consensusId),
      ),
    )
    .innerJoin(
      submissions,
      and(
        eq(submissions.organizationId, consensuses.organizationId),
        eq(submissions.id, consensuses.submissionId),
      ),
    )
    .where(eq(consensusScores.organizationId, organizationId))
    .orderBy(asc(consensuses.submissionId), asc(consensusScores.code))
  return rows.map(({ record: text, key, version, ...row }) => ({
    ...row,
    questionnaire: `${key} ${version}`,
    of: 'consensus',
    judging: () => readRecord(text).rules,
  }))
}

const wrongIn = (row: Row, documents: ReadDocuments): readonly string[] => {
  const document = documents.get(row.questionnaire)
  if (document === undefined) return ['its questionnaire is not there']
  try {
    const gauge = gaugesOf(document.questionnaire, row.judging())(row.code)
    const refused: ProblemError[] = []
    const again = valuedIn(JSON.parse(String(row.value)), gauge, refused)
    if (again === null)
      return [`its value is refused: ${refused.map(({ detail }) => detail).join(' ')}`]
    return again.percentBp === row.percentBp
      ? []
      : [differing('percentBp', row.percentBp, again.percentBp)]
  } catch (error) {
    // What is no JSON, and a code that takes no score.
    if (error instanceof SyntaxError || error instanceof RangeError)
      return [`it cannot be read: ${error.message}`]
    throw error
  }
}
