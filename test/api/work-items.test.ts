// What waits for whom, over HTTP: for an assessor, for the managers of a cycle, for an organization.
import { createHash } from 'node:crypto'
import t from 'tap'
import { enterCycle } from '../../src/api/entries/contract.ts'
import { openCycle } from '../../src/api/programmes/contract.ts'
import {
  getCycleProgress,
  listCycleWorkItems,
  listMyWorkItems,
  listOrganizationWorkItems,
} from '../../src/api/work-items/contract.ts'
import type { Standing } from '../../src/core/context.ts'
import { type PanelSituation, panelTasks, panelWork } from '../../src/core/work-item/panel.ts'
import { newId, thrown } from '../support/house.ts'
import { seated, tasksOf as tasksOfAssessor, tasksOfManager } from '../support/panel-things.ts'
import { assessing, enterable, entered, openedCycle, playing } from '../support/panels.ts'
import { consensusIn, inReview, manySeats, reviewOf, seat, seatState } from '../support/seats.ts'
import { type CastName, stage } from '../support/stage.ts'
import { standings } from '../support/submissions.ts'
import { made, programme, submission } from '../support/things.ts'

/** What the service asked the database, as it began each transaction and in it. */
let asked = 0
const { house, sql, operations } = await stage(t, {
  rewrite: (text) => {
    asked += 1
    return text
  },
})
const askedIn = async (work: () => Promise<unknown>) => {
  asked = 0
  await work()
  return asked
}

const settled = async () => {
  const home = await house()
  const { play, samples } = playing(operations, home, sql)
  return { home, play, samples, call: home.call }
}

/** An entry of a cycle that is being assessed, and two people who may sit on its panel. */
const onPanel = async () => {
  const settling = await settled()
  const { home, play, samples, call } = settling
  const { params } = await assessing(samples)(play)
  const personOf = (name: CastName) => home.cast[name].personId
  const sit = (name: CastName, role: 'lead' | 'member', state: 'proposed' | 'active' = 'active') =>
    seat(play, params, { personId: personOf(name), role, state })
  const workOf = async (as: CastName) => {
    const answer = await call(listMyWorkItems, { as })
    if (answer.status !== 200) throw new Error(answer.text)
    return answer
  }
  const tasksOf = async (as: CastName) =>
    (await workOf(as)).body.items.map(({ task }: { readonly task: string }) => task)
  return { ...settling, params, personOf, sit, workOf, tasksOf }
}

t.test('200 shows who is asked no more than name, owners, sector, region and cycle', async (t) => {
  const { home, params, sit, workOf } = await onPanel()
  const assignmentId = await sit('chapterAdmin', 'member', 'proposed')
  const { body } = await workOf('chapterAdmin')
  t.equal(body.nextCursor, null)
  t.match(body.items, [
    {
      task: 'declare',
      assignmentId,
      role: 'member',
      since: '2031-02-01T00:00:00.000Z',
      associationId: home.associationId,
      programmeId: params.programmeId,
      cycleId: params.cycleId,
      cycleName: /./,
      name: 'First',
      sector: { scheme: 'gbt-4754-2017', division: '34', section: 'C' },
      region: 'CN-ZJ',
    },
  ])
  t.same(Object.keys(body.items[0]).toSorted(), [
    'assignmentId',
    'associationId',
    'cycleId',
    'cycleName',
    'name',
    'ownerGroup',
    'programmeId',
    'region',
    'role',
    'sector',
    'since',
    'task',
  ])
  await seatState({ house: home, sql }, assignmentId, 'active')
  t.match((await workOf('chapterAdmin')).body.items, [
    {
      task: 'start_review',
      organizationId: home.organizationId,
      submissionId: params.submissionId,
    },
  ])
})

