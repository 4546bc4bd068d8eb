// Writes on published versions: a new one, and the withdrawal.
// Reading them, and who sees which, is store.ts; mappings are in store-mappings.ts.
import { and, eq } from 'drizzle-orm'
import type { AssociationId, PersonId } from '../../core/ids.ts'
import type { VersionName } from '../../core/questionnaire/draft.ts'
import type { Published } from '../../core/questionnaire/publish.ts'
import type { PublishedVersion } from '../../core/questionnaire/version.ts'
import { questionnaireVersions as table } from '../../db/tables/questionnaires.ts'
import type { Tx } from '../../db/unit.ts'

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
      withdrawalReason: withdrawal?.reason ?? null,
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
