// Organizations over HTTP: making one, its profile, its consent. After every refusal the row is as before.
import t from 'tap'
import { listAssociationOrganizations } from '../../src/api/associations/contract.ts'
import {
  createAssociationOrganization,
  getOrganization,
  giveBenchmarkConsent,
  updateOrganization,
  withdrawBenchmarkConsent,
} from '../../src/api/organizations/contract.ts'
import { newId } from '../support/house.ts'
import { type Call, type House, stage } from '../support/stage.ts'

const { house, sql } = await stage(t)

const rowOf = async (id: string) =>
  (
    await sql`select row_to_json(o)::text as row from organizations o where organization_id = ${id}`
  )[0]?.row
const eventsOf = async (id: string) =>
  (
    await sql`select type, outcome from organization_events where organization_id = ${id} order by seq`
  ).map(({ type, outcome }) => `${type} ${outcome}`)

t.test('createAssociationOrganization', async (t) => {
  const home = await house()
  const body = {
    name: 'Third',
    country: 'CN',
    sector: { scheme: 'gbt-4754-2017', division: '34' },
    region: 'CN-ZJ',
    employeeCount: 20,
  }
  const create = (call: Call = {}) =>
    home.call(createAssociationOrganization, { body, as: 'associationAdmin', ...call })
  const count = async () =>
    Number(
      (
        await sql`select count(*) from organization_homes where association_id = ${home.associationId}`
      )[0]?.count,
    )

  t.test('201, settled, on the roster, with an event, and once for one key', async (t) => {
    const idempotencyKey = newId()
    const made = await create({ idempotencyKey })
    t.equal(made.status, 201)
    t.match(made.body, {
      associationId: home.associationId,
      sector: { section: 'C' },
      sizeClass: 'unclassified',
      test: false,
      synthetic: false,
      verifiedAt: null,
      benchmarkConsent: { status: 'none' },
    })
    t.equal(made.headers.location, `/v1/organizations/${made.body.id}`)
    t.equal(made.headers.etag, made.body.etag)
    const again = await create({ idempotencyKey })
    t.equal(again.text, made.text)
    t.equal(again.headers['idempotency-replayed'], 'true')
    t.equal(await count(), 1)
    t.same(await eventsOf(made.body.id), ['organization.created success'])
    const roster = await home.call(listAssociationOrganizations, { as: 'associationAdmin' })
    t.same(
      roster.body.items.map((each: { organizationId: string }) => each.organizationId),
      [made.body.id],
    )
    const seen = await home.call(getOrganization, {
      params: { organizationId: made.body.id },
      as: 'associationAdmin',
    })
    t.same(seen.body, made.body)
  })
  t.test('422 names everything that is wrong, and makes nothing', async (t) => {
    const sector = { scheme: 'gbt-4754-2017', division: '00' }
    const answer = await create({ body: { ...body, sector, region: 'CN-XX' } })
    t.match(answer, {
      status: 422,
      body: {
        code: 'document-invalid',
        errors: [{ pointer: '/region' }, { pointer: '/sector/division' }],
      },
    })
    t.equal(await count(), 1)
  })
  t.test('403 for who may only look, 404 for others', async (t) => {
    t.match(await create({ as: 'programmeManager' }), { status: 403, body: { code: 'forbidden' } })
    for (const as of ['chapterAdmin', 'strangerAdmin', 'organizationAdmin'] as const)
      t.equal((await create({ as })).status, 404, as)
    t.equal(await count(), 1)
  })
  t.test('400 without a key of idempotency, or with an unknown member', async (t) => {
    const keyless = await create({ idempotencyKey: null })
    t.match(keyless, { status: 400, body: { code: 'idempotency-key-required' } })
    t.equal((await create({ body: { ...body, synthetic: true } })).status, 400)
    t.equal(await count(), 1)
  })
})

t.test('getOrganization', async (t) => {
  const { call, organizationId, chapterId } = await house()
  t.test('200 for members and for the association above', async (t) => {
    for (const as of ['organizationViewer', 'chapterAdmin', 'programmeManager'] as const) {
      const { status, body } = await call(getOrganization, { as })
      t.equal(status, 200, as)
      t.match(body, { id: organizationId, associationId: chapterId, sizeClass: 'medium' })
    }
  })
  t.test('404 for the neighbour and for strangers, as for what is not there', async (t) => {
    const absent = await call(getOrganization, { params: { organizationId: newId() } })
    for (const as of ['otherOrganizationAdmin', 'strangerAdmin'] as const) {
      const { status, body } = await call(getOrganization, { as })
      t.equal(status, 404, as)
      t.same({ ...body, instance: '' }, { ...absent.body, instance: '' })
    }
  })
})

const etagOf = async ({ call }: House) => String((await call(getOrganization)).headers.etag)

