// A panel over HTTP from its first review to the final word, and what each of its steps refuses.
import t from 'tap'
import type { ScoreSheet } from '../../src/core/scoring/sheet.ts'
import { newId } from '../support/house.ts'
import { modelOf } from '../support/models.ts'
import { finalizedBy, reviewBy, seatedBy, stepsUp } from '../support/panel-methods.ts'
import * as things from '../support/panel-things.ts'
import { sampleOf, scenesOf } from '../support/scenes.ts'
import { type Call, stage } from '../support/stage.ts'
import { made, type Play } from '../support/things.ts'

/** Every statement of the service, and the turn in which it was asked: what waits for an answer comes in a later one. */
const asked: { readonly text: string; readonly turn: number }[] = []
let turn = 0
const theStage = await stage(t, {
  rewrite: (text) => {
    asked.push({ text, turn })
    setImmediate(() => {
      turn += 1
    })
    return text
  },
})
const { operations, sql } = theStage
t.ok(scenesOf(operations))
const samples = (id: string): Call => {
  const operation = operations.find((each) => each.id === id)
  if (operation === undefined) throw new Error(`There is no operation ${id}.`)
  return sampleOf(operation)
}
const play = async (): Promise<Play> => {
  const house = await theStage.house()
  return {
    house,
    sql,
    call: (id, call) => {
      const operation = operations.find((each) => each.id === id)
      if (operation === undefined) throw new Error(`There is no operation ${id}.`)
      return house.call(operation, call)
    },
  }
}
const lead = 'leadAssessor'
const manager = 'programmeManager'

t.test('200 from agreed to final: submission, official sheet, assignments, events', async (t) => {
  const here = await play()
  const { call, house } = here
  const params = await things.agreed(samples)(here)
  const before = await call('getScore', { params, query: { weighting: 'reference' } })
  const final = await call('finalizeConsensus', { params, as: manager })
  t.match(final, { status: 200, body: { state: 'final', approvals: { length: 2 } } })
  t.match(await call('getSubmission', { params }), { body: { state: 'final' } })
  const after = await call('getScore', { params, query: { weighting: 'reference' } })
  t.equal(after.text, before.text, 'the self score stays, byte for byte')
  const [sheet] =
    await sql`select s.* from official_sheets s join consensuses c on c.id = s.consensus_id
    where c.submission_id = ${params.submissionId}`
  t.equal(
    JSON.parse(sheet?.sheet).total.percent,
    50,
    'the suggestion between 45 and 50 rounds half up',
  )
  const assigned =
    await sql`select state from assignments where submission_id = ${params.submissionId}`
  t.same(
    assigned.map(({ state }) => state),
    ['completed', 'completed'],
  )
  const told =
    await sql`select type, payload from association_events where association_id = ${house.associationId}
    and (type like 'consensus.%' or type like 'review.%' or type like 'assignment.%') order by seq`
  t.same(
    told.map(({ type }) => type),
    [
      'assignment.proposed',
      'assignment.activated',
      'assignment.proposed',
      'assignment.activated',
      ...['review.started', 'review.locked'],
      ...['review.started', 'review.locked'],
      'consensus.opened',
      'consensus.proposed',
      'consensus.agreed',
      'consensus.finalized',
      'assignment.completed',
      'assignment.completed',
    ],
  )
  const [entry] = await sql`select organization_id, cycle_id from cycle_entries
    where submission_id = ${params.submissionId}`
  for (const { type, payload } of told)
    t.match(
      JSON.parse(payload).ids,
      {
        organizationId: entry?.organization_id,
        cycleId: entry?.cycle_id,
        submissionId: params.submissionId,
      },
      `${type} says of whom`,
    )
  const applicant =
    await sql`select type from organization_events where organization_id = ${house.organizationId}
    and (type like 'consensus.%' or type like 'review.%' or type like 'assignment.%' or outcome = 'refused')`
  t.same(applicant, [], 'nothing of it is in the events of the applicant')
  t.match(await call('finalizeConsensus', { params, as: manager }), {
    status: 409,
    body: { code: 'illegal-transition', state: 'final' },
  })
  t.match(await call('getConsensus', { params, as: 'assessor' }), { status: 200 })
  await sql`update cycles set state = 'closed', closed_at = now() - interval '91 days'
    where association_id = ${house.associationId}`
  t.match(await call('getConsensus', { params, as: 'assessor' }), { status: 404 }, 'ninety days')
  t.match(await call('getConsensus', { params, as: manager }), { status: 200 })
})

