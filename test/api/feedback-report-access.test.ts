// Who reads a feedback report when: every role at every stage, by lent rights, under a conflict, long after; and that
// steps of several people cannot pass each other. The oracle is sections 4 and 9 of the design, written down once more.
import t from 'tap'
import * as things from '../support/panel-things.ts'
import { proposed as asked, playing, registered } from '../support/panels.ts'
import { drafted, draftOf, released, stepped, type Version } from '../support/report-things.ts'
import { type CastName, stage } from '../support/stage.ts'
import { made } from '../support/things.ts'

const theStage = await stage(t)
const { operations, sql } = theStage
const here = async () => playing(operations, await theStage.house(), sql)
const lead = 'leadAssessor'
const manager = 'programmeManager'

const stages = ['open', 'final', 'draft', 'approved', 'released', 'corrected'] as const
type Stage = (typeof stages)[number]

/** What the panel's side sees from the draft on, and what the organization sees of a released version. */
const whole = [
  'approved',
  'correction',
  'created',
  'digest',
  'etag',
  'id',
  'paper',
  'released',
  'releasedAt',
  'state',
  'submissionId',
  'texts',
  'updatedAt',
  'version',
]
const own = [
  'correction',
  'digest',
  'etag',
  'paper',
  'releasedAt',
  'state',
  'submissionId',
  'version',
]

const panel: readonly CastName[] = [lead, 'assessor', manager]
const applicant: readonly CastName[] = [
  'organizationAdmin',
  'organizationContributor',
  'organizationViewer',
]
const strangers: readonly CastName[] = [
  'associationAdmin',
  'chapterAdmin',
  'otherOrganizationAdmin',
  'strangerAdmin',
]

type Table = Awaited<ReturnType<typeof here>>

/** A report at the stage; the versions that there are. */
const at = async ({ play, samples }: Table, wanted: Stage) => {
  if (wanted === 'open') return { ...(await things.opened(samples)(play)), versions: 0 }
  const { submissionId } = await things.finalized(samples)(play)
  if (wanted === 'final') return { submissionId, versions: 0 }
  const second = await play.house.manager('Second manager')
  let version: Version = await draftOf(play, submissionId)
  if (wanted !== 'draft') version = await stepped(play, version, 'approveFeedbackReport', manager)
  if (wanted === 'released' || wanted === 'corrected')
    await stepped(play, version, 'releaseFeedbackReport', second.key)
  if (wanted !== 'corrected') return { submissionId, versions: 1 }
  await draftOf(play, submissionId, 'A name was wrong.')
  return { submissionId, versions: 2 }
}

for (const wanted of stages)
  t.test(`who reads what: ${wanted}`, async (t) => {
    const table = await here()
    const { call } = table.play
    const { submissionId, versions } = await at(table, wanted)
    const isOut = wanted === 'released' || wanted === 'corrected'
    const look = async (as: CastName, seen: number, keys: readonly string[]) => {
      const say = (what: string) => `${wanted}: ${as} ${what}`
      const listed = await call('listFeedbackReports', { params: { submissionId }, as })
      const isThere = seen > 0 || (panel.includes(as) && wanted === 'final')
      t.equal(listed.status, isThere ? 200 : 404, say('list'))
      if (isThere) t.equal(listed.body.items.length, seen, say('how many'))
      for (const version of ['1', '2']) {
        const answer = await call('getFeedbackReport', { params: { submissionId, version }, as })
        const is = Number(version) <= seen
        t.equal(answer.status, is ? 200 : 404, say(`version ${version}`))
        if (is) t.same(Object.keys(answer.body).sort(), keys, say('members'))
      }
    }
    for (const as of panel) await look(as, versions, whole)
    for (const as of applicant) await look(as, isOut ? 1 : 0, own)
    for (const as of strangers) await look(as, 0, [])
  })

t.test('what was lent opens what was released, and names its scope', async (t) => {
  const { play, samples } = await here()
  const { call, house } = play
  const draft = await drafted(samples)(play)
  const { params } = draft
  const as = 'otherOrganizationAdmin'
  const lend = async (scopes: readonly string[]) =>
    made(
      await call('createGrant', {
        body: {
          grantee: { kind: 'key', id: house.cast[as].apiKeyId },
          scopes,
          purpose: 'Advice on the report',
        },
      }),
      'createGrant',
    )
  await lend(['submissions:read', 'scores:read'])
  const second = await house.manager('Second manager')
  const approved = await stepped(play, draft, 'approveFeedbackReport', manager)
  const read = () => call('getFeedbackReport', { params, as })
  t.equal((await read()).status, 404)
  const grant = await lend(['reports:read'])
  t.equal((await read()).status, 404, 'not before it is released')
  t.match(
    await call('listFeedbackReports', { params: { submissionId: params.submissionId }, as }),
    {
      status: 404,
    },
  )
  await stepped(play, approved, 'releaseFeedbackReport', second.key)
  t.same(Object.keys((await read()).body).sort(), own)
  const [told] = await sql`select * from organization_events
    where organization_id = ${house.organizationId} and type = 'content.read'`
  t.equal(told?.actor_person_id, house.cast[as].personId, 'and that it was read, is recorded')
  const revoke = { params: { grantId: grant.body.id }, ifMatch: grant.body.etag }
  made(await call('revokeGrant', revoke), 'revokeGrant')
  t.equal((await read()).status, 404)
})

