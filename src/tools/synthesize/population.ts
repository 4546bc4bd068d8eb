// Writes an invented population into the database: organizations, their submissions with answers, and score
// sheets made by the real engine. What is invented is core/benchmark/synthetic.ts; nothing here is random.
import { sql } from 'drizzle-orm'
import * as associations from '../../api/associations/store.ts'
import * as scoreSheets from '../../api/scores/store.ts'
import {
  answeredNotApplicable,
  type SyntheticOrganization,
  type SyntheticSubmission,
  synthesize,
  unanswered,
} from '../../core/benchmark/synthetic.ts'
import type { Owner } from '../../core/context.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { AssociationId, PersonId } from '../../core/ids.ts'
import { Problem } from '../../core/problem.ts'
import { score } from '../../core/scoring/score.ts'
import { storedFigures } from '../../core/scoring/stored-sheet.ts'
import { countedNodes, referenceWeighting } from '../../core/scoring/weighting.ts'
import type { Answer, Answers } from '../../core/submission/answer.ts'
import { withoutProgramme } from '../../core/submission/submit.ts'
import { sha256 } from '../../db/digest.ts'
import { associationOrganizations, ownerGroups } from '../../db/tables/associations.ts'
import { organizations } from '../../db/tables/organizations.ts'
import { people } from '../../db/tables/people.ts'
import {
  answerRevisions,
  answers as answersTable,
  submissions,
} from '../../db/tables/submissions.ts'
import { type TaskContext, type Tx, taskUnit } from '../../db/unit.ts'
import type { Deps, QuestionnaireDocument } from '../../deps.ts'

export type SynthesizeNeeds = Pick<Deps, 'db' | 'newId' | 'documents' | 'codes' | 'scoring'>

export type Synthesize = {
  readonly associationId: AssociationId
  readonly questionnaireKey: string
  /** 0 to 2^32 - 1: the same seed and cut-off, the same population. */
  readonly seed: number
  readonly organizations: number
  readonly cutOffAt: Date
  /** The invented person who answers it all, made unless there; absent: a new one for this run. */
  readonly participantId?: PersonId
  /** Told how many organizations are there, now and then. */
  readonly onProgress?: (done: number) => void
}

/**
 * Writes the population and returns how many organizations are new; one that is there already is left
 * alone, so that a run which was killed is finished by the next. Refuses with `not-found`, and with
 * `in-use` for an association that is not synthetic: invented and real organizations never mix.
 */
export const synthesizeInto = async (
  needs: SynthesizeNeeds,
  given: Synthesize,
): Promise<number> => {
  const { associationId, onProgress = () => {} } = given
  const world = worldOf(needs, given)
  const personId = await inhabit(needs, world)
  let done = 0
  let written = 0
  for (const batch of batchesOf(synthesize(world.options), batchSize)) {
    await settle(needs, associationId, batch)
    // Each organization is a unit of its own, as its walls demand; as many at once as there are connections.
    const results = await Promise.all(
      batch.map((organization) => write(needs, world, { organization, personId })),
    )
    done += batch.length
    written += results.filter((isNew) => isNew).length
    onProgress(done)
  }
  return written
}

const batchSize = 16

type World = ReturnType<typeof worldOf>

const worldOf = ({ documents, codes, scoring }: SynthesizeNeeds, given: Synthesize) => {
  const document = documents.find(given.questionnaireKey, 'latest')
  if (document === null) throw new Problem('not-found', {})
  const { questionnaire } = document
  const nodes = countedNodes(questionnaire)
  return {
    ...given,
    document,
    nodes,
    basisOf: (answers: Answers) =>
      scoring.basisOf(document, referenceWeighting(questionnaire), answers),
    options: {
      seed: given.seed,
      organizations: given.organizations,
      cutOffAt: given.cutOffAt,
      codes,
      items: nodes.map(({ code, naAllowed }) => ({ code, naAllowed })),
      stepBp: Math.round(questionnaire.scoring.parameters.step * 100),
    },
  }
}

const none = { kind: 'none' } as const
const association = (id: AssociationId): Owner => ({ kind: 'association', id })

const runIn = ({ newId }: SynthesizeNeeds, tenant: TaskContext['tenant']): TaskContext => ({
  tenant,
  operation: 'synthesize',
  requestId: newId(),
  personId: null,
})

