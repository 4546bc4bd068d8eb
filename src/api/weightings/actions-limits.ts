// Writes on the limits of weightings, and what binds an organization. Decided in core/weighting/limits.ts.
import { demand } from '../../core/access.ts'
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import type { OrganizationId, QuestionnaireKey } from '../../core/ids.ts'
import { latestOpen } from '../../core/questionnaire/version.ts'
import type { Answer, Context } from '../../core/request.ts'
import {
  etagOfLimits,
  type LimitsRecord,
  putLimits,
  removeLimits,
  type WeightingLimits,
} from '../../core/weighting/limits.ts'
import { demandReading } from '../../core/weighting/profile.ts'
import { inUnit, type Reader, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import * as questionnaires from '../questionnaires/store.ts'
import * as store from './store-limits.ts'

type Needs = Pick<Deps, 'db' | 'documents'>
type Ids = store.LimitsIds & { readonly questionnaireKey: QuestionnaireKey }

const latest = async (
  { documents }: Needs,
  reader: Reader,
  { associationId, questionnaireKey }: Ids,
): Promise<Questionnaire | null> => {
  const house = { kind: 'association', id: associationId } as const
  const open = latestOpen(await questionnaires.listOf(reader, house, questionnaireKey))
  return open === null ? null : (await documents.within(reader, open)).questionnaire
}

export const put = (
  needs: Needs,
  context: Context,
  ids: Ids,
  limits: WeightingLimits,
): Promise<Answer<LimitsRecord>> =>
  inUnit(needs.db, { ...context, subject: ids.associationId }, async (unit) => {
    const { tx, standing, now, emit, expect } = unit
    await associations.queueUp(tx, ids.associationId) // the first limits have no row to lock yet
    const before = await store.lock(tx, ids)
    const questionnaire = await latest(needs, tx, ids)
    const decided = putLimits({ before, ...ids, limits, questionnaire, standing, now })
    const same = decided.record === before
    expect(before && etagOfLimits(before), { same })
    if (same) return decided.record
    emit(decided.events)
    return store.save(tx, decided.record)
  })

/** What is not there needs no tag: there is nothing to lose. */
export const remove = (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  ids: Ids,
): Promise<Answer<null>> =>
  inUnit(db, { ...context, subject: ids.associationId }, async (unit) => {
    const { tx, standing, emit, expect } = unit
    const record = await store.lock(tx, ids)
    demand(standing, 'association-weightings:publish')
    if (record === null) return null
    const events = removeLimits(standing, record)
    expect(etagOfLimits(record))
    emit(events)
    await store.remove(tx, ids)
    return null
  })

/** What binds an organization: the limits of its line. */
export const inForce = (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  organizationId: OrganizationId,
  questionnaireKey: QuestionnaireKey,
): Promise<{
  readonly questionnaireKey: QuestionnaireKey
  readonly records: readonly LimitsRecord[]
}> => {
  const house = { kind: 'organization', id: organizationId } as const
  return readUnit(db, context, async ({ tx, standing }) => {
    demandReading(standing, house)
    const line = await associations.lineOf(tx, house)
    return { questionnaireKey, records: await store.listOf(tx, line, questionnaireKey) }
  })
}