t.test('from review to consensus the work goes on, for the lead and for members', async (t) => {
  const { play, params, personOf, sit, tasksOf } = await onPanel()
  const [lead, member] = ['chapterAdmin', 'associationAdmin'] as const
  await sit(lead, 'lead')
  await sit(member, 'member')
  const review = (name: CastName, state: 'draft' | 'locked') =>
    reviewOf(play, params, { personId: personOf(name), state })
  const tasks = async () => [await tasksOf(lead), await tasksOf(member)]

  t.same(await tasks(), [['start_review'], ['start_review']])
  await review(lead, 'draft')
  t.same(await tasks(), [['finish_review'], ['start_review']])
  await review(lead, 'locked')
  t.same(await tasks(), [[], ['start_review']])
  await review(member, 'locked')
  t.same(await tasks(), [['open_consensus'], []])
  await consensusIn(play, params, 'open')
  t.same(await tasks(), [['write_consensus'], []])
  await consensusIn(play, params, 'proposed')
  t.same(await tasks(), [['approve_scores'], ['approve_scores']])
  await consensusIn(play, params, 'proposed', [personOf(lead)])
  t.same(await tasks(), [[], ['approve_scores']])
})

t.test('before the consensus a member reads the same bytes, whatever others do', async (t) => {
  const { play, params, personOf, sit, workOf } = await onPanel()
  const [lead, member] = ['associationAdmin', 'chapterAdmin'] as const
  await sit(lead, 'lead')
  await sit(member, 'member')
  const review = (name: CastName, state: 'draft' | 'locked') =>
    reviewOf(play, params, { personId: personOf(name), state })
  await review(member, 'draft')
  await review(lead, 'draft')
  const before = { member: (await workOf(member)).text, lead: (await workOf(lead)).text }
  await review(lead, 'locked')
  t.equal((await workOf(member)).text, before.member)
  t.not((await workOf(lead)).text, before.lead, 'and it would show: the own state does')
})

t.test('only what is proposed or active, and only by a credential that acts there', async (t) => {
  const { home, play, params, personOf, sit, tasksOf } = await onPanel()
  const assignmentId = await sit('chapterAdmin', 'member')
  for (const state of ['conflicted', 'declined', 'recused', 'removed', 'completed'] as const) {
    await seatState(play, assignmentId, state)
    t.same(await tasksOf('chapterAdmin'), [], state)
  }
  for (const name of ['strangerAdmin', 'otherOrganizationAdmin', 'organizationViewer'] as const) {
    const personId = personOf(name)
    await seat(play, params, { personId, role: 'member', state: 'active' })
    t.same(await tasksOf(name), [], `${name}: a key of another house, or of the applicant`)
  }
  t.same(await tasksOf('programmeManager'), [], 'a manager has no work of assessors')
  const { key } = await home.keyOf('chapterAdmin', ['submissions:read'])
  t.match(await home.call(listMyWorkItems, { as: key }), { status: 403 })
})

t.test('pages of own work are full but the last, and go on by cursor', async (t) => {
  const { params, play, personOf, home } = await onPanel()
  const personId = personOf('chapterAdmin')
  const place = { personId, role: 'member' } as const
  const [earlier = ''] = await manySeats(play, params, { ...place, state: 'active', count: 1 })
  await manySeats(play, params, { ...place, state: 'completed', count: 3 })
  await seat(play, params, { ...place, state: 'recused' })
  const last = await seat(play, params, { ...place, state: 'active' })
  await manySeats(play, params, { ...place, state: 'recused', count: 2 })
  const ask = (query: Readonly<Record<string, string | number>>) =>
    home.call(listMyWorkItems, { as: 'chapterAdmin', query })
  const page = await ask({ limit: 1 })
  t.match(page.body, { items: [{ assignmentId: last }], nextCursor: /./ }, 'the last made first')
  t.match((await ask({ limit: 1, cursor: page.body.nextCursor })).body, {
    items: [{ submissionId: earlier }],
    nextCursor: null,
  })
  const foreign = { as: 'associationAdmin', query: { cursor: page.body.nextCursor } } as const
  t.match(await home.call(listMyWorkItems, foreign), { status: 400 })
})

