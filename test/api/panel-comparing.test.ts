// Comparing what is assessed with a benchmark edition, by role and state. The oracle is section 4 of the design read anew:
// benchmarks are hidden from assessors until the consensus is open, and after it where the cycle does not let its panels
// compare; what they then read is what the organization reads, and neither it nor anybody else is told.
import t from 'tap'
import { background, populate, publishedEdition } from '../support/benchmarks.ts'
import * as things from '../support/panel-things.ts'
import { review } from '../support/panel-things.ts'
import { activeAssignment, playing, proposed, registered } from '../support/panels.ts'
import { draftOf } from '../support/report-things.ts'
import { stage } from '../support/stage.ts'
import { made } from '../support/things.ts'

const theStage = await stage(t)
const { sql, operations } = theStage
await background(t, theStage)
const published = await theStage.house({ synthetic: true })
await populate(theStage, published.associationId, { organizations: 200 })
await publishedEdition(theStage, published)

const here = async () => playing(operations, await theStage.house(), sql)
type Here = Awaited<ReturnType<typeof here>>
type Settings = Parameters<typeof things.seated>[1]

const compare = ({ play }: Here, submissionId: string, as: string, more: object = {}) =>
  play.call('compareSubmission', { params: { submissionId }, as, ...more })

/** An assessment with a panel of two, and around it everybody who is asked, said no to, or left. */
const cast = async (settings: Settings) => {
  const there = await here()
  const { play, samples } = there
  const known = await things.seated(samples, settings)(play)
  const newcomer = async (name: string) => registered(play, await play.house.newcomer(name))
  const conflicted = await newcomer('Conflicted')
  const where = await proposed(play, known, { assessor: conflicted })
  const declared = { ...samples('declareInterests'), params: where, as: conflicted.key }
  made(await play.call('declareInterests', declared), 'declareInterests')
  const asked = await newcomer('Asked')
  await proposed(play, known, { assessor: asked })
  const late = await newcomer('Late')
  await activeAssignment(play, known, { assessor: late })
  await things.begin(play, known.submissionId, late.key)
  const gone = await newcomer('Gone')
  const left = await activeAssignment(play, known, { assessor: gone })
  const recusal = { params: left, body: { reason: 'A new client.' }, as: gone.key }
  made(await play.call('recuseFromAssignment', recusal), 'recuse')
  return {
    there,
    known,
    others: {
      [late.key]: 404,
      [asked.key]: 404,
      [gone.key]: 404,
      [conflicted.key]: 403,
      programmeManager: 404,
      associationAdmin: 404,
      chapterAdmin: 404,
      strangerAdmin: 404,
      otherOrganizationAdmin: 404,
      organizationViewer: 200,
    },
    late: late.key,
  }
}

/** Each state in turn; `look` is told which. */
const throughAll = async (
  { play }: Here,
  submissionId: string,
  look: (state: 'before' | 'locked' | 'consensus' | 'final') => Promise<void>,
) => {
  const params = { submissionId }
  await look('before')
  for (const as of ['leadAssessor', 'assessor'] as const) await review(play, submissionId, { as })
  await look('locked')
  made(await play.call('openConsensus', { params, as: 'leadAssessor' }), 'openConsensus')
  await look('consensus')
  const accepting = { params, as: 'leadAssessor' } as const
  let ifMatch = made(await play.call('acceptSuggestions', accepting), 'accept').body.etag
  for (const [id, as] of [
    ['proposeConsensus', 'leadAssessor'],
    ['agreeToConsensus', 'leadAssessor'],
    ['agreeToConsensus', 'assessor'],
  ] as const)
    ifMatch = made(await play.call(id, { params, as, ifMatch }), id).body.etag
  const approving = { params, as: 'programmeManager' } as const
  made(await play.call('finalizeConsensus', approving), 'finalizeConsensus')
  await look('final')
}

const panel = ['assessor', 'leadAssessor'] as const

t.test('blind until the consensus is open, whatever the cycle says of self scores', async (t) => {
  const { there, known, others } = await cast({
    benchmarks: 'with_consensus',
    selfScores: 'with_declaration',
  })
  const { submissionId } = known
  await throughAll(there, submissionId, async (state) => {
    const opened = state === 'consensus' || state === 'final'
    for (const as of panel) {
      const { status, body } = await compare(there, submissionId, as)
      t.equal(status, opened ? 200 : 404, `${state}: ${as}`)
      if (!opened) t.equal(body.code, 'not-found')
    }
    for (const [as, status] of Object.entries(others))
      t.equal((await compare(there, submissionId, as)).status, status, `${state}: ${as}`)
    if (state !== 'before') return
    const { play } = there
    const score = { params: { submissionId }, as: 'assessor' }
    t.equal((await play.call('getScore', score)).status, 200, 'control: the self score is open')
  })
  const closed = (days: number) =>
    sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`update cycles set state = 'closed', closed_at = now() - make_interval(days => ${days})
        where id = ${known.cycleId}`
    })
  await closed(91)
  t.equal((await compare(there, submissionId, 'assessor')).status, 404, 'ninety days after')
  await closed(89)
  t.equal((await compare(there, submissionId, 'assessor')).status, 200, 'control')
})

