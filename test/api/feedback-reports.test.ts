// Feedback reports over HTTP: drafted of a final consensus, written, approved, returned, released, corrected; and who
// reads what of it when. How they look as files is feedback-report-files.test.ts.
import t from 'tap'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { sha256 } from '../../src/db/digest.ts'
import * as things from '../support/panel-things.ts'
import { playing } from '../support/panels.ts'
import {
  drafted,
  draftOf,
  approved as inApproval,
  released,
  stepped,
} from '../support/report-things.ts'
import { type Call, stage } from '../support/stage.ts'
import { made } from '../support/things.ts'

const theStage = await stage(t)
const { operations, sql } = theStage
const here = async () => playing(operations, await theStage.house(), sql)
const lead = 'leadAssessor'
const manager = 'programmeManager'
const illegal = (state: string) => ({ status: 409, body: { code: 'illegal-transition', state } })

t.test('201 to 200: drafted, written, approved and released by two persons', async (t) => {
  const { play, samples } = await here()
  const { call, house } = play
  const { submissionId } = await things.noted(samples)(play)
  const params = { submissionId }
  await agree(play, submissionId)
  const second = await house.manager('Second manager')
  const waits = async (...expected: readonly (readonly [As, string | null])[]) => {
    for (const [as, task] of expected)
      t.equal(await taskOf(play, submissionId, as), task, task ?? '-')
  }
  await waits([lead, 'draft_report'], ['assessor', null], [manager, 'draft_report'])
  const first = await call('draftFeedbackReport', {
    params,
    as: lead,
    body: {},
  })
  t.match(first, {
    status: 201,
    headers: {
      location: `/v1/organizations/${house.organizationId}/submissions/${submissionId}/feedback-reports/1`,
      etag: first.body.etag,
    },
    body: { version: 1, state: 'draft', digest: null, approved: null, released: null },
  })
  t.equal(first.body.created.by, house.cast.leadAssessor.personId)
  const { paper } = first.body
  t.match(paper, { organization: 'First', version: 1, correction: null, comparison: null })
  const category = paper.contents.categories.find(({ code }: { code: string }) => code === '4.1')
  const item = category.items.find(({ code }: { code: string }) => code === '4.1.2')
  t.match(item.findings, [{ kind: 'strength', nodeCode: '4.1.2' }])
  t.notOk('sources' in item.findings[0])
  t.match(item.score, { percent: null }, 'a range, unless the cycle tells more')
  t.match(paper.contents.total.official, { percent: 50, points: 500, maxPoints: 1000 })
  t.equal(paper.contents.recognizedOn, first.body.updatedAt.slice(0, 10), 'the day of its levels')
  const where = { ...params, version: '1' }
  const { body: texts } = samples('putFeedbackReportTexts')
  const put = { params: where, body: texts, as: manager } as const
  t.match(await call('putFeedbackReportTexts', { ...put, ifMatch: '"n9-1"' }), { status: 412 })
  const written = await call('putFeedbackReportTexts', { ...put, ifMatch: first.body.etag })
  t.match(written, {
    status: 200,
    body: { state: 'draft', paper: { contents: { keyFactors: { length: 1 } } } },
  })
  t.not(written.body.etag, first.body.etag)
  await waits([lead, 'write_report 1'], [manager, 'approve_report 1'])
  const stale = { params: where, as: manager, ifMatch: first.body.etag } as const
  t.match(await call('approveFeedbackReport', stale), { status: 412 }, 'nobody approves unseen')
  const version = { params: where, etag: written.body.etag }
  const approved = await stepped(play, version, 'approveFeedbackReport', second.key)
  const release = { params: where, ifMatch: approved.etag } as const
  await waits([lead, null], [second.key, null], [manager, 'release_report 1'])
  t.match(await call('releaseFeedbackReport', { ...release, as: second.key }), {
    status: 409,
    body: { code: 'second-person-required' },
  })
  t.match(await call('getFeedbackReport', { params: where }), { status: 404 })
  const done = await call('releaseFeedbackReport', { ...release, as: manager })
  t.match(done, {
    status: 200,
    body: {
      state: 'released',
      approved: { by: second.personId },
      released: { by: house.cast.programmeManager.personId },
    },
  })
  await waits([lead, null], [second.key, null], [manager, null])
  t.equal(done.body.digest, sha256(canonicalJson(done.body.paper)), 'the digest is of what is read')
  const read = await call('getFeedbackReport', { params: where })
  t.equal(read.status, 200)
  t.same(read.body, {
    submissionId,
    version: 1,
    state: 'released',
    correction: null,
    digest: done.body.digest,
    releasedAt: done.body.releasedAt,
    etag: `"${done.body.digest}"`,
    paper: done.body.paper,
  })
  t.equal(read.headers.etag, read.body.etag)
  const known = { params: where, headers: { 'if-none-match': read.body.etag } }
  t.equal((await call('getFeedbackReport', known)).status, 304, 'it never changes')
  for (const owner of ['organization', 'association'] as const) {
    const told = await sql`select * from ${sql(`${owner}_events`)}
      where ${sql(`${owner}_id`)} = ${owner === 'organization' ? house.organizationId : house.associationId}
      and type = 'feedback-report.released'`
    t.equal(told.length, 1, owner)
    const actor = owner === 'organization' ? null : house.cast.programmeManager.personId
    t.equal(told[0]?.actor_person_id, actor, 'to the applicant nobody of the programme is named')
    t.notMatch(JSON.stringify(told), 'Leaders', 'an event says ids, no text')
  }
})

