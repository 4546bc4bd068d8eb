// Rights an organization lends to somebody outside: a person, one key, or an association (IAM-11).
// Whether a grant holds now is read by standing; what its scopes allow is decided in core.
import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Scope } from '../../core/context.ts'
import { type Classes, instant, oneOf } from '../columns.ts'
import { ownerPolicy } from '../policies.ts'
import { organizations } from './organizations.ts'

export const classes: Classes = { grants: 'tenant' }

export const granteeKinds = ['person', 'key', 'association'] as const

export const grants = pgTable(
  'grants',
  {
    organizationId: uuid().notNull(),
    id: uuid().notNull(),
    granteeKind: text({ enum: granteeKinds }).notNull(),
    granteeId: uuid().notNull(),
    scopes: text().array().$type<readonly Scope[]>().notNull(),
    purpose: text().notNull(),
    expiresAt: instant(), // null: until revoked
    revokedAt: instant(),
    revokedBy: uuid(),
    createdBy: uuid().notNull(),
    createdAt: instant().notNull(),
    revision: integer().notNull(),
  },
  (table) => [
    primaryKey({ name: 'grants_pkey', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'grants_organization_fkey',
      columns: [table.organizationId],
      foreignColumns: [organizations.organizationId],
    }),
    index('grants_grantee_idx').on(table.organizationId, table.granteeId),
    oneOf('grants_grantee_kind_check', table.granteeKind, granteeKinds),
    check('grants_scopes_check', sql`cardinality(${table.scopes}) > 0`),
    ownerPolicy('organization'),
  ],
)
