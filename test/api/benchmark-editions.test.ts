// The life of a benchmark edition over HTTP, by operation and status: made, built, reviewed, published by two.
import t from 'tap'
import { getBenchmarkCells } from '../../src/api/benchmarks/contract.ts'
import {
  buildBenchmarkEdition,
  createBenchmarkEdition,
  getAssociationBenchmarkEdition,
  listAssociationBenchmarkEditions,
  publishBenchmarkEdition,
  reviewBenchmarkEdition,
} from '../../src/api/benchmarks/contract-association.ts'
import { buildApp } from '../../src/app.ts'
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
  secondAdmin,
} from '../support/benchmarks.ts'
import { newId } from '../support/house.ts'
import { type House, stage } from '../support/stage.ts'
import { gbt } from '../support/submissions.ts'

const theStage = await stage(t)
const { sql } = theStage
const as = 'associationAdmin'
await background(t, theStage)

const asked = { title: 'Self-assessments of 2025', questionnaireKey: gbt.key }
const editionsOf = async ({ associationId }: House): Promise<number> => {
  const [row] = await sql`
    select count(*)::int as n from benchmark_editions where association_id = ${associationId}`
  return row?.n
}

/** Who of a house is refused what only its association's administrator may. */
const lesser = {
  programmeManager: 403,
  chapterAdmin: 404,
  strangerAdmin: 404,
  organizationAdmin: 404,
} as const
const lesserCast = Object.entries(lesser) as [keyof typeof lesser, 403 | 404][]

t.test('createBenchmarkEdition', async (t) => {
  const house = await theStage.house()
  const { call } = house
  const create = (body: object = {}, more: object = {}) =>
    call(createBenchmarkEdition, { as, body: { ...asked, ...body }, ...more })

  t.test('201 freezes what was asked for and completes the rest', async (t) => {
    const { status, body, headers } = await create({
      sensitiveNodes: ['4.1.2'],
      minAgeDays: 0,
      ownerRule: 'cap25',
    })
    t.equal(status, 201)
    t.match(body, {
      ...asked,
      state: 'draft',
      allowed: ['build'],
      questionnaireVersions: [gbt.version],
      basis: 'self',
      synthetic: false,
      policy: { profile: 'standard', ownerRule: 'cap25', kMin: 5, minAgeDays: 0 },
      sensitiveNodes: ['4.1.2'],
      created: { by: house.cast[as].personId },
      built: null,
      reviewed: null,
      published: null,
    })
    t.equal(headers.etag, body.etag)
    t.equal(
      headers.location,
      `/v1/associations/${house.associationId}/benchmark-editions/${body.id}`,
    )
  })

  t.test('201 once for a key, however often it is sent', async (t) => {
    const before = await editionsOf(house)
    const idempotencyKey = newId()
    const [first, second] = [
      await create({}, { idempotencyKey }),
      await create({}, { idempotencyKey }),
    ]
    t.equal(first.text, second.text)
    t.equal(await editionsOf(house), before + 1)
  })

  t.test('403 and 404 to everybody but the administrator', async (t) => {
    const before = await editionsOf(house)
    for (const [by, status] of lesserCast)
      t.equal((await create({}, { as: by })).status, status, by)
    t.equal((await create({}, { as: null })).status, 401)
    t.equal(await editionsOf(house), before)
  })

  t.test('400 for a shape, 422 for a content that cannot be', async (t) => {
    const before = await editionsOf(house)
    for (const wrong of [
      { kMin: 4.5 },
      { kMin: '5' },
      { extra: 1 },
      { title: '' },
      { basis: 'assessed' },
    ])
      t.match(await create(wrong), { status: 400, body: { code: 'validation-failed' } })
    const refused: readonly (readonly [object, string])[] = [
      [{ kMin: 4 }, '/kMin'],
      [{ depth: 1 }, '/depth'],
      [{ gridBp: 10 }, '/gridBp'],
      [{ questionnaireKey: 'unknown' }, '/questionnaireKey'],
      [{ questionnaireVersions: ['9.9.9'] }, '/questionnaireVersions/0'],
      [{ cutOffAt: '2999-01-01T00:00:00.000Z' }, '/cutOffAt'],
      [{ sensitiveNodes: ['9.9.9'] }, '/sensitiveNodes/0'],
    ]
    for (const [wrong, pointer] of refused)
      t.match(
        await create(wrong),
        { status: 422, body: { code: 'document-invalid', errors: [{ pointer }] } },
        pointer,
      )
    t.equal(await editionsOf(house), before)
  })

  t.test('the database holds the floor of the protection too', async (t) => {
    for (const [column, value] of [
      ['k_min', 4],
      ['d_min', 1],
      ['grid_bp', 25],
    ])
      await t.rejects(
        sql.unsafe(`update benchmark_editions set ${column} = ${value}`),
        /benchmark_editions_floor_check/,
        String(column),
      )
  })
})

