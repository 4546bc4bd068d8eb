// Decides a new key: what it may be used for, and how long.
// A key acts for its maker and never may more than that person may at the moment of use (decision 0004).
import { accessTable } from '../access/table.ts'
import { type AccessRow, type Column, columns } from '../access/vocabulary.ts'
import { demand } from '../access.ts'
import {
  associationRoles,
  type Owner,
  type Role,
  type Scope,
  type Standing,
  scopes,
} from '../context.ts'
import { grantableScopes } from '../grant/grant.ts'
import type { ApiKeyId, PersonId } from '../ids.ts'
import type { KeyMode } from '../key-text.ts'
import { Problem, type ProblemError } from '../problem.ts'
import {
  type ApiKey,
  type ApiKeyDecided,
  type ApiKeyKind,
  expiryFindings,
  expiryOf,
  happened,
  type SecretDigest,
} from './api-key.ts'

export type NewApiKey = {
  readonly kind: ApiKeyKind
  readonly label: string
  readonly scopes: readonly Scope[]
  /** RFC 3339; null: in 90 days. */
  readonly expiresAt: string | null
}

export type IssueApiKey = {
  readonly id: ApiKeyId
  readonly owner: Owner
  /** Its maker, for whom it acts. */
  readonly personId: PersonId
  readonly environment: KeyMode
  readonly input: NewApiKey
  readonly secret: SecretDigest
  readonly now: Date
}

/** A new key; who may ask, and for which scopes, is not asked here. Refuses with `document-invalid`. */
export const issueApiKey = (given: IssueApiKey): ApiKeyDecided =>
  issued(given, expiryFindings(expiryOf(given.input.expiresAt, given.now), given.now))

export type CreateApiKey = Omit<IssueApiKey, 'personId'> & {
  /** Those of the credential that asks; a key never makes one that may more. */
  readonly credentialScopes: ReadonlySet<Scope>
  readonly standing: Standing
}

/**
 * The same for somebody with a standing. Refuses with `forbidden` or `not-found`, and `document-invalid`
 * with every finding about the input.
 */
export const createApiKey = (given: CreateApiKey): ApiKeyDecided => {
  const { input, standing, now } = given
  demand(standing, 'keys:write')
  const errors = [...scopeFindings(given), ...expiryFindings(expiryOf(input.expiresAt, now), now)]
  return issued({ ...given, personId: standing.personId }, errors)
}

const issued = (given: IssueApiKey, errors: readonly ProblemError[]): ApiKeyDecided => {
  const { id, owner, personId, environment, input, secret, now } = given
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const key: ApiKey = {
    ...secret,
    id,
    personId,
    kind: input.kind,
    environment,
    label: input.label,
    scopes: scopes.filter((scope) => input.scopes.includes(scope)),
    previous: null,
    createdAt: now,
    rotatedAt: null,
    expiresAt: expiryOf(input.expiresAt, now),
    revokedAt: null,
    revokedBy: null,
    lastUsedAt: null,
    revision: 1,
  }
  return { key, events: [happened('api-key.created', owner, key)] }
}

/**
 * What a key of somebody with this role could ever do: by the role, by what others lend, and where it is a key of an
 * association, by an assignment, since such a key acts for assessors too.
 */
export const usableScopes = (role: Role | null): ReadonlySet<Scope> =>
  new Set(
    role === null ? [] : [role, ...seatsBeside(role)].flatMap(scopesOf).concat(grantableScopes),
  )

const seatsBeside = (role: Role): readonly Column[] =>
  isAssociationRole(role) ? ['assessor', 'lead_assessor'] : []

const isAssociationRole = (role: Role): boolean => associationRoles.some((each) => each === role)

const scopesOf = (role: Column): readonly Scope[] =>
  Object.values<AccessRow>(accessTable).flatMap(({ scope, cells }) =>
    scope === null || cells[columns.indexOf(role)] === '-' ? [] : [scope],
  )

const scopeFindings = ({
  input,
  owner,
  standing,
  credentialScopes,
}: CreateApiKey): readonly ProblemError[] => {
  // A key of an organization acts by its maker's membership there, not by a role above it.
  const role = owner.kind === 'organization' ? standing.organizationRole : standing.associationRole
  const usable = usableScopes(role)
  return input.scopes.flatMap((scope, place) => {
    const pointer = `/scopes/${place}`
    if (!usable.has(scope)) {
      const detail = `Your role here never allows ${scope}.`
      return [{ pointer, code: 'scope-beyond-role', detail }]
    }
    if (!credentialScopes.has(scope)) {
      const detail = `The credential that asks does not hold ${scope} itself.`
      return [{ pointer, code: 'scope-beyond-credential', detail }]
    }
    return []
  })
}
