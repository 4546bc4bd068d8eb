// What the API promises about itself: who is calling, what a problem means, where everything is.
import { z } from 'zod'
import {
  associationRoles,
  type Owner,
  organizationRoles,
  type Role,
  type Scope,
  scopes,
} from '../../core/context.ts'
import { ApiKeyId, AssociationId, Instant, OrganizationId, PersonId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { roleTexts } from '../../core/member/member.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { operation } from '../../http/operation.ts'

const OwnerReference = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('organization'), id: OrganizationId }),
    z.strictObject({ kind: z.literal('association'), id: AssociationId }),
  ])
  .meta({ id: 'OwnerReference', description: 'An organization or an association.' })

export const Me = z
  .strictObject({
    person: z.strictObject({ id: PersonId, displayName: boundedText(1, 200) }),
    apiKey: z
      .strictObject({
        id: ApiKeyId,
        owner: OwnerReference,
        label: boundedText(1, 100),
        expiresAt: Instant,
      })
      .nullable()
      .meta({ description: "The key that calls; null: a person's own token." }),
    scopes: z
      .array(z.enum(scopes))
      .max(scopes.length)
      .meta({ description: 'What the credential may be used for.' }),
    roles: z
      .array(
        z.strictObject({
          owner: OwnerReference,
          role: z
            .enum([...organizationRoles, ...associationRoles])
            .meta({ description: inWords(roleTexts) }),
        }),
      )
      .max(1000)
      .meta({
        description:
          "Roles of the person now: in every association, and in the organization of the key. A key counts only in its owner's house.",
      }),
  })
  .meta({ id: 'Me', description: 'Who calls, as the service sees it.' })

/** What the service knows of the caller. */
export type Caller = {
  readonly person: { readonly id: PersonId; readonly displayName: string }
  readonly key: {
    readonly id: ApiKeyId
    readonly owner: Owner
    readonly label: string
    readonly expiresAt: Date
  } | null
  readonly scopes: ReadonlySet<Scope>
  readonly roles: readonly { readonly owner: Owner; readonly role: Role }[]
}

const shared = { tag: 'meta', tenant: null } as const

export const getMe = operation({
  ...shared,
  id: 'getMe',
  method: 'GET',
  url: '/v1/me',
  summary: 'Find out who you are',
  description:
    'The person behind the credential, the key, its scopes, and the roles they have now.',
  scope: 'organizations:read',
  reply: { 200: Me },
  present: ({ person, key, scopes: held, roles }: Caller) => ({
    person,
    apiKey:
      key === null
        ? null
        : {
            id: key.id,
            owner: key.owner,
            label: key.label,
            expiresAt: toInstant(key.expiresAt),
          },
    scopes: scopes.filter((scope) => held.has(scope)),
    roles,
  }),
})

export const ProblemType = z
  .strictObject({
    type: z
      .string()
      .max(100)
      .meta({ examples: ['/problems/not-found'] }),
    code: z.string().max(60),
    status: z.int().min(400).max(599),
    title: z.string().max(200),
    help: z.string().max(500).meta({ description: 'What to do about it.' }),
  })
  .meta({
    id: 'ProblemType',
    description: 'What a kind of problem means, in the language asked for.',
  })

export const getProblemType = operation({
  ...shared,
  id: 'getProblemType',
  method: 'GET',
  url: '/problems/{code}',
  summary: 'Get the page behind the type of a problem',
  description:
    'What `type` of a problem leads to: status, what it means and what to do about it. Public.',
  scope: null,
  params: z.strictObject({
    code: z
      .string()
      .min(1)
      .max(60)
      .regex(/^[a-z-]+$/),
  }),
  reply: { 200: ProblemType },
  cache: 'no-cache',
  sample: { params: { code: 'not-found' } },
})

const link = z.strictObject({ href: z.string().max(2048), type: z.string().max(100) })
const links = z.array(link).max(4)

/** RFC 9727 in the form of RFC 9264. */
export const ApiCatalog = z
  .strictObject({
    linkset: z
      .array(
        z.strictObject({
          anchor: z.string().max(2048),
          'service-desc': links,
          'service-doc': links,
          status: links,
        }),
      )
      .max(1),
  })
  .meta({ id: 'ApiCatalog', description: 'Where description, documentation and status are.' })

export const getApiCatalog = operation({
  ...shared,
  id: 'getApiCatalog',
  method: 'GET',
  url: '/.well-known/api-catalog',
  summary: 'Find description, documentation and status of this API',
  description:
    'A linkset (RFC 9264, RFC 9727) for clients that know the host alone: where this document, the pages for people and the ' +
    'signs of life are. Public.',
  scope: null,
  reply: { 200: ApiCatalog },
  replyType: 'application/linkset+json',
  cache: 'no-cache',
})