t.test('listAssociationBenchmarkEditions and getAssociationBenchmarkEdition', async (t) => {
  const house = await theStage.house()
  const { call } = house
  const [first, second] = [await draftEdition(house), await draftEdition(house)]
  const list = (by: string, query: Readonly<Record<string, string>> = {}) =>
    call(listAssociationBenchmarkEditions, { as: by, query })
  const idsOf = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id)

  t.test('200 for the people of the association, the newest first, by pages', async (t) => {
    t.strictSame(idsOf(await list('programmeManager')), [
      second.benchmarkEditionId,
      first.benchmarkEditionId,
    ])
    const page = await list(as, { limit: '1' })
    t.strictSame(idsOf(page), [second.benchmarkEditionId])
    const rest = await list(as, { limit: '1', cursor: page.body.nextCursor })
    t.strictSame([idsOf(rest), rest.body.nextCursor], [[first.benchmarkEditionId], null])
    const one = await call(getAssociationBenchmarkEdition, {
      as: 'programmeManager',
      params: first.params,
    })
    t.match(one, { status: 200, body: { id: first.benchmarkEditionId, state: 'draft' } })
  })

  t.test('404 to others, and for what is another association’s', async (t) => {
    for (const by of ['strangerAdmin', 'organizationAdmin', 'chapterAdmin']) {
      t.equal((await list(by)).status, 404, by)
      const one = await call(getAssociationBenchmarkEdition, { as: by, params: first.params })
      t.equal(one.status, 404, by)
    }
    const other = await theStage.house()
    const absent = await other.call(getAssociationBenchmarkEdition, { as, params: first.params })
    t.equal(absent.status, 404)
  })
})