t.test('403 with one body while a conflict stands', async (t) => {
  const { play, samples } = await here()
  const known = await things.seated(samples)(play)
  const newcomer = await play.house.newcomer('Conflicted')
  const where = await asked(play, known, { assessor: await registered(play, newcomer) })
  const as = newcomer.key
  const declared = { ...samples('declareInterests'), params: where, as }
  made(await play.call('declareInterests', declared), 'declareInterests')
  const reports = operations.filter(({ tag }) => tag === 'feedback-reports')
  t.equal(reports.length, 7)
  for (const { id } of reports) {
    const sample = samples(id)
    const params = { ...sample.params, submissionId: known.submissionId, version: '1' }
    const answer = await play.call(id, { ...sample, params, as, ifMatch: '"n1-1"' })
    const isAbsent = answer.status === 404 && /\{version\}\//.test(urlOf(id))
    if (!isAbsent) t.match(answer, { status: 403, body: { code: 'conflict-of-interest' } }, id)
    t.ok(!isAbsent, `${id} says so before it says what there is`)
  }
})
const urlOf = (id: string) => operations.find((each) => each.id === id)?.url ?? ''

t.test(
  'a panel looks back for ninety days, the programme and the organization go on',
  async (t) => {
    const { play, samples } = await here()
    const { call, house } = play
    const { params } = await released(samples)(play)
    const read = async (as: CastName) => (await call('getFeedbackReport', { params, as })).status
    const close = (days: number) => sql`update cycles set state = 'closed',
    closed_at = now() - make_interval(days => ${days}) where association_id = ${house.associationId}`
    await sql`alter table cycles disable trigger all`
    await close(89)
    for (const as of [...panel, ...applicant]) t.equal(await read(as), 200, as)
    await close(91)
    for (const as of ['assessor', lead] as const) t.equal(await read(as), 404, as)
    for (const as of [manager, ...applicant] as const) t.equal(await read(as), 200, as)
    await sql`alter table cycles enable trigger all`
  },
)

const rounds = 12

t.test('one of two steps wins: nothing is released that was not approved as it is', async (t) => {
  const { play, samples } = await here()
  const { call, house } = play
  const second = await house.manager('Second manager')
  let version = await drafted(samples)(play)
  const { params } = version
  const texts = samples('putFeedbackReportTexts').body
  const count = { approved: 0, written: 0 }
  for (let round = 0; round < rounds; round += 1) {
    const ifMatch = version.etag
    const body = { ...(texts as object), keyFactors: [`As of round ${round}.`] } // what is stored already would not race
    const [write, approve] = await Promise.all([
      call('putFeedbackReportTexts', { params, as: lead, ifMatch, body }),
      call('approveFeedbackReport', { params, as: manager, ifMatch }),
    ])
    const done = [write, approve].filter((each) => each.status === 200)
    t.equal(done.length, 1, `${write?.status} ${approve?.status}`)
    for (const each of [write, approve]) t.ok([200, 409, 412].includes(each?.status ?? 0))
    if (approve?.status === 200) {
      count.approved += 1
      version = await stepped(
        play,
        { params, etag: approve.body.etag },
        'returnFeedbackReport',
        second.key,
      )
    } else {
      count.written += 1
      version = { params, etag: write?.body.etag }
    }
  }
  t.equal(count.approved + count.written, rounds)
  const approved = await stepped(play, version, 'approveFeedbackReport', manager)
  const third = await house.manager('Third manager')
  const ifMatch = approved.etag
  const answers = await Promise.all([
    call('releaseFeedbackReport', { params, as: second.key, ifMatch }),
    call('releaseFeedbackReport', { params, as: third.key, ifMatch }),
    call('returnFeedbackReport', { params, as: third.key, ifMatch }),
    call('putFeedbackReportTexts', { params, as: lead, ifMatch, body: texts }),
  ])
  t.equal(answers.filter(({ status }) => status === 200).length, 1)
  const copies =
    await sql`select digest from released_reports where submission_id = ${params.submissionId}`
  const [kept] =
    await sql`select state, digest from feedback_reports where submission_id = ${params.submissionId}`
  t.same(
    copies.map(({ digest }) => digest),
    kept?.state === 'released' ? [kept.digest] : [],
    'what the organization has is what was approved',
  )
})

t.test('ten who draft at once make one draft', async (t) => {
  const { play, samples } = await here()
  const params = await things.finalized(samples)(play)
  const drafting = { params, as: lead, body: {} } as const
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => play.call('draftFeedbackReport', drafting)),
  )
  t.same(answers.map(({ status }) => status).toSorted(), [
    201,
    ...Array.from({ length: 9 }, () => 409),
  ])
})
