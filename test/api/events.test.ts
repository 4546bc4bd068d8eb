// The feed of events over HTTP: complete, in the order of commits, to be read on from where one stopped.
import t, { type Test } from 'tap'
import { apiKeys } from '../../src/api/api-keys/contract.ts'
import { listAssociationEvents, listEvents } from '../../src/api/events/contract.ts'
import { createGrant } from '../../src/api/grants/contract.ts'
import {
  createAssociationOrganization,
  getOrganization,
  updateOrganization,
} from '../../src/api/organizations/contract.ts'
import * as things from '../support/panel-things.ts'
import { playing } from '../support/panels.ts'
import { seat } from '../support/seats.ts'
import { type CastName, type House, stage } from '../support/stage.ts'

const { house, sql, operations } = await stage(t)

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

type Told = Seen & {
  readonly id: string
  readonly ids: Readonly<Record<string, unknown>>
  readonly personId: string | null
}

/** A panel of two, one of whom locked a review and was refused to change it; and its association's feed. */
const panelAtWork = async () => {
  const home = await house()
  const { play, samples } = playing(operations, home, sql)
  const known = await things.seated(samples)(play)
  const { submissionId } = known
  const reviewId = await things.review(play, submissionId, { as: 'assessor' })
  const call = { params: { submissionId, reviewId, code: '4.1.2' }, body: { percent: 5 } }
  const refused = await play.call('putReviewScore', { ...call, ifMatch: '"1"', as: 'assessor' })
  if (refused.status !== 409) throw new Error(refused.text)
  const read = async (as: CastName | string, from: string | null = null, limit = 200) => {
    const items: Told[] = []
    let cursor = from
    for (;;) {
      const query = { limit, ...(cursor === null ? {} : { cursor }) }
      const { body } = await home.call(listAssociationEvents, { query, as })
      items.push(...body.items)
      cursor = body.nextCursor as string
      if (body.items.length < limit) return { items, cursor }
    }
  }
  return { home, play, known, reviewId, read }
}
const idOf = ({ id }: Told) => id

/** Numbers without gaps, whatever was left out, and a cursor that tells no number. */
const countsUp = (t: Test, items: readonly Told[]) =>
  t.same(
    items.map(({ sequence }) => sequence),
    items.map((_, place) => place + 1),
    'counted by what is told',
  )

const ofPanel = ({ type, ids }: Told) => 'submissionId' in ids && type !== 'cycle.entered'
const typesOf = (items: readonly Told[]) => [
  ...new Set(items.filter(ofPanel).map(({ type }) => type)),
]
const everything = [
  'assignment.proposed',
  'assignment.activated',
  'review.started',
  'review.locked',
  'operation.refused',
]

t.test('a manager who is a member of an applicant reads nothing of its panel', async (t) => {
  const { home, known, play, reviewId, read } = await panelAtWork()
  const { cast, organizationId } = home
  const as = 'programmeManager'
  const { key: other } = await home.manager('Second manager')
  const before = await read(as)
  const types = typesOf(before.items)
  for (const type of everything) t.ok(types.includes(type), `control: ${type}`)

  await sql.begin(async (tx) => {
    await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${organizationId}, true)`
    await tx`insert into organization_members (organization_id, person_id, role, created_at)
      values (${organizationId}, ${cast[as].personId}, 'organization_viewer', now())`
  })
  const { items, cursor } = await read(as)
  t.notMatch(
    JSON.stringify(items.filter(({ type }) => type !== 'assessor.registered')),
    new RegExp(`${cast.assessor.personId}|${reviewId}`),
  )
  t.same(
    items.map(idOf),
    before.items.filter((event) => !everything.includes(event.type)).map(idOf),
    'all the rest is there',
  )
  countsUp(t, items)
  const chained = await sql`select seq from association_events
    where id = any(${items.map(idOf)}::uuid[]) and association_id = ${home.associationId} order by seq`
  t.ok(Number(chained.at(-1)?.seq) > items.length, 'control: the chain itself has more')
  t.same((await read(as, null, 1)).items, items, 'page by page too')
  t.same((await read(other)).items, before.items, 'whoever is not of it reads all')

  const [row] = await sql`select id from assignments where submission_id = ${known.submissionId}
    and person_id = ${cast.assessor.personId}`
  const params = { ...known, assignmentId: row?.id as string }
  const removing = { params, body: { reason: 'It must be.' }, as: other }
  t.equal((await play.call('removeAssignment', removing)).status, 200)
  t.same(await read(as, cursor), { items: [], cursor }, 'the feed does not move')
  await home.call(apiKeys.association.create, {
    body: { label: 'Later', scopes: ['events:read'] },
    as: 'associationAdmin',
  })
  t.match((await read(as, cursor)).items, [{ type: 'api-key.created' }], 'and goes on after it')
  t.ok(typesOf((await read(other)).items).includes('assignment.removed'), 'control')
})

t.test('a manager who was asked to assess does not read how far the others are', async (t) => {
  const { home, known, play, read } = await panelAtWork()
  const as = 'programmeManager'
  const { key: other } = await home.manager('Second manager')
  const before = await read(as)
  const { personId } = home.cast[as]
  await seat(play, known, { personId, role: 'member', state: 'declined' })
  const { items } = await read(as)
  countsUp(t, items)
  t.same(typesOf(items), ['assignment.proposed', 'assignment.activated'])
  t.equal(
    items.filter((event) => !ofPanel(event)).length,
    before.items.filter((event) => !ofPanel(event)).length,
  )
  t.same((await read(other)).items, before.items, 'whoever was not asked reads all')
})

t.test('an administrator of the association does not read how far a panel is', async (t) => {
  const { home, play, reviewId, read } = await panelAtWork()
  const all = (await read('programmeManager')).items
  const mine = (await read('associationAdmin')).items
  t.same(typesOf(mine), ['assignment.proposed', 'assignment.activated'])
  t.notMatch(JSON.stringify(mine), new RegExp(reviewId))
  t.same(
    mine.map(idOf),
    all.filter((event) => !ofPanel(event) || event.type.startsWith('assignment.')).map(idOf),
    'all the rest is there',
  )
  countsUp(t, mine)
  countsUp(t, all)
  const params = { personId: home.cast.programmeManager.personId }
  const body = { available: true, interests: [] }
  const own = { params, body, ifNoneMatch: '*', as: 'programmeManager' } as const
  t.equal((await play.call('putAssessor', own)).status, 403)
  const last = (await read('associationAdmin')).items.at(-1)
  t.match(last, { type: 'operation.refused', operation: 'putAssessor' }, 'refusals of no panel too')
})
