// Who reads the official score sheet when: every role at every stage, under a conflict, long after. The oracle is
// section 4 of the design, written down once more; what is read is compared with the row that was stored.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sha256 } from '../../src/db/digest.ts'
import * as things from '../support/panel-things.ts'
import { proposed as asked, playing, registered } from '../support/panels.ts'
import { approved, drafted, draftOf, released, stepped } from '../support/report-things.ts'
import { root } from '../support/sources.ts'
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
const finish = async (
  { play }: Table,
  submissionId: string,
  percents: (code: string) => number = () => 45,
) => {
  const params = { submissionId }
  for (const as of ['leadAssessor', 'assessor'] as const)
    await things.review(play, submissionId, { as, percents })
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

/** The shipped points of the edition. */
const edition = JSON.parse(
  readFileSync(join(root, 'schemas/models/gbt-19580-2012/1.0.0.json'), 'utf8'),
)
const pointsOf: Readonly<Record<string, number>> = Object.fromEntries(
  edition.categories.flatMap(({ items }: { items: { code: string; points: number }[] }) =>
    items.map(({ code, points }) => [code, points]),
  ),
)
const percentOf = (code: string) => (code === '4.1.2' || code === '4.5.3' ? 100 : 45)
/** By hand, without the engine. */
const totalOf = (points: Readonly<Record<string, number>>) =>
  Object.entries(points).reduce((sum, [code, most]) => sum + most * percentOf(code), 0) / 100

t.test('under the weighting that the cycle names, with the reference beside it', async (t) => {
  const table = await here()
  const { play, samples } = table
  const { items: weights } = samples('createAssociationWeighting').body as {
    readonly items: Readonly<Record<string, number>>
  }
  const weighting = await things.weightingOf(samples, play)
  const text = (en: string) => ({ en, 'zh-CN': en })
  const between = (totalOf(weights) + totalOf(pointsOf)) / 2
  const bands = [
    { code: 'lower', from: 0, label: text('Lower') },
    { code: 'higher', from: between, label: text('Higher') },
  ]
  const always = { scope: 'total', validFrom: null, validTo: null } as const
  const said = { code: 'award', name: text('Award'), awardingBody: 'The association' }
  const recognition = [{ questionnaire: weighting.questionnaire, ...said, ...always, bands }]
  const settings = { ...exact, weightings: [weighting], recognition }
  const { submissionId, ...place } = await things.seated(samples, settings)(play)
  await finish(table, submissionId, percentOf)
  const score = (as: CastName, query: Readonly<Record<string, string>> = {}) =>
    play.call('getOfficialScore', { params: { submissionId }, query, as })

  t.not(totalOf(weights), totalOf(pointsOf), 'control: the two weightings tell them apart')
  const counted = await score('assessor')
  t.match(counted, {
    status: 200,
    body: {
      weighting: { kind: 'programme', id: weighting.id, version: weighting.version },
      variant: 'official',
      total: { points: totalOf(weights) },
    },
  })
  t.match(await score('programmeManager', { weighting: 'reference' }), {
    body: {
      weighting: { kind: 'reference', id: null, version: null },
      total: { points: totalOf(pointsOf) },
    },
  })
  const used = await sql`select key from weighting_uses
    where association_id = ${play.house.associationId}`
  t.equal(used.length, 1, 'a successor of it takes a second person')
  const own = await play.call('getEntryRecognition', { params: { submissionId, ...place } })
  t.match(own.body.weighting, { kind: 'programme', id: weighting.id })

  const { key } = await play.house.manager('Second manager')
  const draft = await draftOf(play, submissionId)
  const given = await stepped(play, draft, 'approveFeedbackReport', key)
  const { params } = await stepped(play, given, 'releaseFeedbackReport', 'programmeManager')
  const { paper } = (await play.call('getFeedbackReport', { params })).body
  const reference = await score('organizationViewer', { weighting: 'reference' })
  t.match(paper, {
    scoreSheetDigest: sha256(counted.text),
    weighting: {
      id: weighting.id,
      version: weighting.version,
      referenceSheetDigest: sha256(reference.text),
    },
    contents: {
      total: { official: { points: totalOf(weights) } },
      recognition: [{ code: 'award', band: totalOf(weights) > between ? 'higher' : 'lower' }],
    },
  })
  const self = await play.call('getScore', { params: { submissionId } })
  t.not(
    paper.contents.total.self.points,
    self.body.total.points,
    'the own answers under the same weighting',
  )
  t.equal((await score('organizationViewer')).text, counted.text, 'both were handed over')
  const rows = await sql`select kind from released_sheets
    where submission_id = ${submissionId} order by kind`
  t.same(
    rows.map(({ kind }) => kind),
    ['programme', 'reference'],
  )
  const others = await sql`select h.kind from score_sheets h
    where h.submission_id = ${submissionId} and h.kind <> 'reference'`
  t.equal(others.length, 0, 'benchmarks read the reference alone')
})

t.test('404 for a weighting that no cycle names', async (t) => {
  const table = await here()
  const params = await things.finalized(table.samples)(table.play)
  const asked = (weighting: string) =>
    table.play.call('getOfficialScore', { params, query: { weighting }, as: 'assessor' })
  t.equal((await asked('programme')).status, 404)
  t.match(await asked('reference'), { status: 200, body: { weighting: { kind: 'reference' } } })
})
