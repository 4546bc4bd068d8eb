// Rows of weightings. Organizations and associations have a table each, of the same form.
import { and, desc, eq } from 'drizzle-orm'
import type { Owner } from '../../core/context.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { PersonId, WeightingId } from '../../core/ids.ts'
import type { WeightingProfile } from '../../core/weighting/profile.ts'
import { before, type Page, type Paged } from '../../db/page.ts'
import {
  associationWeightings,
  organizationWeightings,
  weightingUses,
} from '../../db/tables/weightings.ts'
import type { Reader, Tx } from '../../db/unit.ts'

const tables = { organization: organizationWeightings, association: associationWeightings } as const

/** The tables differ in names only, so one type speaks for both. */
const tableOf = ({ kind }: Owner): typeof organizationWeightings =>
  tables[kind] as typeof organizationWeightings

export type { Page, Paged }

export type Filter = {
  readonly questionnaireKey?: string | undefined
  readonly state?: 'draft' | 'published' | undefined
}

export type Named = { readonly owner: Owner; readonly id: WeightingId }

export const find = async (reader: Reader, { owner, id }: Named) => {
  const table = tableOf(owner)
  const [row] = await reader
    .select()
    .from(table)
    .where(and(eq(table.ownerId, owner.id), eq(table.id, id)))
  return row === undefined ? null : toWeighting(owner, row)
}

/** The same, and nobody else changes it until the unit ends. */
export const lock = async (tx: Tx, { owner, id }: Named) => {
  const table = tableOf(owner)
  const [row] = await tx
    .select()
    .from(table)
    .where(and(eq(table.ownerId, owner.id), eq(table.id, id)))
    .for('update')
  return row === undefined ? null : toWeighting(owner, row)
}

export const list = async (
  reader: Reader,
  owner: Owner,
  { page, filter }: { readonly page: Page; readonly filter: Filter },
): Promise<Paged<WeightingProfile>> => {
  const table = tableOf(owner)
  const { questionnaireKey, state } = filter
  const rows = await reader
    .select()
    .from(table)
    .where(
      and(
        eq(table.ownerId, owner.id),
        questionnaireKey === undefined ? undefined : eq(table.questionnaireKey, questionnaireKey),
        state === undefined ? undefined : eq(table.state, state),
        before(page, table.createdAt, table.id),
      ),
    )
    .orderBy(desc(table.createdAt), desc(table.id))
    .limit(page.limit + 1)
  return page.close(
    rows,
    ({ createdAt, id }) => [createdAt, id],
    (row) => toWeighting(owner, row),
  )
}

/** Null: this version is there, also where somebody else has just made it. */
export const insert = async (
  tx: Tx,
  weighting: WeightingProfile,
): Promise<WeightingProfile | null> => {
  const table = tableOf(weighting.owner)
  const rows = await tx
    .insert(table)
    .values(toRow(weighting))
    .onConflictDoNothing({ target: [table.ownerId, table.key, table.version] })
    .returning({ id: table.id })
  return rows.length === 0 ? null : weighting
}

export const save = async (tx: Tx, weighting: WeightingProfile): Promise<WeightingProfile> => {
  const { owner, id } = weighting
  const table = tableOf(owner)
  const [saved] = await tx
    .update(table)
    .set(toRow(weighting))
    .where(and(eq(table.ownerId, owner.id), eq(table.id, id)))
    .returning({ id: table.id })
  if (saved === undefined) throw new Error('The weighting was locked and is not there to save.')
  return weighting
}

/** Whether submissions were submitted under a version of it; of an organization's own nobody asks. */
export const isUsed = async (
  reader: Reader,
  { owner, key }: Pick<WeightingProfile, 'owner' | 'key'>,
): Promise<boolean> => {
  const rows = await reader
    .select({ key: weightingUses.key })
    .from(weightingUses)
    .where(and(eq(weightingUses.associationId, owner.id), eq(weightingUses.key, key)))
  return rows.length > 0
}

/** Notes that a submission was submitted under an association's weighting, once for all its versions. */
export const noteUse = async (
  tx: Tx,
  { owner, key }: Pick<WeightingProfile, 'owner' | 'key'>,
  firstUsedAt: Date,
): Promise<void> => {
  await tx
    .insert(weightingUses)
    .values({ associationId: owner.id, key, firstUsedAt })
    .onConflictDoNothing()
}

type Row = typeof organizationWeightings.$inferSelect

const toWeighting = (owner: Owner, row: Row): WeightingProfile => ({
  owner,
  id: row.id as WeightingId,
  key: row.key,
  version: row.version,
  title: row.title,
  questionnaire: { key: row.questionnaireKey, version: row.questionnaireVersion },
  edition: row.edition,
  total: row.total,
  mode: row.mode,
  items: JSON.parse(row.items) as WeightingProfile['items'],
  rationale: row.rationale ?? '',
  elicitation: JSON.parse(row.elicitation) as WeightingProfile['elicitation'],
  copiedFrom: row.copiedFrom === null ? null : JSON.parse(row.copiedFrom),
  state: row.state,
  digest: row.digest,
  revision: row.revision,
  createdBy: row.createdBy as PersonId,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  publication:
    row.publicationAskedBy === null || row.publicationAskedAt === null
      ? null
      : { by: row.publicationAskedBy as PersonId, at: row.publicationAskedAt },
  publishedBy: row.publishedBy as PersonId | null,
  publishedAt: row.publishedAt,
})

const toRow = ({
  owner,
  questionnaire,
  items,
  elicitation,
  copiedFrom,
  publication,
  ...same
}: WeightingProfile): typeof organizationWeightings.$inferInsert => ({
  ...same,
  ownerId: owner.id,
  questionnaireKey: questionnaire.key,
  questionnaireVersion: questionnaire.version,
  items: canonicalJson(items),
  elicitation: canonicalJson(elicitation),
  copiedFrom: copiedFrom === null ? null : canonicalJson(copiedFrom),
  publicationAskedBy: publication?.by ?? null,
  publicationAskedAt: publication?.at ?? null,
})