t.test('buildBenchmarkEdition', async (t) => {
  const house = await theStage.house({ synthetic: true })
  const { call } = house
  await populate(theStage, house.associationId, { organizations: 30 })

  t.test('202 with an operation, and then it is built', async (t) => {
    const edition = await draftEdition(house)
    const accepted = await call(buildBenchmarkEdition, { as, params: edition.params })
    t.match(accepted, { status: 202, body: { kind: 'buildBenchmarkEdition', done: false } })
    await ended(house, accepted)
    const built = await ownEdition(house, edition)
    t.match(built, {
      state: 'built',
      allowed: ['build', 'review'],
      operationId: accepted.body.id,
      built: { audit: { passed: true } },
    })
    t.match(built.built.inputsDigest, /^[0-9a-f]{64}$/)
    const hidden = await call(getBenchmarkCells, { params: edition.params })
    t.equal(hidden.status, 404, 'built is not published')
    const events = await sql`select type, payload from association_events
      where subject = ${edition.benchmarkEditionId}`
    t.strictSame(
      events.map(({ type }) => type),
      ['benchmark-edition.built'],
    )
    t.strictSame(
      JSON.parse(events[0]?.payload),
      { ids: {}, versions: { questionnaire: [`${gbt.key}@${gbt.version}`] } },
      'no count and no number',
    )
  })

  t.test('412 for an edition that has changed, where If-Match was sent', async (t) => {
    const edition = await draftEdition(house)
    const stale = { as, params: edition.params, ifMatch: '"9"' }
    t.match(await call(buildBenchmarkEdition, stale), {
      status: 412,
      body: { code: 'precondition-failed', currentEtag: '"1"' },
    })
    t.equal((await ownEdition(house, edition)).operationId, null)
  })

  t.test('409 once it is reviewed, and nothing is started', async (t) => {
    const edition = await builtEdition(house)
    demand(200, await call(reviewBenchmarkEdition, { as, params: edition.params }))
    const before = await ownEdition(house, edition)
    t.match(await call(buildBenchmarkEdition, { as, params: edition.params }), {
      status: 409,
      body: { code: 'illegal-transition', state: 'reviewed', event: 'build' },
    })
    t.strictSame(await ownEdition(house, edition), before)
  })

  t.test('403 and 404 to everybody but the administrator', async (t) => {
    const { params } = await draftEdition(house)
    for (const [by, status] of lesserCast)
      t.equal((await call(buildBenchmarkEdition, { as: by, params })).status, status, by)
    const absent = { benchmarkEditionId: newId() }
    t.equal((await call(buildBenchmarkEdition, { as, params: absent })).status, 404)
  })

  t.test('503 where there is nobody to do it', async (t) => {
    const { deps } = theStage
    const options = { logLevel: null, isReady: async () => true, strict: true } as const
    const { app } = await buildApp({ ...deps, worker: false }, options)
    t.teardown(() => app.close())
    const { params, benchmarkEditionId } = await draftEdition(house)
    const answer = await app.inject({
      method: 'POST',
      url: `/v1/associations/${house.associationId}/benchmark-editions/${benchmarkEditionId}/build`,
      headers: { authorization: `Bearer ${house.cast[as].key}`, 'idempotency-key': newId() },
    })
    t.equal(answer.statusCode, 503)
    t.match(answer.json(), { code: 'unavailable', reason: 'database' })
    t.equal((await ownEdition(house, { params })).operationId, null)
  })
})

t.test('reviewBenchmarkEdition', async (t) => {
  const house = await theStage.house({ synthetic: true })
  const { call } = house
  const review = (params: Readonly<Record<string, string>>, more: object = {}) =>
    call(reviewBenchmarkEdition, { as, params, ...more })

  t.test('200 names the reviewer', async (t) => {
    const edition = await builtEdition(house)
    const { etag } = await ownEdition(house, edition)
    t.match(await review(edition.params, { ifMatch: etag }), {
      status: 200,
      body: { state: 'reviewed', reviewed: { by: house.cast[as].personId } },
    })
  })

  t.test('409 for a draft, and for one whose audit has not passed', async (t) => {
    const fresh = await draftEdition(house)
    t.match(await review(fresh.params), {
      status: 409,
      body: { code: 'illegal-transition', state: 'draft', event: 'review', allowed: ['build'] },
    })
    const failed = await builtEdition(house)
    await sql`update benchmark_editions
      set audit_report = replace(audit_report, '"passed":true', '"passed":false')
      where id = ${failed.benchmarkEditionId}`
    t.match(await review(failed.params), { status: 409, body: { allowed: ['build', 'reopen'] } })
    t.equal((await ownEdition(house, failed)).state, 'built')
  })

  t.test('412 when it was built anew since it was looked at', async (t) => {
    const edition = await builtEdition(house)
    const { etag } = await ownEdition(house, edition)
    await build(house, edition)
    t.equal((await review(edition.params, { ifMatch: etag })).status, 412)
    t.equal((await ownEdition(house, edition)).state, 'built')
  })

  t.test('403 and 404 to everybody but the administrator, 403 without the scope', async (t) => {
    const edition = await builtEdition(house)
    for (const [by, status] of lesserCast)
      t.equal((await review(edition.params, { as: by })).status, status, by)
    const { key } = await house.keyOf(as, ['benchmarks:preview'])
    t.match(await review(edition.params, { as: key }), {
      status: 403,
      body: { requiredScope: 'benchmarks:write' },
    })
    t.equal((await ownEdition(house, edition)).state, 'built')
  })

  t.test('422 for a key that was used for another request', async (t) => {
    const edition = await builtEdition(house)
    const idempotencyKey = newId()
    t.equal((await review(edition.params, { idempotencyKey })).status, 200)
    const absent = { benchmarkEditionId: newId() }
    t.match(await review(absent, { idempotencyKey }), {
      status: 422,
      body: { code: 'idempotency-key-reused' },
    })
  })
})