t.test(
  '409 to one person who approves twice, by another key, and as the one outside',
  async (t) => {
    const here = await play()
    const { call, house } = here
    const { submissionId, etag } = await things.proposed(samples, { quorum: 2 })(here)
    const params = { submissionId }
    const personId = house.cast.assessor.personId
    const pointed = (pointer: string) => ({
      status: 422,
      body: { code: 'document-invalid', errors: [{ pointer }] },
    })
    const objection = { code: '9.9', reason: 'No.' }
    t.match(
      await call('objectToConsensus', { params, as: 'assessor', body: objection }),
      pointed('/code'),
    )
    const overruling = { personId, code: '4.1.2', note: 'Yes.' }
    t.match(
      await call('overruleObjection', { params, as: lead, body: overruling }),
      pointed('/personId'),
    )
    const first = await call('agreeToConsensus', { params, as: 'assessor', ifMatch: etag })
    t.match(first, { status: 200, body: { state: 'proposed', approvals: { length: 1 } } })
    t.match(await call('agreeToConsensus', { params, as: lead, ifMatch: etag }), {
      status: 412,
      body: { code: 'precondition-failed' },
    })
    const ifMatch = first.body.etag
    const { key } = await house.keyOf('assessor', ['consensus:agree'])
    t.match(await call('agreeToConsensus', { params, as: key, ifMatch }), {
      status: 409,
      body: { code: 'second-person-required' },
    })
    t.match(await call('agreeToConsensus', { params, as: lead, ifMatch }), {
      body: { state: 'agreed' },
    })
    const appointed = await call('putAssociationMember', {
      params: { personId: house.cast.leadAssessor.personId },
      body: { role: 'programme_manager' },
      ifNoneMatch: '*',
      as: 'associationAdmin',
    })
    t.equal(appointed.status, 201)
    t.match(await call('finalizeConsensus', { params, as: lead }), {
      status: 409,
      body: { code: 'second-person-required' },
    })
    t.match(await call('finalizeConsensus', { params, as: 'assessor' }), { status: 409 })
  },
)

t.test(
  'a round is scored blind again, by reviews that leave the first ones as they were',
  async (t) => {
    const here = await play()
    const { call } = here
    const params = await things.opened(samples)(here)
    const { submissionId } = params
    const versions = () =>
      sql`select v.content, v.digest from review_versions v join reviews r on r.id = v.review_id
      where r.submission_id = ${submissionId} and r.round = 1 order by r.person_id`
    const kept = await versions()
    const body = {
      items: ['4.1.2', '4.1.2'],
      reason: 'Read it again.',
      dueAt: '2031-01-01T00:00:00.000Z',
    }
    const wrong = { ...body, items: ['9.9'], dueAt: '2026-01-01T00:00:00.000Z' }
    t.match(await call('startConsensusRound', { params, as: lead, body: wrong }), {
      status: 422,
      body: {
        code: 'document-invalid',
        errors: [{ pointer: '/items/0' }, { pointer: '/dueAt', code: 'in-the-past' }],
      },
    })
    const scoring = await call('startConsensusRound', { params, as: lead, body })
    t.match(scoring, {
      status: 200,
      body: { state: 'scoring', round: 2, rounds: [{ items: ['4.1.2'] }] },
    })
    t.match(await call('closeConsensusRound', { params, as: lead }), {
      status: 409,
      body: { code: 'quorum-missing', have: 0, need: 2 },
    })
    const listed = await call('listReviews', { params, as: 'assessor' })
    const mine = listed.body.items.find(
      (each: { round: number; personId: string }) =>
        each.round === 2 && each.personId === here.house.cast.assessor.personId,
    )
    t.equal(listed.body.items.filter((each: { round: number }) => each.round === 2).length, 1)
    const ids = { submissionId, reviewId: mine.id }
    t.match(
      await call('putReviewScore', {
        params: { ...ids, code: '4.1.3' },
        body: { percent: 5 },
        ifNoneMatch: '*',
        as: 'assessor',
      }),
      { status: 404 },
      'only the items of the round',
    )
    const etag = await things.score(here, ids, {
      as: 'assessor',
      items: ['4.1.2'],
      percents: () => 90,
    })
    t.match(await call('lockReview', { params: ids, ifMatch: etag, as: 'assessor' }), {
      status: 200,
    })
    const figures = async (as: string) => {
      const read = await call('getConsensus', { params, as })
      return read.body.items.find(({ code }: { code: string }) => code === '4.1.2').figures
    }
    t.match(await figures(lead), { maxBp: 5000 }, 'hidden while it is open')
    const others = await call('listReviews', { params, as: lead })
    t.notMatch(others.text, '"percent":90')
    t.match(
      (await call('getReview', { params: ids, as: 'assessor' })).text,
      '"percent":90',
      'control',
    )
    await things.roundsOver(here, submissionId)
    t.match(await call('closeConsensusRound', { params, as: lead }), { body: { state: 'open' } })
    t.match(await figures(lead), { minBp: 4500, maxBp: 9000, state: 'discuss' })
    t.same(await versions(), kept, 'what was locked first is byte for byte the same')
  },
)

