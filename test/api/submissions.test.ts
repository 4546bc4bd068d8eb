// Submissions over HTTP: their life from draft to final, who sees what of them, and who may do what.
import t from 'tap'
import { createGrant } from '../../src/api/grants/contract.ts'
import {
  acceptSubmission,
  createSubmission,
  getScore,
  getSubmission,
  listSubmissions,
  submitSubmission,
  updateSubmission,
  withdrawSubmission,
} from '../../src/api/submissions/contract.ts'
import { getAnswer, putAnswer } from '../../src/api/submissions/contract-answers.ts'
import type { Scope } from '../../src/core/context.ts'
import { membersOf } from '../../src/core/submission/view.ts'
import {
  answerFirst,
  associationWeighting,
  complete,
  draft,
  organizationWeighting,
  questionnaire,
  submitted,
} from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { type Answered, type CastName, type House, stage } from '../support/stage.ts'
import { gbt, itemsOf, notApplicable } from '../support/submissions.ts'

const { house, sql } = await stage(t)

const refusal = (status: number, code: string, more: object = {}) => ({
  status,
  body: { status, code, ...more },
})
const named = (body: object = {}) => ({
  body: { questionnaire, title: 'Self-assessment 2026', ...body },
})
const submissionsOf = async ({ organizationId }: House): Promise<number> => {
  const [row] =
    await sql`select count(*)::int as n from submissions where organization_id = ${organizationId}`
  return row?.n
}
const eventsOf = (submissionId: string) =>
  sql`select type, outcome, payload from organization_events where subject = ${submissionId} order by seq`
const grant = async (home: House, to: CastName, scopes: readonly Scope[]) => {
  const grantee = { kind: 'key', id: home.cast[to].apiKeyId }
  const answer = await home.call(createGrant, { body: { grantee, scopes, purpose: 'Advice' } })
  t.equal(answer.status, 201, answer.text)
}
const stateOf = async ({ call }: House, submissionId: string): Promise<string> =>
  (await call(getSubmission, { params: { submissionId } })).body.state

