// Writes on weightings: a draft is made, replaced, published. Decided in core/weighting.
// Copies are actions-copies.ts, documents and sheets actions-exchange.ts, limits actions-limits.ts.
import type { Owner } from '../../core/context.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import type { WeightingId } from '../../core/ids.ts'
import { found, isProblem } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import type { QuestionnaireReference } from '../../core/submission/submission.ts'
import {
  createWeighting,
  type NewWeighting,
  replaceWeighting,
  type WeightingDraft,
} from '../../core/weighting/draft.ts'
import {
  demandNew,
  etagOfWeighting,
  type WeightingProfile,
  weightingDocument,
} from '../../core/weighting/profile.ts'
import { publicationAsked, publishWeighting } from '../../core/weighting/publish.ts'
import { sha256 } from '../../db/digest.ts'
import { inUnit, type Reader } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import * as questionnaires from '../questionnaires/store.ts'
import * as store from './store.ts'
import { limitsOf } from './store-limits.ts'

export type Needs = Pick<Deps, 'db' | 'newId' | 'documents'>
export type Made = Promise<Answer<WeightingProfile>>

/** What a reference leads to for this house; null: nothing that it may use. */
export const questionnaireFor = async (
  { documents }: Pick<Needs, 'documents'>,
  reader: Reader,
  owner: Owner,
  reference: QuestionnaireReference,
): Promise<Questionnaire | null> => {
  const known = await questionnaires.find(reader, owner, reference)
  return known === null ? null : (await documents.within(reader, known)).questionnaire
}

export const create = (needs: Needs, context: Context, owner: Owner, input: NewWeighting): Made => {
  const id = needs.newId() as WeightingId
  return inUnit(needs.db, context, async ({ tx, standing, now, emit }) => {
    const questionnaire = await questionnaireFor(needs, tx, owner, input.questionnaire)
    const decided = createWeighting({ owner, id, input, questionnaire, standing, now })
    emit(decided.events)
    return demandNew(await store.insert(tx, decided.weighting), '/version')
  })
}

/** Replaces a draft. */
export const put = (
  needs: Needs,
  context: Context,
  named: store.Named,
  input: WeightingDraft,
): Made =>
  inUnit(needs.db, { ...context, subject: named.id }, async (unit) => {
    const { tx, standing, now, emit, expect } = unit
    const weighting = found(await store.lock(tx, named))
    const questionnaire = found(
      await questionnaireFor(needs, tx, named.owner, weighting.questionnaire),
    )
    const decided = replaceWeighting({ weighting, input, questionnaire, standing, now })
    const same = decided.weighting === weighting
    expect(etagOfWeighting(weighting), { same })
    if (same) return weighting
    emit(decided.events)
    return store.save(tx, decided.weighting)
  })

/**
 * Where a second person is required, who asks first is refused, and the asking is noted in a unit of its own: a
 * refusal takes back what its unit did.
 */
export const publish = async (needs: Needs, context: Context, named: store.Named): Made => {
  try {
    return await carryOut(needs, context, named)
  } catch (error) {
    if (!isProblem(error, 'second-person-required')) throw error
    const at = new Date(error.parameters.requestedAt)
    const noting = { ...context, idempotency: null, answer: null }
    await inUnit(needs.db, noting, async ({ tx, standing, expect }) => {
      const weighting = found(await store.lock(tx, named))
      expect(etagOfWeighting(weighting)) // what was asked for is what is noted
      const asked = publicationAsked(weighting, { by: standing.personId, at })
      if (asked !== weighting) await store.save(tx, asked)
    })
    throw error
  }
}

const carryOut = (needs: Needs, context: Context, named: store.Named): Made =>
  inUnit(needs.db, { ...context, subject: named.id }, async (unit) => {
    const { tx, standing, now, emit, expect } = unit
    const weighting = found(await store.lock(tx, named))
    expect(etagOfWeighting(weighting))
    const { owner, questionnaire: reference } = weighting
    const [questionnaire, line, used] = await Promise.all([
      questionnaireFor(needs, tx, owner, reference),
      associations.lineOf(tx, owner),
      store.isUsed(tx, weighting),
    ])
    const decided = publishWeighting({
      weighting,
      questionnaire: found(questionnaire),
      limits: await limitsOf(tx, line, reference.key),
      used,
      digest: sha256(canonicalJson(weightingDocument(weighting))),
      standing,
      now,
    })
    emit(decided.events)
    return store.save(tx, decided.weighting)
  })
