// Attacks on benchmark editions that must fail, each beside the same attack with its rule taken away, which succeeds.
// Those against one cohort or one answer are in benchmarks.test.ts; those that need no database in test/core/benchmark.
import t from 'tap'
import { getBenchmarkCells } from '../../src/api/benchmarks/contract.ts'
import { reopenBenchmarkEdition } from '../../src/api/benchmarks/contract-association.ts'
import { compareSubmission } from '../../src/api/benchmarks/contract-comparison.ts'
import { previewBenchmarkCells } from '../../src/api/benchmarks/contract-previews.ts'
import { nodesOf } from '../../src/core/benchmark/value.ts'
import { readQuestionnaire } from '../../src/core/document/read.ts'
import {
  background,
  build,
  builtEdition,
  demand,
  ownEdition,
  populate,
  publishedEdition,
} from '../support/benchmarks.ts'
import { complete, organizationWeighting, submitted } from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { textOf } from '../support/sources.ts'
import { stage } from '../support/stage.ts'

const theStage = await stage(t)
const { sql } = theStage
await background(t, theStage)
const house = await theStage.house({ synthetic: true })
await populate(theStage, house.associationId, { organizations: 150 })
const as = 'associationAdmin'

const totalOf = async (id: string, cohort: string) => {
  const [cell] = await sql`select c.n, p.status from bench.cells c
    join bench_pub.cells p using (benchmark_edition_id, cohort_key, node)
    where benchmark_edition_id = ${id} and cohort_key = ${cohort} and node = 'total'`
  return { ...cell }
}

t.test('one owner fills no cell, however many organizations it has (T8, T15)', async (t) => {
  const edition = await builtEdition(house)
  const { benchmarkEditionId: id, params } = edition
  const [found] = await sql`select cohort_key as key, n from bench.cells
    where benchmark_edition_id = ${id} and node = 'total' and cohort_key ~ '^sector=.$'
      and reason is null and n between 6 and 12 order by n limit 1`
  const { key, n } = found ?? { key: '', n: 0 }
  t.ok(n >= 6, 'a small sector that is shown')
  const owned = await sql`
    select o.organization_id as id, o.owner_group_id as group from bench.members m
    join organizations o on o.organization_id = m.organization_id
    where m.benchmark_edition_id = ${id} and m.sector = ${key.slice(-1)} order by 1`
  const rebuilt = async () => {
    demand(200, await house.call(reopenBenchmarkEdition, { as, params }))
    t.equal((await build(house, edition)).error, null)
    return totalOf(id, key)
  }
  const giveTo = async (group: string, organizations: readonly { readonly id: string }[]) =>
    sql`update organizations set owner_group_id = ${group}
      where organization_id = any(${organizations.map((each) => each.id)}::uuid[])`
  const [first] = owned
  await giveTo(first?.group, owned.slice(0, 3) as never)
  t.match(await rebuilt(), { n: n - 2 }, 'three units of one owner count once')
  await giveTo(first?.group, owned as never)
  t.strictSame(await rebuilt(), { n: 1, status: 'withheld' })
  for (const { id: organization, group } of owned) await giveTo(group, [{ id: organization }])
  const groups = owned.map(({ group }) => group)
  await sql`update owner_groups set verified_at = null where id = any(${groups}::uuid[])`
  t.strictSame(await rebuilt(), { n: 0, status: 'withheld' }, 'nobody vouches for who owns them')
  await sql`update owner_groups set verified_at = now() where id = any(${groups}::uuid[])`
  t.strictSame(await rebuilt(), { n, status: 'published' }, 'the control: owners of their own')
  demand(200, await house.call(reopenBenchmarkEdition, { as, params }))
})

