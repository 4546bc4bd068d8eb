// Writes on published versions: a new one, the mapping that comes with it, and the withdrawal.
// Reading them, and who sees which, is store.ts.
import { and, eq } from 'drizzle-orm'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { MigrationMapping } from '../../core/document/mapping-v1.ts'
import type { AssociationId, PersonId } from '../../core/ids.ts'
import type { VersionName } from '../../core/questionnaire/draft.ts'
import type { Published } from '../../core/questionnaire/publish.ts'
import type { PublishedVersion } from '../../core/questionnaire/version.ts'
import { sha256 } from '../../db/digest.ts'
import {
  questionnaireMappings as mappings,
  questionnaireVersions as table,
} from '../../db/tables/questionnaires.ts'
import type { Reader, Tx } from '../../db/unit.ts'

/**
 * Nobody else withdraws this version of the association, or begins a submission on it, until the unit ends. Of
 * what is not the association's nobody is kept waiting.
 */
export const lockOwn = async (
  tx: Tx,
  associationId: AssociationId,
  { key, version }: VersionName,
): Promise<void> => {
  await tx
    .select({ key: table.key })
    .from(table)
    .where(
      and(
        eq(table.ownerAssociationId, associationId),
        eq(table.key, key),
        eq(table.version, version),
      ),
    )
    .for('update')
}

export type NewVersion = Published['version'] & {
  readonly document: string
  readonly scoringDigest: string
}

export const insert = async (tx: Tx, made: NewVersion): Promise<void> => {
  const { owner, withdrawal: _, ...same } = made
  await tx.insert(table).values({ ...same, ownerAssociationId: owner })
}

/** `withdrawnBy`: null while the withdrawal is only asked for. */
export const saveWithdrawal = async (
  tx: Tx,
  associationId: AssociationId,
  version: PublishedVersion,
  withdrawnBy: PersonId | null,
): Promise<void> => {
  const { key, withdrawal, state, withdrawnAt } = version
  const [saved] = await tx
    .update(table)
    .set({
      state,
      withdrawnAt,
      withdrawnBy,
      withdrawalAskedBy: withdrawal?.by ?? null,
      withdrawalAskedAt: withdrawal?.at ?? null,
    })
    .where(
      and(
        eq(table.ownerAssociationId, associationId),
        eq(table.key, key),
        eq(table.version, version.version),
      ),
    )
    .returning({ key: table.key })
  if (saved === undefined) throw new Error('The version was locked and is not there to save.')
}

export type MappingRow = typeof mappings.$inferSelect

/** Kept as canonical text under its digest, like the versions that it joins. */
export const insertMapping = async (
  tx: Tx,
  { mapping, publishedAt }: { readonly mapping: MigrationMapping; readonly publishedAt: Date },
): Promise<void> => {
  const { from, to } = mapping
  const document = canonicalJson(mapping)
  await tx.insert(mappings).values({
    fromKey: from.key,
    fromVersion: from.version,
    toKey: to.key,
    toVersion: to.version,
    document,
    digest: sha256(document),
    publishedAt,
  })
}

/** The mapping between two versions that the caller was shown to see. */
export const findMapping = async (
  reader: Reader,
  { from, to }: { readonly from: VersionName; readonly to: VersionName },
): Promise<MappingRow | null> => {
  const [row] = await reader
    .select()
    .from(mappings)
    .where(
      and(
        eq(mappings.fromKey, from.key),
        eq(mappings.fromVersion, from.version),
        eq(mappings.toKey, to.key),
        eq(mappings.toVersion, to.version),
      ),
    )
  return row ?? null
}
