// The people of a house with their roles and keys, decided as by the actions of the service but in one unit an owner:
// by the actions they are 33 transactions, and every test builds a house.

import { freshSecret } from '../../src/api/api-keys/actions.ts'
import * as keys from '../../src/api/api-keys/store.ts'
import type { By } from '../../src/api/associations/actions.ts'
import * as members from '../../src/api/members/store.ts'
import { issueApiKey } from '../../src/core/api-key/create.ts'
import { type Owner, type Role, scopes } from '../../src/core/context.ts'
import type { ApiKeyId, PersonId } from '../../src/core/ids.ts'
import { appointMember } from '../../src/core/member/member.ts'
import { people } from '../../src/db/tables/people.ts'
import { taskUnit } from '../../src/db/unit.ts'
import type { Deps } from '../../src/deps.ts'
import type { Actor } from './stage.ts'

/** By name: where they live, and as what. */
export type Homes<Name extends string> = Readonly<Record<Name, readonly [Owner, Role]>>

type Resident<Name> = {
  readonly name: Name
  readonly owner: Owner
  readonly role: Role
  readonly personId: PersonId
}

/** Everybody with a key of every scope; `synthetic` as their owners are. */
export const moveIn = async <Name extends string>(
  { db, newId, peppers }: Pick<Deps, 'db' | 'newId' | 'peppers'>,
  by: By,
  homes: Homes<Name>,
  synthetic: boolean,
): Promise<Readonly<Record<Name, Actor>>> => {
  const residents = Object.entries<Homes<Name>[Name]>(homes).map(
    ([name, [owner, role]]): Resident<Name> => ({
      name: name as Name,
      owner,
      role,
      personId: newId() as PersonId,
    }),
  )
  await taskUnit(db, { ...by, tenant: { kind: 'none' } }, ({ tx, now }) =>
    tx
      .insert(people)
      .values(
        residents.map(({ name, personId: id }) => ({ id, displayName: name, createdAt: now })),
      ),
  )
  const environment = synthetic ? 'test' : 'live'
  const settle = (owner: Owner) =>
    taskUnit(db, { ...by, tenant: owner }, ({ tx, now, emit }) =>
      Promise.all(
        residents
          .filter((resident) => resident.owner === owner)
          .map(async ({ name, role, personId }) => {
            const appointed = appointMember({ owner, member: null, personId, role, now })
            const id = newId() as ApiKeyId
            const { text, secret } = freshSecret(peppers, environment, id)
            const input = { label: name, kind: 'app', scopes, expiresAt: null } as const
            const issued = issueApiKey({ id, owner, personId, environment, input, secret, now })
            emit([...appointed.events, ...issued.events])
            await Promise.all([
              members.put(tx, owner, appointed.member),
              keys.insert(tx, owner, issued.key),
            ])
            return [name, { personId, apiKeyId: id, key: text }] as const
          }),
      ),
    )
  const owners = [...new Set(residents.map(({ owner }) => owner))]
  const actors = await Promise.all(owners.map(settle))
  return Object.fromEntries(actors.flat()) as Record<Name, Actor>
}
