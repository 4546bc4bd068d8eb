// Who sees what of an assessment, when: the key set of every answer, for every viewer and stage. The oracle is
// section 4 of the design read anew, item by item; it shares nothing with the table in src/core/consensus/visible.ts.
import t from 'tap'
import * as things from '../support/panel-things.ts'
import { sampleOf } from '../support/scenes.ts'
import { type Call, type CastName, stage } from '../support/stage.ts'
import type { Play } from '../support/things.ts'

const theStage = await stage(t)
const { operations, sql } = theStage
const named = (id: string) => {
  const operation = operations.find((each) => each.id === id)
  if (operation === undefined) throw new Error(`There is no operation ${id}.`)
  return operation
}
const samples = (id: string): Call => sampleOf(named(id))

const stages = ['before', 'consensus', 'final'] as const
type Stage = (typeof stages)[number]
const viewers = [
  'assessor',
  'leadAssessor',
  'programmeManager',
  'associationAdmin',
  'chapterAdmin',
  'strangerAdmin',
  'organizationAdmin',
  'organizationViewer',
  'otherOrganizationAdmin',
] as const satisfies readonly CastName[]

/** An assessment in the stage, with a third assessor whose draft was late. */
const staged = async (wanted: Stage) => {
  const house = await theStage.house()
  const here: Play = { house, sql, call: (id, call) => house.call(named(id), call) }
  const known = await things.seated(samples)(here)
  const { submissionId } = known
  const params = { submissionId }
  const late = await house.newcomer('Late')
  await things.seat(here, known, { assessor: late, role: 'member' })
  await things.begin(here, submissionId, late.key)
  const ids: Record<string, string> = {}
  for (const as of ['leadAssessor', 'assessor'] as const)
    ids[as] = await things.review(here, submissionId, {
      as,
      percents: () => (as === 'assessor' ? 50 : 45),
    })
  const { call } = here
  if (wanted !== 'before') {
    await call('openConsensus', { params, as: 'leadAssessor' })
    const { body } = await call('acceptSuggestions', { params, as: 'leadAssessor' })
    if (wanted === 'final') {
      let ifMatch = body.etag
      const steps = [
        ['proposeConsensus', 'leadAssessor'],
        ['agreeToConsensus', 'leadAssessor'],
        ['agreeToConsensus', 'assessor'],
      ] as const
      for (const [id, as] of steps) ifMatch = (await call(id, { params, as, ifMatch })).body.etag
      await call('finalizeConsensus', { params, as: 'programmeManager' })
    }
  }
  return { house, here, params, ids, late }
}

const seat = ['id', 'personId', 'round', 'state', 'submissionId']
const dated = [...seat, 'lockedAt', 'startedAt'].sort()
const whole = [...dated, 'digest', 'findings', 'items', 'keyFactors', 'scores', 'version'].sort()
const own = [...whole, 'etag', 'reopenedFor'].sort()

/** For the own review, one that is locked, one that is late: the members that are there; null: no such entry. */
const reviewsSeen: Record<Stage, Record<string, readonly (readonly string[] | null)[]>> = {
  before: {
    assessor: [own, null, null],
    leadAssessor: [own, seat, seat],
    late: [own, null, null],
    programmeManager: [dated, dated, dated],
  },
  consensus: {
    assessor: [own, whole, null],
    leadAssessor: [own, whole, seat],
    late: [own, null, null],
    programmeManager: [dated, dated, dated],
  },
  final: {
    assessor: [own, whole, null],
    leadAssessor: [own, whole, seat],
    late: [own, null, null],
    programmeManager: [dated, dated, dated],
  },
}

const figures = ['departures', 'finalAt', 'id', 'items', 'openedAt', 'state', 'submissionId']
const panelSees = [
  ...figures,
  'approvals',
  'etag',
  'objections',
  'reopened',
  'round',
  'rounds',
  'siteVisit',
  'visited',
].sort()
const consensusSeen: Record<Stage, Record<string, readonly string[] | null>> = {
  before: {},
  consensus: { assessor: panelSees, leadAssessor: panelSees, programmeManager: figures },
  final: { assessor: panelSees, leadAssessor: panelSees, programmeManager: panelSees },
}
const agreementSeen: Record<Stage, Record<string, number>> = {
  before: { programmeManager: 404 },
  consensus: { assessor: 403, leadAssessor: 200, programmeManager: 200 },
  final: { assessor: 403, leadAssessor: 200, programmeManager: 200 },
}

const keysOf = (value: object | undefined) =>
  value === undefined ? null : Object.keys(value).sort()

