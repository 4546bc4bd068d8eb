// Members over HTTP, of organizations and of associations. After every refusal the rows are as before.
import t from 'tap'
import { members } from '../../src/api/members/contract.ts'
import { getOrganization } from '../../src/api/organizations/contract.ts'
import { newId } from '../support/house.ts'
import { type Call, type CastName, stage } from '../support/stage.ts'

const { house, sql } = await stage(t)
const { list, get, put, remove } = members.organization
const above = members.association

const rolesOf = async (organizationId: string) =>
  Object.fromEntries(
    (
      await sql`select person_id, role from organization_members where organization_id = ${organizationId}`
    ).map(({ person_id: id, role }) => [id, role]),
  )

const play = async () => {
  const home = await house()
  const idOf = (name: CastName) => home.cast[name].personId
  const of = (name: CastName) => ({ personId: idOf(name) })
  const tagOf = async (name: CastName) =>
    String((await home.call(get, { params: of(name) })).body.etag)
  return { ...home, idOf, of, tagOf, roles: () => rolesOf(home.organizationId) }
}

t.test('listOrganizationMembers and getOrganizationMember', async (t) => {
  const { call, of, idOf } = await play()
  t.test('200 with names and roles, in pages', async (t) => {
    const { status, body } = await call(list)
    t.equal(status, 200)
    t.equal(body.items.length, 4)
    const found = body.items.find(
      (each: { personId: string }) => each.personId === idOf('organizationViewer'),
    )
    t.match(found, { displayName: 'organizationViewer', role: 'organization_viewer' })
    const seen = new Set<string>()
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof call>> = await call(list, {
        query: { limit: 3, ...(cursor === null ? {} : { cursor }) },
      })
      for (const { personId } of page.body.items) seen.add(personId)
      cursor = page.body.nextCursor
    } while (cursor !== null)
    t.equal(seen.size, 4)
    const one = await call(get, { params: of('organizationViewer') })
    t.same(one.body, found)
    t.equal(one.headers.etag, found.etag)
  })
  t.test('200 for the association above', async (t) => {
    t.equal((await call(list, { as: 'chapterAdmin' })).status, 200)
  })
  t.test('403 for plain members, 404 for the neighbour and for whom is not there', async (t) => {
    t.match(await call(list, { as: 'organizationViewer' }), {
      status: 403,
      body: { code: 'forbidden' },
    })
    t.equal((await call(list, { as: 'programmeManager' })).status, 403)
    t.equal((await call(list, { as: 'otherOrganizationAdmin' })).status, 404)
    t.equal((await call(get, { params: of('otherOrganizationAdmin') })).status, 404)
  })
})

