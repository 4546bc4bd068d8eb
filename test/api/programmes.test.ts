// Programmes and cycles over HTTP: made, changed, opened, assessed, closed, and never changed after.
import t from 'tap'
import {
  cancelCycle,
  createCycle,
  createProgramme,
  finishCycle,
  getCycle,
  getProgramme,
  listCycles,
  listProgrammes,
  openCycle,
  startCycle,
  updateCycle,
  updateProgramme,
} from '../../src/api/programmes/contract.ts'
import { newId } from '../support/house.ts'
import { type Call, type CastName, type House, stage } from '../support/stage.ts'

const { house, sql } = await stage(t)

const questionnaires = [{ key: 'gbt-19580-2012', version: '1.0.0' }]
const plan = {
  name: '2031',
  opensAt: '2031-01-15T00:00:00.000Z',
  closesAt: '2031-04-01T00:00:00.000Z',
  settings: { questionnaires },
}

/** The programme manager of a house of its own, with one programme. */
const settled = async () => {
  const home = await house()
  const call: House['call'] = (operation, more = {}) =>
    home.call(operation, { as: 'programmeManager', ...more })
  const made = await call(createProgramme, { body: { name: 'Award' } })
  const programme = { programmeId: made.body.id as string }
  const planned = async (body: object = plan) => {
    const cycle = await call(createCycle, { params: programme, body })
    const params = { ...programme, cycleId: cycle.body.id as string }
    return { ...cycle, params, ifMatch: cycle.body.etag as string }
  }
  /** Takes a cycle on, step by step, and says its last answer. */
  const walked = async (...steps: readonly (typeof openCycle)[]) => {
    const { params, body, ifMatch } = await planned()
    let last = { params, body, ifMatch }
    for (const step of steps) {
      const answer = await call(step, { params, ifMatch: last.ifMatch })
      if (answer.status !== 200) throw new Error(answer.text)
      last = { params, body: answer.body, ifMatch: answer.body.etag }
    }
    return last
  }
  return { home, call, made, programme, planned, walked }
}

t.test('201 makes a programme, names its address and its tag', async (t) => {
  const { home, call, made, programme } = await settled()
  t.match(made, { status: 201, body: { name: 'Award', description: '' } })
  t.equal(made.body.associationId, home.associationId)
  t.equal(made.headers.etag, made.body.etag)
  t.match(made.headers.location, new RegExp(`/programmes/${programme.programmeId}$`))
  t.same((await call(getProgramme, { params: programme })).body, made.body)
})

t.test('200 names a calibration lead: another person, who manages programmes here', async (t) => {
  const { home, call, made, programme } = await settled()
  const { programmeManager, leadAssessor, associationAdmin } = home.cast
  const name = (calibrationLeadId: string | null, as: CastName, ifMatch: string) =>
    call(updateProgramme, { params: programme, body: { calibrationLeadId }, as, ifMatch })
  const etag = made.body.etag as string
  t.match(await name(programmeManager.personId, 'programmeManager', etag), {
    status: 403,
    body: { code: 'forbidden' },
  })
  for (const { personId } of [leadAssessor, associationAdmin])
    t.match(await name(personId, 'programmeManager', etag), {
      status: 422,
      body: { code: 'document-invalid', errors: [{ pointer: '/calibrationLeadId' }] },
    })
  t.equal((await call(getProgramme, { params: programme })).body.calibrationLeadId, null)
  const named = await name(programmeManager.personId, 'associationAdmin', etag)
  t.match(named, { status: 200, body: { calibrationLeadId: programmeManager.personId } })
  const [event] = await sql`select payload from association_events
    where type = 'programme.updated' and subject = ${programme.programmeId}`
  t.match(event?.payload, `"calibrationLeadId":"${programmeManager.personId}"`, 'it is recorded')
  t.match(await name(null, 'programmeManager', named.body.etag), {
    status: 200,
    body: { calibrationLeadId: null },
  })
})