for (const wanted of stages)
  t.test(`who sees what: ${wanted}`, async (t) => {
    const { here, params, ids, late } = await staged(wanted)
    const { call, house } = here
    for (const viewer of [...viewers, 'late'] as const) {
      const as = viewer === 'late' ? late.key : viewer
      const me = viewer === 'late' ? late.personId : house.cast[viewer].personId
      const say = (what: string) => `${wanted}: ${viewer} ${what}`
      const listed = await call('listReviews', { params, as })
      const expected = reviewsSeen[wanted][viewer]
      t.equal(listed.status, expected === undefined ? 404 : 200, say('list'))
      if (expected !== undefined) {
        const items = listed.body.items as { personId: string; id: string }[]
        const first =
          items.find(({ personId }) => personId === me) ??
          items.find(({ id }) => id === ids.assessor)
        const locked = items.find(
          ({ id, personId }) =>
            Object.values(ids).includes(id) && personId !== me && id !== first?.id,
        )
        const draft = items.find(({ personId }) => personId === late.personId)
        const seen = viewer === 'late' ? [first, locked, undefined] : [first, locked, draft]
        t.same(seen.map(keysOf), expected, say('reviews'))
        t.same(
          items.map(({ personId }) => personId),
          items.map(({ personId }) => personId).toSorted(),
          say('order'),
        )
      }
      const read = await call('getConsensus', { params, as })
      const inside = consensusSeen[wanted][viewer] ?? null
      t.equal(read.status, inside === null ? 404 : 200, say('consensus'))
      if (inside !== null) {
        t.same(keysOf(read.body), inside, say('consensus'))
        const item = inside === figures ? ['code', 'figures'] : ['code', 'figures', 'score']
        t.same(keysOf(read.body.items[0]), item, say('item'))
      }
      const agreement = await call('getAgreement', { params, as })
      t.equal(agreement.status, agreementSeen[wanted][viewer] ?? 404, say('agreement'))
    }
  })

t.test('what others write moves nothing that anybody is shown before the consensus', async (t) => {
  const house = await theStage.house()
  const here: Play = { house, sql, call: (id, call) => house.call(named(id), call) }
  const known = await things.seated(samples)(here)
  const { submissionId, programmeId, cycleId } = known
  const params = { submissionId }
  const seats: Record<string, string> = {}
  for (const name of ['locked', 'draft', 'idle', 'writer']) {
    const assessor = await house.newcomer(name)
    await things.seat(here, known, { assessor, role: 'member' })
    seats[name] = assessor.key
  }
  for (const as of ['leadAssessor', seats.locked ?? ''])
    await things.review(here, submissionId, { as })
  await things.begin(here, submissionId, seats.draft ?? '')
  const as = seats.writer ?? ''
  const review = await things.begin(here, submissionId, as)
  const ids = { ...params, reviewId: review.id }

  const ofTheSubmission = ['listReviews', 'getConsensus', 'getAgreement', 'getSubmission']
  const ofTheCycle = ['getCycleProgress', 'listCycleWorkItems', 'listAssignments']
  const look = async () => {
    const shown: unknown[] = []
    const ask = async (id: string, call: Call) => {
      const { status, text, headers } = await house.call(named(id), call)
      shown.push([id, call.as, status, status === 200 ? text : '', headers.etag])
    }
    const people = ['leadAssessor', 'assessor', seats.locked, seats.draft, seats.idle] as string[]
    for (const who of [...people, 'programmeManager', 'organizationAdmin', 'associationAdmin'])
      for (const id of [...ofTheSubmission, 'listAnswers']) await ask(id, { params, as: who })
    for (const who of people)
      for (const id of ['listMyWorkItems', 'listOwnAssignments']) await ask(id, { as: who })
    for (const id of ofTheCycle)
      await ask(id, { params: { programmeId, cycleId }, as: 'programmeManager' })
    await ask('listEvents', { query: { limit: 200 } })
    const told = { query: { limit: 200 }, as: 'programmeManager' } as const
    const { body } = await house.call(named('listAssociationEvents'), told)
    const types = (body.items as { type: string }[]).map(({ type }) => type)
    // Whoever looks here is noted, which is not what others write.
    return [...shown, ['events', told.as, types.filter((type) => type !== 'content.read')]]
  }
  const before = await look()
  const read = before.filter((each) => (each as unknown[])[2] === 200)
  t.ok(read.length >= 25, `control: ${read.length} of ${before.length} are answered`)
  await things.score(here, { submissionId, reviewId: review.id }, { as })
  const finding = { ...samples('addReviewFinding'), params: ids, as }
  t.equal((await here.call('addReviewFinding', finding)).status, 201)
  t.same(await look(), before)
  const ifMatch = (await here.call('getReview', { params: ids, as })).body.etag
  await here.call('lockReview', { params: ids, as, ifMatch })
  const after = await look()
  const moved = after.filter((each, at) => JSON.stringify(each) !== JSON.stringify(before[at]))
  const movedFor = [...new Set(moved.map((each) => (each as unknown[])[1]))]
  t.same(
    movedFor,
    ['leadAssessor', 'programmeManager'],
    'control: a lock is a state, which they see',
  )
})

t.test(
  'a manager who is a member of the applicant sees nothing there, by a key neither',
  async (t) => {
    const { house, here, params } = await staged('consensus')
    const { organizationId, cast } = house
    const as = 'programmeManager'
    const reads = ['listReviews', 'getConsensus', 'getAgreement']
    for (const id of reads)
      t.equal((await here.call(id, { params, as })).status, 200, `control: ${id}`)
    await sql.begin(async (tx) => {
      await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${organizationId}, true)`
      await tx`insert into organization_members (organization_id, person_id, role, created_at)
      values (${organizationId}, ${cast[as].personId}, 'organization_viewer', now())`
    })
    for (const id of reads) t.equal((await here.call(id, { params, as })).status, 404, id)
  },
)