t.test('createSubmission', async (t) => {
  const home = await house()
  const { call, organizationId } = home

  t.test('201 makes a draft, names its address and its tag', async (t) => {
    const { status, body, headers } = await call(createSubmission, named())
    t.equal(status, 201)
    t.match(body, {
      organizationId,
      questionnaire,
      title: 'Self-assessment 2026',
      weighting: null,
      state: 'draft',
      createdBy: home.cast.organizationAdmin.personId,
      submittedAt: null,
      completeness: { unanswered: 23, answeredItemsBp: 0, complete: false },
    })
    t.equal(headers.etag, body.etag)
    t.equal(headers.location, `/v1/organizations/${organizationId}/submissions/${body.id}`)
    t.match(await eventsOf(body.id), [{ type: 'submission.created', outcome: 'success' }])
  })
  t.test(
    '201 again and again: an organization may keep several for one questionnaire',
    async (t) => {
      const ids = await Promise.all([draft(home), draft(home)])
      t.equal(new Set(ids.map(({ submissionId }) => submissionId)).size, 2)
    },
  )
  t.test('201 repeated under one key is one submission, byte for byte', async (t) => {
    const before = await submissionsOf(home)
    const idempotencyKey = newId()
    const first = await call(createSubmission, { ...named(), idempotencyKey })
    const again = await call(createSubmission, { ...named(), idempotencyKey })
    t.equal(again.text, first.text)
    t.equal(again.headers['idempotency-replayed'], 'true')
    t.equal(again.headers.location, first.headers.location)
    t.equal(await submissionsOf(home), before + 1)
  })
  t.test(
    '201 with a weighting of its own, of its association, and of one further up',
    async (t) => {
      const choices = [
        await organizationWeighting(home),
        await associationWeighting(home),
        await associationWeighting(home, {
          as: 'chapterAdmin',
          params: { associationId: home.chapterId },
        }),
      ]
      for (const weighting of choices) {
        const { status, body } = await call(createSubmission, named({ weighting }))
        t.equal(status, 201)
        t.same(body.weighting, weighting)
      }
    },
  )
  t.test('422 names a weighting that it cannot stand on, and nothing is made', async (t) => {
    const before = await submissionsOf(home)
    const open = await organizationWeighting(home, { publish: 'leave it a draft' })
    const own = await organizationWeighting(home)
    const stranger = await associationWeighting(home, {
      as: 'strangerAdmin',
      params: { associationId: home.strangerAssociationId },
    })
    const others = await organizationWeighting(home, {
      as: 'otherOrganizationAdmin',
      params: { organizationId: home.otherOrganizationId },
    })
    const cases: readonly [string, object, string][] = [
      ['a draft', open, 'weighting-unknown'],
      ['another version', { ...own, version: '1.0.1' }, 'weighting-unknown'],
      ['none', { ...own, id: newId() }, 'weighting-unknown'],
      ['one of an association elsewhere', stranger, 'weighting-unknown'],
      ['one of another organization', others, 'weighting-unknown'],
    ]
    for (const [name, weighting, code] of cases)
      t.match(
        await call(createSubmission, named({ weighting })),
        refusal(422, 'document-invalid', { errors: [{ pointer: '/weighting', code }] }),
        name,
      )
    const baldrige = { key: 'baldrige-2023-2024', version: '1.0.0' }
    t.match(
      await call(createSubmission, named({ weighting: own, questionnaire: baldrige })),
      refusal(422, 'document-invalid', { errors: [{ code: 'weighting-of-other-edition' }] }),
    )
    t.equal(await submissionsOf(home), before)
  })
  t.test('422 for a questionnaire that is not there', async (t) => {
    const answer = await call(
      createSubmission,
      named({ questionnaire: { ...questionnaire, version: '9.0.0' } }),
    )
    const errors = [{ pointer: '/questionnaire', code: 'questionnaire-unknown' }]
    t.match(answer, refusal(422, 'document-invalid', { errors }))
  })
  t.test('400 for what the contract does not know, and nothing is made', async (t) => {
    const before = await submissionsOf(home)
    for (const body of [
      { ...named().body, xUnknown: 1 },
      { ...named().body, title: '' },
      { ...named().body, title: 7 },
      { ...named().body, questionnaire: { ...questionnaire, version: 'latest' } },
      { title: 'Without a questionnaire' },
    ])
      t.match(await call(createSubmission, { body }), refusal(400, 'validation-failed'))
    t.match(
      await call(createSubmission, { ...named(), idempotencyKey: null }),
      refusal(400, 'idempotency-key-required'),
    )
    t.equal(await submissionsOf(home), before)
  })
  t.test('401, 403 and 404 by who asks, and nothing is made', async (t) => {
    const before = await submissionsOf(home)
    const cases: readonly [CastName | null, number][] = [
      [null, 401],
      ['organizationViewer', 403],
      ['associationAdmin', 403],
      ['otherOrganizationAdmin', 404],
      ['strangerAdmin', 404],
    ]
    for (const [as, status] of cases)
      t.equal((await call(createSubmission, { ...named(), as })).status, status, `${as}`)
    const { key } = await home.keyOf('organizationAdmin', ['submissions:read'])
    t.match(
      await call(createSubmission, { ...named(), as: key }),
      refusal(403, 'insufficient-scope'),
    )
    t.equal(await submissionsOf(home), before)
  })
})

