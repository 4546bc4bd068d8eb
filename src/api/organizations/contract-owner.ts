// What organizations and associations both own (members, keys, events) is one set of promises, made twice:
// the same shapes under two paths, each operation with an id of its own.
import { z } from 'zod'
import type { Owner } from '../../core/context.ts'
import { AssociationId, OrganizationId } from '../../core/ids.ts'

const owners = {
  organization: {
    path: '/v1/organizations/{organizationId}',
    name: 'Organization',
    an: 'an organization',
    params: { organizationId: OrganizationId },
  },
  association: {
    path: '/v1/associations/{associationId}',
    name: 'Association',
    an: 'an association',
    params: { associationId: AssociationId },
  },
} as const

/**
 * Path, words and parameters of one kind of owner. The type of the parameters leaves the owner's own out,
 * since handlers find it in the context and the two kinds then have one type.
 */
export const ownedBy = (kind: Owner['kind']) => {
  const { params, ...words } = owners[kind]
  return {
    ...words,
    tenant: kind,
    params: <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
      z.strictObject({ ...params, ...shape }) as unknown as z.ZodObject<Shape, z.core.$strict>,
  }
}
