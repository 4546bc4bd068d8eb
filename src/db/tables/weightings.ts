// Weighting profiles of organizations and of associations, the limits that associations set to them, and what they
// asked about their effect. A draft may change; a published one never does (trigger). Whether the numbers make a
// weighting is decided in core.
import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  allOrNone,
  type Classes,
  instant,
  type OwnerKind,
  oneOf,
  ordered,
  sha256Hex,
} from '../columns.ts'
import { fencePolicy, ownerPolicy } from '../policies.ts'
import { associations } from './associations.ts'

export const classes: Classes = {
  organization_weightings: 'tenant',
  association_weightings: 'association',
  weighting_limits: 'reference',
  weighting_uses: 'reference',
  weighting_effects: 'association',
}

export const weightingStates = ['draft', 'published'] as const
export const weightingModes = ['points', 'weights', 'within_category'] as const

/**
 * `items`: canonical JSON, node code → number as the mode reads it; `elicitation` and `copiedFrom` are JSON too.
 * `digest` is of the document's text.
 */
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
      elicitation: text().notNull().default('{"kind":"manual"}'),
      copiedFrom: text(),
      digest: text(), // null while a draft
      state: text({ enum: weightingStates }).notNull(),
      revision: integer().notNull(),
      createdBy: uuid().notNull(),
      createdAt: instant().notNull(),
      updatedAt: instant().notNull(),
      publicationAskedBy: uuid(), // where another person must confirm it
      publicationAskedAt: instant(),
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
      allOrNone(
        `${owner}_weightings_publication_check`,
        table.publicationAskedBy,
        table.publicationAskedAt,
      ),
      check(
        `${owner}_weightings_second_person_check`,
        sql`${table.publishedBy} is null or ${table.publicationAskedBy} is null
          or ${table.publishedBy} <> ${table.publicationAskedBy}`,
      ),
      ownerPolicy(owner),
    ],
  )

export const organizationWeightings = weightings('organization')
export const associationWeightings = weightings('association')

/**
 * Weightings of associations under which submissions were submitted, by key, whatever the version. Which submissions
 * those are the association is not told: reference rows, written with the submission.
 */
export const weightingUses = pgTable(
  'weighting_uses',
  {
    associationId: uuid().notNull(),
    key: ordered().notNull(),
    firstUsedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'weighting_uses_pkey', columns: [table.associationId, table.key] }),
    foreignKey({
      name: 'weighting_uses_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    fencePolicy(),
  ],
)

/**
 * Limits of an association for one questionnaire, as canonical JSON. Reference rows, since every house below the
 * association reads them: the predicate of the store alone says who writes them.
 */
export const weightingLimits = pgTable(
  'weighting_limits',
  {
    associationId: uuid().notNull(),
    questionnaireKey: ordered().notNull(),
    limits: text().notNull(),
    revision: integer().notNull(),
    updatedBy: uuid().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'weighting_limits_pkey',
      columns: [table.associationId, table.questionnaireKey],
    }),
    foreignKey({
      name: 'weighting_limits_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    check('weighting_limits_revision_check', sql`${table.revision} > 0`),
    fencePolicy(),
  ],
)

/** `items` and `effect` are canonical JSON: the numbers as they were asked about, and the aggregates that came of it. */
export const weightingEffects = pgTable(
  'weighting_effects',
  {
    associationId: uuid().notNull(),
    id: uuid().notNull(),
    weightingId: uuid().notNull(),
    questionnaireKey: ordered().notNull(),
    questionnaireVersion: ordered().notNull(),
    mode: text({ enum: weightingModes }).notNull(),
    items: text().notNull(),
    cutOffAt: instant().notNull(),
    operationId: uuid().notNull(),
    effect: text(),
    askedBy: uuid().notNull(),
    askedAt: instant().notNull(),
    doneAt: instant(),
  },
  (table) => [
    primaryKey({ name: 'weighting_effects_pkey', columns: [table.associationId, table.id] }),
    foreignKey({
      name: 'weighting_effects_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    index('weighting_effects_asked_idx').on(
      table.associationId,
      table.questionnaireKey,
      table.askedAt,
    ),
    oneOf('weighting_effects_mode_check', table.mode, weightingModes),
    allOrNone('weighting_effects_done_check', table.effect, table.doneAt),
    ownerPolicy('association'),
  ],
)