t.test('listSubmissions', async (t) => {
  const home = await house()
  const { call } = home
  const made: string[] = []
  for (let n = 0; n < 5; n += 1) made.push((await draft(home)).submissionId)
  const [first = '', second = ''] = made
  await call(withdrawSubmission, { params: { submissionId: second }, ifMatch: '"s1-0"' })
  const idsOf = ({ body }: Answered): string[] => body.items.map(({ id }: { id: string }) => id)

  t.test('200 newest first, each with the tag that its own address gives', async (t) => {
    await answerFirst(home, first, '4.1.2', 45)
    const answer = await call(listSubmissions)
    t.same(idsOf(answer), made.toReversed())
    t.equal(answer.body.nextCursor, null)
    for (const { id, etag } of answer.body.items)
      t.equal((await call(getSubmission, { params: { submissionId: id } })).body.etag, etag)
    t.equal(answer.body.items.at(-1).etag, '"s1-1"')
  })
  t.test('200 page by page: each once, while others write', async (t) => {
    const seen: string[] = []
    let cursor: string | null = null
    for (let pages = 0; pages < 10; pages += 1) {
      const page: Answered = await call(listSubmissions, {
        query: { limit: 2, ...(cursor === null ? {} : { cursor }) },
      })
      seen.push(...idsOf(page))
      cursor = page.body.nextCursor
      if (cursor === null) break
      await draft(home) // newer than the page, so it is on none that follow
    }
    t.same(seen, made.toReversed())
  })
  t.test('200 by state, questionnaire and time of making', async (t) => {
    const ids = async (query: Record<string, string>) =>
      idsOf(await call(listSubmissions, { query }))
    t.same(await ids({ state: 'withdrawn' }), [second])
    t.same(await ids({ questionnaireKey: 'baldrige-2023-2024' }), [])
    t.equal((await ids({ questionnaireKey: gbt.key, state: 'draft' })).includes(first), true)
    const { createdAt } = (await call(getSubmission, { params: { submissionId: second } })).body
    t.notOk((await ids({ createdAfter: createdAt })).some((id) => [first, second].includes(id)))
    t.same(await ids({ createdBefore: createdAt }), [first])
    t.same(await ids({ createdAfter: '0001-01-01T00:00:00Z', createdBefore: createdAt }), [first])
  })
  t.test('400 for a filter or a cursor that means nothing', async (t) => {
    const cases: readonly [Record<string, string>, string][] = [
      [{ state: 'nice' }, 'validation-failed'],
      [{ createdAfter: 'yesterday' }, 'validation-failed'],
      [{ createdAfter: '0000-01-01T00:00:00Z' }, 'validation-failed'],
      [{ limit: '-1' }, 'validation-failed'],
      [{ sort: 'title' }, 'validation-failed'],
      [{ cursor: 'abc.def' }, 'cursor-invalid'],
    ]
    for (const [query, code] of cases)
      t.match(await call(listSubmissions, { query }), refusal(400, code), JSON.stringify(query))
    const { body } = await call(listSubmissions, { query: { limit: 1 } })
    t.match(
      await call(listSubmissions, { query: { cursor: body.nextCursor, state: 'draft' } }),
      refusal(400, 'cursor-invalid', { reason: 'other_list' }),
      'the cursor of another list',
    )
    const params = { organizationId: home.otherOrganizationId }
    t.match(
      await call(listSubmissions, {
        params,
        as: 'otherOrganizationAdmin',
        query: { cursor: body.nextCursor },
      }),
      refusal(400, 'cursor-invalid'),
      'the cursor of another organization',
    )
  })
  t.test('200 shows the association status and dates, and nothing is put on record', async (t) => {
    const { status, body } = await call(listSubmissions, { as: 'associationAdmin' })
    t.equal(status, 200)
    for (const item of body.items) t.same(Object.keys(item).sort(), [...membersOf.status].sort())
    t.same(
      await sql`select 1 from organization_events where subject = ${home.organizationId} and outcome = 'read'`,
      [],
    )
  })
  t.test('200 shows a grantee titles, which is put on record', async (t) => {
    await grant(home, 'otherOrganizationAdmin', ['submissions:read'])
    const { body } = await call(listSubmissions, { as: 'otherOrganizationAdmin' })
    t.match(body.items[0], { title: 'Self-assessment 2026' })
    t.notOk('createdBy' in body.items[0])
    const [event] =
      await sql`select type from organization_events where subject = ${home.organizationId} and outcome = 'read'`
    t.match(event, { type: 'content.read' })
  })
  t.test('401 and 404 by who asks', async (t) => {
    t.equal((await call(listSubmissions, { as: null })).status, 401)
    t.equal((await call(listSubmissions, { as: 'strangerAdmin' })).status, 404)
  })
})

