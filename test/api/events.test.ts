// The feed of events over HTTP: complete, in the order of commits, to be read on from where one stopped.
import t from 'tap'
import { apiKeys } from '../../src/api/api-keys/contract.ts'
import { listAssociationEvents, listEvents } from '../../src/api/events/contract.ts'
import { createGrant } from '../../src/api/grants/contract.ts'
import {
  createAssociationOrganization,
  getOrganization,
  updateOrganization,
} from '../../src/api/organizations/contract.ts'
import { type House, stage } from '../support/stage.ts'

const { house } = await stage(t)

type Seen = { readonly sequence: number; readonly type: string; readonly outcome: string }

/** Reads on from a cursor until a page is not full. */
const readOn = async ({ call }: House, from: string | null, limit = 200) => {
  const seen: Seen[] = []
  let cursor = from
  for (;;) {
    const query = { limit, ...(cursor === null ? {} : { cursor }) }
    const { status, body } = await call(listEvents, { query })
    if (status !== 200) throw new Error(JSON.stringify(body))
    seen.push(...body.items)
    cursor = body.nextCursor
    if (body.items.length < limit) return { seen, cursor }
  }
}

t.test(
  'one event a success, one a refusal of somebody with standing, none for strangers',
  async (t) => {
    const home = await house()
    const { call, cast } = home
    const { cursor } = await readOn(home, null)

    const { etag } = (await call(getOrganization)).headers
    const ifMatch = String(etag)
    await call(updateOrganization, { body: { name: 'Renamed' }, ifMatch })
    await call(updateOrganization, { body: { name: 'Again' }, ifMatch })
    await call(updateOrganization, { body: { name: 'X' }, ifMatch, as: 'organizationViewer' })
    await call(updateOrganization, { body: { name: 'X' }, ifMatch, as: 'otherOrganizationAdmin' })
    await call(updateOrganization, { body: { name: 'X' }, ifMatch, as: null })
    const { seen, cursor: after } = await readOn(home, cursor)
    t.match(seen, [
      {
        format: 'event/v1',
        type: 'organization.updated',
        owner: { kind: 'organization', id: home.organizationId },
        subject: home.organizationId,
        outcome: 'success',
        problem: null,
        operation: 'updateOrganization',
        personId: cast.organizationAdmin.personId,
        apiKeyId: cast.organizationAdmin.apiKeyId,
        versions: { organization: '2' },
      },
      {
        type: 'operation.refused',
        outcome: 'refused',
        problem: 'forbidden',
        operation: 'updateOrganization',
        personId: cast.organizationViewer.personId,
      },
    ])
    t.equal(seen.length, 2, 'a stale tag says nothing of intent')

    const rest = await readOn(home, after)
    t.same(rest.seen, [], 'nothing new, and the cursor stays good')
    await call(createGrant, {
      body: {
        grantee: { kind: 'person', id: cast.strangerAdmin.personId },
        scopes: ['scores:read'],
        purpose: 'Coaching',
      },
    })
    t.match((await readOn(home, rest.cursor)).seen, [{ type: 'grant.given' }])
  },
)

t.test('a reader misses nothing while many write', async (t) => {
  const home = await house()
  const body = { label: 'Many', scopes: ['organizations:read'] }
  let writing = true
  const collected: Seen[] = []
  const reader = async () => {
    let cursor: string | null = null
    for (let last = false; !last; ) {
      last = !writing
      const page = await readOn(home, cursor, 7)
      collected.push(...page.seen)
      cursor = page.cursor
    }
  }
  const writer = async () => {
    for (let n = 0; n < 10; n += 1)
      t.equal((await home.call(apiKeys.organization.create, { body })).status, 201)
  }
  const writers = Promise.all(Array.from({ length: 6 }, writer)).then(() => {
    writing = false
  })
  await Promise.all([writers, reader()])
  const all = (await readOn(home, null)).seen
  t.same(
    collected.map(({ sequence }) => sequence),
    all.map(({ sequence }) => sequence),
  )
  t.same(
    all.map(({ sequence }) => sequence),
    all.map((_, place) => place + 1),
    'without gaps',
  )
  t.equal(all.filter(({ type }) => type === 'api-key.created').length, 60 + 4)
})

t.test('200 for the admin and the association above, 403 and 404 for others', async (t) => {
  const { call } = await house()
  for (const as of ['organizationAdmin', 'chapterAdmin', 'programmeManager'] as const)
    t.equal((await call(listEvents, { as })).status, 200, as)
  for (const as of ['organizationContributor', 'organizationViewer'] as const)
    t.match(await call(listEvents, { as }), { status: 403, body: { code: 'forbidden' } }, as)
  t.equal((await call(listEvents, { as: 'otherOrganizationAdmin' })).status, 404)
})

t.test('400 for a cursor of another feed or a broken one', async (t) => {
  const { call, otherOrganizationId } = await house()
  const { body } = await call(listEvents)
  const other = {
    params: { organizationId: otherOrganizationId },
    as: 'otherOrganizationAdmin',
  } as const
  const answer = await call(listEvents, { ...other, query: { cursor: body.nextCursor } })
  t.match(answer, { status: 400, body: { code: 'cursor-invalid' } })
  const broken = `${body.nextCursor}x`
  t.equal((await call(listEvents, { query: { cursor: broken } })).status, 400)
})

t.test('listAssociationEvents tells what happened to the association', async (t) => {
  const home = await house()
  const as = 'associationAdmin'
  const body = { name: 'Third', country: 'CN' }
  const made = await home.call(createAssociationOrganization, { body, as })
  await home.call(createAssociationOrganization, { body, as: 'programmeManager' })
  const { status, body: feed } = await home.call(listAssociationEvents, { as })
  t.equal(status, 200)
  const types = feed.items.map(({ type }: Seen) => type)
  t.equal(types[0], 'association.created')
  t.same(types.toSorted(), [
    'api-key.created',
    'api-key.created',
    'association.created',
    'member.added',
    'member.added',
    'operation.refused',
  ])
  const itself = await home.call(listEvents, { params: { organizationId: made.body.id }, as })
  t.match(itself.body.items, [
    { type: 'organization.created', operation: 'createAssociationOrganization' },
  ])
  t.equal((await home.call(listAssociationEvents, { as: 'organizationAdmin' })).status, 404)
})
