// Published questionnaire versions: reference rows, which no policy keeps from anybody inside a unit. So every
// question here says for which house it is asked, and a version that house may not see is not there.
import {
  and,
  asc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { Owner } from '../../core/context.ts'
import type { AssociationId, PersonId } from '../../core/ids.ts'
import type { DocumentName, PublishedVersion } from '../../core/questionnaire/version.ts'
import { after, type Page, type Paged } from '../../db/page.ts'
import { organizationHomes } from '../../db/tables/organizations.ts'
import { questionnaireVersions as table } from '../../db/tables/questionnaires.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type PublishedRow = typeof table.$inferSelect

/** Who asks; null: anybody, who sees what is public. */
export type House = Owner | null

export type Named = { readonly key: string; readonly version: string }

/** All but the text, which is kept in memory by its digest. */
const { document: _text, ...head } = getTableColumns(table)
type Head = Omit<PublishedRow, 'document'>

const visibleTo = (house: House): SQL | undefined => {
  const isPublic = eq(table.visibility, 'public')
  if (house === null) return isPublic
  const shared = and(eq(table.visibility, 'association'), inLine(house))
  return house.kind === 'organization'
    ? or(isPublic, shared)
    : or(isPublic, shared, eq(table.ownerAssociationId, house.id))
}

/** The owner is the house's association or stands above it. */
const inLine = ({ kind, id }: Owner): SQL => {
  const home =
    kind === 'association'
      ? sql`${id}::uuid`
      : sql`(select ${organizationHomes.associationId} from ${organizationHomes} where ${eq(organizationHomes.organizationId, id)})`
  return sql`${table.ownerAssociationId} in (
    with recursive up as (
      select a.id, a.parent_id from associations a where a.id = ${home}
      union
      select a.id, a.parent_id from associations a join up on a.id = up.parent_id
    )
    select up.id from up)`
}

const named = (house: House, { key, version }: Named) =>
  and(eq(table.key, key), eq(table.version, version), visibleTo(house))

export const find = async (
  reader: Reader,
  house: House,
  name: Named,
): Promise<PublishedVersion | null> => {
  const [row] = await reader.select(head).from(table).where(named(house, name))
  return row === undefined ? null : toVersion(row)
}

/** The same, and nobody withdraws it until the unit ends. */
export const share = async (
  tx: Tx,
  house: House,
  name: Named,
): Promise<PublishedVersion | null> => {
  const [row] = await tx.select(head).from(table).where(named(house, name)).for('share')
  return row === undefined ? null : toVersion(row)
}

/** The visible versions of one questionnaire, in no order. */
export const listOf = async (
  reader: Reader,
  house: House,
  key: string,
): Promise<readonly PublishedVersion[]> => {
  const rows = await reader
    .select(head)
    .from(table)
    .where(and(eq(table.key, key), visibleTo(house)))
  return rows.map(toVersion)
}

/** Every visible version, or those of one page of questionnaires and one questionnaire more; by key. */
export const list = async (
  reader: Reader,
  house: House,
  page: Page | null = null,
): Promise<readonly PublishedVersion[]> => {
  const keys =
    page === null
      ? undefined
      : inArray(
          table.key,
          reader
            .selectDistinct({ key: table.key })
            .from(table)
            .where(and(visibleTo(house), gt(table.key, String(page.last?.[0] ?? ''))))
            .orderBy(asc(table.key))
            .limit(page.limit + 1),
        )
  const rows = await reader
    .select(head)
    .from(table)
    .where(and(visibleTo(house), keys))
    .orderBy(asc(table.key), asc(table.version))
  return rows.map(toVersion)
}

/** `isAsked`: only those whose withdrawal somebody asked for and nobody has carried out. */
export type OwnFilter = { readonly key: string | null; readonly isAsked: boolean }

/** What the association published itself, whatever its state: by key, and by version as text. */
export const listOwn = async (
  reader: Reader,
  associationId: AssociationId,
  { page, filter }: { readonly page: Page; readonly filter: OwnFilter },
): Promise<Paged<PublishedVersion>> => {
  const asked = and(isNotNull(table.withdrawalAskedBy), eq(table.state, 'published'))
  const rows = await reader
    .select(head)
    .from(table)
    .where(
      and(
        eq(table.ownerAssociationId, associationId),
        filter.key === null ? undefined : eq(table.key, filter.key),
        filter.isAsked ? asked : undefined,
        after(page, table.key, table.version),
      ),
    )
    .orderBy(asc(table.key), asc(table.version))
    .limit(page.limit + 1)
  return page.close(rows, ({ key, version }) => [key, version], toVersion)
}

/** The text of a version that the caller was shown to see. */
export const findText = async (
  reader: Reader,
  { key, version }: DocumentName,
): Promise<Pick<PublishedRow, 'document' | 'digest' | 'scoringDigest'> | null> => {
  const { document, digest, scoringDigest } = table
  const [row] = await reader
    .select({ document, digest, scoringDigest })
    .from(table)
    .where(and(eq(table.key, key), eq(table.version, version)))
  return row ?? null
}

/** All versions under these keys, whoever may see them: for the service itself. */
export const listAmong = async (
  reader: Reader,
  keys: readonly string[],
): Promise<readonly PublishedVersion[]> => {
  const rows = await reader
    .select(head)
    .from(table)
    .where(inArray(table.key, [...keys]))
    .orderBy(asc(table.key), asc(table.version))
  return rows.map(toVersion)
}

/** Everything, texts too, whoever may see it: for the service itself. */
export const listWhole = (reader: Reader): Promise<readonly PublishedRow[]> =>
  reader.select().from(table).orderBy(asc(table.key), asc(table.version))

/** Inserts what is not there yet; what is there stays as it is. */
export const insertMissing = async (
  tx: Tx,
  rows: readonly (typeof table.$inferInsert)[],
): Promise<void> => {
  if (rows.length === 0) return
  await tx
    .insert(table)
    .values([...rows])
    .onConflictDoNothing()
}

const toVersion = (row: Head): PublishedVersion => ({
  key: row.key,
  version: row.version,
  digest: row.digest,
  scoringDigest: row.scoringDigest,
  state: row.state,
  visibility: row.visibility,
  owner: row.ownerAssociationId as AssociationId | null,
  publishedAt: row.publishedAt,
  withdrawal:
    row.withdrawalAskedBy === null || row.withdrawalAskedAt === null
      ? null
      : {
          by: row.withdrawalAskedBy as PersonId,
          at: row.withdrawalAskedAt,
          reason: row.withdrawalReason,
        },
  withdrawnAt: row.withdrawnAt,
})
