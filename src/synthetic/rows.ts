// The rows of the invented population: what one organization, one submission, its answers and its score sheet
// look like. Which of them there are is population.ts; nothing here is random.
import { sql } from 'drizzle-orm'
import * as scoreSheets from '../api/scores/store.ts'
import {
  answeredNotApplicable,
  type SyntheticOrganization,
  type SyntheticSubmission,
  unanswered,
} from '../core/benchmark/synthetic.ts'
import { canonicalJson } from '../core/document/canonical.ts'
import type { AssociationId, PersonId } from '../core/ids.ts'
import { score } from '../core/scoring/score.ts'
import { storedFigures } from '../core/scoring/stored-sheet.ts'
import type { Answer, Answers } from '../core/submission/answer.ts'
import { type SheetBasis, withoutProgramme } from '../core/submission/submit.ts'
import { sha256 } from '../db/digest.ts'
import type { organizations } from '../db/tables/organizations.ts'
import {
  answerRevisions,
  answers as answersTable,
  type submissions,
} from '../db/tables/submissions.ts'
import type { Tx } from '../db/unit.ts'
import type { QuestionnaireDocument } from '../deps.ts'

/** What all rows of one population share. */
export type World = {
  readonly associationId: AssociationId
  readonly document: QuestionnaireDocument
  /** The nodes that the invented answers speak of, in their order. */
  readonly nodes: readonly { readonly code: string }[]
  readonly basisOf: (answers: Answers) => SheetBasis
}

export type Writing = {
  readonly organization: SyntheticOrganization
  readonly personId: PersonId
}

export const organizationRow = (
  { associationId }: World,
  { id, submissions: made, ...organization }: SyntheticOrganization,
  now: Date,
): typeof organizations.$inferInsert => {
  const consent = made.at(-1)?.consent ?? 'none'
  return {
    organizationId: id,
    associationId,
    name: organization.name,
    country: 'CN',
    sectorScheme: 'gbt-4754-2017',
    sectorDivision: organization.division,
    sectorSection: organization.section,
    region: organization.region,
    sizeClass: organization.size ?? 'unclassified',
    ownerGroupAssociationId: associationId,
    ownerGroupId: organization.ownerGroupId,
    verifiedAt: organization.verified ? now : null,
    test: false,
    synthetic: true,
    benchmarkConsentGivenAt: consent === 'none' ? null : now,
    benchmarkConsentWithdrawnAt: consent === 'withdrawn' ? now : null,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  }
}

const dayMs = 86_400_000
const daysBefore = (at: Date, days: number) => new Date(at.getTime() - days * dayMs)

export const submissionRow = (
  { document }: World,
  { organization, personId }: Writing,
  { id, cycle, state, at }: SyntheticSubmission,
): typeof submissions.$inferInsert => ({
  organizationId: organization.id,
  id,
  questionnaireKey: document.questionnaire.key,
  questionnaireVersion: document.questionnaire.version,
  questionnaireDigest: document.digest,
  title: `Synthetic self-assessment ${cycle}`,
  state,
  revision: 3,
  createdBy: personId,
  createdAt: daysBefore(at, 30),
  updatedAt: at,
  submittedAt: daysBefore(at, 7),
  acceptedAt: state === 'final' ? at : null,
  finalAt: state === 'final' ? at : null,
  withdrawnAt: state === 'withdrawn' ? at : null,
})

/** The invented values as answers; unanswered ones are absent. */
export const answersOf = ({ nodes }: World, { answers }: SyntheticSubmission): Answers =>
  Object.fromEntries(
    nodes.flatMap(({ code }, place): readonly (readonly [string, Answer])[] => {
      const value = answers[place] ?? unanswered
      if (value === unanswered) return []
      return [[code, value === answeredNotApplicable ? notApplicable : { percent: value / 100 }]]
    }),
  )

const notApplicable: Answer = {
  notApplicable: { reasonCode: 'no_such_activity', justification: 'Synthetic: no such activity.' },
}

type Answered = { readonly submission: SyntheticSubmission; readonly answers: Answers }

/** All answers of an organization and their history, as one text in one statement. */
export const insertAnswers = (
  tx: Tx,
  { organization, personId }: Writing,
  answered: readonly Answered[],
) => {
  const rows = answered.flatMap(({ submission, answers }) => {
    const at = daysBefore(submission.at, 8)
    return Object.entries(answers).map(([code, answer]) => ({
      id: submission.id,
      code,
      value: canonicalJson(answer),
      at,
    }))
  })
  return tx.execute(sql`with said as (
      insert into ${answersTable} (organization_id, submission_id, code, revision, value, changed_by, changed_at)
      select ${organization.id}::uuid, r.id, r.code, 1, r.value, ${personId}::uuid, r.at
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id uuid, code text, value text, at timestamptz)
      returning *)
    insert into ${answerRevisions} (organization_id, submission_id, code, revision, value, changed_by, changed_at)
    select organization_id, submission_id, code, revision, value, changed_by, changed_at from said`)
}

/** The sheet that the service would have stored, under the reference weighting. */
export const insertSheet = (
  tx: Tx,
  world: World,
  { organization }: Writing,
  { submission, answers }: Answered,
) => {
  const { document } = world
  const sheet = score({
    ...world.basisOf(answers),
    answers,
    notApplicable: withoutProgramme,
    allowIncomplete: true, // planted: what the service would refuse, so that the builder must leave it out
  })
  const text = canonicalJson(sheet)
  const row = {
    kind: 'reference',
    text,
    digest: sha256(text),
    sheet,
    scoringDigest: document.scoringDigest,
    ...storedFigures(sheet, document.questionnaire),
  } as const
  const ids = { organizationId: organization.id, submissionId: submission.id }
  return scoreSheets.insert(tx, ids, [row], daysBefore(submission.at, 7))
}
