// Reads what the caller is in the tenant of the unit, inside its transaction, so that a right that was
// taken away cannot race a write (IAM-13). What a standing allows is decided in core/access.
import type { AssignmentState } from '../core/assignment/life.ts'
import type {
  AssociationRole,
  Grant,
  OrganizationRole,
  Owner,
  PanelStanding,
  Principal,
  Standing,
  Tenant,
} from '../core/context.ts'
import type { PersonId, SubmissionId } from '../core/ids.ts'
import { Problem } from '../core/problem.ts'
import type { Connection, Row } from './guard.ts'
import type { Reach } from './reach.ts'

/** Who the caller is here and the transaction's time. Nobody: no role, no grant and no assignment. */
export type Arrival = { readonly standing: Standing; readonly now: Date }

export const isNobody = ({
  organizationRole,
  associationRole,
  grants,
  panel,
  isAssessor,
}: Standing): boolean =>
  organizationRole === null &&
  associationRole === null &&
  grants.length === 0 &&
  panel?.assignment == null &&
  isAssessor !== true

/**
 * Whether the caller is on the side of the organization or its owner: a member, or somebody outside whom one lent a right.
 * People of the association stay its own, whatever was lent to them, unless they are members; an assessor to whom the
 * applicant lent something does not. A key does not hide whose it is.
 */
export const isOfOrganization = ({
  organizationRole,
  associationRole,
  grants,
  isApplicant,
}: Standing): boolean =>
  organizationRole !== null ||
  isApplicant === true ||
  (associationRole === null && grants.length > 0)

/** Assignments that ended before the work did: nothing is shown under them, to a manager neither. */
const left: readonly AssignmentState[] = ['declined', 'recused', 'removed']

/**
 * Whether the caller is no more of those whom the panel's submission concerns: the own assignment ended, or there is none
 * and the caller does not manage the programme. Without a panel to ask for nobody is.
 */
export const isOffPanel = ({ panel, associationRole }: Standing): boolean => {
  if (panel === undefined) return false
  const { assignment } = panel
  if (assignment === null) return associationRole !== 'programme_manager'
  return left.includes(assignment.state)
}

/** The person nobody is: stands for a caller without credentials where no tenant is touched. */
const anonymous = '00000000-0000-0000-0000-000000000000' as PersonId

type Ask = {
  readonly tenant: Tenant
  readonly reach: Reach
  readonly principal: Principal | null
  readonly clock: (transactionTime: Date) => Date
  /** The submission for whose panel the unit works. */
  readonly panelOf?: SubmissionId | undefined
  /** Whether being an assessor of the association, by its register or an assignment, counts as a standing. */
  readonly asAssessor?: boolean | undefined
}

/**
 * One statement. A key counts at home only: an organization's key as its maker's membership there, an
 * association's as its maker's role in the tree it stands in, and elsewhere by what was granted to it. A
 * token counts wherever its person does. An assignment is the person's: it counts for a token, and for a key of
 * the programme's association or of one below it, never for an organization's app. Refuses with `unauthenticated` when the key was revoked or has
 * expired meanwhile, or nobody is authenticated where a tenant is touched.
 */
export const arrive = async (connection: Connection, ask: Ask): Promise<Arrival> => {
  const { tenant, principal, clock } = ask
  if (principal === null && tenant.kind !== 'none')
    throw new Problem('unauthenticated', { reason: 'missing' })
  const question = questionOf(ask)
  const [row = {}] = await connection.unsafe(question.text, question.parameters)
  const now = clock(row.now as Date)
  if (row.key !== undefined) demandValid(row.key as KeyState | null, now)
  return { standing: standingOf(row, now, principal), now }
}

type Question = { readonly text: string; readonly parameters: readonly unknown[] }

