// A whole assessment played by calls, and its feedback report read in every form and language: complete, harmless, the
// same each time, with the comparison that the organization reads elsewhere, and without a word of what must stay inside.
import { strFromU8, unzipSync } from 'fflate'
import t from 'tap'
import type { Locale } from '../../src/core/request.ts'
import { contextStatement, reachOf } from '../../src/db/reach.ts'
import { pagePolicy } from '../../src/render/html.ts'
import { background, populate, publishedEdition } from '../support/benchmarks.ts'
import { openPlain } from '../support/house.ts'
import * as things from '../support/panel-things.ts'
import { playing } from '../support/panels.ts'
import { textOfPdf } from '../support/pdf.ts'
import { look } from '../support/pictures.ts'
import { stepped } from '../support/report-things.ts'
import { type Call, stage } from '../support/stage.ts'
import { declaredTables } from '../support/tables.ts'
import { made } from '../support/things.ts'

const theStage = await stage(t)
const { operations, sql } = theStage
await background(t, theStage)
const published = await theStage.house({ synthetic: true })
await populate(theStage, published.associationId, { organizations: 200 })
await publishedEdition(theStage, published)

const lead = 'leadAssessor'
const assessor = 'assessor'
const manager = 'programmeManager'
/** In everything that must never leave the side of the panel. */
const inside = 'SENTINEL'
/** In what is released, as people might write it. */
const said = {
  finding: '<script>alert(1)</script> Panel words on leaders',
  formula: '=HYPERLINK("https://example.org")',
  summary: 'Panel summary <img src=x onerror=alert(1)> 领导力',
  keyFactor: 'Panel key factor & more',
}

const { play, samples } = playing(operations, await theStage.house(), sql)
const { call, house } = play
const ok = async (id: string, given: Call) => made(await call(id, given), id).body

/** The panel says something secret at every place where it may say something. */
const assess = async () => {
  const { submissionId } = await things.seated(samples, { siteVisit: 'optional' })(play)
  const params = { submissionId }
  const { id: reviewId } = await things.begin(play, submissionId, assessor)
  const review = { ...params, reviewId: reviewId as string }
  const finding = samples('addReviewFinding').body as object
  const secret = { ...finding, text: `${inside} finding`, evidence: `${inside} evidence` }
  const noted = await ok('addReviewFinding', { params: review, as: assessor, body: secret })
  const mine = await ok('getReview', { params: review, as: assessor })
  const factors = { items: [`${inside} key factor`] }
  await ok('putKeyFactors', { params: review, as: assessor, body: factors, ifMatch: mine.etag })
  const scored = await things.score(play, review, { as: assessor })
  await ok('lockReview', { params: review, as: assessor, ifMatch: scored })
  await things.review(play, submissionId, { as: lead, percents: () => 50 })
  await ok('openConsensus', { params, as: lead })
  const adding = { params, as: lead } as const
  const gone = await ok('addConsensusFinding', { ...adding, body: secret })
  const where = { ...params, findingId: gone.id }
  made(
    await call('removeConsensusFinding', { params: where, as: lead, ifMatch: gone.etag }),
    'remove',
  )
  const told = { ...finding, text: said.finding, importance: 'double', sources: [noted.id] }
  await ok('addConsensusFinding', { ...adding, body: told })
  const formula = { ...finding, nodeCode: '4.1', kind: 'opportunity', text: said.formula }
  await ok('addConsensusFinding', { ...adding, body: formula })
  await ok('putConsensusScore', {
    params: { ...params, code: '4.1.2' },
    as: lead,
    ifNoneMatch: '*',
    body: { percent: 70, note: `${inside} note` },
  })
  const round = { items: ['4.1.3'], reason: `${inside} round`, dueAt: '2031-01-01T00:00:00.000Z' }
  await ok('startConsensusRound', { params, as: lead, body: round })
  await things.roundsOver(play, params.submissionId)
  await ok('closeConsensusRound', { params, as: lead })
  const { etag } = await ok('acceptSuggestions', { params, as: lead })
  await ok('proposeConsensus', { params, as: lead, ifMatch: etag })
  const objection = { code: '4.1.2', reason: `${inside} objection` }
  await ok('objectToConsensus', { params, as: assessor, body: objection })
  const { personId } = house.cast.assessor
  const note = `${inside} overruled`
  const over = await ok('overruleObjection', {
    params,
    as: lead,
    body: { personId, code: '4.1.2', note },
  })
  let ifMatch = (await ok('proposeConsensus', { params, as: lead, ifMatch: over.etag })).etag
  for (const as of [lead, assessor] as const)
    ifMatch = (await ok('agreeToConsensus', { params, as, ifMatch })).etag
  const issue = { code: '4.1.2', kind: 'verify', question: `${inside} question`, source: inside }
  await ok('planSiteVisit', { params, as: lead, body: { issues: [issue] } })
  for (const as of [lead, assessor] as const) await ok('declareForSiteVisit', { params, as })
  const begun = await ok('beginSiteVisit', { params, as: lead })
  await ok('putVisitOutcome', {
    params: { ...params, place: '0' },
    as: lead,
    ifMatch: begun.etag,
    body: { kind: 'confirmed', evidence: `${inside} outcome` },
  })
  await ok('reportSiteVisit', { params, as: lead })
  await ok('finalizeConsensus', { params, as: manager })
  return submissionId
}