t.test('getSubmission', async (t) => {
  const home = await house()
  const { call } = home
  const { params, submissionId } = await draft(home, {
    '4.1.2': { percent: 45 },
    '4.1.3': { notApplicable },
    '4.1.4': { comment: 'begun' },
  })

  t.test('200 tells progress honestly', async (t) => {
    const { body } = await call(getSubmission, { params })
    t.match(body.completeness, { scored: 1, notApplicable: 1, unanswered: 21, complete: false })
    t.equal(body.completeness.answeredItemsBp, Math.floor((2 / 23) * 10_000))
    t.equal(body.completeness.missing[0], '4.1.4')
    t.match(body.completeness.categories[0], { code: '4.1', scored: 1, unanswered: 1 })
  })
  t.test('200: the tag moves with every answer', async (t) => {
    const tag = async () => (await call(getSubmission, { params })).body.etag
    const before = await tag()
    await answerFirst(home, submissionId, '4.2.2', 30)
    t.not(await tag(), before)
  })
  t.test('200 shows to each what its view has, in every state', async (t) => {
    await grant(home, 'otherOrganizationAdmin', ['submissions:read'])
    const all = [params, (await submitted(home)).params]
    const views: readonly [CastName, keyof typeof membersOf][] = [
      ['organizationViewer', 'owner'],
      ['otherOrganizationAdmin', 'grant'],
      ['programmeManager', 'status'],
      ['chapterAdmin', 'status'],
    ]
    for (const at of all)
      for (const [as, view] of views) {
        const { body } = await call(getSubmission, { params: at, as })
        t.same(Object.keys(body).sort(), [...membersOf[view]].sort(), `${as}`)
      }
    const reads = (await eventsOf(submissionId)).filter(({ outcome }) => outcome === 'read')
    t.equal(reads.length, 1, 'the one outside who was shown content')
  })
  t.test('404 for who has nothing to do with it, and for what is not there', async (t) => {
    t.match(await call(getSubmission, { params, as: 'strangerAdmin' }), refusal(404, 'not-found'))
    t.match(
      await call(getSubmission, { params: { submissionId: newId() } }),
      refusal(404, 'not-found'),
    )
    const elsewhere = { ...params, organizationId: home.otherOrganizationId }
    t.match(
      await call(getSubmission, { params: elsewhere, as: 'otherOrganizationAdmin' }),
      refusal(404, 'not-found'),
      'the id of a neighbour is no key',
    )
    t.match(
      await call(getSubmission, { params: { submissionId: 'nonsense' } }),
      refusal(400, 'validation-failed'),
    )
  })
})

