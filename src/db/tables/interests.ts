// Ties of assessors to organizations beside the register: what they say themselves, standing and for one assignment,
// where they are members, and who lent them rights. What conflicts is decided in core/conflict.
import { foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { allOrNone, type Classes, instant } from '../columns.ts'
import { fencePolicy, ownerPolicy, reviewPolicy } from '../policies.ts'
import { people } from './people.ts'
import { assignments } from './reviews.ts'

export const classes: Classes = {
  assessor_interests: 'association',
  declarations: 'review',
  person_organizations: 'lookup',
  lent_rights: 'lookup',
}

/**
 * `interests`: canonical JSON, the assessor's own word; the register has what the association knows. It stays when an entry
 * is taken out of the register, so that nobody else can take it back.
 */
export const assessorInterests = pgTable(
  'assessor_interests',
  {
    associationId: uuid().notNull(),
    personId: uuid().notNull(),
    interests: text().notNull(),
    revision: integer().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'assessor_interests_pkey',
      columns: [table.associationId, table.personId],
    }),
    foreignKey({
      name: 'assessor_interests_person_fkey',
      columns: [table.personId],
      foreignColumns: [people.id],
    }),
    ownerPolicy('association'),
  ],
)

/** What an assessor declared for one assignment, once. `interests`: canonical JSON. */
export const declarations = pgTable(
  'declarations',
  {
    organizationId: uuid().notNull(),
    assignmentId: uuid().notNull(),
    interests: text().notNull(),
    declaredAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'declarations_pkey',
      columns: [table.organizationId, table.assignmentId],
    }),
    foreignKey({
      name: 'declarations_assignment_fkey',
      columns: [table.organizationId, table.assignmentId],
      foreignColumns: [assignments.organizationId, assignments.id],
    }),
    reviewPolicy(),
  ],
)

/** Where a person is a member, and who owns that organization: written by triggers alone. */
export const personOrganizations = pgTable(
  'person_organizations',
  {
    personId: uuid().notNull(),
    organizationId: uuid().notNull(),
    ownerGroupAssociationId: uuid(),
    ownerGroupId: uuid(),
  },
  (table) => [
    primaryKey({
      name: 'person_organizations_pkey',
      columns: [table.personId, table.organizationId],
    }),
    foreignKey({
      name: 'person_organizations_person_fkey',
      columns: [table.personId],
      foreignColumns: [people.id],
    }),
    allOrNone(
      'person_organizations_owner_group_check',
      table.ownerGroupAssociationId,
      table.ownerGroupId,
    ),
    fencePolicy(),
  ],
)

/** To whom an organization lent a right, and who owns that organization: written by triggers alone. */
export const lentRights = pgTable(
  'lent_rights',
  {
    grantId: uuid().notNull(),
    granteeId: uuid().notNull(),
    organizationId: uuid().notNull(),
    ownerGroupAssociationId: uuid(),
    ownerGroupId: uuid(),
    expiresAt: instant(), // null: until revoked
    revokedAt: instant(),
  },
  (table) => [
    primaryKey({ name: 'lent_rights_pkey', columns: [table.grantId] }),
    index('lent_rights_grantee_idx').on(table.granteeId),
    allOrNone('lent_rights_owner_group_check', table.ownerGroupAssociationId, table.ownerGroupId),
    fencePolicy(),
  ],
)
