// Rows of asked effects, and the stored score vectors that they are counted over. The vectors are read as role
// excellence_benchmark, across organizations whose consent stands; no request reaches them.
import { and, count, eq, gte, sql } from 'drizzle-orm'
import { canonicalJson } from '../../core/document/canonical.ts'
import type {
  AssociationId,
  OperationId,
  PersonId,
  WeightingEffectId,
  WeightingId,
} from '../../core/ids.ts'
import type { WeightingEffect } from '../../core/weighting/effect.ts'
import { smallintsIn } from '../../db/copy-binary.ts'
import { copyOut, literal } from '../../db/copy-out.ts'
import { associations } from '../../db/tables/associations.ts'
import { organizationHomes } from '../../db/tables/organizations.ts'
import { weightingEffects as table } from '../../db/tables/weightings.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type EffectIds = {
  readonly associationId: AssociationId
  readonly weightingEffectId: WeightingEffectId
}

const named = ({ associationId, weightingEffectId }: EffectIds) =>
  and(eq(table.associationId, associationId), eq(table.id, weightingEffectId))

export const find = async (reader: Reader, ids: EffectIds): Promise<WeightingEffect | null> => {
  const [row] = await reader.select().from(table).where(named(ids))
  return row === undefined ? null : toEffect(row)
}

/** How many were asked for since then, about the submissions of one questionnaire. */
export const countSince = async (
  reader: Reader,
  associationId: AssociationId,
  { questionnaireKey, since }: { readonly questionnaireKey: string; readonly since: Date },
): Promise<number> => {
  const [row] = await reader
    .select({ n: count() })
    .from(table)
    .where(
      and(
        eq(table.associationId, associationId),
        eq(table.questionnaireKey, questionnaireKey),
        gte(table.askedAt, since),
      ),
    )
  return row?.n ?? 0
}

export const insert = async (tx: Tx, effect: WeightingEffect): Promise<void> => {
  await tx.insert(table).values(toRow(effect))
}

export const save = async (tx: Tx, effect: WeightingEffect): Promise<void> => {
  const { associationId, id: weightingEffectId } = effect
  await tx.update(table).set(toRow(effect)).where(named({ associationId, weightingEffectId }))
}

/** How many organizations the association and its chapters have: no effect is counted over more. */
export const countHomes = async (reader: Reader, associationId: AssociationId): Promise<number> => {
  const tree = sql`with recursive tree as (
    select id from ${associations} where id = ${associationId}
    union select a.id from ${associations} a join tree on a.parent_id = tree.id) select id from tree`
  const [row] = await reader
    .select({ n: count() })
    .from(organizationHomes)
    .where(sql`${organizationHomes.associationId} in (${tree})`)
  return row?.n ?? 0
}

export type VectorsAsked = {
  readonly url: string
  readonly asked: WeightingEffect
  readonly scoringDigest: string
  readonly synthetic: boolean
  readonly signal: AbortSignal
  /** Node scores in the frozen order, one vector at a time; it is not kept. */
  readonly onVector: (scores: ArrayLike<number>) => void
}

/** One of each verified owner group: of those that may enter a benchmark its representative's, or the latest. */
const vectorsQuery = ({ asked, scoringDigest, synthetic }: VectorsAsked): string => `
  with recursive tree as (
    select id from associations where id = ${literal(asked.associationId)}
    union select a.id from associations a join tree on a.parent_id = tree.id)
  select one.node_scores from (
    select distinct on (o.owner_group_association_id, o.owner_group_id) h.node_scores
    from organizations o
    join owner_groups g on g.association_id = o.owner_group_association_id and g.id = o.owner_group_id
    join submissions s on s.organization_id = o.organization_id
    join score_sheets h on h.organization_id = s.organization_id and h.submission_id = s.id
      and h.kind = 'reference'
    where o.association_id in (select id from tree)
      and o.verified_at is not null and g.verified_at is not null and not o.test
      and o.synthetic = ${synthetic}
      and s.state = 'final' and s.final_at <= ${literal(asked.cutOffAt.toISOString())}
      and s.questionnaire_key = ${literal(asked.questionnaire.key)} and s.carried_share_bp = 0
      and h.scoring_digest = ${literal(scoringDigest)} and h.variant = 'official' and h.complete
      and h.not_applicable_share_bp = 0
    order by o.owner_group_association_id, o.owner_group_id,
      (g.representative_id is not distinct from o.organization_id) desc, s.final_at desc, s.id
  ) one`

/** Hands out every vector as of one moment, and answers how many there were. */
export const readVectors = (given: VectorsAsked): Promise<number> =>
  copyOut({
    url: given.url,
    tenant: { kind: 'association', id: given.asked.associationId },
    query: vectorsQuery(given),
    columns: 1,
    signal: given.signal,
    onRow: ([scores]) => given.onVector(smallintsIn(scores)),
  })

const toEffect = (row: typeof table.$inferSelect): WeightingEffect => ({
  associationId: row.associationId as AssociationId,
  id: row.id as WeightingEffectId,
  weightingId: row.weightingId as WeightingId,
  questionnaire: { key: row.questionnaireKey, version: row.questionnaireVersion },
  mode: row.mode,
  items: JSON.parse(row.items) as WeightingEffect['items'],
  cutOffAt: row.cutOffAt,
  operationId: row.operationId as OperationId,
  effect: row.effect === null ? null : JSON.parse(row.effect),
  askedBy: row.askedBy as PersonId,
  askedAt: row.askedAt,
  doneAt: row.doneAt,
})

const toRow = ({ questionnaire, items, effect, ...same }: WeightingEffect) => ({
  ...same,
  questionnaireKey: questionnaire.key,
  questionnaireVersion: questionnaire.version,
  items: canonicalJson(items),
  effect: effect === null ? null : canonicalJson(effect),
})
