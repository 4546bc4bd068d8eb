// Writes on grants.
import { demand } from '../../core/access.ts'
import * as core from '../../core/grant/grant.ts'
import type { GrantId, OrganizationId } from '../../core/ids.ts'
import type { Answer, Context } from '../../core/request.ts'
import { inUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as store from './store.ts'

export const create = (
  { db, newId }: Pick<Deps, 'db' | 'newId'>,
  context: Context,
  { organizationId }: { readonly organizationId: OrganizationId },
  input: core.CreateGrant['input'],
): Promise<Answer<core.LentRight>> =>
  inUnit(db, context, async (unit) => {
    const granteeExists = await store.granteeExists(unit.tx, input.grantee)
    const id = newId() as GrantId
    const { standing, now } = unit
    const decided = core.createGrant({ id, input, granteeExists, standing, now })
    unit.emit(decided.events)
    return store.insert(unit.tx, organizationId, decided.grant)
  })

/** What is not there, or over already, needs no tag: there is nothing to lose. */
export const revoke = (
  { db }: Pick<Deps, 'db'>,
  context: Context,
  ids: store.GrantIds,
): Promise<Answer<null>> =>
  inUnit(db, { ...context, subject: ids.grantId }, async (unit) => {
    const { standing, now } = unit
    demand(standing, 'grants:write')
    const grant = await store.lock(unit.tx, ids)
    if (grant === null) return null
    const decided = core.revokeGrant({ grant, standing, now })
    if (decided.grant === grant) return null
    unit.expect(core.etagOfGrant(grant))
    unit.emit(decided.events)
    await store.save(unit.tx, ids.organizationId, decided.grant)
    return null
  })
