// Plans and carries out the move of a submission to another questionnaire version. What becomes of answers is
// decided in core/migration, the new draft in core/submission/migrate.
import { demand } from '../../core/access.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import { MigrationMapping } from '../../core/document/mapping-v1.ts'
import type { SubmissionId } from '../../core/ids.ts'
import { identityMapping } from '../../core/migration/identity.ts'
import { pathBetween } from '../../core/migration/path.ts'
import { type Hop, type MigrationPlan, planMigration } from '../../core/migration/plan.ts'
import { found, Problem } from '../../core/problem.ts'
import type { PublishedVersion } from '../../core/questionnaire/version.ts'
import type { Answer, Context } from '../../core/request.ts'
import type { Answers } from '../../core/submission/answer.ts'
import { migrateSubmission } from '../../core/submission/migrate.ts'
import { answersOf } from '../../core/submission/revision.ts'
import type { QuestionnaireReference, Submission } from '../../core/submission/submission.ts'
import { viewOf } from '../../core/submission/view.ts'
import { sha256 } from '../../db/digest.ts'
import { inUnit, type Reader, readUnit } from '../../db/unit.ts'
import type { Deps, QuestionnaireDocument } from '../../deps.ts'
import * as questionnaires from '../questionnaires/store.ts'
import * as mappings from '../questionnaires/store-mappings.ts'
import { documentOf, lockWhole, type Seen, seenBy } from './actions-loading.ts'
import * as store from './store.ts'
import * as answerStore from './store-answers.ts'

type Needs = Pick<Deps, 'db' | 'documents'>

/** A plan, its name, and the version it leads to. */
type Planned = {
  readonly plan: MigrationPlan
  readonly planDigest: string
  readonly target: PublishedVersion
  readonly document: QuestionnaireDocument
}

export const plan = (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  to: QuestionnaireReference,
): Promise<Planned> =>
  readUnit(needs.db, { ...context, subject: ids.submissionId }, async (unit) => {
    const { tx, standing, shows } = unit
    const submission = found(await store.find(tx, ids))
    viewOf(standing) // to whom it is invisible it is not there
    demand(standing, 'submissions:write')
    shows(ids.submissionId)
    const answers = answersOf(await answerStore.all(tx, ids))
    return planned(needs, tx, { submission, answers, to })
  })

export const migrate = (
  needs: Needs & Pick<Deps, 'newId'>,
  context: Context,
  ids: store.Ids,
  input: {
    readonly to: QuestionnaireReference
    readonly planDigest: string
    readonly title?: string | undefined
  },
): Promise<Answer<Seen>> => {
  const id = needs.newId() as SubmissionId
  return inUnit(needs.db, { ...context, subject: ids.submissionId }, async (unit) => {
    const { tx, standing, now, emit } = unit
    const source = await lockWhole(needs, unit, ids, 'submissions:submit')
    const house = { kind: 'organization', id: ids.organizationId } as const
    await questionnaires.share(tx, house, input.to) // is not withdrawn meanwhile
    const answers = answersOf(source.versions)
    const { submission } = source
    const { plan, planDigest, target, document } = await planned(needs, tx, {
      submission,
      answers,
      to: input.to,
    })
    const decided = migrateSubmission({
      id,
      source: submission,
      plan,
      digest: planDigest,
      agreed: input.planDigest,
      target: {
        state: target.state,
        digest: target.digest,
        edition: document.questionnaire.edition.key,
      },
      title: input.title,
      standing,
      now,
    })
    emit(decided.events)
    await store.insert(tx, decided.submission)
    const change = { changedBy: standing.personId, changedByKey: standing.keyId, changedAt: now }
    const made = { organizationId: ids.organizationId, submissionId: id }
    await answerStore.save(tx, made, decided.answers, change)
    const versions = decided.answers.map((version) => ({ ...version, ...change }))
    return seenBy(unit, { submission: decided.submission, versions, document })
  })
}

type Asked = {
  readonly submission: Submission
  readonly answers: Answers
  readonly to: QuestionnaireReference
}

const refusal = (code: string, detail: string) =>
  new Problem('document-invalid', { errors: [{ pointer: '/to', code, detail }] })

/** The plan over the shortest way that the organization may see, and the digest of all it stands on. */
const planned = async (needs: Needs, tx: Reader, asked: Asked): Promise<Planned> => {
  const { submission, answers, to } = asked
  const { questionnaire: from, organizationId } = submission
  const house = { kind: 'organization', id: organizationId } as const
  const seen = async (name: QuestionnaireReference) => {
    const version = await questionnaires.find(tx, house, name)
    if (version === null)
      throw refusal(
        'questionnaire-unknown',
        `There is no questionnaire ${name.key} ${name.version}.`,
      )
    return version
  }
  const target = await seen(to)
  const steps = pathBetween(from, to, await mappings.listMappings(tx, 'migration'))
  if (steps === null)
    throw refusal(
      'no-mapping',
      `No mapping leads from ${from.key} ${from.version} to ${to.key} ${to.version}.`,
    )
  const source = await documentOf(needs, tx, submission)
  const hops: Hop[] = []
  const stands: unknown[] = [source.digest, answers]
  let here = source
  for (const [index, step] of steps.entries()) {
    // A step by equal codes ends where the next mapping begins, or at the target.
    const end = step?.to ?? steps[index + 1]?.from ?? to
    const document = await needs.documents.within(tx, await seen(end))
    const row = step === null ? null : found(await mappings.findMapping(tx, step))
    const mapping =
      row === null
        ? identityMapping(here.questionnaire, document.questionnaire)
        : MigrationMapping.parse(JSON.parse(row.document))
    hops.push({ mapping, target: document.questionnaire })
    stands.push(row?.digest ?? null, document.digest)
    here = document
  }
  const [first, ...others] = hops
  if (first === undefined)
    throw refusal('same-version', 'The submission is on this version already.')
  return {
    plan: planMigration({
      source: source.questionnaire,
      answers,
      hops: [first, ...others],
    }),
    planDigest: sha256(canonicalJson(stands)),
    target,
    document: here,
  }
}
