// The life of an API key over HTTP: made, used, rotated, revoked, expired. The secret exists once.
import t from 'tap'
import { apiKeys } from '../../src/api/api-keys/contract.ts'
import { keyUsage } from '../../src/api/api-keys/tasks-usage.ts'
import { getAssociation } from '../../src/api/associations/contract.ts'
import { members } from '../../src/api/members/contract.ts'
import { getOrganization } from '../../src/api/organizations/contract.ts'
import { newId } from '../support/house.ts'
import { type Call, type House, stage } from '../support/stage.ts'

const { house, sql, shiftClock, deps } = await stage(t)
const { create, list, get, rotate, revoke } = apiKeys.organization
const day = 86_400_000

const rowsOf = async (organizationId: string) =>
  JSON.stringify(
    await sql`select * from organization_keys where organization_id = ${organizationId} order by id`,
  )

const body = { label: 'Reporting', scopes: ['organizations:read', 'keys:read'] }
const use = async ({ call }: House, key: string) =>
  (await call(getOrganization, { as: key })).status

t.test('createApiKey', async (t) => {
  const home = await house()
  const { call, cast, organizationId } = home
  const make = (more: Call = {}) => call(create, { body, ...more })

  t.test('201 shows the secret once; it works; it lives 90 days', async (t) => {
    const made = await make()
    t.equal(made.status, 201)
    t.match(made.body, {
      kind: 'app',
      environment: 'live',
      personId: cast.organizationAdmin.personId,
      scopes: body.scopes,
      secret: /^exk_live_/,
      revokedAt: null,
      lastUsedAt: null,
    })
    t.equal(made.body.last4, made.body.secret.slice(-11, -7))
    const life = Date.parse(made.body.expiresAt) - Date.parse(made.body.createdAt)
    t.equal(life, 90 * day)
    t.equal(await use(home, made.body.secret), 200)
    const { secret, ...shown } = made.body
    t.same((await call(get, { params: { apiKeyId: made.body.id } })).body, shown)
    t.notMatch((await call(list)).text, /secret|exk_/)
  })
  t.test('a retry gets the same bytes, and the secret is nowhere in the database', async (t) => {
    const idempotencyKey = newId()
    const made = await make({ idempotencyKey })
    const again = await make({ idempotencyKey })
    t.equal(again.text, made.text)
    t.equal(again.headers['idempotency-replayed'], 'true')
    t.equal(again.headers.etag, made.headers.etag)
    const tables = await sql`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`
    const secret = String(made.body.secret).split('_')[3] ?? '-'
    for (const { name } of tables) {
      const [found] = await sql.unsafe(
        `select count(*)::int as hits from ${name} r where r::text like $1`,
        [`%${secret}%`],
      )
      t.equal(found?.hits, 0, name)
    }
  })
  t.test('409 or 422 for the same key of idempotency and other bytes', async (t) => {
    const idempotencyKey = newId()
    await make({ idempotencyKey })
    const other = await make({ idempotencyKey, body: { ...body, label: 'Other' } })
    t.match(other, { status: 422, body: { code: 'idempotency-key-reused' } })
  })
  t.test('422 beyond the role, beyond the credential, beyond a year; nothing made', async (t) => {
    const before = await rowsOf(organizationId)
    const wrong = {
      ...body,
      scopes: ['organizations:read', 'benchmarks:publish'],
      expiresAt: new Date(Date.now() + 366 * day).toISOString(),
    }
    t.match(await make({ body: wrong }), {
      status: 422,
      body: {
        errors: [
          { pointer: '/scopes/1', code: 'scope-beyond-role' },
          { pointer: '/expiresAt', code: 'too-late' },
        ],
      },
    })
    t.equal(await rowsOf(organizationId), before)
    const { key } = await home.keyOf('organizationAdmin', ['keys:write', 'organizations:read'])
    t.match(await make({ as: key }), {
      status: 422,
      body: { errors: [{ pointer: '/scopes/1', code: 'scope-beyond-credential' }] },
    })
    const narrow = { ...body, scopes: ['organizations:read'] }
    t.equal((await make({ as: key, body: narrow })).status, 201)
  })
  t.test('400, 403, 404; nothing made', async (t) => {
    const before = await rowsOf(organizationId)
    for (const wrong of [{ label: 'X' }, { ...body, scopes: [] }, { ...body, secret: 'x' }])
      t.equal((await make({ body: wrong })).status, 400)
    t.match(await make({ as: 'organizationContributor' }), {
      status: 403,
      body: { code: 'forbidden' },
    })
    t.equal((await make({ as: 'otherOrganizationAdmin' })).status, 404)
    const { key } = await home.keyOf('organizationViewer', ['organizations:read'])
    const scopeless = await make({ as: key })
    t.match(scopeless, { body: { code: 'insufficient-scope', requiredScope: 'keys:write' } })
    const keys = JSON.parse(await rowsOf(organizationId)).length
    t.equal(keys, JSON.parse(before).length + 1, 'the one we lent')
  })
  t.test('keys to what is made up say so', async (t) => {
    const made = await (await house({ synthetic: true })).call(create, { body })
    t.match(made.body, { environment: 'test', secret: /^exk_test_/ })
  })
})