t.test('a list asks the database no more often, however much waits', async (t) => {
  const { params, play, personOf, home, sit } = await onPanel()
  await sit('chapterAdmin', 'lead')
  const mine = () => home.call(listMyWorkItems, { as: 'chapterAdmin', query: { limit: 200 } })
  const ofCycle = () =>
    home.call(listCycleWorkItems, { params, as: 'programmeManager', query: { limit: 200 } })
  const lists = [mine, ofCycle]
  const before: number[] = []
  for (const list of lists) {
    await list() // the key is known from now on
    before.push(await askedIn(list))
  }
  const lead = { personId: personOf('chapterAdmin'), role: 'lead', state: 'active' } as const
  await manySeats(play, params, { ...lead, count: 40 })
  for (const list of lists) {
    t.equal((await list()).body.items.length, 41)
    t.equal(await askedIn(list), before.shift(), 'as for one')
  }
  t.ok((await askedIn(mine)) > 1, 'control: it is counted')
})

t.test('a panel is shown before it reviews, and a challenge waits for a manager', async (t) => {
  const { play, samples } = await settled()
  const { submissionId } = await seated(samples, { panelShown: 'before_scoring' })(play)
  const params = { submissionId }
  const waits = async () => ({
    manager: await tasksOfManager(play, submissionId),
    assessor: await tasksOfAssessor(play, submissionId, 'assessor'),
  })
  t.same(await waits(), { manager: ['fill_panel', 'show_panel'], assessor: [] })
  const show = { ...samples('showPanel'), params, as: 'programmeManager' } as const
  made(await play.call('showPanel', show), 'showPanel')
  t.same(await waits(), { manager: ['fill_panel'], assessor: [] })
  const due = (at: string) =>
    sql.begin(async (tx) => {
      await tx`set local app.side = 'review'`
      await tx`update shown_panels set due_at = ${at} where submission_id = ${submissionId}`
    })
  const [shown] = await sql`select due_at from shown_panels where submission_id = ${submissionId}`
  await due('2020-01-01T00:00:00Z')
  t.same(await waits(), { manager: ['fill_panel'], assessor: ['start_review'] })
  await due(shown?.due_at)
  const { body } = made(await play.call('getShownPanel', { params }), 'getShownPanel')
  const challenge = { ...samples('challengePanel'), params, ifMatch: body.etag as string }
  made(await play.call('challengePanel', challenge), 'challengePanel')
  t.same(await waits(), { manager: ['fill_panel', 'decide_challenge'], assessor: [] })
})

/** The seat of somebody as it is kept. */
const seatRow = async (personId: string, submissionId: string) => {
  const [row] = await sql`select * from person_seats where person_id = ${personId}
    and submission_id = ${submissionId}`
  return { ...row }
}

t.test("what is kept for a member says nothing of the others' work", async (t) => {
  const { play, params, personOf, sit } = await onPanel()
  const [lead, member] = ['associationAdmin', 'chapterAdmin'] as const
  await sit(lead, 'lead')
  await sit(member, 'member')
  const row = (name: CastName) => seatRow(personOf(name), params.submissionId)
  const review = (name: CastName, state: 'draft' | 'locked') =>
    reviewOf(play, params, { personId: personOf(name), state })
  await review(member, 'draft')
  const before = { member: await row(member), lead: await row(lead) }
  t.match(before.lead, { others_locked: 0, others_writing: 1 })
  await review(lead, 'draft')
  await review(lead, 'locked')
  t.same(await row(member), before.member, 'a review of another does not move it')
  await review(member, 'locked')
  t.match(await row(lead), { others_locked: 1, others_writing: 0 })
  for (const change of ['others_locked = 1', "report_state = 'draft'", 'objected = false'])
    t.match(
      await thrown(() => sql.unsafe(`update person_seats set ${change} where role = 'member'`)),
      { constraint_name: 'person_seats_panel_check' },
      change,
    )
})

