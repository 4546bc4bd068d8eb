// The register of assessors over HTTP: entries with their interests, and what they mean for an applicant.
import t from 'tap'
import {
  getAssessor,
  listAssessors,
  putAssessor,
  removeAssessor,
} from '../../src/api/assessors/contract.ts'
import { lookForConflicts } from '../../src/api/assignments/contract-conflicts.ts'
import { newId } from '../support/house.ts'
import { type CastName, type House, stage } from '../support/stage.ts'

const { house, sql } = await stage(t)

const settled = async () => {
  const home = await house()
  const call: House['call'] = (operation, more = {}) =>
    home.call(operation, { as: 'programmeManager', ...more })
  const params = { personId: home.cast.strangerAdmin.personId }
  const employment = {
    kind: 'employment',
    organizationId: home.organizationId,
    ownerGroup: null,
    endedOn: null,
    note: 'Head of quality',
  }
  const body = { available: true, interests: [employment] }
  const entered = await call(putAssessor, { params, body, ifNoneMatch: '*' })
  return { home, call, params, employment, body, entered }
}

t.test('201 enters a person, 200 replaces the entry whole, 204 takes it out', async (t) => {
  const { home, call, params, body, entered } = await settled()
  t.match(entered, { status: 201, body: { ...params, ...body } })
  t.equal(entered.headers.etag, entered.body.etag)
  t.same((await call(getAssessor, { params })).body, entered.body)

  const less = { available: false, interests: [] }
  const ifMatch = entered.body.etag
  const replaced = await call(putAssessor, { params, body: less, ifMatch })
  t.match(replaced, { status: 200, body: less })
  const again = await call(putAssessor, { params, body: less, ifMatch })
  t.same([again.status, again.body], [200, replaced.body], 'the same again, whatever the tag')

  t.match(await call(removeAssessor, { params, ifMatch: replaced.body.etag }), { status: 204 })
  t.match(await call(getAssessor, { params }), { status: 404 })
  t.match(await call(removeAssessor, { params, ifMatch: replaced.body.etag }), { status: 204 })
  const events = await sql`select type from association_events
    where association_id = ${home.associationId} and subject = ${params.personId} order by seq`
  t.same(
    events.map(({ type }) => type).filter((type) => type.startsWith('assessor.')),
    ['assessor.registered', 'assessor.updated', 'assessor.removed'],
  )
})

t.test('412 with an old tag, 428 without one, and nothing changes', async (t) => {
  const { call, params, body, entered } = await settled()
  const less = { ...body, available: false }
  t.match(await call(putAssessor, { params, body: less, ifMatch: '"old"' }), { status: 412 })
  t.match(await call(putAssessor, { params, body: less, ifNoneMatch: '*' }), { status: 412 })
  t.match(await call(putAssessor, { params, body: less }), { status: 428 })
  t.match(await call(removeAssessor, { params, ifMatch: '"old"' }), { status: 412 })
  t.same((await call(getAssessor, { params })).body, entered.body)
})

t.test('twenty who enter one person at once: one does', async (t) => {
  const { home, call, body } = await settled()
  const params = { personId: home.cast.secondAdmin.personId }
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, place) =>
      call(putAssessor, {
        params,
        body: {
          available: true,
          interests: body.interests.map((each) => ({ ...each, note: `${place}` })),
        },
        ifNoneMatch: '*',
      }),
    ),
  )
  t.same(answers.map(({ status }) => status).sort(), [
    201,
    ...Array.from({ length: 19 }, () => 412),
  ])
})

t.test('403 for the own entry, 404 for nobody known and to everybody outside', async (t) => {
  const { home, call, params, body } = await settled()
  const own = { personId: home.cast.programmeManager.personId }
  t.match(await call(putAssessor, { params: own, body, ifNoneMatch: '*' }), {
    status: 403,
    body: { code: 'forbidden', action: 'assessors:write' },
  })
  t.match(await call(removeAssessor, { params: own, ifMatch: '"a1-0"' }), {
    status: 403,
    body: { code: 'forbidden', action: 'assessors:write' },
  })
  t.match(await call(getAssessor, { params: own }), { status: 404 })
  const unknown = { personId: newId() }
  t.match(await call(putAssessor, { params: unknown, body, ifNoneMatch: '*' }), { status: 404 })
  const outside: readonly CastName[] = ['organizationAdmin', 'chapterAdmin', 'strangerAdmin']
  for (const as of outside) {
    t.match(
      await call(getAssessor, { params, as }),
      { status: 404 },
      `${as}, also for the own entry`,
    )
    t.match(await call(listAssessors, { as }), { status: 404 })
  }
})

