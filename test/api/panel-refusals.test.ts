// What every operation on an assessment refuses alike: while a conflict stands, and once the consensus is final.
import t from 'tap'
import * as things from '../support/panel-things.ts'
import { proposed as asked, playing, registered } from '../support/panels.ts'
import { panelScenes } from '../support/scenes-panel.ts'
import { type Call, stage } from '../support/stage.ts'
import { made } from '../support/things.ts'

const theStage = await stage(t)
const { operations, sql } = theStage

const here = async () => playing(operations, await theStage.house(), sql)

const declaring = (code: string) =>
  operations.filter((each) => (each.problems as readonly string[]).includes(code))

type Where = Readonly<Record<string, string>>

const illegal = { status: 409, body: { code: 'illegal-transition' } }
/** What asks for a finding, for a visit or for a panel that was shown has tests of its own. */
const elsewhere =
  /^(decideChallenge|acceptShownPanel|challengePanel|putReviewFinding|removeReviewFinding|declareForSiteVisit|beginSiteVisit|putVisitOutcome|reportSiteVisit)$/

/** A locked review with a finding. */
const lockedReview = async (
  { play, samples }: Awaited<ReturnType<typeof here>>,
  submissionId: string,
  as: 'leadAssessor' | 'assessor',
) => {
  const { id } = await things.begin(play, submissionId, as)
  const params = { submissionId, reviewId: id as string }
  const add = 'addReviewFinding'
  const finding = made(await play.call(add, { ...samples(add), params, as }), add).body
  const ifMatch = await things.score(play, params, { as })
  made(await play.call('lockReview', { params, ifMatch, as }), 'lockReview')
  return { params: { ...params, findingId: finding.id as string }, etag: finding.etag as string }
}

t.test('403 with one body everywhere while a conflict stands', async (t) => {
  const there = await here()
  const { play, samples } = there
  const known = await things.seated(samples)(play)
  const review = await lockedReview(there, known.submissionId, 'leadAssessor')
  const newcomer = await play.house.newcomer('Conflicted')
  const { key } = newcomer
  const where = await asked(play, known, { assessor: await registered(play, newcomer) })
  const declared = { ...samples('declareInterests'), params: where, as: key }
  made(await play.call('declareInterests', declared), 'declareInterests')
  const scenes = panelScenes(samples)
  const refuse = async (id: string) => {
    const sample = samples(id)
    const params = { ...sample.params, ...review.params, personId: newcomer.personId }
    const answer = await play.call(id, { ...sample, params, as: key, ifMatch: '"1"' })
    t.match(answer, { status: 403, body: { code: 'conflict-of-interest' } }, id)
  }
  for (const { id } of declaring('conflict-of-interest'))
    if (id in scenes && id !== 'finalizeConsensus' && id !== 'decideChallenge') await refuse(id)
})

t.test('409 to who changes a finding of a review that was late', async (t) => {
  const { play, samples } = await here()
  const known = await things.seated(samples)(play)
  const { submissionId } = known
  const late = await play.house.newcomer('Late')
  await things.seat(play, known, { assessor: late, role: 'member' })
  const { id } = await things.begin(play, submissionId, late.key)
  const params = { submissionId, reviewId: id as string }
  const add = { ...samples('addReviewFinding'), params, as: late.key }
  const finding = made(await play.call('addReviewFinding', add), 'addReviewFinding').body
  for (const as of ['leadAssessor', 'assessor'] as const)
    await things.review(play, submissionId, { as })
  const opening = { params: { submissionId }, as: 'leadAssessor' } as const
  t.match(await play.call('openConsensus', opening), { status: 201 })
  const final = { params: { submissionId }, as: late.key }
  t.match(
    await play.call('finalizeConsensus', final),
    { status: 404, body: { code: 'not-found' } },
    'to whom the consensus is invisible it is not there',
  )
  const where = { ...params, findingId: finding.id as string }
  for (const step of ['putReviewFinding', 'removeReviewFinding']) {
    const call = { ...samples(step), params: where, as: late.key, ifMatch: finding.etag as string }
    t.match(await play.call(step, call), illegal, step)
  }
})

