// Who belongs to an organization or an association, in which role, and who may change that.
// What a role allows is the access table's; people themselves are made by the installation's admin.
import { demand, forbidden } from '../access.ts'
import {
  type AssociationRole,
  type OrganizationRole,
  type Owner,
  organizationRoles,
  type Role,
  type Standing,
} from '../context.ts'
import type { Happening } from '../document/event-v1.ts'
import type { PersonId } from '../ids.ts'
import { Problem } from '../problem.ts'

export type Member<R extends Role = Role> = {
  readonly personId: PersonId
  readonly role: R
  readonly createdAt: Date
  /** Counts the roles of this membership, from 1: it never says the same of two states. */
  readonly revision: number
}
export type OrganizationMember = Member<OrganizationRole>
export type AssociationMember = Member<AssociationRole>

export type MemberDecided<R extends Role = Role> = {
  readonly outcome: 'created' | 'updated' | 'unchanged'
  readonly member: Member<R>
  readonly events: readonly Happening[]
}

/**
 * Changes with every change of the role, also back to an earlier one. The moment of joining tells apart the
 * memberships of somebody who left and came back: each counts from 1. Null: no member.
 */
export const etagOfMember = (
  member: Pick<Member, 'revision' | 'createdAt'> | null,
): string | null =>
  member === null ? null : `"${member.revision}-${member.createdAt.getTime().toString(36)}"`

/** `admins`: all administrators of the owner, read under its lock, so that none can leave meanwhile. */
type Given = {
  readonly owner: Owner
  readonly admins: readonly PersonId[]
  readonly standing: Standing
}

type Appointment<R extends Role> = {
  readonly owner: Owner
  readonly member: Member<R> | null
  readonly personId: PersonId
  readonly role: R
  readonly now: Date
}

/** Makes somebody a member or gives another role; who may ask, and whether it may be, is not asked here. */
export const appointMember = <R extends Role>(given: Appointment<R>): MemberDecided<R> => {
  const { owner, member, personId, role, now } = given
  if (member?.role === role) return { outcome: 'unchanged', member, events: [] }
  if (member === null) {
    const created = { personId, role, createdAt: now, revision: 1 }
    return {
      outcome: 'created',
      member: created,
      events: [happened('member.added', owner, personId)],
    }
  }
  const updated = { ...member, role, revision: member.revision + 1 }
  return {
    outcome: 'updated',
    member: updated,
    events: [happened('member.changed', owner, personId)],
  }
}

export type PutMember<R extends Role> = Appointment<R> & Given

/**
 * The same for somebody with a standing. Refuses with `forbidden` or `not-found`; with `in-use` where the
 * last administrator would lose the role.
 */
export const putMember = <R extends Role>(given: PutMember<R>): MemberDecided<R> => {
  const { member, personId, role } = given
  demandRight(given, personId)
  if (member !== null && member.role !== role) demandOtherAdmin(given, member)
  return appointMember(given)
}

export type RemoveMember = Given & { readonly member: Member | null; readonly personId: PersonId }

/** Ends a membership; the events to record, none where there was no such member. Refuses like `putMember`. */
export const removeMember = (given: RemoveMember): readonly Happening[] => {
  const { owner, member, personId } = given
  demandRight(given, null)
  if (member === null) return []
  demandOtherAdmin(given, member)
  return [happened('member.removed', owner, personId)]
}

/**
 * The caller's right, by what the lock shows: whoever was removed while waiting for it has none left.
 * `appoints`: whom the caller puts in. People of the association may appoint others in an organization
 * but not themselves: its content is theirs by a grant only (IAM-11).
 */
const demandRight = ({ standing, admins, owner }: Given, appoints: PersonId | null): void => {
  const isStill = admins.includes(standing.personId)
  const role = standing.organizationRole
  demand(
    { ...standing, organizationRole: role === 'organization_admin' && !isStill ? null : role },
    'members:write',
  )
  const isOutside = owner.kind === 'organization' && role === null
  if (isOutside && appoints === standing.personId) throw forbidden('members:write')
}

const demandOtherAdmin = ({ owner, admins }: Given, member: Member): void => {
  if (!isAdmin(member.role) || admins.some((id) => id !== member.personId)) return
  throw new Problem(
    'in-use',
    { usedBy: [owner.id] },
    { detail: 'This is the last administrator: appoint another one first.' },
  )
}

const isAdmin = (role: Role): boolean =>
  role === organizationRoles[0] || role === 'association_admin'

const happened = (type: Happening['type'], owner: Owner, personId: PersonId): Happening => ({
  type,
  subject: personId,
  ids: { [`${owner.kind}Id`]: owner.id },
  versions: {},
})

/** What each role is for. */
export const roleTexts: Readonly<Record<Role, string>> = {
  organization_admin: 'runs it: members, keys, grants, and all that contributors do.',
  organization_contributor: 'answers, and reads everything of the organization.',
  organization_viewer: 'reads.',
  association_admin: 'runs the association: members, keys, and all that managers do.',
  programme_manager: 'runs its programmes and their panels.',
}
