// A right that an organization lends to somebody outside: what may be lent, and who gives and takes it back.
// What a grant opens is the access table's; whether it holds at this moment is read with the standing.
import { accessTable } from '../access/table.ts'
import { type AccessRow, columns } from '../access/vocabulary.ts'
import { demand } from '../access.ts'
import { type Scope, type Standing, scopes } from '../context.ts'
import type { Happening } from '../document/event-v1.ts'
import type { ApiKeyId, AssociationId, GrantId, PersonId } from '../ids.ts'
import { Problem, type ProblemError } from '../problem.ts'

export const granteeKinds = ['person', 'key', 'association'] as const

/** Who gets the right: a person, one key, or whoever has a role in an association. */
export type Grantee =
  | { readonly kind: 'person'; readonly id: PersonId }
  | { readonly kind: 'key'; readonly id: ApiKeyId }
  | { readonly kind: 'association'; readonly id: AssociationId }

export type LentRight = {
  readonly id: GrantId
  readonly grantee: Grantee
  readonly scopes: readonly Scope[]
  readonly purpose: string
  /** Null: until it is revoked. */
  readonly expiresAt: Date | null
  readonly createdBy: PersonId
  readonly createdAt: Date
  readonly revokedAt: Date | null
  readonly revokedBy: PersonId | null
  readonly revision: number
}

export type GrantDecided = {
  readonly grant: LentRight
  readonly events: readonly Happening[]
}

export const etagOfGrant = ({ revision }: Pick<LentRight, 'revision'>): string => `"${revision}"`

/** The scopes that a grant can open: those of rows where somebody is let in by one. */
export const grantableScopes: readonly Scope[] = scopes.filter((scope) =>
  Object.values<AccessRow>(accessTable).some(
    (row) => row.scope === scope && row.cells[columns.indexOf('partner_app')]?.startsWith('G'),
  ),
)

export type CreateGrant = {
  readonly id: GrantId
  readonly input: {
    readonly grantee: Grantee
    readonly scopes: readonly Scope[]
    readonly purpose: string
    /** RFC 3339; null: until it is revoked. */
    readonly expiresAt: string | null
  }
  /** Whether there is such a person, key or association. */
  readonly granteeExists: boolean
  readonly standing: Standing
  readonly now: Date
}

/** Lends a right. Refuses with `forbidden` or `not-found`, and `document-invalid` naming all findings. */
export const createGrant = (given: CreateGrant): GrantDecided => {
  const { id, input, standing, now } = given
  demand(standing, 'grants:write')
  const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt)
  const errors = findings(given, expiresAt)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const grant: LentRight = {
    id,
    grantee: input.grantee,
    scopes: scopes.filter((scope) => input.scopes.includes(scope)),
    purpose: input.purpose,
    expiresAt,
    createdBy: standing.personId,
    createdAt: now,
    revokedAt: null,
    revokedBy: null,
    revision: 1,
  }
  return { grant, events: [happened('grant.given', grant)] }
}

const findings = (
  { input, granteeExists, now }: CreateGrant,
  expiresAt: Date | null,
): readonly ProblemError[] => [
  ...(granteeExists
    ? []
    : [
        {
          pointer: '/grantee/id',
          code: 'grantee-unknown',
          detail: `There is no such ${input.grantee.kind}.`,
        },
      ]),
  ...input.scopes.flatMap((scope, place) =>
    grantableScopes.includes(scope)
      ? []
      : [
          {
            pointer: `/scopes/${place}`,
            code: 'scope-not-lendable',
            detail: `${scope} is for the organization's own people only.`,
          },
        ],
  ),
  ...(expiresAt !== null && expiresAt <= now
    ? [{ pointer: '/expiresAt', code: 'in-the-past', detail: 'The grant would have expired.' }]
    : []),
]

export type RevokeGrant = {
  readonly grant: LentRight
  readonly standing: Standing
  readonly now: Date
}

/** Ends a grant at once. Ended already: the same grant and no event. Refuses with `forbidden`, `not-found`. */
export const revokeGrant = ({ grant, standing, now }: RevokeGrant): GrantDecided => {
  demand(standing, 'grants:write')
  if (grant.revokedAt !== null) return { grant, events: [] }
  const revoked = {
    ...grant,
    revokedAt: now,
    revokedBy: standing.personId,
    revision: grant.revision + 1,
  }
  return { grant: revoked, events: [happened('grant.revoked', revoked)] }
}

const happened = (type: Happening['type'], { id, grantee, revision }: LentRight): Happening => ({
  type,
  subject: id,
  ids: { [`${grantee.kind}Id`]: grantee.id },
  versions: { grant: String(revision) },
})
