// Mappings between published versions: reference rows, kept as canonical text under their digest, never changed.
// Which versions a house may see is asked in store.ts; what a mapping does is core/migration.
import { and, eq } from 'drizzle-orm'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { MappingV1 } from '../../core/document/mapping-v1.ts'
import { sha256 } from '../../db/digest.ts'
import { questionnaireMappings as mappings } from '../../db/tables/questionnaires.ts'
import type { Reader, Tx } from '../../db/unit.ts'
import type { Named } from './store.ts'

export type MappingRow = typeof mappings.$inferSelect

type Published = { readonly mapping: MappingV1; readonly publishedAt: Date }

const toRow = ({ mapping, publishedAt }: Published): typeof mappings.$inferInsert => {
  const { from, to, purpose } = mapping
  const document = canonicalJson(mapping)
  return {
    fromKey: from.key,
    fromVersion: from.version,
    toKey: to.key,
    toVersion: to.version,
    purpose,
    document,
    digest: sha256(document),
    publishedAt,
  }
}

export const insertMapping = async (tx: Tx, published: Published): Promise<void> => {
  await tx.insert(mappings).values(toRow(published))
}

/** Inserts what is not there yet; what is there stays as it is. */
export const insertMissingMappings = async (tx: Tx, all: readonly Published[]): Promise<void> => {
  if (all.length === 0) return
  await tx.insert(mappings).values(all.map(toRow)).onConflictDoNothing()
}

type Ends = { readonly from: Named; readonly to: Named }

/** Which versions are joined by a mapping of this purpose; their texts are read one by one. */
export const listMappings = async (
  reader: Reader,
  purpose: MappingV1['purpose'],
): Promise<readonly Ends[]> => {
  const { fromKey, fromVersion, toKey, toVersion } = mappings
  const rows = await reader
    .select({ fromKey, fromVersion, toKey, toVersion })
    .from(mappings)
    .where(eq(mappings.purpose, purpose))
    .orderBy(fromKey, fromVersion, toKey, toVersion)
  return rows.map((row) => ({
    from: { key: row.fromKey, version: row.fromVersion },
    to: { key: row.toKey, version: row.toVersion },
  }))
}

/** The mapping between two versions that the caller was shown to see. */
export const findMapping = async (
  reader: Reader,
  { from, to }: Ends,
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