t.test('whoever has no review in it is kept no more of a consensus than that it is', async (t) => {
  const { play, params, personOf, sit, tasksOf } = await onPanel()
  await sit('associationAdmin', 'lead')
  await sit('chapterAdmin', 'member')
  await reviewOf(play, params, { personId: personOf('associationAdmin'), state: 'locked' })
  const row = () => seatRow(personOf('chapterAdmin'), params.submissionId)
  await consensusIn(play, params, 'open')
  const before = await row()
  t.match(before, { consensus_state: 'open', own_review: null })
  for (const state of ['scoring', 'proposed', 'agreed', 'visiting']) {
    const visits = [{ state: 'planned', renewed: { [personOf('chapterAdmin')]: null } }]
    await consensusIn(play, params, state, [personOf('chapterAdmin')], { visits })
    t.same(await row(), before, state)
    t.same(await tasksOf('chapterAdmin'), [], state)
  }
  await reviewOf(play, params, { personId: personOf('chapterAdmin'), state: 'locked' })
  t.match(await row(), { consensus_state: 'visiting', approved: true, renewed: true }, 'control')
  const renewedBy = async (renewed: unknown) => {
    await consensusIn(play, params, 'visiting', [], { visits: [{ state: 'planned', renewed }] })
    return (await row())?.renewed
  }
  t.equal(await renewedBy({}), false)
  t.equal(await renewedBy([personOf('chapterAdmin')]), true, 'from before instants were kept')
})

t.test('a round whose time is over and an open objection wait for the lead', async (t) => {
  const { play, params, personOf, sit, tasksOf } = await onPanel()
  const [lead, member] = ['chapterAdmin', 'associationAdmin'] as const
  await sit(lead, 'lead')
  await sit(member, 'member')
  await reviewOf(play, params, { personId: personOf(lead), state: 'locked' })
  await reviewOf(play, params, { personId: personOf(member), state: 'draft' })
  const round = (dueAt: string) =>
    consensusIn(play, params, 'scoring', [], { round: 1, rounds: [{ items: [], dueAt }] })
  await round('2099-01-01T00:00:00.000Z')
  t.same(await tasksOf(lead), [])
  t.same(await tasksOf(member), ['finish_review'])
  await round('2020-01-01T00:00:00.000Z')
  t.same(await tasksOf(lead), ['close_round'])
  const objection = (overruled: string | null) =>
    consensusIn(play, params, 'proposed', [personOf(lead)], {
      objections: [{ by: personOf(member), code: '4.1.2', reason: 'Too high.', overruled }],
    })
  await objection(null)
  t.same(await tasksOf(lead), ['answer_objection'])
  await objection('We looked again.')
  t.same(await tasksOf(lead), [])
})

t.test('200 tells managers what each panel needs while it is assessed', async (t) => {
  const { home, play, params, personOf, sit, call } = await onPanel()
  const as = 'programmeManager'
  const items = async () => (await call(listCycleWorkItems, { params, as })).body.items
  t.match(await items(), [
    {
      tasks: ['name_lead', 'fill_panel'],
      organizationId: home.organizationId,
      submissionId: params.submissionId,
      name: 'First',
      standing: 0,
      conflicted: 0,
    },
  ])
  await sit('chapterAdmin', 'lead', 'proposed')
  await sit('associationAdmin', 'member')
  t.match(await items(), [{ tasks: ['fill_panel'], standing: 2 }])
  const third = await seat(play, params, {
    personId: personOf('programmeManager'),
    role: 'member',
    state: 'conflicted',
  })
  t.match(await items(), [{ tasks: ['fill_panel', 'decide_conflict'], conflicted: 1 }])
  await seatState(play, third, 'active')
  t.match(await items(), [{ tasks: ['fill_panel'], standing: 3 }])
  await sit('strangerAdmin', 'member', 'proposed')
  t.same(await items(), [], 'four are asked, as the cycle wants')
})