/** Puts together the parts that this caller needs here; there are few combinations, each named. */
const questionOf = ({ tenant, reach, principal, panelOf, asAssessor }: Ask): Question => {
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
      parts.push(
        `(${treeRoles(
          panelOf === undefined
            ? startOf(tenant.kind, bind(tenant.id))
            : programmeOf(bind(tenant.id), bind(panelOf)),
          bind(personId),
        )}) as tree`,
      )
    if (tenant.kind === 'organization' && home?.id !== tenant.id)
      parts.push(
        `(${grantsTo(bind(tenant.id), bind(personId), bind(granteesOf(principal)))}) as grants`,
      )
    if (tenant.kind === 'organization' && reach.side === 'review' && home?.id !== tenant.id) {
      const [organization, person] = [bind(tenant.id), bind(personId)]
      parts.push(`exists (${ownHouse(organization, person)}) as house`)
      parts.push(`exists (${sisterHouse(organization, person)}) as sister`)
      parts.push(`(${rightsLentTo(organization, person)}) as lent`)
    }
    if (panelOf !== undefined) {
      const [organization, submission] = [bind(tenant.id), bind(panelOf)]
      const acts = actsIn(programmeOf(organization, submission), home, bind)
      parts.push(`(${panelStanding(organization, submission, bind(personId), acts)}) as panel`)
    }
  }
  if (asAssessor === true && principal !== null && tenant.kind === 'association') {
    const { personId, home } = principal
    const association = bind(tenant.id)
    const acts = actsIn(association, home, bind)
    parts.push(`(${assessorStanding(association, bind(personId), acts)}) as assessor`)
  }
  return { text: `select ${parts.join(', ')}`, parameters }
}

/**
 * Whether the credential acts for an assessor of this association: a token does, and a key of the association or of one
 * below it; an organization's never.
 */
const actsIn = (
  association: string,
  home: Owner | null,
  bind: (value: unknown) => string,
): string => {
  if (home === null) return 'true'
  if (home.kind === 'organization') return 'false'
  return `${association} in (select up.id from (${lineOf(bind(home.id))}) up)`
}

const isIn = (reach: Reach, { kind, id }: Owner): boolean =>
  (kind === 'organization' ? reach.organizationId : reach.associationId) === id

const keyState = (kind: Owner['kind'], owner: string, key: string) =>
  `select json_build_object('revokedAt', k.revoked_at, 'expiresAt', k.expires_at)
   from ${kind}_keys k where k.${kind}_id = ${owner} and k.id = ${key}`

const membership = (organization: string, person: string) =>
  `select m.role from organization_members m where m.organization_id = ${organization} and m.person_id = ${person}`

/** The association in which the tenant's line begins. */
const startOf = (kind: Owner['kind'], tenant: string) =>
  kind === 'association'
    ? tenant
    : `(select h.association_id from organization_homes h where h.organization_id = ${tenant})`

/** The association whose programme assesses the submission; all its assignments name the same. */
const programmeOf = (organization: string, submission: string) =>
  `(select a.association_id from assignments a
    where a.organization_id = ${organization} and a.submission_id = ${submission} limit 1)`

const upward = (start: string) =>
  `with recursive up as (
     select a.id, a.parent_id from associations a where a.id = ${start}
     union
     select a.id, a.parent_id from associations a join up on a.id = up.parent_id
   )`

const lineOf = (start: string) => `${upward(start)} select up.id from up`

/** `acts`: whether the credential acts for its person here. */
const panelStanding = (organization: string, submission: string, person: string, acts: string) =>
  `select json_build_object('associationId', s.association_id, 'cycleId', s.cycle_id, 'isOpened', exists (
     select from consensuses c
     where c.organization_id = s.organization_id and c.submission_id = s.submission_id), 'assignment', (
     select json_build_object('role', a.role, 'state', a.state, 'selfScores', a.self_scores, 'benchmarks', a.benchmarks, 'hasLocked', exists (
       select from reviews r
       where r.organization_id = a.organization_id and r.submission_id = a.submission_id
         and r.person_id = a.person_id and r.round = 1 and r.state = 'locked')) from assignments a
     where a.organization_id = s.organization_id and a.submission_id = s.submission_id
       and a.person_id = ${person} and ${acts}
     order by a.proposed_at desc, a.id desc limit 1))
   from assignments s where s.organization_id = ${organization} and s.submission_id = ${submission} limit 1`

