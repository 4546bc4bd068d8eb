// Work that answers 202 and goes on in the background (API-17): what was asked, how far it is, how it ended.
// Running it is the worker's; what ended 30 days ago goes with the next operation of the same owner.
import { sql } from 'drizzle-orm'
import { check, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { type Classes, instant, type OwnerKind } from '../columns.ts'
import { ownerPolicy } from '../policies.ts'

export const classes: Classes = {
  organization_operations: 'tenant',
  association_operations: 'association',
}

/** `response` and `error` are JSON texts; at most one is set, and only when the work is done. */
const operations = (owner: OwnerKind) =>
  pgTable(
    `${owner}_operations`,
    {
      ownerId: uuid(`${owner}_id`).notNull(),
      id: uuid().notNull(),
      kind: text().notNull(),
      subject: text().notNull(),
      progressPercent: smallint().notNull(),
      response: text(),
      error: text(),
      createdBy: uuid().notNull(),
      createdAt: instant().notNull(),
      updatedAt: instant().notNull(),
      cancelledAt: instant(),
      doneAt: instant(),
    },
    (table) => [
      primaryKey({ name: `${owner}_operations_pkey`, columns: [table.ownerId, table.id] }),
      check(`${owner}_operations_progress_check`, sql`${table.progressPercent} between 0 and 100`),
      check(
        `${owner}_operations_done_check`,
        sql`(${table.doneAt} is not null) = (num_nonnulls(${table.response}, ${table.error}) = 1)`,
      ),
      ownerPolicy(owner),
    ],
  )

export const organizationOperations = operations('organization')
export const associationOperations = operations('association')