t.test('what was agreed on waits for managers outside the panel alone', async (t) => {
  const { play, params, sit, call } = await onPanel()
  await sit('chapterAdmin', 'lead')
  await sit('associationAdmin', 'member')
  await inReview(play, params)
  const tasksFor = async (as: CastName) =>
    (await call(listCycleWorkItems, { params, as })).body.items[0]?.tasks
  t.same(await tasksFor('programmeManager'), ['fill_panel'])
  await consensusIn(play, params, 'proposed')
  t.same(await tasksFor('programmeManager'), ['fill_panel'])
  await consensusIn(play, params, 'agreed')
  t.same(await tasksFor('programmeManager'), ['fill_panel', 'approve'])
  t.same(await tasksFor('associationAdmin'), ['fill_panel'], 'an admin has not the last word')
  await sit('programmeManager', 'member')
  t.same(await tasksFor('programmeManager'), ['fill_panel'], 'nor who works on the panel')
})

t.test(
  'nothing waits for managers before assessing begins, and others see none of it',
  async (t) => {
    const { play, samples, call } = await settled()
    const { params } = await entered(samples)(play)
    const as = 'programmeManager'
    t.same((await call(listCycleWorkItems, { params, as })).body, { items: [], nextCursor: null })
    for (const operation of [listCycleWorkItems, getCycleProgress]) {
      const unknown = { ...params, cycleId: newId() }
      t.match(await call(operation, { params: unknown, as }), { status: 404 }, operation.id)
      t.match(await call(operation, { params, as: 'chapterAdmin' }), { status: 404 }, operation.id)
    }
  },
)

t.test('200 tells how far a cycle is, by states, dates and counts', async (t) => {
  const { params, sit, call } = await onPanel()
  const as = 'programmeManager'
  const progress = async () => (await call(getCycleProgress, { params, as })).body
  await sit('chapterAdmin', 'lead')
  await sit('associationAdmin', 'member')
  t.match(await progress(), {
    cycleId: params.cycleId,
    state: 'assessing',
    startedAt: /Z$/,
    closedAt: null,
    next: null,
    submissions: { submitted: 1, in_review: 0, final: 0, withdrawn: 0 },
    assignments: { proposed: 0, active: 2, conflicted: 0 },
    panels: { complete: 0, incomplete: 1 },
  })
  await sit('programmeManager', 'member')
  await sit('strangerAdmin', 'member')
  t.match(await progress(), { assignments: { active: 4 }, panels: { complete: 1, incomplete: 0 } })
})