/** `acts` as in panelStanding. */
const assessorStanding = (association: string, person: string, acts: string) =>
  `select ${acts} and (
     exists (select from assessors a where a.association_id = ${association} and a.person_id = ${person})
     or exists (select from cycle_assignments c where c.association_id = ${association} and c.person_id = ${person}))`

/** An association and its ancestors, with the person's role in each. */
const treeRoles = (start: string, person: string) =>
  `${upward(start)}
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

const ownHouse = (organization: string, person: string) =>
  `select from person_organizations p where p.person_id = ${person} and p.organization_id = ${organization}`

/** Another organization of the same owner; a group is one only within its association. */
const sisterHouse = (organization: string, person: string) =>
  `select from person_organizations p join organizations o on ${isSister('p')}
   where o.organization_id = ${organization} and p.person_id = ${person}`

const isSister = (of: string) =>
  `o.owner_group_id = ${of}.owner_group_id and o.owner_group_association_id = ${of}.owner_group_association_id`

/**
 * What the organization or a sister of it lent to the person, or to a key of theirs in whatever house. One list of
 * grantees, which the index serves: with `or` the server reads the rights of everybody.
 */
const rightsLentTo = (organization: string, person: string) =>
  `select json_agg(json_build_object('expiresAt', l.expires_at))
   from lent_rights l join organizations o on o.organization_id = l.organization_id or ${isSister('l')}
   where o.organization_id = ${organization} and l.revoked_at is null
     and l.grantee_id = any(array(select k.key_id from key_owners k where k.person_id = ${person}) || ${person}::uuid)`

type KeyState = { readonly revokedAt: string | null; readonly expiresAt: string }

const demandValid = (key: KeyState | null, now: Date): void => {
  if (key === null) throw new Problem('unauthenticated', { reason: 'unknown' })
  if (key.revokedAt !== null) throw new Problem('unauthenticated', { reason: 'revoked' })
  if (new Date(key.expiresAt) <= now) throw new Problem('unauthenticated', { reason: 'expired' })
}

type TreeRole = { readonly id: string; readonly role: AssociationRole | null }
type Lent = { readonly expiresAt: string | null }
type StoredGrant = Grant & Lent

const standingOf = (row: Row, now: Date, principal: Principal | null): Standing => {
  const tree = (row.tree ?? []) as readonly TreeRole[]
  const associationRole = strongest(tree, principal?.home ?? null)
  const inForce = <Right extends Lent>(stored: unknown) =>
    ((stored ?? []) as readonly Right[]).filter(
      ({ expiresAt }) => expiresAt === null || new Date(expiresAt) > now,
    )
  // What was lent to people of an association leaves them its own; a membership of theirs does not.
  const isMember = row.house === true || row.sister === true
  const isApplicant = isMember || (associationRole === null && inForce(row.lent).length > 0)
  return {
    personId: principal?.personId ?? anonymous,
    keyId: principal?.keyId ?? null,
    organizationRole: (row.member ?? null) as OrganizationRole | null,
    associationRole,
    grants: inForce<StoredGrant>(row.grants).map(({ id, scopes }) => ({ id, scopes })),
    ...(row.panel == null ? {} : { panel: row.panel as PanelStanding }),
    ...(row.assessor === true ? { isAssessor: true } : {}),
    ...(isApplicant ? { isApplicant } : {}),
  }
}

/** A key of an association counts below it only: its home must be in the tenant's line. */
const strongest = (tree: readonly TreeRole[], home: Owner | null): AssociationRole | null => {
  if (home !== null && !tree.some(({ id }) => id === home.id)) return null
  const roles = tree.map(({ role }) => role)
  if (roles.includes('association_admin')) return 'association_admin'
  return roles.includes('programme_manager') ? 'programme_manager' : null
}
