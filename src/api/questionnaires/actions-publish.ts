// Publishing a draft and withdrawing a version, each by two persons. Decided in core/questionnaire.
// A refusal takes back what its unit did, so what the first person asked for is noted in a unit of its own.
import { demand } from '../../core/access.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { WarningCode } from '../../core/document/gate.ts'
import { scoringMaterial } from '../../core/document/nodes.ts'
import type { AssociationId } from '../../core/ids.ts'
import { found, isProblem, type Problem } from '../../core/problem.ts'
import { etagOfDraft, type Plan, type VersionName } from '../../core/questionnaire/draft.ts'
import { examine, type Offer } from '../../core/questionnaire/examine.ts'
import { proposed, publishDraft } from '../../core/questionnaire/publish.ts'
import type { PublishedVersion, Visibility } from '../../core/questionnaire/version.ts'
import { withdrawalAsked, withdrawVersion } from '../../core/questionnaire/withdraw.ts'
import type { Answer, Context } from '../../core/request.ts'
import { sha256 } from '../../db/digest.ts'
import { inUnit, type Tx, type Unit, type UnitContext } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import { papersFor } from './actions-papers.ts'
import * as versions from './store.ts'
import * as drafts from './store-drafts.ts'
import { insertMapping } from './store-mappings.ts'
import * as store from './store-publishing.ts'

type Needs = Pick<Deps, 'db' | 'documents'>
type Made = Promise<Answer<PublishedVersion>>

export type Publication = Offer & {
  readonly visibility: Visibility
  readonly acceptWarnings: readonly WarningCode[]
}

/** The request again, without what belongs to its answer: for noting what its refusal left to be done. */
const aside = (context: UnitContext): UnitContext => ({
  ...context,
  idempotency: null,
  answer: null,
})

export const publish = async (
  needs: Needs,
  context: Context,
  ids: drafts.DraftIds,
  input: Publication,
): Made => {
  const here = { ...context, subject: ids.questionnaireDraftId }
  const wanted: { plan: Plan | null } = { plan: null }
  try {
    return await inUnit(needs.db, here, (unit) => carryOut(needs, unit, ids, { input, wanted }))
  } catch (error) {
    const { plan } = wanted
    if (plan !== null && isProblem(error, 'second-person-required', 'plan-outdated'))
      await notePlan(needs, aside(here), ids, { plan, at: askedAt(error) })
    throw error
  }
}

type Carry = { readonly input: Publication; readonly wanted: { plan: Plan | null } }

const carryOut = async (
  needs: Needs,
  unit: Unit,
  ids: drafts.DraftIds,
  { input, wanted }: Carry,
): Promise<PublishedVersion> => {
  const { tx, standing, now, emit, expect } = unit
  const [locked] = await Promise.all([
    drafts.lock(tx, ids),
    associations.queueUp(tx, ids.associationId), // what is the last version is settled one by one
  ])
  demand(standing, 'questionnaire-drafts:write')
  const draft = found(locked)
  expect(etagOfDraft(draft))
  const papers = await papersFor(needs, tx, draft, input)
  const examined = examine({ ...papers, document: JSON.parse(draft.text), offer: input, now })
  const { mapping, visibility, acceptWarnings } = input
  const mappingText = mapping === null ? null : canonicalJson(mapping)
  const plan = {
    document: draft.digest,
    mapping: mappingText === null ? null : sha256(mappingText),
    visibility,
    last: examined.last,
  }
  wanted.plan = plan
  const decided = publishDraft({ draft, examined, plan, acceptWarnings, standing, now })
  const version = {
    ...decided.version,
    document: draft.text,
    scoringDigest: sha256(canonicalJson(scoringMaterial(decided.questionnaire))),
  }
  emit(decided.events)
  await store.insert(tx, version)
  if (mapping !== null) await insertMapping(tx, { mapping, publishedAt: now })
  await drafts.save(tx, decided.draft)
  return version
}

/** The moment that a refusal for want of a second person told. */
const askedAt = (refusal: Problem): Date | null =>
  isProblem(refusal, 'second-person-required') ? new Date(refusal.parameters.requestedAt) : null

const notePlan = (
  { db }: Pick<Needs, 'db'>,
  context: UnitContext,
  ids: drafts.DraftIds,
  { plan, at }: { readonly plan: Plan; readonly at: Date | null },
) =>
  inUnit(db, context, async ({ tx, standing, now }) => {
    demand(standing, 'questionnaire-drafts:write')
    const draft = found(await drafts.lock(tx, ids))
    const noted = proposed(draft, { by: standing.personId, at: at ?? now }, plan)
    if (noted !== draft) await drafts.save(tx, noted)
  })

export type VersionIds = VersionName & { readonly associationId: AssociationId }
export type Withdrawal = { readonly reason: string }

export const withdraw = async (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  ids: VersionIds,
  { reason }: Withdrawal,
): Made => {
  const here = { ...context, subject: ids.key }
  try {
    return await inUnit(db, here, async ({ tx, standing, now, emit }) => {
      const version = await lockSeen(tx, ids)
      const { associationId } = ids
      const decided = withdrawVersion({ version, associationId, standing, now })
      emit(decided.events)
      await store.saveWithdrawal(tx, associationId, decided.version, standing.personId)
      return decided.version
    })
  } catch (error) {
    if (isProblem(error, 'second-person-required'))
      await noteWithdrawal(db, aside(here), ids, {
        at: new Date(error.parameters.requestedAt),
        reason,
      })
    throw error
  }
}

/** Its own versions are locked; that others are seen is enough to be refused. */
const lockSeen = async (tx: Tx, { associationId, ...name }: VersionIds) => {
  const house = { kind: 'association', id: associationId } as const
  await store.lockOwn(tx, associationId, name)
  return found(await versions.find(tx, house, name))
}

const noteWithdrawal = (
  db: Needs['db'],
  context: UnitContext,
  ids: VersionIds,
  { at, reason }: Withdrawal & { readonly at: Date },
) =>
  inUnit(db, context, async ({ tx, standing }) => {
    demand(standing, 'questionnaire-drafts:write')
    const version = await lockSeen(tx, ids)
    const asked = withdrawalAsked(version, { by: standing.personId, at, reason })
    if (asked !== version) await store.saveWithdrawal(tx, ids.associationId, asked, null)
  })
