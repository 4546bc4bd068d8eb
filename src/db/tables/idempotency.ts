// Idempotency keys with the answer that was given, for 30 days: a retry gets the same bytes (API-11). What is older
// goes with the next keys of the same tenant.
// The row is written first in a unit and completed last, so that key, effect and answer commit together.
import { index, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { type Classes, instant, type OwnerKind, ordered, sha256Hex } from '../columns.ts'
import { ownerPolicy } from '../policies.ts'

export const classes: Classes = {
  organization_idempotency: 'tenant',
  association_idempotency: 'association',
}

/** `principalId` is the key's id, or the person's for a token. `headers` is JSON. */
const idempotency = (owner: OwnerKind) =>
  pgTable(
    `${owner}_idempotency`,
    {
      ownerId: uuid(`${owner}_id`).notNull(),
      principalId: uuid().notNull(),
      operation: ordered().notNull(),
      key: ordered().notNull(),
      fingerprint: text().notNull(),
      status: smallint(), // null only inside the unit that makes the row
      headers: text(),
      body: text(),
      createdAt: instant().notNull(),
    },
    (table) => [
      primaryKey({
        name: `${owner}_idempotency_pkey`,
        columns: [table.ownerId, table.principalId, table.operation, table.key],
      }),
      index(`${owner}_idempotency_created_idx`).on(table.ownerId, table.createdAt),
      sha256Hex(`${owner}_idempotency_fingerprint_check`, table.fingerprint),
      ownerPolicy(owner),
    ],
  )

export const organizationIdempotency = idempotency('organization')
export const associationIdempotency = idempotency('association')
