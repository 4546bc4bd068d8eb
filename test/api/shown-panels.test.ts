// Panels that are shown to their applicants, and challenged: who reads what of it, who decides, and what waits meanwhile.
import t from 'tap'
import { removeAssignment } from '../../src/api/assignments/contract.ts'
import { getOwnAssignment, listOwnAssignments } from '../../src/api/assignments/contract-own.ts'
import {
  acceptShownPanel,
  challengePanel,
  decideChallenge,
  getPanel,
  getShownPanel,
  showPanel,
} from '../../src/api/assignments/contract-shown.ts'
import { listAssociationEvents, listEvents } from '../../src/api/events/contract.ts'
import { startReview } from '../../src/api/reviews/contract.ts'
import { listOrganizationWorkItems } from '../../src/api/work-items/contract.ts'
import * as things from '../support/panel-things.ts'
import { type Assessed, playing, registered } from '../support/panels.ts'
import { type Call, type CastName, stage } from '../support/stage.ts'

const { house, sql, operations, shiftClock } = await stage(t)
const days = (n: number) => n * 24 * 60 * 60 * 1000

/** A panel of a lead and a member, in a cycle that shows panels. */
const settled = async () => {
  const home = await house()
  const { play, samples } = playing(operations, home, sql)
  const known = await things.seated(samples, { panelShown: 'before_scoring' })(play)
  const { submissionId } = known
  const call = (operation: Parameters<typeof home.call>[0], more: Call = {}) =>
    home.call(operation, { ...more, params: { ...known, ...more.params } })
  const show = (more: Call = {}) =>
    call(showPanel, { as: 'programmeManager', body: { days: 7 }, ...more })
  const read = () => call(getShownPanel)
  const raise = async (seats: readonly number[], more: Call = {}) =>
    call(challengePanel, {
      ifMatch: (await read()).body.etag,
      body: { seats, reason: 'Advised our competitor.' },
      ...more,
    })
  const start = (as: CastName | string) => call(startReview, { as })
  return {
    home,
    play,
    samples,
    known: known as Assessed,
    submissionId,
    call,
    show,
    read,
    raise,
    start,
  }
}
const manager = { as: 'programmeManager' } as const
const uphold = (seat: number) => ({
  seat,
  decision: 'uphold',
  answer: 'Another one comes.',
  reason: 'The panel is made up anew.',
})
const dismiss = (seat: number) => ({ seat, decision: 'dismiss', answer: 'That was long ago.' })
const deciding = (...decisions: readonly object[]) => ({ ...manager, body: { decisions } })
const keysOf = (value: object) => Object.keys(value).toSorted()

/** To all of these it is as if nothing was shown; managers have an operation of their own. */
const strangers = [
  'organizationContributor',
  'organizationViewer',
  'otherOrganizationAdmin',
  'strangerAdmin',
  'programmeManager',
  'associationAdmin',
  'chapterAdmin',
  'leadAssessor',
  'assessor',
] as const satisfies readonly CastName[]

t.test('200 shows an admin of the applicant names and roles, and nothing to others', async (t) => {
  const { home, call, show, read } = await settled()
  t.match(await read(), { status: 404 }, 'a panel that is there is not shown yet')
  t.match(await call(getPanel, manager), { status: 404 })
  const managed = await show()
  t.match(managed, {
    status: 200,
    body: {
      state: 'shown',
      shownBy: home.cast.programmeManager.personId,
      challenge: null,
      assessors: [
        { seat: 1, personId: home.cast.leadAssessor.personId, role: 'lead' },
        { seat: 2, personId: home.cast.assessor.personId, role: 'member' },
      ],
    },
  })
  const { shownAt, dueAt } = managed.body
  t.equal(Date.parse(dueAt) - Date.parse(shownAt), days(7))
  t.same((await call(getPanel, manager)).body, managed.body)

  const { body, headers, text } = await read()
  const workOf = async (as: CastName) =>
    (await call(listOrganizationWorkItems, { as })).body.items as readonly object[]
  t.match(await workOf('organizationAdmin'), [
    { task: 'look_at_panel', submissionId: body.submissionId, since: shownAt, dueAt, cycles: [] },
  ])
  for (const as of ['organizationContributor', 'organizationViewer'] as const)
    t.same(await workOf(as), [], `nothing waits for ${as}`)
  t.same(keysOf(body), [
    'acceptedAt',
    'assessors',
    'challenge',
    'dueAt',
    'etag',
    'shownAt',
    'submissionId',
  ])
  t.same(body.assessors, [
    { seat: 1, name: 'leadAssessor', role: 'lead' },
    { seat: 2, name: 'assessor', role: 'member' },
  ])
  t.equal(headers.etag, body.etag)
  const ids = managed.body.assessors.flatMap(
    ({ personId, assignmentId }: Record<string, string>) => [personId, assignmentId],
  )
  for (const id of [...ids, home.cast.programmeManager.personId]) t.notMatch(text, id)
  t.match(await call(getShownPanel, { as: 'secondAdmin' }), { status: 200 })

  for (const as of strangers) {
    t.match(await call(getShownPanel, { as }), { status: 404 }, `${as} is shown nothing`)
    const challenge = { as, ifMatch: body.etag, body: { seats: [1], reason: 'No.' } }
    t.match(await call(challengePanel, challenge), { status: 404 }, `${as} challenges nothing`)
    const accept = { as, ifMatch: body.etag }
    t.match(await call(acceptShownPanel, accept), { status: 404 }, `${as} accepts nothing`)
    if (as === 'programmeManager' || as === 'associationAdmin') continue
    for (const [operation, more] of [
      [getPanel, {}],
      [showPanel, { body: { days: 1 } }],
      [decideChallenge, { body: { decisions: [dismiss(1)] } }],
    ] as const)
      t.match(await call(operation, { ...more, as }), { status: 404 }, `${as} manages nothing`)
  }
  t.match(await call(getPanel, { as: 'organizationAdmin' }), { status: 404 })
  t.match(await call(getPanel, { as: 'associationAdmin' }), { status: 200 })
})

