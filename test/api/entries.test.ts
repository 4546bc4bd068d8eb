// Entering cycles over HTTP: what is open, who enters what, and how both sides see it from then on.
import t from 'tap'
import {
  enterCycle,
  getEntry,
  leaveCycle,
  listCycleEntries,
  listEntries,
  listOpenCycles,
} from '../../src/api/entries/contract.ts'
import {
  cancelCycle,
  finishCycle,
  getCycle,
  startCycle,
  updateCycle,
} from '../../src/api/programmes/contract.ts'
import {
  acceptSubmission,
  getSubmission,
  withdrawSubmission,
} from '../../src/api/submissions/contract.ts'
import { listOrganizationWorkItems } from '../../src/api/work-items/contract.ts'
import { newId } from '../support/house.ts'
import { assessing, enterable, entered, openedCycle, playing } from '../support/panels.ts'
import { type Call, type House, stage } from '../support/stage.ts'
import { made, marking, submission, submitted } from '../support/things.ts'

const { house, sql, operations } = await stage(t)

const settled = async () => {
  const home = await house()
  const { play, samples } = playing(operations, home, sql)
  return { home, play, samples, call: home.call }
}
const manager = { as: 'programmeManager' } as const
const etagOf = async (call: House['call'], params: Call['params']) =>
  (await call(getSubmission, params === undefined ? {} : { params })).body.etag as string

/** An open cycle of the chapter, the first to close. */
const chapterCycle = async ({
  home,
  play,
  samples,
}: Pick<Awaited<ReturnType<typeof settled>>, 'home' | 'play' | 'samples'>) => {
  const params = { associationId: home.chapterId }
  const as = 'chapterAdmin'
  const id = 'createProgramme'
  const programmeId = made(await play.call(id, { ...samples(id), params, as }), id).body.id
  const { body } = samples('createCycle') as { readonly body: object }
  const times = { opensAt: '2020-01-01T00:00:00.000Z', closesAt: '2098-01-01T00:00:00.000Z' }
  const planned = await play.call('createCycle', {
    params: { ...params, programmeId },
    body: { ...body, ...times },
    as,
  })
  const { id: cycleId, etag } = made(planned, 'createCycle').body
  const own = { ...params, programmeId, cycleId }
  const opened = await play.call('openCycle', { params: own, ifMatch: etag, as })
  return { params: own, ifMatch: made(opened, 'openCycle').body.etag as string }
}

t.test('201 enters, and both sides list it from then on', async (t) => {
  const { home, play, samples, call } = await settled()
  const { params, body } = await enterable(samples)(play)
  const before = await etagOf(call, params)
  const made = await call(enterCycle, { params, body })
  t.match(made, {
    status: 201,
    body: {
      organizationId: home.organizationId,
      submissionId: params.submissionId,
      associationId: home.associationId,
      programmeId: params.programmeId,
      cycleId: params.cycleId,
    },
  })
  t.match(made.headers.location, /\/entry$/)
  t.not(await etagOf(call, params), before, 'who read it before has not seen the entry')
  t.same((await call(getEntry, { params })).body, made.body)
  t.same((await call(listEntries)).body, { items: [made.body], nextCursor: null })

  const listed = await call(listCycleEntries, { params, ...manager })
  t.same(listed.body.nextCursor, null)
  t.match(listed.body.items, [
    {
      organizationId: home.organizationId,
      submissionId: params.submissionId,
      name: 'First',
      ownerGroup: { name: null },
      sector: { scheme: 'gbt-4754-2017', division: '34', section: 'C' },
      region: 'CN-ZJ',
      questionnaire: { key: 'gbt-19580-2012', version: '1.0.0' },
      state: 'submitted',
      stateAt: (await call(getSubmission, { params })).body.submittedAt,
      enteredAt: made.body.enteredAt,
    },
  ])
  const events = await sql`select type from association_events
    where association_id = ${home.associationId} and subject = ${params.cycleId} order by seq`
  t.equal(events.at(-1)?.type, 'cycle.entered')
})

