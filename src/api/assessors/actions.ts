// Writes on the register of assessors, and the question what its interests mean for one applicant.
// Decided in core/assessor.
import {
  type AssessorInput,
  etagOfAssessor,
  lookForConflicts,
  putAssessor,
  removeAssessor,
} from '../../core/assessor/assessor.ts'
import type { Verdict } from '../../core/conflict/conflicts.ts'
import type { Owner } from '../../core/context.ts'
import type { OrganizationId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import { inUnit, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import * as members from '../members/store.ts'
import * as people from '../members/store-people.ts'
import * as organizations from '../organizations/store.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db'>

export const put = (
  { db }: Needs,
  context: Context,
  ids: store.AssessorIds,
  input: AssessorInput,
) =>
  inUnit(db, { ...context, subject: ids.personId }, async ({ tx, standing, now, emit, expect }) => {
    // Entries queue up behind their association, so that the second of two sees what the first made.
    await members.lockOwner(tx, { kind: 'association', id: ids.associationId })
    const assessor = await store.lock(tx, ids)
    const decided = putAssessor({ ...ids, assessor, input, standing, now })
    const { displayName } = found(assessor ?? (await people.find(tx, ids.personId)))
    const answer = { outcome: decided.outcome, assessor: { ...decided.assessor, displayName } }
    if (decided.outcome === 'unchanged') return answer // its effect is there, whatever the tag
    expect(etagOfAssessor(assessor))
    emit(decided.events)
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

/** The organization must be at home in this association or below it: others are nobody's business here. */
export const verdict = (
  { db }: Needs,
  context: Context,
  ids: store.AssessorIds,
  organizationId: OrganizationId,
): Promise<Verdict> => {
  const beside: Owner = { kind: 'organization', id: organizationId }
  return readUnit(db, { ...context, beside }, async ({ tx, standing, now }) => {
    const assessor = found(await store.find(tx, ids))
    const [line, organization, member] = await Promise.all([
      associations.lineOf(tx, beside),
      organizations.find(tx, organizationId),
      members.find(tx, beside, ids.personId),
    ])
    const { ownerGroup } = found(line.includes(ids.associationId) ? organization : null)
    const applicant = { organizationId, ownerGroup }
    return lookForConflicts({ assessor, applicant, isMember: member !== null, standing, now })
  })
}