t.test('pages of a cycle are full but the last, by the rules that decide what waits', async (t) => {
  const { play, params, personOf, call } = await onPanel()
  const other = { personId: personOf('chapterAdmin'), role: 'member', state: 'active' } as const
  const submissions = await manySeats(play, params, { ...other, count: 90 })
  const [manager, admin] = [personOf('programmeManager'), personOf('associationAdmin')]
  /** A panel of every kind, told to the database beside its triggers. */
  const panelAt = (n: number) => {
    const draw = (salt: number) =>
      createHash('sha256').update(`${n} ${salt}`).digest().readUInt16BE()
    const one = <Value>(values: readonly [Value, ...Value[]], salt: number): Value =>
      values[draw(salt) % values.length] as Value
    const reportState = one([null, 'draft', 'approved', 'approved', 'released'], 3)
    const isApproved = reportState === 'approved' || reportState === 'released'
    return {
      state: one(['final', 'in_review', 'final', 'withdrawn', 'submitted'], 5),
      consensusState: one([null, 'agreed', 'final', 'final', 'proposed', 'agreed'], 11),
      isVisitDue: draw(13) % 4 === 0,
      isShown: draw(37) % 2 === 0,
      isChallenged: draw(41) % 5 === 0,
      isDeparted: draw(17) % 3 === 0,
      isOnPanel: draw(19) % 6 === 0,
      reportState,
      approvedBy: isApproved ? one([manager, admin], 23) : null,
      others: draw(29) % 4 === 0 ? 2 : 3, // the panel wants four
      conflicted: draw(31) % 7 === 0 ? 1 : 0,
    }
  }
  const panels = submissions.map((submissionId, n) => ({ submissionId, ...panelAt(n) }))
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    for (const panel of panels) {
      const { submissionId } = panel
      await tx`update cycle_entries set state = ${panel.state} where submission_id = ${submissionId}`
      await tx`update panel_stages set consensus_state = ${panel.consensusState}, visit_due = ${panel.isVisitDue},
        shown = ${panel.isShown}, challenged = ${panel.isChallenged}, departed = ${panel.isDeparted}, report_state = ${panel.reportState}, report_approved_by = ${panel.approvedBy},
        report_version = ${panel.reportState === null ? null : 1} where submission_id = ${submissionId}`
      const sit = (
        role: string,
        state: string,
        personId: string = newId(),
      ) => tx`insert into cycle_assignments
        select association_id, ${newId()}, cycle_id, organization_id, submission_id, ${personId}, ${role}, ${state},
          proposed_by, proposed_at, declared_at, waived_at, ended_at, revision from cycle_assignments
        where submission_id = ${submissionId} limit 1`
      for (let n = 0; n < panel.others; n += 1) await sit(n === 0 ? 'lead' : 'member', 'proposed')
      if (panel.conflicted > 0) await sit('member', 'conflicted')
      if (panel.isOnPanel) await sit('member', 'removed', manager)
    }
  })
  const expectedFor = (standing: Standing) =>
    panelWork({
      cycle: { state: 'assessing', settings: { panelSize: 4, quorum: 2, panelShown: 'never' } },
      standing,
      situations: panels.map((panel) => ({
        entry: { submissionId: panel.submissionId, state: panel.state } as PanelSituation['entry'],
        seats: {
          standing: 1 + panel.others,
          active: 1,
          leads: 1,
          activeLeads: 0,
          conflicted: panel.conflicted,
        },
        stage: {
          consensus:
            panel.consensusState === null
              ? null
              : { state: panel.consensusState, isVisitDue: panel.isVisitDue },
          isShown: panel.isShown,
          isChallenged: panel.isChallenged,
          isDeparted: panel.isDeparted,
          isOnPanel: panel.isOnPanel && standing.personId === manager,
          report:
            panel.reportState === null
              ? null
              : { version: 1, state: panel.reportState, approvedBy: panel.approvedBy },
        },
      })) as readonly PanelSituation[],
    }).map(({ entry, tasks }) => ({ submissionId: entry.submissionId, tasks }))
  for (const [as, base] of [
    ['programmeManager', standings.manager],
    ['associationAdmin', standings.association],
  ] as const) {
    const expected = expectedFor({ ...base, personId: personOf(as) as Standing['personId'] })
    const items: unknown[] = []
    let cursor: string | null = null
    do {
      const query = { limit: 7, ...(cursor === null ? {} : { cursor }) }
      const { body } = await call(listCycleWorkItems, { params, as, query })
      t.ok(body.items.length === 7 || body.nextCursor === null, 'full, or the last')
      items.push(...body.items)
      cursor = body.nextCursor
    } while (cursor !== null)
    t.match(items, [{ submissionId: params.submissionId }, ...expected], as)
    t.equal(items.length, 1 + expected.length)
    t.ok(expected.length > 10 && expected.length < 90, `control: ${expected.length} of 90`)
  }
  const byManager = expectedFor({ ...standings.manager, personId: manager as Standing['personId'] })
  const told = new Set(byManager.flatMap(({ tasks }) => tasks))
  t.same(
    [...told].toSorted(),
    panelTasks.filter((task) => task !== 'name_lead' && task !== 'show_panel').toSorted(),
  )
})

