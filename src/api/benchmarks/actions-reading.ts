// Reads of benchmarks that take more than a look: cells of a cohort, and own comparisons.
// Everything decided here is decided in core/benchmark; every number shown was published before.
import { ladderOf, parseCohort } from '../../core/benchmark/cohort.ts'
import {
  type CohortCells,
  type Comparison,
  compareByLadder,
  compareWith,
  type WantedTier,
} from '../../core/benchmark/comparison.ts'
import { demandComparable, previewedValues } from '../../core/benchmark/own.ts'
import {
  demandPublished,
  type PublicEdition,
  placeIn,
  type Stated,
} from '../../core/benchmark/public-edition.ts'
import { offers, trendOf } from '../../core/benchmark/trend.ts'
import { type OwnValues, ownValuesIn } from '../../core/benchmark/value.ts'
import type {
  AssociationId,
  BenchmarkEditionId,
  OrganizationId,
  QuestionnaireKey,
  SubmissionId,
} from '../../core/ids.ts'
import { found, Problem } from '../../core/problem.ts'
import { type Answer, answerOf, type Context } from '../../core/request.ts'
import { referenceWeighting } from '../../core/scoring/weighting.ts'
import { sha256 } from '../../db/digest.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Kept } from './actions-kept.ts'
import type { Subject } from './store-comparison.ts'
import { findState, latestEditions } from './store-public.ts'

export type Needs = Pick<Deps, 'db' | 'documents' | 'codes' | 'scoring'> & { readonly kept: Kept }

/** Changes when the same cells are said in other bytes. */
const representation = 'cells/1'

/** The cells of one cohort. The entity tag is of the names of things, never of contents (section 3). */
export const cells = async (
  { db, kept }: Pick<Needs, 'db' | 'kept'>,
  context: Context,
  { benchmarkEditionId, cohort: key = 'all' }: CellsAsked,
): Promise<Answer<CohortCells>> => {
  const state = await readAtOnce(db, context, (tx) => findState(tx, benchmarkEditionId))
  demandPublished(found(state))
  const edition = await kept.edition(context, benchmarkEditionId)
  const cohort = parseCohort(key, edition.lattice)
  const etag = sha256(`${benchmarkEditionId}\n${cohort.key}\n${representation}`).slice(0, 32)
  return answered(await kept.cells(context, edition, cohort), { etag: `"${etag}"` })
}

/** Plain objects whose members the types vouch for; the encoder of the contract takes five times as long. */
export const answered = <Value>(
  value: Value,
  headers: Readonly<Record<string, string>> = {},
): Answer<Value> =>
  answerOf({
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  })

type CellsAsked = {
  readonly benchmarkEditionId: BenchmarkEditionId
  readonly cohort?: string | undefined
}

export type ComparisonAsked = {
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
  readonly benchmarkEditionId?: BenchmarkEditionId | undefined
  readonly cohort?: string | undefined
  readonly tier: WantedTier
}

/** Finds what is compared, for whoever may compare it. */
export type FindSubject = (
  needs: Pick<Needs, 'db'>,
  context: Context,
  asked: ComparisonAsked,
) => Promise<Subject>

export const compare = async (
  needs: Needs,
  context: Context,
  asked: ComparisonAsked,
  find: FindSubject,
): Promise<Answer<Comparison>> => answered(await comparisonOf(needs, context, asked, find))

export const comparisonOf = async (
  needs: Needs,
  context: Context,
  asked: ComparisonAsked,
  find: FindSubject,
): Promise<Comparison> => {
  const { kept } = needs
  const { cohort, tier } = asked
  const subject = await find(needs, context, asked)
  const state = found(subject.edition)
  demandPublished(state)
  const edition = await kept.edition(context, state.id)
  const own = await ownValues(needs, subject, edition)
  return placed(needs, context, { edition, own, stated: subject.stated, cohort, tier })
}

export type Placing = {
  readonly edition: PublicEdition
  readonly own: OwnValues
  readonly stated: Stated
  readonly cohort: string | undefined
  readonly tier: WantedTier
}

/** Own values among the cells of the cohort that was asked for, or of the narrowest that serves. */
export const placed = async (
  { codes, kept }: Pick<Needs, 'codes' | 'kept'>,
  context: Context,
  { edition, own, stated, cohort, tier }: Placing,
): Promise<Comparison> => {
  if (cohort !== undefined) {
    const named = parseCohort(cohort, edition.lattice)
    const cells = [await kept.cells(context, edition, named)]
    return compareWith({ edition, cells, own, tier }, named)
  }
  const rungs = ladderOf(placeIn(edition.lattice, codes, stated), edition.lattice)
  const cohorts = rungs.flatMap((rung) => rung.cohort ?? [])
  const cells = await Promise.all(cohorts.map((each) => kept.cells(context, edition, each)))
  return compareByLadder({ edition, cells, own, tier }, rungs)
}

/** The latest editions of a questionnaire with what each shows of one cohort. */
export const trend = async (
  { db, kept }: Pick<Needs, 'db' | 'kept'>,
  context: Context,
  { questionnaireKey, associationId, node, cohort: key, limit }: TrendOf,
) => {
  const asked = { questionnaireKey, associationId: associationId ?? null, limit }
  const releases = await readAtOnce(db, context, (tx) => latestEditions(tx, asked))
  const offering = releases.filter(({ edition }) => offers(edition.lattice, key))
  if (releases.length > 0 && offering.length === 0) throw new Problem('cohort-not-offered', {})
  const open = offering.filter(({ state }) => state === 'published')
  const cells = new Map(
    await Promise.all(
      open.map(async ({ edition }) => {
        const cohort = parseCohort(key, edition.lattice)
        return [edition.id, await kept.cells(context, edition, cohort)] as const
      }),
    ),
  )
  const points = trendOf(releases, {
    node,
    cellsOf: ({ edition }) => cells.get(edition.id) ?? null,
  })
  return { questionnaireKey, node, cohort: key, points }
}

type TrendOf = {
  readonly questionnaireKey: QuestionnaireKey
  readonly associationId?: AssociationId | undefined
  readonly node: string
  readonly cohort: string
  readonly limit: number
}

const ownValues = async (
  { documents, scoring }: Pick<Needs, 'documents' | 'scoring'>,
  { questionnaire, vector, answers }: Subject,
  edition: PublicEdition,
) => {
  const document = await documents.alone(questionnaire)
  const { key } = questionnaire
  demandComparable(edition, { key, scoringDigest: document.scoringDigest })
  if (vector !== null) return ownValuesIn(vector, edition.nodes)
  const { plan } = scoring.basisOf(document, referenceWeighting(document.questionnaire), answers)
  return previewedValues(plan, answers, edition.nodes)
}
