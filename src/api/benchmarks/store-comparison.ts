// What an own comparison asks every time, in one statement: the submission with its score vector, the place of
// its organization, and which edition is out. The hottest read of this service, so its texts are made once.
import { and, desc, eq, ne, type SQL, sql } from 'drizzle-orm'
import type { PublicState, Stated } from '../../core/benchmark/public-edition.ts'
import type { BenchmarkEditionId, OrganizationId, SubmissionId } from '../../core/ids.ts'
import type { DocumentName } from '../../core/questionnaire/version.ts'
import type { Answers } from '../../core/submission/answer.ts'
import { prepared } from '../../db/prepared.ts'
import { publicEditions } from '../../db/tables/benchmarks.ts'
import { organizations } from '../../db/tables/organizations.ts'
import { scoreSheets } from '../../db/tables/score-sheets.ts'
import { answers, submissions } from '../../db/tables/submissions.ts'
import type { Reader } from '../../db/unit.ts'

/**
 * `vector`: of the stored reference sheet, null without one; then `answers` are those of the submission.
 * `edition`: null where there is none to compare with.
 */
export type Subject = {
  readonly questionnaire: DocumentName
  readonly stated: Stated
  readonly vector: readonly number[] | null
  readonly answers: Answers
  readonly edition: (PublicState & { readonly id: BenchmarkEditionId }) | null
}

/**
 * One text for each way to choose the edition: a condition with both in it would have to be planned anew
 * every time (measured: 0.3 of 0.55 ms).
 */
const subjectBy = (chosen: SQL) =>
  prepared((db) => {
    const edition = db
      .select({
        id: publicEditions.id,
        state: publicEditions.state,
        publishedAt: publicEditions.publishedAt,
        retiredAt: publicEditions.retiredAt,
      })
      .from(publicEditions)
      .where(and(eq(publicEditions.questionnaireKey, submissions.questionnaireKey), chosen))
      .orderBy(desc(publicEditions.publishedAt), desc(publicEditions.id))
      .limit(1)
      .as('edition')
    return db
      .select({
        key: submissions.questionnaireKey,
        version: submissions.questionnaireVersion,
        digest: submissions.questionnaireDigest,
        sectorScheme: organizations.sectorScheme,
        sectorDivision: organizations.sectorDivision,
        sectorSection: organizations.sectorSection,
        region: organizations.region,
        size: organizations.sizeClass,
        vector: scoreSheets.nodeScores,
        answers: sql<Answers | null>`case when ${scoreSheets.nodeScores} is null then (
          select json_object_agg(${answers.code}, ${answers.value}::json) from ${answers}
          where ${answers.organizationId} = ${submissions.organizationId}
            and ${answers.submissionId} = ${submissions.id} and ${answers.value} is not null) end`,
        editionId: edition.id,
        state: edition.state,
        publishedAt: edition.publishedAt,
        retiredAt: edition.retiredAt,
      })
      .from(submissions)
      .innerJoin(organizations, eq(organizations.organizationId, submissions.organizationId))
      .leftJoin(
        scoreSheets,
        and(
          eq(scoreSheets.organizationId, submissions.organizationId),
          eq(scoreSheets.submissionId, submissions.id),
          eq(scoreSheets.kind, 'reference'),
        ),
      )
      .leftJoinLateral(edition, sql`true`)
      .where(
        and(
          eq(submissions.organizationId, sql.placeholder('organizationId')),
          eq(submissions.id, sql.placeholder('submissionId')),
        ),
      )
  })

const withLatest = subjectBy(sql`${publicEditions.state} = 'published'`)
const withNamed = subjectBy(
  sql`${publicEditions.id} = ${sql.placeholder('benchmarkEditionId')} and ${ne(publicEditions.state, 'built')}`,
)

export type SubjectAsked = {
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
  /** Null: the latest published one of the questionnaire. */
  readonly benchmarkEditionId: BenchmarkEditionId | null
}

export const findSubject = async (reader: Reader, asked: SubjectAsked): Promise<Subject | null> => {
  const [row] = await (asked.benchmarkEditionId === null ? withLatest : withNamed)(reader, asked)
  if (row === undefined) return null
  const { sectorScheme, sectorDivision, sectorSection } = row
  return {
    questionnaire: { key: row.key, version: row.version, digest: row.digest },
    stated: {
      activity:
        sectorScheme === null
          ? null
          : { scheme: sectorScheme as never, division: sectorDivision, section: sectorSection },
      region: row.region,
      size: row.size,
    },
    vector: row.vector,
    answers: row.answers ?? {},
    edition:
      row.editionId === null || row.state === null
        ? null
        : {
            id: row.editionId as BenchmarkEditionId,
            state: row.state,
            publishedAt: row.publishedAt,
            retiredAt: row.retiredAt,
          },
  }
}
