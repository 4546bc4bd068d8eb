// Asks ahead what a proposal would meet. Decided in core/assignment/proposing.ts.
import { lookForConflicts } from '../../core/assignment/proposing.ts'
import type { Verdict } from '../../core/conflict/conflicts.ts'
import type { Owner } from '../../core/context.ts'
import type { AssociationId, CycleId, OrganizationId, PersonId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as assessors from '../assessors/store.ts'
import * as associations from '../associations/store.ts'
import * as programmes from '../programmes/store.ts'
import { knownOf } from './store-known.ts'
import * as lists from './store-lists.ts'

type Ids = {
  readonly associationId: AssociationId
  readonly personId: PersonId
  readonly organizationId: OrganizationId
}

/** The organization must be at home in this association or below it: others are nobody's business here. */
export const verdict = (
  { db }: Pick<Deps, 'db'>,
  context: Context,
  ids: Ids,
  cycleId: CycleId | null,
): Promise<Verdict> => {
  const { associationId, organizationId } = ids
  const beside: Owner = { kind: 'organization', id: organizationId }
  return readUnit(db, { ...context, beside, side: 'review' }, async ({ tx, standing, now }) => {
    const cycle =
      cycleId === null ? null : found(await programmes.findCycle(tx, { associationId, cycleId }))
    const [line, assessor, known, isApplicant] = await Promise.all([
      associations.lineOf(tx, beside),
      assessors.find(tx, ids),
      knownOf(tx, { associationId, cycle }, ids, now),
      lists.isOwnHouse(tx, { organizationId, personId: standing.personId }),
    ])
    found(assessor)
    const applicant = found(line.includes(associationId) ? known : null)
    return lookForConflicts({ known: applicant, cycle, isApplicant, standing, now })
  })
}
