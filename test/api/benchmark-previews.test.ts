// Looks at benchmark editions before they are published: one cohort, a purpose, a note that stays; and the walls around.
import t from 'tap'
import { getBenchmarkCells, getBenchmarkEdition } from '../../src/api/benchmarks/contract.ts'
import { reviewBenchmarkEdition } from '../../src/api/benchmarks/contract-association.ts'
import {
  listBenchmarkPreviews,
  previewBenchmarkCells,
} from '../../src/api/benchmarks/contract-previews.ts'
import { limitsOf } from '../../src/core/benchmark/limits-text.ts'
import {
  background,
  builtEdition,
  demand,
  draftEdition,
  populate,
  publishedEdition,
} from '../support/benchmarks.ts'
import { newId, openPlain, thrown } from '../support/house.ts'
import { stage } from '../support/stage.ts'

const theStage = await stage(t)
const { sql, addresses } = theStage
await background(t, theStage)
const house = await theStage.house({ synthetic: true })
const { call, associationId } = house
await populate(theStage, associationId, { organizations: 150 })
const as = 'associationAdmin'
const purpose = 'Review before publication'

type Params = Readonly<Record<string, string>>
const preview = (params: Params, body: object = {}, more: object = {}) =>
  call(previewBenchmarkCells, { as, params, body: { purpose, ...body }, ...more })
const looksOf = async (id: string) =>
  sql`select cohort_key, purpose, looked_by from benchmark_previews
    where benchmark_edition_id = ${id} order by looked_at, id`
const secretOf = (id: string, cohort: string) =>
  sql`select node, n, reason from bench.cells
    where benchmark_edition_id = ${id} and cohort_key = ${cohort}`

type Node = {
  readonly groups: number
  readonly reason: string | null
  readonly tier: string
  readonly exact: Readonly<Record<string, string | null>>
  readonly shown: Readonly<Record<string, unknown>> & { readonly code: string }
  readonly ranks: Readonly<Record<string, string | null>>
  readonly change: Readonly<Record<string, number | null>>
}
const isEmpty = (five: object) => Object.values(five).every((each) => each === null)

const edition = await builtEdition(house)
const { benchmarkEditionId: id, params } = edition

t.test('previewBenchmarkCells', async (t) => {
  t.test('200 shows counts and reasons truly, and exactly what will be shown', async (t) => {
    const [small] =
      await sql`select cohort_key as key from bench.cells where benchmark_edition_id = ${id}
      and node = 'total' and n between 1 and 4 limit 1`
    for (const cohort of ['all', 'sector=C', small?.key]) {
      const { status, body } = await preview(params, { cohort })
      t.equal(status, 200, cohort)
      t.match(body, { look: { cohort, purpose, by: house.cast[as].personId }, previous: null })
      const secret = new Map((await secretOf(id, cohort)).map((cell) => [cell.node, cell]))
      const nodes: readonly Node[] = body.nodes
      t.equal(nodes.length, secret.size)
      for (const { groups, reason, exact, shown, ranks } of nodes) {
        const cell = secret.get(shown.code)
        t.strictSame([groups, reason], [cell?.n, cell?.reason], shown.code)
        if (groups < 5) t.ok(isEmpty(exact), `${shown.code}: below k the count is all`)
        for (const [name, rank] of Object.entries(ranks))
          if ((rank === null) !== (shown[name] === null)) t.fail(`${shown.code} ${name}: ${rank}`)
        if (shown.p50 !== null) {
          const [over, under = '1'] = String(exact.p50).split('/')
          const rounded = 50 * Math.round(Number(over) / Number(under) / 50)
          t.equal(shown.p50, rounded, 'shown is exact, on the grid')
        }
      }
    }
    const { body } = await preview(params, {}, { as: 'programmeManager' })
    t.equal(body.look.cohort, 'all', 'the default')
    t.ok(body.nodes.some(({ exact }: Node) => exact.p10 !== null))
    t.equal((await call(getBenchmarkCells, { params })).status, 404, 'nothing is public yet')
    const { shown, ranks } = body.nodes.find(({ shown: { code } }: Node) => code === 'total')
    t.notOk(isEmpty(ranks), 'the control')
    for (const [name, rank] of Object.entries(ranks)) {
      const [wanted] = await sql`
        select 50 * (2 * count(*) filter (where v < ${shown[name]}) + count(*) filter (where v = ${shown[name]})) as over,
          count(*) as under
        from bench.members m join score_sheets h using (organization_id, submission_id, sheet_digest),
          lateral (select node_scores[cardinality(node_scores)] as v) total
        where m.benchmark_edition_id = ${id} and -1 <> all (h.node_scores)`
      const [over, under = '1'] = String(rank).split('/')
      t.equal(Number(over) * Number(wanted?.under), Number(wanted?.over) * Number(under), name)
    }
  })

  t.test('200 notes who looked and why, and says so in the record', async (t) => {
    const fresh = await builtEdition(house)
    const { body } = await preview(fresh.params, {
      cohort: 'sector=C',
      purpose: 'Ask of the board',
    })
    t.strictSame(
      [...(await looksOf(fresh.benchmarkEditionId))],
      [
        {
          cohort_key: 'sector=C',
          purpose: 'Ask of the board',
          looked_by: house.cast[as].personId,
        },
      ],
    )
    const events = await sql`select type, payload from association_events
      where subject = ${fresh.benchmarkEditionId} and type = 'benchmark-edition.previewed'`
    t.equal(events.length, 1)
    t.match(JSON.parse(events[0]?.payload), { ids: { preview: body.look.id } })
    demand(200, await call(reviewBenchmarkEdition, { as, params: fresh.params }))
    t.equal((await preview(fresh.params)).status, 200, 'also while it is reviewed')
    const listed = await call(listBenchmarkPreviews, {
      as: 'programmeManager',
      params: fresh.params,
    })
    t.equal(listed.status, 200)
    t.strictSame(
      listed.body.items.map((each: { cohort: string }) => each.cohort),
      ['all', 'sector=C'],
    )
    t.strictSame(listed.body.items[1], body.look)
  })

  t.test('400, 404 and 409 look at nothing and note nothing', async (t) => {
    const before = await looksOf(id)
    t.match(await preview(params, { cohort: 'sector=c' }), { body: { code: 'cohort-not-offered' } })
    for (const wrong of [{ purpose: '' }, { purpose: undefined }, { node: 'total' }])
      t.match(await preview(params, wrong), { status: 400, body: { code: 'validation-failed' } })
    for (const by of ['strangerAdmin', 'organizationAdmin', 'chapterAdmin']) {
      t.equal((await preview(params, {}, { as: by })).status, 404, by)
      t.equal((await call(listBenchmarkPreviews, { as: by, params })).status, 404, by)
    }
    t.equal((await preview({ benchmarkEditionId: newId() })).status, 404)
    const absent = { benchmarkEditionId: newId() }
    t.equal((await call(listBenchmarkPreviews, { as, params: absent })).status, 404)
    const other = await theStage.house()
    t.equal(
      (await other.call(previewBenchmarkCells, { as, params, body: { purpose } })).status,
      404,
    )
    const draft = await draftEdition(house)
    t.match(await preview(draft.params), {
      status: 409,
      body: { code: 'illegal-transition', state: 'draft', event: 'preview' },
    })
    t.same(await looksOf(id), before)
    t.same(await looksOf(draft.benchmarkEditionId), [])
  })
})

