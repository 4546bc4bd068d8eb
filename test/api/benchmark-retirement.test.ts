// Taking a benchmark edition back, by operation and status: reopened before it is out, retired by two after.
// How it gets there is in benchmark-editions.test.ts.
import t from 'tap'
import { getBenchmarkCells, getBenchmarkEdition } from '../../src/api/benchmarks/contract.ts'
import {
  buildBenchmarkEdition,
  publishBenchmarkEdition,
  reopenBenchmarkEdition,
  retireBenchmarkEdition,
  reviewBenchmarkEdition,
} from '../../src/api/benchmarks/contract-association.ts'
import { getAssociationOperation } from '../../src/api/operations/contract.ts'
import {
  anotherKey,
  background,
  build,
  builtEdition,
  demand,
  draftEdition,
  ended,
  ownEdition,
  populate,
  publishedEdition,
  secondAdmin,
} from '../support/benchmarks.ts'
import { newId } from '../support/house.ts'
import { type Call, stage } from '../support/stage.ts'

const theStage = await stage(t)
const { sql } = theStage
const as = 'associationAdmin'
const reason = 'The cut-off was wrong.'

type Named = { readonly params: { readonly benchmarkEditionId: string } }

/** Who of a house is refused what only its association's administrator may. */
const lesserCast = [
  ['programmeManager', 403],
  ['chapterAdmin', 404],
  ['strangerAdmin', 404],
  ['organizationAdmin', 404],
] as const

/** How many rows the builder's and the public tables hold of an edition. */
const traces = async ({ params: { benchmarkEditionId: id } }: Named) => {
  const [row] = await sql`select
    (select count(*)::int from bench.members where benchmark_edition_id = ${id}) as members,
    (select count(*)::int from bench.cells where benchmark_edition_id = ${id}) as cells,
    (select count(*)::int from bench_pub.editions where id = ${id}) as "publicEditions",
    (select count(*)::int from bench_pub.cells where benchmark_edition_id = ${id}) as "publicCells"`
  return { ...row }
}
const nothing = { members: 0, cells: 0, publicEditions: 0, publicCells: 0 }

