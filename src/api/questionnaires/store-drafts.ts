// Rows of questionnaire drafts, each an association's own. Lists leave out the texts, which may be long.
import { and, desc, eq, getTableColumns } from 'drizzle-orm'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { AssociationId, PersonId, QuestionnaireDraftId } from '../../core/ids.ts'
import type { Draft, DraftHead, Plan } from '../../core/questionnaire/draft.ts'
import { before, type Page, type Paged } from '../../db/page.ts'
import { questionnaireDrafts as table } from '../../db/tables/questionnaires.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type DraftIds = {
  readonly associationId: AssociationId
  readonly questionnaireDraftId: QuestionnaireDraftId
}

const named = ({ associationId, questionnaireDraftId }: DraftIds) =>
  and(eq(table.associationId, associationId), eq(table.id, questionnaireDraftId))

export const find = async (reader: Reader, ids: DraftIds): Promise<Draft | null> => {
  const [row] = await reader.select().from(table).where(named(ids))
  return row === undefined ? null : toDraft(row)
}

/** The same, and nobody else changes it until the unit ends. */
export const lock = async (tx: Tx, ids: DraftIds): Promise<Draft | null> => {
  const [row] = await tx.select().from(table).where(named(ids)).for('update')
  return row === undefined ? null : toDraft(row)
}

const { document: _text, ...head } = getTableColumns(table)

/** Newest first, without their texts. */
export const list = async (
  reader: Reader,
  associationId: AssociationId,
  page: Page,
): Promise<Paged<DraftHead>> => {
  const rows = await reader
    .select(head)
    .from(table)
    .where(and(eq(table.associationId, associationId), before(page, table.createdAt, table.id)))
    .orderBy(desc(table.createdAt), desc(table.id))
    .limit(page.limit + 1)
  return page.close(rows, ({ createdAt, id }) => [createdAt, id], toHead)
}

/** Drafts that are not published yet; what was published stays on record and does not count. */
export const countOpen = async (reader: Reader, associationId: AssociationId): Promise<number> => {
  const open = and(eq(table.associationId, associationId), eq(table.state, 'draft'))
  const rows = await reader.select({ id: table.id }).from(table).where(open)
  return rows.length
}

export const insert = async (tx: Tx, draft: Draft): Promise<Draft> => {
  const { associationId, id, created } = draft
  const made = { associationId, id, createdBy: created.by, createdAt: created.at }
  await tx.insert(table).values({ ...made, ...livingOf(draft) })
  return draft
}

export const save = async (tx: Tx, draft: Draft): Promise<Draft> => {
  const ids = { associationId: draft.associationId, questionnaireDraftId: draft.id }
  const [saved] = await tx
    .update(table)
    .set(livingOf(draft))
    .where(named(ids))
    .returning({ id: table.id })
  if (saved === undefined) throw new Error('The draft was locked and is not there to save.')
  return draft
}

export const remove = async (tx: Tx, ids: DraftIds): Promise<void> => {
  const [removed] = await tx.delete(table).where(named(ids)).returning({ id: table.id })
  if (removed === undefined) throw new Error('The draft was locked and is not there to remove.')
}

/** What changes in the life of a draft. */
const livingOf = (draft: Draft) => {
  const { named: names, base, text, digest, state, revision, updated, proposal, published } = draft
  return {
    documentKey: names.key,
    documentVersion: names.version,
    baseKey: base?.key ?? null,
    baseVersion: base?.version ?? null,
    document: text,
    digest,
    state,
    revision,
    updatedBy: updated.by,
    updatedAt: updated.at,
    proposedBy: proposal?.by ?? null,
    proposedAt: proposal?.at ?? null,
    proposedPlan: proposal === null ? null : canonicalJson(proposal.plan),
    publishedKey: published?.key ?? null,
    publishedVersion: published?.version ?? null,
    publishedAt: published?.at ?? null,
  }
}

type Row = typeof table.$inferSelect

const toDraft = ({ document, ...row }: Row): Draft => ({ ...toHead(row), text: document })

const toHead = (row: Omit<Row, 'document'>): DraftHead => ({
  associationId: row.associationId as AssociationId,
  id: row.id as QuestionnaireDraftId,
  named: { key: row.documentKey, version: row.documentVersion },
  base: nameOf(row.baseKey, row.baseVersion),
  digest: row.digest,
  state: row.state,
  revision: row.revision,
  created: { by: row.createdBy as PersonId, at: row.createdAt },
  updated: { by: row.updatedBy as PersonId, at: row.updatedAt },
  proposal: proposalOf(row),
  published: publishedOf(row),
})

const nameOf = (key: string | null, version: string | null) =>
  key === null || version === null ? null : { key, version }

const proposalOf = ({
  proposedBy: by,
  proposedAt: at,
  proposedPlan: plan,
}: Omit<Row, 'document'>) =>
  by === null || at === null || plan === null
    ? null
    : { by: by as PersonId, at, plan: JSON.parse(plan) as Plan }

const publishedOf = ({
  publishedKey,
  publishedVersion,
  publishedAt: at,
}: Omit<Row, 'document'>): DraftHead['published'] => {
  const name = nameOf(publishedKey, publishedVersion)
  return name === null || at === null ? null : { ...name, at }
}