t.test('409 with what may still follow to every step once the consensus is final', async (t) => {
  const { play, samples } = await here()
  const known = await things.agreed(samples)(play)
  const params = { submissionId: known.submissionId }
  const as = 'programmeManager'
  made(await play.call('finalizeConsensus', { params, as }), 'finalizeConsensus')
  const listed = made(await play.call('listReviews', { params, as: 'assessor' }), 'listReviews')
  const me = play.house.cast.assessor.personId
  const own = listed.body.items.find((each: Where) => each.personId === me)
  const scenes = panelScenes(samples)
  for (const { id } of declaring('illegal-transition')) {
    const scene = scenes[id]
    if (scene === undefined || elsewhere.test(id)) continue
    const sample: Call = samples(id)
    const ids = { reviewId: own?.id, findingId: own?.id }
    const given = { ...sample, params: { ...sample.params, ...params, ...ids } }
    const call: Call = { ...given, as: scene.as }
    const first = await play.call(id, { ...call, ifMatch: '"1"' })
    const ifMatch = String(first.body.currentEtag)
    const answer = first.status === 412 ? await play.call(id, { ...call, ifMatch }) : first
    t.match(answer, illegal, id)
  }
})

t.test('409 to steps of a visit out of their order', async (t) => {
  const { play, samples } = await here()
  const steps = async (params: Where, ids: readonly string[]) => {
    for (const id of ids) {
      const sample = samples(id)
      const given = {
        ...sample,
        params: { ...sample.params, ...params },
        as: 'leadAssessor',
      } as const
      const first = await play.call(id, { ...given, ifMatch: '"1"' })
      const ifMatch = String(first.body.currentEtag)
      const answer = first.status === 412 ? await play.call(id, { ...given, ifMatch }) : first
      t.match(answer, illegal, id)
    }
  }
  const planned = await things.visiting(samples)(play)
  await steps(planned, ['putVisitOutcome', 'reportSiteVisit'])
  const begun = await play.call('beginSiteVisit', { params: planned, as: 'leadAssessor' })
  t.equal(begun.status, 200)
  await steps(planned, ['declareForSiteVisit', 'beginSiteVisit'])
})

t.test('422 names what is missing before a visit ends, and before a consensus opens', async (t) => {
  const { play, samples } = await here()
  const incomplete = { status: 422, body: { code: 'incomplete' } }
  const lead = 'leadAssessor'
  const { submissionId, etag } = await things.onSite(samples)(play)
  const params = { submissionId }
  const report = await play.call('reportSiteVisit', { params, as: lead, ifMatch: etag })
  t.match(report, incomplete)

  const second = await here()
  const known = await things.seated(second.samples)(second.play)
  const third = await second.play.house.newcomer('Third')
  await things.seat(second.play, known, { assessor: third, role: 'member' })
  const where = { submissionId: known.submissionId }
  await things.review(second.play, where.submissionId, { as: 'assessor' })
  await things.review(second.play, where.submissionId, { as: third.key })
  t.match(await second.play.call('openConsensus', { params: where, as: lead }), incomplete)

  const visited = await here()
  const agreed = await things.agreed(visited.samples, { siteVisit: 'required' })(visited.play)
  const final = { params: agreed, as: 'programmeManager' } as const
  t.match(await visited.play.call('finalizeConsensus', final), illegal)
  const plan = { ...visited.samples('planSiteVisit'), params: agreed, as: lead } as const
  t.match(await visited.play.call('planSiteVisit', plan), { status: 201 })
  t.match(await visited.play.call('beginSiteVisit', { params: agreed, as: lead }), incomplete)
})