t.test('under cap25 three of nine of one owner are too many, and two are not (T15)', async (t) => {
  const edition = await builtEdition(house, { ownerRule: 'cap25' })
  const { benchmarkEditionId: id, params } = edition
  const [found] = await sql`select cohort_key as key from bench.cells
    where benchmark_edition_id = ${id} and node = 'total' and cohort_key ~ '^sector=.$' and n >= 9
    order by n limit 1`
  const key = found?.key ?? ''
  const inCell = await sql`select organization_id as id from bench.members
    where benchmark_edition_id = ${id} and sector = ${key.slice(-1)} order by 1`
  const before = await sql`select organization_id as id, owner_group_id as group from organizations
    where association_id = ${house.associationId}`
  const nine = inCell.slice(0, 9)
  const others = inCell.slice(9).map((each) => each.id)
  await sql`update organizations set benchmark_consent_withdrawn_at = now()
    where organization_id = any(${others}::uuid[])`
  const groups = await sql`select id from owner_groups
    where association_id = ${house.associationId} and verified_at is not null order by id limit 9`
  const lookAt = async (several: number) => {
    for (const [place, { id: organization }] of nine.entries())
      await sql`update organizations set owner_group_id = ${groups[place < several ? 0 : place]?.id}
        where organization_id = ${organization}`
    demand(200, await house.call(reopenBenchmarkEdition, { as, params }))
    t.equal((await build(house, edition)).error, null)
    const body = { cohort: key, purpose: 'Whose are they?' }
    const looked = demand(200, await house.call(previewBenchmarkCells, { as, params, body }))
    return looked.body.nodes.find(
      ({ shown }: { shown: { code: string } }) => shown.code === 'total',
    )
  }
  t.match(await lookAt(3), {
    groups: 7,
    members: 9,
    reason: 'owner_cap',
    exact: { p50: null },
    shown: { status: 'withheld', reason: 'protects_participants', p50: null, nBand: null },
  })
  t.match(await lookAt(2), {
    groups: 8,
    members: 9,
    reason: null,
    tier: 'median',
    exact: { p25: null, p50: /^\d+/ },
    shown: { status: 'published', nBand: '5-8' },
  })
  t.match(
    await lookAt(1),
    { groups: 9, tier: 'quartiles', shown: { nBand: '9-20' } },
    'the control',
  )
  for (const { id: organization, group } of before)
    await sql`update organizations set owner_group_id = ${group} where organization_id = ${organization}`
  await sql`update organizations set benchmark_consent_withdrawn_at = null
    where organization_id = any(${others}::uuid[])`
  demand(200, await house.call(reopenBenchmarkEdition, { as, params }))
})

t.test(
  'two questionnaires are gated apart: answers to one fill no cell of another (T14)',
  async (t) => {
    const key = 'baldrige-2023-2024'
    const baldrige = readQuestionnaire(JSON.parse(textOf(`schemas/models/${key}/1.0.0.json`)))
    const known = await theStage.deps.documents.catalogue()
    const version = known.find(key, 'latest')
    if (version === null) throw new Error('the questionnaire ships')
    const { scoringDigest } = await theStage.deps.documents.alone(version)
    const vector = nodesOf(baldrige).map(() => 5000)
    /** The latest finals of so many manufacturers, as if they had answered the other questionnaire too. */
    const answerToo = (from: number, to: number) =>
      sql.begin(async (tx) => {
        await tx`set local session_replication_role = replica`
        const chosen = await tx`
        select s.* from submissions s join organizations o using (organization_id)
        join owner_groups g on g.id = o.owner_group_id
        join score_sheets h on h.organization_id = s.organization_id and h.submission_id = s.id
        where o.association_id = ${house.associationId} and o.sector_section = 'C' and s.state = 'final'
          and s.questionnaire_key = 'gbt-19580-2012'
          and s.final_at < '2026-06-01' and s.final_at > '2025-10-02' and h.complete and h.kind = 'reference'
          and o.benchmark_consent_withdrawn_at is null and o.benchmark_consent_given_at is not null
          and o.verified_at is not null and g.verified_at is not null and o.owner_group_id <> all (
            select owner_group_id from organizations where association_id = ${house.associationId}
            group by 1 having count(*) > 1)
        order by s.organization_id offset ${from} limit ${to - from}`
        for (const { id, organization_id: organization } of chosen) {
          const other = newId()
          await tx`insert into submissions select (jsonb_populate_record(s, jsonb_build_object(
            'id', ${other}::text, 'questionnaire_key', ${key}::text))).*
          from submissions s where s.organization_id = ${organization} and s.id = ${id}`
          await tx`insert into score_sheets select (jsonb_populate_record(h, jsonb_build_object(
            'submission_id', ${other}::text, 'scoring_digest', ${scoringDigest}::text,
            'node_scores', to_jsonb(${vector}::smallint[])))).*
          from score_sheets h where h.organization_id = ${organization} and h.submission_id = ${id}
            and h.kind = 'reference'`
        }
        return chosen.length
      })
    t.equal(await answerToo(0, 4), 4)
    const first = await builtEdition(house)
    const other = await builtEdition(house, { questionnaireKey: key })
    const ours = await totalOf(first.benchmarkEditionId, 'sector=C')
    t.match(ours, { status: 'published' })
    t.strictSame(await totalOf(other.benchmarkEditionId, 'sector=C'), { n: 4, status: 'withheld' })
    t.equal(await answerToo(4, 5), 1)
    t.equal((await build(house, other)).error, null)
    t.strictSame(
      await totalOf(other.benchmarkEditionId, 'sector=C'),
      { n: 5, status: 'published' },
      'the control: k owners in the same questionnaire',
    )
    t.strictSame(await totalOf(first.benchmarkEditionId, 'sector=C'), ours)
    for (const { params } of [first, other])
      demand(200, await house.call(reopenBenchmarkEdition, { as, params }))
  },
)

