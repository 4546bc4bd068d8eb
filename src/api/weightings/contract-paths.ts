// Where weightings are found: the paths of both kinds of owner, which every contract of the slice shares.
import { z } from 'zod'
import { AssociationId, OrganizationId, WeightingId } from '../../core/ids.ts'

const tag = 'weightings'

export const organizationPath = '/v1/organizations/{organizationId}/weightings'
export const ofOrganization = { tag, tenant: 'organization' } as const
export const OrganizationPath = z.strictObject({ organizationId: OrganizationId })
export const OrganizationWeightingPath = OrganizationPath.extend({ weightingId: WeightingId })
export const locationInOrganization = (
  { id }: { readonly id: string },
  { organizationId }: { readonly organizationId: string },
): string => `/v1/organizations/${organizationId}/weightings/${id}`

export const associationPath = '/v1/associations/{associationId}/weightings'
export const ofAssociation = { tag, tenant: 'association' } as const
export const AssociationPath = z.strictObject({ associationId: AssociationId })
export const AssociationWeightingPath = AssociationPath.extend({ weightingId: WeightingId })
export const locationInAssociation = (
  { id }: { readonly id: string },
  { associationId }: { readonly associationId: string },
): string => `/v1/associations/${associationId}/weightings/${id}`
