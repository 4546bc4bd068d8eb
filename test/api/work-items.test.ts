// What waits for whom, over HTTP: for an assessor, for the managers of a cycle, for an organization.
import t from 'tap'
import { enterCycle } from '../../src/api/entries/contract.ts'
import { openCycle } from '../../src/api/programmes/contract.ts'
import {
  getCycleProgress,
  listCycleWorkItems,
  listMyWorkItems,
  listOrganizationWorkItems,
} from '../../src/api/work-items/contract.ts'
import { newId } from '../support/house.ts'
import { assessing, enterable, entered, openedCycle, playing } from '../support/panels.ts'
import { consensusIn, inReview, reviewOf, seat, seatState } from '../support/seats.ts'
import { type CastName, stage } from '../support/stage.ts'
import { programme, submission } from '../support/things.ts'

const { house, sql, operations } = await stage(t)

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

t.test('pages of own work go on by cursor', async (t) => {
  const { params, play, personOf, home } = await onPanel()
  const personId = personOf('chapterAdmin')
  const first = await seat(play, params, { personId, role: 'member', state: 'recused' })
  const second = await seat(play, params, { personId, role: 'member', state: 'active' })
  const ask = (query: Readonly<Record<string, string | number>>) =>
    home.call(listMyWorkItems, { as: 'chapterAdmin', query })
  const page = await ask({ limit: 1 })
  t.match(page.body, { items: [{ assignmentId: second }], nextCursor: /./ }, 'the last made first')
  t.same((await ask({ limit: 1, cursor: page.body.nextCursor })).body, {
    items: [],
    nextCursor: null,
  })
  t.not(first, second)
  const foreign = { as: 'associationAdmin', query: { cursor: page.body.nextCursor } } as const
  t.match(await home.call(listMyWorkItems, foreign), { status: 400 })
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
