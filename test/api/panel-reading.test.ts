// What the panel reads of the submission itself, by role and state. The oracle is section 4 of the design read anew:
// answers and evidence from a clear declaration on, how the organization rates itself once the own review is locked and the
// consensus open, and nothing before a declaration, while a conflict stands, and after a recusal.
import t from 'tap'
import { own, ownAnswers, publishedBy } from '../support/authoring.ts'
import { secondAdmin } from '../support/benchmarks.ts'
import { submitted } from '../support/drafts.ts'
import * as things from '../support/panel-things.ts'
import { review } from '../support/panel-things.ts'
import { activeAssignment, openedCycle, playing, proposed, registered } from '../support/panels.ts'
import { stage } from '../support/stage.ts'
import { made } from '../support/things.ts'

const theStage = await stage(t)
const here = async () => {
  const house = await theStage.house()
  return playing(theStage.operations, house, theStage.sql)
}
type Here = Awaited<ReturnType<typeof here>>

const reads = [
  ...(['getSubmission', 'listAnswers', 'getAnswer', 'getAnswerSheet', 'getScore'] as const),
  'getSubmissionQuestionnaire',
] as const
type Read = (typeof reads)[number]

const status = [
  ...['acceptedAt', 'createdAt', 'etag', 'finalAt', 'id', 'organizationId', 'questionnaire'],
  ...['state', 'submittedAt', 'updatedAt', 'withdrawnAt'],
]
const assessed = [...status, 'completeness', 'title'].sort()
const outside = [...assessed, 'migratedFrom', 'weighting'].sort()
const owner = [...outside, 'createdBy'].sort()
const answer = ['changedAt', 'code', 'etag']
const rated = [...answer, 'percent'].sort()

/** What is read of everything: the members of the submission and of an answer, whether the sheet has values, the score. */
type Seen = {
  readonly submission: readonly string[] | number
  readonly answers: readonly string[] | number
  readonly values: boolean | number
  readonly score: number
  readonly text: number
}
const nothing = { submission: 404, answers: 404, values: 404, score: 404, text: 404 } as const
const seen: Readonly<Record<string, Seen>> = {
  blind: { submission: assessed, answers: answer, values: false, score: 404, text: 200 },
  panel: { submission: assessed, answers: rated, values: true, score: 200, text: 200 },
  status: { submission: [...status].sort(), answers: 404, values: 404, score: 404, text: 200 },
  conflicted: { submission: [...status].sort(), answers: 403, values: 403, score: 403, text: 200 },
  owner: {
    submission: owner,
    answers: [...rated, 'changedBy'].sort(),
    values: true,
    score: 200,
    text: 200,
  },
  nothing,
}

const keysOf = (value: object) => Object.keys(value).sort()

const read = ({ play, samples }: Here, id: Read, submissionId: string, as: string) => {
  const sample = samples(id)
  return play.call(id, { ...sample, params: { ...sample.params, submissionId }, as })
}

const look = async (there: Here, submissionId: string, as: string): Promise<Seen> => {
  const [submission, listed, one, sheet, score, text] = await Promise.all(
    reads.map((id) => read(there, id, submissionId, as)),
  )
  if (!submission || !listed || !one || !sheet || !score || !text) throw new Error('six were asked')
  t.equal(one.status, listed.status, `${as}: one answer as all of them`)
  const answers = listed.status === 200 ? keysOf(listed.body.items[0]) : listed.status
  if (one.status === 200) t.same(keysOf(one.body), answers, `${as}: one answer as all of them`)
  return {
    submission: submission.status === 200 ? keysOf(submission.body) : submission.status,
    answers,
    values: sheet.status === 200 ? /^4\.1\.2,.*,55[,\r]/m.test(sheet.text) : sheet.status,
    score: score.status,
    text: text.status,
  }
}

/** An assessment with a panel of two, and around it everybody who is asked, said no to, or left. */
const cast = async () => {
  const there = await here()
  const { play, samples } = there
  const known = await things.seated(samples)(play)
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
  const people = { conflicted: conflicted.key, asked: asked.key, late: late.key, gone: gone.key }
  return { there, known, people }
}

const expected: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  before: { assessor: 'blind', leadAssessor: 'blind' },
  locked: { assessor: 'blind', leadAssessor: 'blind' },
  consensus: { assessor: 'panel', leadAssessor: 'panel' },
  final: { assessor: 'panel', leadAssessor: 'panel' },
}
const always = {
  late: 'blind',
  asked: 'status',
  gone: 'status',
  conflicted: 'conflicted',
  programmeManager: 'status',
  associationAdmin: 'status',
  chapterAdmin: 'status',
  strangerAdmin: 'nothing',
  otherOrganizationAdmin: 'nothing',
  organizationViewer: 'owner',
} as const