t.test('rotateApiKey', async (t) => {
  const home = await house()
  const { call, organizationId } = home
  const made = async () => (await call(create, { body })).body
  const turn = (apiKeyId: string, more: Call = {}) =>
    call(rotate, { params: { apiKeyId }, ...more })

  t.test(
    '200 without overlap: the new secret works, the old one ends within a second',
    async (t) => {
      const before = await made()
      const after = await turn(before.id)
      t.equal(after.status, 200)
      t.equal(after.body.id, before.id)
      t.not(after.body.secret, before.secret)
      t.equal(after.body.previousUntil, null)
      t.equal(await use(home, after.body.secret), 200)
      t.equal(await use(home, before.secret), 401, 'it was never used, so nobody believes it still')
    },
  )
  t.test('200 with overlap: both work until it ends', async (t) => {
    const before = await made()
    const idempotencyKey = newId()
    const after = await turn(before.id, { body: { overlapDays: 7 }, idempotencyKey })
    t.equal((await turn(before.id, { body: { overlapDays: 7 }, idempotencyKey })).text, after.text)
    t.equal(Date.parse(after.body.previousUntil) - Date.parse(after.body.rotatedAt), 7 * day)
    t.equal(await use(home, before.secret), 200)
    t.equal(await use(home, after.body.secret), 200)
    shiftClock(7 * day + 1000)
    const { key: fresh } = await home.keyOf('organizationAdmin', ['organizations:read'])
    t.equal(await use(home, fresh), 200)
    const next = await house()
    t.equal(await use(next, next.cast.organizationAdmin.key), 200, 'the clock is shifted for all')
    shiftClock(-7 * day - 1000)
  })
  t.test('403 for the key of somebody else, 404 for none, 400 for a month and a day', async (t) => {
    const { id } = await made()
    const before = await rowsOf(organizationId)
    t.match(await turn(id, { as: 'secondAdmin' }), { status: 403, body: { code: 'forbidden' } })
    t.equal((await turn(id, { as: 'chapterAdmin' })).status, 403)
    t.equal((await turn(id, { as: 'otherOrganizationAdmin' })).status, 404)
    t.equal((await turn(newId())).status, 404)
    t.equal((await turn(id, { body: { overlapDays: 31 } })).status, 400)
    const expiresAt = '2020-01-01T00:00:00Z'
    t.equal((await turn(id, { body: { expiresAt } })).status, 422)
    t.equal(await rowsOf(organizationId), before)
  })
  t.test('409 for one that is revoked', async (t) => {
    const { id, etag } = await made()
    await call(revoke, { params: { apiKeyId: id }, ifMatch: etag })
    t.match(await turn(id), {
      status: 409,
      body: { code: 'illegal-transition', state: 'revoked', allowed: [] },
    })
  })
})

t.test('revokeApiKey', async (t) => {
  const home = await house()
  const { call, organizationId, cast } = home
  const made = async () => (await call(create, { body })).body

  t.test('204 ends it at once, also for requests that are believed; 204 again', async (t) => {
    const { id, etag, secret } = await made()
    t.equal(await use(home, secret), 200)
    const given = { params: { apiKeyId: id }, ifMatch: etag }
    t.equal((await call(revoke, given)).status, 204)
    const refused = await call(getOrganization, { as: secret })
    t.match(refused, { status: 401, body: { code: 'unauthenticated', reason: 'revoked' } })
    t.equal((await call(revoke, given)).status, 204)
    t.equal((await call(revoke, { ...given, params: { apiKeyId: newId() } })).status, 204)
    const shown = (await call(get, { params: { apiKeyId: id } })).body
    t.equal(shown.revokedBy, cast.organizationAdmin.personId)
  })
  t.test('412, 428, 403, 404: it still works', async (t) => {
    const { id, etag: ifMatch, secret } = await made()
    const before = await rowsOf(organizationId)
    const params = { apiKeyId: id }
    t.match(await call(revoke, { params, ifMatch: '"0"' }), {
      status: 412,
      body: { currentEtag: ifMatch },
    })
    t.equal((await call(revoke, { params })).status, 428)
    t.equal((await call(revoke, { params, ifMatch, as: 'organizationViewer' })).status, 403)
    t.equal((await call(revoke, { params, ifMatch, as: 'otherOrganizationAdmin' })).status, 404)
    t.equal(await rowsOf(organizationId), before)
    t.equal(await use(home, secret), 200)
  })
  t.test('204 for the association above and for a fellow admin', async (t) => {
    for (const as of ['chapterAdmin', 'secondAdmin'] as const) {
      const { id, etag } = await made()
      t.equal((await call(revoke, { params: { apiKeyId: id }, ifMatch: etag, as })).status, 204, as)
    }
  })
})

