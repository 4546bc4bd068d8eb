// Standings and ids for the tests of decisions: one of each role.
import type { Scope, Standing } from '../../src/core/context.ts'
import {
  AssociationId,
  GrantId,
  OrganizationId,
  OwnerGroupId,
  PersonId,
} from '../../src/core/ids.ts'
import { isProblem, type Problem } from '../../src/core/problem.ts'

/** A valid id that ends in the given number. */
export const numbered = (n: number): string =>
  `01920f3e-7a10-7c3e-8b1a-3f0d5c7e${String(n).padStart(4, '0')}`

export const me = PersonId.parse(numbered(1))
export const somebody = PersonId.parse(numbered(2))
export const organizationId = OrganizationId.parse(numbered(3))
export const associationId = AssociationId.parse(numbered(4))
export const ownerGroupId = OwnerGroupId.parse(numbered(5))
export const organization = { kind: 'organization', id: organizationId } as const
export const association = { kind: 'association', id: associationId } as const
export const now = new Date('2026-03-01T08:00:00.000Z')
export const later = new Date('2026-03-01T09:00:00.000Z')

const nobody: Standing = {
  personId: me,
  keyId: null,
  organizationRole: null,
  associationRole: null,
  grants: [],
}

export const standings = {
  nobody,
  admin: { ...nobody, organizationRole: 'organization_admin' },
  contributor: { ...nobody, organizationRole: 'organization_contributor' },
  viewer: { ...nobody, organizationRole: 'organization_viewer' },
  manager: { ...nobody, associationRole: 'programme_manager' },
  associationAdmin: { ...nobody, associationRole: 'association_admin' },
} as const satisfies Record<string, Standing>

export const withGrant = (...scopes: readonly Scope[]): Standing => ({
  ...nobody,
  grants: [{ id: GrantId.parse(numbered(9)), scopes }],
})

/** The Problem that the decision refuses with; anything else fails the test. */
export const refusal = (decide: () => unknown): Problem => {
  try {
    decide()
  } catch (error) {
    if (isProblem(error)) return error
    throw error
  }
  throw new Error('It was not refused.')
}

/** Code and named places of a refusal, for one look. */
export const findings = (decide: () => unknown): readonly string[] => {
  const problem = refusal(decide)
  const { errors = [] } = problem.parameters as {
    errors?: readonly { pointer: string; code: string }[]
  }
  return errors.map(({ pointer, code }) => `${pointer} ${code}`)
}
