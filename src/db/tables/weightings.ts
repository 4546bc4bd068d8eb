// Weighting profiles of organizations and of associations. A draft may change; a published one never
// does (trigger). Whether the numbers make a weighting is decided in core.
import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { type Classes, instant, type OwnerKind, oneOf, ordered, sha256Hex } from '../columns.ts'
import { ownerPolicy } from '../policies.ts'

export const classes: Classes = {
  organization_weightings: 'tenant',
  association_weightings: 'association',
}

export const weightingStates = ['draft', 'published'] as const
export const weightingModes = ['points', 'weights', 'within_category'] as const

/** `items`: canonical JSON, node code → number as the mode reads it. `digest` is of the document's text. */
const weightings = (owner: OwnerKind) =>
  pgTable(
    `${owner}_weightings`,
    {
      ownerId: uuid(`${owner}_id`).notNull(),
      id: uuid().notNull(),
      key: ordered().notNull(),
      version: ordered().notNull(),
      title: text().notNull(),
      questionnaireKey: ordered().notNull(),
      questionnaireVersion: ordered().notNull(),
      edition: ordered().notNull(),
      total: integer().notNull(), // of the model, in points
      mode: text({ enum: weightingModes }).notNull(),
      items: text().notNull(),
      rationale: text(),
      digest: text(), // null while a draft
      state: text({ enum: weightingStates }).notNull(),
      revision: integer().notNull(),
      createdBy: uuid().notNull(),
      createdAt: instant().notNull(),
      updatedAt: instant().notNull(),
      publishedBy: uuid(),
      publishedAt: instant(),
    },
    (table) => [
      primaryKey({ name: `${owner}_weightings_pkey`, columns: [table.ownerId, table.id] }),
      unique(`${owner}_weightings_version_key`).on(table.ownerId, table.key, table.version),
      index(`${owner}_weightings_created_idx`).on(table.ownerId, table.createdAt, table.id),
      oneOf(`${owner}_weightings_state_check`, table.state, weightingStates),
      oneOf(`${owner}_weightings_mode_check`, table.mode, weightingModes),
      sha256Hex(`${owner}_weightings_digest_check`, table.digest),
      check(
        `${owner}_weightings_published_check`,
        sql`(${table.state} = 'published') = (num_nulls(${table.digest}, ${table.publishedBy}, ${table.publishedAt}) = 0)`,
      ),
      ownerPolicy(owner),
    ],
  )

export const organizationWeightings = weightings('organization')
export const associationWeightings = weightings('association')
