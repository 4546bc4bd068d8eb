// Organizations, the tenants: profile, place in the tree, benchmark consent, members.
// organization_homes mirrors the association of each by a trigger, readable before a tenant is chosen.
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { organizationRoles } from '../../core/context.ts'
import { sizeClasses } from '../../core/organization/profile.ts'
import { allOrNone, type Classes, instant, oneOf } from '../columns.ts'
import { benchmarkPolicy, fencePolicy, ownerPolicy } from '../policies.ts'
import { associations, ownerGroups } from './associations.ts'
import { people } from './people.ts'

export const classes: Classes = {
  organizations: 'tenant',
  organization_members: 'tenant',
  organization_homes: 'lookup',
}

/**
 * `sector*`: native scheme and division, and the section it maps to; unlisted where all are null.
 * `region`: ISO 3166-2. Size indicators may be unknown; `sizeClass` is what core made of them.
 * Amounts are in 10,000 CNY, as the national size classes count.
 */
export const organizations = pgTable(
  'organizations',
  {
    organizationId: uuid().notNull(),
    associationId: uuid().notNull(),
    name: text().notNull(),
    country: text().notNull(), // ISO 3166-1 alpha-2
    sectorScheme: text(),
    sectorDivision: text(),
    sectorSection: text(),
    region: text(),
    sizeClass: text({ enum: sizeClasses }).notNull(),
    employeeCount: bigint({ mode: 'number' }),
    revenueTenThousandCny: bigint({ mode: 'number' }),
    assetsTenThousandCny: bigint({ mode: 'number' }),
    ownerGroupAssociationId: uuid(),
    ownerGroupId: uuid(),
    verifiedAt: instant(),
    test: boolean().notNull(),
    synthetic: boolean().notNull(),
    benchmarkConsentGivenAt: instant(),
    benchmarkConsentGivenBy: uuid(),
    benchmarkConsentWithdrawnAt: instant(),
    revision: integer().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'organizations_pkey', columns: [table.organizationId] }),
    foreignKey({
      name: 'organizations_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    foreignKey({
      name: 'organizations_owner_group_fkey',
      columns: [table.ownerGroupAssociationId, table.ownerGroupId],
      foreignColumns: [ownerGroups.associationId, ownerGroups.id],
    }),
    allOrNone(
      'organizations_sector_check',
      table.sectorScheme,
      table.sectorDivision,
      table.sectorSection,
    ),
    allOrNone('organizations_owner_group_check', table.ownerGroupAssociationId, table.ownerGroupId),
    oneOf('organizations_size_class_check', table.sizeClass, sizeClasses),
    check(
      'organizations_consent_check',
      sql`${table.benchmarkConsentWithdrawnAt} is null or ${table.benchmarkConsentGivenAt} is not null`,
    ),
    ownerPolicy('organization'),
    benchmarkPolicy(
      'benchmark_consent_given_at is not null and benchmark_consent_withdrawn_at is null',
    ),
  ],
)

export const organizationMembers = pgTable(
  'organization_members',
  {
    organizationId: uuid().notNull(),
    personId: uuid().notNull(),
    role: text({ enum: organizationRoles }).notNull(),
    createdAt: instant().notNull(),
    revision: integer().notNull().default(1), // a process from before the column writes none
  },
  (table) => [
    primaryKey({
      name: 'organization_members_pkey',
      columns: [table.organizationId, table.personId],
    }),
    foreignKey({
      name: 'organization_members_organization_fkey',
      columns: [table.organizationId],
      foreignColumns: [organizations.organizationId],
    }),
    foreignKey({
      name: 'organization_members_person_fkey',
      columns: [table.personId],
      foreignColumns: [people.id],
    }),
    oneOf('organization_members_role_check', table.role, organizationRoles),
    ownerPolicy('organization'),
  ],
)

/** Written by triggers on organizations alone; the owner group, so that ties to a sister are found across tenants. */
export const organizationHomes = pgTable(
  'organization_homes',
  {
    organizationId: uuid().notNull(),
    associationId: uuid().notNull(),
    ownerGroupAssociationId: uuid(),
    ownerGroupId: uuid(),
  },
  (table) => [
    primaryKey({ name: 'organization_homes_pkey', columns: [table.organizationId] }),
    allOrNone(
      'organization_homes_owner_group_check',
      table.ownerGroupAssociationId,
      table.ownerGroupId,
    ),
    fencePolicy(),
  ],
)