t.test('a challenge is raised once, decided once, and the panel never hears of it', async (t) => {
  const { home, call, show, read, raise, start } = await settled()
  const waited = async (as: CastName) => {
    const [own] = (await call(listOwnAssignments, { as })).body.items
    return own.waitsFor
  }
  t.match(await start('assessor'), {
    status: 409,
    body: { code: 'illegal-transition', state: 'active' },
  })
  t.equal(await waited('assessor'), null, 'before it is shown nothing waits for its assessors')
  await show()
  t.equal(await waited('assessor'), null)
  const waiting = await start('assessor')
  t.match(waiting, { status: 409, body: { state: 'active', allowed: ['recuse', 'remove'] } })
  t.match(await raise([2, 9]), {
    status: 422,
    body: { errors: [{ pointer: '/seats/1', code: 'seat-unknown' }] },
  })
  const raised = await raise([2])
  t.same((await call(listOrganizationWorkItems)).body.items, [], 'nothing waits for the applicant')
  t.match(raised, {
    status: 200,
    body: {
      challenge: {
        reason: 'Advised our competitor.',
        assessors: [{ name: 'assessor', role: 'member', decision: null, answer: null }],
        decidedAt: null,
      },
    },
  })
  t.same(keysOf(raised.body.challenge), ['assessors', 'decidedAt', 'raisedAt', 'reason'])
  t.match(await raise([1]), {
    status: 409,
    body: { code: 'already-exists', parameter: 'submissionId' },
  })
  const stale = await raise([1], { ifMatch: '"h1"' })
  t.match(stale, { status: 412, body: { currentEtag: raised.body.etag } })
  t.match(await show(), { status: 409, body: { code: 'illegal-transition', state: 'raised' } })
  const meanwhile = await start('assessor')
  const told = ({ body: { instance: _, requestId: __, ...same } }: typeof waiting) => same
  t.same(told(meanwhile), told(waiting), 'the panel reads the same as before')
  t.equal(await waited('assessor'), null)

  t.match(await call(getPanel, manager), {
    body: {
      challenge: {
        reason: 'Advised our competitor.',
        raisedBy: home.cast.organizationAdmin.personId,
        assessors: [{ seat: 2, name: 'assessor', decision: null }],
        decidedBy: null,
      },
    },
  })
  t.match(await call(decideChallenge, deciding(dismiss(1))), {
    status: 422,
    body: { errors: [{ code: 'seat-unknown' }, { code: 'seat-undecided' }] },
  })
  t.match(await call(decideChallenge, deciding(uphold(2))), {
    status: 200,
    body: { state: 'decided', challenge: { assessors: [{ decision: 'uphold' }] } },
  })
  const again = await call(decideChallenge, deciding(dismiss(2)))
  t.match(again, { status: 409, body: { code: 'illegal-transition', state: 'decided' } })
  const after = await read()
  t.match(after.body.challenge, {
    assessors: [{ name: 'assessor', decision: 'uphold', answer: 'Another one comes.' }],
    decidedAt: /Z$/,
  })
  t.notMatch(after.text, /made up anew/, 'what the assessor is told is not for the applicant')

  t.match(await start('assessor'), { status: 404 }, 'access ended with the decision')
  const { body: own } = await call(listOwnAssignments, { as: 'assessor' })
  t.match(own.items, [{ state: 'removed' }])
  const seen = await call(getOwnAssignment, {
    params: { assignmentId: own.items[0].id },
    as: 'assessor',
  })
  t.equal(seen.body.removedFor, 'The panel is made up anew.', 'the reason, and not whose')
  t.notMatch(seen.text, /competitor|Another one|challenge/)
  t.equal(await waited('leadAssessor'), 'review')
  t.match(await start('leadAssessor'), { status: 201 }, 'and the others begin')
  t.match(await show(), { status: 409, body: { code: 'illegal-transition', state: 'closed' } })
  t.same((await read()).text, after.text, 'that reviews began moves nothing of it, no tag either')

  const feed = await call(listEvents, { query: { limit: 200 } })
  const types = feed.body.items.map(({ type }: { readonly type: string }) => type)
  for (const type of ['panel-shown', 'panel-challenged', 'challenge-decided'])
    t.ok(types.includes(`submission.${type}`), type)
  for (const { personId } of [home.cast.programmeManager, home.cast.assessor])
    t.notMatch(feed.text, personId, 'nobody of the programme or the panel is named')
  t.notMatch(feed.text, /competitor|anew|Another|assignment\./, 'ids only')
})

