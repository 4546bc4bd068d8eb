// What the installation's own admin does with people and roles, and the demo with it: nobody's standing
// counts, but the last administrator is not protected from the one who owns the machine either way.
import type { Person } from '../../core/association/association.ts'
import type { Owner, Role } from '../../core/context.ts'
import type { PersonId } from '../../core/ids.ts'
import { appointMember, type MemberDecided } from '../../core/member/member.ts'
import { found, Problem } from '../../core/problem.ts'
import { type TaskContext, taskUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as store from './store.ts'
import * as people from './store-people.ts'

type Needs = Pick<Deps, 'db' | 'newId'>
type By = Omit<TaskContext, 'tenant' | 'beside'>

const nowhere = { kind: 'none' } as const

export const createPerson = (
  { db, newId }: Needs,
  by: By,
  { displayName }: Pick<Person, 'displayName'>,
): Promise<Person> =>
  taskUnit(db, { ...by, tenant: nowhere }, async ({ tx, now }) => {
    const person: Person = { id: newId() as PersonId, displayName, createdAt: now }
    await people.insert(tx, person)
    return person
  })

export const listPeople = ({ db }: Pick<Needs, 'db'>, by: By): Promise<readonly Person[]> =>
  taskUnit(db, { ...by, tenant: nowhere }, ({ tx }) => people.list(tx))

/** Lets tokens of an issuer with this subject stand for the person. Refuses with `already-exists`, `not-found`. */
export const linkSubject = (
  { db }: Pick<Needs, 'db'>,
  by: By,
  given: { readonly personId: PersonId; readonly issuer: string; readonly subject: string },
): Promise<void> =>
  taskUnit(db, { ...by, tenant: nowhere }, async ({ tx, now }) => {
    found(await people.find(tx, given.personId))
    await people.insertSubject(tx, { ...given, createdAt: now })
  })

/** Gives a person a role in an organization or an association. Refuses with `not-found`. */
export const appoint = (
  { db }: Pick<Needs, 'db'>,
  by: By,
  given: { readonly owner: Owner; readonly personId: PersonId; readonly role: Role },
): Promise<MemberDecided> => {
  const { owner, personId, role } = given
  return taskUnit(db, { ...by, tenant: owner }, async ({ tx, now, emit }) => {
    if (!(await store.lockOwner(tx, owner))) throw new Problem('not-found', {})
    found(await people.find(tx, personId))
    const member = await store.find(tx, owner, personId)
    const decided = appointMember({ owner, member, personId, role, now })
    await store.put(tx, owner, decided.member)
    emit(decided.events)
    return decided
  })
}

/** A page of the members of one owner. */
export const listMembers = (
  { db, pages }: Pick<Deps, 'db' | 'pages'>,
  by: By,
  owner: Owner,
  asked: { readonly cursor: string | null },
) => {
  const page = pages.open(
    { cursor: asked.cursor ?? undefined, limit: 200 },
    { sort: 'personId', filter: owner },
  )
  return taskUnit(db, { ...by, tenant: owner }, ({ tx }) => store.list(tx, owner, page))
}
