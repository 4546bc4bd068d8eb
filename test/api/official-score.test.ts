// Who reads the official score sheet when: every role at every stage, under a conflict, long after. The oracle is
// section 4 of the design, written down once more; what is read is compared with the row that was stored.
import t from 'tap'
import { sha256 } from '../../src/db/digest.ts'
import * as things from '../support/panel-things.ts'
import { proposed as asked, playing, registered } from '../support/panels.ts'
import { approved, drafted, draftOf, released, stepped } from '../support/report-things.ts'
import { type CastName, stage } from '../support/stage.ts'
import { made } from '../support/things.ts'

const theStage = await stage(t)
const { operations, sql } = theStage
const here = async () => playing(operations, await theStage.house(), sql)
type Table = Awaited<ReturnType<typeof here>>

const panel = ['assessor', 'leadAssessor', 'programmeManager'] as const satisfies CastName[]
const applicant = [
  'organizationAdmin',
  'organizationContributor',
  'organizationViewer',
] as const satisfies CastName[]
const strangers = [
  'associationAdmin',
  'chapterAdmin',
  'otherOrganizationAdmin',
  'strangerAdmin',
] as const satisfies CastName[]

const idOf = async (version: Promise<{ readonly params: { readonly submissionId: string } }>) => ({
  submissionId: (await version).params.submissionId,
})
const exact = { reportDetail: 'exact' } as const

/** A second version of what was released, released too. */
const correct = async (play: Table['play'], submissionId: string) => {
  const { key } = await play.house.manager('Third manager')
  const version = await draftOf(play, submissionId, 'A name was wrong.')
  const given = await stepped(play, version, 'approveFeedbackReport', key)
  await stepped(play, given, 'releaseFeedbackReport', 'programmeManager')
}

const stages = {
  before: async ({ play, samples }: Table) => {
    const { submissionId } = await things.seated(samples)(play)
    await things.review(play, submissionId, { as: 'assessor' })
    return { submissionId }
  },
  consensus: ({ play, samples }: Table) => things.opened(samples)(play),
  agreed: ({ play, samples }: Table) => things.agreed(samples)(play),
  final: ({ play, samples }: Table) => things.finalized(samples)(play),
  draft: ({ play, samples }: Table) => idOf(drafted(samples)(play)),
  approved: ({ play, samples }: Table) => idOf(approved(samples)(play)),
  told: ({ play, samples }: Table) => idOf(approved(samples, exact)(play)),
  ranges: ({ play, samples }: Table) => idOf(released(samples)(play)),
  released: ({ play, samples }: Table) => idOf(released(samples, exact)(play)),
  corrected: async ({ play, samples }: Table) => {
    const { params } = await released(samples, exact)(play)
    await correct(play, params.submissionId)
    return params
  },
}
const applicantSees = ['released', 'corrected']
const isFinal = (wanted: string) => !['before', 'consensus', 'agreed'].includes(wanted)

const read = ({ play }: Table, submissionId: string, as: string) =>
  play.call('getOfficialScore', { params: { submissionId }, as })

const storedOf = async (submissionId: string) => {
  const [row] = await sql`select s.sheet, s.sheet_digest from official_sheets s
    join consensuses c on c.id = s.consensus_id where c.submission_id = ${submissionId}`
  return row
}

for (const [wanted, set] of Object.entries(stages))
  t.test(`who reads the official score: ${wanted}`, async (t) => {
    const table = await here()
    const { submissionId } = await set(table)
    const readers: readonly CastName[] = applicantSees.includes(wanted)
      ? [...panel, ...applicant]
      : panel
    for (const as of readers) {
      const answer = await read(table, submissionId, as)
      t.equal(answer.status, isFinal(wanted) ? 200 : 404, `${wanted}: ${as}`)
      if (!isFinal(wanted)) continue
      const row = await storedOf(submissionId)
      t.equal(answer.text, row?.sheet, `${as} reads the very bytes`)
      t.equal(sha256(answer.text), row?.sheet_digest, `${as}: of the digest`)
    }
    for (const as of [...applicant, ...strangers].filter((each) => !readers.includes(each))) {
      const answer = await read(table, submissionId, as)
      t.match(answer, { status: 404, body: { code: 'not-found' } }, `${wanted}: ${as}`)
    }
  })

t.test('it is the score of the panel, not the one that the organization gave itself', async (t) => {
  const table = await here()
  const { submissionId } = await things.finalized(table.samples)(table.play)
  const official = await read(table, submissionId, 'assessor')
  const query = { weighting: 'reference' }
  const own = await table.play.call('getScore', { params: { submissionId }, query })
  t.equal(official.body.total.percent, 50)
  t.not(own.body.total.percent, 50, 'control: they differ')
  t.equal(official.body.digests.questionnaire, own.body.digests.questionnaire)
})