t.test('422 and 409 tell what the rules ask, and nothing is written', async (t) => {
  const here = await play()
  const { call } = here
  const params = await things.opened(samples)(here)
  const { body: read } = await call('getConsensus', { params, as: lead })
  t.match(await call('proposeConsensus', { params, as: lead, ifMatch: read.etag }), {
    status: 422,
    body: { code: 'incomplete', errors: { length: 23 } },
  })
  const score = (percent: number, note: string | null, code = '4.1.2') =>
    call('putConsensusScore', {
      params: { ...params, code },
      as: lead,
      ifNoneMatch: '*',
      body: { percent, note },
    })
  t.match(await score(90, null), { status: 422, body: { errors: [{ pointer: '/note' }] } })
  t.match(await score(47, 'x'), { status: 422, body: { code: 'document-invalid' } })
  t.match(await score(45, null, '9.9'), { status: 404 })
  t.match(await score(45, null), { status: 201, body: { percent: 45, note: null } })
  t.match(await score(50, null), { status: 412 })
  const [{ n } = { n: 0 }] = await sql`select count(*)::int as n from consensus_scores s
    join consensuses c on c.id = s.consensus_id where c.submission_id = ${params.submissionId}`
  t.equal(n, 1)
  t.match(await call('openConsensus', { params, as: lead }), {
    status: 409,
    body: { code: 'already-exists' },
  })
  t.match(await call('startReview', { params, as: lead }), { status: 409 })
})

t.test('fifty who open it at once: one does', async (t) => {
  const here = await play()
  const { call } = here
  const { submissionId } = await things.seated(samples)(here)
  const params = { submissionId }
  t.match(await call('openConsensus', { params, as: lead }), {
    status: 409,
    body: { code: 'quorum-missing', have: 0, need: 2 },
  })
  await things.review(here, submissionId, { as: lead })
  await things.review(here, submissionId, { as: 'assessor' })
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => call('openConsensus', { params, as: lead })),
  )
  // More of one organization at once than the service admits are told to come back (503).
  const decided = answers.map(({ status }) => status).filter((status) => status !== 503)
  t.same(decided.sort(), [201, ...decided.slice(1).map(() => 409)])
  const rows = await sql`select id from consensuses where submission_id = ${submissionId}`
  t.equal(rows.length, 1)
})

t.test(
  'a 404 asks the same whether there is a consensus, another submission or nothing',
  async (t) => {
    const here = await play()
    const { call } = here
    const known = await things.seated(samples)(here)
    const { submissionId } = known
    const late = await here.house.newcomer('Late')
    await things.seat(here, known, { assessor: late, role: 'member' })
    const reads = ['getConsensus', 'getAgreement', 'getSiteVisit', 'listSiteVisits'] as const
    /** What is asked of the database, turn by turn: no answer takes longer than another that reads the same. */
    const look = async (
      as: string,
      id: (typeof reads)[number],
      params: NonNullable<Call['params']>,
    ) => {
      await call(id, { params, as }) // so that the key is known, which is remembered for a moment
      asked.length = 0
      const { status, body } = await call(id, { params, as })
      const first = asked[0]?.turn ?? 0
      const statements = asked.map((each) => [each.turn - first, each.text])
      return { status, body: { ...body, instance: '' }, statements }
    }
    const lookAll = async (params: NonNullable<Call['params']>) => {
      const seen = []
      for (const as of ['assessor', late.key, 'organizationAdmin'])
        for (const id of reads) seen.push(await look(as, id, params))
      return seen
    }
    const before = await lookAll({ submissionId })
    for (const as of [lead, 'assessor'] as const) await things.review(here, submissionId, { as })
    await call('openConsensus', { params: { submissionId }, as: lead })
    const opened = await lookAll({ submissionId })
    const hidden = before.map(({ status }, at) => status === 404 && opened[at]?.status === 404)
    t.ok(
      hidden.filter((each) => each).length >= 2 * reads.length,
      'to the applicant, and to who has locked nothing',
    )
    t.same(
      opened.filter((_, at) => hidden[at]),
      before.filter((_, at) => hidden[at]),
    )
    const unknown = await lookAll({ submissionId: newId() })
    const ofApplicant = <Seen>(seen: readonly Seen[]) => seen.slice(-reads.length)
    t.same(ofApplicant(unknown), ofApplicant(before), 'the applicant is answered so for any id')
    t.not(opened[0]?.status, 404, 'control: the panel is shown it')
  },
)