t.test('an organization finds what is open to it, in its association and above', async (t) => {
  const { home, play, samples, call } = await settled()
  const { params } = await openedCycle(samples)(play)
  const asked = { query: { associationId: home.associationId } }
  t.match(await call(listOpenCycles, asked), {
    status: 200,
    body: {
      items: [{ id: params.cycleId, programmeId: params.programmeId, programmeName: /./ }],
      nextCursor: null,
    },
  })
  const whole = await call(listOpenCycles)
  t.match(whole.body.items, [{ id: params.cycleId }], 'unnamed, those above are looked at too')
  const atHome = { query: { associationId: home.chapterId } }
  t.same((await call(listOpenCycles, atHome)).body.items, [], 'its own association has none')
  const stranger = { query: { associationId: home.strangerAssociationId } }
  t.match(await call(listOpenCycles, stranger), { status: 404 })
  t.match(await call(listOpenCycles, { ...asked, as: 'otherOrganizationAdmin' }), { status: 404 })
  await call(startCycle, {
    params,
    ifMatch: (await call(getCycle, { params, ...manager })).body.etag,
    ...manager,
  })
  t.same((await call(listOpenCycles, asked)).body.items, [])
})

t.test('open cycles of the whole line come on pages, the first to close first', async (t) => {
  const { home, play, samples, call } = await settled()
  const above = await openedCycle(samples)(play)
  const own = await chapterCycle({ home, play, samples })
  const first = await call(listOpenCycles, { query: { limit: '1' } })
  t.match(first.body.items, [{ id: own.params.cycleId }])
  const second = await call(listOpenCycles, {
    query: { limit: '1', cursor: first.body.nextCursor },
  })
  t.match(second.body, { items: [{ id: above.params.cycleId }], nextCursor: null })
})

t.test(
  '409 for a draft, for a second entry, and outside the dates; nothing is entered',
  async (t) => {
    const { play, samples, call } = await settled()
    const first = await enterable(samples)(play)
    const draft = { submissionId: (await submission(samples)(play)).submissionId }
    t.match(await call(enterCycle, { params: draft, body: first.body }), {
      status: 409,
      body: { code: 'illegal-transition', state: 'draft', event: 'enter' },
    })
    await call(enterCycle, first)
    t.match(await call(enterCycle, first), {
      status: 409,
      body: { code: 'already-exists', parameter: 'submissionId' },
    })
    const second = await submitted(samples)(play)
    t.match(await call(enterCycle, { params: second.params, body: first.body }), {
      status: 409,
      body: { code: 'already-exists', pointer: '/cycleId' },
    })
    const begun = await assessing(samples)(await settled().then(({ play }) => play))
    t.ok(begun.params.cycleId, 'control: others begin')

    const other = await openedCycle(samples)(play)
    await sql`update cycles set closes_at = now() where id = ${other.params.cycleId}`
    const body = { ...first.body, cycleId: other.params.cycleId }
    t.match(await call(enterCycle, { params: second.params, body }), {
      status: 409,
      body: { code: 'window-closed', opensAt: '2020-01-01T00:00:00.000Z' },
    })
    t.match(await call(getEntry, { params: second.params }), { status: 404 })
  },
)

t.test(
  '422 for a cycle that is not there, not in its line, or takes no such version',
  async (t) => {
    const { home, play, samples, call } = await settled()
    const { params, body } = await enterable(samples)(play)
    const refused = (code: string) => ({
      status: 422,
      body: { code: 'document-invalid', errors: [{ pointer: '/cycleId', code }] },
    })
    const unknown = await call(enterCycle, { params, body: { ...body, cycleId: newId() } })
    t.match(unknown, refused('cycle-unknown'))
    const elsewhere = { ...body, associationId: home.strangerAssociationId }
    t.match(await call(enterCycle, { params, body: elsewhere }), refused('cycle-unknown'))
    await sql`update cycles set settings = replace(settings, '"1.0.0"', '"9.0.0"') where id = ${body.cycleId}`
    t.match(await call(enterCycle, { params, body }), refused('questionnaire-not-assessed'))
    t.same((await call(listEntries)).body.items, [])
  },
)

