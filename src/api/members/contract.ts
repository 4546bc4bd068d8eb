// What the API promises about members: who belongs to an organization or an association, in which role.
import { z } from 'zod'
import { associationRoles, type Owner, organizationRoles, type Role } from '../../core/context.ts'
import { Instant, PersonId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { type Member as CoreMember, etagOfMember, roleTexts } from '../../core/member/member.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { Etag, listOf, operation, PageQuery } from '../../http/operation.ts'
import { ownedBy } from '../organizations/contract-owner.ts'

type NamedMember = CoreMember & { readonly displayName: string }
type Put = { readonly outcome: 'created' | 'updated' | 'unchanged'; readonly member: NamedMember }
type Members = { readonly items: readonly NamedMember[]; readonly nextCursor: string | null }

const presentOne = ({ personId, displayName, role, createdAt, revision }: NamedMember) => ({
  personId,
  displayName,
  role,
  createdAt: toInstant(createdAt),
  etag: String(etagOfMember({ createdAt, revision })),
})

const operationsOf = (kind: Owner['kind']) => {
  const { name, an, path, params, tenant } = ownedBy(kind)
  const roles: readonly Role[] = kind === 'organization' ? organizationRoles : associationRoles
  const texts = Object.fromEntries(roles.map((each) => [each, roleTexts[each]]))
  const role = z.enum(roles).meta({ description: inWords(texts) })
  const Member = z
    .strictObject({
      personId: PersonId,
      displayName: boundedText(1, 200),
      role,
      createdAt: Instant.meta({ description: 'Since when.' }),
      etag: Etag,
    })
    .meta({ id: `${name}Member`, description: `A person with a role in ${an}.` })
  const shared = { tag: 'members', tenant, problems: ['forbidden'] } as const
  const url = `${path}/members/{personId}`
  return {
    list: operation({
      ...shared,
      id: `list${name}Members`,
      method: 'GET',
      url: `${path}/members`,
      summary: `List the members of ${an}`,
      description:
        'For admins: who is a member, in which role and since when, each with the tag that changing or ending it asks for.',
      scope: 'members:read',
      params: params({}),
      query: PageQuery,
      reply: { 200: listOf(`${name}MemberPage`, Member) },
      present: ({ items, nextCursor }: Members) => ({ items: items.map(presentOne), nextCursor }),
      sample: { query: { limit: '20' } },
    }),
    get: operation({
      ...shared,
      id: `get${name}Member`,
      method: 'GET',
      url,
      summary: `Get a member of ${an}`,
      description:
        'For admins: name, role and since when; 404 for a person without a role here. The tag is what changing or ending it asks for.',
      scope: 'members:read',
      params: params({ personId: PersonId }),
      reply: { 200: Member },
      present: presentOne,
    }),
    put: operation({
      ...shared,
      id: `put${name}Member`,
      method: 'PUT',
      url,
      summary: `Make a person a member of ${an}, or give a member another role`,
      description: 'The last administrator keeps the role: appoint another one first.',
      scope: 'members:write',
      params: params({ personId: PersonId }),
      body: z
        .strictObject({ role })
        .meta({ id: `${name}MemberRole`, description: 'The role to have.' }),
      reply: { 200: Member, 201: Member },
      status: ({ outcome }: Put) => (outcome === 'created' ? 201 : 200),
      present: ({ member }: Put) => presentOne(member),
      problems: ['forbidden', 'in-use'],
      revision: 'create-or-match',
      sample: { body: { role: roles[1] } },
    }),
    remove: operation({
      ...shared,
      id: `remove${name}Member`,
      method: 'DELETE',
      url,
      summary: `End a membership in ${an}`,
      description: 'What the person was allowed to do ends at once, and so do their keys.',
      scope: 'members:write',
      params: params({ personId: PersonId }),
      reply: { 204: null },
      problems: ['forbidden', 'in-use'],
      revision: 'match',
    }),
  }
}

export const members = {
  organization: operationsOf('organization'),
  association: operationsOf('association'),
}