t.test('200 for eight assessors of 23 items, in one round of queries', async (t) => {
  const here = await play()
  const { call, house } = here
  const known = await things.seated(samples, { panelSize: 8 })(here)
  const params = { submissionId: known.submissionId }
  const more = await Promise.all(['C', 'D', 'E', 'F', 'G', 'H'].map(house.newcomer))
  for (const assessor of more) await things.seat(here, known, { assessor, role: 'member' })
  for (const as of [lead, 'assessor', ...more.map(({ key }) => key)])
    await things.review(here, params.submissionId, { as })
  t.match(await call('openConsensus', { params, as: lead }), { status: 201 })
  t.match(await call('getConsensus', { params, as: lead }), { status: 200 }) // knows the key from now on
  asked.length = 0
  const { body } = await call('getConsensus', { params, as: lead })
  t.equal(body.items.length, 23)
  const [{ n } = { n: 0 }] = await sql`select count(*)::int as n from review_scores s
    join reviews r on r.id = s.review_id where r.submission_id = ${params.submissionId}`
  t.equal(n, 8 * 23)
  const turns = () => new Set(asked.map((each) => each.turn)).size
  const units = () => asked.filter(({ text }) => text.startsWith('select now()')).length
  // After BEGIN: who asks, and six questions, with COMMIT behind them; however many assessors.
  t.same([units(), asked.length, turns()], [1, 7, 1])
  asked.length = 0
  const score = { params: { ...params, code: '4.1.2' }, as: lead, ifNoneMatch: '*' } as const
  t.match(await call('putConsensusScore', { ...score, body: { percent: 45, note: null } }), {
    status: 201,
  })
  t.ok(turns() > 1, 'control: a write waits for what it reads')
})
const decide = (
  { call, house }: Play,
  { submissionId }: { readonly submissionId: string },
  decision: string,
  as: Call['as'] = manager,
) =>
  call('decideDeparture', {
    params: { submissionId, personId: house.cast.assessor.personId },
    body: { decision, reason: 'Looked into it.' },
    ...(as === undefined ? {} : { as }),
  })

t.test('a kept review counts on, and a successor makes the panel whole', async (t) => {
  const here = await play()
  const { call, house } = here
  const { submissionId } = await things.proposed(samples)(here)
  const params = { submissionId }
  t.match(await decide(here, params, 'keep'), { status: 404 }, 'nobody has left')
  const agree = await call('getConsensus', { params, as: lead })
  await things.left(here, submissionId)
  t.match(await call('getConsensus', { params, as: 'assessor' }), { status: 404 })
  t.match(await decide(here, params, 'keep', lead), { status: 403 })
  const before = await call('getConsensus', { params, as: manager })
  const kept = await decide(here, params, 'keep')
  t.match(kept, {
    status: 200,
    body: { state: 'proposed', departures: [{ decision: 'keep', reason: 'Looked into it.' }] },
  })
  t.notOk('reopened' in kept.body, 'a manager sees no more than before')
  t.same(await things.tasksOfManager(here, submissionId), ['fill_panel'], 'nothing to decide')
  t.same(kept.body.items, before.body.items, 'the figures count it')
  t.match(await decide(here, params, 'repeat'), { status: 409, body: { code: 'already-exists' } })
  const [event] = await sql`select type from association_events
    where association_id = ${house.associationId} and outcome = 'success' order by seq desc limit 1`
  t.match(event, { type: 'consensus.departure-decided' })
  const own = await sql`select type from organization_events
    where organization_id = ${house.organizationId} and type like 'consensus%'`
  t.same([...own], [], 'the applicant hears nothing of it')
  t.equal(agree.body.state, 'proposed')
})