t.test('a panel that is accepted begins at once, and hears no more of it', async (t) => {
  const { home, call, show, read, raise, start } = await settled()
  await show()
  const { etag: ifMatch } = (await read()).body
  const accept = (more: Call = {}) => call(acceptShownPanel, { ifMatch, ...more })
  t.match(await accept({ ifMatch: '"h9"' }), { status: 412, body: { currentEtag: ifMatch } })
  t.match(await start('assessor'), { status: 409 }, 'control: the time is not over')
  const accepted = await accept()
  t.match(accepted, { status: 200, body: { acceptedAt: /Z$/, challenge: null } })
  t.not(accepted.body.etag, ifMatch)
  t.same((await call(listOrganizationWorkItems)).body.items, [], 'nothing waits for the applicant')
  t.match(await call(getPanel, manager), {
    body: { state: 'accepted', acceptedBy: home.cast.organizationAdmin.personId },
  })
  const tries = async () => {
    const { etag } = (await read()).body
    const both = [await accept({ ifMatch: etag }), await raise([1], { ifMatch: etag })]
    return both.map(({ status, body: { code, state, event, allowed } }) => ({
      ...{ status, code, state, event, allowed },
    }))
  }
  const illegal = { status: 409, code: 'illegal-transition', state: 'accepted', allowed: [] }
  const refused = [
    { ...illegal, event: 'accept' },
    { ...illegal, event: 'raise' },
  ]
  t.same(await tries(), refused)
  const [own] = (await call(listOwnAssignments, { as: 'assessor' })).body.items
  t.equal(own.waitsFor, 'review')
  t.same(await toldOf(call, 'programmeManager'), ['challenge.opened', 'challenge.panel-accepted'])

  t.match(await start('assessor'), { status: 201 })
  t.same((await read()).text, accepted.text, 'that a review began moves nothing of it')
  t.same(await tries(), refused, 'and no refusal')
  const { body: feed } = await call(listEvents, { query: { limit: 200 } })
  const types = feed.items.map(({ type }: { readonly type: string }) => type)
  t.ok(types.includes('submission.panel-accepted'))
})

t.test('a panel that is shown anew is accepted or challenged anew', async (t) => {
  const { call, show, read, raise, start } = await settled()
  await show()
  await call(acceptShownPanel, { ifMatch: (await read()).body.etag })
  t.match(await show(), { status: 200, body: { state: 'shown', acceptedAt: null } })
  t.match(await start('assessor'), { status: 409, body: { state: 'active' } })
  t.match(await raise([1]), { status: 200 })
  t.match(await call(acceptShownPanel, { ifMatch: (await read()).body.etag }), {
    status: 409,
    body: { code: 'illegal-transition', state: 'raised' },
  })
})

/** What managers and chapters are told of challenges in the feed of the association. */
const toldOf = async (
  call: Awaited<ReturnType<typeof settled>>['call'],
  as: string,
): Promise<readonly string[]> => {
  const { body } = await call(listAssociationEvents, { as, query: { limit: 200 } })
  return body.items
    .map(({ type }: { readonly type: string }) => type)
    .filter((type: string) => type.startsWith('challenge.'))
}