t.test('putOrganizationMember', async (t) => {
  const { call, of, idOf, tagOf, roles, cast, organizationId } = await play()
  const role = 'organization_contributor'

  t.test('201 for somebody new, 200 for another role, 200 for the same one', async (t) => {
    const params = of('otherOrganizationAdmin')
    const made = await call(put, { params, body: { role }, ifNoneMatch: '*' })
    t.equal(made.status, 201)
    t.match(made.body, { personId: params.personId, role, displayName: 'otherOrganizationAdmin' })
    const body = { role: 'organization_viewer' }
    const changed = await call(put, { params, body, ifMatch: String(made.headers.etag) })
    t.match(changed, { status: 200, body })
    const same = await call(put, { params, body, ifMatch: '"old"' })
    t.match(same, { status: 200, headers: { etag: changed.headers.etag } })
    t.equal((await roles())[params.personId], 'organization_viewer')
  })
  t.test('412 for a stale tag or one who is there already, 428 for none', async (t) => {
    const before = await roles()
    const given = { params: of('organizationViewer'), body: { role } }
    t.match(await call(put, { ...given, ifMatch: '"old"' }), {
      status: 412,
      body: { currentEtag: await tagOf('organizationViewer') },
    })
    t.equal((await call(put, { ...given, ifNoneMatch: '*' })).status, 412)
    t.equal((await call(put, given)).status, 428)
    const absent = { params: of('strangerAdmin'), body: { role }, ifMatch: '"1"' }
    t.match(await call(put, absent), { status: 412, body: { currentEtag: null } })
    t.same(await roles(), before)
  })
  t.test('412 for the tag of a role that was left and came back', async (t) => {
    const params = of('secondAdmin')
    const give = (given: string, ifMatch: string) =>
      call(put, { params, body: { role: given }, ifMatch })
    const first = await call(get, { params })
    const demoted = await give('organization_viewer', first.body.etag)
    const restored = await give('organization_admin', demoted.body.etag)
    const { etag: _, ...same } = first.body
    t.match(restored, { status: 200, body: same }, 'but for its tag, all is as it was')
    const stale = await give(role, first.body.etag)
    t.match(stale, { status: 412, body: { currentEtag: restored.body.etag } })
    t.equal((await roles())[params.personId], 'organization_admin')
    // Control: with the count of changes set back the stale tag fits, so it was the count that refused.
    await sql`update organization_members set revision = 1
      where organization_id = ${organizationId} and person_id = ${params.personId}`
    t.equal((await give(role, first.body.etag)).status, 200)
    await give('organization_admin', (await call(get, { params })).body.etag)
  })
  t.test('412 for the tag of a membership that ended and began anew', async (t) => {
    const params = of('strangerAdmin')
    const begin = () => call(put, { params, body: { role }, ifNoneMatch: '*' })
    const before = String((await begin()).headers.etag)
    t.equal((await call(remove, { params, ifMatch: before })).status, 204)
    const again = await begin()
    t.equal(again.status, 201)
    const body = { role: 'organization_viewer' }
    t.equal((await call(put, { params, body, ifMatch: before })).status, 412)
    t.equal((await call(remove, { params, ifMatch: before })).status, 412)
    t.equal((await call(remove, { params, ifMatch: String(again.headers.etag) })).status, 204)
  })
  t.test('of twenty at once that create, one does', async (t) => {
    const given = { params: of('strangerAdmin'), ifNoneMatch: '*' } as const
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        call(put, { ...given, body: { role: n % 2 ? role : 'organization_viewer' } }),
      ),
    )
    const statuses = answers.map(({ status }) => status)
    t.equal(statuses.filter((status) => status === 201).length, 1)
    t.same(
      statuses.filter((status) => ![200, 201, 412].includes(status)),
      [],
      'the others asked for what is there already, or are refused',
    )
  })
  t.test('403 for plain members, and for the association that appoints itself', async (t) => {
    const before = await roles()
    const given = { params: of('organizationViewer'), body: { role }, ifMatch: '"x"' }
    t.equal((await call(put, { ...given, as: 'organizationContributor' })).status, 403)
    t.equal((await call(put, { ...given, as: 'programmeManager' })).status, 403)
    const itself: Call = {
      params: of('chapterAdmin'),
      body: { role: 'organization_admin' },
      ifNoneMatch: '*',
      as: 'chapterAdmin',
    }
    t.match(await call(put, itself), { status: 403, body: { code: 'forbidden' } })
    t.same(await roles(), before)
    const other = { ...itself, params: of('programmeManager'), body: { role } }
    t.equal((await call(put, other)).status, 201, 'it may appoint somebody else')
  })
  t.test('404 for a person who does not exist, 400 for a role of elsewhere', async (t) => {
    const body = { role: 'organization_viewer' }
    t.equal(
      (await call(put, { params: { personId: newId() }, body, ifNoneMatch: '*' })).status,
      404,
    )
    const params = of('organizationViewer')
    t.equal(
      (await call(put, { params, body: { role: 'association_admin' }, ifMatch: '"x"' })).status,
      400,
    )
  })
  t.test('a demoted admin loses the right with the next call', async (t) => {
    t.equal((await call(list, { as: 'secondAdmin' })).status, 200)
    const ifMatch = await tagOf('secondAdmin')
    const demoted = await call(put, {
      params: of('secondAdmin'),
      body: { role: 'organization_viewer' },
      ifMatch,
    })
    t.equal(demoted.status, 200)
    t.match(await call(list, { as: 'secondAdmin' }), { status: 403, body: { code: 'forbidden' } })
    t.equal((await call(getOrganization, { as: cast.secondAdmin.key })).status, 200)
  })
  t.test('409 for the last admin, who keeps the role', async (t) => {
    const params = of('organizationAdmin')
    const body = { role: 'organization_viewer' }
    const answer = await call(put, { params, body, ifMatch: await tagOf('organizationAdmin') })
    t.match(answer, { status: 409, body: { code: 'in-use' } })
    t.equal((await roles())[idOf('organizationAdmin')], 'organization_admin')
  })
})