t.test('201 repeated under one key is one programme', async (t) => {
  const { call } = await settled()
  const again = { body: { name: 'Another' }, idempotencyKey: newId() }
  const first = await call(createProgramme, again)
  t.equal((await call(createProgramme, again)).text, first.text)
  t.equal((await call(listProgrammes)).body.items.length, 2)
})

t.test('lists come newest first, page by page, each its own', async (t) => {
  const { call, programme, planned } = await settled()
  const { body: second } = await call(createProgramme, { body: { name: 'Second' } })
  const page = await call(listProgrammes, { query: { limit: 1 } })
  t.same(page.body.items, [second])
  const rest = await call(listProgrammes, { query: { limit: 1, cursor: page.body.nextCursor } })
  t.match(rest.body, { items: [{ id: programme.programmeId }], nextCursor: null })

  const cycles = [await planned(), await planned({ ...plan, name: '2032' })]
  const listed = await call(listCycles, { params: programme })
  t.same(listed.body.items, cycles.map(({ body }) => body).reverse())
  const other = await call(listCycles, { params: { programmeId: second.id } })
  t.same(other.body, { items: [], nextCursor: null })
  t.match(await call(listCycles, { params: { programmeId: newId() } }), { status: 404 })
})

t.test('200 changes a programme with its tag, and the same again with any', async (t) => {
  const { call, made, programme } = await settled()
  const change = { params: programme, body: { name: 'Prize' } }
  const first = await call(updateProgramme, { ...change, ifMatch: made.body.etag })
  t.match(first, { status: 200, body: { name: 'Prize', description: '' } })
  t.not(first.body.etag, made.body.etag)
  const again = await call(updateProgramme, { ...change, ifMatch: made.body.etag })
  t.same([again.status, again.body], [200, first.body])
})

t.test('412 with an old tag, 428 without one, and nothing changes', async (t) => {
  const { call, programme, planned } = await settled()
  const cycle = await planned()
  for (const [operation, read, given] of [
    [updateProgramme, getProgramme, { params: programme, body: { name: 'X' } }],
    [updateCycle, getCycle, { params: cycle.params, body: { name: 'X' } }],
    [openCycle, getCycle, { params: cycle.params }],
    [cancelCycle, getCycle, { params: cycle.params }],
  ] as const) {
    const before = (await call(read, { params: given.params })).body
    t.match(await call(operation, { ...given, ifMatch: '"old"' }), {
      status: 412,
      body: { code: 'precondition-failed', currentEtag: before.etag },
    })
    t.match(await call(operation, given), { status: 428 })
    t.same((await call(read, { params: given.params })).body, before, operation.id)
  }
})

const award = {
  questionnaire: 'gbt-19580-2012',
  code: 'award',
  name: { en: 'National award', 'zh-CN': '全国质量奖' },
  awardingBody: 'The association',
  scope: 'total',
  validFrom: '2031-01-01',
  validTo: null,
  bands: [
    { code: 'nominated', from: 450, label: { en: 'Nominated', 'zh-CN': '提名' } },
    { code: 'winner', from: 600, label: { en: 'Winner', 'zh-CN': '获奖' } },
  ],
}

t.test('200 states whose bounds count in a cycle, and 422 what cannot be reached', async (t) => {
  const { call, planned } = await settled()
  const { params, ifMatch, body } = await planned()
  t.same(body.settings.recognition, [])
  const stated = { params, ifMatch, body: { settings: { recognition: [award] } } }
  const changed = await call(updateCycle, stated)
  t.match(changed, { status: 200, body: { settings: { recognition: [award] } } })
  t.same((await call(getCycle, { params })).body, changed.body)
  const [, winner] = award.bands
  const wrong = [
    { ...award, validTo: '2030-12-31', bands: [{ ...winner, from: 1000.5 }] },
    { ...award, code: 'other', questionnaire: 'efqm-2025' },
  ]
  const refused = await call(updateCycle, {
    params,
    ifMatch: changed.body.etag,
    body: { settings: { recognition: wrong } },
  })
  t.match(refused, {
    status: 422,
    body: {
      code: 'document-invalid',
      errors: [
        { pointer: '/settings/recognition/0/validTo', code: 'recognition-dates' },
        { pointer: '/settings/recognition/0/bands/0/from', code: 'recognition-above-total' },
        { pointer: '/settings/recognition/1/questionnaire', code: 'questionnaire-not-assessed' },
      ],
    },
  })
  t.same((await call(getCycle, { params })).body, changed.body, 'and nothing changed')
})

