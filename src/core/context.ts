// Who calls, in whose house, and with what standing there: the words every slice and both kernels share.
// What a standing allows is decided in access.ts.
import type { AssignmentState } from './assignment/life.ts'
import type { ApiKeyId, AssociationId, CycleId, GrantId, OrganizationId, PersonId } from './ids.ts'

/** Closed list of scopes, `resource:verb`. A credential holds some; an operation needs one. */
export const scopes = [
  'organizations:read',
  'organizations:write',
  'organizations:admin',
  'members:read',
  'members:write',
  'grants:read',
  'grants:write',
  'keys:read',
  'keys:write',
  'questionnaires:read',
  'questionnaires:write',
  'questionnaires:publish',
  'weightings:read',
  'weightings:write',
  'weightings:publish',
  'submissions:read',
  'submissions:write',
  'submissions:submit',
  'submissions:accept',
  'scores:read',
  'consents:write',
  'programmes:read',
  'programmes:write',
  'assessors:read',
  'assessors:write',
  'assignments:read',
  'assignments:write',
  'declarations:write',
  'declarations:decide',
  'reviews:read',
  'reviews:write',
  'consensus:write',
  'consensus:agree',
  'agreement:read',
  'reports:read',
  'reports:write',
  'reports:release',
  'benchmarks:read',
  'benchmarks:position',
  'benchmarks:preview',
  'benchmarks:write',
  'benchmarks:publish',
  'events:read',
  'operations:read',
] as const
export type Scope = (typeof scopes)[number]

export const organizationRoles = [
  'organization_admin',
  'organization_contributor',
  'organization_viewer',
] as const
export type OrganizationRole = (typeof organizationRoles)[number]

export const associationRoles = ['association_admin', 'programme_manager'] as const
export type AssociationRole = (typeof associationRoles)[number]

export type Role = OrganizationRole | AssociationRole

/** Who owns a key, an event, a weighting: an organization or an association. */
export type Owner =
  | { readonly kind: 'organization'; readonly id: OrganizationId }
  | { readonly kind: 'association'; readonly id: AssociationId }

/**
 * The authenticated caller. A key acts for the person who made it and never may more than that person
 * may now (IAM-03); `keyId` is null for a person's own token. `home` is the owner of the key, null for a
 * token. `associationIds` are the associations in which the person holds a role.
 */
export type Principal = {
  readonly kind: 'key' | 'token'
  readonly personId: PersonId
  readonly keyId: ApiKeyId | null
  readonly home: Owner | null
  readonly associationIds: readonly AssociationId[]
  readonly scopes: ReadonlySet<Scope>
}

/** Whose data the request touches: named by the path. `none` touches only reference and lookup tables. */
export type Tenant = Owner | { readonly kind: 'none' }

/** A right that an organization lent to somebody outside: content only by this (IAM-11). */
export type Grant = {
  readonly id: GrantId
  readonly scopes: readonly Scope[]
}

/** From when on a panel sees how the applicant rates itself: a cycle says so, and the usual is the first. */
export const selfScoreTimes = ['with_consensus', 'with_own_lock', 'with_declaration'] as const
export type SelfScoreTime = (typeof selfScoreTimes)[number]

/** From when on a panel may compare what it assesses with a benchmark edition: a cycle says so, and the usual is never. */
export const benchmarkTimes = ['never', 'with_consensus'] as const
export type BenchmarkTime = (typeof benchmarkTimes)[number]

/**
 * What the caller is to the assessment of one submission: the programme it is assessed for, and the caller's
 * own assignment there, the last one made; null: none. `hasLocked`: the own first review is locked. `isOpened`: so is
 * the consensus. `selfScores`, `benchmarks` absent: the usual.
 */
export type PanelStanding = {
  readonly associationId: AssociationId
  readonly cycleId: CycleId
  readonly assignment: {
    readonly role: 'lead' | 'member'
    readonly state: AssignmentState
    readonly hasLocked?: boolean
    readonly selfScores?: SelfScoreTime
    readonly benchmarks?: BenchmarkTime
  } | null
  readonly isOpened?: boolean
}

/**
 * What the caller is in the tenant of the unit, read inside its transaction.
 * `organizationRole`: member of this organization. `associationRole`: role in the tenant association, or
 * in the organization's association or one of its ancestors. Nobody here: no standing, the unit says 404.
 * `panel`: only in a unit that works for the panel of a submission that is assessed; `associationRole` is
 * then the role in the association whose programme it is, or above it, and never one below. `isAssessor`: only in a
 * unit that asks for it; the caller is in the register of the association, or has an assignment there. `isApplicant`: only
 * on the side of the panel; the person is of the organization or of another one of its owner, by whatever credential, or
 * acts, as nobody of the association, by a right that one of them lent, to a key of theirs too.
 */
export type Standing = {
  readonly personId: PersonId
  readonly keyId: ApiKeyId | null
  readonly organizationRole: OrganizationRole | null
  readonly associationRole: AssociationRole | null
  readonly grants: readonly Grant[]
  readonly panel?: PanelStanding
  readonly isAssessor?: boolean
  readonly isApplicant?: boolean
}
