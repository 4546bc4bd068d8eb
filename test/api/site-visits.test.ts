// Site visits over HTTP: where a cycle demands or has none, what a visit changes of the scores, what is approved anew,
// what the official sheet says then, and that nothing that was noted on it reaches the organization.
import t from 'tap'
import * as things from '../support/panel-things.ts'
import { playing } from '../support/panels.ts'
import { draftOf, stepped } from '../support/report-things.ts'
import { stage } from '../support/stage.ts'
import { made } from '../support/things.ts'

const theStage = await stage(t)
const { operations, sql } = theStage
const here = async () => playing(operations, await theStage.house(), sql)
type Table = Awaited<ReturnType<typeof here>>

const lead = 'leadAssessor'
const manager = 'programmeManager'
const illegal = { status: 409, body: { code: 'illegal-transition', state: 'agreed' } }
const sentinel = 'SENTINEL-9f3a'

type Found = { readonly kind: string; readonly percent?: number }

const issueOf = (code: string, place: number) => ({
  code,
  kind: 'verify',
  question: `Question ${place} ${sentinel}`,
  source: `Source ${sentinel}`,
})

/**
 * From an agreed consensus to the report of a visit, an issue for each outcome; answers the report, and what waited for the
 * lead and a member before and after they declared anew, and after the beginning.
 */
const visit = async (
  { play }: Table,
  submissionId: string,
  outcomes: readonly (Found & { readonly code: string })[],
) => {
  const params = { submissionId }
  const issues = outcomes.map(({ code }, place) => issueOf(code, place))
  const strange = { issues: [issueOf('9.9', 0)] }
  const refused = await play.call('planSiteVisit', { params, body: strange, as: lead })
  const planned = await play.call('planSiteVisit', { params, body: { issues }, as: lead })
  made(planned, 'planSiteVisit')
  const tasks = async () => [
    ...(await things.tasksOf(play, submissionId, lead)),
    ...(await things.tasksOf(play, submissionId, 'assessor')),
  ]
  const waited = [await tasks()]
  const early = await play.call('beginSiteVisit', { params, as: lead })
  for (const as of [lead, 'assessor'] as const)
    made(await play.call('declareForSiteVisit', { params, as }), 'declareForSiteVisit')
  waited.push(await tasks())
  const begun = await play.call('beginSiteVisit', { params, as: lead })
  let ifMatch = made(begun, 'beginSiteVisit').body.etag as string
  waited.push(await tasks())
  for (const [place, { code: _, ...outcome }] of outcomes.entries()) {
    const id = 'putVisitOutcome'
    const body = { ...outcome, evidence: `Evidence ${place} ${sentinel}` }
    const where = { ...params, place: String(place) }
    ifMatch = made(await play.call(id, { params: where, body, ifMatch, as: lead }), id).body.etag
  }
  const reported = await play.call('reportSiteVisit', { params, ifMatch, as: lead })
  return { early, refused, waited, reported: made(reported, 'reportSiteVisit').body }
}

/** Renews what the register says of the assessor. */
const learn = async ({ play }: Table, kind: string) => {
  const as = manager
  const params = { personId: play.house.cast.assessor.personId }
  const { etag: ifMatch } = made(await play.call('getAssessor', { params, as }), 'get').body
  const { organizationId } = play.house
  const interest = { kind, organizationId, ownerGroup: null, endedOn: null, note: '' }
  const body = { available: true, interests: [interest] }
  made(await play.call('putAssessor', { params, body, ifMatch, as }), 'putAssessor')
}

const look = async ({ play }: Table, submissionId: string) => {
  const read = await play.call('getConsensus', { params: { submissionId }, as: lead })
  return made(read, 'getConsensus').body
}
const finalize = ({ play }: Table, submissionId: string) =>
  play.call('finalizeConsensus', { params: { submissionId }, as: manager })
const revisionOf = (etag: string) => Number(/\d+/.exec(etag)?.[0])

t.test(
  '409 to a visit where the cycle has none, and to an end without one it demands',
  async (t) => {
    const without = await here()
    const none = await things.agreed(without.samples)(without.play)
    const plan = { params: none, body: { issues: [issueOf('4.1.2', 0)] }, as: lead } as const
    t.match(await without.play.call('planSiteVisit', plan), {
      ...illegal,
      body: { ...illegal.body, allowed: ['approve'] },
    })
    t.equal((await finalize(without, none.submissionId)).status, 200, 'control: it ends without')

    const table = await here()
    const { submissionId } = await things.agreed(table.samples, { siteVisit: 'required' })(
      table.play,
    )
    t.match(await finalize(table, submissionId), {
      ...illegal,
      body: { ...illegal.body, event: 'approve', allowed: ['visit'] },
    })
    const sheets =
      await sql`select from official_sheets s join consensuses c on c.id = s.consensus_id
    where c.submission_id = ${submissionId}`
    t.equal(sheets.length, 0, 'nothing official came of it')
    const confirmed = [{ code: '4.1.2', kind: 'confirmed' }]
    t.same(await things.tasksOf(table.play, submissionId, lead), ['visit'])
    t.same(await things.tasksOfManager(table.play, submissionId), ['fill_panel'])
    const { early, refused, waited, reported } = await visit(table, submissionId, confirmed)
    const renewing = ['renew_declaration', 'renew_declaration']
    t.same(waited, [renewing, ['begin_visit'], ['report_visit']])
    t.same(await things.tasksOfManager(table.play, submissionId), ['fill_panel', 'approve'])
    t.match(refused, {
      status: 422,
      body: { code: 'document-invalid', errors: [{ pointer: '/issues/0/code' }] },
    })
    t.match(early, { status: 422, body: { code: 'incomplete', errors: { length: 2 } } })
    t.same(reported.changes, [])
    t.match(await look(table, submissionId), { state: 'agreed', approvals: { length: 2 } })
    t.equal((await finalize(table, submissionId)).status, 200)
  },
)