t.test('who reads what of the submission in every state', async (t) => {
  const { there, known, people } = await cast()
  const { play } = there
  const { submissionId } = known
  const params = { submissionId }
  const lookAll = async (state: string) => {
    for (const [who, view] of Object.entries({ ...expected[state], ...always })) {
      const as = people[who as keyof typeof people] ?? who
      t.same(await look(there, submissionId, as), seen[view], `${state}: ${who} as ${view}`)
    }
  }
  await lookAll('before')
  for (const as of ['leadAssessor', 'assessor'] as const) await review(play, submissionId, { as })
  await lookAll('locked')
  made(await play.call('openConsensus', { params, as: 'leadAssessor' }), 'openConsensus')
  await lookAll('consensus')
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
  await lookAll('final')
  const id = 'listAnswerRevisions'
  for (const as of ['assessor', 'leadAssessor', people.late] as const) {
    const history = await play.call(id, { params: { ...params, code: '4.1.2' }, as })
    t.equal(history.status, 404, 'how an answer came to be is nobody else’s')
  }
  const { body } = await play.call('listEvents', { query: { limit: 200 } })
  type Recorded = { readonly type: string; readonly personId: string | null }
  const readers = (body.items as readonly Recorded[])
    .filter(({ type }) => type === 'content.read')
    .map(({ personId }) => personId)
  const { personId: viewer } = play.house.cast.organizationViewer
  t.same([...new Set(readers)], [viewer], 'the applicant is told of its own exports alone')
  const told = await play.call('listAssociationEvents', {
    query: { limit: 200 },
    as: 'programmeManager',
  })
  t.ok(
    told.body.items.some((each: { readonly type: string }) => each.type === 'content.read'),
    'the programme is',
  )
  const closed = (days: number) =>
    theStage.sql.begin(async (sql) => {
      await sql`set local session_replication_role = replica`
      await sql`update cycles set state = 'closed', closed_at = now() - make_interval(days => ${days})
        where id = ${known.cycleId}`
    })
  await closed(91)
  t.same(await look(there, submissionId, 'assessor'), seen.status, 'ninety days after the cycle')
  await closed(89)
  t.same(await look(there, submissionId, 'assessor'), seen.panel, 'control')
})

t.test(
  'an assessor who is nothing else meets 404 before the declaration, and 403 in conflict',
  async (t) => {
    const { there, known, people } = await cast()
    await theStage.sql`delete from association_members where association_id = ${there.play.house.chapterId}`
    await theStage.sql`delete from person_associations where association_id = ${there.play.house.chapterId}`
    const conflict = { submission: 403, answers: 403, values: 403, score: 403, text: 403 }
    const { submissionId } = known
    t.same(await look(there, submissionId, people.asked), nothing)
    t.same(await look(there, submissionId, people.gone), nothing)
    t.same(await look(there, submissionId, people.conflicted), conflict)
    t.same(await look(there, submissionId, people.late), seen.blind, 'control')
    const bodies = await Promise.all(
      reads.map((id) => read(there, id, submissionId, people.conflicted)),
    )
    for (const { body } of bodies) t.match(body, { code: 'conflict-of-interest' })
  },
)

t.test('no 200 is begun after a recusal was committed', async (t) => {
  const rounds = Number(process.env.PANEL_RACES ?? 3)
  const there = await here()
  const { play, samples } = there
  const known = await things.assessed(samples)(play)
  for (let round = 0; round < rounds; round += 1) {
    const assessor = await registered(play, await play.house.newcomer(`Assessor ${round}`))
    const where = await activeAssignment(play, known, { assessor })
    const begun: { readonly at: number; readonly status: number }[] = []
    let committed = Number.POSITIVE_INFINITY
    const loop = async (id: 'listAnswers' | 'getAnswer') => {
      for (let at = 0; at < committed; ) {
        at = performance.now()
        const { status } = await read(there, id, known.submissionId, assessor.key)
        begun.push({ at, status })
      }
    }
    const loops = [loop('listAnswers'), loop('getAnswer'), loop('listAnswers')]
    await read(there, 'getAnswer', known.submissionId, assessor.key)
    const recusal = { params: where, body: { reason: 'A new client.' }, as: assessor.key }
    made(await play.call('recuseFromAssignment', recusal), 'recuse')
    committed = performance.now()
    await Promise.all(loops)
    const after = begun.filter(({ at }) => at >= committed)
    t.equal(after.length, loops.length, 'each asked once more')
    for (const { status } of after) t.equal(status, 404, 'and was refused')
    t.ok(
      begun.some(({ status }) => status === 200),
      'control: until then there was something to read',
    )
  }
})