t.test(
  '422 where the cycle takes nothing that does not apply; its rule stays once it does',
  async (t) => {
    const { play, samples, call } = await settled()
    const part = marking(samples, '4.4.4')
    const { params, body } = await enterable(part)(play)
    t.match(await call(enterCycle, { params, body }), {
      status: 422,
      body: {
        code: 'document-invalid',
        errors: [{ pointer: '/answers/4.4.4/notApplicable', code: 'not-applicable-refused' }],
      },
    })
    t.match(await call(getEntry, { params }), { status: 404 })
    const rule = { policy: 'exclude', maxShareBp: 1000 } as const
    const taking = await openedCycle(samples, { notApplicable: rule })(play)
    const { cycleId } = taking.params
    t.match(
      (await call(listOpenCycles)).body.items.map(
        ({ id, notApplicable }: { readonly id: string; readonly notApplicable: unknown }) => [
          id === cycleId,
          notApplicable,
        ],
      ),
      [
        [false, null],
        [true, rule],
      ],
    )
    const change = (notApplicable: object) =>
      call(updateCycle, {
        params: taking.params,
        body: { settings: { notApplicable } },
        ifMatch: taking.ifMatch,
        ...manager,
      })
    t.match(await call(enterCycle, { params, body: { ...body, cycleId } }), { status: 201 })
    t.match(await change({ ...rule, policy: 'zero' }), {
      status: 422,
      body: { errors: [{ pointer: '/settings/notApplicable', code: 'entered-under-rule' }] },
    })
    t.match(await call(leaveCycle, { params }), { status: 204 })
    t.match(await change({ ...rule, policy: 'zero' }), { status: 200 }, 'control: empty again')
  },
)

t.test(
  '204 leaves until assessing begins, then 409; an empty place is left as it is',
  async (t) => {
    const { play, samples, call } = await settled()
    const { params, ifMatch } = await entered(samples)(play)
    t.match(await call(leaveCycle, { params }), { status: 204 })
    t.match(await call(getEntry, { params }), { status: 404 })
    t.same((await call(listCycleEntries, { params, ...manager })).body.items, [])
    const etag = await etagOf(call, params)
    t.match(await call(leaveCycle, { params }), { status: 204 })
    t.equal(await etagOf(call, params), etag, 'what was not entered does not change')

    const { associationId, organizationId } = play.house
    const body = { associationId, cycleId: params.cycleId }
    t.match(await call(enterCycle, { params, body }), { status: 201 })
    const started = await call(startCycle, { params, ifMatch, ...manager })
    t.match(await call(leaveCycle, { params }), {
      status: 409,
      body: { code: 'immutable', since: started.body.startedAt },
    })
    t.match(await call(getEntry, { params }), { status: 200, body: { organizationId } })
  },
)

t.test('whoever was entered is not accepted without a review, but after it left', async (t) => {
  const { play, samples, call } = await settled()
  const { params, ifMatch } = await entered(samples)(play)
  const accept = async () =>
    call(acceptSubmission, { params, ifMatch: await etagOf(call, params), as: 'associationAdmin' })
  t.match(await accept(), {
    status: 409,
    body: { code: 'illegal-transition', state: 'submitted', event: 'accept' },
  })
  await call(cancelCycle, { params, ifMatch, ...manager })
  t.match(await accept(), { status: 200, body: { state: 'final' } }, 'nobody reviews it there')
})

t.test(
  'what left a cancelled cycle and did not get into another one is whole, and may try again',
  async (t) => {
    const { home, play, samples, call } = await settled()
    const { params: own, ifMatch } = await chapterCycle({ home, play, samples })
    const { params, body } = await enterable(samples)(play)
    const first = { associationId: own.associationId, cycleId: own.cycleId }
    t.match(await call(enterCycle, { params, body: first }), { status: 201 })
    const as = 'chapterAdmin'
    t.match(await call(cancelCycle, { params: own, ifMatch, as }), { status: 200 })
    const absent = { ...body, cycleId: '01890000-0000-7000-8000-000000000000' }
    const idempotencyKey = 'a-key-of-the-entering-0001'
    t.match(await call(enterCycle, { params, body: absent, idempotencyKey }), {
      status: 422,
      body: { code: 'document-invalid' },
    })
    t.equal((await call(getEntry, { params })).status, 404, 'only the first of two units was kept')
    const { items } = (await call(listOrganizationWorkItems)).body
    t.match(items, [{ task: 'enter', submissionId: params.submissionId }])
    t.match(await call(enterCycle, { params, body, idempotencyKey }), { status: 201 })
    t.match(await call(getEntry, { params }), { status: 200, body: { cycleId: body.cycleId } })
  },
)