t.test(
  'what is agreed waits for the decision; repeated, it is open again and below its quorum',
  async (t) => {
    const here = await play()
    const { call, house } = here
    const params = await things.agreed(samples)(here)
    const { submissionId } = params
    const waits = () => things.tasksOfManager(here, submissionId)
    t.same(await waits(), ['fill_panel', 'approve'])
    await things.left(here, submissionId)
    t.same(await waits(), ['fill_panel', 'decide_departure'], 'and no last word before')
    t.match(await call('finalizeConsensus', { params, as: manager }), {
      status: 422,
      body: { code: 'incomplete', errors: [{ code: 'departure-undecided' }] },
    })
    const repeated = await decide(here, params, 'repeat')
    t.match(repeated, { status: 200, body: { state: 'open' } })
    t.same(await waits(), ['fill_panel'])
    t.ok(
      repeated.body.items.every((each: { figures: { n: number } }) => each.figures.n <= 1),
      'the figures no longer count it',
    )
    const agreement = await call('getAgreement', { params, as: manager })
    t.equal(agreement.status, 200)
    const read = async () => (await call('getConsensus', { params, as: lead })).body
    const { reopened, approvals, etag, items } = await read()
    t.same([reopened.length, approvals], [23, []])
    const rows = await sql`select state from reviews where submission_id = ${submissionId}
    and person_id = ${house.cast.assessor.personId}`
    t.same([...rows], [{ state: 'excluded' }], 'the record stays')
    const propose = (ifMatch: string) => call('proposeConsensus', { params, as: lead, ifMatch })
    t.match(await propose(etag), { status: 422, body: { errors: { length: 23 } } })

    const rescore = async () => {
      for (const { code, score } of items) {
        const entries = (await read()).items
        const { etag: ifMatch } = entries.find((each: { code: string }) => each.code === code).score
        const body = { percent: score.percent, note: 'By one review.' }
        const at = { params: { ...params, code }, as: lead, ifMatch, body }
        t.equal((await call('putConsensusScore', at as Call)).status, 200)
      }
    }
    await rescore()
    t.match(await propose((await read()).etag), {
      status: 409,
      body: { code: 'quorum-missing', have: 1, need: 2 },
    })

    const [place] =
      await sql`select cycle_id as "cycleId" from assignments where submission_id = ${submissionId}`
    const [cycle] =
      await sql`select programme_id as "programmeId" from cycles where id = ${place?.cycleId}`
    const known = { submissionId, ...place, ...cycle } as Parameters<typeof things.seat>[1]
    const [newcomer, late] = [await house.newcomer('Nia'), await house.newcomer('Oda')]
    await things.seat(here, known, { assessor: newcomer, role: 'member' })
    await things.seat(here, known, { assessor: late, role: 'member' })
    const tasks = (as: string) => things.tasksOf(here, submissionId, as)
    for (const { key } of [newcomer, late]) t.same(await tasks(key), ['start_review'])
    const begun = await things.begin(here, submissionId, newcomer.key)
    t.same(await tasks(newcomer.key), ['finish_review'])
    t.same(await tasks(late.key), [], 'whoever finds no place is not asked')
    t.match(
      await call('startReview', { params, as: late.key }),
      {
        status: 409,
        body: { code: 'illegal-transition', state: 'active', allowed: ['recuse', 'remove'] },
      },
      'one for each place, and not how far the others are',
    )
    t.match(await call('getConsensus', { params, as: newcomer.key }), { status: 404 }, 'blind')
    t.match(await propose((await read()).etag), {
      status: 422,
      body: { errors: [{ code: 'review-awaited' }] },
    })
    const ids = { submissionId, reviewId: begun.id as string }
    const ifMatch = await things.score(here, ids, { as: newcomer.key })
    t.equal((await call('lockReview', { params: ids, ifMatch, as: newcomer.key })).status, 200)
    t.equal((await call('getConsensus', { params, as: newcomer.key })).status, 200)
    t.same(await tasks(newcomer.key), [])
    t.same(await things.tasksOf(here, submissionId, lead), ['write_consensus'])
    t.equal((await read()).reopened.length, 23, 'scored over other reviews once more')
    const taken = await call('acceptSuggestions', { params, as: lead })
    t.equal(taken.body.reopened.length, 0)
    t.match(await propose(taken.body.etag), { status: 200, body: { state: 'proposed' } })
  },
)

t.test('200 to a member who is named lead during a visit, which then goes on', async (t) => {
  const here = await play()
  const { call, house, sql } = here
  const { submissionId } = await things.onSite(samples)(here)
  const params = { submissionId }
  const { assessor, leadAssessor } = house.cast
  const [place] = await sql`select c.programme_id as "programmeId", a.cycle_id as "cycleId"
    from assignments a join cycles c on c.id = a.cycle_id where a.submission_id = ${submissionId}`
  await things.left(here, submissionId, lead)
  const leaving = { params: { ...params, personId: leadAssessor.personId }, as: manager }
  const body = { decision: 'keep', reason: 'Looked into it.' }
  t.match(await call('decideDeparture', { ...leaving, body }), { body: { state: 'visiting' } })
  const begin = { params, as: 'assessor' } as const
  t.match(await call('beginSiteVisit', begin), { status: 403 }, 'nobody can go on')
  const { personId } = assessor
  const proposal = { ...params, personId, role: 'lead', organizationId: house.organizationId }
  const asked = { params: place, body: proposal, as: manager } as Call
  const named = await call('proposeAssignment', asked)
  t.match(named, { status: 200, body: { personId, role: 'lead', state: 'active' } })
  t.match(await call('proposeAssignment', asked), { status: 409 }, 'who leads already')
  const listed = await call('listAssignments', {
    params: place,
    query: params,
    as: manager,
  } as Call)
  t.match(
    listed.body.items.find((each: { personId: string }) => each.personId === personId),
    { id: named.body.id, role: 'lead' },
    'what the association lists follows',
  )
  const read = await call('getSiteVisit', begin)
  const outcome = { kind: 'confirmed', evidence: 'Seen.' }
  const put = { params: { ...params, place: '0' }, body: outcome, ifMatch: read.body.etag }
  const { etag: ifMatch } = (await call('putVisitOutcome', { ...put, as: 'assessor' })).body
  t.match(await call('reportSiteVisit', { ...begin, ifMatch }), { body: { state: 'reported' } })
  t.match(await call('finalizeConsensus', { params, as: manager }), { body: { state: 'final' } })
})

