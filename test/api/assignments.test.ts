// Panels over HTTP: assessors are asked, declare, are let pass or refused, leave; and who learns what of it.
import t from 'tap'
import { getOwnInterests, putOwnInterests } from '../../src/api/assessors/contract-own.ts'
import {
  getAssignment,
  listAssignments,
  proposeAssignment,
  removeAssignment,
  waiveConflict,
} from '../../src/api/assignments/contract.ts'
import {
  declareInterests,
  declineAssignment,
  getOwnAssignment,
  listOwnAssignments,
  recuseFromAssignment,
} from '../../src/api/assignments/contract-own.ts'
import { listCycleEntries } from '../../src/api/entries/contract.ts'
import { listEvents } from '../../src/api/events/contract.ts'
import { getSubmission, withdrawSubmission } from '../../src/api/submissions/contract.ts'
import { newId } from '../support/house.ts'
import {
  type Assessed,
  activeAssignment,
  assessing,
  entered,
  playing,
  proposed,
  registered,
} from '../support/panels.ts'
import { stage } from '../support/stage.ts'
import { submitted } from '../support/things.ts'

const { house, sql, operations } = await stage(t)

/** An entry that is assessed, and somebody in the register. */
const settled = async () => {
  const home = await house()
  const { play, samples } = playing(operations, home, sql)
  const { params } = await assessing(samples)(play)
  const assessor = await registered(play, await home.newcomer('Ann'))
  const where = params as Assessed
  return { home, play, samples, call: home.call, params: where, assessor }
}
const manager = { as: 'programmeManager' } as const
const none = { interests: [] }
const declaring = (kind: string, to = 'applicant', endedOn: string | null = null) => ({
  interests: [{ kind, to, endedOn, note: '' }],
})
const reason = { reason: 'It must be.' }
const typesOf = async (table: 'association' | 'organization', subject: string) => {
  const rows = await sql`select type from ${sql(`${table}_events`)} where subject = ${subject}
    and outcome = 'success' order by seq`
  return rows.map(({ type }) => type)
}

t.test('201 asks; the assessor sees a name and no content, and declares', async (t) => {
  const { home, play, call, params, assessor } = await settled()
  const { organizationId } = home
  const { submissionId } = params
  const body = { organizationId, submissionId, personId: assessor.personId, role: 'lead' }
  const asked = await call(proposeAssignment, { params, body, ...manager })
  t.match(asked, {
    status: 201,
    body: { ...body, state: 'proposed', conflicts: [], declared: null, waived: null, ended: null },
  })
  const where = { ...params, assignmentId: asked.body.id as string }
  const listed = await call(listOwnAssignments, { as: assessor.key })
  t.match(listed.body, {
    items: [
      {
        id: where.assignmentId,
        associationId: home.associationId,
        cycle: { id: params.cycleId, programmeId: params.programmeId },
        applicant: { name: 'First', ownerGroupName: null, region: 'CN-ZJ' },
        role: 'lead',
        state: 'proposed',
        waitsFor: 'declaration',
      },
    ],
    nextCursor: null,
  })
  const [shown] = listed.body.items
  t.notOk('submissionId' in shown || 'organizationId' in shown, 'where it is comes later')
  t.same((await call(getOwnAssignment, { params: where, as: assessor.key })).body, shown)

  const declared = await call(declareInterests, { params: where, body: none, as: assessor.key })
  t.match(declared, {
    status: 200,
    body: { state: 'active', waitsFor: 'review', organizationId, submissionId },
  })
  t.match(await call(getSubmission, { params }), { body: { state: 'in_review' } })
  t.match(await call(listCycleEntries, { params, ...manager }), {
    body: { items: [{ state: 'in_review' }] },
  })
  t.same(await typesOf('association', where.assignmentId), [
    'assignment.proposed',
    'assignment.activated',
  ])
  t.same(await typesOf('organization', where.assignmentId), [], 'the applicant hears nothing of it')
  t.equal((await typesOf('organization', submissionId)).at(-1), 'submission.review-started')
  const feed = await call(listEvents, {})
  t.notMatch(feed.text, new RegExp(`${assessor.personId}|declareInterests`), 'nor by whom')

  const second = await registered(play, await home.newcomer('Bob'))
  await activeAssignment(play, params, { assessor: second })
  t.equal(
    (await typesOf('organization', submissionId)).filter((type) => type.endsWith('review-started'))
      .length,
    1,
    'it begins once',
  )
})