t.test('a cancelled cycle keeps nobody: what was entered enters another one', async (t) => {
  const { home, play, samples, call } = await settled()
  const { params: own, ifMatch } = await chapterCycle({ home, play, samples })
  const { params, body } = await enterable(samples)(play)
  const first = { associationId: own.associationId, cycleId: own.cycleId }
  const tasks = async () => {
    const { items } = (await call(listOrganizationWorkItems)).body
    return items.map(({ task }: { readonly task: string }) => task)
  }
  t.match(await call(enterCycle, { params, body: first }), { status: 201 })
  t.same(await tasks(), [])
  t.match(
    await call(enterCycle, { params, body }),
    { status: 409, body: { code: 'already-exists' } },
    'control: the other one is open',
  )
  const as = 'chapterAdmin'
  t.match(await call(cancelCycle, { params: own, ifMatch, as }), { status: 200 })
  t.same(await tasks(), ['enter'])
  t.match(await call(enterCycle, { params, body }), {
    status: 201,
    body: { cycleId: body.cycleId },
  })
  t.match((await call(listEntries)).body.items, [{ cycleId: body.cycleId }])
  t.match((await call(listCycleEntries, { params, ...manager })).body.items, [
    { submissionId: params.submissionId },
  ])
  const events = await sql`select type from association_events
    where association_id = ${own.associationId} and subject = ${own.cycleId} order by seq`
  t.same(
    events.map(({ type }) => type).slice(-3),
    ['cycle.entered', 'cycle.cancelled', 'cycle.left'],
    'and it is on record what was entered there',
  )
})

t.test('a cycle ends when what was entered is withdrawn or final, and not before', async (t) => {
  const { play, samples, call } = await settled()
  const { params, ifMatch } = await assessing(samples)(play)
  t.match(await call(finishCycle, { params, ifMatch, ...manager }), {
    status: 409,
    body: { code: 'in-use', usedBy: [params.submissionId] },
  })
  const tag = await etagOf(call, params)
  t.match(await call(withdrawSubmission, { params, ifMatch: tag }), { status: 200 })
  t.match(await call(listCycleEntries, { params, ...manager }), {
    body: { items: [{ state: 'withdrawn' }] },
  })
  t.match(await call(finishCycle, { params, ifMatch, ...manager }), {
    status: 200,
    body: { state: 'closed' },
  })
})

t.test(
  'control: no unit changes the state of an entry where the association does not see it',
  async (t) => {
    const { home, play, samples } = await settled()
    const { params } = await entered(samples)(play)
    const alone = (also: string) =>
      sql.begin(async (tx) => {
        await tx.unsafe(`set local app.organization_id = '${home.organizationId}'; ${also}`)
        await tx`update submissions set state = 'withdrawn', withdrawn_at = now()
          where id = ${params.submissionId}`
      })
    await t.rejects(alone(''), /does not reach the association/)
    await alone(`set local app.association_id = '${home.associationId}'`)
  },
)

t.test('eight who enter at once, and one who begins: one entry, or none', async (t) => {
  const { play, samples, call } = await settled()
  const { params, body, cycleEtag } = await enterable(samples)(play)
  const second = await submitted(samples)(play)
  const enter = (place: number) =>
    call(enterCycle, { params: place % 2 === 0 ? params : second.params, body })
  const answers = await Promise.all([
    ...Array.from({ length: 8 }, (_, place) => enter(place)),
    call(startCycle, { params, ifMatch: cycleEtag, ...manager }),
  ])
  const made = answers.filter(({ status }) => status === 201)
  t.ok(made.length <= 1, answers.map(({ status }) => status).join())
  t.ok(answers.every(({ status }) => [200, 201, 409].includes(status)))
  t.equal((await call(listEntries)).body.items.length, made.length)
  t.equal((await call(listCycleEntries, { params, ...manager })).body.items.length, made.length)
})
