// What a panel does, as its association and its applicant are told of it: one panel through every step of its lives, and
// the feeds of whoever may read of it and of whoever must not.
import t from 'tap'
import {
  consensusTells,
  reportTells,
  reviewTells,
  shownPanelTells,
  visitTells,
} from '../../src/core/told.ts'
import * as things from '../support/panel-things.ts'
import { type Assessed, playing } from '../support/panels.ts'
import { draftOf, stepped } from '../support/report-things.ts'
import { seat } from '../support/seats.ts'
import { type Call, type CastName, type House, stage } from '../support/stage.ts'
import { made } from '../support/things.ts'

const { house, sql, operations } = await stage(t)

const [lead, member, manager] = ['leadAssessor', 'assessor', 'programmeManager'] as const

type Told = {
  readonly sequence: number
  readonly type: string
  readonly outcome: string
  readonly subject: string
  readonly ids: Readonly<Record<string, unknown>>
  readonly versions: Readonly<Record<string, unknown>>
  readonly personId: string | null
  readonly apiKeyId: string | null
}

const read = async (home: House, id: string, as: CastName | string): Promise<readonly Told[]> => {
  const operation = operations.find((each) => each.id === id)
  if (operation === undefined) throw new Error(id)
  const items: Told[] = []
  for (let cursor: string | null = null; ; ) {
    const query = { limit: 200, ...(cursor === null ? {} : { cursor }) }
    const { body } = await home.call(operation, { query, as })
    items.push(...body.items)
    if (body.items.length < 200) return items
    cursor = body.nextCursor as string
  }
}

const numberAside = ({ sequence: _, ...event }: Told) => event
const typesOf = (events: readonly Told[]) => events.map(({ type }) => type)

/** A panel that is shown and challenged, scores, goes on two visits, loses a member, ends and reports. */
const wholeLife = async () => {
  const home = await house()
  const { play, samples } = playing(operations, home, sql)
  const known: Assessed = await things.seated(samples, {
    panelShown: 'before_scoring',
    siteVisit: 'optional',
  })(play)
  const { submissionId } = known
  const second = await home.manager('Second manager')
  const take = async (id: string, as: Call['as'], more: Call = {}) => {
    const params = { ...known, ...samples(id).params, ...more.params }
    const call = { ...samples(id), ...more, params } as Call
    return made(await play.call(id, as === undefined ? call : { ...call, as }), id).body
  }
  const held = async () => (await take('getConsensus', lead)).etag as string

  for (const answer of ['acceptShownPanel', 'challengePanel']) {
    await take('showPanel', manager)
    const { etag: shown } = await take('getShownPanel', undefined)
    await take(answer, undefined, { ifMatch: shown })
  }
  const decisions = [{ seat: 1, decision: 'dismiss', answer: 'That was long ago.' }]
  await take('decideChallenge', manager, { body: { decisions } })

  const reviewId = await things.review(play, submissionId, { as: lead })
  await take('reopenReview', manager, { params: { reviewId }, body: { reason: 'One more look.' } })
  const { etag: whole } = await take('getReview', lead, { params: { reviewId } })
  await take('lockReview', lead, { params: { reviewId }, ifMatch: whole })
  await things.review(play, submissionId, { as: member, percents: () => 50 })

  const late = await home.newcomer('Late')
  await things.seat(play, known, { assessor: late, role: 'member' })
  await things.begin(play, submissionId, late.key)
  await take('openConsensus', lead)
  await take('startConsensusRound', lead)
  await things.roundsOver(play, submissionId)
  await take('closeConsensusRound', lead)
  await take('acceptSuggestions', lead)

  const propose = async () => take('proposeConsensus', lead, { ifMatch: await held() })
  const agree = async (as: Call['as']) => take('agreeToConsensus', as, { ifMatch: await held() })
  await propose()
  await take('objectToConsensus', member)
  const { personId } = home.cast.assessor
  const { body: overruling } = samples('overruleObjection')
  await take('overruleObjection', lead, { body: { ...(overruling as object), personId } })
  await propose()
  await take('objectToConsensus', member)
  await propose()
  await agree(lead)
  await agree(member)

  const plan = () => take('planSiteVisit', lead)
  await plan()
  for (const as of [lead, member, member]) await take('declareForSiteVisit', as)
  const { etag: onSite } = await take('beginSiteVisit', lead)
  const changed = { kind: 'changed', percent: 100, evidence: 'Seen at all sites.' }
  const noted = await take('putVisitOutcome', lead, { body: changed, ifMatch: onSite })
  await take('reportSiteVisit', lead, { ifMatch: noted.etag })
  await propose()
  await agree(lead)
  await agree(member)
  await plan()

  await things.left(play, submissionId)
  await take('decideDeparture', manager, { params: { personId } })
  const newcomer = await home.newcomer('Successor')
  await things.seat(play, known, { assessor: newcomer, role: 'member' })
  await things.review(play, submissionId, { as: newcomer.key })
  await take('acceptSuggestions', lead)
  for (const { code, score } of (await take('getConsensus', lead)).items)
    if (score.percent === 100) {
      const body = { percent: 45, note: 'As both say.' }
      await take('putConsensusScore', lead, { params: { code }, body, ifMatch: score.etag })
    }
  await propose()
  await agree(lead)
  await agree(newcomer.key)
  await take('finalizeConsensus', manager)

  const drafted = await draftOf(play, submissionId)
  const approved = await stepped(play, drafted, 'approveFeedbackReport', second.key)
  const returned = await stepped(play, approved, 'returnFeedbackReport', second.key)
  const again = await stepped(play, returned, 'approveFeedbackReport', second.key)
  await stepped(play, again, 'releaseFeedbackReport', manager)
  return { home, play, known, second }
}

