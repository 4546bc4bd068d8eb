// What the builder alone reads and writes, as role excellence_benchmark: candidates across organizations by
// COPY, and schema bench. Memory: about 1 kB a candidate and 2 bytes a candidate and node.
import { eq, sql } from 'drizzle-orm'
import { type Activity, type CodeLists, sectorIn } from '../../core/benchmark/codes.ts'
import type { Descriptor } from '../../core/benchmark/edition.ts'
import { growingValues, type Pool, type PooledCandidate } from '../../core/benchmark/members.ts'
import { type PublicEdition, publicMaterial } from '../../core/benchmark/public-edition.ts'
import type { PublishedRow, SecretCell } from '../../core/benchmark/published-row.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type {
  AssociationId,
  BenchmarkEditionId,
  OrganizationId,
  OwnerGroupId,
  SubmissionId,
} from '../../core/ids.ts'
import {
  booleanIn,
  type Field,
  instantIn,
  smallintIn,
  smallintsIn,
  textIn,
  uuidIn,
} from '../../db/copy-binary.ts'
import { copyOut, literal } from '../../db/copy-out.ts'
import {
  benchCells,
  benchMembers,
  publicCells,
  publicEditions,
} from '../../db/tables/benchmarks.ts'
import type { Tx } from '../../db/unit.ts'

export type PoolAsked = {
  readonly url: string
  readonly associationId: AssociationId
  readonly benchmarkEditionId: BenchmarkEditionId
  readonly descriptor: Descriptor
  readonly codes: CodeLists
  readonly signal: AbortSignal
}

/**
 * The final submissions of this questionnaire in the association and its chapters, as far as the builder's
 * role sees them: of organizations whose consent stands. Built anew, an edition does not bar its own members.
 */
const poolQuery = ({ associationId, benchmarkEditionId, descriptor }: PoolAsked): string => `
  with recursive tree as (
    select id from associations where id = ${literal(associationId)}
    union select a.id from associations a join tree on a.parent_id = tree.id)
  select s.id, s.organization_id, o.owner_group_id, s.state, s.final_at, s.questionnaire_version,
    o.sector_scheme, o.sector_division, o.sector_section, o.region, o.size_class,
    o.verified_at is not null, coalesce(g.verified_at is not null, false),
    coalesce(g.representative_id = o.organization_id, false), o.test, o.synthetic,
    h.scoring_digest, h.variant, h.complete, h.not_applicable_share_bp, s.carried_share_bp::smallint, h.sheet_digest,
    exists (select from bench.members m where m.organization_id = s.organization_id
      and m.submission_id = s.id and m.benchmark_edition_id <> ${literal(benchmarkEditionId)}),
    h.node_scores
  from organizations o
  join submissions s on s.organization_id = o.organization_id
  join score_sheets h on h.organization_id = s.organization_id and h.submission_id = s.id
    and h.kind = 'reference'
  left join owner_groups g on g.association_id = o.owner_group_association_id and g.id = o.owner_group_id
  where o.association_id in (select id from tree)
    and s.questionnaire_key = ${literal(descriptor.questionnaireKey)}`

const poolColumns = 24

/** Every candidate as of one moment. */
export const readPool = async (asked: PoolAsked): Promise<Pool> => {
  const { url, associationId, descriptor, signal } = asked
  const values = growingValues(descriptor.nodes.length)
  const candidates: PooledCandidate[] = []
  const toCandidate = candidateReader(asked)
  await copyOut({
    url,
    tenant: { kind: 'association', id: associationId },
    query: poolQuery(asked),
    columns: poolColumns,
    signal,
    onRow: (fields) => {
      const candidate = toCandidate(fields)
      // Of another scoring the order of nodes is another too; such a one enters nothing.
      const comparable = candidate.scoringDigest === descriptor.scoringDigest
      candidates.push({
        ...candidate,
        row: comparable ? values.add(smallintsIn(fields[poolColumns - 1])) : -1,
      })
    },
  })
  return { candidates, value: values.value }
}