t.test('a key ends with its time', async (t) => {
  const home = await house()
  const expiresAt = new Date(Date.now() + 60_000).toISOString()
  const { secret } = (await home.call(create, { body: { ...body, expiresAt } })).body
  t.equal(await use(home, secret), 200)
  shiftClock(61_000)
  const answer = await home.call(getOrganization, { as: secret })
  t.match(answer, { status: 401, body: { reason: 'expired' } })
  shiftClock(-61_000)
})

t.test('a key is worth what its maker is worth now', async (t) => {
  const home = await house()
  const { call, cast } = home
  const made = await call(create, { body, as: 'secondAdmin' })
  const { secret } = made.body
  t.equal((await call(list, { as: secret })).status, 200)
  const params = { personId: cast.secondAdmin.personId }
  const member = await call(members.organization.get, { params })
  const demoted = await call(members.organization.put, {
    params,
    body: { role: 'organization_viewer' },
    ifMatch: member.body.etag,
  })
  t.match(await call(list, { as: secret }), { status: 403, body: { code: 'forbidden' } })
  t.equal(await use(home, secret), 200, 'a viewer still sees the profile')
  await call(members.organization.remove, { params, ifMatch: String(demoted.headers.etag) })
  t.equal(await use(home, secret), 404, 'whoever left sees nothing')
})

t.test('a key that is not ours, mistyped or in the address, opens nothing', async (t) => {
  const home = await house()
  const { secret } = (await home.call(create, { body })).body
  const flipped = secret.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A'))
  t.match(await home.call(getOrganization, { as: flipped }), { body: { reason: 'malformed' } })
  const query = { apiKey: secret }
  t.match(await home.call(getOrganization, { query, as: null }), {
    status: 400,
    body: { code: 'credential-in-query' },
  })
})

t.test('keys of associations: the same, by the role in the tree', async (t) => {
  const { call, chapterId, associationId } = await house()
  const own = apiKeys.association
  const as = 'associationAdmin'
  const asked = { label: 'Portal', scopes: ['organizations:read'] }
  const made = await call(own.create, { body: asked, as })
  t.equal(made.status, 201)
  t.equal((await call(getAssociation, { as: made.body.secret })).status, 200)
  t.equal(
    (await call(getAssociation, { params: { associationId: chapterId }, as: made.body.secret }))
      .status,
    200,
    'what is below too',
  )
  t.equal((await call(own.create, { body: asked, as: 'programmeManager' })).status, 403)
  t.equal((await call(own.create, { body: asked, as: 'organizationAdmin' })).status, 404)
  t.equal(
    (await call(own.create, { body: asked, params: { associationId }, as: 'chapterAdmin' })).status,
    404,
    'not from below',
  )
  const expiresAt = new Date(Date.now() + 366 * day).toISOString()
  t.match(await call(own.create, { body: { ...asked, expiresAt }, as }), {
    status: 422,
    body: { code: 'document-invalid', errors: [{ pointer: '/expiresAt', code: 'too-late' }] },
  })
  t.equal((await call(own.list, { as })).body.items.length, 3)
  t.equal((await call(own.get, { params: { apiKeyId: made.body.id }, as })).status, 200)
  const turned = await call(own.rotate, { params: { apiKeyId: made.body.id }, as })
  t.equal(turned.status, 200)
  t.equal((await call(getAssociation, { as: turned.body.secret })).status, 200)
  const ifMatch = String(turned.headers.etag)
  t.equal((await call(own.revoke, { params: { apiKeyId: made.body.id }, ifMatch, as })).status, 204)
  t.equal((await call(getAssociation, { as: turned.body.secret })).status, 401)
  t.match(await call(own.rotate, { params: { apiKeyId: made.body.id }, as }), {
    status: 409,
    body: { code: 'illegal-transition', state: 'revoked' },
  })
})

t.test('the use of keys is noted in batches, forwards only', async (t) => {
  const { organizationId, associationId, cast } = await house()
  const usage = keyUsage(deps)
  const home = { kind: 'organization', id: organizationId } as const
  const principal = (keyId: string, owner: object) =>
    ({
      kind: 'key',
      keyId,
      home: owner,
      personId: newId(),
      associationIds: [],
      scopes: new Set(),
    }) as never
  const noted = async () =>
    (
      await sql`select last_used_at as at from organization_keys where id = ${cast.organizationAdmin.apiKeyId}`
    )[0]?.at as Date | null
  t.equal(usage.note(null), null)
  await usage.flush()
  t.equal(await noted(), null)
  for (const name of ['organizationAdmin', 'organizationViewer', 'organizationAdmin'] as const)
    usage.note(principal(cast[name].apiKeyId, home))
  usage.note(principal(cast.associationAdmin.apiKeyId, { kind: 'association', id: associationId }))
  t.equal(await noted(), null, 'nothing is written on the way')
  await usage.flush()
  const first = await noted()
  t.ok(first)
  const [above] =
    await sql`select last_used_at as at from association_keys where id = ${cast.associationAdmin.apiKeyId}`
  t.ok(above?.at)
  shiftClock(-day)
  usage.note(principal(cast.organizationAdmin.apiKeyId, home))
  await usage.flush()
  t.same(await noted(), first, 'a clock behind changes nothing')
  shiftClock(day)
})
