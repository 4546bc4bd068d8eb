// Events: audit trail, change feed and source of webhooks in one. Append-only by grants and by trigger,
// numbered without gaps under the head row, each with the hash of the one before (AUD-02, AUD-03).
// How a row is hashed and appended is in events.ts of this folder's parent.
import { sql } from 'drizzle-orm'
import { bigint, check, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { type Classes, instant, type OwnerKind, oneOf, sha256Hex } from '../columns.ts'
import { auditPolicy, ownerPolicy } from '../policies.ts'

export const classes: Classes = {
  organization_events: 'tenant',
  organization_event_heads: 'tenant',
  association_events: 'association',
  association_event_heads: 'association',
}

export const eventOutcomes = ['success', 'refused', 'read'] as const

/**
 * `payload`: canonical JSON of ids and versions, never answers or scores. Actors are ids; null where the
 * service itself acted. `address` is outside the hash, so that it can be forgotten.
 */
const events = (owner: OwnerKind) =>
  pgTable(
    `${owner}_events`,
    {
      ownerId: uuid(`${owner}_id`).notNull(),
      seq: bigint({ mode: 'number' }).notNull(),
      id: uuid().notNull(),
      type: text().notNull(),
      subject: text().notNull(),
      outcome: text({ enum: eventOutcomes }).notNull(),
      operation: text().notNull(),
      actorPersonId: uuid(),
      actorKeyId: uuid(),
      requestId: uuid().notNull(),
      address: text().notNull(),
      payload: text().notNull(),
      occurredAt: instant().notNull(),
      previousHash: text().notNull(),
      hash: text().notNull(),
    },
    (table) => [
      primaryKey({ name: `${owner}_events_pkey`, columns: [table.ownerId, table.seq] }),
      unique(`${owner}_events_id_key`).on(table.ownerId, table.id),
      oneOf(`${owner}_events_outcome_check`, table.outcome, eventOutcomes),
      check(`${owner}_events_seq_check`, sql`${table.seq} > 0`),
      sha256Hex(`${owner}_events_hash_check`, table.hash),
      ownerPolicy(owner),
      auditPolicy(),
    ],
  )

/** The end of the chain. Locked last in a transaction, so that seq is the order of commits. */
const heads = (owner: OwnerKind) =>
  pgTable(
    `${owner}_event_heads`,
    {
      ownerId: uuid(`${owner}_id`).notNull(),
      seq: bigint({ mode: 'number' }).notNull(),
      previousHash: text().notNull(),
      hash: text().notNull(),
    },
    (table) => [
      primaryKey({ name: `${owner}_event_heads_pkey`, columns: [table.ownerId] }),
      ownerPolicy(owner),
      auditPolicy(),
    ],
  )

export const organizationEvents = events('organization')
export const associationEvents = events('association')
export const organizationEventHeads = heads('organization')
export const associationEventHeads = heads('association')
