// What assessors say of their own interests. Decided in core/assessor/own-interests.ts.
import { demand } from '../../core/access.ts'
import { breaches } from '../../core/assessor/ban.ts'
import {
  etagOfOwnInterests,
  type OwnInterests,
  type OwnInterestsDecided,
  type OwnInterestsInput,
  putOwnInterests,
} from '../../core/assessor/own-interests.ts'
import type { AssociationId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import { inUnit, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as store from './store.ts'
import { assessedBy } from './store-assessed.ts'
import * as own from './store-own.ts'

type Needs = Pick<Deps, 'db'>
type Ids = { readonly associationId: AssociationId }

export const get = ({ db }: Needs, context: Context, ids: Ids): Promise<OwnInterests> =>
  readUnit(db, { ...context, side: 'review', asAssessor: true }, async ({ tx, standing }) => {
    const { personId } = standing
    demand(standing, 'interests:read', { personId })
    return found(await own.find(tx, { ...ids, personId }))
  })

export const put = (
  { db }: Needs,
  context: Context,
  ids: Ids,
  input: OwnInterestsInput,
): Promise<Answer<OwnInterestsDecided>> =>
  inUnit(db, { ...context, side: 'review', asAssessor: true }, async (unit) => {
    const { tx, standing, now, emit, expect } = unit
    const { personId } = standing
    demand(standing, 'interests:write', { personId })
    // Held in the register, so that two of them queue up and nobody is taken out meanwhile.
    found(await store.lock(tx, { ...ids, personId }))
    const before = await own.find(tx, { ...ids, personId })
    const decided = putOwnInterests({ ...ids, own: before, input, standing, now })
    const same = decided.outcome === 'unchanged'
    expect(etagOfOwnInterests(before), { same })
    if (same) return decided
    emit(decided.events)
    const assessed = await assessedBy(tx, { ...ids, personId })
    const interests = { before: before?.interests ?? [], after: input.interests }
    emit(breaches({ ...interests, assessed, now }))
    await own.put(tx, decided.own)
    return decided
  })
