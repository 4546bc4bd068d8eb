// Reads what the caller is in the tenant of the unit, inside its transaction, so that a right that was
// taken away cannot race a write (IAM-13). What a standing allows is decided in core/access.
import type {
  AssociationRole,
  Grant,
  OrganizationRole,
  Owner,
  Principal,
  Standing,
  Tenant,
} from '../core/context.ts'
import type { PersonId } from '../core/ids.ts'
import { Problem } from '../core/problem.ts'
import type { Connection, Row } from './guard.ts'
import type { Reach } from './reach.ts'

/** Who the caller is here and the transaction's time. Nobody: no role and no grant. */
export type Arrival = { readonly standing: Standing; readonly now: Date }

export const isNobody = ({ organizationRole, associationRole, grants }: Standing): boolean =>
  organizationRole === null && associationRole === null && grants.length === 0

/**
 * Whether the caller is on the organization's own side: a member, or somebody outside whom it lent a right.
 * People of the association stay its own, whatever was lent to them.
 */
export const isOfOrganization = ({
  organizationRole,
  associationRole,
  grants,
}: Standing): boolean =>
  organizationRole !== null || (associationRole === null && grants.length > 0)

/** The person nobody is: stands for a caller without credentials where no tenant is touched. */
const anonymous = '00000000-0000-0000-0000-000000000000' as PersonId

type Ask = {
  readonly tenant: Tenant
  readonly reach: Reach
  readonly principal: Principal | null
  readonly clock: (transactionTime: Date) => Date
}

/**
 * One statement. A key counts at home only: an organization's key as its maker's membership there, an
 * association's as its maker's role in the tree it stands in, and elsewhere by what was granted to it. A
 * token counts wherever its person does. Refuses with `unauthenticated` when the key was revoked or has
 * expired meanwhile, or nobody is authenticated where a tenant is touched.
 */
export const arrive = async (connection: Connection, ask: Ask): Promise<Arrival> => {
  const { tenant, reach, principal, clock } = ask
  if (principal === null && tenant.kind !== 'none')
    throw new Problem('unauthenticated', { reason: 'missing' })
  const question = questionOf(tenant, reach, principal)
  const [row = {}] = await connection.unsafe(question.text, question.parameters)
  const now = clock(row.now as Date)
  if (row.key !== undefined) demandValid(row.key as KeyState | null, now)
  return { standing: standingOf(row, now, principal), now }
}

type Question = { readonly text: string; readonly parameters: readonly unknown[] }

/** Puts together the parts that this caller needs here; there are few combinations, each named. */
const questionOf = (tenant: Tenant, reach: Reach, principal: Principal | null): Question => {
  const parameters: unknown[] = []
  /** The server wants every parameter used, so each is numbered when a part first asks for it. */
  const bind = (value: unknown) => `$${parameters.indexOf(value) + 1 || parameters.push(value)}`
  const parts = ['now() as now']
  if (principal !== null && tenant.kind !== 'none') {
    const { personId, keyId, home } = principal
    if (home !== null && isIn(reach, home))
      parts.push(`(${keyState(home.kind, bind(home.id), bind(keyId))}) as key`)
    if (tenant.kind === 'organization' && (home === null || home.id === tenant.id))
      parts.push(`(${membership(bind(tenant.id), bind(personId))}) as member`)
    if (home?.kind !== 'organization' && (home !== null || principal.associationIds.length > 0))
      parts.push(`(${treeRoles(tenant.kind, bind(tenant.id), bind(personId))}) as tree`)
    if (tenant.kind === 'organization' && home?.id !== tenant.id)
      parts.push(
        `(${grantsTo(bind(tenant.id), bind(personId), bind(granteesOf(principal)))}) as grants`,
      )
  }
  return { text: `select ${parts.join(', ')}`, parameters }
}

const isIn = (reach: Reach, { kind, id }: Owner): boolean =>
  (kind === 'organization' ? reach.organizationId : reach.associationId) === id

const keyState = (kind: Owner['kind'], owner: string, key: string) =>
  `select json_build_object('revokedAt', k.revoked_at, 'expiresAt', k.expires_at)
   from ${kind}_keys k where k.${kind}_id = ${owner} and k.id = ${key}`

const membership = (organization: string, person: string) =>
  `select m.role from organization_members m where m.organization_id = ${organization} and m.person_id = ${person}`

/** The tenant's association and its ancestors, with the person's role in each. */
const treeRoles = (kind: Owner['kind'], tenant: string, person: string) =>
  `with recursive up as (
     select a.id, a.parent_id from associations a where a.id = ${
       kind === 'association'
         ? tenant
         : `(select h.association_id from organization_homes h where h.organization_id = ${tenant})`
     }
     union
     select a.id, a.parent_id from associations a join up on a.id = up.parent_id
   )
   select json_agg(json_build_object('id', up.id, 'role', p.role))
   from up left join person_associations p on p.association_id = up.id and p.person_id = ${person}`

/** Grants in force. One to an association counts while the person still has a role there. */
const grantsTo = (organization: string, person: string, grantees: string) =>
  `select json_agg(json_build_object('id', g.id, 'scopes', g.scopes, 'expiresAt', g.expires_at) order by g.id)
   from grants g
   where g.organization_id = ${organization} and g.grantee_id = any(${grantees}::uuid[]) and g.revoked_at is null
     and (g.grantee_kind <> 'association' or exists (
       select from person_associations p where p.association_id = g.grantee_id and p.person_id = ${person}))`

const granteesOf = ({ personId, keyId, home, associationIds }: Principal): readonly string[] => {
  if (keyId === null) return [personId, ...associationIds]
  return home?.kind === 'association' ? [keyId, home.id] : [keyId]
}

type KeyState = { readonly revokedAt: string | null; readonly expiresAt: string }

const demandValid = (key: KeyState | null, now: Date): void => {
  if (key === null) throw new Problem('unauthenticated', { reason: 'unknown' })
  if (key.revokedAt !== null) throw new Problem('unauthenticated', { reason: 'revoked' })
  if (new Date(key.expiresAt) <= now) throw new Problem('unauthenticated', { reason: 'expired' })
}

type TreeRole = { readonly id: string; readonly role: AssociationRole | null }
type StoredGrant = Grant & { readonly expiresAt: string | null }

const standingOf = (row: Row, now: Date, principal: Principal | null): Standing => {
  const tree = (row.tree ?? []) as readonly TreeRole[]
  const granted = (row.grants ?? []) as readonly StoredGrant[]
  return {
    personId: principal?.personId ?? anonymous,
    keyId: principal?.keyId ?? null,
    organizationRole: (row.member ?? null) as OrganizationRole | null,
    associationRole: strongest(tree, principal?.home ?? null),
    grants: granted
      .filter(({ expiresAt }) => expiresAt === null || new Date(expiresAt) > now)
      .map(({ id, scopes }) => ({ id, scopes })),
  }
}

/** A key of an association counts below it only: its home must be in the tenant's line. */
const strongest = (tree: readonly TreeRole[], home: Owner | null): AssociationRole | null => {
  if (home !== null && !tree.some(({ id }) => id === home.id)) return null
  const roles = tree.map(({ role }) => role)
  if (roles.includes('association_admin')) return 'association_admin'
  return roles.includes('programme_manager') ? 'programme_manager' : null
}
