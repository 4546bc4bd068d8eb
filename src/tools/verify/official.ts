// Makes the official sheets of an organization again: the answers that its final consensuses stand for, and the sheets
// that were scored from them. It reads on the side of the panel; the applicant's own sheets are stored.ts.
import { and, asc, eq, exists, or } from 'drizzle-orm'
import { findCycle } from '../../api/programmes/store.ts'
import { entries, find as findConsensus } from '../../api/reviews/store-consensus.ts'
import { find as findSubmission } from '../../api/submissions/store.ts'
import { all as answersOfSubmission } from '../../api/submissions/store-answers.ts'
import { find as findEntry } from '../../api/submissions/store-entries.ts'
import { type OfficialKind, officialAnswers } from '../../core/consensus/official.ts'
import { entriesByCode } from '../../core/consensus/stored.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { AssociationId, OrganizationId, SubmissionId } from '../../core/ids.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import { officialWeightings, weightingNamed } from '../../core/programme/weighting.ts'
import { answersOf } from '../../core/submission/revision.ts'
import { consensuses, officialSheets } from '../../db/tables/consensuses.ts'
import { entries as entered } from '../../db/tables/entries.ts'
import type { Tx } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { differencesOf, differing } from './compare.ts'
import type { ReadDocuments } from './questionnaires.ts'
import { readWeighting } from './weightings.ts'

type Needs = Pick<Deps, 'scoring'>
type Sheet = typeof officialSheets.$inferSelect
type Ids = { readonly organizationId: OrganizationId; readonly submissionId: SubmissionId }

export type Official = { readonly sheets: number; readonly differences: readonly string[] }

/** The associations in whose cycles the organization has something: a unit reaches one, whose rules its sheets follow. */
export const programmesOf = async (
  tx: Tx,
  organizationId: OrganizationId,
): Promise<readonly AssociationId[]> => {
  const rows = await tx
    .selectDistinct({ associationId: entered.associationId })
    .from(entered)
    .where(eq(entered.organizationId, organizationId))
    .orderBy(asc(entered.associationId))
  return rows.map(({ associationId }) => associationId as AssociationId)
}

/** Every consensus in a programme of the association that is final and should have sheets, or that has one. */
export const verifyOfficial = async (
  tx: Tx,
  needs: Needs,
  documents: ReadDocuments,
  place: { readonly organizationId: OrganizationId; readonly associationId: AssociationId },
): Promise<Official> => {
  const all: Official[] = []
  for (const submissionId of await assessedIn(tx, place)) {
    const ids = { organizationId: place.organizationId, submissionId }
    all.push(await verifyOne(tx, needs, documents, ids))
  }
  return {
    sheets: all.reduce((sum, { sheets }) => sum + sheets, 0),
    differences: all.flatMap(({ differences }) => differences),
  }
}

const assessedIn = async (
  tx: Tx,
  { organizationId, associationId }: Parameters<typeof verifyOfficial>[3],
): Promise<readonly SubmissionId[]> => {
  const sheets = tx
    .select({ kind: officialSheets.kind })
    .from(officialSheets)
    .where(
      and(
        eq(officialSheets.organizationId, consensuses.organizationId),
        eq(officialSheets.consensusId, consensuses.id),
      ),
    )
  const rows = await tx
    .select({ submissionId: consensuses.submissionId })
    .from(consensuses)
    .innerJoin(
      entered,
      and(
        eq(entered.organizationId, consensuses.organizationId),
        eq(entered.submissionId, consensuses.submissionId),
      ),
    )
    .where(
      and(
        eq(consensuses.organizationId, organizationId),
        eq(entered.associationId, associationId),
        or(eq(consensuses.state, 'final'), exists(sheets)),
      ),
    )
    .orderBy(asc(consensuses.submissionId))
  return rows.map(({ submissionId }) => submissionId as SubmissionId)
}

const namesOf: Readonly<Record<OfficialKind, string>> = {
  reference: 'official sheet',
  programme: "official sheet under the programme's weighting",
}

const verifyOne = async (
  tx: Tx,
  needs: Needs,
  documents: ReadDocuments,
  ids: Ids,
): Promise<Official> => {
  const sheets = await sheetsOf(tx, ids)
  const name = `organization ${ids.organizationId}, submission ${ids.submissionId}`
  const found = await differencesIn(tx, needs, documents, { ids, sheets })
  return {
    sheets: sheets.length,
    differences: found.map(({ kind, said }) => `${name}, ${namesOf[kind]}: ${said}`),
  }
}

const sheetsOf = async (
  tx: Tx,
  { organizationId, submissionId }: Ids,
): Promise<readonly Sheet[]> => {
  const rows = await tx
    .select({ sheet: officialSheets })
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
  return rows.map(({ sheet }) => sheet)
}

type Difference = { readonly kind: OfficialKind; readonly said: string }
type One = { readonly ids: Ids; readonly sheets: readonly Sheet[] }

const differencesIn = async (
  tx: Tx,
  needs: Needs,
  documents: ReadDocuments,
  one: One,
): Promise<readonly Difference[]> => {
  try {
    return await compared(tx, needs, documents, one)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return [{ kind: 'reference', said: `it cannot be made again: ${error.message}` }]
  }
}

const compared = async (
  tx: Tx,
  { scoring }: Needs,
  documents: ReadDocuments,
  { ids, sheets }: One,
): Promise<readonly Difference[]> => {
  const [submission, versions, consensus, scores, cycle] = await Promise.all([
    findSubmission(tx, ids),
    answersOfSubmission(tx, ids),
    findConsensus(tx, ids),
    entries(tx, ids),
    cycleOf(tx, ids),
  ])
  const { key = '', version } = submission?.questionnaire ?? {}
  const document = documents.get(`${key} ${version}`)
  if (document === undefined || cycle === null)
    return [{ kind: 'reference', said: 'its questionnaire or its cycle is not there' }]
  const named = weightingNamed(cycle, key)
  const weighed = named === null ? null : await readWeighting(tx, named)
  const { questionnaire } = document
  const given = officialAnswers(answersOf(versions), {
    scores: entriesByCode(scores),
    questionnaire,
  })
  const again = canonicalJson(given)
  const answers = Object.entries(given).map(([code, answer]) => ({
    code,
    value: canonicalJson(answer),
  }))
  const { notApplicable } = cycle.settings
  const weightings = officialWeightings(questionnaire, weighed?.profile ?? null)
  return [
    ...(weighed?.differences ?? []).map((said) => ({ kind: 'programme', said }) as const),
    ...weightings.flatMap((weighting) => {
      const sheet = sheets.find(({ kind }) => kind === weighting.kind)
      const differences =
        sheet === undefined
          ? ['it is missing, and the consensus is final']
          : [
              ...(consensus?.state === 'final' ? [] : ['the consensus is not final']),
              ...(again === sheet.answers ? [] : [differing('answers', sheet.answers, again)]),
              ...differencesOf(scoring, { document, weighting, answers, notApplicable }, sheet),
            ]
      return differences.map((said) => ({ kind: weighting.kind, said }))
    }),
    ...sheets
      .filter(({ kind }) => !weightings.some((weighting) => weighting.kind === kind))
      .map(({ kind }) => ({ kind, said: 'its cycle has no such weighting' })),
  ]
}

const cycleOf = async (tx: Tx, ids: Ids): Promise<Cycle | null> => {
  const entry = await findEntry(tx, ids)
  return entry === null ? null : findCycle(tx, entry)
}
