// The build of a benchmark edition against an oracle in plain SQL, against kills, repetition and row order.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import {
  buildBenchmarkEdition,
  reviewBenchmarkEdition,
} from '../../src/api/benchmarks/contract-association.ts'
import { getAssociationOperation } from '../../src/api/operations/contract.ts'
import { nodesOf } from '../../src/core/benchmark/value.ts'
import {
  background,
  build,
  builtEdition,
  demand,
  draftEdition,
  ended,
  everyFamily,
  ownEdition,
  populate,
} from '../support/benchmarks.ts'
import { openPlain, thrown } from '../support/house.ts'
import { root } from '../support/sources.ts'
import { type House, stage } from '../support/stage.ts'
import { gbt } from '../support/submissions.ts'

const theStage = await stage(t)
const { sql, addresses } = theStage
const as = 'associationAdmin'

const synthetic = async (organizations: number): Promise<House> => {
  const house = await theStage.house({ synthetic: true })
  await populate(theStage, house.associationId, { organizations })
  return house
}

/** What is stored of an edition, wherever it may be public or secret. */
const traces = async (id: string) => {
  const [row] = await sql`select
    (select count(*)::int from bench.members where benchmark_edition_id = ${id}) as members,
    (select count(*)::int from bench.cells where benchmark_edition_id = ${id}) as cells,
    (select count(*)::int from bench_pub.editions where id = ${id}) as "publicEditions",
    (select count(*)::int from bench_pub.cells where benchmark_edition_id = ${id}) as "publicCells",
    (select count(*)::int from association_events
      where subject = ${id} and type = 'benchmark-edition.built') as events`
  return { ...row }
}
const nothing = { members: 0, cells: 0, publicEditions: 0, publicCells: 0, events: 0 }

/** Categories of nodes in the frozen order of vectors, for the rule on what is not applicable. */
const categories = JSON.stringify(nodesOf(gbt).map(({ category }) => category ?? ''))

/**
 * Section 9 of the design: quantiles of every cohort and node, exact in 1/100 bp, from members and their
 * stored vectors. A member with a node not applicable in a category is in no cell of it, nor of the total.
 */
const oracle = (id: string) => sql`
  with pool as (
    select m.sector, m.region, m.size, m.owner_group_id as owner, h.node_scores from bench.members m
    join score_sheets h on h.organization_id = m.organization_id and h.submission_id = m.submission_id
      and h.kind = 'reference'
    where m.benchmark_edition_id = ${id}),
  c as (select cat, o::int as node from json_array_elements_text(${categories}::text::json) with ordinality x(cat, o)),
  v as (
    select p.sector, p.region, p.size, p.owner, c.node, c.cat, u.v,
      bool_or(u.v < 0) over (partition by p.ctid_, c.cat) as barred,
      bool_or(u.v < 0) over (partition by p.ctid_) as any_barred
    from (select row_number() over () as ctid_, * from pool) p,
      unnest(p.node_scores) with ordinality u(v, o) join c on c.node = u.o::int),
  m as (select sector, region, size, owner, node, v from v where not barred and not (cat = '' and any_barred)),
  g as (select grouping(sector, region, size) gs, sector, region, size, node, array_agg(v order by v) a,
      array_agg(owner) as owners from m
    group by grouping sets ((node), (node, sector), (node, region), (node, size), (node, sector, size),
      (node, sector, region))),
  q as (select gs, sector, region, size, node, cardinality(a) as n, groups, largest, p, a[lo+1]::bigint * (100 - r)
      + a[least(lo+2, cardinality(a))]::bigint * r as v100
    from g, unnest(array[5,10,15,20,25,30,35,40,45,50,55,60,65,70,75,80,85,90,95]) p,
      lateral (select p * (cardinality(a)-1) / 100 lo, p * (cardinality(a)-1) % 100 r) h,
      lateral (select count(*)::int as groups, max(held)::int as largest
        from (select count(*) as held from unnest(owners) o group by o) each) held
    where (gs & 4 > 0 or sector ~ '^[A-T]$') and (gs & 2 > 0 or region is not null)
      and (gs & 1 > 0 or size <> 'unclassified'))
  select case gs when 7 then 'all' else concat_ws('&', 'sector=' || sector, 'region=' || region, 'size=' || size) end
      as key, node, n, groups, largest, array_agg(v100 order by p) as v100
  from q group by gs, sector, region, size, node, n, groups, largest`

