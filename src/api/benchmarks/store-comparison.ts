// What an own comparison asks every time, in one statement: the submission with its score vector, the place of
// its organization, and which edition is out. The hottest read of this service, so its texts are made once.
import { and, desc, eq, ne, type Placeholder, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { PublicState, Stated } from '../../core/benchmark/public-edition.ts'
import type { BenchmarkEditionId, OrganizationId, SubmissionId } from '../../core/ids.ts'
import type { DocumentName } from '../../core/questionnaire/version.ts'
import type { Answers } from '../../core/submission/answer.ts'
import { prepared } from '../../db/prepared.ts'
import { publicEditions } from '../../db/tables/benchmark-publications.ts'
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

const placeColumns = {
  sectorScheme: organizations.sectorScheme,
  sectorDivision: organizations.sectorDivision,
  sectorSection: organizations.sectorSection,
  region: organizations.region,
  size: organizations.sizeClass,
}

/** Of the editions of a questionnaire that are chosen, the one published last. */
const latestOf = (db: Reader, questionnaireKey: SQLWrapper | Placeholder, chosen: SQL) =>
  db
    .select({
      id: publicEditions.id,
      state: publicEditions.state,
      publishedAt: publicEditions.publishedAt,
      retiredAt: publicEditions.retiredAt,
    })
    .from(publicEditions)
    .where(and(eq(publicEditions.questionnaireKey, questionnaireKey), chosen))
    .orderBy(desc(publicEditions.publishedAt), desc(publicEditions.id))
    .limit(1)
    .as('edition')

/**
 * One text for each way to choose the edition: a condition with both in it would have to be planned anew
 * every time (measured: 0.3 of 0.55 ms).
 */
const subjectBy = (chosen: SQL) =>
  prepared((db) => {
    const edition = latestOf(db, submissions.questionnaireKey, chosen)
    return db
      .select({
        key: submissions.questionnaireKey,
        version: submissions.questionnaireVersion,
        digest: submissions.questionnaireDigest,
        ...placeColumns,
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

const latest = sql`${publicEditions.state} = 'published'`
const thatOfId = sql`${publicEditions.id} = ${sql.placeholder('benchmarkEditionId')} and ${ne(publicEditions.state, 'built')}`
const withLatest = subjectBy(latest)
const withNamed = subjectBy(thatOfId)

export type SubjectAsked = {
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
  /** Null: the latest published one of the questionnaire. */
  readonly benchmarkEditionId: BenchmarkEditionId | null
}

export const findSubject = async (reader: Reader, asked: SubjectAsked): Promise<Subject | null> => {
  const [row] = await (asked.benchmarkEditionId === null ? withLatest : withNamed)(reader, asked)
  if (row === undefined) return null
  return {
    questionnaire: { key: row.key, version: row.version, digest: row.digest },
    stated: statedIn(row),
    vector: row.vector,
    answers: row.answers ?? {},
    edition: editionIn(row),
  }
}

type StatedRow = {
  readonly sectorScheme: string | null
  readonly sectorDivision: string | null
  readonly sectorSection: string | null
  readonly region: string | null
  readonly size: string | null
}

const statedIn = ({
  sectorScheme,
  sectorDivision,
  sectorSection,
  region,
  size,
}: StatedRow): Stated => ({
  activity:
    sectorScheme === null
      ? null
      : { scheme: sectorScheme as never, division: sectorDivision, section: sectorSection },
  region,
  size,
})

/** Where an organization stands, and which edition of a questionnaire it may be compared with. */
export type Placed = Pick<Subject, 'stated' | 'edition'>

const placedBy = (chosen: SQL) =>
  prepared((db) => {
    const edition = latestOf(db, sql.placeholder('questionnaireKey'), chosen)
    return db
      .select({
        ...placeColumns,
        editionId: edition.id,
        state: edition.state,
        publishedAt: edition.publishedAt,
        retiredAt: edition.retiredAt,
      })
      .from(organizations)
      .leftJoinLateral(edition, sql`true`)
      .where(eq(organizations.organizationId, sql.placeholder('organizationId')))
  })

const placedWithLatest = placedBy(latest)
const placedWithNamed = placedBy(thatOfId)

export type PlacedAsked = Omit<SubjectAsked, 'submissionId'> & { readonly questionnaireKey: string }

export const findPlaced = async (reader: Reader, asked: PlacedAsked): Promise<Placed | null> => {
  const choose = asked.benchmarkEditionId === null ? placedWithLatest : placedWithNamed
  const [row] = await choose(reader, asked)
  return row === undefined ? null : { stated: statedIn(row), edition: editionIn(row) }
}

type EditionRow = {
  readonly editionId: string | null
  readonly state: PublicState['state'] | null
  readonly publishedAt: Date | null
  readonly retiredAt: Date | null
}

const editionIn = ({ editionId, state, publishedAt, retiredAt }: EditionRow): Subject['edition'] =>
  editionId === null || state === null
    ? null
    : { id: editionId as BenchmarkEditionId, state, publishedAt, retiredAt }