type As = NonNullable<Call['as']>

/** What of the submission waits for an assessor, or else for a manager of its cycle; null: nothing. */
const taskOf = async (
  { call, sql }: Awaited<ReturnType<typeof here>>['play'],
  submissionId: string,
  as: As,
): Promise<string | null> => {
  const [entry] = await sql`select programme_id as "programmeId", cycle_id as "cycleId"
    from cycle_entries where submission_id = ${submissionId}`
  const { body } =
    as === lead || as === 'assessor'
      ? made(await call('listMyWorkItems', { as }), 'listMyWorkItems')
      : made(await call('listCycleWorkItems', { params: { ...entry }, as }), 'listCycleWorkItems')
  const [item] = body.items
  if (item === undefined) return null
  return [item.task ?? item.tasks.join(), item.reportVersion].filter((each) => each).join(' ')
}

/** From an open consensus to a final one. */
const agree = async (
  { call }: Awaited<ReturnType<typeof here>>['play'],
  submissionId: string,
): Promise<void> => {
  const params = { submissionId }
  let ifMatch = made(await call('acceptSuggestions', { params, as: lead }), 'accept').body.etag
  for (const [id, as] of [
    ['proposeConsensus', lead],
    ['agreeToConsensus', lead],
    ['agreeToConsensus', 'assessor'],
  ] as const)
    ifMatch = made(await call(id, { params, as, ifMatch }), id).body.etag
  made(await call('finalizeConsensus', { params, as: manager }), 'finalize')
}

t.test('409 to every step out of its order', async (t) => {
  const { play, samples } = await here()
  const { call, house } = play
  const opened = await things.opened(samples)(play)
  const drafting = { params: opened, as: lead, body: {} } as const
  t.match(await call('draftFeedbackReport', drafting), illegal('open'))
  t.match(await call('draftFeedbackReport', { ...drafting, as: manager }), illegal('open'))
  t.match(await call('listFeedbackReports', { params: opened, as: lead }), { status: 404 })
  await agree(play, opened.submissionId)
  const draft = await draftOf(play, opened.submissionId)
  t.match(await call('draftFeedbackReport', drafting), {
    status: 409,
    body: { code: 'already-exists', parameter: 'submissionId' },
  })
  const second = await house.manager('Second manager')
  const { params } = draft
  const all = async (etag: string, state: string, ids: readonly string[]) => {
    for (const id of ids) {
      const sample = samples(id)
      const given = { ...sample, params, as: second.key, ifMatch: etag }
      t.match(await call(id, given), illegal(state), `${id} in ${state}`)
    }
  }
  await all(draft.etag, 'draft', ['returnFeedbackReport', 'releaseFeedbackReport'])
  const approved = await stepped(play, draft, 'approveFeedbackReport', manager)
  await all(approved.etag, 'approved', ['approveFeedbackReport', 'putFeedbackReportTexts'])
  const returned = await stepped(play, approved, 'returnFeedbackReport', second.key)
  await all(returned.etag, 'draft', ['returnFeedbackReport', 'releaseFeedbackReport'])
  const again = await stepped(play, returned, 'approveFeedbackReport', manager)
  const done = await stepped(play, again, 'releaseFeedbackReport', second.key)
  await all(done.etag, 'released', [
    'approveFeedbackReport',
    'returnFeedbackReport',
    'releaseFeedbackReport',
    'putFeedbackReportTexts',
  ])
})

