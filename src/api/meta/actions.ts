// Finds out who calls. Not a read of the caller's standing: somebody without any is told so, and not hidden
// from themselves.
import type { ApiKeyId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { readUnit, taskUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db'>

export const whoAmI = async ({ db }: Needs, context: Context) => {
  const principal = found(context.principal)
  const { personId, scopes } = principal
  const [person, above] = await readUnit(db, context, ({ tx }) =>
    Promise.all([store.findPerson(tx, personId), store.associationRoles(tx, personId)]),
  )
  const { key, here } = await atHome({ db }, context)
  return { person: found(person), key, scopes, roles: [...above, ...here] }
}

/** The rows of the key's owner are behind its wall: they take a unit with that tenant. */
const atHome = async ({ db }: Needs, { requestId, operationId, principal }: Context) => {
  const { home, keyId, personId } = found(principal)
  if (home === null) return { key: null, here: [] }
  const task = { tenant: home, operation: operationId, requestId, personId }
  const [key, role] = await taskUnit(db, task, ({ tx }) =>
    Promise.all([
      store.findKey(tx, home, keyId as ApiKeyId),
      home.kind === 'organization' ? store.organizationRole(tx, home.id, personId) : null,
    ]),
  )
  return { key, here: role === null ? [] : [{ owner: home, role }] }
}
