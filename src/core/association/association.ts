// What an association, an owner group and a person are, and their making by the installation's admin.
// Who belongs to an association is core/member; what they may do there is core/access.
import { z } from 'zod'
import type { Happening } from '../document/event-v1.ts'
import type { AssociationId, OrganizationId, OwnerGroupId, PersonId } from '../ids.ts'

/** A short name of an association, unique in the installation. */
export const Slug = z
  .string()
  .min(2)
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .meta({ examples: ['demo-quality'] })

/** `parentId`: the association that this one is a chapter of. */
export type Association = {
  readonly id: AssociationId
  readonly parentId: AssociationId | null
  readonly slug: string
  readonly name: string
  readonly country: string
  /** Made up for demonstration: its figures are never mixed with real ones. */
  readonly synthetic: boolean
  readonly createdAt: Date
}

/** Organizations under one owner, verified by the association that keeps the group. */
export type OwnerGroup = {
  readonly associationId: AssociationId
  readonly id: OwnerGroupId
  readonly name: string
  readonly representativeId: OrganizationId | null
  readonly verifiedAt: Date | null
  readonly createdAt: Date
}

export type Person = {
  readonly id: PersonId
  readonly displayName: string
  readonly createdAt: Date
}

/** One line of the roster: an organization by name. */
export type RosterEntry = {
  readonly organizationId: OrganizationId
  readonly name: string
  readonly createdAt: Date
}

export const associationCreated = ({ id, parentId }: Association): Happening => ({
  type: 'association.created',
  subject: id,
  ids: parentId === null ? {} : { parentId },
  versions: {},
})

export const ownerGroupCreated = ({ id }: OwnerGroup): Happening => ({
  type: 'owner-group.created',
  subject: id,
  ids: {},
  versions: {},
})
