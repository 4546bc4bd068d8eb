// Rows of an association's own benchmark editions, whatever their state.
// What of them is public, and their cells, is in store-public.ts; members are the builder's (store-build.ts).
import { and, desc, eq } from 'drizzle-orm'
import type { Audit } from '../../core/benchmark/audit.ts'
import { descriptorMaterial, descriptorOf } from '../../core/benchmark/describe.ts'
import type { EditionRecord } from '../../core/benchmark/record.ts'
import type { Funnel } from '../../core/benchmark/selection.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { AssociationId, BenchmarkEditionId, OperationId, PersonId } from '../../core/ids.ts'
import { before, type Page, type Paged } from '../../db/page.ts'
import { benchmarkEditions as table } from '../../db/tables/benchmarks.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type EditionIds = {
  readonly associationId: AssociationId
  readonly benchmarkEditionId: BenchmarkEditionId
}

const named = ({ associationId, benchmarkEditionId }: EditionIds) =>
  and(eq(table.associationId, associationId), eq(table.id, benchmarkEditionId))

export const find = async (reader: Reader, ids: EditionIds): Promise<EditionRecord | null> => {
  const [row] = await reader.select().from(table).where(named(ids))
  return row === undefined ? null : toRecord(row)
}

/** The same, and nobody else changes it until the unit ends. */
export const lock = async (tx: Tx, ids: EditionIds): Promise<EditionRecord | null> => {
  const [row] = await tx.select().from(table).where(named(ids)).for('update')
  return row === undefined ? null : toRecord(row)
}

/** Newest first. */
export const list = async (
  reader: Reader,
  associationId: AssociationId,
  page: Page,
): Promise<Paged<EditionRecord>> => {
  const rows = await reader
    .select()
    .from(table)
    .where(and(eq(table.associationId, associationId), before(page, table.createdAt, table.id)))
    .orderBy(desc(table.createdAt), desc(table.id))
    .limit(page.limit + 1)
  return page.close(rows, ({ createdAt, id }) => [createdAt, id], toRecord)
}

export const insert = async (tx: Tx, record: EditionRecord): Promise<EditionRecord> => {
  const { edition, title } = record
  const { id, associationId, descriptor, created } = edition
  const { policy, ...same } = descriptor
  await tx.insert(table).values({
    ...livingOf(record),
    associationId,
    id,
    title,
    questionnaireKey: same.questionnaireKey,
    questionnaireVersions: [...same.questionnaireVersions],
    scoringDigest: same.scoringDigest,
    basis: same.basis,
    cutOffAt: same.cutOffAt,
    profile: policy.profile,
    ownerRule: policy.ownerRule,
    kMin: policy.kMin,
    dMin: policy.depth,
    gridBp: policy.gridBp,
    configuration: canonicalJson(descriptorMaterial(descriptor)),
    synthetic: same.synthetic,
    createdBy: created.by,
    createdAt: created.at,
  })
  return record
}

export const save = async (tx: Tx, record: EditionRecord): Promise<EditionRecord> => {
  const { associationId, id } = record.edition
  const [saved] = await tx
    .update(table)
    .set(livingOf(record))
    .where(named({ associationId, benchmarkEditionId: id }))
    .returning({ id: table.id })
  if (saved === undefined) throw new Error('The edition was locked and is not there to save.')
  return record
}

/** What changes in the life of an edition. */
const livingOf = ({ edition, funnel, operationId, revision }: EditionRecord) => {
  const { state, built, reviewed, published, retirement, retired } = edition
  return {
    state,
    revision,
    operationId,
    inputsDigest: built?.inputsDigest ?? null,
    cellsDigest: built?.cellsDigest ?? null,
    auditReport: built === null ? null : canonicalJson({ audit: built.audit, funnel }),
    builtAt: built?.at ?? null,
    reviewedBy: reviewed?.by ?? null,
    reviewedAt: reviewed?.at ?? null,
    publishedBy: published?.by ?? null,
    publishedAt: published?.at ?? null,
    retirementAskedBy: retirement?.by ?? null,
    retirementAskedAt: retirement?.at ?? null,
    retiredBy: retired?.by ?? null,
    retiredAt: retired?.at ?? null,
    retiredReason: retirement?.reason ?? null,
  }
}

type Row = typeof table.$inferSelect

const toRecord = (row: Row): EditionRecord => {
  const { audit = null, funnel = null } = JSON.parse(row.auditReport ?? '{}') as {
    readonly audit?: Audit
    readonly funnel?: Funnel
  }
  const asked = actOf(row.retirementAskedBy, row.retirementAskedAt)
  const reason = row.retiredReason
  return {
    title: row.title,
    revision: row.revision,
    operationId: row.operationId as OperationId | null,
    funnel,
    edition: {
      id: row.id as BenchmarkEditionId,
      associationId: row.associationId as AssociationId,
      state: row.state,
      descriptor: descriptorOf(JSON.parse(row.configuration)),
      created: { by: row.createdBy as PersonId, at: row.createdAt },
      built:
        row.builtAt === null || row.inputsDigest === null || row.cellsDigest === null || !audit
          ? null
          : {
              at: row.builtAt,
              inputsDigest: row.inputsDigest,
              cellsDigest: row.cellsDigest,
              audit,
            },
      reviewed: actOf(row.reviewedBy, row.reviewedAt),
      published: actOf(row.publishedBy, row.publishedAt),
      retirement: asked === null || reason === null ? null : { ...asked, reason },
      retired: actOf(row.retiredBy, row.retiredAt),
    },
  }
}

const actOf = (by: string | null, at: Date | null) =>
  by === null || at === null ? null : { by: by as PersonId, at }