t.test('a small change stands, and the official sheet is scored from it', async (t) => {
  const table = await here()
  const { play, samples } = table
  const { submissionId } = await things.agreed(samples, {
    siteVisit: 'optional',
    reportDetail: 'exact',
  })(play)
  const before = await look(table, submissionId)
  const { reported } = await visit(table, submissionId, [
    { code: '4.1.2', kind: 'changed', percent: 65 },
    { code: '4.1.3', kind: 'not_reached' },
    { code: '4.1.4', kind: 'confirmed' },
  ])
  t.match(reported, {
    state: 'reported',
    changes: [
      {
        code: '4.1.2',
        fromPercent: 50,
        toPercent: 65,
        from: { percent: 50 },
        to: { percent: 65 },
        question: /Question 0/,
        note: /Evidence 0/,
      },
    ],
  })
  t.equal(reported.changes.length, 1)
  const after = await look(table, submissionId)
  t.match(after, { state: 'agreed', visited: true, approvals: before.approvals })
  t.ok(revisionOf(after.etag) > revisionOf(before.etag), 'it is another revision')
  const itemOf = (read: typeof after, code: string) =>
    read.items.find((each: { readonly code: string }) => each.code === code)
  t.match(itemOf(after, '4.1.2').score, { percent: 65, note: /Evidence 0/ })
  t.same(itemOf(after, '4.1.3'), itemOf(before, '4.1.3'), 'the others as they were')

  t.equal((await finalize(table, submissionId)).status, 200)
  const params = { submissionId }
  const sheet = await play.call('getOfficialScore', { params, as: manager })
  const points = (code: string) =>
    sheet.body.nodes.find((node: { readonly code: string }) => node.code === code)
  t.match(points('4.1.2'), { percent: 65 })
  t.match(points('4.1.3'), { percent: 50 })
  const { maxPoints } = points('4.1.2')
  t.equal(sheet.body.total.points, 500 + 0.15 * maxPoints, 'by hand')

  const { key } = await play.house.manager('Second manager')
  const draft = await draftOf(play, submissionId)
  const approved = await stepped(play, draft, 'approveFeedbackReport', key)
  const released = await stepped(play, approved, 'releaseFeedbackReport', manager)
  for (const accept of ['application/json', 'text/html', 'text/markdown']) {
    const headers = { accept }
    const call = { params: released.params, headers, as: 'organizationAdmin' } as const
    const read = await play.call('getFeedbackReport', call)
    t.equal(read.status, 200)
    t.notMatch(read.text, sentinel, `no note of the visit: ${accept}`)
  }
  for (const id of ['getSiteVisit', 'listSiteVisits', 'getConsensus'])
    for (const as of ['organizationAdmin', 'organizationViewer'])
      t.equal((await play.call(id, { params, as })).status, 404, `${id} by ${as}`)
  for (const id of ['getSiteVisit', 'listSiteVisits']) {
    t.equal((await play.call(id, { params, as: 'strangerAdmin' })).status, 404, id)
    t.equal((await play.call(id, { params, as: manager })).status, 404, `${id} by a manager`)
    const seen = await play.call(id, { params, as: lead })
    t.match(seen.text, sentinel, `control: the panel reads it by ${id}`)
  }
  const own = await sql`select payload from organization_events
    where organization_id = ${play.house.organizationId}`
  t.notMatch(JSON.stringify(own), sentinel)
})

t.test('from the threshold up the panel approves anew', async (t) => {
  const table = await here()
  const { play, samples } = table
  const { submissionId } = await things.agreed(samples, { siteVisit: 'required' })(play)
  const params = { submissionId }
  await visit(table, submissionId, [{ code: '4.1.2', kind: 'changed', percent: 70 }])
  const open = await look(table, submissionId)
  t.match(open, { state: 'open', visited: true })
  t.same(open.approvals, [], 'what was approved was something else')
  t.match(await finalize(table, submissionId), {
    status: 409,
    body: { code: 'illegal-transition', state: 'open' },
  })
  let ifMatch = open.etag as string
  const step = async (id: string, as: string) => {
    ifMatch = made(await play.call(id, { params, as, ifMatch }), id).body.etag
  }
  await step('proposeConsensus', lead)
  await step('agreeToConsensus', lead)
  t.equal((await look(table, submissionId)).state, 'proposed', 'one approval is no quorum')
  await step('agreeToConsensus', 'assessor')
  t.equal((await finalize(table, submissionId)).status, 200, 'one visit was enough')
  const sheet = await play.call('getOfficialScore', { params, as: 'assessor' })
  const node = sheet.body.nodes.find(({ code }: { readonly code: string }) => code === '4.1.2')
  t.match(node, { percent: 70 })
})

