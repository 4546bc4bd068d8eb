// What the builder alone reads, as role excellence_benchmark: candidates across organizations, by COPY into the
// columns of the pool. What it writes is store-build.ts. It is read in a thread of its own (builds.ts).
import { type Activity, type CodeLists, sectorIn } from '../../core/benchmark/codes.ts'
import type { Descriptor } from '../../core/benchmark/edition.ts'
import { type Entry, gathering, type Pool } from '../../core/benchmark/pool.ts'
import type { AssociationId, BenchmarkEditionId } from '../../core/ids.ts'
import {
  booleanIn,
  bytesIn,
  type Field,
  instantIn,
  smallintIn,
  smallintsIn,
  textIn,
} from '../../db/copy-binary.ts'
import { copyOut, literal } from '../../db/copy-out.ts'

export type PoolAsked = {
  readonly url: string
  readonly associationId: AssociationId
  readonly benchmarkEditionId: BenchmarkEditionId
  readonly descriptor: Descriptor
  readonly codes: CodeLists
  readonly signal?: AbortSignal
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
    h.scoring_digest, h.variant, h.complete, h.not_applicable_share_bp, s.carried_share_bp::smallint,
    decode(h.sheet_digest, 'hex'),
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
  const { add, pool } = gathering(descriptor, descriptor.nodes.length)
  const toEntry = entryReader(asked)
  await copyOut({
    url,
    tenant: { kind: 'association', id: associationId },
    query: poolQuery(asked),
    columns: poolColumns,
    onRow: (fields) => add(toEntry(fields)),
    ...(signal === undefined ? {} : { signal }),
  })
  return pool()
}

/** Reads the fields in the order of the query. Repeated texts are kept once. */
const entryReader = ({ descriptor, codes }: PoolAsked) => {
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
  return (fields: readonly Field[]): Entry => {
    const [id, organization, group, state, finalAt, version, ...placed] = fields
    const [scheme, division, section, region, size, ...judged] = placed
    const [verified, groupVerified, representative, test, synthetic, ...scored] = judged
    const [scoringDigest, variant, complete, naShare, carriedShare, ...rest] = scored
    const [sheetDigest, usedBefore, nodeScores] = rest
    const inScheme = kept(scheme)
    return {
      submissionId: bytesIn(id),
      organizationId: bytesIn(organization),
      // Without a group nobody has verified who owns it; then it stands for itself, and is barred.
      ownerGroupId: bytesIn(group ?? organization),
      sheetDigest: bytesIn(sheetDigest),
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
      representative: booleanIn(representative),
      facts: {
        state: kept(state) ?? '',
        finalAt: instantIn(finalAt),
        consent: 'given', // the role sees no others
        organizationVerified: booleanIn(verified),
        ownerGroupVerified: booleanIn(groupVerified),
        test: booleanIn(test),
        synthetic: booleanIn(synthetic),
        questionnaireKey: descriptor.questionnaireKey,
        questionnaireVersion: kept(version) ?? '',
        scoringDigest: kept(scoringDigest) ?? '',
        basis: 'self', // editions are of self scores
        weighting: 'reference',
        variant: kept(variant) ?? '',
        unanswered: booleanIn(complete) ? 0 : 1,
        naForbidden: 0, // scoring refuses it
        naShareBp: smallintIn(naShare),
        carriedShareBp: smallintIn(carriedShare),
        usedBefore: booleanIn(usedBefore),
      },
      // Of another scoring the order of nodes is another too; such a one is barred, and nobody asks.
      values: () => smallintsIn(nodeScores),
    }
  }
}