t.test('403 to managers on conflicts of their own', async (t) => {
  const { play, samples } = await here()
  const known = await things.seated(samples)(play)
  const manager = play.house.cast.programmeManager
  const { submissionId } = known
  const admin = 'associationAdmin'
  const put = { params: { personId: manager.personId }, body: { available: true, interests: [] } }
  const entered = await play.call('putAssessor', { ...put, ifNoneMatch: '*', as: admin })
  made(entered, 'putAssessor')
  const { organizationId } = play.house
  const body = { organizationId, submissionId, personId: manager.personId, role: 'member' }
  const proposing = { params: { ...known }, body, as: admin } as const
  const { id } = made(await play.call('proposeAssignment', proposing), 'proposeAssignment').body
  const where = { ...known, assignmentId: id as string }
  const declaring = { ...samples('declareInterests'), params: where, as: manager.key }
  made(await play.call('declareInterests', declaring), 'declareInterests')
  const waiving = { ...samples('waiveConflict'), params: where, as: manager.key }
  t.match(await play.call('waiveConflict', waiving), { status: 403, body: { code: 'forbidden' } })

  const other = await here()
  const { submissionId: agreed } = await things.agreed(other.samples)(other.play)
  const [cycle] =
    await sql`select cycle_id, programme_id from cycle_entries where submission_id = ${agreed}`
  const place = { submissionId: agreed, cycleId: cycle?.cycle_id, programmeId: cycle?.programme_id }
  const self = other.play.house.cast.programmeManager
  const more = { ...put, params: { personId: self.personId }, ifNoneMatch: '*', as: admin } as const
  made(await other.play.call('putAssessor', more), 'putAssessor')
  const asking = {
    params: place,
    body: {
      ...body,
      organizationId: other.play.house.organizationId,
      submissionId: agreed,
      personId: self.personId,
    },
    as: admin,
  } as const
  const answer = made(await other.play.call('proposeAssignment', asking), 'proposeAssignment')
  const at = { ...place, assignmentId: answer.body.id as string }
  made(
    await other.play.call('declareInterests', { ...declaring, params: at, as: self.key }),
    'declare',
  )
  t.match(
    await other.play.call('finalizeConsensus', { params: { submissionId: agreed }, as: self.key }),
    {
      status: 403,
      body: { code: 'conflict-of-interest' },
    },
  )
})

/** What a manager decides: refused by the state, and where there is nobody to decide about. */
const theirs: Readonly<Record<string, number>> = { finalizeConsensus: 409, decideDeparture: 404 }

/** Sees it and may not: 403. Cannot see it: 404, as if there were none (api.md, "Hidden or forbidden"). */
const whoMeets = {
  programmeManager: 403,
  associationAdmin: 404,
  chapterAdmin: 404,
  strangerAdmin: 404,
  organizationAdmin: 404,
  organizationContributor: 404,
  organizationViewer: 404,
  otherOrganizationAdmin: 404,
} as const

t.test(
  'one rule for every step on a consensus: 403 to who sees it, 404 to all others',
  async (t) => {
    const steps = operations.filter(
      ({ method, url }) => method !== 'GET' && /\/consensus(\/|$)/.test(url),
    )
    t.ok(steps.length >= 18, `${steps.length} steps`)
    for (const isOpen of [false, true]) {
      const { play, samples } = await here()
      const known = await things.seated(samples)(play)
      const { submissionId } = known
      const late = await play.house.newcomer('Late')
      await things.seat(play, known, { assessor: late, role: 'member' })
      await things.begin(play, submissionId, late.key)
      const elsewhere = await play.house.newcomer('Manager of a chapter')
      for (const as of ['leadAssessor', 'assessor'] as const)
        await things.review(play, submissionId, { as })
      const params = { submissionId }
      const opening = { params, as: 'leadAssessor' } as const
      if (isOpen) made(await play.call('openConsensus', opening), 'openConsensus')
      const revision = () => sql`select revision, state, record from consensuses
      where submission_id = ${submissionId}`
      const before = await revision()
      const people = { ...whoMeets, [late.key]: 404, [elsewhere.key]: 404 }
      const [findingId, personId] = [submissionId, submissionId]
      for (const { id } of steps)
        for (const [as, status] of Object.entries(people)) {
          const sample = samples(id)
          const ids = { ...sample.params, ...params, findingId, personId }
          const answer = await play.call(id, { ...sample, params: ids, as, ifMatch: '"1"' })
          const who = as === late.key ? 'late' : as === elsewhere.key ? 'elsewhere' : as
          const isManagers = as === 'programmeManager' ? theirs[id] : undefined
          const isOpening =
            (id === 'decideDeparture' && as === late.key) ||
            (id === 'openConsensus' && (as === late.key || status === 403))
          const expected = isOpening ? 403 : isOpen ? (isManagers ?? status) : 404
          t.equal(answer.status, expected, `${isOpen ? 'open' : 'before'}: ${id} by ${who}`)
        }
      t.same(await revision(), before, 'and nothing happened')
      const score = {
        ...samples('putConsensusScore'),
        ifNoneMatch: '*',
        as: 'leadAssessor',
      } as const
      const given = { ...score, params: { ...score.params, ...params } }
      const entered = await play.call('putConsensusScore', given)
      t.equal(entered.status, isOpen ? 201 : 404, 'control: the lead')
    }
  },
)