t.test('a cycle planned before there was a rule has the usual one', async (t) => {
  const { call, planned } = await settled()
  const { params } = await planned()
  await sql`update cycles set settings = (settings::jsonb - 'recognition')::text where id = ${params.cycleId}`
  t.same((await call(getCycle, { params })).body.settings.recognition, [])
})

t.test('201 plans a cycle with the usual settings where none are stated', async (t) => {
  const { call, planned } = await settled()
  const { status, body, headers, params } = await planned()
  t.equal(status, 201)
  t.match(body, {
    name: '2031',
    state: 'planned',
    opensAt: plan.opensAt,
    closesAt: plan.closesAt,
    settings: {
      questionnaires,
      panelSize: 3,
      quorum: 2,
      thresholdBp: 2000,
      stepBp: 500,
      suggestion: 'median',
      siteVisit: 'none',
      conflictWindows: { employmentYears: 5, earlierAssessmentCycles: 2 },
    },
    openedAt: null,
    cancelledAt: null,
  })
  t.match(headers.location, new RegExp(`/cycles/${params.cycleId}$`))
  t.same((await call(getCycle, { params })).body, body)
})

t.test('422 names everything that does not fit, and nothing is planned', async (t) => {
  const { call, programme, planned } = await settled()
  const wrong = {
    ...plan,
    closesAt: plan.opensAt,
    settings: {
      questionnaires: [...questionnaires, { key: 'gbt-19580-2012', version: '9.9.9' }],
      quorum: 5,
      stepBp: 300,
    },
  }
  t.match(await planned(wrong), {
    status: 422,
    body: {
      code: 'document-invalid',
      errors: [
        { pointer: '/closesAt', code: 'closes-before-opening' },
        { pointer: '/settings/quorum', code: 'quorum-above-panel' },
        { pointer: '/settings/stepBp', code: 'step-uneven' },
        { pointer: '/settings/stepBp', code: 'step-too-fine' },
        { pointer: '/settings/questionnaires/1', code: 'questionnaire-unknown' },
      ],
    },
  })
  const id = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42'
  const weightings = [{ questionnaire: 'gbt-19580-2012', id, version: '1.0.0' }]
  t.match(await planned({ ...plan, settings: { questionnaires, weightings } }), {
    status: 422,
    body: { errors: [{ pointer: '/settings/weightings/0', code: 'weighting-unknown' }] },
  })
  t.same((await call(listCycles, { params: programme })).body.items, [])
})

t.test('400 for what no setting is, and for a member that nobody knows', async (t) => {
  const { planned } = await settled()
  for (const settings of [
    { questionnaires: [] },
    { questionnaires, quorum: 1 },
    { questionnaires, secret: true },
    { questionnaires, conflictWindows: { employmentYears: 5 } },
  ])
    t.match(await planned({ ...plan, settings }), { status: 400 })
})

t.test('200 changes what is named, whole settings by whole settings', async (t) => {
  const { call, planned } = await settled()
  const { params, ifMatch, body } = await planned()
  const changed = await call(updateCycle, {
    params,
    ifMatch,
    body: { name: 'Spring', settings: { quorum: 3, siteVisit: 'optional' } },
  })
  t.match(changed, { status: 200, body: { name: 'Spring', opensAt: body.opensAt } })
  t.same(changed.body.settings, { ...body.settings, quorum: 3, siteVisit: 'optional' })
  t.match(
    await call(updateCycle, {
      params,
      ifMatch: changed.body.etag,
      body: { settings: { quorum: 9 } },
    }),
    { status: 422, body: { errors: [{ pointer: '/settings/quorum' }] } },
  )
})