t.test(
  '422 to who names a lead that has no review in the panel, by whoever may know',
  async (t) => {
    const here = await play()
    const { call, house, sql } = here
    const known = await things.seated(samples)(here)
    const { submissionId } = known
    const params = { submissionId }
    const late = await house.newcomer('Late')
    await things.seat(here, known, { assessor: late, role: 'member' })
    await things.begin(here, submissionId, late.key)
    for (const as of [lead, 'assessor']) await things.review(here, submissionId, { as })
    const name = (personId: string, as: string = manager) => {
      const body = { ...params, personId, role: 'lead', organizationId: house.organizationId }
      return call('proposeAssignment', { params: known, body, as })
    }
    const roles = () => sql`select person_id from assignments where submission_id = ${submissionId}
    and role = 'lead' and state = 'active'`
    made(await call('openConsensus', { params, as: lead }), 'openConsensus')
    await things.left(here, submissionId, lead)

    t.match(await name(late.personId), {
      status: 422,
      body: {
        code: 'document-invalid',
        errors: [{ pointer: '/personId', code: 'review-missing' }],
      },
    })
    t.same([...(await roles())], [], 'nobody leads')
    const { personId } = house.cast.assessor
    const onPanel = await house.manager('Manager who assesses')
    await things.seat(here, known, { assessor: onPanel, role: 'member' })
    const answers = []
    for (const as of ['associationAdmin', onPanel.key])
      for (const person of [late.personId, personId]) answers.push(await name(person, as))
    for (const answer of answers)
      t.match(answer, { status: 403, body: { code: 'forbidden', action: 'panels:lead' } })
    const texts = answers.map(({ body: { instance: _, ...same } }) => JSON.stringify(same))
    t.equal(new Set(texts).size, 1, 'who may not know how far the panel is does not learn it so')
    t.match(await name(personId), { status: 200, body: { personId, role: 'lead' } }, 'control')
  },
)

t.test('a review repeated during a visit stops it, and the scores are open again', async (t) => {
  const here = await play()
  const params = await things.visiting(samples)(here)
  await things.left(here, params.submissionId)
  t.match(await decide(here, params, 'repeat'), { status: 200, body: { state: 'open' } })
  t.match(await here.call('getSiteVisit', { params, as: lead }), { body: { state: 'stopped' } })
  t.match(await here.call('beginSiteVisit', { params, as: lead }), {
    status: 409,
    body: { code: 'illegal-transition', state: 'stopped' },
  })
})

/** The official sheet, and the values that it was made of. */
const officialOf = async ({ call }: Pick<Play, 'call'>, submissionId: string) => {
  const params = { submissionId }
  const { body } = await call('getOfficialScore', { params, as: lead })
  const [row] = await sql`select s.answers from official_sheets s
    join consensuses c on c.id = s.consensus_id where c.submission_id = ${submissionId}`
  return { sheet: body as ScoreSheet, answers: JSON.parse(row?.answers) }
}