t.test('whoever was asked by nobody, or by another key, finds nothing', async (t) => {
  const { home, play, call, params, assessor } = await settled()
  const where = await proposed(play, params, { assessor })
  for (const as of ['organizationAdmin', 'associationAdmin', 'programmeManager'] as const) {
    t.same((await call(listOwnAssignments, { as })).body.items, [])
    for (const operation of [getOwnAssignment, declareInterests])
      t.match(await call(operation, { params: where, body: none, as }), { status: 404 })
  }
  const absent = { params: { assignmentId: newId() }, body: none, as: assessor.key }
  t.match(await call(declareInterests, absent), { status: 404 })
  t.match(await call(getOwnAssignment, { params: where, as: assessor.key }), {
    body: { state: 'proposed' },
  })
  t.equal(
    home.associationId,
    (await call(getOwnAssignment, { params: where, as: assessor.key })).body.associationId,
  )
})

t.test('403 with one body for every interest that blocks, and for whom nobody knows', async (t) => {
  const { home, play, call, params } = await settled()
  const { organizationId, otherOrganizationId } = home
  const { submissionId } = params
  const groupOf = async (id: string) => {
    const [row] = await sql`select owner_group_association_id as a, owner_group_id as g
      from organizations where organization_id = ${id}`
    return { associationId: row?.a, id: row?.g }
  }
  const ownerGroup = await groupOf(organizationId)
  const tie = (kind: string, through: 'direct' | 'group', endedOn: string | null = null) => ({
    kind,
    organizationId: through === 'direct' ? organizationId : otherOrganizationId,
    ownerGroup: through === 'direct' ? null : ownerGroup,
    endedOn,
    note: '',
  })
  const ask = async (interests: readonly object[], organization = organizationId) => {
    const { personId } = await registered(play, await home.newcomer('Cy'), interests)
    const body = { organizationId: organization, submissionId, personId, role: 'member' }
    return call(proposeAssignment, { params, body, ...manager })
  }
  const plain = ({ requestId: _, instance: __, ...rest }: Record<string, unknown>) => rest
  const refused = await ask([tie('employment', 'direct')])
  t.match(refused, { status: 403, body: { code: 'conflict-of-interest' } })
  const groupToo = ['employment', 'consulting', 'ownership', 'supplier_customer']
  for (const kind of [...groupToo, 'competitor', 'personal_tie'])
    for (const through of ['direct', 'group'] as const) {
      const answer = await ask([tie(kind, through)])
      if (through === 'group' && !groupToo.includes(kind))
        t.equal(answer.status, 201, `${kind} ${through}`)
      else
        t.same(
          [answer.status, plain(answer.body)],
          [403, plain(refused.body)],
          `${kind} ${through}`,
        )
    }
  t.equal((await ask([tie('employment', 'direct', '2001-01-01')])).status, 201, 'long ago')
  t.match(await ask([tie('other', 'direct')]), {
    status: 201,
    body: { conflicts: [{ kind: 'other' }] },
  })
  for (const unknown of [newId(), otherOrganizationId]) {
    const answer = await ask([], unknown as typeof organizationId)
    t.same([answer.status, plain(answer.body)], [403, plain(refused.body)], 'entered nothing')
  }
  const count = await call(listAssignments, { params, ...manager })
  t.equal(count.body.items.length, 4, 'who was refused is not there')
})

