// Writes on the register of assessors. Decided in core/assessor.
import {
  type AssessorInput,
  etagOfAssessor,
  putAssessor,
  removeAssessor,
} from '../../core/assessor/assessor.ts'
import { breaches } from '../../core/assessor/ban.ts'
import { found } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import { inUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as members from '../members/store.ts'
import * as people from '../members/store-people.ts'
import * as store from './store.ts'
import { assessedBy } from './store-assessed.ts'

type Needs = Pick<Deps, 'db'>

export const put = (
  { db }: Needs,
  context: Context,
  ids: store.AssessorIds,
  input: AssessorInput,
) =>
  inUnit(db, { ...context, side: 'review', subject: ids.personId }, async (unit) => {
    const { tx, standing, now, emit, expect } = unit
    // Entries queue up behind their association, so that the second of two sees what the first made.
    await members.lockOwner(tx, { kind: 'association', id: ids.associationId })
    const assessor = await store.lock(tx, ids)
    const decided = putAssessor({ ...ids, assessor, input, standing, now })
    const { displayName } = found(assessor ?? (await people.find(tx, ids.personId)))
    const answer = { outcome: decided.outcome, assessor: { ...decided.assessor, displayName } }
    const same = decided.outcome === 'unchanged'
    expect(etagOfAssessor(assessor), { same })
    if (same) return answer
    emit(decided.events)
    const interests = { before: assessor?.interests ?? [], after: input.interests }
    emit(breaches({ ...interests, assessed: await assessedBy(tx, ids), now }))
    await (assessor === null ? store.insert : store.save)(tx, decided.assessor)
    return answer
  })

/** What is not there needs no tag: there is nothing to lose. */
export const remove = (
  { db }: Needs,
  context: Context,
  ids: store.AssessorIds,
): Promise<Answer<null>> =>
  inUnit(db, { ...context, subject: ids.personId }, async ({ tx, standing, emit, expect }) => {
    const assessor = await store.lock(tx, ids)
    const events = removeAssessor({ ...ids, assessor, standing })
    if (assessor === null) return null
    expect(etagOfAssessor(assessor))
    emit(events)
    await store.remove(tx, ids)
    return null
  })