t.test('one person with two keys is one person', async (t) => {
  const { play, samples } = await here()
  const { call, house } = play
  const draft = await drafted(samples)(play)
  const approved = await stepped(play, draft, 'approveFeedbackReport', manager)
  const { key } = await house.keyOf(manager, ['reports:release'])
  const release = { params: draft.params, as: key, ifMatch: approved.etag }
  t.match(await call('releaseFeedbackReport', release), {
    status: 409,
    body: { code: 'second-person-required' },
  })
  t.match(await call('getFeedbackReport', { params: draft.params }), { status: 404 })
})

t.test('403 to a manager on the panel, and to whoever does not lead it', async (t) => {
  const { play, samples } = await here()
  const { call, house } = play
  const draft = await drafted(samples)(play)
  const appoint = { body: { role: 'programme_manager' }, as: 'associationAdmin' } as const
  const members = ['assessor', lead] as const
  for (const name of members) {
    const params = { personId: house.cast[name].personId }
    made(await call('putAssociationMember', { ...appoint, params, ifNoneMatch: '*' }), 'appoint')
  }
  for (const name of members)
    for (const id of ['approveFeedbackReport', 'releaseFeedbackReport', 'returnFeedbackReport'])
      t.match(
        await call(id, { params: draft.params, as: name, ifMatch: draft.etag }),
        { status: 403, body: { code: 'forbidden' } },
        `${name} ${id}`,
      )
  const put = { ...samples('putFeedbackReportTexts'), params: draft.params, ifMatch: draft.etag }
  t.match(await call('putFeedbackReportTexts', { ...put, as: 'assessor' }), { status: 403 })
  t.match(await call('putFeedbackReportTexts', { ...put, as: lead }), { status: 200 })
})

t.test('422 for a summary of no category, and for a correction without its reason', async (t) => {
  const { play, samples } = await here()
  const { call } = play
  const fresh = await things.finalized(samples)(play)
  const early = { params: fresh, as: lead, body: { correction: 'Of what?' } } as const
  t.match(await call('draftFeedbackReport', early), {
    status: 422,
    body: { code: 'document-invalid', errors: [{ pointer: '/correction' }] },
  })
  const done = await released(samples)(play)
  const { submissionId } = done.params
  const drafting = { params: { submissionId }, as: lead } as const
  t.match(await call('draftFeedbackReport', { ...drafting, body: {} }), {
    status: 422,
    body: { code: 'incomplete', errors: [{ pointer: '/correction' }] },
  })
  const next = await draftOf(play, submissionId, 'A name was wrong.')
  t.equal(next.params.version, '2')
  const body = {
    keyFactors: [],
    omitted: [],
    summaries: { '4.1.2': 'An item.', '4.1': 'A category.' },
  }
  const put = { params: next.params, as: lead, ifMatch: next.etag, body }
  t.match(await call('putFeedbackReportTexts', put), {
    status: 422,
    body: { code: 'document-invalid', errors: [{ pointer: '/summaries/4.1.2' }] },
  })
})