t.test(
  'a manager on the panel, or of the applicant, takes no part and is told nothing',
  async (t) => {
    const { home, play, known, call, show, raise } = await settled()
    const inside = await home.manager('Of the panel')
    await things.seat(play, known, { assessor: inside, role: 'member' })
    const forbidden = { status: 403, body: { code: 'forbidden' } }
    t.match(await show({ as: inside.key }), forbidden)
    t.match((await show()).body.assessors, { length: 3 })
    t.match(await call(getPanel, { as: inside.key }), forbidden)
    await raise([1, 2])
    const both = { body: { decisions: [dismiss(1), dismiss(2)] } }
    t.match(await call(decideChallenge, { ...both, as: inside.key }), forbidden)

    const partial = await home.manager('Consultant')
    const { organizationId } = home
    const tie = { organizationId, ownerGroup: null, kind: 'consulting', endedOn: null, note: '' }
    await registered(play, partial, [tie])
    t.match(await call(decideChallenge, { ...both, as: partial.key }), {
      status: 403,
      body: { code: 'conflict-of-interest' },
    })
    const ofHouse = await home.manager('Member')
    await sql.begin(async (tx) => {
      await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${home.organizationId}, true)`
      await tx`insert into organization_members (organization_id, person_id, role, created_at)
      values (${home.organizationId}, ${ofHouse.personId}, 'organization_viewer', now())`
    })
    for (const [operation, more] of [
      [getPanel, {}],
      [decideChallenge, both],
    ] as const)
      t.match(await call(operation, { ...more, as: ofHouse.key }), { status: 404 })
    t.match(await call(decideChallenge, { ...both, as: 'associationAdmin' }), { status: 200 })

    t.same(await toldOf(call, 'programmeManager'), [
      'challenge.opened',
      'challenge.raised',
      'challenge.decided',
    ])
    for (const { key } of [inside, ofHouse]) t.same(await toldOf(call, key), [])
  },
)

t.test('no half-built panel is shown, and none where the cycle shows none', async (t) => {
  const { samples, call, show } = await settled()
  const { body } = await call(listOwnAssignments, { as: 'assessor' })
  t.match((await show()).body.assessors, { length: 2 }, 'control: whole')
  const assignmentId = body.items[0].id
  const where = { params: { assignmentId }, ...manager, body: { reason: 'Ill.' } }
  t.match(await call(removeAssignment, where), { status: 200 })
  t.match(await show(), {
    status: 422,
    body: { code: 'incomplete', errors: [{ code: 'panel-too-small' }] },
  })
  const plain = await house()
  const params = await things.seated(samples)(playing(operations, plain, sql).play)
  t.match(await plain.call(showPanel, { params, ...manager, body: { days: 7 } }), {
    status: 409,
    body: { code: 'illegal-transition', state: 'hidden' },
  })
  t.match(await plain.call(startReview, { params, as: 'assessor' }), { status: 201 }, 'control')
})

t.test('of two at once one is raised, and of two at once one is decided', async (t) => {
  const { call, show, read, raise } = await settled()
  await show()
  const { etag: ifMatch } = (await read()).body
  const statuses = async (calls: readonly Promise<{ readonly status: number }>[]) =>
    (await Promise.all(calls)).map(({ status }) => status).toSorted()
  const raised = await statuses([1, 2, 1, 2].map((seat) => raise([seat], { ifMatch })))
  t.same(raised, [200, 412, 412, 412])
  const { assessors } = (await call(getPanel, manager)).body.challenge
  t.equal(assessors.length, 1)
  const { seat } = assessors[0]
  const bodies = [uphold(seat), dismiss(seat), uphold(seat), dismiss(seat)]
  const decided = await statuses(bodies.map((each) => call(decideChallenge, deciding(each))))
  t.same(decided, [200, 409, 409, 409])
  const own = await call(getOwnAssignment, {
    params: { assignmentId: assessors[0].assignmentId },
    as: seat === 1 ? 'leadAssessor' : 'assessor',
  })
  const { decision } = (await call(getPanel, manager)).body.challenge.assessors[0]
  t.equal(
    own.body.state,
    decision === 'uphold' ? 'removed' : 'active',
    'as the one that decided says',
  )
})

t.test('a challenge and a showing at once: it names whom the applicant was shown', async (t) => {
  const { show, read, raise } = await settled()
  await show()
  const { etag: ifMatch } = (await read()).body
  const [shown, raised] = await Promise.all([show(), raise([1], { ifMatch })])
  t.ok(
    (shown.status === 200 && raised.status === 412) ||
      (shown.status === 409 && raised.status === 200),
    `${shown.status} and ${raised.status}`,
  )
})

// Last, since the clock of the stage moves for everybody.
t.test('once the time is over nothing is challenged, and reviews begin', async (t) => {
  const { call, show, read, raise, start } = await settled()
  await show()
  const { text, body } = await read()
  shiftClock(days(7) - 60_000)
  t.match(await start('assessor'), { status: 409 }, 'a minute before')
  shiftClock(days(7) + 1000)
  const late = { status: 409, body: { code: 'window-closed', closesAt: body.dueAt } }
  t.match(await raise([1]), late)
  t.match(await call(acceptShownPanel, { ifMatch: body.etag }), {
    status: 409,
    body: { code: 'illegal-transition', state: 'shown', allowed: [] },
  })
  t.match(await start('assessor'), { status: 201 })
  t.match(await raise([1]), late)
  t.equal((await read()).text, text, 'the applicant reads the same')
})