t.test('updateSubmission', async (t) => {
  const home = await house()
  const { call } = home
  const get = async (params: { submissionId: string }) =>
    (await call(getSubmission, { params })).body

  t.test('200 changes what is named and leaves the rest', async (t) => {
    const { params, etag } = await draft(home)
    const weighting = await organizationWeighting(home)
    const weighed = await call(updateSubmission, { params, ifMatch: etag, body: { weighting } })
    t.match(weighed, { status: 200, body: { weighting, title: 'Self-assessment 2026' } })
    const titled = await call(updateSubmission, {
      params,
      ifMatch: weighed.body.etag,
      body: { title: 'Second round' },
    })
    t.match(titled, { status: 200, body: { weighting, title: 'Second round' } })
    const without = await call(updateSubmission, {
      params,
      ifMatch: titled.body.etag,
      body: { weighting: null },
    })
    t.match(without, { status: 200, body: { weighting: null, title: 'Second round' } })
    t.same(await get(params), without.body)
  })
  t.test('200 with the current tag for what is there already, even under an old one', async (t) => {
    const { params, etag } = await draft(home)
    const body = { title: 'Second round' }
    const once = await call(updateSubmission, { params, ifMatch: etag, body })
    const again = await call(updateSubmission, { params, ifMatch: etag, body })
    t.equal(again.status, 200)
    t.equal(again.body.etag, once.body.etag)
  })
  t.test('412 tells what there is now; 428 asks for a tag', async (t) => {
    const { params, submissionId, etag } = await draft(home)
    await answerFirst(home, submissionId, '4.1.2', 45)
    const body = { title: 'Blind' }
    const stale = await call(updateSubmission, { params, ifMatch: etag, body })
    const now = await get(params)
    t.match(stale, refusal(412, 'precondition-failed', { currentEtag: now.etag, current: now }))
    t.match(await call(updateSubmission, { params, body }), refusal(428, 'precondition-required'))
    t.equal((await get(params)).title, 'Self-assessment 2026')
  })
  t.test('409 once it is submitted', async (t) => {
    const { params, etag } = await submitted(home)
    const answer = await call(updateSubmission, { params, ifMatch: etag, body: { title: 'Late' } })
    t.match(answer, refusal(409, 'immutable'))
  })
  t.test('422 for a weighting that it cannot name', async (t) => {
    const { params, etag } = await draft(home)
    const weighting = { ...(await organizationWeighting(home)), id: newId() }
    t.match(
      await call(updateSubmission, { params, ifMatch: etag, body: { weighting } }),
      refusal(422, 'document-invalid', { errors: [{ pointer: '/weighting' }] }),
    )
    t.equal((await get(params)).weighting, null)
  })
  t.test('415 for what is no merge patch, 403 for who may only look', async (t) => {
    const { params, etag } = await draft(home)
    const call415 = {
      params,
      ifMatch: etag,
      headers: { 'content-type': 'application/json' },
      body: {},
    }
    const answer = await call(updateSubmission, call415)
    t.match(answer, refusal(415, 'unsupported-media-type'))
    t.equal(answer.headers['accept-patch'], 'application/merge-patch+json')
    for (const as of ['organizationViewer', 'associationAdmin'] as const)
      t.match(
        await call(updateSubmission, { params, ifMatch: etag, body: { title: 'No' }, as }),
        refusal(403, 'forbidden'),
      )
    t.equal((await get(params)).title, 'Self-assessment 2026')
  })
})

