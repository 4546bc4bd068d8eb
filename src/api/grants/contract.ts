// What the API promises about grants: rights an organization lends to somebody outside.
import { z } from 'zod'
import { scopes } from '../../core/context.ts'
import { etagOfGrant, grantableScopes, type LentRight } from '../../core/grant/grant.ts'
import {
  ApiKeyId,
  AssociationId,
  GrantId,
  Instant,
  OrganizationId,
  PersonId,
} from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { boundedText } from '../../core/text.ts'
import { Etag, listOf, operation, PageQuery } from '../../http/operation.ts'

const path = '/v1/organizations/{organizationId}/grants'
const InOrganization = z.strictObject({ organizationId: OrganizationId })
const OneGrant = z.strictObject({ organizationId: OrganizationId, grantId: GrantId })

const Grantee = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('person'), id: PersonId }),
    z.strictObject({ kind: z.literal('key'), id: ApiKeyId }),
    z.strictObject({ kind: z.literal('association'), id: AssociationId }),
  ])
  .meta({
    id: 'Grantee',
    description: 'A person, one key of somebody else, or whoever has a role in an association.',
  })

const Scopes = z
  .array(z.enum(scopes))
  .min(1)
  .max(scopes.length)
  .refine((given) => new Set(given).size === given.length, { message: 'Each scope once' })

const NewGrant = z
  .strictObject({
    grantee: Grantee,
    scopes: Scopes.meta({ description: `Of these: ${grantableScopes.join(', ')}.` }),
    purpose: boundedText(1, 500).meta({ description: 'Why, for those who read it later.' }),
    expiresAt: Instant.nullable().default(null).meta({ description: 'Null: until it is revoked.' }),
  })
  .meta({ id: 'NewGrant', description: 'A right to be lent.' })

export const Grant = z
  .strictObject({
    id: GrantId,
    grantee: Grantee,
    scopes: z.array(z.enum(scopes)).max(scopes.length),
    purpose: boundedText(1, 500),
    expiresAt: Instant.nullable(),
    createdBy: PersonId,
    createdAt: Instant,
    revokedAt: Instant.nullable(),
    revokedBy: PersonId.nullable(),
    etag: Etag,
  })
  .meta({ id: 'Grant', description: 'A right that the organization lends to somebody outside.' })

const present = ({ revision, ...grant }: LentRight) => ({
  ...grant,
  expiresAt: toInstant(grant.expiresAt),
  createdAt: toInstant(grant.createdAt),
  revokedAt: toInstant(grant.revokedAt),
  etag: etagOfGrant({ revision }),
})

type Grants = { readonly items: readonly LentRight[]; readonly nextCursor: string | null }

const shared = { tag: 'grants', tenant: 'organization', problems: ['forbidden'] } as const

export const createGrant = operation({
  ...shared,
  id: 'createGrant',
  method: 'POST',
  url: path,
  summary: 'Lend a right to somebody outside',
  description:
    'Opens exactly the named scopes of this organization, at once, until it expires or is revoked. What the ' +
    'grantee reads of its content is recorded in the events.',
  scope: 'grants:write',
  params: InOrganization,
  body: NewGrant,
  reply: { 201: Grant },
  present,
  location: ({ id }, { organizationId }) => `/v1/organizations/${organizationId}/grants/${id}`,
  problems: ['forbidden', 'document-invalid'],
  sample: {
    body: {
      grantee: { kind: 'association', id: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42' },
      scopes: ['organizations:read'],
      purpose: 'A joint project',
    },
  },
})

export const listGrants = operation({
  ...shared,
  id: 'listGrants',
  method: 'GET',
  url: path,
  summary: 'List the grants of an organization',
  description: 'Oldest first; those that are over too.',
  scope: 'grants:read',
  params: InOrganization,
  query: PageQuery,
  reply: { 200: listOf('GrantPage', Grant) },
  present: ({ items, nextCursor }: Grants) => ({ items: items.map(present), nextCursor }),
  sample: { query: { limit: '20' } },
})

export const getGrant = operation({
  ...shared,
  id: 'getGrant',
  method: 'GET',
  url: `${path}/{grantId}`,
  summary: 'Get a grant',
  description:
    'To whom the organization lends what, until when, and whether it was taken back. For admins of the organization; the tag ' +
    'is what `revokeGrant` asks for.',
  scope: 'grants:read',
  params: OneGrant,
  reply: { 200: Grant },
  present,
})

export const revokeGrant = operation({
  ...shared,
  id: 'revokeGrant',
  method: 'DELETE',
  url: `${path}/{grantId}`,
  summary: 'Revoke a grant',
  description: 'It ends at once, for requests already under way too. The record of it stays.',
  scope: 'grants:write',
  params: OneGrant,
  reply: { 204: null },
  revision: 'match',
})