t.test(
  'who acts for the applicant or its owner never assesses it, by a person or an app',
  async (t) => {
    const { home, play, call, params } = await settled()
    const { organizationId, otherOrganizationId } = home
    const { submissionId } = params
    const ask = (personId: string) => {
      const body = { organizationId, submissionId, personId, role: 'member' }
      return call(proposeAssignment, { params, body, ...manager })
    }
    const blocked = { status: 403, body: { code: 'conflict-of-interest' } }
    for (const name of ['organizationAdmin', 'organizationViewer'] as const) {
      const { personId } = await registered(play, home.cast[name])
      t.match(await ask(personId), blocked, name)
    }
    const other = await registered(play, home.cast.otherOrganizationAdmin)
    t.equal((await ask(other.personId)).status, 201, 'control: of another owner')

    const sibling = await registered(play, await home.newcomer('Dee'))
    await sql.begin(async (tx) => {
      await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${otherOrganizationId}, true)`
      await tx`insert into organization_members (organization_id, person_id, role, created_at)
      values (${otherOrganizationId}, ${sibling.personId}, 'organization_viewer', now())`
      await tx`update organizations o set owner_group_association_id = f.owner_group_association_id,
      owner_group_id = f.owner_group_id from organizations f
      where o.organization_id = ${otherOrganizationId} and f.organization_id = ${organizationId}`
    })
    t.match(await ask(sibling.personId), blocked, 'a member of its sister')

    const lent = await registered(play, await home.newcomer('Eve'))
    const grantee = { kind: 'person', id: lent.personId }
    const terms = { grantee, scopes: ['submissions:read'], purpose: 'Advice' }
    t.equal((await play.call('createGrant', { body: terms })).status, 201)
    t.match(await ask(lent.personId), blocked, 'to whom it lent a right')
  },
)

t.test('nobody decides about an organization that is their own', async (t) => {
  const { home, play, call, params, assessor } = await settled()
  const where = await proposed(play, params, { assessor })
  const { organizationId, cast } = home
  await sql.begin(async (tx) => {
    await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${organizationId}, true)`
    await tx`insert into organization_members (organization_id, person_id, role, created_at)
      values (${organizationId}, ${cast.programmeManager.personId}, 'organization_viewer', now())`
  })
  t.same((await call(listAssignments, { params, ...manager })).body.items, [])
  t.match(await call(getAssignment, { params: where, ...manager }), { status: 404 })
  t.match(await call(removeAssignment, { params: where, body: reason, ...manager }), {
    status: 404,
  })
  const { personId } = await registered(play, await home.newcomer('Fay'))
  const { submissionId } = params
  const body = { organizationId, submissionId, personId, role: 'member' }
  t.match(await call(proposeAssignment, { params, body, ...manager }), {
    status: 403,
    body: { code: 'conflict-of-interest' },
  })
  t.match(await call(listAssignments, { params, as: 'associationAdmin' }), {
    body: { items: [{ id: where.assignmentId, displayName: 'Ann' }] },
  })
})

t.test('no unit reaches an organization, or waits for it, that entered nothing', async (t) => {
  const { home, play, samples, call, params, assessor } = await settled()
  const { organizationId } = home
  const { submissionId: apart } = await submitted(samples)(play).then(({ params }) => params)
  const ask = (submissionId: string) => {
    const body = { organizationId, submissionId, personId: assessor.personId, role: 'member' }
    return call(proposeAssignment, { params, body, ...manager })
  }
  const [refused, waiting] = await sql.begin(async (tx) => {
    await tx`select from submissions where organization_id = ${organizationId} for update`
    return [await ask(apart), await ask(params.submissionId)]
  })
  t.match(refused, { status: 403, body: { code: 'conflict-of-interest' } })
  t.match(waiting, { status: 503 }, 'control: one that was entered is waited for')
  t.equal((await ask(params.submissionId)).status, 201)
})