/** Reads the fields in the order of the query. Repeated texts are kept once. */
const candidateReader = ({ descriptor, codes }: PoolAsked) => {
  const texts = new Map<string, string>()
  const kept = (field: Field | undefined): string | null => {
    const text = textIn(field)
    if (text === null) return null
    const known = texts.get(text) ?? text
    texts.set(known, known)
    return known
  }
  const sectors = new Map<string, string>()
  const sectorOf = (activity: Activity): string => {
    const name = [activity.scheme, activity.division, activity.section].join(' ')
    const sector =
      sectors.get(name) ?? sectorIn(codes, descriptor.lattice.schemes.sector as never, activity)
    sectors.set(name, sector)
    return sector
  }
  return (fields: readonly Field[]): Omit<PooledCandidate, 'row'> => {
    const [id, organization, group, state, finalAt, version, ...placed] = fields
    const [scheme, division, section, region, size, ...judged] = placed
    const [verified, groupVerified, representative, test, synthetic, ...scored] = judged
    const [scoringDigest, variant, complete, naShare, carriedShare, sheetDigest, usedBefore] =
      scored
    const organizationId = uuidIn(organization) as OrganizationId
    const inScheme = kept(scheme)
    return {
      submissionId: uuidIn(id) as SubmissionId,
      organizationId,
      // Without a group nobody has verified who owns it; then it stands for itself, and is barred.
      ownerGroupId: (group === null ? organizationId : uuidIn(group)) as OwnerGroupId,
      place: {
        sector:
          inScheme === null
            ? null
            : sectorOf({
                scheme: inScheme as Activity['scheme'],
                division: kept(division),
                section: kept(section),
              }),
        region: kept(region),
        size: kept(size),
      },
      state: kept(state) ?? '',
      finalAt: instantIn(finalAt),
      consent: 'given', // the role sees no others
      organizationVerified: booleanIn(verified),
      ownerGroupVerified: booleanIn(groupVerified),
      representative: booleanIn(representative),
      test: booleanIn(test),
      synthetic: booleanIn(synthetic),
      questionnaireKey: descriptor.questionnaireKey,
      questionnaireVersion: kept(version) ?? '',
      scoringDigest: kept(scoringDigest) ?? '',
      basis: 'self', // there are no reviews yet
      weighting: 'reference',
      variant: kept(variant) ?? '',
      unanswered: booleanIn(complete) ? 0 : 1,
      naForbidden: 0, // scoring refuses it
      naShareBp: smallintIn(naShare),
      carriedShareBp: smallintIn(carriedShare),
      usedBefore: booleanIn(usedBefore),
      sheetDigest: textIn(sheetDigest) ?? '',
    }
  }
}

/** Takes away what an earlier build left of an edition that is not published. */
export const clear = async (tx: Tx, id: BenchmarkEditionId): Promise<void> => {
  await Promise.all([
    tx.delete(publicCells).where(eq(publicCells.benchmarkEditionId, id)),
    tx.delete(publicEditions).where(eq(publicEditions.id, id)),
    tx.delete(benchMembers).where(eq(benchMembers.benchmarkEditionId, id)),
    tx.delete(benchCells).where(eq(benchCells.benchmarkEditionId, id)),
  ])
}

export type Built = {
  readonly edition: PublicEdition
  readonly cellsDigest: string
  readonly members: readonly PooledCandidate[]
  readonly rows: readonly PublishedRow[]
  readonly cells: readonly SecretCell[]
}

/** Rows a statement, which travel as one JSON parameter. */
const rowsAtOnce = 5000

const inParts = async <Row>(rows: readonly Row[], insert: (json: string) => Promise<unknown>) => {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await insert(JSON.stringify(rows.slice(from, from + rowsAtOnce)))
}

/** Writes members, secret and public cells of an edition that has none. */
export const insertBuilt = async (tx: Tx, built: Built): Promise<void> => {
  const { edition, cellsDigest, members, rows, cells } = built
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
  await inParts(rows, (json) =>
    tx.execute(sql`insert into ${publicCells} (benchmark_edition_id, cohort_key, node, status, n_band,
        p10, p25, p50, p75, p90, grid19)
      select ${id}::uuid, r."cohortKey", r.node, r.status, r."nBand", r.p10, r.p25, r.p50, r.p75, r.p90, r.grid19
      from json_to_recordset(${json}::text::json) as r("cohortKey" text, node text, status text, "nBand" text,
        p10 smallint, p25 smallint, p50 smallint, p75 smallint, p90 smallint, grid19 smallint[])`),
  )
  await inParts(cells, (json) =>
    tx.execute(sql`insert into ${benchCells} (benchmark_edition_id, cohort_key, node, n, status, reason,
        exact_quantiles)
      select ${id}::uuid, r."cohortKey", r.node, r.n,
        case when r.reason is null then 'published' else 'withheld' end, r.reason, r.v100
      from json_to_recordset(${json}::text::json) as r("cohortKey" text, node text, n integer, reason text,
        v100 integer[])`),
  )
  const frozen = members.map(({ place, ...member }) => ({
    submissionId: member.submissionId,
    organizationId: member.organizationId,
    ownerGroupId: member.ownerGroupId,
    sheetDigest: member.sheetDigest,
    ...place,
  }))
  await inParts(frozen, (json) =>
    tx.execute(sql`insert into ${benchMembers} (benchmark_edition_id, organization_id, submission_id,
        owner_group_id, sheet_digest, sector, region, size)
      select ${id}::uuid, r."organizationId", r."submissionId", r."ownerGroupId", r."sheetDigest", r.sector,
        r.region, r.size
      from json_to_recordset(${json}::text::json) as r("organizationId" uuid, "submissionId" uuid,
        "ownerGroupId" uuid, "sheetDigest" text, sector text, region text, size text)`),
  )
}