/** Half up to the grid, written otherwise than in the product. */
const onGrid = (v100: number) => Math.floor((v100 / 100 + 25) / 50) * 50

/** Compares every secret cell with the oracle; what the whole adds up to. */
const cellsAsOracle = async (t: Test, id: string) => {
  const expected = await oracle(id)
  const cells = await sql`
    select c.cohort_key as key, c.node, n, groups, largest, reason, exact_quantiles as v100 from bench.cells c
    where benchmark_edition_id = ${id}`
  const order = nodesOf(gbt).map(({ code }) => code)
  const name = (key: string, node: string) => `${key} ${node}`
  const byName = new Map(
    expected.map((row) => [name(row.key, String(order[row.node - 1])), row] as const),
  )
  for (const cell of cells) {
    const wanted = byName.get(name(cell.key, cell.node)) ?? { n: 0, groups: 0, largest: 0 }
    for (const count of ['n', 'groups', 'largest'] as const)
      if (cell[count] !== wanted[count])
        t.fail(`${cell.key} ${cell.node}: ${count} is ${cell[count]}, not ${wanted[count]}`)
    const exact = 'v100' in wanted ? wanted.v100.map(Number) : null
    if (JSON.stringify(cell.v100) !== JSON.stringify(exact))
      t.fail(`${cell.key} ${cell.node}: ${cell.v100} instead of ${exact}`)
  }
  const sum = (count: string) => cells.reduce((all, cell) => all + cell[count], 0)
  const keys = new Set(cells.map(({ key }) => key)).size
  t.equal(cells.length, keys * order.length, 'a cell for every key and node')
  return { members: sum('n'), groups: sum('groups'), cells: byName.size, keys }
}

/** Compares every public row with its secret cell: tiers by owner groups, a quarter for one at most. */
const rowsAsCells = async (t: Test, id: string) => {
  const rows = await sql`
    select p.*, c.n, c.groups, c.largest, c.reason, c.exact_quantiles as v100 from bench_pub.cells p
    join bench.cells c using (benchmark_edition_id, cohort_key, node)
    where benchmark_edition_id = ${id}`
  let shown = 0
  for (const row of rows) {
    const at = (percent: number) => onGrid(row.v100[percent / 5 - 1])
    const isOut = row.reason === null
    const five = [row.p10, row.p25, row.p50, row.p75, row.p90]
    const wanted = [
      isOut && row.groups >= 21 ? at(10) : null,
      isOut && row.groups >= 9 ? at(25) : null,
      isOut && row.groups >= 5 ? at(50) : null,
      isOut && row.groups >= 9 ? at(75) : null,
      isOut && row.groups >= 21 ? at(90) : null,
    ]
    if (JSON.stringify(five) !== JSON.stringify(wanted))
      t.fail(`${row.cohort_key} ${row.node}: ${five} instead of ${wanted}`)
    const isDominated = row.largest > 1 && 4 * row.largest > row.n
    if (row.groups >= 5 && isDominated !== (row.reason === 'owner_cap'))
      t.fail(`${row.cohort_key} ${row.node}: ${row.reason} with ${row.largest} of ${row.n}`)
    if (isOut) shown += 1
    else if (row.status !== 'withheld' || row.n_band !== null || row.grid19 !== null)
      t.fail(`${row.cohort_key} ${row.node} tells something although it is withheld`)
  }
  t.ok(shown > 100 && shown < rows.length, 'some are shown and some withheld')
}

