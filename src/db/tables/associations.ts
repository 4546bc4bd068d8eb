// The association tree, its members, its roster of organizations and the owner groups it has verified.
// person_associations mirrors the members by a trigger, for standing across the tree in one look.
import {
  type AnyPgColumn,
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { associationRoles } from '../../core/context.ts'
import { type Classes, instant, oneOf, ordered } from '../columns.ts'
import { benchmarkPolicy, fencePolicy, ownerPolicy } from '../policies.ts'
import { people } from './people.ts'

export const classes: Classes = {
  associations: 'reference',
  association_members: 'association',
  association_organizations: 'association',
  owner_groups: 'association',
  person_associations: 'lookup',
}

export const associations = pgTable(
  'associations',
  {
    id: uuid().notNull(),
    parentId: uuid(),
    slug: ordered().notNull(),
    name: text().notNull(),
    country: text().notNull(), // ISO 3166-1 alpha-2
    synthetic: boolean().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'associations_pkey', columns: [table.id] }),
    unique('associations_slug_key').on(table.slug),
    foreignKey({
      name: 'associations_parent_fkey',
      columns: [table.parentId],
      foreignColumns: [table.id as AnyPgColumn],
    }),
    index('associations_parent_idx').on(table.parentId),
    fencePolicy(),
  ],
)

export const associationMembers = pgTable(
  'association_members',
  {
    associationId: uuid().notNull(),
    personId: uuid().notNull(),
    role: text({ enum: associationRoles }).notNull(),
    createdAt: instant().notNull(),
    revision: integer().notNull().default(1), // a process from before the column writes none
  },
  (table) => [
    primaryKey({
      name: 'association_members_pkey',
      columns: [table.associationId, table.personId],
    }),
    foreignKey({
      name: 'association_members_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    foreignKey({
      name: 'association_members_person_fkey',
      columns: [table.personId],
      foreignColumns: [people.id],
    }),
    oneOf('association_members_role_check', table.role, associationRoles),
    ownerPolicy('association'),
  ],
)

/** Written by a trigger on association_members alone. */
export const personAssociations = pgTable(
  'person_associations',
  {
    personId: uuid().notNull(),
    associationId: uuid().notNull(),
    role: text({ enum: associationRoles }).notNull(),
  },
  (table) => [
    primaryKey({
      name: 'person_associations_pkey',
      columns: [table.personId, table.associationId],
    }),
    fencePolicy(),
  ],
)

/** The roster: one row on the association's side for each of its organizations, for listing by name. */
export const associationOrganizations = pgTable(
  'association_organizations',
  {
    associationId: uuid().notNull(),
    organizationId: uuid().notNull(),
    name: ordered().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'association_organizations_pkey',
      columns: [table.associationId, table.organizationId],
    }),
    foreignKey({
      name: 'association_organizations_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    index('association_organizations_name_idx').on(
      table.associationId,
      table.name,
      table.organizationId,
    ),
    ownerPolicy('association'),
  ],
)

/**
 * Organizations of one owner count once in a benchmark (benchmarks.md, section 5). Kept by the association
 * that verifies ownership, usually the root of the tree, so that a group may span chapters.
 */
export const ownerGroups = pgTable(
  'owner_groups',
  {
    associationId: uuid().notNull(),
    id: uuid().notNull(),
    name: text().notNull(),
    representativeId: uuid(), // the organization that counts; null: by the rule of eligibility
    verifiedAt: instant(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'owner_groups_pkey', columns: [table.associationId, table.id] }),
    foreignKey({
      name: 'owner_groups_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    ownerPolicy('association'),
    benchmarkPolicy('verified_at is not null'),
  ],
)