t.test('with an edition published', async (t) => {
  const edition = await publishedEdition(theStage, house)
  const { benchmarkEditionId: id, params } = edition
  const mine = await submitted(house, complete({ '4.1.2': { percent: 80 } }))

  t.test('own weights move neither the row nor the own value (T11)', async (t) => {
    const weighting = await organizationWeighting(house)
    const weighed = await submitted(house, complete({ '4.1.2': { percent: 80 } }), { weighting })
    const [plain, own] = [mine, weighed].map((each) =>
      house.call(compareSubmission, { params: each.params }),
    )
    t.strictSame((await own)?.body, (await plain)?.body)
    const sheets = await sql`select kind, sheet_digest from score_sheets
      where submission_id = ${weighed.submissionId} order by kind`
    t.equal(sheets.length, 2)
    t.not(
      sheets[0]?.sheet_digest,
      sheets[1]?.sheet_digest,
      'the control: by own weights it scores otherwise',
    )
  })

  t.test('nothing that is told of an edition tells a score or a count (T13)', async (t) => {
    const events = await sql`select type, payload::text as text from association_events
      where subject = ${id} order by seq`
    t.ok(events.some(({ type }) => type === 'benchmark-edition.published'))
    for (const { type, text } of events)
      t.notMatch(text, /"(n|members|funnel|p\d\d|v100|grid19|candidates|nBand|audit)"/, type)
    const [withheld] = await sql`select cohort_key as key from bench_pub.cells
      where benchmark_edition_id = ${id} and node = 'total' and status = 'withheld' limit 1`
    const [shown] = await sql`select cohort_key as key from bench_pub.cells
      where benchmark_edition_id = ${id} and node = 'total' and status = 'published' limit 1`
    const refusals = await Promise.all(
      [withheld?.key, shown?.key].map((key) =>
        house.call(getBenchmarkCells, { params, query: { cohort: `${key}&x=1` } }),
      ),
    )
    const [one, other] = refusals.map(({ status, body }) => {
      const { instance: _, requestId: __, ...same } = body
      return { status, same }
    })
    t.strictSame(one, other, 'a refusal does not know whether the cohort beside it is shown')
    const [{ n } = { n: 0 }] =
      await sql`select count(*)::int as n from bench.members where benchmark_edition_id = ${id}`
    t.ok(n > 20)
    const listed = await ownEdition(house, edition)
    t.equal(
      listed.built.funnel.members,
      n,
      'the control: its own association is told, and nobody else',
    )
  })

  t.test('what happens to members after publication changes nothing (T6)', async (t) => {
    const read = () => house.call(getBenchmarkCells, { params, query: { cohort: 'sector=C' } })
    const stored = async () => {
      const [row] =
        await sql`select md5(string_agg(c::text, ',' order by cohort_key, node)) as digest
        from bench_pub.cells c where benchmark_edition_id = ${id}`
      return row?.digest
    }
    const before = { text: (await read()).text, stored: await stored() }
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      const members = tx`select organization_id from bench.members where benchmark_edition_id = ${id}`
      await tx`update organizations set owner_group_id = (select min(owner_group_id::text)::uuid from organizations
        where organization_id in (${members})) where organization_id in (${members})`
      await tx`update score_sheets set node_scores = array_fill(10000::smallint, array[cardinality(node_scores)])
        where organization_id in (${members})`
      await tx`update organizations set verified_at = null, benchmark_consent_withdrawn_at = now(),
        sector_section = 'A', sector_division = '01' where organization_id in (${members}) and region > 'CN-H'`
      await tx`delete from answers where organization_id in (${members})`
    })
    t.strictSame({ text: (await read()).text, stored: await stored() }, before)
    const next = await builtEdition(house)
    const { funnel } = (await ownEdition(house, next)).built
    t.ok(funnel.members < 20, `the control: numbers made anew are others, of ${funnel.members}`)
  })
})