t.test('with the background at work', async (t) => {
  const { stop } = await background(t, theStage)
  t.teardown(stop)
  const house = await synthetic(250)
  const edition = await builtEdition(house, everyFamily)
  const { benchmarkEditionId: id } = edition

  t.test('every cell is exactly what plain SQL says', async (t) => {
    const { groups, members, cells } = await cellsAsOracle(t, id)
    t.ok(cells > 5000, 'a population worth comparing')
    t.equal(groups, members, 'one of each owner group')
  })

  t.test('what is public is that, rounded to the grid and cut to its tier', async (t) => {
    await rowsAsCells(t, id)
  })

  t.test('nobody is in it who may not be', async (t) => {
    const wrong = await sql`
      select m.submission_id from bench.members m
      join organizations o on o.organization_id = m.organization_id
      join submissions s on s.organization_id = m.organization_id and s.id = m.submission_id
      join score_sheets h on h.organization_id = s.organization_id and h.submission_id = s.id
        and h.kind = 'reference'
      left join owner_groups g on g.id = o.owner_group_id
      where m.benchmark_edition_id = ${id} and (
        s.state <> 'final' or s.final_at > '2026-10-01'::timestamptz - interval '90 days'
        or o.benchmark_consent_given_at is null or o.benchmark_consent_withdrawn_at is not null
        or o.verified_at is null or g.verified_at is null or not h.complete
        or h.not_applicable_share_bp > 1000 or not o.synthetic)`
    t.strictSame([...wrong], [])
    const [twice] = await sql`
      select count(*)::int - count(distinct owner_group_id)::int as n from bench.members
      where benchmark_edition_id = ${id}`
    t.equal(twice?.n, 0, 'one of each owner group')
    const { built } = await ownEdition(house, edition)
    const planted = ['too_young', 'organization_unverified', 'unanswered', 'group_represented']
    for (const reason of planted) t.ok(built.funnel.barred[reason] > 0, reason)
    const { candidates, members, barred } = built.funnel
    const all = Object.values<number>(barred).reduce((sum, n) => sum + n, members)
    t.equal(all, candidates)
    t.equal(built.audit.passed, true)
  })

  t.test('built again, also from rows in another order, it has the same digests', async (t) => {
    const before = await ownEdition(house, edition)
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      // An update moves a row to the end of its table.
      await tx`update organizations set revision = revision where sector_section < 'G'`
      await tx`update submissions set revision = revision where id::text < ${id}`
    })
    t.equal((await build(house, edition)).error, null)
    const after = await ownEdition(house, edition)
    t.not(after.built.at, before.built.at)
    t.equal(after.built.inputsDigest, before.built.inputsDigest)
    t.equal(after.built.cellsDigest, before.built.cellsDigest)
    t.match(await traces(id), { publicEditions: 1, events: 2 })
    await sql`update organizations set benchmark_consent_withdrawn_at = now() where organization_id = (
      select organization_id from bench.members where benchmark_edition_id = ${id} limit 1)`
    t.equal((await build(house, edition)).error, null)
    const less = await ownEdition(house, edition)
    t.not(less.built.inputsDigest, after.built.inputsDigest, 'the control: one member less')
  })

  t.test('a submission is used once: the next edition finds none of them', async (t) => {
    const { built } = await ownEdition(house, edition)
    const next = await builtEdition(house)
    const { funnel } = (await ownEdition(house, next)).built
    t.equal(funnel.barred.used_before, built.funnel.members)
    const both = await sql`
      select submission_id from bench.members
      where benchmark_edition_id in (${id}, ${next.benchmarkEditionId})
      group by submission_id having count(*) > 1`
    t.strictSame([...both], [])
  })

  t.test('real organizations never enter a synthetic edition, nor the reverse', async (t) => {
    const real = await theStage.house()
    await sql.begin(async (tx) => {
      await tx`set local app.tx = 'on'`
      await tx`update organizations set association_id = ${real.associationId}
        where organization_id in (select organization_id from organizations
          where association_id = ${house.associationId} and name like 'Synthetic%' limit 60)`
    })
    const { funnel } = (await ownEdition(real, await builtEdition(real))).built
    t.equal(funnel.members, 0)
    t.ok(funnel.barred.synthetic_mismatch > 20)
  })
})