t.test('a right lent to a manager neither shows nor hides a panel, by any operation', async (t) => {
  const { home, play, call, params, assessor } = await settled()
  const { organizationId, cast } = home
  const where = await proposed(play, params, { assessor })
  const grantee = { kind: 'person', id: cast.programmeManager.personId }
  const terms = { grantee, scopes: ['submissions:read'], purpose: 'Advice' }
  t.equal((await play.call('createGrant', { body: terms })).status, 201)
  const { personId } = await registered(play, await home.newcomer('Pia'))
  const body = { organizationId, submissionId: params.submissionId, personId, role: 'member' }
  t.equal((await call(proposeAssignment, { params, body, ...manager })).status, 201)
  t.equal((await call(listAssignments, { params, ...manager })).body.items.length, 2)
  t.equal((await call(getAssignment, { params: where, ...manager })).status, 200)
  t.equal((await call(removeAssignment, { params: where, body: reason, ...manager })).status, 200)
})

t.test('whoever has come to be of the applicant can leave its panel, and no more', async (t) => {
  const { home, play, call, params } = await settled()
  const { organizationId } = home
  const joins = (personId: string) =>
    sql.begin(async (tx) => {
      await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${organizationId}, true)`
      await tx`insert into organization_members (organization_id, person_id, role, created_at)
        values (${organizationId}, ${personId}, 'organization_viewer', now())`
    })
  const borrows = async (id: string) => {
    const terms = {
      grantee: { kind: 'person', id },
      scopes: ['submissions:read'],
      purpose: 'Advice',
    }
    t.equal((await play.call('createGrant', { body: terms })).status, 201)
  }
  for (const comes of [joins, borrows]) {
    const [asked, active] = [
      await registered(play, await home.newcomer('Quy')),
      await registered(play, await home.newcomer('Ray')),
    ]
    const seats = {
      asked: await proposed(play, params, { assessor: asked }),
      active: await activeAssignment(play, params, { assessor: active }),
    }
    for (const { personId } of [asked, active]) await comes(personId)
    const declare = { params: seats.asked, body: none, as: asked.key }
    t.match(await call(declareInterests, declare), { status: 404 }, 'control')
    const decline = { params: seats.asked, body: reason, as: asked.key }
    t.match(await call(declineAssignment, decline), { status: 200, body: { state: 'declined' } })
    const recuse = { params: seats.active, body: reason, as: active.key }
    t.match(await call(recuseFromAssignment, recuse), { status: 200, body: { state: 'recused' } })
  }
})

t.test('409 and 422 for what cannot be asked', async (t) => {
  const { home, play, samples, call, params, assessor } = await settled()
  const { organizationId } = home
  const { submissionId } = params
  const ask = (personId: string, role = 'member', at: object = params) =>
    call(proposeAssignment, {
      params: at as Assessed,
      body: { organizationId, submissionId, personId, role },
      ...manager,
    })
  const unfit = (code: string) => ({
    status: 422,
    body: { errors: [{ pointer: '/personId', code }] },
  })
  t.match(await ask(newId()), unfit('assessor-unknown'))
  const busy = await home.newcomer('Gil')
  const entry = { params: { personId: busy.personId }, body: { available: false, interests: [] } }
  await play.call('putAssessor', { ...entry, ifNoneMatch: '*', ...manager })
  t.match(await ask(busy.personId), unfit('assessor-unavailable'))
  t.match(await ask(home.cast.programmeManager.personId), {
    status: 403,
    body: { code: 'forbidden', action: 'assignments:write' },
  })
  await proposed(play, params, { assessor, role: 'lead' })
  t.match(await ask(assessor.personId), {
    status: 409,
    body: { code: 'already-exists', pointer: '/personId' },
  })
  const second = await registered(play, await home.newcomer('Hal'))
  t.match(await ask(second.personId, 'lead'), {
    status: 409,
    body: { code: 'already-exists', pointer: '/role' },
  })
  t.match(await ask(second.personId, 'member', { ...params, programmeId: newId() }), {
    status: 404,
  })

  const open = await entered(samples)(play)
  t.match(await ask(second.personId, 'member', open.params), {
    status: 409,
    body: {
      code: 'illegal-transition',
      state: 'open',
      event: 'propose',
      allowed: ['start', 'cancel'],
    },
  })
  const { etag } = (await call(getSubmission, { params })).body
  await call(withdrawSubmission, { params, ifMatch: etag })
  t.match(await ask(second.personId), {
    status: 409,
    body: { code: 'illegal-transition', state: 'withdrawn', event: 'propose' },
  })
})

t.test(
  'a declared interest that blocks stays, one that may be waived needs a third person',
  async (t) => {
    const { home, play, call, params } = await settled()
    const ask = async (name: string) => {
      const assessor = await registered(play, await home.newcomer(name))
      return { assessor, params: await proposed(play, params, { assessor }) }
    }
    const blocked = await ask('Ida')
    const said = declaring('employment', 'owner_group')
    const declare = { params: blocked.params, body: said, as: blocked.assessor.key }
    t.match(await call(declareInterests, declare), {
      status: 200,
      body: { state: 'conflicted', waitsFor: null },
    })
    t.match(await call(declareInterests, { ...declare, body: none }), {
      status: 409,
      body: { code: 'illegal-transition', state: 'conflicted' },
    })
    t.match(await call(getAssignment, { params: blocked.params, ...manager }), {
      body: { conflicts: [{ kind: 'employment', effect: 'block' }], declared: said.interests },
    })
    const waive = (where: object, as: 'programmeManager' | 'associationAdmin') =>
      call(waiveConflict, { params: where as Assessed, body: reason, as })
    t.match(await waive(blocked.params, 'associationAdmin'), {
      status: 403,
      body: { code: 'conflict-of-interest' },
    })
    t.match(await call(getSubmission, { params }), { body: { state: 'submitted' } })

    const competitor = await ask('Jon')
    const other = { params: competitor.params, as: competitor.assessor.key }
    const through = await call(declareInterests, {
      ...other,
      body: declaring('competitor', 'owner_group'),
    })
    t.match(through, { body: { state: 'active' } }, 'a rival of its sister is none of its own')

    const waivable = await ask('Kim')
    const speaker = { params: waivable.params, body: declaring('other'), as: waivable.assessor.key }
    t.match(await call(declareInterests, speaker), { body: { state: 'conflicted' } })
    t.match(await waive(waivable.params, 'programmeManager'), {
      status: 409,
      body: { code: 'second-person-required' },
    })
    t.match(await waive(waivable.params, 'associationAdmin'), {
      status: 200,
      body: {
        state: 'active',
        waived: { by: home.cast.associationAdmin.personId, reason: reason.reason },
      },
    })
    t.match(await waive(waivable.params, 'associationAdmin'), {
      status: 409,
      body: { code: 'illegal-transition', state: 'active', event: 'waive' },
    })
    t.same(await typesOf('association', waivable.params.assignmentId), [
      'assignment.proposed',
      'assignment.conflicted',
      'assignment.activated',
    ])
  },
)

t.test('what the register learns after the proposal counts at the declaration', async (t) => {
  const { home, play, call, params, assessor } = await settled()
  const where = await proposed(play, params, { assessor })
  const entry = await play.call('getAssessor', {
    params: { personId: assessor.personId },
    ...manager,
  })
  const interests = [
    {
      kind: 'ownership',
      organizationId: home.organizationId,
      ownerGroup: null,
      endedOn: null,
      note: '',
    },
  ]
  const put = { params: { personId: assessor.personId }, body: { available: true, interests } }
  await play.call('putAssessor', { ...put, ifMatch: entry.body.etag, ...manager })
  const declared = await call(declareInterests, { params: where, body: none, as: assessor.key })
  t.match(declared, { status: 200, body: { state: 'conflicted' } })
  t.notMatch(declared.text, /ownership/, 'which one it was is not said')
})

t.test('an assessor declines, steps back; a manager removes; each in its state only', async (t) => {
  const { home, play, call, params } = await settled()
  const lives = [
    { state: 'proposed', ends: { decline: 'declined', remove: 'removed' } },
    { state: 'active', ends: { recuse: 'recused', remove: 'removed' } },
    { state: 'conflicted', ends: { remove: 'removed' } },
  ] as const
  const operationsOf = {
    decline: declineAssignment,
    recuse: recuseFromAssignment,
    remove: removeAssignment,
  }
  for (const { state, ends } of lives)
    for (const event of ['decline', 'recuse', 'remove'] as const) {
      const assessor = await registered(play, await home.newcomer('Lee'))
      const where = await proposed(play, params, { assessor })
      const said = state === 'active' ? none : state === 'conflicted' ? declaring('other') : null
      if (said !== null)
        await call(declareInterests, { params: where, body: said, as: assessor.key })
      const as = event === 'remove' ? 'programmeManager' : assessor.key
      const answer = await call(operationsOf[event], { params: where, body: reason, as })
      const after = (ends as Readonly<Record<string, string>>)[event]
      if (after === undefined)
        t.match(answer, { status: 409, body: { code: 'illegal-transition', state, event } })
      else {
        t.match(answer, { status: 200, body: { state: after } }, `${state} ${event}`)
        const own = await call(getOwnAssignment, { params: where, as: assessor.key })
        t.notOk('submissionId' in own.body, 'and the way to its content is gone')
        t.match((await call(getAssignment, { params: where, ...manager })).body.ended, reason)
      }
    }
})

t.test('the same declaration under one key is made once', async (t) => {
  const { play, call, params, assessor } = await settled()
  const where = await proposed(play, params, { assessor })
  const again = { params: where, body: none, as: assessor.key, idempotencyKey: newId() }
  const first = await call(declareInterests, again)
  t.equal((await call(declareInterests, again)).text, first.text)
  t.equal((await typesOf('association', where.assignmentId)).length, 2)
})

t.test('eight who propose a lead at once: one leads', async (t) => {
  const { home, play, call, params } = await settled()
  const { organizationId } = home
  const { submissionId } = params
  const assessors = []
  for (const name of ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'])
    assessors.push(await registered(play, await home.newcomer(name)))
  const answers = await Promise.all(
    assessors.map(({ personId }) => {
      const body = { organizationId, submissionId, personId, role: 'lead' }
      return call(proposeAssignment, { params, body, ...manager })
    }),
  )
  t.same(answers.map(({ status }) => status).sort(), [201, ...Array.from({ length: 7 }, () => 409)])
  t.equal((await call(listAssignments, { params, ...manager })).body.items.length, 1)
})

t.test(
  "what an assessor said of own interests blocks too, and is nobody else's to say",
  async (t) => {
    const { home, call, params, assessor } = await settled()
    const { organizationId } = home
    const interests = [
      { kind: 'consulting', organizationId, ownerGroup: null, endedOn: null, note: 'Training' },
    ]
    const put = { body: { interests }, ifNoneMatch: '*', as: assessor.key } as const
    t.match(await call(getOwnInterests, { as: assessor.key }), { status: 404 })
    const stated = await call(putOwnInterests, put)
    t.match(stated, { status: 201, body: { interests } })
    t.equal((await call(putOwnInterests, put)).status, 200, 'the same again, whatever the tag')
    t.same((await call(getOwnInterests, { as: assessor.key })).body, stated.body)
    for (const as of ['programmeManager', 'associationAdmin', 'organizationAdmin'] as const) {
      t.match(await call(putOwnInterests, { ...put, as }), { status: 404 })
      t.match(await call(getOwnInterests, { as }), { status: 404 })
    }
    const { submissionId } = params
    const body = { organizationId, submissionId, personId: assessor.personId, role: 'member' }
    t.match(await call(proposeAssignment, { params, body, ...manager }), {
      status: 403,
      body: { code: 'conflict-of-interest' },
    })
    const gone = { body: { interests: [] }, ifMatch: stated.body.etag, as: assessor.key }
    t.match(await call(putOwnInterests, { ...gone, ifMatch: '"i0"' }), { status: 412 })
    t.match(await call(putOwnInterests, gone), { status: 200, body: { interests: [] } })
    t.equal((await call(proposeAssignment, { params, body, ...manager })).status, 201)
  },
)