t.test('submitSubmission', async (t) => {
  const home = await house()
  const { call } = home

  t.test('200 freezes it and stores the reference sheet with its figures', async (t) => {
    const { params, submissionId, etag } = await draft(home, complete())
    const answer = await call(submitSubmission, { params, ifMatch: etag })
    t.match(answer, { status: 200, body: { state: 'submitted', completeness: { complete: true } } })
    t.ok(answer.body.submittedAt)
    const rows = await sql`select * from score_sheets where submission_id = ${submissionId}`
    t.match(rows, [
      { kind: 'reference', variant: 'official', complete: true, benchmark_use: false },
    ])
    t.equal(rows[0]?.node_scores.length, itemsOf(gbt).length + gbt.categories.length + 1)
    t.match(await eventsOf(submissionId), [
      { type: 'submission.created' },
      { type: 'answer.changed' },
      { type: 'submission.submitted' },
    ])
    const code = '4.1.2'
    const put = await call(putAnswer, {
      params: { ...params, code },
      body: { percent: 90 },
      ifMatch: '"a1-4.1.2"',
    })
    t.match(put, refusal(409, 'immutable'))
  })
  t.test("200 with a weighting, its own or its association's, scores both", async (t) => {
    for (const weighting of [await organizationWeighting(home), await associationWeighting(home)]) {
      const { submissionId } = await submitted(home, complete(), { weighting })
      const kinds = await sql`
        select kind, variant from score_sheets where submission_id = ${submissionId} order by kind`
      t.same(
        [...kinds],
        [
          { kind: 'own', variant: 'custom' },
          { kind: 'reference', variant: 'official' },
        ],
      )
    }
  })
  t.test('200 repeated under one key is one submit, byte for byte', async (t) => {
    const { params, submissionId, etag } = await draft(home, complete())
    const idempotencyKey = newId()
    const first = await call(submitSubmission, { params, ifMatch: etag, idempotencyKey })
    const again = await call(submitSubmission, { params, ifMatch: etag, idempotencyKey })
    t.equal(again.text, first.text)
    t.equal(again.headers.etag, first.headers.etag)
    const [row] =
      await sql`select count(*)::int as n from score_sheets where submission_id = ${submissionId}`
    t.equal(row?.n, 1)
  })
  t.test('422 names every gap, and it stays a draft without a sheet', async (t) => {
    const { params, submissionId, etag } = await draft(home, {
      ...complete({ '4.1.2': null, '4.7.7': null }),
      '4.2.2': { comment: 'Text alone is no answer.' },
    })
    const errors = ['4.1.2', '4.2.2', '4.7.7'].map((code) => ({
      pointer: `/answers/${code}`,
      code: 'answer-missing',
    }))
    t.match(
      await call(submitSubmission, { params, ifMatch: etag }),
      refusal(422, 'incomplete', { errors }),
    )
    t.equal(await stateOf(home, submissionId), 'draft')
    t.same(await sql`select 1 from score_sheets where submission_id = ${submissionId}`, [])
  })
  t.test('422 when too much does not apply, or a whole category', async (t) => {
    const category = await draft(
      home,
      complete({ '4.2.2': { notApplicable }, '4.2.3': { notApplicable } }),
    )
    t.match(
      await call(submitSubmission, { params: category.params, ifMatch: category.etag }),
      refusal(422, 'incomplete', { errors: [{ code: 'na-category' }] }),
    )
    const much = await draft(
      home,
      complete({
        '4.1.2': { notApplicable },
        '4.2.3': { notApplicable },
        '4.3.2': { notApplicable },
      }),
    )
    t.match(
      await call(submitSubmission, { params: much.params, ifMatch: much.etag }),
      refusal(422, 'incomplete', { errors: [{ code: 'na-share' }] }),
    )
  })
  t.test('422 when the organization has moved away from the weighting it names', async (t) => {
    const moving = await house()
    const weighting = await associationWeighting(moving)
    const { params, submissionId, etag } = await draft(moving, complete(), { weighting })
    await sql.begin(async (tx) => {
      await tx`set local app.tx = 'on'` // the trigger that mirrors the home is held by the walls too
      await tx`
        update organizations set association_id = ${moving.strangerAssociationId},
          owner_group_association_id = null, owner_group_id = null
        where organization_id = ${moving.organizationId}`
    })
    t.match(
      await moving.call(submitSubmission, { params, ifMatch: etag }),
      refusal(422, 'document-invalid', { errors: [{ pointer: '/weighting' }] }),
    )
    t.equal(await stateOf(moving, submissionId), 'draft')
    t.equal(
      (await moving.call(getScore, { params, query: { weighting: 'own' } })).status,
      404,
      'nor is it scored under it',
    )
  })
  t.test('412 when an answer came in between, and the draft stays a draft', async (t) => {
    const { params, submissionId, etag } = await draft(home, complete())
    await call(putAnswer, {
      params: { submissionId, code: '4.1.2' },
      body: { percent: 50 },
      ifMatch: '"a1-4.1.2"',
    })
    const answer = await call(submitSubmission, { params, ifMatch: etag })
    t.match(answer, refusal(412, 'precondition-failed', { current: { state: 'draft' } }))
    t.match(await call(submitSubmission, { params }), refusal(428, 'precondition-required'))
    t.equal(await stateOf(home, submissionId), 'draft')
  })
  t.test('409 twice, 403 for a contributor, 404 for a stranger', async (t) => {
    const { params, submissionId, etag } = await draft(home, complete())
    for (const as of ['organizationContributor', 'associationAdmin'] as const)
      t.match(
        await call(submitSubmission, { params, ifMatch: etag, as }),
        refusal(403, 'forbidden', { action: 'submissions:submit' }),
      )
    t.equal(
      (await call(submitSubmission, { params, ifMatch: etag, as: 'strangerAdmin' })).status,
      404,
    )
    t.equal(await stateOf(home, submissionId), 'draft')
    const done = await call(submitSubmission, { params, ifMatch: etag })
    t.match(
      await call(submitSubmission, { params, ifMatch: done.body.etag }),
      refusal(409, 'illegal-transition', {
        state: 'submitted',
        allowed: ['withdraw', 'accept'],
      }),
    )
  })
})