t.test('a cycle is opened, assessed and closed; each step in its state only', async (t) => {
  const { call, walked } = await settled()
  const steps = [openCycle, startCycle, finishCycle, cancelCycle] as const
  const lives = [
    { path: [], state: 'planned', allowed: ['open', 'cancel'] },
    { path: [openCycle], state: 'open', allowed: ['start', 'cancel'] },
    { path: [openCycle, startCycle], state: 'assessing', allowed: ['finish'] },
    { path: [openCycle, startCycle, finishCycle], state: 'closed', allowed: [] },
    { path: [cancelCycle], state: 'cancelled', allowed: [] },
  ] as const
  for (const { path, state, allowed } of lives) {
    const { params, ifMatch, body } = await walked(...path)
    t.equal(body.state, state)
    for (const step of steps) {
      const event = step.id.replace('Cycle', '')
      if ((allowed as readonly string[]).includes(event)) continue
      t.match(await call(step, { params, ifMatch }), {
        status: 409,
        body: { code: 'illegal-transition', state, event, allowed },
      })
    }
    t.same((await call(getCycle, { params })).body, body, `${state} after all refusals`)
  }
})

t.test('409 immutable once assessing has begun, and after a cancellation', async (t) => {
  const { call, walked } = await settled()
  for (const path of [
    [openCycle, startCycle],
    [openCycle, startCycle, finishCycle],
    [cancelCycle],
  ]) {
    const { params, ifMatch, body } = await walked(...path)
    t.match(await call(updateCycle, { params, ifMatch, body: { name: 'x' } }), {
      status: 409,
      body: { code: 'immutable', since: body.startedAt ?? body.cancelledAt },
    })
  }
})

t.test('409 window-closed when the time of entry is over', async (t) => {
  const { call, planned } = await settled()
  const past = {
    ...plan,
    opensAt: '2020-01-01T00:00:00.000Z',
    closesAt: '2020-02-01T00:00:00.000Z',
  }
  const { params, ifMatch } = await planned(past)
  t.match(await call(openCycle, { params, ifMatch }), {
    status: 409,
    body: { code: 'window-closed', opensAt: past.opensAt, closesAt: past.closesAt },
  })
})

t.test(
  '404 to everybody outside the association, and for what is of another programme',
  async (t) => {
    const { call, programme, planned } = await settled()
    const { params } = await planned()
    const absent = await call(getCycle, { params: { ...params, cycleId: newId() } })
    t.equal(absent.status, 404)
    const outside: readonly CastName[] = ['organizationAdmin', 'chapterAdmin', 'strangerAdmin']
    for (const as of outside)
      for (const [operation, given] of [
        [getProgramme, { params: programme }],
        [listProgrammes, {}],
        [getCycle, { params }],
        [listCycles, { params: programme }],
        [createProgramme, { body: { name: 'x' } }],
        [openCycle, { params, ifMatch: '"x"' }],
      ] as readonly (readonly [typeof getCycle, Call])[])
        t.match(await call(operation, { ...given, as }), { status: 404 }, `${as} ${operation.id}`)
    const other = await call(createProgramme, { body: { name: 'Other' } })
    const elsewhere = { ...params, programmeId: other.body.id as string }
    t.match(await call(getCycle, { params: elsewhere }), { status: 404 })
    t.match(await call(openCycle, { params: elsewhere, ifMatch: '"x"' }), { status: 404 })
  },
)

t.test('two who open at once: one does, and the events tell it once', async (t) => {
  const { home, call, planned } = await settled()
  const { params, ifMatch } = await planned()
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => call(openCycle, { params, ifMatch })),
  )
  t.same(answers.map(({ status }) => status).sort(), [200, ...Array.from({ length: 7 }, () => 412)])
  const events = await sql`select type from association_events
    where association_id = ${home.associationId} and subject = ${params.cycleId} order by seq`
  t.same(
    events.map(({ type }) => type),
    ['cycle.created', 'cycle.opened'],
  )
})