/** Looks whether this association may be populated, and makes the one invented person who answers it all. */
const inhabit = (
  needs: SynthesizeNeeds,
  { associationId, participantId }: World,
): Promise<PersonId> =>
  taskUnit(needs.db, runIn(needs, none), async ({ tx, now }) => {
    const found = await associations.find(tx, associationId)
    if (found === null) throw new Problem('not-found', {})
    if (!found.synthetic)
      throw new Problem(
        'in-use',
        { usedBy: [associationId] },
        {
          detail: 'The association is a real one: invented organizations never mix with real ones.',
        },
      )
    const id = participantId ?? (needs.newId() as PersonId)
    const person = { id, displayName: 'Synthetic participant', createdAt: now }
    await tx.insert(people).values(person).onConflictDoNothing()
    return id
  })

/** What stands on the association's side: owner groups and the roster. */
const settle = (
  needs: SynthesizeNeeds,
  associationId: AssociationId,
  batch: readonly SyntheticOrganization[],
): Promise<unknown> =>
  taskUnit(needs.db, runIn(needs, association(associationId)), async ({ tx, now }) => {
    const groups = new Map(
      batch.map(({ ownerGroupId: id, ownerGroupVerified }) => [
        id,
        { associationId, id, verifiedAt: ownerGroupVerified ? now : null, createdAt: now },
      ]),
    )
    // A group is founded by its first organization, which alone may stand for it; later ones find it there.
    const representatives = new Map(
      batch.flatMap(({ id, ownerGroupId, representative }) =>
        representative ? [[ownerGroupId, id] as const] : [],
      ),
    )
    await Promise.all([
      tx
        .insert(ownerGroups)
        .values(
          [...groups.values()].map((group) => ({
            ...group,
            name: `Synthetic owner group ${group.id.slice(0, 13)}`,
            representativeId: representatives.get(group.id) ?? null,
          })),
        )
        .onConflictDoNothing(),
      tx
        .insert(associationOrganizations)
        .values(
          batch.map(({ id, name }) => ({
            associationId,
            organizationId: id,
            name,
            createdAt: now,
          })),
        )
        .onConflictDoNothing(),
    ])
  })

type Writing = { readonly organization: SyntheticOrganization; readonly personId: PersonId }

/** One organization with everything of it, or nothing; false where it is there already. */
const write = (needs: SynthesizeNeeds, world: World, writing: Writing): Promise<boolean> => {
  const { organization } = writing
  const context = runIn(needs, { kind: 'organization', id: organization.id })
  return taskUnit(needs.db, context, async ({ tx, now, emit }) => {
    const inserted = await tx
      .insert(organizations)
      .values(organizationRow(world, organization, now))
      .onConflictDoNothing()
      .returning({ id: organizations.organizationId })
    if (inserted.length === 0) return false
    await tx
      .insert(submissions)
      .values(organization.submissions.map((each) => submissionRow(world, writing, each)))
    await Promise.all(
      organization.submissions.flatMap((each) => {
        const answers = answersOf(world, each)
        return [
          insertAnswers(tx, { ...writing, submission: each, answers }),
          insertSheet(tx, world, { ...writing, submission: each, answers }),
        ]
      }),
    )
    emit([
      {
        type: 'organization.created',
        subject: organization.id,
        ids: {},
        versions: { organization: '1' },
      },
    ])
    return true
  })
}

const organizationRow = (
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

const submissionRow = (
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
const answersOf = ({ nodes }: World, { answers }: SyntheticSubmission): Answers =>
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

type Answered = Writing & {
  readonly submission: SyntheticSubmission
  readonly answers: Answers
}

/** All answers and their history in one statement. */
const insertAnswers = (tx: Tx, { organization, personId, submission, answers }: Answered) => {
  const rows = Object.entries(answers).map(([code, answer]) => ({
    code,
    value: canonicalJson(answer),
  }))
  const at = daysBefore(submission.at, 8).toISOString()
  return tx.execute(sql`with said as (
      insert into ${answersTable} (organization_id, submission_id, code, revision, value, changed_by, changed_at)
      select ${organization.id}::uuid, ${submission.id}::uuid, r.code, 1, r.value, ${personId}::uuid, ${at}::timestamptz
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(code text, value text)
      returning *)
    insert into ${answerRevisions} (organization_id, submission_id, code, revision, value, changed_by, changed_at)
    select organization_id, submission_id, code, revision, value, changed_by, changed_at from said`)
}

/** The sheet that the service would have stored, under the reference weighting. */
const insertSheet = (tx: Tx, world: World, { organization, submission, answers }: Answered) => {
  const document: QuestionnaireDocument = world.document
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

function* batchesOf<Thing>(things: Iterable<Thing>, size: number): Generator<readonly Thing[]> {
  let batch: Thing[] = []
  for (const thing of things) {
    batch.push(thing)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