t.test('removeOrganizationMember', async (t) => {
  const { call, of, idOf, tagOf, roles, organizationId } = await play()

  t.test('204 ends the membership, and the keys with it; 204 again', async (t) => {
    t.equal((await call(getOrganization, { as: 'organizationViewer' })).status, 200)
    const given = { params: of('organizationViewer'), ifMatch: await tagOf('organizationViewer') }
    t.equal((await call(remove, given)).status, 204)
    t.equal((await roles())[idOf('organizationViewer')], undefined)
    t.equal((await call(getOrganization, { as: 'organizationViewer' })).status, 404)
    t.equal((await call(remove, given)).status, 204)
    const recorded = await sql`
      select subject, actor_key_id is not null as key from organization_events
      where organization_id = ${organizationId} and type = 'member.removed'`
    t.same([...recorded], [{ subject: idOf('organizationViewer'), key: true }])
  })
  t.test('412, 428, 403, 404; nothing changed', async (t) => {
    const before = await roles()
    const params = of('organizationContributor')
    t.equal((await call(remove, { params, ifMatch: '"old"' })).status, 412)
    t.equal((await call(remove, { params })).status, 428)
    const ifMatch = await tagOf('organizationContributor')
    t.equal((await call(remove, { params, ifMatch, as: 'organizationContributor' })).status, 403)
    t.equal((await call(remove, { params, ifMatch, as: 'otherOrganizationAdmin' })).status, 404)
    t.same(await roles(), before)
  })
  t.test('two admins who remove each other at once: one stays', async (t) => {
    const [first, second] = await Promise.all([tagOf('organizationAdmin'), tagOf('secondAdmin')])
    const answers = await Promise.all([
      call(remove, { params: of('secondAdmin'), ifMatch: second }),
      call(remove, { params: of('organizationAdmin'), ifMatch: first, as: 'secondAdmin' }),
    ])
    t.same(answers.map(({ status }) => status).sort(), [204, 404])
    const admins = Object.values(await roles()).filter((role) => role === 'organization_admin')
    t.equal(admins.length, 1)
  })
  t.test('409 for the last admin', async (t) => {
    const last = Object.entries(await roles()).find(
      ([, role]) => role === 'organization_admin',
    )?.[0]
    const as = last === idOf('secondAdmin') ? 'secondAdmin' : 'organizationAdmin'
    const { body } = await call(get, { params: of(as), as })
    const answer = await call(remove, { params: of(as), ifMatch: body.etag, as })
    t.match(answer, { status: 409, body: { code: 'in-use', usedBy: [organizationId] } })
  })
})

t.test('members of associations: the same, with their own roles', async (t) => {
  const { call, of, idOf } = await play()
  const as = 'associationAdmin'
  t.test('200 lists them for their admin', async (t) => {
    const { body } = await call(above.list, { as })
    t.same(body.items.map((each: { role: string }) => each.role).sort(), [
      'association_admin',
      'programme_manager',
    ])
    t.equal((await call(above.list, { as: 'programmeManager' })).status, 403)
    t.equal((await call(above.list, { as: 'chapterAdmin' })).status, 404)
  })
  t.test('201, 200, 204; a role in the tree follows at once', async (t) => {
    const params = of('strangerAdmin')
    const body = { role: 'programme_manager' }
    const made = await call(above.put, { params, body, ifNoneMatch: '*', as })
    t.equal(made.status, 201)
    const tree = () =>
      sql`select role from person_associations where person_id = ${params.personId}`
    t.equal((await tree()).length, 2)
    const ifMatch = String(made.headers.etag)
    const admin = { role: 'association_admin' }
    const changed = await call(above.put, { params, body: admin, ifMatch, as })
    t.match(changed, { status: 200, body: admin })
    const gone = await call(above.remove, { params, ifMatch: String(changed.headers.etag), as })
    t.equal(gone.status, 204)
    t.equal((await tree()).length, 1)
    t.equal((await call(above.get, { params, as })).status, 404)
  })
  t.test('409 for the last admin', async (t) => {
    const params = of('associationAdmin')
    const { body } = await call(above.get, { params, as })
    const answer = await call(above.remove, { params, ifMatch: body.etag, as })
    t.match(answer, { status: 409, body: { code: 'in-use' } })
    const lesser = { params, body: { role: 'programme_manager' }, ifMatch: body.etag, as }
    t.match(await call(above.put, lesser), { status: 409, body: { code: 'in-use' } })
    t.equal((await call(above.get, { params: { personId: idOf(as) }, as })).status, 200)
  })
})