const asked = ['assignment.proposed', 'assignment.activated']
const visitPlanned = ['visit.planned']
const challenged = [
  ...['challenge.opened', 'challenge.panel-accepted'],
  ...['challenge.opened', 'challenge.raised', 'challenge.decided'],
]
const scoring = [
  ...['review.started', 'review.locked', 'review.reopened', 'review.locked'],
  ...['review.started', 'review.locked', ...asked, 'review.started'],
]
const opening = ['consensus.opened', 'review.excluded']
const round = [
  ...['consensus.round-begun', 'consensus.round-closed'],
  ...['review.excluded', 'review.excluded'],
]
const proposed = 'consensus.proposed'
const agreeing = [
  ...[proposed, 'consensus.objection-raised', 'consensus.objection-overruled'],
  ...[proposed, 'consensus.objection-raised', proposed],
  ...['consensus.objection-withdrawn', 'consensus.agreed'],
]
const visiting = [
  ...visitPlanned,
  ...['visit.declaration-renewed', 'visit.declaration-renewed', 'visit.begun'],
  ...['visit.reported', 'consensus.reopened', proposed, 'consensus.agreed', ...visitPlanned],
]
const leaving = [
  ...['assignment.recused', 'consensus.departure-decided', 'consensus.reopened'],
  ...['visit.stopped', 'review.excluded'],
  ...[...asked, 'review.started', 'review.locked', 'consensus.successor-joined'],
]
const ending = [proposed, 'consensus.agreed', 'consensus.finalized']
const reporting = ['drafted', 'approved', 'returned', 'approved', 'released'].map(
  (what) => `feedback-report.${what}`,
)

/** Of a panel by its manager, in the order of its steps. */
const everyStep = [
  ...[...asked, ...asked, ...challenged],
  ...['challenge.closed', ...scoring, ...opening, ...round],
  ...[...agreeing, ...visiting, ...leaving, ...ending, ...reporting],
]

t.test('each step of a panel is told to its managers, and to nobody else', async (t) => {
  const { home, play, known, second } = await wholeLife()
  const { submissionId, cycleId } = known
  const ofPanel = ({ type, outcome, ids }: Told) =>
    outcome === 'success' && 'submissionId' in ids && !type.startsWith('cycle.')
  const all = (await read(home, 'listAssociationEvents', manager)).filter(ofPanel)
  const completed = all.filter(({ type }) => type === 'assignment.completed')
  t.equal(completed.length, 3)
  t.same(
    typesOf(all.filter((event) => !completed.includes(event))),
    everyStep,
    'one by one, in their order',
  )

  const tells = [consensusTells, reportTells, reviewTells, shownPanelTells, visitTells]
  const told = tells.flatMap((each) => Object.values(each).flat())
  const applicant = typesOf(await read(home, 'listEvents', 'organizationAdmin'))
  t.same(
    told.filter((type) => !everyStep.includes(type) && !applicant.includes(type)),
    [],
    'nothing that a step of these lives tells is lacking',
  )

  for (const { type, ids, versions, subject } of all) {
    t.match(ids, { submissionId, cycleId, organizationId: home.organizationId }, type)
    t.same(Object.keys(ids).length, 3, `${type}: no other ids`)
    t.same(Object.keys(versions).length, 1, type)
    t.match(subject, /^[0-9a-f-]{36}$/)
  }

  const nobody = all.filter(({ personId }) => personId === null)
  t.same(
    [...new Set(typesOf(nobody))].sort(),
    [
      'consensus.agreed',
      'consensus.objection-raised',
      'consensus.objection-withdrawn',
      'visit.declaration-renewed',
    ],
    'whoever acts as one among the members is not named',
  )
  for (const { apiKeyId } of nobody) t.equal(apiKeyId, null)
  const [kept] = await sql`select count(*)::int as n from association_events
    where association_id = ${home.associationId} and type = 'consensus.objection-raised'
    and actor_person_id = ${home.cast.assessor.personId}`
  t.same(kept, { n: 2 }, 'control: the trail itself knows who it was')

  const administered = await read(home, 'listAssociationEvents', 'associationAdmin')
  t.same(
    administered.map(({ sequence }) => sequence),
    administered.map((_, place) => place + 1),
    'nobody counts what is left out',
  )
  const admins = administered.filter(ofPanel).map(numberAside)
  t.same(
    admins,
    all.filter(({ type }) => type.startsWith('assignment.')).map(numberAside),
    'to an administrator who sits on it, and no more',
  )

  t.same(applicant.slice(applicant.indexOf('submission.review-started')), [
    'submission.review-started',
    'submission.panel-shown',
    'submission.panel-accepted',
    'submission.panel-shown',
    'submission.panel-challenged',
    'submission.challenge-decided',
    'submission.finalized',
    'feedback-report.released',
  ])

  const before = (await read(home, 'listAssociationEvents', second.key)).filter(ofPanel)
  t.same(before, all, 'control: every manager outside the panel reads all')
  await seat(play, known, { personId: second.personId, role: 'member', state: 'declined' })
  t.same(
    (await read(home, 'listAssociationEvents', second.key)).filter(ofPanel).map(numberAside),
    admins,
    'not whoever was asked to assess',
  )
  await sql.begin(async (tx) => {
    await tx`select set_config('app.tx', 'on', true), set_config('app.organization_id', ${home.organizationId}, true)`
    await tx`insert into organization_members (organization_id, person_id, role, created_at)
      values (${home.organizationId}, ${home.cast.programmeManager.personId}, 'organization_viewer', now())`
  })
  t.same(
    (await read(home, 'listAssociationEvents', manager)).filter(ofPanel),
    [],
    'nor a manager who is of the applicant',
  )
})
