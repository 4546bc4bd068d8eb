// Decides a new key: what it may be used for, and how long.
// A key acts for its maker and never may more than that person may at the moment of use (decision 0004).
import { accessTable } from '../access/table.ts'
import { type AccessRow, columns } from '../access/vocabulary.ts'
import { demand } from '../access.ts'
import { type Owner, type Role, type Scope, type Standing, scopes } from '../context.ts'
import { grantableScopes } from '../grant/grant.ts'
import type { ApiKeyId } from '../ids.ts'
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

export type CreateApiKey = {
  readonly id: ApiKeyId
  readonly owner: Owner
  readonly environment: KeyMode
  readonly input: NewApiKey
  readonly secret: SecretDigest
  /** Those of the credential that asks; a key never makes one that may more. */
  readonly credentialScopes: ReadonlySet<Scope>
  readonly standing: Standing
  readonly now: Date
}

/** Refuses with `forbidden` or `not-found`, and `document-invalid` with every finding about the input. */
export const createApiKey = (given: CreateApiKey): ApiKeyDecided => {
  const { id, owner, environment, input, secret, standing, now } = given
  demand(standing, 'keys:write')
  const expiresAt = expiryOf(input.expiresAt, now)
  const errors = [...scopeFindings(given), ...expiryFindings(expiresAt, now)]
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const key: ApiKey = {
    ...secret,
    id,
    personId: standing.personId,
    kind: input.kind,
    environment,
    label: input.label,
    scopes: scopes.filter((scope) => input.scopes.includes(scope)),
    previous: null,
    createdAt: now,
    rotatedAt: null,
    expiresAt,
    revokedAt: null,
    revokedBy: null,
    lastUsedAt: null,
    revision: 1,
  }
  return { key, events: [happened('api-key.created', owner, key)] }
}

/**
 * What a key of this maker could ever do: a key of an organization acts by its maker's membership there, one
 * of an association by the role in its tree, and both by what others lend them.
 */
export const usableScopes = (owner: Owner, standing: Standing): ReadonlySet<Scope> => {
  const role = owner.kind === 'organization' ? standing.organizationRole : standing.associationRole
  return new Set(role === null ? [] : [...scopesOf(role), ...grantableScopes])
}

const scopesOf = (role: Role): readonly Scope[] =>
  Object.values<AccessRow>(accessTable).flatMap(({ scope, cells }) =>
    scope === null || cells[columns.indexOf(role)] === '-' ? [] : [scope],
  )

const scopeFindings = ({
  input,
  owner,
  standing,
  credentialScopes,
}: CreateApiKey): readonly ProblemError[] => {
  const usable = usableScopes(owner, standing)
  return input.scopes.flatMap((scope, place) => {
    const pointer = `/scopes/${place}`
    if (!usable.has(scope)) {
      const detail = `Your role here never allows ${scope}.`
      return [{ pointer, code: 'scope_beyond_role', detail }]
    }
    if (!credentialScopes.has(scope)) {
      const detail = `The credential that asks does not hold ${scope} itself.`
      return [{ pointer, code: 'scope_beyond_credential', detail }]
    }
    return []
  })
}