t.test(
  '403 to who declares anew while something blocks by now, until the panel goes on without',
  async (t) => {
    const table = await here()
    const { play, samples, house } = { ...table, house: table.play.house }
    const params = await things.agreed(samples, { siteVisit: 'required' })(play)
    const plan = { ...samples('planSiteVisit'), params, as: lead } as const
    made(await play.call('planSiteVisit', plan), 'planSiteVisit')
    const renew = (as: string) => play.call('declareForSiteVisit', { params, as })
    const begin = () => play.call('beginSiteVisit', { params, as: lead })
    const { personId } = house.cast.assessor
    const first = made(await renew(lead), 'declareForSiteVisit').body
    const { personId: leadId } = house.cast.leadAssessor
    t.match(first.renewed, [{ personId: leadId, at: /^20\d\d-.*Z$/ }])

    await learn(table, 'consulting')
    const refused = await renew('assessor')
    t.match(refused, { status: 403, body: { code: 'conflict-of-interest' } })
    t.notMatch(refused.text, 'consulting')
    t.same(await things.tasksOf(play, params.submissionId, 'assessor'), ['renew_declaration'])
    const unchanged = await play.call('getSiteVisit', { params, as: lead })
    t.same(unchanged.body, first)
    const waiting = await begin()
    t.match(waiting, { status: 422, body: { code: 'incomplete' } })
    t.same(
      waiting.body.errors.map(({ pointer, code }: Readonly<Record<string, string>>) => [
        pointer,
        code,
      ]),
      [[`/declarations/${personId}`, 'declaration-missing']],
      'the lead learns who is awaited, as of anybody, and not why',
    )

    await things.left(play, params.submissionId)
    t.match(await begin(), { status: 200, body: { state: 'ongoing' } }, 'and who left is not')
    const leaving = { params: { ...params, personId }, as: manager }
    const body = { decision: 'keep', reason: 'It is older than the contract.' }
    const kept = await play.call('decideDeparture', { ...leaving, body })
    t.match(kept, { status: 200, body: { state: 'visiting' } })
  },
)

t.test('200 to who declares anew with nothing that blocks this assignment', async (t) => {
  const table = await here()
  const { play, samples } = table
  const params = await things.agreed(samples, { siteVisit: 'required' })(play)
  const plan = { ...samples('planSiteVisit'), params, as: lead } as const
  made(await play.call('planSiteVisit', plan), 'planSiteVisit')
  const renew = () => play.call('declareForSiteVisit', { params, as: 'assessor' })
  await learn(table, 'other')
  const renewed = await renew()
  t.match(renewed, { status: 200, body: { renewed: { length: 1 } } }, 'it might have been waived')
  t.same((await renew()).body, renewed.body, 'the first instant counts')

  const interest = { kind: 'competitor', ownerGroup: null, endedOn: null, note: '' }
  const own = { ...interest, organizationId: play.house.organizationId }
  const as = 'assessor'
  const put = { body: { interests: [own] }, ifNoneMatch: '*', as } as const
  made(await play.call('putOwnInterests', put), 'putOwnInterests')
  const again = await renew()
  t.match(again, { status: 403, body: { code: 'conflict-of-interest' } }, 'the own word counts too')
})

t.test('every visit stays readable for the panel, the first one first', async (t) => {
  const table = await here()
  const { play, samples } = table
  const { submissionId } = await things.agreed(samples, { siteVisit: 'optional' })(play)
  const params = { submissionId }
  const visits = async (as: string) =>
    made(await play.call('listSiteVisits', { params, as }), 'listSiteVisits').body.items
  t.same(await visits('assessor'), [], 'none was planned')
  t.match(await play.call('getSiteVisit', { params, as: 'assessor' }), { status: 404 })

  await visit(table, submissionId, [{ code: '4.1.2', kind: 'changed', percent: 60 }])
  const [first] = await visits(lead)
  await visit(table, submissionId, [{ code: '4.1.3', kind: 'confirmed' }])
  const present = made(await play.call('getSiteVisit', { params, as: lead }), 'getSiteVisit').body
  const { etag } = present
  t.same(await visits(lead), [{ ...first, etag }, present], 'as it was reported, whole')
  t.match(first, {
    state: 'reported',
    issues: [{ code: '4.1.2', outcome: { kind: 'changed', percent: 60 } }],
    changes: [{ code: '4.1.2', fromPercent: 50, toPercent: 60 }],
  })
  t.same(await visits('assessor'), await visits(lead))
})
