// Everything an own comparison needs, in one statement: submission, place of the organization, score vector,
// the edition and the cells of its rungs. The hottest read of this service, so its text is made once.
import { and, desc, eq, ne, sql } from 'drizzle-orm'
import type { PublicState, Stated } from '../../core/benchmark/public-edition.ts'
import type { PublishedRow } from '../../core/benchmark/published-row.ts'
import type { BenchmarkEditionId, OrganizationId, SubmissionId } from '../../core/ids.ts'
import type { Answers } from '../../core/submission/answer.ts'
import { prepared } from '../../db/prepared.ts'
import { publicCells, publicEditions } from '../../db/tables/benchmarks.ts'
import { organizations } from '../../db/tables/organizations.ts'
import { scoreSheets } from '../../db/tables/score-sheets.ts'
import { answers, submissions } from '../../db/tables/submissions.ts'
import type { Reader } from '../../db/unit.ts'

/**
 * `vector`: of the stored reference sheet, null without one; then `answers` are those of the submission.
 * `edition`: null where there is none to compare with. `rows`: its cells in the cohorts asked for.
 */
export type Subject = {
  readonly questionnaire: { readonly key: string; readonly version: string }
  readonly stated: Stated
  readonly vector: readonly number[] | null
  readonly answers: Answers
  readonly edition: (PublicState & { readonly id: BenchmarkEditionId }) | null
  readonly rows: readonly PublishedRow[]
}

/** The one that was named, or the latest published one of the questionnaire. */
const namedEdition = sql`${sql.placeholder('benchmarkEditionId')}::uuid`

/**
 * The cohorts of the place in native spelling, where no keys are given. A family or code that the edition
 * does not offer has no rows; a sector under another scheme is asked for by key, in a second look.
 */
const wantedKeys = sql`coalesce(${sql.placeholder('cohortKeys')}::text[], array[
  'all',
  'sector=' || ${organizations.sectorSection},
  'region=' || ${organizations.region},
  'size=' || ${organizations.sizeClass},
  'sector=' || ${organizations.sectorSection} || '&size=' || ${organizations.sizeClass},
  'sector=' || ${organizations.sectorSection} || '&region=' || ${organizations.region}])`

const subjectOf = prepared((db) => {
  const edition = db
    .select({
      id: publicEditions.id,
      state: publicEditions.state,
      publishedAt: publicEditions.publishedAt,
      retiredAt: publicEditions.retiredAt,
    })
    .from(publicEditions)
    .where(
      and(
        eq(publicEditions.questionnaireKey, submissions.questionnaireKey),
        ne(publicEditions.state, 'built'),
        sql`case when ${namedEdition} is null then ${publicEditions.state} = 'published'
          else ${publicEditions.id} = ${namedEdition} end`,
      ),
    )
    .orderBy(desc(publicEditions.publishedAt), desc(publicEditions.id))
    .limit(1)
    .as('edition')
  return db
    .select({
      key: submissions.questionnaireKey,
      version: submissions.questionnaireVersion,
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
      rows: sql<readonly StoredCell[] | null>`(
        select json_agg(json_build_array(${publicCells.cohortKey}, ${publicCells.node},
          ${publicCells.status}, ${publicCells.nBand}, ${publicCells.p10}, ${publicCells.p25},
          ${publicCells.p50}, ${publicCells.p75}, ${publicCells.p90}, ${publicCells.grid19}))
        from ${publicCells} where ${publicCells.benchmarkEditionId} = ${edition.id}
          and ${publicCells.cohortKey} = any(${wantedKeys}))`,
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

type StoredCell = readonly [
  cohortKey: string,
  node: string,
  status: PublishedRow['status'],
  nBand: string | null,
  p10: number | null,
  p25: number | null,
  p50: number | null,
  p75: number | null,
  p90: number | null,
  grid19: readonly number[] | null,
]

export type SubjectAsked = {
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
  /** Null: the latest published one. */
  readonly benchmarkEditionId: BenchmarkEditionId | null
  /** Null: those of the organization's place. */
  readonly cohortKeys: readonly string[] | null
}

export const findSubject = async (reader: Reader, asked: SubjectAsked): Promise<Subject | null> => {
  const [row] = await subjectOf(reader, { ...asked })
  if (row === undefined) return null
  const { sectorScheme, sectorDivision, sectorSection } = row
  return {
    questionnaire: { key: row.key, version: row.version },
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
    rows: (row.rows ?? []).map(toRow),
  }
}

const toRow = ([
  cohortKey,
  node,
  status,
  nBand,
  p10,
  p25,
  p50,
  p75,
  p90,
  grid19,
]: StoredCell): PublishedRow => ({
  cohortKey,
  node,
  status,
  nBand,
  p10,
  p25,
  p50,
  p75,
  p90,
  grid19,
})
