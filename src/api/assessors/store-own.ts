// Rows of what assessors say of their own interests, each an association's own.
import { and, eq } from 'drizzle-orm'
import type { OwnInterests } from '../../core/assessor/own-interests.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { AssociationId, PersonId } from '../../core/ids.ts'
import { assessorInterests } from '../../db/tables/interests.ts'
import type { Reader, Tx } from '../../db/unit.ts'

type Ids = { readonly associationId: AssociationId; readonly personId: PersonId }

export const find = async (
  reader: Reader,
  { associationId, personId }: Ids,
): Promise<OwnInterests | null> => {
  const [row] = await reader
    .select()
    .from(assessorInterests)
    .where(
      and(
        eq(assessorInterests.associationId, associationId),
        eq(assessorInterests.personId, personId),
      ),
    )
  if (row === undefined) return null
  const interests = JSON.parse(row.interests) as OwnInterests['interests']
  const { revision, updatedAt } = row
  return { associationId, personId, interests, revision, updatedAt }
}

/** Whoever puts holds the entry in the register. */
export const put = async (tx: Tx, own: OwnInterests): Promise<OwnInterests> => {
  const row = { ...own, interests: canonicalJson(own.interests) }
  const { interests, revision, updatedAt } = row
  await tx
    .insert(assessorInterests)
    .values(row)
    .onConflictDoUpdate({
      target: [assessorInterests.associationId, assessorInterests.personId],
      set: { interests, revision, updatedAt },
    })
  return own
}
