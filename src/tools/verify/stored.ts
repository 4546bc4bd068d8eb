// Walks through everything that was scored, organization by organization, each in units of its own as the
// service's role. The questionnaires come first, in questionnaires.ts; what panels made is official.ts, how they
// scored scores.ts, what they reported reports.ts; how a sheet is compared is compare.ts, how a chain of events is followed chains.ts.
import { and, asc, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { find as findSubmission } from '../../api/submissions/store.ts'
import type { Owner } from '../../core/context.ts'
import type { OrganizationId, SubmissionId } from '../../core/ids.ts'
import { referenceWeighting } from '../../core/scoring/weighting.ts'
import type { WeightingChoice } from '../../core/submission/submission.ts'
import { withoutProgramme } from '../../core/submission/submit.ts'
import { ownerOfChoice } from '../../core/submission/weighting-choice.ts'
import { asWeighting } from '../../core/weighting/profile.ts'
import { organizationHomes } from '../../db/tables/organizations.ts'
import { scoreSheets } from '../../db/tables/score-sheets.ts'
import { answerRevisions, answers, submissions } from '../../db/tables/submissions.ts'
import { type TaskContext, type Tx, taskUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { associationsIn, verifyChain } from './chains.ts'
import { differencesOf } from './compare.ts'
import { programmesOf, verifyOfficial } from './official.ts'
import { type ReadDocuments, verifyQuestionnaires } from './questionnaires.ts'
import { verifyReports } from './reports.ts'
import { verifyScores } from './scores.ts'
import { readWeighting } from './weightings.ts'

export type Needs = Pick<Deps, 'db' | 'newId' | 'scoring'>

/**
 * What was verified, and every difference: where it is and what it is, in one line each. `scores`: those that reviews and
 * panels gave by a value; `reports`: released versions of feedback reports.
 */
export type Verified = {
  readonly organizations: number
  readonly sheets: number
  readonly events: number
  readonly scores: number
  readonly reports: number
  readonly differences: readonly string[]
}

export type Progress = (soFar: Verified) => void

const batchSize = 500

/** `onProgress` hears after every batch of organizations. */
export const verifyStored = async (needs: Needs, onProgress: Progress): Promise<Verified> => {
  const { documents, differences } = await verifyQuestionnaires(needs.db, runIn(needs, nowhere))
  let soFar: Verified = {
    ...{ organizations: 0, sheets: 0, scores: 0, reports: 0, events: 0 },
    differences,
  }
  for (const association of await taskUnit(needs.db, runIn(needs, nowhere), ({ tx }) =>
    associationsIn(tx),
  ))
    soFar = added(soFar, {
      sheets: 0,
      scores: 0,
      reports: 0,
      ...(await chainOf(needs, association)),
    })
  let last: string | null = null
  for (;;) {
    const ids: readonly OrganizationId[] = await organizationsAfter(needs, last)
    for (const id of ids) {
      soFar = added(soFar, await verifyOrganization(needs, documents, id))
      soFar = { ...soFar, organizations: soFar.organizations + 1 }
    }
    last = ids.at(-1) ?? null
    if (ids.length < batchSize) return soFar
    onProgress(soFar)
  }
}

const added = (soFar: Verified, more: Omit<Verified, 'organizations'>): Verified => ({
  organizations: soFar.organizations,
  sheets: soFar.sheets + more.sheets,
  events: soFar.events + more.events,
  scores: soFar.scores + more.scores,
  reports: soFar.reports + more.reports,
  differences: [...soFar.differences, ...more.differences],
})

const nowhere = { kind: 'none' } as const

const runIn = ({ newId }: Needs, tenant: TaskContext['tenant'], beside?: Owner): TaskContext => ({
  tenant,
  ...(beside === undefined ? {} : { beside }),
  operation: 'verify',
  requestId: newId(),
  personId: null,
})

/** The list of organizations is a lookup, readable where no tenant is chosen. */
const organizationsAfter = async (
  needs: Needs,
  last: string | null,
): Promise<readonly OrganizationId[]> => {
  const { organizationId } = organizationHomes
  const rows = await taskUnit(needs.db, runIn(needs, nowhere), ({ tx }) =>
    tx
      .select({ organizationId })
      .from(organizationHomes)
      .where(last === null ? undefined : gt(organizationId, last))
      .orderBy(asc(organizationId))
      .limit(batchSize),
  )
  return rows.map((row) => row.organizationId as OrganizationId)
}

const chainOf = (needs: Needs, owner: Owner) =>
  taskUnit(needs.db, runIn(needs, owner), ({ tx }) => verifyChain(tx, owner))

type Sheets = Pick<Verified, 'sheets' | 'differences'>
type Scored = { readonly submissionId: SubmissionId; readonly weighting: WeightingChoice | null }

const verifyOrganization = async (needs: Needs, documents: ReadDocuments, id: OrganizationId) => {
  const tenant = { kind: 'organization', id } as const
  const submitted = await taskUnit(needs.db, runIn(needs, tenant), ({ tx }) => scoredIn(tx, id))
  const results: Sheets[] = []
  for (const each of submitted) {
    const owner = each.weighting === null ? null : ownerOfChoice(each.weighting)
    const run = runIn(needs, tenant, owner?.kind === 'association' ? owner : undefined)
    results.push(
      await taskUnit(needs.db, run, ({ tx }) => verifySubmission(tx, needs, documents, id, each)),
    )
  }
  const onPanel = (beside?: Owner) => ({ ...runIn(needs, tenant, beside), side: 'review' }) as const
  for (const associationId of await taskUnit(needs.db, onPanel(), ({ tx }) => programmesOf(tx, id)))
    results.push(
      await taskUnit(needs.db, onPanel({ kind: 'association', id: associationId }), ({ tx }) =>
        verifyOfficial(tx, needs, documents, { organizationId: id, associationId }),
      ),
    )
  const scored = await taskUnit(needs.db, onPanel(), ({ tx }) => verifyScores(tx, documents, id))
  const reported = await taskUnit(needs.db, onPanel(), ({ tx }) => verifyReports(tx, id))
  const chain = await chainOf(needs, tenant)
  return {
    sheets: results.reduce((all, { sheets }) => all + sheets, 0),
    scores: scored.scores,
    reports: reported.reports,
    events: chain.events,
    differences: [...results, scored, reported, chain].flatMap(({ differences }) => differences),
  }
}

/** Every submission that has a sheet, and every one that was submitted and should have one. */
const scoredIn = async (tx: Tx, organizationId: OrganizationId): Promise<readonly Scored[]> => {
  const rows = await tx
    .selectDistinct({ id: submissions.id })
    .from(submissions)
    .leftJoin(
      scoreSheets,
      and(
        eq(scoreSheets.organizationId, submissions.organizationId),
        eq(scoreSheets.submissionId, submissions.id),
      ),
    )
    .where(
      and(
        eq(submissions.organizationId, organizationId),
        or(isNotNull(submissions.submittedAt), isNotNull(scoreSheets.kind)),
      ),
    )
    .orderBy(asc(submissions.id))
  const found = await Promise.all(
    rows.map(({ id }) => findSubmission(tx, { organizationId, submissionId: id as SubmissionId })),
  )
  return found.flatMap((submission) =>
    submission === null ? [] : [{ submissionId: submission.id, weighting: submission.weighting }],
  )
}

const verifySubmission = async (
  tx: Tx,
  needs: Needs,
  documents: ReadDocuments,
  organizationId: OrganizationId,
  { submissionId, weighting }: Scored,
): Promise<Sheets> => {
  const ids = { organizationId, submissionId }
  const [submission, given, unlike, rows, own] = await Promise.all([
    findSubmission(tx, ids),
    answersIn(tx, ids),
    unlikeTheirHistory(tx, ids),
    tx
      .select()
      .from(scoreSheets)
      .where(
        and(
          eq(scoreSheets.organizationId, organizationId),
          eq(scoreSheets.submissionId, submissionId),
        ),
      )
      .orderBy(asc(scoreSheets.kind)),
    weighting === null
      ? null
      : readWeighting(tx, { owner: ownerOfChoice(weighting), id: weighting.id }),
  ])
  const name = `organization ${organizationId}, submission ${submissionId}`
  const key = submission?.questionnaire
  const document = documents.get(`${key?.key} ${key?.version}`) ?? null
  const differences = [
    ...unlike.map((code) => `${name}: the answer ${code} is not the last of its history`),
    ...(rows.some(({ kind }) => kind === 'reference')
      ? []
      : [`${name}: it has no reference sheet`]),
    ...(weighting === null || rows.some(({ kind }) => kind === 'own')
      ? []
      : [`${name}: it has no sheet under the weighting it names`]),
    ...(own?.differences ?? []).map((each) => `${name}: ${each}`),
    ...rows.flatMap((row) => {
      const sheet = `${name}, ${row.kind} sheet`
      if (document === null) return [`${sheet}: its questionnaire is not there`]
      const used =
        row.kind === 'reference'
          ? referenceWeighting(document.questionnaire)
          : own?.profile && asWeighting(own.profile, 'own')
      if (used == null) return [`${sheet}: its weighting is not there`]
      const madeOf = {
        ...{ document, weighting: used, answers: given },
        notApplicable: withoutProgramme,
      }
      return differencesOf(needs.scoring, madeOf, row).map((each) => `${sheet}: ${each}`)
    }),
  ]
  return { sheets: rows.length, differences }
}

type Ids = { readonly organizationId: OrganizationId; readonly submissionId: SubmissionId }

const answersIn = async (tx: Tx, { organizationId, submissionId }: Ids) => {
  const rows = await tx
    .select({ code: answers.code, value: answers.value })
    .from(answers)
    .where(and(eq(answers.organizationId, organizationId), eq(answers.submissionId, submissionId)))
  return rows.flatMap(({ code, value }) => (value === null ? [] : [{ code, value }]))
}

/** Answers are kept twice, and the history cannot be changed: a value that was changed past it shows. */
const unlikeTheirHistory = async (
  tx: Tx,
  { organizationId, submissionId }: Ids,
): Promise<readonly string[]> => {
  const rows = await tx
    .select({ code: answers.code })
    .from(answers)
    .leftJoin(
      answerRevisions,
      and(
        eq(answerRevisions.organizationId, answers.organizationId),
        eq(answerRevisions.submissionId, answers.submissionId),
        eq(answerRevisions.code, answers.code),
        eq(answerRevisions.revision, answers.revision),
      ),
    )
    .where(
      and(
        eq(answers.organizationId, organizationId),
        eq(answers.submissionId, submissionId),
        or(
          isNull(answerRevisions.code),
          sql`${answerRevisions.value} is distinct from ${answers.value}`,
        ),
      ),
    )
    .orderBy(asc(answers.code))
  return rows.map(({ code }) => code)
}