t.test('an award by EFQM 2020 is assessed by its attributes, to the official sheet', async (t) => {
  const here = await play()
  const { call } = here
  const questionnaire = modelOf('efqm-2020')
  const settings = { siteVisit: 'optional', thresholdBp: 2000 } as const
  const { submissionId } = await seatedBy(samples, here, { questionnaire, settings })
  const all = (percent: number) => stepsUp(questionnaire, percent)
  const [direction, far] = ['1.1', '1.2'].map((code, place) => ({
    code,
    low: all(40)(code, place),
    high: all(70)(code, place),
  })) as [
    { code: string; low: object; high: object },
    { code: string; low: { attributes: object }; high: object },
  ]
  const unseen = '7'
  const own = await reviewBy(here, submissionId, questionnaire, {
    as: lead,
    values: all(40),
    instead: { [unseen]: { cannotJudge: 'No access to the register.' } },
  })
  const put = (code: string, body: object) =>
    call('putReviewScore', { params: { ...own, code }, as: lead, body, ifNoneMatch: '*' })
  t.match(await put(direction.code, { percent: 45 }), { status: 409 }, 'locked')
  await reviewBy(here, submissionId, questionnaire, {
    as: 'assessor',
    values: all(45),
    instead: { [far.code]: far.high },
  })
  const read = await call('getReviewScore', { params: { ...own, code: direction.code }, as: lead })
  t.match(read.body, { percent: 40, value: direction.low, cannotJudge: null })
  const blind = await call('getReviewScore', { params: { ...own, code: unseen }, as: lead })
  t.match(blind.body, { percent: null, value: null, cannotJudge: /register/ })

  const params = { submissionId }
  const opened = await call('openConsensus', { params, as: lead })
  const figure = (code: string) =>
    opened.body.items.find((item: { code: string }) => item.code === code).figures
  const { attributes } = all(43)(direction.code, 0)
  t.match(figure(direction.code), {
    ...{ minBp: 4000, maxBp: 4500, suggestionBp: 4300, state: 'close' },
    suggestion: { attributes },
  })
  t.match(figure(far.code), { state: 'discuss' })
  t.match(figure(unseen), { n: 1, state: 'single', suggestionBp: 4500 })
  const accepted = await call('acceptSuggestions', { params, as: lead })
  const item = accepted.body.items.find(({ code }: { code: string }) => code === direction.code)
  t.match(item.score, { percent: 43, value: { attributes }, note: null })

  const note = 'Seen at all sites but one.'
  const enter = (code: string, body: object) =>
    call('putConsensusScore', {
      params: { ...params, code },
      body: { note, ...body },
      ifNoneMatch: '*',
      as: lead,
    })
  t.match(await enter(far.code, { percent: 50 }), {
    status: 422,
    body: {
      code: 'document-invalid',
      errors: [
        { pointer: '/percent', code: 'member-unknown' },
        ...Object.keys(far.low.attributes).map((name) => ({
          pointer: `/attributes/${name}`,
          code: 'part-missing',
        })),
      ],
    },
  })
  t.match(await enter(far.code, { ...all(50)(far.code, 1), cannotJudge: 'x' }), { status: 400 })
  const entered = await enter(far.code, all(50)(far.code, 1))
  t.match(entered, { status: 201, body: { percent: 50, value: all(50)(far.code, 1) } })
  t.match(await enter(unseen, figure(unseen).suggestion), { status: 201 })

  await finalizedBy(here, submissionId, async () => {
    const question = 'Is it so everywhere?'
    const issue = { code: far.code, kind: 'verify', question, source: '' }
    await call('planSiteVisit', { params, as: lead, body: { issues: [issue] } })
    for (const as of [lead, 'assessor']) await call('declareForSiteVisit', { params, as })
    const { body: begun } = await call('beginSiteVisit', { params, as: lead })
    const outcome = (body: object) =>
      call('putVisitOutcome', {
        params: { ...params, place: '0' },
        as: lead,
        ifMatch: begun.etag,
        body: { kind: 'changed', evidence: 'It is.', ...body },
      })
    t.match(await outcome({}), { status: 422, body: { code: 'document-invalid' } })
    const to = all(55)(far.code, 1)
    t.match(await outcome(to), {
      body: { issues: [{ outcome: { kind: 'changed', percent: 55, value: to } }] },
    })
    const reported = await call('reportSiteVisit', { params, as: lead })
    t.match(reported.body.changes, [
      { fromPercent: 50, toPercent: 55, from: all(50)(far.code, 1), to },
    ])
  })
  const { sheet, answers } = await officialOf(here, submissionId)
  t.match(answers, {
    [direction.code]: { attributes },
    [far.code]: all(55)(far.code, 1),
    [unseen]: figure(unseen).suggestion,
  })
  t.equal(sheet.method, 'radar@1')
  const percents = new Map(sheet.nodes.map(({ code, percent }) => [code, percent]))
  t.same(
    [direction.code, far.code, unseen].map((code) => percents.get(code)),
    [43, 55, 45],
  )
})

t.test(
  'an award by ISO 9004 is assessed statement by statement, its agreement by order',
  async (t) => {
    const here = await play()
    const { call } = here
    const questionnaire = modelOf('iso-9004-2018')
    const settings = { thresholdBp: 4000 }
    const { submissionId } = await seatedBy(samples, here, { questionnaire, settings })
    const values = (steps: number) => stepsUp(questionnaire, steps)
    await reviewBy(here, submissionId, questionnaire, { as: lead, values: values(2) })
    const own = await reviewBy(here, submissionId, questionnaire, {
      as: 'assessor',
      values: values(3),
    })
    const stored = await sql`select value, percent_bp from review_scores
    where review_id = ${own.reviewId} and code = '5.2'`
    t.match(stored, [{ value: JSON.stringify(values(3)('5.2', 0)), percent_bp: 6000 }])
    const params = { submissionId }
    t.match(await call('openConsensus', { params, as: lead }), { status: 201 })
    const accepted = await call('acceptSuggestions', { params, as: lead })
    t.match(accepted.body.items[0], {
      figures: { suggestionBp: 6000, state: 'close', suggestion: values(3)('5.2', 0) },
      score: { percent: 60, value: values(3)('5.2', 0) },
    })
    await finalizedBy(here, submissionId)
    const { sheet, answers } = await officialOf(here, submissionId)
    t.match(sheet.nodes.find(({ code }) => code === '5.2')?.outcome, { level: 3, gapAt: 4 })
    t.same(answers['5.2'], values(3)('5.2', 0))
    const report = await call('draftFeedbackReport', { params, as: lead, body: {} })
    t.equal(report.status, 201)
    const [category] = report.body.paper?.contents.categories ?? report.body.contents.categories
    t.match(category.items[0], {
      status: 'scored',
      score: { from: 60, to: 60, percent: 60 },
      measures: { official: { level: 3 }, self: { level: 1 } },
    })
  },
)

