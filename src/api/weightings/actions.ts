// Writes on weightings: a draft is made, a draft is published. Decided in core/weighting.
import type { Owner } from '../../core/context.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { WeightingId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import {
  createWeighting,
  etagOfWeighting,
  type NewWeighting,
  publishWeighting,
  type WeightingProfile,
  weightingDocument,
} from '../../core/weighting/profile.ts'
import { sha256 } from '../../db/digest.ts'
import { inUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as questionnaires from '../questionnaires/store.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'documents'>
type Made = Promise<Answer<WeightingProfile>>

export const create = (
  { db, newId, documents }: Needs,
  context: Context,
  owner: Owner,
  input: NewWeighting,
): Made => {
  const id = newId() as WeightingId
  const { key, version } = input.questionnaire
  return inUnit(db, context, async ({ tx, standing, now, emit }) => {
    const known = await questionnaires.find(tx, owner, { key, version })
    const questionnaire = known === null ? null : (await documents.within(tx, known)).questionnaire
    const decided = createWeighting({ owner, id, input, questionnaire, standing, now })
    emit(decided.events)
    return store.insert(tx, decided.weighting)
  })
}

export const publish = (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  owner: Owner,
  id: WeightingId,
): Made =>
  inUnit(db, { ...context, subject: id }, async ({ tx, standing, now, emit, expect }) => {
    const weighting = found(await store.lock(tx, { owner, id }))
    expect(etagOfWeighting(weighting))
    const digest = sha256(canonicalJson(weightingDocument(weighting)))
    const decided = publishWeighting({ weighting, digest, standing, now })
    emit(decided.events)
    return store.save(tx, decided.weighting)
  })
