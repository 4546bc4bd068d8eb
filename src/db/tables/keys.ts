// API keys of organizations and of associations, and the lookup from a key's id to its owner and its maker.
// Only digests are here: a dump opens nothing (IAM-02). Making and checking keys is done elsewhere.
import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { Scope } from '../../core/context.ts'
import { allOrNone, type Classes, instant, type OwnerKind, oneOf, sha256Hex } from '../columns.ts'
import { fencePolicy, ownerPolicy } from '../policies.ts'

export const classes: Classes = {
  organization_keys: 'tenant',
  association_keys: 'association',
  key_owners: 'lookup',
}

export const keyKinds = ['app', 'personal'] as const
export const keyEnvironments = ['live', 'test'] as const
const ownerKinds = ['organization', 'association'] as const

/**
 * `digest`: HMAC-SHA-256 of the secret, in hex. After a rotation `previousDigest` is accepted until
 * `previousUntil`. A key acts for `personId`, its creator, and never may more than that person now.
 */
const keys = (owner: OwnerKind) =>
  pgTable(
    `${owner}_keys`,
    {
      ownerId: uuid(`${owner}_id`).notNull(),
      id: uuid().notNull(),
      personId: uuid().notNull(),
      kind: text({ enum: keyKinds }).notNull(),
      environment: text({ enum: keyEnvironments }).notNull(),
      label: text().notNull(),
      scopes: text().array().$type<readonly Scope[]>().notNull(),
      digest: text().notNull(),
      previousDigest: text(),
      previousUntil: instant(),
      last4: text().notNull(),
      createdAt: instant().notNull(),
      rotatedAt: instant(),
      expiresAt: instant().notNull(),
      revokedAt: instant(),
      revokedBy: uuid(),
      lastUsedAt: instant(),
      revision: integer().notNull(),
    },
    (table) => [
      primaryKey({ name: `${owner}_keys_pkey`, columns: [table.ownerId, table.id] }),
      oneOf(`${owner}_keys_kind_check`, table.kind, keyKinds),
      oneOf(`${owner}_keys_environment_check`, table.environment, keyEnvironments),
      allOrNone(`${owner}_keys_previous_check`, table.previousDigest, table.previousUntil),
      sha256Hex(`${owner}_keys_digest_check`, table.digest),
      ownerPolicy(owner),
    ],
  )

export const organizationKeys = keys('organization')
export const associationKeys = keys('association')

/** Written by triggers on the two tables of keys alone. `personId`: for whom the key acts, wherever it is at home. */
export const keyOwners = pgTable(
  'key_owners',
  {
    keyId: uuid().notNull(),
    ownerKind: text({ enum: ownerKinds }).notNull(),
    ownerId: uuid().notNull(),
    personId: uuid(),
  },
  (table) => [
    primaryKey({ name: 'key_owners_pkey', columns: [table.keyId] }),
    index('key_owners_person_idx').on(table.personId),
    oneOf('key_owners_owner_kind_check', table.ownerKind, ownerKinds),
    fencePolicy(),
  ],
)
