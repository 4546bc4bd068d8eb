// What the builder alone writes, as role excellence_benchmark: schema bench, and the public rows of an edition that
// is not out yet. What it reads is store-pool.ts.
import { eq, sql } from 'drizzle-orm'
import type { BuildPart } from '../../core/benchmark/build-job.ts'
import { type PublicEdition, publicMaterial } from '../../core/benchmark/public-edition.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { BenchmarkEditionId } from '../../core/ids.ts'
import { publicCells, publicEditions } from '../../db/tables/benchmark-publications.ts'
import { benchCells, benchMembers } from '../../db/tables/benchmarks.ts'
import type { Tx } from '../../db/unit.ts'

/** Takes away what an earlier build left of an edition that is not published. */
export const clear = async (tx: Tx, id: BenchmarkEditionId): Promise<void> => {
  await Promise.all([
    tx.delete(publicCells).where(eq(publicCells.benchmarkEditionId, id)),
    tx.delete(publicEditions).where(eq(publicEditions.id, id)),
    tx.delete(benchMembers).where(eq(benchMembers.benchmarkEditionId, id)),
    tx.delete(benchCells).where(eq(benchCells.benchmarkEditionId, id)),
  ])
}

/** Writes the head of an edition that has none. */
export const insertHead = async (
  tx: Tx,
  edition: PublicEdition,
  cellsDigest: string,
): Promise<void> => {
  const { id, policy } = edition
  await tx.insert(publicEditions).values({
    id,
    associationId: edition.associationId,
    questionnaireKey: edition.questionnaireKey,
    descriptor: canonicalJson(publicMaterial(edition)),
    cellsDigest,
    kMin: policy.kMin,
    dMin: policy.depth,
    synthetic: edition.synthetic,
    state: 'built',
    cutOffAt: edition.cutOffAt,
  })
}

/** A part is one JSON text of many rows, which travels as one parameter. */
export const insertPart = (
  tx: Tx,
  {
    edition,
    name,
    json,
  }: {
    readonly edition: PublicEdition
    readonly name: BuildPart
    readonly json: string
  },
): Promise<unknown> => inserts[name](tx, edition, json)

type Insert = (tx: Tx, edition: PublicEdition, json: string) => Promise<unknown>

const inserts: Readonly<Record<BuildPart, Insert>> = {
  rows: (tx, { id }, json) =>
    tx.execute(sql`insert into ${publicCells} (benchmark_edition_id, cohort_key, node, status, n_band,
        p10, p25, p50, p75, p90, grid19)
      select ${id}::uuid, r."cohortKey", r.node, r.status, r."nBand", r.p10, r.p25, r.p50, r.p75, r.p90, r.grid19
      from json_to_recordset(${json}::text::json) as r("cohortKey" text, node text, status text, "nBand" text,
        p10 smallint, p25 smallint, p50 smallint, p75 smallint, p90 smallint, grid19 smallint[])`),
  cells: (tx, { id }, json) =>
    tx.execute(sql`insert into ${benchCells} (benchmark_edition_id, cohort_key, node, n, groups, largest,
        status, reason, exact_quantiles, ranked)
      select ${id}::uuid, r."cohortKey", r.node, r.n, r.groups, r.largest,
        case when r.reason is null then 'published' else 'withheld' end, r.reason, r.v100, r.ranked
      from json_to_recordset(${json}::text::json) as r("cohortKey" text, node text, n integer, groups integer,
        largest integer, reason text, v100 integer[], ranked integer[])`),
  members: (tx, { id, policy }, json) =>
    tx.execute(sql`insert into ${benchMembers} (benchmark_edition_id, organization_id, submission_id,
        owner_group_id, owner_rule, sheet_digest, sector, region, size)
      select ${id}::uuid, r."organizationId", r."submissionId", r."ownerGroupId", ${policy.ownerRule}::text,
        r."sheetDigest", r.sector, r.region, r.size
      from json_to_recordset(${json}::text::json) as r("organizationId" uuid, "submissionId" uuid,
        "ownerGroupId" uuid, "sheetDigest" text, sector text, region text, size text)`),
}