t.test('a manager who is a member of an applicant learns nothing of its panel', async (t) => {
  const { home, params, personOf, sit, call } = await onPanel()
  const as = 'programmeManager'
  const look = async (as: CastName) => ({
    items: (await call(listCycleWorkItems, { params, as })).body.items,
    progress: (await call(getCycleProgress, { params, as })).body,
  })
  await sit('chapterAdmin', 'lead')
  const shown = { items: [{ standing: 1 }], progress: { assignments: { active: 1 } } }
  t.match(await look(as), { ...shown, progress: { panels: { incomplete: 1 } } }, 'control')
  await sql.begin(async (tx) => {
    const { organizationId } = home
    await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${organizationId}, true)`
    await tx`insert into organization_members (organization_id, person_id, role, created_at)
      values (${organizationId}, ${personOf(as)}, 'organization_viewer', now())`
  })
  t.match(await look('associationAdmin'), shown, 'control: whoever is not of it does')
  const before = await look(as)
  t.same(before.items, [])
  t.match(before.progress, {
    submissions: { submitted: 1 },
    assignments: { proposed: 0, active: 0, conflicted: 0 },
    panels: { complete: 0, incomplete: 0 },
  })
  await sit('associationAdmin', 'member', 'proposed')
  await sit('strangerAdmin', 'member')
  t.same(await look(as), before, 'and nothing moves when the panel does')
})

t.test('an empty cycle has no counts, and waits for its next step', async (t) => {
  const { play, samples, call } = await settled()
  const { params } = await programme(samples)(play)
  const as = 'programmeManager'
  const { body: plan } = samples('createCycle') as { readonly body: object }
  const times = { opensAt: '2020-01-01T00:00:00.000Z', closesAt: '2099-01-01T00:00:00.000Z' }
  const planned = await play.call('createCycle', { params, as, body: { ...plan, ...times } })
  const cycle = { ...params, cycleId: planned.body.id as string }
  t.match((await call(getCycleProgress, { params: cycle, as })).body, {
    state: 'planned',
    next: 'open',
    submissions: { submitted: 0 },
    panels: { complete: 0, incomplete: 0 },
  })
  await call(openCycle, { params: cycle, as, ifMatch: planned.body.etag })
  t.match((await call(getCycleProgress, { params: cycle, as })).body, { state: 'open', next: null })
})

t.test('200 tells an organization what to submit and where to enter it', async (t) => {
  const { home, play, samples, call } = await settled()
  const { submissionId } = await submission(samples)(play)
  const items = async () => (await call(listOrganizationWorkItems)).body.items
  t.match(await items(), [{ task: 'submit', submissionId, dueAt: null, cycles: [] }])
  const { params, body } = await enterable(samples)(play)
  const cycles = [
    {
      associationId: home.associationId,
      programmeId: params.programmeId,
      cycleId: params.cycleId,
      closesAt: '2099-01-01T00:00:00.000Z',
    },
  ]
  const dueAt = '2099-01-01T00:00:00.000Z'
  t.match(await items(), [
    { task: 'enter', submissionId: params.submissionId, dueAt, cycles },
    { task: 'submit', submissionId, dueAt, cycles },
  ])
  await call(enterCycle, { params, body })
  t.match(await items(), [{ task: 'submit', submissionId, dueAt: null, cycles: [] }])
  t.equal((await items()).length, 1)
})

t.test('pages of an organization go on by cursor; its association sees none of it', async (t) => {
  const { play, samples, call } = await settled()
  const first = await submission(samples)(play)
  const second = await submission(samples)(play)
  await openedCycle(samples)(play)
  const page = await call(listOrganizationWorkItems, { query: { limit: 1 } })
  t.match(page.body.items, [{ submissionId: second.submissionId }])
  const rest = { query: { limit: 1, cursor: page.body.nextCursor } }
  t.match((await call(listOrganizationWorkItems, rest)).body, {
    items: [{ submissionId: first.submissionId }],
    nextCursor: null,
  })
  t.match(await call(listOrganizationWorkItems, { as: 'organizationViewer' }), { status: 200 })
  for (const as of ['programmeManager', 'otherOrganizationAdmin'] as const)
    t.match(await call(listOrganizationWorkItems, { as }), { status: 404 }, as)
})