t.test('publishBenchmarkEdition', async (t) => {
  const house = await theStage.house({ synthetic: true })
  const { call } = house
  const second = await secondAdmin(theStage, house)
  const reviewed = async () => {
    const edition = await builtEdition(house)
    const { body } = demand(200, await call(reviewBenchmarkEdition, { as, params: edition.params }))
    return { ...edition, etag: String(body.etag) }
  }
  const publish = (
    by: string,
    { params, etag }: Omit<Awaited<ReturnType<typeof reviewed>>, 'benchmarkEditionId'>,
    more: object = {},
  ) => call(publishBenchmarkEdition, { as: by, params, ifMatch: etag, ...more })
  const isPublic = async ({ params }: { params: Readonly<Record<string, string>> }) =>
    (await call(getBenchmarkCells, { params })).status === 200

  t.test('200 by a second person, and everybody may read it', async (t) => {
    const edition = await reviewed()
    t.match(await publish(second, edition), {
      status: 200,
      body: { state: 'published', allowed: [] },
    })
    t.ok(await isPublic(edition))
    const [event] = await sql`select type from association_events
      where subject = ${edition.benchmarkEditionId} order by seq desc limit 1`
    t.equal(event?.type, 'benchmark-edition.published')
    t.match(await publish(second, { ...edition, etag: (await ownEdition(house, edition)).etag }), {
      status: 409,
      body: { code: 'illegal-transition', state: 'published' },
    })
  })

  t.test('409 for the reviewer, also with another key', async (t) => {
    const edition = await reviewed()
    const owner = { kind: 'association', id: house.associationId } as const
    const otherKey = await anotherKey(theStage, owner, house.cast[as].personId)
    for (const by of [as, otherKey])
      t.match(await publish(by, edition), {
        status: 409,
        body: { code: 'second-person-required' },
      })
    t.notOk(await isPublic(edition))
    t.equal((await publish(second, edition)).status, 200, 'the control: a second person may')
    t.ok(await isPublic(edition))
  })

  t.test('409 when the stored cells are not those that were built', async (t) => {
    const edition = await reviewed()
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`delete from bench_pub.cells where benchmark_edition_id = ${edition.benchmarkEditionId}
        and cohort_key = 'sector=T' and node = 'total'`
    })
    t.match(await publish(second, edition), {
      status: 409,
      body: { code: 'plan-outdated', changed: ['cellsDigest'] },
    })
    t.notOk(await isPublic(edition))
  })

  t.test('409 before the review', async (t) => {
    const edition = await builtEdition(house)
    const { etag } = await ownEdition(house, edition)
    t.match(await publish(second, { ...edition, etag }), {
      status: 409,
      body: { code: 'illegal-transition', state: 'built', event: 'publish' },
    })
    t.notOk(await isPublic(edition))
  })

  t.test('428 without If-Match, 412 with a stale one', async (t) => {
    const edition = await reviewed()
    const { params } = edition
    t.equal((await call(publishBenchmarkEdition, { as: second, params })).status, 428)
    t.equal((await publish(second, { ...edition, etag: '"1"' })).status, 412)
    t.notOk(await isPublic(edition))
  })

  t.test('403 and 404 to everybody but an administrator, 403 without the scope', async (t) => {
    const edition = await reviewed()
    for (const [by, status] of lesserCast) t.equal((await publish(by, edition)).status, status, by)
    const { key } = await house.keyOf(as, ['benchmarks:write'])
    t.match(await publish(key, edition), {
      status: 403,
      body: { requiredScope: 'benchmarks:publish' },
    })
    t.notOk(await isPublic(edition))
  })

  t.test('422 for a key that was used for another request', async (t) => {
    const edition = await reviewed()
    const idempotencyKey = newId()
    t.equal((await publish(second, edition, { idempotencyKey })).status, 200)
    const absent = { ...edition, params: { benchmarkEditionId: newId() } }
    t.match(await publish(second, absent, { idempotencyKey }), {
      status: 422,
      body: { code: 'idempotency-key-reused' },
    })
  })
})