t.test('withdrawSubmission', async (t) => {
  const home = await house()
  const { call } = home
  t.test('200 from a draft and from submitted; what was scored stays', async (t) => {
    const open = await draft(home)
    t.match(await call(withdrawSubmission, { params: open.params, ifMatch: open.etag }), {
      status: 200,
      body: { state: 'withdrawn', submittedAt: null },
    })
    const done = await submitted(home)
    const answer = await call(withdrawSubmission, { params: done.params, ifMatch: done.etag })
    t.match(answer, { status: 200, body: { state: 'withdrawn' } })
    t.ok(answer.body.withdrawnAt)
    t.equal((await call(getScore, { params: done.params })).status, 200)
  })
  t.test('409, 412, 428 and 403 leave it as it is', async (t) => {
    const { params, submissionId, etag } = await draft(home)
    t.match(await call(withdrawSubmission, { params }), refusal(428, 'precondition-required'))
    t.match(
      await call(withdrawSubmission, { params, ifMatch: '"s0-0"' }),
      refusal(412, 'precondition-failed', { currentEtag: etag }),
    )
    for (const as of ['organizationContributor', 'associationAdmin'] as const)
      t.match(
        await call(withdrawSubmission, { params, ifMatch: etag, as }),
        refusal(403, 'forbidden'),
      )
    t.equal(await stateOf(home, submissionId), 'draft')
    const { body } = await call(withdrawSubmission, { params, ifMatch: etag })
    t.match(
      await call(withdrawSubmission, { params, ifMatch: body.etag }),
      refusal(409, 'illegal-transition', { state: 'withdrawn', allowed: [] }),
    )
  })
})

t.test('acceptSubmission', async (t) => {
  const home = await house()
  const { call } = home
  t.test('200 makes it final, and shows the association no more than before', async (t) => {
    const { params } = await submitted(home)
    const as = 'associationAdmin'
    const { etag } = (await call(getSubmission, { params, as })).body
    const { status, body } = await call(acceptSubmission, { params, ifMatch: etag, as })
    t.equal(status, 200)
    t.match(body, { state: 'final' })
    t.equal(body.finalAt, body.acceptedAt)
    t.same(Object.keys(body).sort(), [...membersOf.status].sort())
  })
  t.test('409 for a draft; 412, 428, 403 and 404 leave it as it is', async (t) => {
    const as = 'associationAdmin'
    const open = await draft(home)
    t.match(
      await call(acceptSubmission, { params: open.params, ifMatch: open.etag, as }),
      refusal(409, 'illegal-transition', { state: 'draft', event: 'accept' }),
    )
    const { params, submissionId, etag } = await submitted(home)
    t.match(await call(acceptSubmission, { params, as }), refusal(428, 'precondition-required'))
    const stale = await call(acceptSubmission, { params, ifMatch: '"s1-0"', as })
    t.match(stale, refusal(412, 'precondition-failed'))
    t.same(Object.keys(stale.body.current).sort(), [...membersOf.status].sort())
    for (const by of ['organizationAdmin', 'programmeManager'] as const)
      t.match(
        await call(acceptSubmission, { params, ifMatch: etag, as: by }),
        refusal(403, 'forbidden'),
      )
    t.equal(
      (await call(acceptSubmission, { params, ifMatch: etag, as: 'strangerAdmin' })).status,
      404,
    )
    t.equal(await stateOf(home, submissionId), 'submitted')
  })
})

t.test('a grant opens exactly what it names', async (t) => {
  const home = await house()
  const { call } = home
  const { params, etag } = await submitted(home)
  const as = 'otherOrganizationAdmin'
  const answer = { params: { ...params, code: '4.1.2' }, as } as const
  t.equal((await call(getSubmission, { params, as })).status, 404, 'before there is one')
  await grant(home, as, ['submissions:read'])
  t.equal((await call(getAnswer, answer)).status, 200)
  t.equal((await call(getScore, { params, as })).status, 404, 'scores were not lent')
  t.match(
    await call(withdrawSubmission, { params, ifMatch: etag, as }),
    refusal(403, 'forbidden'),
    'it may look only',
  )
  await grant(home, as, ['scores:read', 'submissions:submit'])
  t.equal((await call(getScore, { params, as })).status, 200)
  t.equal((await call(withdrawSubmission, { params, ifMatch: etag, as })).status, 200)
})