t.test('under cap25 it agrees with plain SQL too, and the database holds the rule', async (t) => {
  await background(t, theStage)
  const house = await synthetic(250)
  await sql`update organizations set owner_group_id = (select id from owner_groups
      where association_id = ${house.associationId} and verified_at is not null order by id limit 1)
    where organization_id in (select organization_id from organizations
      where association_id = ${house.associationId} and sector_section = 'C' order by 1 limit 16)`
  const ownerRule = 'cap25'
  const edition = await builtEdition(house, { ownerRule, families: ['all', 'sector', 'region'] })
  const { benchmarkEditionId: id } = edition
  const { groups, members } = await cellsAsOracle(t, id)
  t.ok(groups < members, 'owner groups have several members')
  await rowsAsCells(t, id)
  const { built } = await ownEdition(house, edition)
  t.equal(built.audit.passed, true)
  t.equal(built.funnel.barred.group_represented, 0)
  const capped = await sql`select 1 from bench.cells
    where benchmark_edition_id = ${id} and reason = 'owner_cap'`
  t.ok(capped.length > 0, 'one owner has too much of some')
  const refused = [
    ['update bench.cells set groups = 4, largest = 1', 'bench_cells_floor_check'],
    ['update bench.cells set largest = n / 4 + 1, groups = 5', 'bench_cells_owner_cap_check'],
    ['update bench.cells set groups = n + 1, largest = 1', 'bench_cells_owners_check'],
    [`update bench.members set owner_rule = 'one-per-group'`, 'bench_members_owner_group_key'],
    [`update bench.members set owner_rule = 'half'`, 'bench_members_owner_rule_check'],
  ] as const
  for (const [text, constraint] of refused) {
    const only = text.includes('cells') ? `and status = 'published' and n >= 9` : ''
    const whole = `${text} where benchmark_edition_id = '${id}' ${only}`
    t.match(await thrown(() => sql.unsafe(whole)), { constraint_name: constraint }, text)
  }
  const again = await sql`update bench.cells set groups = groups where benchmark_edition_id = ${id}`
  t.ok(again.count > 100, 'the control: what is there holds')
})

t.test('an edition that was reviewed meanwhile ends the build with its problem', async (t) => {
  const house = await synthetic(5)
  const first = await background(t, theStage)
  const edition = await builtEdition(house)
  await first.stop()
  const accepted = await house.call(buildBenchmarkEdition, { as, params: edition.params })
  demand(200, await house.call(reviewBenchmarkEdition, { as, params: edition.params }))
  const before = await traces(edition.benchmarkEditionId)
  await background(t, theStage)
  const operation = await ended(house, accepted)
  t.match(operation, {
    done: true,
    response: null,
    error: { code: 'illegal-transition', status: 409, type: '/problems/illegal-transition' },
  })
  const inChinese = await house.call(getAssociationOperation, {
    as,
    params: { operationId: operation.id },
    headers: { 'accept-language': 'zh-CN' },
  })
  t.equal(inChinese.body.error.code, 'illegal-transition')
  t.not(inChinese.body.error.title, operation.error.title, 'only title and detail are translated')
  t.strictSame(await traces(edition.benchmarkEditionId), before)
})

/** Holds what a build must write, so that it stands in the middle of its last transaction. */
const blocking = async (t: Test) => {
  const holder = openPlain(t, addresses.superuserUrl)
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let locked = () => {}
  const isLocked = new Promise<void>((resolve) => {
    locked = resolve
  })
  const holding = holder.begin(async (tx) => {
    await tx`lock table bench.members in exclusive mode`
    locked()
    await released
  })
  await isLocked
  t.teardown(release)
  return {
    waiting: builderWaits,
    release: async () => {
      release()
      await holding
    },
  }
}

/** Settles when the builder waits for the lock: it has read, computed and begun to write. */
const builderWaits = async (): Promise<number> => {
  for (;;) {
    const [row] = await sql`
      select pid from pg_stat_activity where usename like 'excellence_benchmark%'
        and datname = current_database() and wait_event_type = 'Lock'`
    if (row !== undefined) return row.pid
  }
}