t.test('200 as a picture, as radar and bars, in English and Chinese', async (t) => {
  const table = await here()
  const { call } = table.play
  const params = await things.finalized(table.samples)(table.play)
  const draw = (picture: string, language: string) =>
    call('getOfficialScore', {
      ...{ params, query: { picture }, as: 'programmeManager' },
      headers: { accept: 'image/svg+xml', 'accept-language': language },
    })
  const bars = await draw('bars', 'en')
  t.match(bars, { status: 200, headers: { 'content-type': 'image/svg+xml', vary: 'Accept' } })
  t.match(bars.text, /Total: score 50%/)
  t.match(bars.text, /4\.1\.2 .+: score 50%/)
  const radar = await draw('radar', 'zh')
  t.match(radar.text, '得分')
  t.notMatch(radar.text, '4.1.2', 'categories alone')
  const hidden = await call('getOfficialScore', {
    ...{ params, as: 'organizationAdmin', headers: { accept: 'image/svg+xml' } },
  })
  t.equal(hidden.status, 404, 'no picture of what is not read')
})

t.test('an assessor who was late waits on; 403 while a conflict stands', async (t) => {
  const table = await here()
  const { play, samples } = table
  const known = await things.seated(samples)(play)
  const { submissionId } = known
  const late = await play.house.newcomer('Late')
  await things.seat(play, known, { assessor: late, role: 'member' })
  await things.begin(play, submissionId, late.key)
  const newcomer = await play.house.newcomer('Conflicted')
  const where = await asked(play, known, { assessor: await registered(play, newcomer) })
  const declared = { ...samples('declareInterests'), params: where, as: newcomer.key }
  made(await play.call('declareInterests', declared), 'declareInterests')
  await finish(table, submissionId)
  t.equal((await read(table, submissionId, 'assessor')).status, 200, 'control')
  t.equal((await read(table, submissionId, late.key)).status, 404)
  t.match(await read(table, submissionId, newcomer.key), {
    status: 403,
    body: { code: 'conflict-of-interest' },
  })
})

/** From two reviews to what a manager approved. */
const finish = async ({ play }: Table, submissionId: string) => {
  const params = { submissionId }
  for (const as of ['leadAssessor', 'assessor'] as const)
    await things.review(play, submissionId, { as })
  const step = async (id: string, as: string, ifMatch?: string): Promise<string> =>
    made(await play.call(id, { params, as, ...(ifMatch && { ifMatch }) }), id).body.etag
  await step('openConsensus', 'leadAssessor')
  let tag = await step('acceptSuggestions', 'leadAssessor')
  tag = await step('proposeConsensus', 'leadAssessor', tag)
  for (const as of ['leadAssessor', 'assessor']) tag = await step('agreeToConsensus', as, tag)
  await step('finalizeConsensus', 'programmeManager')
}

t.test('a panel looks back for ninety days, the programme goes on', async (t) => {
  const table = await here()
  const { submissionId } = await things.finalized(table.samples)(table.play)
  const statuses = async (days: number) => {
    await sql`update cycles set state = 'closed', closed_at = now() - make_interval(days => ${days})
      where association_id = ${table.play.house.associationId}`
    return Promise.all(panel.map(async (as) => (await read(table, submissionId, as)).status))
  }
  await sql`alter table cycles disable trigger all`
  t.same(await statuses(89), [200, 200, 200], 'control')
  t.same(await statuses(91), [404, 404, 200])
  await sql`alter table cycles enable trigger all`
})

t.test(
  'the sheet is the one that the report names, once, and the organization keeps it',
  async (t) => {
    const table = await here()
    const { play, samples } = table
    const { submissionId } = (await released(samples, exact)(play)).params
    const named = async (version: string) =>
      (await play.call('getFeedbackReport', { params: { submissionId, version } })).body.paper
        .scoreSheetDigest
    const first = await read(table, submissionId, 'organizationAdmin')
    t.equal(sha256(first.text), await named('1'))
    await correct(play, submissionId)
    t.equal(sha256(first.text), await named('2'), 'a correction refers to the same sheet')
    const rows =
      await sql`select released_at from released_sheets where submission_id = ${submissionId}`
    t.equal(rows.length, 1)
    await sql`alter table cycles disable trigger all`
    await sql`update cycles set state = 'closed', closed_at = now() - interval '91 days'
    where association_id = ${play.house.associationId}`
    await sql`alter table cycles enable trigger all`
    t.equal((await read(table, submissionId, 'assessor')).status, 404)
    t.equal((await read(table, submissionId, 'organizationViewer')).text, first.text)
  },
)

t.test('what was lent does not open it: the report is lent, the score is the own', async (t) => {
  const { play, samples } = await here()
  const { submissionId, version } = (await released(samples, exact)(play)).params
  const as = 'otherOrganizationAdmin'
  const grantee = { kind: 'key', id: play.house.cast[as].apiKeyId }
  const scopes = ['submissions:read', 'scores:read', 'reports:read']
  const body = { grantee, scopes, purpose: 'Advice on the report' }
  made(await play.call('createGrant', { body }), 'createGrant')
  const report = { params: { submissionId, version }, as } as const
  t.equal((await play.call('getFeedbackReport', report)).status, 200, 'control: the report is')
  t.equal((await read({ play, samples }, submissionId, as)).status, 404)
})
