// What the API promises about associations: their record and their roster, for their own people.
import { z } from 'zod'
import type * as core from '../../core/association/association.ts'
import { Slug } from '../../core/association/association.ts'
import { AssociationId, Instant, OrganizationId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { Country } from '../../core/organization/profile.ts'
import { boundedText } from '../../core/text.ts'
import { listOf, operation, PageQuery } from '../../http/operation.ts'

export const AssociationPath = z.strictObject({ associationId: AssociationId })
export const associationPath = '/v1/associations/{associationId}'

export const Association = z
  .strictObject({
    id: AssociationId,
    parentId: AssociationId.nullable().meta({ description: 'Of which it is a chapter.' }),
    slug: Slug,
    name: boundedText(1, 200),
    country: Country,
    synthetic: z.boolean().meta({ description: 'Made up for demonstration.' }),
    createdAt: Instant,
  })
  .meta({
    id: 'Association',
    description: 'An association that runs programmes, or a chapter of one.',
  })
export type Association = z.infer<typeof Association>

export const RosterEntry = z
  .strictObject({
    organizationId: OrganizationId,
    name: boundedText(1, 200),
    createdAt: Instant.meta({ description: 'Since when it belongs to the association.' }),
  })
  .meta({ id: 'RosterEntry', description: 'An organization of the association, by name.' })

const shared = { tag: 'associations', tenant: 'association', scope: 'organizations:read' } as const

export const getAssociation = operation({
  ...shared,
  id: 'getAssociation',
  method: 'GET',
  url: associationPath,
  summary: 'Get an association',
  description:
    'Its name, and the association above it, for its admins and programme managers and those of associations above it; 404 to ' +
    'everybody else.',
  params: AssociationPath,
  reply: { 200: Association },
  present: ({ createdAt, ...same }: core.Association) => ({
    ...same,
    createdAt: toInstant(createdAt),
  }),
})

export const listAssociationOrganizations = operation({
  ...shared,
  id: 'listAssociationOrganizations',
  method: 'GET',
  url: `${associationPath}/organizations`,
  summary: 'List the organizations of an association',
  description:
    'The roster, by name: who belongs to the association and since when. What an organization answers is ' +
    'its own; it lends a view of it by a grant.',
  params: AssociationPath,
  query: PageQuery,
  reply: { 200: listOf('RosterPage', RosterEntry) },
  present: ({ items, nextCursor }: Roster) => ({
    items: items.map(({ organizationId, name, createdAt }) => ({
      organizationId,
      name,
      createdAt: toInstant(createdAt),
    })),
    nextCursor,
  }),
  sample: { query: { limit: '20' } },
})

type Roster = { readonly items: readonly core.RosterEntry[]; readonly nextCursor: string | null }