t.test('reopenBenchmarkEdition', async (t) => {
  const { stop } = await background(t, theStage)
  const house = await theStage.house({ synthetic: true })
  await populate(theStage, house.associationId, { organizations: 30 })
  const { call } = house
  const reopen = ({ params }: Named, more: Call = {}) =>
    call(reopenBenchmarkEdition, { as, params, ...more })

  t.test('200 releases the members, and another edition may take them', async (t) => {
    const edition = await builtEdition(house)
    const { etag, built } = await ownEdition(house, edition)
    const { members } = await traces(edition)
    t.ok(members > 0)
    const other = await draftEdition(house)
    await build(house, other)
    const before = (await ownEdition(house, other)).built.funnel
    t.equal(before.barred.used_before, members, 'control: used once is used')
    t.match(await reopen(edition, { ifMatch: etag }), {
      status: 200,
      body: { state: 'draft', allowed: ['build'], built: null, reviewed: null },
    })
    t.strictSame(await traces(edition), nothing)
    await build(house, other)
    const again = await ownEdition(house, other)
    t.equal(again.built.inputsDigest, built.inputsDigest, 'the same members')
    t.equal(again.built.funnel.barred.used_before, 0)
    demand(200, await reopen(other))
  })

  t.test('200 after a review, which does not count for the next build', async (t) => {
    const edition = await builtEdition(house)
    demand(200, await call(reviewBenchmarkEdition, { as, params: edition.params }))
    demand(200, await reopen(edition))
    await build(house, edition)
    t.match(await ownEdition(house, edition), { state: 'built', reviewed: null })
    demand(200, await reopen(edition))
  })

  t.test('200 is the way out of plan-outdated', async (t) => {
    const edition = await builtEdition(house)
    const { params } = edition
    const second = await secondAdmin(theStage, house)
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`delete from bench_pub.cells where benchmark_edition_id = ${params.benchmarkEditionId}
        and cohort_key = 'sector=T'`
    })
    const publish = async () => {
      const reviewed = demand(200, await call(reviewBenchmarkEdition, { as, params }))
      const ifMatch = reviewed.body.etag
      return call(publishBenchmarkEdition, { as: second, params, ifMatch })
    }
    t.match(await publish(), { status: 409, body: { code: 'plan-outdated' } })
    demand(200, await reopen(edition))
    await build(house, edition)
    t.equal((await publish()).status, 200)
  })

  t.test('409 for what is a draft or is out, and nothing is released', async (t) => {
    t.match(await reopen(await draftEdition(house)), {
      status: 409,
      body: { code: 'illegal-transition', state: 'draft', event: 'reopen', allowed: ['build'] },
    })
    const published = await publishedEdition(theStage, house)
    const before = await traces(published)
    t.match(await reopen(published), {
      status: 409,
      body: { code: 'illegal-transition', state: 'published', allowed: ['retire'] },
    })
    t.strictSame(await traces(published), before)
    await t.rejects(
      sql.begin(async (tx) => {
        await tx`select set_config('app.tx', 'on', true)`
        await tx`update benchmark_editions set state = 'draft' where id = ${published.benchmarkEditionId}`
      }),
      /refused/,
      'by the database neither',
    )
    t.strictSame(await traces(published), before)
  })

  t.test('412 when it was built anew since it was looked at', async (t) => {
    const edition = await builtEdition(house)
    const { etag } = await ownEdition(house, edition)
    await build(house, edition)
    t.equal((await reopen(edition, { ifMatch: etag })).status, 412)
    t.equal((await ownEdition(house, edition)).state, 'built')
  })

  t.test('403 and 404 to everybody but the administrator', async (t) => {
    const edition = await builtEdition(house)
    for (const [by, status] of lesserCast)
      t.equal((await reopen(edition, { as: by })).status, status, by)
    t.equal((await ownEdition(house, edition)).state, 'built')
    t.equal((await reopen({ params: { benchmarkEditionId: newId() } })).status, 404)
  })

  t.test('a build under way ends with a problem and brings nothing back', async (t) => {
    const edition = await builtEdition(house)
    await stop()
    const { params } = edition
    const accepted = demand(202, await call(buildBenchmarkEdition, { as, params }))
    demand(200, await reopen(edition))
    const ids = { operationId: accepted.body.id }
    t.match(await call(getAssociationOperation, { as, params: ids }), {
      body: { done: true, error: { code: 'illegal-transition', detail: /reopened/ } },
    })
    await background(t, theStage)
    await ended(
      house,
      await call(buildBenchmarkEdition, { as, params: (await draftEdition(house)).params }),
    )
    t.match(await ownEdition(house, edition), { state: 'draft', built: null })
    t.strictSame(await traces(edition), nothing)
  })
})