t.test(
  'a recusal and a write meet: what was answered was written, and nothing after it',
  async (t) => {
    const rounds = Number(process.env.PANEL_RACES ?? 3)
    const there = await here()
    const { play, samples } = there
    const known = await things.assessed(samples)(play)
    const { submissionId } = known
    const seen = { written: 0, refused: 0 }
    for (let round = 0; round < rounds; round += 1) {
      const assessor = await registered(play, await play.house.newcomer(`Assessor ${round}`))
      const where = await activeAssignment(play, known, { assessor })
      const as = assessor.key
      const review = await things.begin(play, submissionId, as)
      const params = { submissionId, reviewId: review.id as string }
      const puts = ['4.1.2', '4.1.3', '4.1.4'].map((code) => ({ params: { ...params, code }, as }))
      const put = (call: (typeof puts)[number]) =>
        play.call('putReviewScore', { ...call, body: { percent: 50 }, ifNoneMatch: '*' })
      const recusal = { params: where, body: { reason: 'A new client.' }, as }
      const [first, left, ...others] = await Promise.all([
        ...puts.slice(0, 1).map(put),
        play.call('recuseFromAssignment', recusal),
        ...puts.slice(1).map(put),
      ])
      t.equal(left?.status, 200, 'who steps back may do so at any time')
      const answers = [first, ...others]
      const rows = await theStage.sql`select code from review_scores where review_id = ${review.id}
      order by code`
      t.same(
        rows.map(({ code }) => code),
        puts.flatMap(({ params: { code } }, at) => (answers[at]?.status === 201 ? [code] : [])),
        'each answer tells the truth',
      )
      for (const { status } of answers.flatMap((each) => each ?? []))
        t.ok(status === 201 || status === 404, String(status))
      seen.written += rows.length
      seen.refused += puts.length - rows.length
      for (const call of puts) t.equal((await put(call)).status, 404, 'after it nothing is')
      const ifMatch = review.etag as string
      t.equal((await play.call('lockReview', { params, as, ifMatch })).status, 404)
    }
    t.equal(seen.written + seen.refused, rounds * 3)
  },
)

t.test(
  'a questionnaire that is not public is read by its assessors, and no wider than before',
  async (t) => {
    const { play, samples } = await here()
    const { house } = play
    const document = own()
    const { key, version } = document
    await publishedBy(house, await secondAdmin(theStage, house), document, {
      visibility: 'association',
    })
    theStage.shiftClock(1001)
    const { submissionId } = await submitted(house, ownAnswers, { questionnaire: { key, version } })
    const questionnaires = [{ key, version }]
    const { params, ifMatch } = await openedCycle(samples, { questionnaires } as never)(play)
    const known = { ...params, submissionId }
    const body = { associationId: house.associationId, cycleId: params.cycleId }
    made(await play.call('enterCycle', { params: { submissionId }, body }), 'enterCycle')
    made(await play.call('startCycle', { params, ifMatch, as: 'programmeManager' }), 'startCycle')
    const newcomer = async (name: string) => registered(play, await house.newcomer(name))
    const assessor = await newcomer('Assessor')
    const asked = await newcomer('Asked')
    const seat = await activeAssignment(play, known, { assessor })
    await proposed(play, known, { assessor: asked })
    await theStage.sql`delete from association_members where association_id = ${house.chapterId}`
    await theStage.sql`delete from person_associations where association_id = ${house.chapterId}`

    const text = (as: string) => play.call('getSubmissionQuestionnaire', { params: known, as })
    const read = await text(assessor.key)
    t.match(read, { status: 200, body: { key, version } })
    t.match(read.text, /"questions":/, 'whole')
    const shared = await play.call('getOrganizationQuestionnaireVersion', {
      params: { questionnaireKey: key, version },
    })
    t.same(read.body, shared.body, 'as the organization reads it')
    for (const as of [asked.key, 'strangerAdmin', 'otherOrganizationAdmin'])
      t.equal((await text(as)).status, 404, as)
    const byName = [
      'getOrganizationQuestionnaireVersion',
      'getAssociationQuestionnaireVersion',
      'getQuestionnaireVersion',
    ]
    for (const id of byName) {
      const call = { params: { questionnaireKey: key, version }, as: assessor.key }
      t.equal((await play.call(id, call)).status, 404, `by its name it stays closed: ${id}`)
    }
    const other = await submitted(house, ownAnswers, { questionnaire: { key, version } })
    const beside = { params: other.params, as: assessor.key }
    t.equal(
      (await play.call('getSubmissionQuestionnaire', beside)).status,
      404,
      'no other submission',
    )
    const grantee = { kind: 'association', id: house.strangerAssociationId }
    const lend = (scope: string) =>
      play.call('createGrant', { body: { grantee, scopes: [scope], purpose: 'A joint project' } })
    made(await lend('questionnaires:read'), 'createGrant')
    t.equal((await text('strangerAdmin')).status, 404, 'the text of a submission that was not lent')
    made(await lend('submissions:read'), 'createGrant')
    t.equal((await text('strangerAdmin')).status, 200, 'control: both were lent')
    const leaving = { params: seat, body: { reason: 'A new client.' }, as: assessor.key }
    made(await play.call('recuseFromAssignment', leaving), 'recuse')
    t.equal((await text(assessor.key)).status, 404, 'access ends with the assignment')
  },
)