t.test('as usual a panel never compares', async (t) => {
  const { there, known, others } = await cast({})
  const { submissionId } = known
  await throughAll(there, submissionId, async (state) => {
    for (const as of panel)
      t.equal((await compare(there, submissionId, as)).status, 404, `${state}: ${as}`)
    for (const [as, status] of Object.entries(others))
      t.equal((await compare(there, submissionId, as)).status, status, `${state}: ${as}`)
  })
  // Control: the one column that says so is all that is between them.
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`update assignments set benchmarks = 'with_consensus'
      where submission_id = ${submissionId}`
  })
  for (const as of panel) t.equal((await compare(there, submissionId, as)).status, 200, as)
})

t.test('a panel reads what the organization reads, and no more of it', async (t) => {
  const there = await here()
  const { play, samples } = there
  const { submissionId } = await things.opened(samples, { benchmarks: 'with_consensus' })(play)
  const query = { cohort: 'all', tier: 'quartiles' }
  const own = await compare(there, submissionId, 'organizationViewer', { query })
  for (const as of panel) {
    const { body, headers, status } = await compare(there, submissionId, as, { query })
    t.equal(status, 200)
    t.strictSame(body, own.body, 'the same cells, the same own values')
    t.equal(headers.etag, undefined)
    t.equal(headers['cache-control'], 'private, no-store')
  }
  t.strictSame(Object.keys(own.body).sort(), [
    ...['basis', 'benchmarkEditionId', 'cohort', 'ladder', 'method', 'nodes', 'questionnaireKey'],
    ...['synthetic', 'unit'],
  ])
  t.strictSame(Object.keys(own.body.nodes[0]).sort(), [
    ...['bestInClass', 'code', 'grid19', 'kind', 'maxPoints', 'nBand', 'own', 'p10', 'p25', 'p50'],
    ...['p75', 'p90', 'precision', 'reason', 'status'],
  ])
  const picture = await compare(there, submissionId, 'assessor', {
    query: { picture: 'bars' },
    headers: { accept: 'image/svg+xml' },
  })
  t.equal(picture.status, 200)
  t.match(picture.text, /^<svg/)
  t.match(await compare(there, submissionId, 'assessor', { query: { cohort: 'size=Large' } }), {
    status: 400,
    body: { code: 'cohort-not-offered' },
  })
  for (const id of ['rankBenchmarkGaps', 'getBenchmarkEligibility'])
    for (const as of panel) {
      const asked = { params: { submissionId }, as }
      t.equal((await play.call(id, asked)).status, 404, `${id}: how it may gain is its own affair`)
    }
  const { key } = await play.house.keyOf('assessor', ['submissions:read'])
  t.equal((await compare(there, submissionId, key)).status, 403, 'a credential needs the scope')
})

t.test('the applicant is told nothing: no event, no quota', async (t) => {
  const there = await here()
  const { play, samples } = there
  const { submissionId } = await things.opened(samples, { benchmarks: 'with_consensus' })(play)
  const leftFor = async (as: string) => {
    const { headers } = await compare(there, submissionId, as)
    return Number(/"benchmark";r=(\d+)/.exec(String(headers.ratelimit))?.[1])
  }
  const before = await leftFor('organizationViewer')
  const first = await leftFor('assessor')
  t.equal(await leftFor('assessor'), first - 1, "the assessor's own quota")
  t.equal(await leftFor('leadAssessor'), first, 'each has one')
  t.equal(
    await leftFor('organizationViewer'),
    before - 1,
    'that of the organization went on by one',
  )
  t.equal(await leftFor('organizationAdmin'), before - 2, 'control: it is one for all its people')
  type Recorded = { readonly type: string; readonly subject: string }
  const readings = async (id: string, as: string) =>
    (made(await play.call(id, { query: { limit: 200 }, as }), id).body.items as Recorded[]).filter(
      ({ type, subject }) => type === 'content.read' && subject === submissionId,
    )
  t.same(await readings('listEvents', 'organizationAdmin'), [])
  t.equal((await readings('listAssociationEvents', 'programmeManager')).length, 3)
})

t.test('a report carries the comparison unless its cycle says that none does', async (t) => {
  for (const reportComparison of ['none', 'with_benchmark'] as const) {
    const { play, samples } = await here()
    const { submissionId } = await things.finalized(samples, { reportComparison })(play)
    const { params } = await draftOf(play, submissionId)
    const call = { params, as: 'leadAssessor' } as const
    const { body } = made(await play.call('getFeedbackReport', call), 'getFeedbackReport')
    t.equal(body.paper.comparison === null, reportComparison === 'none', reportComparison)
    const page = await play.call('getFeedbackReport', { ...call, headers: { accept: 'text/html' } })
    t.equal(/Comparison with the benchmark/.test(page.text), reportComparison !== 'none')
  }
})