t.test('a correction begins with what was said, and the organization has both', async (t) => {
  const { play, samples } = await here()
  const { call, house } = play
  const draft = await drafted(samples)(play)
  const sample = samples('putFeedbackReportTexts')
  const put = { ...sample, params: draft.params, as: lead, ifMatch: draft.etag } as const
  const written = made(await call('putFeedbackReportTexts', put), 'put')
  const second = await house.manager('Second manager')
  const through = async (version: typeof draft) =>
    stepped(
      play,
      await stepped(play, version, 'approveFeedbackReport', manager),
      'releaseFeedbackReport',
      second.key,
    )
  await through({ params: draft.params, etag: written.body.etag })
  const { submissionId } = draft.params
  const before = await call('getFeedbackReport', { params: draft.params })
  const next = await draftOf(play, submissionId, 'A name was wrong.')
  const listed = () => call('listFeedbackReports', { params: { submissionId } })
  t.match(await listed(), { body: { items: { length: 1 } } }, 'a draft is nobody else’s')
  t.match(await call('getFeedbackReport', { params: next.params }), { status: 404 })
  const inside = await call('getFeedbackReport', { params: next.params, as: 'assessor' })
  t.same(
    inside.body.paper.contents.keyFactors,
    (sample.body as { keyFactors: readonly string[] }).keyFactors,
  )
  t.match(inside.body.paper.contents.categories, [{ summary: /Leaders are seen/ }])
  await through(next)
  const both = await listed()
  t.match(both, {
    status: 200,
    body: {
      items: [
        { version: 2, correction: 'A name was wrong.', state: 'released' },
        { version: 1, correction: null },
      ],
    },
  })
  t.notOk('paper' in both.body.items[0])
  const after = await call('getFeedbackReport', { params: draft.params })
  t.equal(after.text, before.text, 'a released version never changes')
})

t.test('a finding that turned out to be wrong is left out, of later corrections too', async (t) => {
  const { play, samples } = await here()
  const { call, house } = play
  const { submissionId, findingId } = await things.noted(samples)(play)
  await agree(play, submissionId)
  const second = await house.manager('Second manager')
  const release = async (version: Parameters<typeof stepped>[1]) =>
    stepped(
      play,
      await stepped(play, version, 'approveFeedbackReport', manager),
      'releaseFeedbackReport',
      second.key,
    )
  const first = await release(await draftOf(play, submissionId))
  const said = (samples('addConsensusFinding').body as { text: string }).text
  const read = async (version: string) =>
    (await call('getFeedbackReport', { params: { submissionId, version } })).text
  t.match(await read('1'), said, 'control: it was told')
  const next = await draftOf(play, submissionId, 'One finding was of another site.')
  const omitting = { keyFactors: [], summaries: {}, omitted: [findingId] }
  const put = { params: next.params, as: manager, ifMatch: next.etag, body: omitting } as const
  const unknown = { ...omitting, omitted: [first.params.submissionId] }
  t.match(await call('putFeedbackReportTexts', { ...put, body: unknown }), {
    status: 422,
    body: { code: 'document-invalid', errors: [{ pointer: '/omitted/0' }] },
  })
  const written = made(await call('putFeedbackReportTexts', put), 'put')
  t.same(written.body.texts, omitting)
  await release({ params: next.params, etag: written.body.etag })
  t.notMatch(await read('2'), said)
  t.notMatch(await read('2'), findingId)
  const last = await draftOf(play, submissionId, 'And a name was wrong.')
  await release(last)
  t.notMatch(await read('3'), said, 'what was left out stays out')
})

t.test('a cycle may tell the exact percent of items', async (t) => {
  const { play, samples } = await here()
  const { params } = await drafted(samples, { reportDetail: 'exact' })(play)
  const { body } = await play.call('getFeedbackReport', { params, as: lead })
  const [{ items }] = body.paper.contents.categories
  t.ok(items.every(({ score }: { score: { percent: number } }) => score.percent === 50))
})

t.test('409 plan-outdated where what was approved is not what is there', async (t) => {
  const { play, samples } = await here()
  const { params, etag } = await inApproval(samples)(play)
  const change = sql`update feedback_reports set paper = replace(paper, '"First"', '"Fist"')
    where submission_id = ${params.submissionId}`
  t.match(await change.catch((error: unknown) => error), {
    constraint_name: 'feedback_reports_immutable',
  })
  await sql`alter table feedback_reports disable trigger immutable`
  await sql`update feedback_reports set paper = replace(paper, '"First"', '"Fist"')
    where submission_id = ${params.submissionId}`
  await sql`alter table feedback_reports enable trigger immutable`
  t.match(await play.call('releaseFeedbackReport', { params, as: manager, ifMatch: etag }), {
    status: 409,
    body: { code: 'plan-outdated', changed: ['digest'] },
  })
  t.match(await play.call('getFeedbackReport', { params }), { status: 404 })
})