/** Released by two, with a draft beside it that is not. */
const report = async (submissionId: string) => {
  const params = { submissionId, version: '1' }
  const draft = await ok('draftFeedbackReport', {
    params: { submissionId },
    as: lead,
    body: {},
  })
  const put = async (version: string, summary: string, ifMatch: string) =>
    ok('putFeedbackReportTexts', {
      params: { submissionId, version },
      as: lead,
      ifMatch,
      body: { keyFactors: [said.keyFactor], summaries: { '4.1': summary }, omitted: [] },
    })
  const drafty = await put('1', `${inside} first try`, draft.etag)
  const { etag } = await put('1', said.summary, drafty.etag)
  const second = await house.manager('Second manager')
  const approved = await stepped(play, { params, etag }, 'approveFeedbackReport', second.key)
  await stepped(play, approved, 'releaseFeedbackReport', manager)
  const next = await ok('draftFeedbackReport', {
    params: { submissionId },
    as: lead,
    body: { correction: `${inside} correction` },
  })
  await put('2', `${inside} summary of a draft`, next.etag)
  return params
}

const params = await report(await assess())

const forms = {
  html: 'text/html',
  markdown: 'text/markdown',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const
type Form = keyof typeof forms

const read = (accept: string, locale: Locale = 'en', as = 'organizationViewer') =>
  call('getFeedbackReport', { params, as, headers: { accept, 'accept-language': locale } })

const wordsOf: Readonly<Record<Form, (bytes: Uint8Array) => string>> = {
  html: (bytes) => Buffer.from(bytes).toString('utf8'),
  markdown: (bytes) => Buffer.from(bytes).toString('utf8'),
  pdf: textOfPdf,
  docx: (bytes) =>
    Object.values(unzipSync(bytes))
      .map((part) => strFromU8(part))
      .join('\n'),
}

/** Heading, item, band and what the panel said, as each language says it. */
const expected: Readonly<Record<Locale, readonly string[]>> = {
  en: ['Feedback report', 'First', 'Panel key factor', 'Panel summary', '领导力'],
  'zh-CN': ['反馈报告', 'First', 'Panel key factor', 'Panel summary', '领导力'],
}
const tight = (text: string) => text.replace(/\s+/g, '')

for (const locale of ['en', 'zh-CN'] as const)
  for (const form of Object.keys(forms) as Form[])
    t.test(`${form} in ${locale}: complete, and nothing from inside`, async (t) => {
      const answer = await read(forms[form], locale)
      t.equal(answer.status, 200)
      t.ok(answer.headers['content-type']?.startsWith(forms[form]), form)
      t.equal(answer.headers['content-language'], locale)
      t.equal(answer.headers['x-content-type-options'], 'nosniff')
      t.equal(answer.headers['cache-control'], 'private, no-store')
      t.match(answer.headers.vary, /Accept, Accept-Language/)
      const tag = answer.headers.etag ?? ''
      t.match(tag, new RegExp(`^"[0-9a-f]{64}\\.${form}\\.${locale}\\.2"$`))
      t.match(
        answer.headers['content-disposition'],
        form === 'html' ? /^inline; / : /^attachment; filename="feedback-report-1\./,
      )
      const words = wordsOf[form](answer.bytes)
      for (const text of expected[locale]) t.ok(tight(words).includes(tight(text)), text)
      t.notMatch(words, inside, 'nothing that the panel said among itself')
      for (const { personId } of Object.values(house.cast)) t.notMatch(words, personId)
      if (form === 'pdf') return
      const again = await read(forms[form], locale)
      t.ok(Buffer.from(again.bytes).equals(answer.bytes), 'the same bytes each time')
    })

t.test('a page runs nothing, whatever was written into it', async (t) => {
  const { headers, text } = await read(forms.html)
  t.equal(headers['content-security-policy'], pagePolicy)
  t.notMatch(pagePolicy, 'unsafe')
  const page = look(text.replace(/^<!DOCTYPE html>/, ''))
  t.match(text, 'Panel words on leaders')
  t.notMatch(text, /<script|<img|<[^>]+\son\w+=|javascript:/i)
  t.ok(
    page.texts.some((each) => each.includes('<script>alert(1)</script>')),
    'it is told as text',
  )
  t.match(text, /<svg/, 'with its pictures')
  const { headers: plain } = await read('application/json')
  t.not(plain['content-security-policy'], pagePolicy, 'control: other answers allow nothing at all')
})

t.test('JSON is the default, and as exact as its digest', async (t) => {
  const json = await read('*/*')
  t.match(json, { status: 200, body: { state: 'released', version: 1 } })
  t.notMatch(json.text, inside)
  t.match(json.text, 'HYPERLINK')
  for (const { personId } of Object.values(house.cast)) t.notMatch(json.text, personId)
  const listed = await call('listFeedbackReports', {
    params: { submissionId: params.submissionId },
    as: 'organizationViewer',
  })
  t.equal(listed.body.items.length, 1)
  t.notMatch(listed.text, inside)
})

t.test('406 with the forms there are', async (t) => {
  for (const accept of ['text/csv', 'image/svg+xml', 'application/msword'])
    t.match(await read(accept), {
      status: 406,
      body: { code: 'not-acceptable', available: ['application/json', ...Object.values(forms)] },
    })
})

t.test('the comparison is the one that the organization reads elsewhere', async (t) => {
  const compared = await call('compareSubmission', {
    params: { submissionId: params.submissionId },
    as: 'organizationViewer',
  })
  t.equal(compared.status, 200)
  const { body } = await read('application/json')
  t.same(body.paper.comparison, compared.body)
  t.match((await read(forms.markdown)).text, /## Comparison/)
})

t.test('its events tell who took a file, and no word of what it says', async (t) => {
  const { organizationId, cast } = house
  const taken =
    () => sql`select * from organization_events where organization_id = ${organizationId}
    and type = 'content.read' and subject = ${params.submissionId}`
  const before = await taken()
  await read(forms.markdown)
  const after = await taken()
  t.equal(after.length, before.length + 1)
  t.equal(after.at(-1)?.actor_person_id, cast.organizationViewer.personId)
  await read('application/json')
  t.equal((await taken()).length, after.length, 'its own people read it as they like')
  await read(forms.markdown, 'en', assessor)
  t.equal((await taken()).length, after.length, 'and who of the panel reads it is no news for it')
  const told = await sql`select e::text as text from organization_events e
    where organization_id = ${organizationId}`
  const others = await sql`select e::text as text from association_events e
    where association_id = ${house.associationId}`
  for (const { text } of [...told, ...others]) {
    t.notMatch(text, inside)
    t.notMatch(text, 'Panel')
  }
})

t.test('every step told its event, to the programme and without a word', async (t) => {
  const typesOf = async (owner: 'association' | 'organization') => {
    const id = owner === 'association' ? house.associationId : house.organizationId
    const rows = await sql`select distinct type from ${sql(`${owner}_events`)}
      where ${sql(`${owner}_id`)} = ${id} and outcome = 'success'`
    return rows.map(({ type }) => type)
  }
  const told = await typesOf('association')
  for (const type of [
    'assignment.proposed',
    'assignment.activated',
    'review.locked',
    'consensus.opened',
    'consensus.proposed',
    'consensus.agreed',
    'consensus.finalized',
    'visit.reported',
    'feedback-report.released',
  ])
    t.ok(told.includes(type), type)
  t.ok((await typesOf('organization')).includes('feedback-report.released'))
})

/** What whoever holds the service's role reads in units of the organization, table by table: all that could be exported. */
const reachedBy = async (side: 'organization' | 'panel'): Promise<string> => {
  const app = openPlain(t, theStage.addresses.appUrl)
  const owner = { kind: 'organization', id: house.organizationId } as const
  const beside = { kind: 'association', id: house.associationId } as const
  const reach = reachOf(owner, beside, null)
  const texts: string[] = []
  for (const { full, schema } of await declaredTables()) {
    if (schema !== 'public') continue // benchmarks are nobody's rows
    const [may] = await app`select has_table_privilege(${full}, 'select') as may`
    if (may?.may !== true) continue
    const rows = await app.begin(async (tx) => {
      await tx.unsafe(contextStatement(side === 'panel' ? { ...reach, side: 'review' } : reach))
      return tx.unsafe(`select t::text as row from ${full} t`)
    })
    texts.push(...rows.map(({ row }) => row as string))
  }
  return texts.join('\n')
}

t.test('no row on the side of the organization holds a word of the panel', async (t) => {
  const own = await reachedBy('organization')
  t.match(own, 'Panel summary', 'what was released is there')
  t.notMatch(own, inside)
  t.match(await reachedBy('panel'), inside, 'control: on the side of the panel it is')
})

t.test('nothing that the organization reads or takes along holds a word of it', async (t) => {
  const { submissionId } = params
  for (const [id, query] of [
    ['getSubmission', {}],
    ['listAnswers', {}],
    ['getAnswerSheet', {}],
    ['getScore', {}],
    ['listOrganizationWorkItems', {}],
    ['listEvents', { limit: 200 }],
  ] as const) {
    const { status, text } = await call(id, { params: { submissionId }, query })
    t.equal(status, 200, id)
    t.notMatch(text, inside, id)
  }
})

t.test('control: the panel reads what the organization does not', async (t) => {
  const draft = await call('getFeedbackReport', {
    params: { ...params, version: '2' },
    as: assessor,
    headers: { accept: forms.markdown },
  })
  t.match(draft, { status: 200, text: new RegExp(`${inside} summary of a draft`) })
  t.match(draft.text, /This is a draft|draft/i)
  const review = await call('listReviews', {
    params: { submissionId: params.submissionId },
    as: assessor,
  })
  t.match(review.text, `${inside} finding`)
})
