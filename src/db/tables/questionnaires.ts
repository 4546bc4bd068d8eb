// Questionnaires: the drafts of associations, published versions with their canonical text, and the mappings that
// were published with them. Triggers refuse every change of what is published but the withdrawal, for the owner
// too. What a document means, and who sees which version, is decided elsewhere.
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { visibilities } from '../../core/questionnaire/version.ts'
import { allOrNone, type Classes, instant, oneOf, ordered, sha256Hex } from '../columns.ts'
import { fencePolicy, ownerPolicy } from '../policies.ts'
import { associations } from './associations.ts'

export const classes: Classes = {
  questionnaire_versions: 'reference',
  questionnaire_mappings: 'reference',
  questionnaire_drafts: 'association',
}

export const versionStates = ['published', 'withdrawn'] as const
export const draftStates = ['draft', 'published'] as const
export const mappingPurposes = ['migration', 'estimate'] as const

/**
 * `ownerAssociationId`: null for what came with the release. `claimsKey`: the first version under its key, so
 * that two associations cannot both begin one. The persons are null where nobody asked or did.
 */
export const questionnaireVersions = pgTable(
  'questionnaire_versions',
  {
    key: ordered().notNull(),
    version: ordered().notNull(),
    document: text().notNull(),
    digest: text().notNull(),
    scoringDigest: text().notNull(),
    state: text({ enum: versionStates }).notNull(),
    publishedAt: instant().notNull(),
    withdrawnAt: instant(),
    ownerAssociationId: uuid(),
    visibility: text({ enum: visibilities }).notNull().default('public'),
    claimsKey: boolean().notNull().default(false),
    proposedBy: uuid(),
    publishedBy: uuid(),
    withdrawalAskedBy: uuid(),
    withdrawalAskedAt: instant(),
    withdrawnBy: uuid(),
    withdrawalReason: text(),
  },
  (table) => [
    primaryKey({ name: 'questionnaire_versions_pkey', columns: [table.key, table.version] }),
    foreignKey({
      name: 'questionnaire_versions_owner_fkey',
      columns: [table.ownerAssociationId],
      foreignColumns: [associations.id],
    }),
    uniqueIndex('questionnaire_versions_claim_key').on(table.key).where(sql`${table.claimsKey}`),
    oneOf('questionnaire_versions_state_check', table.state, versionStates),
    oneOf('questionnaire_versions_visibility_check', table.visibility, visibilities),
    check(
      'questionnaire_versions_withdrawn_check',
      sql`(${table.state} = 'withdrawn') = (${table.withdrawnAt} is not null)`,
    ),
    check(
      'questionnaire_versions_owner_check',
      sql`(${table.ownerAssociationId} is not null or ${table.visibility} = 'public')
        and (${table.ownerAssociationId} is null
          or (num_nulls(${table.proposedBy}, ${table.publishedBy}) = 0 and ${table.proposedBy} <> ${table.publishedBy}))`,
    ),
    allOrNone(
      'questionnaire_versions_asked_check',
      table.withdrawalAskedBy,
      table.withdrawalAskedAt,
    ),
    check(
      'questionnaire_versions_reason_check',
      sql`${table.withdrawalReason} is null or ${table.withdrawalAskedBy} is not null`,
    ),
    check(
      'questionnaire_versions_second_person_check',
      sql`${table.state} = 'published' or ${table.ownerAssociationId} is null
        or (num_nulls(${table.withdrawalAskedBy}, ${table.withdrawnBy}) = 0
          and ${table.withdrawalAskedBy} <> ${table.withdrawnBy})`,
    ),
    sha256Hex('questionnaire_versions_digest_check', table.digest),
    sha256Hex('questionnaire_versions_scoring_digest_check', table.scoringDigest),
    fencePolicy(),
  ],
)

/** `document`: canonical JSON of a mapping/v1 from one published version to another. */
export const questionnaireMappings = pgTable(
  'questionnaire_mappings',
  {
    fromKey: ordered().notNull(),
    fromVersion: ordered().notNull(),
    toKey: ordered().notNull(),
    toVersion: ordered().notNull(),
    purpose: text({ enum: mappingPurposes }).notNull(),
    document: text().notNull(),
    digest: text().notNull(),
    publishedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'questionnaire_mappings_pkey',
      columns: [table.fromKey, table.fromVersion, table.toKey, table.toVersion],
    }),
    foreignKey({
      name: 'questionnaire_mappings_from_fkey',
      columns: [table.fromKey, table.fromVersion],
      foreignColumns: [questionnaireVersions.key, questionnaireVersions.version],
    }),
    foreignKey({
      name: 'questionnaire_mappings_to_fkey',
      columns: [table.toKey, table.toVersion],
      foreignColumns: [questionnaireVersions.key, questionnaireVersions.version],
    }),
    oneOf('questionnaire_mappings_purpose_check', table.purpose, mappingPurposes),
    sha256Hex('questionnaire_mappings_digest_check', table.digest),
    fencePolicy(),
  ],
)

/**
 * `document`: canonical JSON of whatever object was put in; only publishing asks whether it is a questionnaire.
 * `proposedPlan`: canonical JSON of what the first of two persons wants to publish.
 */
export const questionnaireDrafts = pgTable(
  'questionnaire_drafts',
  {
    associationId: uuid().notNull(),
    id: uuid().notNull(),
    baseKey: ordered(),
    baseVersion: ordered(),
    documentKey: ordered(), // as far as the document names itself
    documentVersion: ordered(),
    document: text().notNull(),
    digest: text().notNull(),
    state: text({ enum: draftStates }).notNull(),
    revision: integer().notNull(),
    createdBy: uuid().notNull(),
    createdAt: instant().notNull(),
    updatedBy: uuid().notNull(),
    updatedAt: instant().notNull(),
    proposedBy: uuid(),
    proposedAt: instant(),
    proposedPlan: text(),
    publishedKey: ordered(),
    publishedVersion: ordered(),
    publishedAt: instant(),
  },
  (table) => [
    primaryKey({ name: 'questionnaire_drafts_pkey', columns: [table.associationId, table.id] }),
    foreignKey({
      name: 'questionnaire_drafts_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    index('questionnaire_drafts_created_idx').on(table.associationId, table.createdAt, table.id),
    oneOf('questionnaire_drafts_state_check', table.state, draftStates),
    allOrNone('questionnaire_drafts_base_check', table.baseKey, table.baseVersion),
    allOrNone(
      'questionnaire_drafts_proposed_check',
      table.proposedBy,
      table.proposedAt,
      table.proposedPlan,
    ),
    check(
      'questionnaire_drafts_published_check',
      sql`num_nulls(${table.publishedKey}, ${table.publishedVersion}, ${table.publishedAt})
        = case ${table.state} when 'published' then 0 else 3 end`,
    ),
    sha256Hex('questionnaire_drafts_digest_check', table.digest),
    ownerPolicy('association'),
  ],
)
