// Reads of benchmarks that take more than one look: published editions, cells, own comparisons.
// Everything decided here is decided in core/benchmark; every number shown was published before.
import { demand } from '../../core/access.ts'
import { ladderOf, parseCohort } from '../../core/benchmark/cohort.ts'
import {
  type CohortCells,
  type Comparison,
  cellsOf,
  compareByLadder,
  compareWith,
  type WantedTier,
} from '../../core/benchmark/comparison.ts'
import { demandComparable, isNative, previewedValues } from '../../core/benchmark/own.ts'
import {
  demandPublished,
  type PublicEdition,
  placeIn,
} from '../../core/benchmark/public-edition.ts'
import { ownValuesIn } from '../../core/benchmark/value.ts'
import type { BenchmarkEditionId, OrganizationId, SubmissionId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import { type Answer, answerOf, type Context } from '../../core/request.ts'
import { referenceWeighting } from '../../core/scoring/weighting.ts'
import { sha256 } from '../../db/digest.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { findSubject, type Subject } from './store-comparison.ts'
import { findCells, findEdition, findState } from './store-public.ts'

/** Finds the edition of an id that is known to be out. */
export type Editions = (context: Context, id: BenchmarkEditionId) => Promise<PublicEdition>

/** Editions kept at most; each is a few tens of kilobytes. */
const mostKept = 200

/** Published editions never change, so each is read once; whether it is still out is asked every time. */
export const keptEditions = ({ db }: Pick<Deps, 'db'>): Editions => {
  const kept = new Map<string, PublicEdition>()
  return async (context, id) => {
    const known = kept.get(id)
    if (known !== undefined) return known
    const anywhere: Context = { ...context, tenant: { kind: 'none' } }
    const stored = await readAtOnce(db, anywhere, (tx) => findEdition(tx, id))
    const { edition } = found(stored)
    const [oldest] = kept.keys()
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
    kept.set(id, edition)
    return edition
  }
}

type Needs = Pick<Deps, 'db' | 'documents' | 'codes' | 'scoring'> & { readonly editions: Editions }

/** Changes when the same cells are said in other bytes. */
const representation = 'cells/1'

/** The cells of one cohort. The entity tag is of the names of things, never of contents (section 3). */
export const cells = async (
  { db, editions }: Pick<Needs, 'db' | 'editions'>,
  context: Context,
  { benchmarkEditionId, cohort: key = 'all' }: CellsAsked,
): Promise<Answer<CohortCells>> => {
  const [state, rows] = await readAtOnce(db, context, (tx) =>
    Promise.all([findState(tx, benchmarkEditionId), findCells(tx, benchmarkEditionId, key)]),
  )
  demandPublished(found(state))
  const edition = await editions(context, benchmarkEditionId)
  const cohort = parseCohort(key, edition.lattice)
  const etag = sha256(`${benchmarkEditionId}\n${cohort.key}\n${representation}`).slice(0, 32)
  return answerOf({
    status: 200,
    headers: { 'content-type': 'application/json', etag: `"${etag}"` },
    body: JSON.stringify(cellsOf(edition, cohort, rows)),
  })
}

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

/** One look at the database where the sector is spelled as the edition spells it, else two. */
export const compare = async (
  needs: Needs,
  context: Context,
  { organizationId, submissionId, benchmarkEditionId, cohort, tier }: ComparisonAsked,
): Promise<Comparison> => {
  const { db, codes, editions } = needs
  const look = (editionId: BenchmarkEditionId | null, cohortKeys: readonly string[] | null) =>
    readAtOnce(
      db,
      { ...context, subject: submissionId },
      (tx) =>
        findSubject(tx, {
          organizationId,
          submissionId,
          benchmarkEditionId: editionId,
          cohortKeys,
        }),
      (subject, { standing, shows }) => {
        demand(standing, 'benchmarks:position')
        shows(submissionId)
        return found(subject)
      },
    )
  const subject = await look(benchmarkEditionId ?? null, cohort === undefined ? null : [cohort])
  const state = found(subject.edition)
  demandPublished(state)
  const edition = await editions(context, state.id)
  const own = ownValues(needs, subject, edition)
  if (cohort !== undefined)
    return compareWith(
      { edition, rows: subject.rows, own, tier },
      parseCohort(cohort, edition.lattice),
    )
  const rungs = ladderOf(placeIn(edition.lattice, codes, subject.stated), edition.lattice)
  const keys = rungs.flatMap((rung) => rung.cohort?.key ?? [])
  const { rows } = isNative(edition, subject.stated) ? subject : await look(state.id, keys)
  return compareByLadder({ edition, rows, own, tier }, rungs)
}

const ownValues = (
  { documents, scoring }: Pick<Needs, 'documents' | 'scoring'>,
  { questionnaire: { key, version }, vector, answers }: Subject,
  edition: PublicEdition,
) => {
  const document = found(documents.find(key, version))
  demandComparable(edition, { key, scoringDigest: document.scoringDigest })
  if (vector !== null) return ownValuesIn(vector, edition.nodes)
  const { plan } = scoring.basisOf(document, referenceWeighting(document.questionnaire), answers)
  return previewedValues(plan, answers, edition.nodes)
}
