// What the API promises about API keys, of organizations and of associations.
import { z } from 'zod'
import {
  apiKeyKinds,
  defaultLifeDays,
  etagOfApiKey,
  longestLifeDays,
  longestOverlapDays,
  type ApiKey as Stored,
} from '../../core/api-key/api-key.ts'
import { type Owner, scopes } from '../../core/context.ts'
import { ApiKeyId, Instant, PersonId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { Etag, listOf, operation, PageQuery } from '../../http/operation.ts'
import { ownedBy } from '../organizations/contract-owner.ts'

const members = {
  id: ApiKeyId,
  kind: z.enum(apiKeyKinds).meta({
    description: inWords({
      app: 'for a program.',
      personal: 'for its maker to use by hand.',
    }),
  }),
  environment: z.enum(['live', 'test']),
  label: boundedText(1, 100),
  personId: PersonId.meta({ description: 'Its maker, for whom it acts.' }),
  scopes: z.array(z.enum(scopes)).max(scopes.length),
  last4: z.string().length(4).meta({ description: 'The end of the secret, to tell keys apart.' }),
  createdAt: Instant,
  rotatedAt: Instant.nullable(),
  previousUntil: Instant.nullable().meta({
    description: 'Until when the secret before the last rotation counts.',
  }),
  expiresAt: Instant,
  revokedAt: Instant.nullable(),
  revokedBy: PersonId.nullable(),
  lastUsedAt: Instant.nullable().meta({
    description: 'To about a minute; not part of the entity tag.',
  }),
  etag: Etag,
} as const

export const ApiKey = z.strictObject(members).meta({
  id: 'ApiKey',
  description:
    'A key without its secret. It acts for its maker and never may more than that person.',
})

export const IssuedApiKey = z
  .strictObject({
    ...members,
    secret: z
      .string()
      .max(90)
      .regex(/^exk_(live|test)_[0-9A-Za-z]{22}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/)
      .meta({ description: 'The key itself, for `Authorization: Bearer`. It is shown this once.' }),
  })
  .meta({ id: 'IssuedApiKey', description: 'A key with its secret, fresh or rotated.' })

const NewApiKey = z
  .strictObject({
    label: members.label,
    kind: members.kind.default('app'),
    scopes: z
      .array(z.enum(scopes))
      .min(1)
      .max(scopes.length)
      .refine((given) => new Set(given).size === given.length, { message: 'Each scope once' }),
    expiresAt: Instant.nullable()
      .default(null)
      .meta({
        description: `Null: in ${defaultLifeDays} days. At most ${longestLifeDays} days ahead.`,
      }),
  })
  .meta({ id: 'NewApiKey', description: 'A key to be made.' })

const Rotation = z
  .strictObject({
    overlapDays: z.int().min(0).max(longestOverlapDays).default(0).meta({
      description: 'How long the secret so far stays good; never longer than it was to be.',
    }),
    expiresAt: Instant.nullable()
      .default(null)
      .meta({ description: `Of the new secret. Null: in ${defaultLifeDays} days.` }),
  })
  .meta({ id: 'ApiKeyRotation', description: 'How a key gets a new secret.' })

export type Issued = { readonly key: Stored; readonly secret: string }
type Keys = { readonly items: readonly Stored[]; readonly nextCursor: string | null }

const present = (key: Stored): z.input<typeof ApiKey> => ({
  id: key.id,
  kind: key.kind,
  environment: key.environment,
  label: key.label,
  personId: key.personId,
  scopes: [...key.scopes],
  last4: key.last4,
  createdAt: toInstant(key.createdAt),
  rotatedAt: toInstant(key.rotatedAt),
  previousUntil: toInstant(key.previous?.until ?? null),
  expiresAt: toInstant(key.expiresAt),
  revokedAt: toInstant(key.revokedAt),
  revokedBy: key.revokedBy,
  lastUsedAt: toInstant(key.lastUsedAt),
  etag: etagOfApiKey(key),
})

const presentIssued = ({ key, secret }: Issued) => ({ ...present(key), secret })

/** The keys of an organization are simply keys; those of an association say so in their operations' ids. */
const operationsOf = (kind: Owner['kind']) => {
  const { an, path, params, tenant } = ownedBy(kind)
  const prefix = kind === 'organization' ? '' : 'Association'
  const shared = { tag: 'api-keys', tenant, problems: ['forbidden'] } as const
  const collection = { ...shared, url: `${path}/api-keys`, params: params({}) } as const
  const one = {
    ...shared,
    url: `${path}/api-keys/{apiKeyId}`,
    params: params({ apiKeyId: ApiKeyId }),
  } as const
  return {
    create: operation({
      ...collection,
      id: `create${prefix}ApiKey`,
      method: 'POST',
      summary: `Make an API key of ${an}`,
      description:
        'The secret is in this answer and nowhere else. Scopes are at most those of the credential that ' +
        'asks, and of what your role could ever use.',
      scope: 'keys:write',
      body: NewApiKey,
      reply: { 201: IssuedApiKey },
      present: presentIssued,
      problems: ['forbidden', 'document-invalid'],
      sample: { body: { label: 'Reporting', scopes: ['organizations:read'] } },
    }),
    list: operation({
      ...collection,
      id: `list${prefix}ApiKeys`,
      method: 'GET',
      summary: `List the API keys of ${an}`,
      description: 'Oldest first; those that are over too.',
      scope: 'keys:read',
      query: PageQuery,
      reply: { 200: listOf(`${prefix}ApiKeyPage`, ApiKey) },
      present: ({ items, nextCursor }: Keys) => ({ items: items.map(present), nextCursor }),
      sample: { query: { limit: '20' } },
    }),
    get: operation({
      ...one,
      id: `get${prefix}ApiKey`,
      method: 'GET',
      summary: `Get an API key of ${an}`,
      description:
        'For admins: whose it is, its scopes, when it was last used and when it ends. The secret is told once, when it is made; ' +
        'whoever lost it rotates the key. The tag is what rotating and revoking ask for.',
      scope: 'keys:read',
      reply: { 200: ApiKey },
      present,
    }),
    rotate: operation({
      ...one,
      id: `rotate${prefix}ApiKey`,
      method: 'POST',
      url: `${one.url}/rotate`,
      summary: `Give an API key of ${an} a new secret`,
      description: 'Only its maker may: whoever holds the secret acts as the maker.',
      scope: 'keys:write',
      body: Rotation,
      reply: { 200: IssuedApiKey },
      present: presentIssued,
      problems: ['forbidden', 'document-invalid', 'illegal-transition'],
      sample: { body: { overlapDays: 7 } },
    }),
    revoke: operation({
      ...one,
      id: `revoke${prefix}ApiKey`,
      method: 'DELETE',
      summary: `Revoke an API key of ${an}`,
      description: 'It ends for good, everywhere within a second. The record of it stays.',
      scope: 'keys:write',
      reply: { 204: null },
      revision: 'match',
    }),
  }
}

export const apiKeys = {
  organization: operationsOf('organization'),
  association: operationsOf('association'),
}
