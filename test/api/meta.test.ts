// What the API tells about itself.
import t from 'tap'
import { getApiCatalog, getMe, getProblemType } from '../../src/api/meta/contract.ts'
import { problemCodes } from '../../src/http/problems.ts'
import { stage } from '../support/stage.ts'

const { house, sql } = await stage(t)

t.test('getMe', async (t) => {
  const home = await house()
  t.test('200 tells person, key, scopes and roles', async (t) => {
    const { status, body } = await home.call(getMe, { as: 'organizationViewer' })
    t.equal(status, 200)
    const { personId, apiKeyId } = home.cast.organizationViewer
    const owner = { kind: 'organization', id: home.organizationId }
    t.match(body, {
      person: { id: personId, displayName: 'organizationViewer' },
      apiKey: { id: apiKeyId, owner, label: 'organizationViewer' },
      roles: [{ owner, role: 'organization_viewer' }],
    })
  })
  t.test('200 tells a role in an association', async (t) => {
    const { body } = await home.call(getMe, { as: 'associationAdmin' })
    const owner = { kind: 'association', id: home.associationId }
    t.same(body.roles, [{ owner, role: 'association_admin' }])
    t.same(body.apiKey.owner, owner)
  })
  t.test('200 without roles once the membership has ended', async (t) => {
    await sql`delete from organization_members where person_id = ${home.cast.secondAdmin.personId}`
    const { status, body } = await home.call(getMe, { as: 'secondAdmin' })
    t.equal(status, 200)
    t.same(body.roles, [])
  })
  t.test('401 for nobody', async (t) => {
    t.match(await home.call(getMe, { as: null }), {
      status: 401,
      body: { code: 'unauthenticated' },
    })
  })
  t.test('403 without the scope', async (t) => {
    const { key } = await home.keyOf('organizationAdmin', ['events:read'])
    t.match(await home.call(getMe, { as: key }), {
      status: 403,
      body: { code: 'insufficient-scope' },
    })
  })
})

t.test('getProblemType', async (t) => {
  const { call } = await house()
  t.test('200 for every code of the catalogue, in both languages', async (t) => {
    for (const code of problemCodes) {
      const english = await call(getProblemType, { params: { code }, as: null })
      const chinese = await call(getProblemType, {
        params: { code },
        query: { lang: 'zh' },
        as: null,
      })
      t.equal(english.status, 200, code)
      t.equal(english.body.type, `/problems/${code}`)
      t.not(english.body.title, chinese.body.title, `${code} is translated`)
      t.equal(english.body.status, chinese.body.status)
    }
  })
  t.test('404 for any other, 400 for what is no code', async (t) => {
    t.equal((await call(getProblemType, { params: { code: 'no-such' }, as: null })).status, 404)
    t.equal((await call(getProblemType, { params: { code: 'No_Such' }, as: null })).status, 400)
  })
})

t.test('getApiCatalog: every link that it names is served', async (t) => {
  const { call } = await house()
  const { status, body, headers } = await call(getApiCatalog, { as: null })
  t.equal(status, 200)
  t.equal(headers['content-type'], 'application/linkset+json')
  t.same(Object.keys(body.linkset[0]), ['anchor', 'service-desc', 'service-doc', 'status'])
})