t.test('updateOrganization', async (t) => {
  const home = await house()
  const { call, organizationId } = home
  const change = async (body: object, more: Call = {}) =>
    call(updateOrganization, { body, ifMatch: await etagOf(home), ...more })

  t.test('200 changes what is named, and the roster with it', async (t) => {
    const before = await call(getOrganization)
    const { status, body, headers } = await change({ name: 'Renamed', revenueTenThousandCny: null })
    t.equal(status, 200)
    t.same(
      { ...body, updatedAt: before.body.updatedAt },
      {
        ...before.body,
        name: 'Renamed',
        revenueTenThousandCny: null,
        sizeClass: 'unclassified',
        etag: body.etag,
      },
    )
    t.not(body.etag, before.body.etag)
    t.equal(headers.etag, body.etag)
    const roster = await call(listAssociationOrganizations, {
      params: { associationId: home.chapterId },
      as: 'chapterAdmin',
    })
    t.same(
      roster.body.items.map((each: { name: string }) => each.name),
      ['Other', 'Renamed'],
    )
  })
  t.test('200 for what is there already, whatever the tag', async (t) => {
    const before = await rowOf(organizationId)
    const answer = await change({ name: 'Renamed' }, { ifMatch: '"0"' })
    t.equal(answer.status, 200)
    t.equal(answer.headers.etag, await etagOf(home))
    t.equal(await rowOf(organizationId), before)
  })
  t.test('412 for a stale tag, 428 for none; nothing changed', async (t) => {
    const before = await rowOf(organizationId)
    const stale = await change({ name: 'Late' }, { ifMatch: '"0"' })
    t.match(stale, {
      status: 412,
      body: { code: 'precondition-failed', currentEtag: await etagOf(home) },
    })
    const none = await call(updateOrganization, { body: { name: 'Late' } })
    t.match(none, { status: 428, body: { code: 'precondition-required', header: 'If-Match' } })
    t.equal(await rowOf(organizationId), before)
  })
  t.test('of twenty at once with one tag, one wins', async (t) => {
    const ifMatch = await etagOf(home)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        call(updateOrganization, { body: { employeeCount: 500 + n }, ifMatch }),
      ),
    )
    t.same(answers.map(({ status }) => status).sort(), [200, ...Array(19).fill(412)])
  })
  t.test('403 for all but its admin, 404 for the neighbour; nothing changed', async (t) => {
    const before = await rowOf(organizationId)
    for (const as of ['organizationContributor', 'chapterAdmin', 'programmeManager'] as const)
      t.match(await change({ name: 'X' }, { as }), { status: 403, body: { code: 'forbidden' } }, as)
    t.equal((await change({ name: 'X' }, { as: 'otherOrganizationAdmin' })).status, 404)
    t.equal(await rowOf(organizationId), before)
    t.equal(
      (await eventsOf(organizationId)).filter((event) => event === 'operation.refused refused')
        .length,
      3,
      'refusals of people with a standing are on record',
    )
  })
  t.test('400, 415, 422 for what is no patch, or none that makes sense', async (t) => {
    const before = await rowOf(organizationId)
    t.equal((await change({ nmae: 'X' })).status, 400)
    t.equal((await change({ name: null })).status, 400)
    t.equal((await change({ employeeCount: -1 })).status, 400)
    const plain = { headers: { 'content-type': 'application/json' } }
    t.match(await change({ name: 'X' }, plain), {
      status: 415,
      headers: { 'accept-patch': 'application/merge-patch+json' },
    })
    t.match(await change({ region: 'DE-BY' }), { status: 422, body: { code: 'document-invalid' } })
    t.equal(await rowOf(organizationId), before)
  })
})

t.test('giveBenchmarkConsent and withdrawBenchmarkConsent', async (t) => {
  const home = await house()
  const { call, organizationId, cast } = home
  const give = async (more: Call = {}) =>
    call(giveBenchmarkConsent, { body: { accepted: true }, ifMatch: await etagOf(home), ...more })
  const withdraw = async (more: Call = {}) =>
    call(withdrawBenchmarkConsent, { ifMatch: await etagOf(home), ...more })

  t.test('200 gives, and giving again changes nothing', async (t) => {
    const given = await give()
    t.equal(given.status, 200)
    const { personId } = cast.organizationAdmin
    t.match(given.body.benchmarkConsent, { status: 'given', givenBy: personId, withdrawnAt: null })
    const row = await rowOf(organizationId)
    t.equal((await give({ ifMatch: '"0"' })).headers.etag, given.headers.etag)
    t.equal(await rowOf(organizationId), row)
  })
  t.test('200 withdraws, and withdrawing again changes nothing', async (t) => {
    const withdrawn = await withdraw()
    t.equal(withdrawn.status, 200)
    t.match(withdrawn.body.benchmarkConsent, { status: 'withdrawn' })
    const row = await rowOf(organizationId)
    t.equal((await withdraw()).status, 200)
    t.equal(await rowOf(organizationId), row)
    t.same(await eventsOf(organizationId).then((all) => all.filter((e) => e.startsWith('bench'))), [
      'benchmark-consent.given success',
      'benchmark-consent.withdrawn success',
    ])
  })
  t.test('403, 404, 412, 428, 400; nothing changed', async (t) => {
    const row = await rowOf(organizationId)
    t.equal((await give({ as: 'organizationContributor' })).status, 403)
    t.equal((await withdraw({ as: 'chapterAdmin' })).status, 403)
    t.equal((await give({ as: 'otherOrganizationAdmin' })).status, 404)
    t.equal((await give({ ifMatch: '"0"' })).status, 412)
    t.equal((await call(giveBenchmarkConsent, { body: { accepted: true } })).status, 428)
    t.equal((await call(withdrawBenchmarkConsent)).status, 428)
    t.equal((await give({ body: { accepted: false } })).status, 400)
    t.equal(await rowOf(organizationId), row)
  })
})
