// Writes on members, of organizations and associations alike.
// What the installation's admin may do without a standing is in actions-installation.ts.
import type { Role } from '../../core/context.ts'
import type { PersonId } from '../../core/ids.ts'
import { etagOfMember, putMember, removeMember } from '../../core/member/member.ts'
import { found } from '../../core/problem.ts'
import { type Context, ownerOf } from '../../core/request.ts'
import { inUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as store from './store.ts'
import * as people from './store-people.ts'

type Needs = Pick<Deps, 'db'>
type Ids = { readonly personId: PersonId }

export const put = (
  { db }: Needs,
  context: Context,
  { personId }: Ids,
  { role }: { readonly role: Role },
) =>
  inUnit(db, { ...context, subject: personId }, async (unit) => {
    const owner = ownerOf(context)
    const [, admins, member, person] = await Promise.all([
      store.lockOwner(unit.tx, owner),
      store.admins(unit.tx, owner),
      store.find(unit.tx, owner, personId),
      people.find(unit.tx, personId),
    ])
    const { standing, now } = unit
    const decided = putMember({ owner, admins, member, personId, role, standing, now })
    const { displayName } = found(person)
    const same = decided.outcome === 'unchanged'
    unit.expect(etagOfMember(member), { same })
    if (!same) {
      unit.emit(decided.events)
      await store.put(unit.tx, owner, decided.member)
    }
    return { outcome: decided.outcome, member: { ...decided.member, displayName } }
  })

export const remove = ({ db }: Needs, context: Context, { personId }: Ids) =>
  inUnit(db, { ...context, subject: personId }, async (unit) => {
    const owner = ownerOf(context)
    const [, admins, member] = await Promise.all([
      store.lockOwner(unit.tx, owner),
      store.admins(unit.tx, owner),
      store.find(unit.tx, owner, personId),
    ])
    const events = removeMember({ owner, admins, member, personId, standing: unit.standing })
    if (member !== null) unit.expect(etagOfMember(member))
    unit.emit(events)
    await store.remove(unit.tx, owner, personId)
    return null
  })