t.test('the list goes by person, page by page', async (t) => {
  const { home, call, params, body } = await settled()
  const second = { personId: home.cast.secondAdmin.personId }
  await call(putAssessor, { params: second, body, ifNoneMatch: '*' })
  const first = await call(listAssessors, { query: { limit: 1 } })
  const rest = await call(listAssessors, { query: { limit: 1, cursor: first.body.nextCursor } })
  t.equal(rest.body.nextCursor, null)
  t.same(
    [...first.body.items, ...rest.body.items].map(({ personId }) => personId),
    [params.personId, second.personId].sort(),
  )
})

t.test('400 for an interest that the system finds by itself, and for half a day', async (t) => {
  const { call, params, employment } = await settled()
  for (const wrong of [
    { ...employment, kind: 'same_person' },
    { ...employment, endedOn: '2024-06' },
    { ...employment, secret: true },
  ])
    t.match(
      await call(putAssessor, {
        params,
        body: { available: true, interests: [wrong] },
        ifMatch: '"x"',
      }),
      { status: 400 },
    )
})

t.test('the verdict says no more than whether: interests, years, owner group, roles', async (t) => {
  const { home, call, params, employment } = await settled()
  const ask = async (organizationId: string, of = params) => {
    const { status, body } = await call(lookForConflicts, { params: { ...of, organizationId } })
    return status === 200 ? body : status
  }
  const replace = async (interests: readonly object[]) => {
    const { body } = await call(getAssessor, { params })
    const put = { params, body: { available: true, interests }, ifMatch: body.etag }
    t.equal((await call(putAssessor, put)).status, 200)
  }
  t.same(await ask(home.organizationId), { verdict: 'blocked' })
  t.same(await ask(home.otherOrganizationId), { verdict: 'clear' })
  await replace([{ ...employment, endedOn: '2001-01-01' }])
  t.same(await ask(home.organizationId), { verdict: 'clear' })
  await replace([{ ...employment, kind: 'other' }])
  t.same(await ask(home.organizationId), { verdict: 'waivable' })

  const [owned] =
    await sql`select owner_group_association_id as "associationId", owner_group_id as id
    from organizations where organization_id = ${home.otherOrganizationId}`
  await replace([{ ...employment, ownerGroup: { ...owned } }])
  t.same(await ask(home.otherOrganizationId), { verdict: 'blocked' }, 'of the same owner')

  const member = { personId: home.cast.organizationViewer.personId }
  const none = { available: true, interests: [] }
  await call(putAssessor, { params: member, body: none, ifNoneMatch: '*' })
  t.same(await ask(home.organizationId, member), { verdict: 'blocked' }, 'acts for it')
  t.same(await ask(home.otherOrganizationId, member), { verdict: 'clear' })

  t.equal(await ask(newId()), 404, 'no such organization')
  const query = { cycleId: newId() }
  const where = { params: { ...params, organizationId: home.organizationId }, query }
  t.equal((await call(lookForConflicts, where)).status, 404, 'no such cycle')
  t.equal(await ask(home.organizationId, { personId: newId() }), 404, 'no such entry')
  const there = { ...member, associationId: home.strangerAssociationId }
  const entry = { params: there, body: none, ifNoneMatch: '*', as: 'strangerAdmin' } as const
  t.equal((await call(putAssessor, entry)).status, 201)
  const foreign = await call(lookForConflicts, {
    as: 'strangerAdmin',
    params: { ...there, organizationId: home.organizationId },
  })
  t.equal(foreign.status, 404, 'an organization of another association')
})