t.test(
  '422 to a panel that says of more parts than the cycle permits that they do not apply',
  async (t) => {
    const here = await play()
    const { call } = here
    const questionnaire = modelOf('baldrige-2023-2024-quick')
    const notApplicable = { policy: 'exclude', maxShareBp: 1 } as const
    const settings = { notApplicable, siteVisit: 'optional' } as const
    const { submissionId } = await seatedBy(samples, here, { questionnaire, settings })
    const values = stepsUp(questionnaire, 2)
    for (const as of [lead, 'assessor'] as const)
      await reviewBy(here, submissionId, questionnaire, { as, values })
    const params = { submissionId }
    made(await call('openConsensus', { params, as: lead }), 'openConsensus')
    const accepted = made(await call('acceptSuggestions', { params, as: lead }), 'accept').body
    const code = '1.1'
    const whole = values(code, 0) as { readonly statements: object }
    const inPart = { statements: { ...whole.statements, '1.1.s1': 'not_applicable' } }
    const itemOf = (read: typeof accepted) =>
      read.items.find((item: { readonly code: string }) => item.code === code)
    const enter = async (value: object) => {
      const { body } = await call('getConsensus', { params, as: lead })
      const ifMatch = itemOf(body).score.etag as string
      const put = { params: { ...params, code }, body: { ...value, note: 'We met.' }, ifMatch }
      made(await call('putConsensusScore', { ...put, as: lead }), 'putConsensusScore')
    }
    const tag = async () => (await call('getConsensus', { params, as: lead })).body.etag as string
    const propose = async () => call('proposeConsensus', { params, as: lead, ifMatch: await tag() })
    const excess = {
      status: 422,
      body: {
        code: 'incomplete',
        errors: [
          { pointer: '/scores', code: 'na-share' },
          { pointer: `/scores/${code}`, code: 'na-part' },
        ],
      },
    }
    await enter(inPart)
    t.match(await propose(), excess)
    t.match(await call('getConsensus', { params, as: lead }), { body: { state: 'open' } })
    await enter(whole)
    t.match(await propose(), { status: 200, body: { state: 'proposed' } }, 'control')
    for (const as of [lead, 'assessor'] as const) {
      const agree = { params, as, ifMatch: await tag() } as const
      made(await call('agreeToConsensus', agree), 'agreeToConsensus')
    }

    const issue = { code, kind: 'verify', question: 'Is it so everywhere?', source: '' }
    const plan = { params, as: lead, body: { issues: [issue] } } as const
    made(await call('planSiteVisit', plan), 'planSiteVisit')
    for (const as of [lead, 'assessor'] as const)
      made(await call('declareForSiteVisit', { params, as }), 'declareForSiteVisit')
    made(await call('beginSiteVisit', { params, as: lead }), 'beginSiteVisit')
    const found = async (outcome: object) => {
      const body = { kind: 'changed', evidence: 'There is none.', ...outcome }
      const put = {
        params: { ...params, place: '0' },
        as: lead,
        body,
        ifMatch: await tag(),
      } as const
      made(await call('putVisitOutcome', put), 'putVisitOutcome')
    }
    await found(inPart)
    t.match(await call('reportSiteVisit', { params, as: lead }), excess)
    await found(whole)
    t.match(await call('reportSiteVisit', { params, as: lead }), { status: 200 }, 'control')

    // What was agreed on before this was asked.
    await sql`update consensus_scores set value = ${JSON.stringify(inPart)} where code = ${code}
    and consensus_id = (select id from consensuses where submission_id = ${submissionId})`
    const final = () => call('finalizeConsensus', { params, as: manager })
    const refused = await final()
    t.match(refused, {
      status: 422,
      body: { code: 'incomplete', errors: [{ pointer: '/scores', code: 'na-share' }] },
    })
    t.equal(refused.body.errors.length, 1, 'managers see no scores before they are final')
    t.match(await call('getSubmission', { params }), { body: { state: 'in_review' } })
    await sql`update consensus_scores set value = ${JSON.stringify(whole)} where code = ${code}
    and consensus_id = (select id from consensuses where submission_id = ${submissionId})`
    t.match(await final(), { status: 200, body: { state: 'final' } }, 'control')
  },
)