t.test('a builder whose process is killed leaves nothing, and the next one finishes', async (t) => {
  const house = await synthetic(30)
  const edition = await draftEdition(house)
  const { benchmarkEditionId: id, params } = edition
  const block = await blocking(t)
  const script = join(root, 'test/support/build-worker.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(addresses)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const accepted = await house.call(buildBenchmarkEdition, { as, params })
  await block.waiting()
  child.kill('SIGKILL')
  await once(child, 'exit')
  await block.release()
  t.strictSame(await traces(id), nothing)
  t.equal((await ownEdition(house, edition)).state, 'draft')
  const operationId = accepted.body.id
  const midway = await house.call(getAssociationOperation, { as, params: { operationId } })
  t.match(midway.body, { done: false, progress: 80, response: null, error: null })
  // The next attempt waits in the queue for its time; here it comes at once.
  const [next] = await sql`
    update graphile_worker._private_jobs set run_at = now() where locked_at is null
      and payload->>'operationId' = ${operationId} returning payload`
  t.match(next?.payload, { attempt: 2 })
  await background(t, theStage)
  const operation = await ended(house, accepted)
  t.match(operation, { done: true, progress: 100, error: null })
  const whole = await traces(id)
  t.ok(whole.members > 10)
  t.match(whole, { publicEditions: 1, events: 1 })
  t.equal(whole.publicCells, 21 * nodesOf(gbt).length)
})

t.test(
  'a builder whose connection dies leaves nothing, tries again, and goes only forward',
  async (t) => {
    const house = await synthetic(30)
    const edition = await draftEdition(house)
    const { benchmarkEditionId: id, params } = edition
    await background(t, theStage)
    const block = await blocking(t)
    const accepted = await house.call(buildBenchmarkEdition, { as, params })
    const pid = await block.waiting()
    await sql`select pg_terminate_backend(${pid}, 5000)`
    t.strictSame(await traces(id), nothing)
    const operationId = accepted.body.id
    const seen: number[] = []
    await block.release()
    await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null
    and payload->>'operationId' = ${operationId}`
    await sql`select pg_notify('jobs:insert', '{"count":1}')`
    for (let done = false; !done; ) {
      const { body } = await house.call(getAssociationOperation, { as, params: { operationId } })
      seen.push(body.progress)
      done = body.done
    }
    t.strictSame(
      seen,
      seen.toSorted((a, b) => a - b),
    )
    t.match(await traces(id), { publicEditions: 1, events: 1 })
  },
)

t.test('a job that is worked on twice has its effect once', async (t) => {
  const house = await synthetic(5)
  const edition = await draftEdition(house)
  const accepted = await house.call(buildBenchmarkEdition, { as, params: edition.params })
  await sql.begin(async (tx) => {
    await tx`set local app.tx = 'on'`
    const [job] = await tx`
      select payload from graphile_worker._private_jobs
      where payload->>'operationId' = ${accepted.body.id}`
    await tx`select app_enqueue('build-benchmark-edition', ${JSON.stringify(job?.payload)}::text::json, null, null)`
  })
  const { stop } = await background(t, theStage)
  await ended(house, accepted)
  await stop()
  t.match(await traces(edition.benchmarkEditionId), { publicEditions: 1, events: 1 })
})

t.test('after its last attempt a build that cannot be done ends with an error', async (t) => {
  const house = await synthetic(5)
  const edition = await draftEdition(house)
  const accepted = await house.call(buildBenchmarkEdition, { as, params: edition.params })
  await sql`update graphile_worker._private_jobs
    set payload = jsonb_set(payload::jsonb, '{attempt}', '20')::json
    where payload->>'operationId' = ${accepted.body.id}`
  await background(t, theStage)
  t.match(await ended(house, accepted), { error: { code: 'internal', status: 500 } })
  t.strictSame(await traces(edition.benchmarkEditionId), nothing)
})