t.test('retireBenchmarkEdition', async (t) => {
  await background(t, theStage)
  const house = await theStage.house({ synthetic: true })
  await populate(theStage, house.associationId)
  const { call, cast } = house
  const second = await secondAdmin(theStage, house)
  const owner = { kind: 'association', id: house.associationId } as const
  const edition = await publishedEdition(theStage, house)
  const retire = (by: string | null, more: Call = {}) =>
    call(retireBenchmarkEdition, { as: by, params: edition.params, body: { reason }, ...more })
  const own = () => ownEdition(house, edition)
  const needsAnother = { status: 409, body: { code: 'second-person-required' } }
  const eventsOf = async () =>
    (
      await sql`select type, outcome from association_events
        where subject = ${edition.benchmarkEditionId} order by seq`
    ).map(({ type, outcome }) => `${type} ${outcome}`)

  t.test('403 and 404 to everybody but an administrator, and nothing is noted', async (t) => {
    for (const [by, status] of lesserCast) t.equal((await retire(by)).status, status, by)
    t.equal((await retire(null)).status, 401)
    t.equal((await retire(as, { params: { benchmarkEditionId: newId() } })).status, 404)
    t.match(await own(), { state: 'published', retirement: null })
  })

  t.test('400 without a reason, 412 with a stale tag, and nothing is noted', async (t) => {
    for (const body of [{}, { reason: '' }, { reason: 'x'.repeat(501) }, { reason, extra: 1 }])
      t.match(await retire(as, { body }), { status: 400, body: { code: 'validation-failed' } })
    t.equal((await retire(as, { ifMatch: '"1"' })).status, 412)
    t.match(await own(), { state: 'published', retirement: null })
  })

  t.test('409 before the publication, and nothing is noted', async (t) => {
    const draft = await draftEdition(house)
    for (const by of [as, second])
      t.match(await retire(by, { params: draft.params }), {
        status: 409,
        body: { code: 'illegal-transition', state: 'draft', event: 'retire' },
      })
    t.equal((await ownEdition(house, draft)).retirement, null)
  })

  t.test('409 for the first who asks, which stays noted, and the cells stay out', async (t) => {
    const { etag } = await own()
    const idempotencyKey = newId()
    const first = await retire(as, { ifMatch: etag, idempotencyKey })
    t.match(first, needsAnother)
    const asked = await own()
    t.match(asked, {
      state: 'published',
      allowed: ['retire'],
      retirement: { by: cast[as].personId, at: first.body.requestedAt, reason },
      retired: null,
    })
    t.not(asked.etag, etag)
    t.equal((await call(getBenchmarkCells, { params: edition.params })).status, 200)
    t.equal((await eventsOf()).at(-1), 'operation.refused refused', 'the trail shows who asked')
  })

  t.test(
    '409 for the same person again, with the same key, another and another reason',
    async (t) => {
      const asked = await own()
      const idempotencyKey = newId()
      const otherKey = await anotherKey(theStage, owner, cast[as].personId)
      for (const [by, more] of [
        [as, { idempotencyKey }],
        [as, { idempotencyKey }],
        [otherKey, {}],
        [otherKey, { body: { reason: 'Another one' } }],
      ] as const) {
        const answer = await retire(by, more)
        t.match(answer, needsAnother)
        t.equal(answer.body.requestedAt, asked.retirement.at)
      }
      t.strictSame(await own(), asked)
      t.equal((await call(getBenchmarkCells, { params: edition.params })).status, 200)
    },
  )

  t.test('200 by another person, once for a key, and its reads are gone', async (t) => {
    const { etag } = await own()
    const idempotencyKey = newId()
    const more = { ifMatch: etag, idempotencyKey, body: { reason: 'I agree.' } }
    const [done, replayed] = [await retire(second, more), await retire(second, more)]
    t.match(done, {
      status: 200,
      body: { state: 'retired', allowed: [], retirement: { by: cast[as].personId, reason } },
    })
    t.not(done.body.retired.by, cast[as].personId)
    t.equal(replayed.text, done.text)
    const retired = (await eventsOf()).filter((each) => each.includes('retired'))
    t.strictSame(retired, ['benchmark-edition.retired success'])
    const gone = { status: 410, body: { code: 'gone', goneAt: done.body.retired.at } }
    const { params } = edition
    t.match(await call(getBenchmarkCells, { params }), gone)
    t.match(await call(getBenchmarkEdition, { params }), {
      status: 200,
      body: { state: 'retired' },
    })
  })

  t.test('409 once it is retired, for all of them', async (t) => {
    const before = await own()
    for (const by of [as, second])
      t.match(await retire(by), {
        status: 409,
        body: { code: 'illegal-transition', state: 'retired', allowed: [] },
      })
    t.strictSame(await own(), before)
  })

  t.test('one person alone retires nothing, in the database neither', async (t) => {
    const { benchmarkEditionId: id } = edition
    for (const change of [
      'retired_by = retirement_asked_by',
      'retirement_asked_by = null, retirement_asked_at = null, retired_reason = null',
      'retired_reason = null',
      'retired_by = null',
    ])
      await t.rejects(
        sql.unsafe(`update benchmark_editions set ${change} where id = '${id}'`),
        /benchmark_editions_retirement_check/,
        change,
      )
  })
})
