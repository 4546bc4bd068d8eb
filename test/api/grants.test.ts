// Grants over HTTP: what they open, and that they close again. After every refusal the rows are as before.
import t from 'tap'
import { createGrant, getGrant, listGrants, revokeGrant } from '../../src/api/grants/contract.ts'
import { getOrganization, updateOrganization } from '../../src/api/organizations/contract.ts'
import { newId } from '../support/house.ts'
import { type Call, stage } from '../support/stage.ts'

const { house, sql, shiftClock } = await stage(t)
const count = async (organizationId: string) =>
  Number(
    (await sql`select count(*) from grants where organization_id = ${organizationId}`)[0]?.count,
  )

t.test('createGrant', async (t) => {
  const { call, cast, organizationId, strangerAssociationId } = await house()
  const body = {
    grantee: { kind: 'key', id: cast.otherOrganizationAdmin.apiKeyId },
    scopes: ['organizations:read'],
    purpose: 'A joint project',
  }
  const create = (more: Call = {}) => call(createGrant, { body, ...more })
  const outside = { as: 'otherOrganizationAdmin' } as const

  t.test('201 opens what it names, at once, and nothing else', async (t) => {
    t.equal((await call(getOrganization, outside)).status, 404, 'closed before')
    const made = await create()
    t.equal(made.status, 201)
    t.match(made.body, { ...body, createdBy: cast.organizationAdmin.personId, expiresAt: null })
    t.equal(made.headers.location, `/v1/organizations/${organizationId}/grants/${made.body.id}`)
    t.equal((await call(getOrganization, outside)).status, 200)
    const write = await call(updateOrganization, {
      body: { name: 'X' },
      ifMatch: '"1"',
      ...outside,
    })
    t.match(write, { status: 403, body: { code: 'forbidden' } })
    t.equal((await call(listGrants, outside)).status, 403, 'nor does it show the house keys')
  })
  t.test('201 opens to whoever has a role in an association', async (t) => {
    const grantee = { kind: 'association', id: strangerAssociationId }
    t.equal((await call(getOrganization, { as: 'strangerAdmin' })).status, 404)
    t.equal((await create({ body: { ...body, grantee } })).status, 201)
    t.equal((await call(getOrganization, { as: 'strangerAdmin' })).status, 200)
  })
  t.test('a grant to a person opens nothing to keys of elsewhere', async (t) => {
    const stage = await house()
    const grantee = { kind: 'person', id: stage.cast.otherOrganizationAdmin.personId }
    t.equal((await stage.call(createGrant, { body: { ...body, grantee } })).status, 201)
    t.equal((await stage.call(getOrganization, outside)).status, 404)
  })
  t.test('422 names everything wrong; nothing made', async (t) => {
    const before = await count(organizationId)
    const wrong = {
      ...body,
      grantee: { kind: 'person', id: newId() },
      scopes: ['organizations:read', 'grants:write'],
      expiresAt: '2020-01-01T00:00:00Z',
    }
    t.match(await create({ body: wrong }), {
      status: 422,
      body: {
        code: 'document-invalid',
        errors: [
          { pointer: '/grantee/id', code: 'grantee-unknown' },
          { pointer: '/scopes/1', code: 'scope-not-lendable' },
          { pointer: '/expiresAt', code: 'in-the-past' },
        ],
      },
    })
    t.equal(await count(organizationId), before)
  })
  t.test('400 for scopes twice or unknown; 403 and 404 by role; nothing made', async (t) => {
    const before = await count(organizationId)
    const twice = { ...body, scopes: ['scores:read', 'scores:read'] }
    t.equal((await create({ body: twice })).status, 400)
    t.equal((await create({ body: { ...body, scopes: ['everything'] } })).status, 400)
    for (const as of ['organizationContributor', 'chapterAdmin'] as const)
      t.equal((await create({ as })).status, 403, as)
    t.equal(
      (await (await house()).call(createGrant, { body, params: { organizationId } })).status,
      404,
    )
    t.equal(await count(organizationId), before)
  })
})

t.test('listGrants, getGrant and revokeGrant', async (t) => {
  const { call, cast, organizationId } = await house()
  const body = {
    grantee: { kind: 'key', id: cast.otherOrganizationAdmin.apiKeyId },
    scopes: ['organizations:read'],
    purpose: 'A joint project',
  }
  const outside = { as: 'otherOrganizationAdmin' } as const
  const made = await call(createGrant, { body })
  const params = { grantId: made.body.id }
  const ifMatch = String(made.headers.etag)

  t.test('200 shows them to the admin, 403 and 404 to others', async (t) => {
    t.same((await call(listGrants)).body, { items: [made.body], nextCursor: null })
    t.same((await call(getGrant, { params })).body, made.body)
    t.equal((await call(getGrant, { params: { grantId: newId() } })).status, 404)
    t.equal((await call(listGrants, { as: 'organizationViewer' })).status, 403)
    t.equal((await call(getGrant, { params, as: 'strangerAdmin' })).status, 404)
  })
  t.test('412, 428, 403: it stays open', async (t) => {
    t.match(await call(revokeGrant, { params, ifMatch: '"0"' }), {
      status: 412,
      body: { currentEtag: ifMatch },
    })
    t.equal((await call(revokeGrant, { params })).status, 428)
    t.equal(
      (await call(revokeGrant, { params, ifMatch, as: 'organizationContributor' })).status,
      403,
    )
    t.equal((await call(revokeGrant, { params, ifMatch, ...outside })).status, 403)
    t.equal((await call(getOrganization, outside)).status, 200)
  })
  t.test('204 closes it at once; 204 again, and for what never was', async (t) => {
    t.equal((await call(revokeGrant, { params, ifMatch })).status, 204)
    t.equal((await call(getOrganization, outside)).status, 404)
    t.equal((await call(revokeGrant, { params, ifMatch })).status, 204)
    t.equal((await call(revokeGrant, { params: { grantId: newId() }, ifMatch })).status, 204)
    const { revokedBy, etag } = (await call(getGrant, { params })).body
    t.equal(revokedBy, cast.organizationAdmin.personId)
    t.not(etag, ifMatch)
    const recorded = await sql`
      select count(*) from organization_events
      where organization_id = ${organizationId} and type = 'grant.revoked'`
    t.equal(Number(recorded[0]?.count), 1)
  })
  t.test('a grant closes when it expires', async (t) => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    t.equal((await call(createGrant, { body: { ...body, expiresAt } })).status, 201)
    t.equal((await call(getOrganization, outside)).status, 200)
    shiftClock(61_000)
    t.equal((await call(getOrganization, outside)).status, 404)
    shiftClock(-61_000)
  })
})