t.test(
  'the way into schema bench is one function, and it notes whoever takes it (P10, T12)',
  async (t) => {
    const app = openPlain(t, addresses.appUrl)
    const look = (association: string, lookId = newId(), purpose = 'why') =>
      `select * from preview_benchmark_cells('${association}', '${lookId}', '${id}', 'all', '${purpose}',
      '${house.cast[as].personId}', now())`
    const within = (association: string, text: string) =>
      app.begin(async (tx) => {
        await tx.unsafe(`set local app.tx = 'on'; set local app.association_id = '${association}'`)
        return tx.unsafe(text)
      })
    const denied = { code: '42501' }
    for (const text of [
      'select * from bench.cells',
      'select * from bench.members',
      `insert into benchmark_previews values ('${associationId}', '${newId()}', '${id}', 'all', 'x',
      '${newId()}', now())`,
      'update benchmark_previews set purpose = null',
      'delete from benchmark_previews',
    ])
      t.match(await thrown(() => within(associationId, text)), denied, text)
    const other = await theStage.house()
    t.match(await thrown(() => app.unsafe(look(associationId))), denied, 'no unit, no look')
    t.match(await thrown(() => within(other.associationId, look(associationId))), denied)
    t.ok(
      await thrown(() => within(other.associationId, look(other.associationId))),
      'not its edition',
    )
    t.ok(await thrown(() => within(associationId, look(associationId, newId(), ''))), 'no purpose')
    const before = (await looksOf(id)).length
    t.ok(
      (await within(associationId, look(associationId))).length > 20,
      'the control: noted, it is answered',
    )
    t.equal((await looksOf(id)).length, before + 1)
    for (const text of [
      'update benchmark_previews set purpose = purpose',
      'delete from benchmark_previews',
    ])
      t.match(await thrown(() => sql.unsafe(text)), {
        constraint_name: 'benchmark_previews_immutable',
      })
  },
)

t.test('once it is out nobody looks behind it, and the next one says what changed', async (t) => {
  const settled = await theStage.house({ synthetic: true })
  await populate(theStage, settled.associationId, { organizations: 150 })
  const cutOffAt = '2025-10-01T00:00:00.000Z'
  const out = await publishedEdition(theStage, settled, { cutOffAt, ownerRule: 'cap25' })
  const { policy, limits } = (await settled.call(getBenchmarkEdition, { params: out.params })).body
  t.same([policy.ownerRule, limits], ['cap25', limitsOf('cap25').en], 'its rule is told with it')
  const look = (params: Params) =>
    settled.call(previewBenchmarkCells, { as, params, body: { purpose } })
  t.match(await look(out.params), {
    status: 409,
    body: { code: 'illegal-transition', state: 'published', event: 'preview' },
  })
  t.same(await looksOf(out.benchmarkEditionId), [])
  const next = await builtEdition(settled)
  const { body } = await look(next.params)
  t.match(body.previous, {
    benchmarkEditionId: out.benchmarkEditionId,
    cutOffAt,
    seriesBreak: ['owner_rule'],
  })
  const shown = (await settled.call(getBenchmarkCells, { params: out.params })).body
  const earlier = new Map(shown.nodes.map((node: { code: string }) => [node.code, node]))
  let changed = 0
  for (const { shown: now, change } of body.nodes as readonly Node[]) {
    const before = earlier.get(now.code) as Readonly<Record<string, number | null>>
    for (const [name, difference] of Object.entries(change)) {
      const [one, two] = [before[name], now[name]]
      const expected = typeof one === 'number' && typeof two === 'number' ? two - one : null
      t.equal(difference, expected, `${now.code} ${name}`)
      if (expected !== null) changed += 1
    }
  }
  t.ok(changed > 20, 'the control: both show numbers')
})
