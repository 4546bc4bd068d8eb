// Answers over HTTP: one by one, many at once, their tags and their history.
import t from 'tap'
import { createGrant } from '../../src/api/grants/contract.ts'
import { getSubmission } from '../../src/api/submissions/contract.ts'
import {
  getAnswer,
  listAnswerRevisions,
  listAnswers,
  patchAnswers,
  putAnswer,
} from '../../src/api/submissions/contract-answers.ts'
import { answerFirst, answersEtag, complete, draft, submitted } from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { type CastName, stage } from '../support/stage.ts'
import { notApplicable } from '../support/submissions.ts'

const { house, sql } = await stage(t)

const refusal = (status: number, code: string, more: object = {}) => ({
  status,
  body: { status, code, ...more },
})
const outsiders = [
  'associationAdmin',
  'programmeManager',
  'otherOrganizationAdmin',
  'strangerAdmin',
] as const

t.test('putAnswer', async (t) => {
  const home = await house()
  const { call } = home
  const at = (submissionId: string, code = '4.1.2') => ({ params: { submissionId, code } })
  const rowsOf = (submissionId: string) => sql`
    select code, revision, value from answer_revisions where submission_id = ${submissionId}
    order by code, revision`

  t.test('201 the first time, with address and tag; 200 from then on', async (t) => {
    const { submissionId } = await draft(home)
    const body = { percent: 45, comment: 'Deployed in all plants but one.' }
    const first = await call(putAnswer, { ...at(submissionId), body, ifNoneMatch: '*' })
    t.match(first, { status: 201, body: { code: '4.1.2', ...body } })
    t.equal(first.headers.etag, first.body.etag)
    t.match(first.headers.location, new RegExp(`/submissions/${submissionId}/answers/4.1.2$`))
    const second = await call(putAnswer, {
      ...at(submissionId),
      body: { percent: 50 },
      ifMatch: first.body.etag,
    })
    t.match(second, { status: 200, body: { percent: 50 } })
    t.notOk('comment' in second.body, 'replaced as a whole')
    t.notOk('location' in second.headers)
    t.not(second.body.etag, first.body.etag)
    t.same(await call(getAnswer, at(submissionId)).then(({ body }) => body), second.body)
    t.match(await rowsOf(submissionId), [
      { code: '4.1.2', revision: 1 },
      { code: '4.1.2', revision: 2, value: '{"percent":50}' },
    ])
  })
  t.test('200 carries everything an answer may hold, as it was given', async (t) => {
    const { submissionId } = await draft(home)
    const body = {
      percent: 45,
      factors: { approach: 50, deployment: 45 },
      comment: '一致 \u{1F600}',
      narrative: { '4.1.2.a': 'How it is done.' },
      evidence: [{ title: 'Minutes', url: 'https://example.org/minutes.pdf' }, { title: 'Seen' }],
    }
    const { status, body: stored } = await call(putAnswer, {
      ...at(submissionId),
      body,
      ifNoneMatch: '*',
    })
    t.equal(status, 201)
    const { code, etag, changedAt, changedBy, ...given } = stored
    t.same(given, body)
    t.equal(changedBy, home.cast.organizationAdmin.personId)
  })
  t.test(
    '200 with the current tag for what is stored already, even under an old tag',
    async (t) => {
      const { submissionId } = await draft(home)
      const first = await answerFirst(home, submissionId, '4.1.2', 45)
      const change = { ...at(submissionId), body: { percent: 50 }, ifMatch: first.body.etag }
      const second = await call(putAnswer, change)
      const again = await call(putAnswer, change)
      t.equal(again.status, 200)
      t.same(again.body, second.body, 'also when it was changed, and by whom')
      t.equal((await rowsOf(submissionId)).length, 2, 'nothing was written')
    },
  )
  t.test(
    'a creating request where there is an answer: 200 if it says the same, else 412',
    async (t) => {
      const { submissionId } = await draft(home)
      const first = await answerFirst(home, submissionId, '4.1.2', 45)
      const create = (percent: number) =>
        call(putAnswer, { ...at(submissionId), body: { percent }, ifNoneMatch: '*' })
      const again = await create(45)
      t.same([again.status, again.body], [200, first.body])
      t.match(
        await create(50),
        refusal(412, 'precondition-failed', { currentEtag: first.body.etag, current: first.body }),
      )
      t.equal((await rowsOf(submissionId)).length, 1)
    },
  )
  t.test('412 for a tag of another answer, an old one, or where there is none', async (t) => {
    const { submissionId } = await draft(home)
    const change = { ...at(submissionId), body: { percent: 50 } }
    t.match(
      await call(putAnswer, { ...change, ifMatch: '"a1-4.1.2"' }),
      refusal(412, 'precondition-failed', { currentEtag: null }),
    )
    const neighbour = await answerFirst(home, submissionId, '4.1.3', 45)
    const first = await answerFirst(home, submissionId, '4.1.2', 45)
    t.match(
      await call(putAnswer, { ...change, ifMatch: neighbour.body.etag }),
      refusal(412, 'precondition-failed', { currentEtag: first.body.etag }),
    )
    t.equal((await call(getAnswer, at(submissionId))).body.percent, 45)
  })
  t.test('201 after a deletion, with a tag that never was before', async (t) => {
    const { submissionId, params } = await draft(home, { '4.1.2': { percent: 45 } })
    const ifMatch = await answersEtag(home, submissionId)
    await call(patchAnswers, { params, body: { answers: { '4.1.2': null } }, ifMatch })
    const change = { ...at(submissionId), body: { percent: 45 } }
    t.match(
      await call(putAnswer, { ...change, ifMatch: '"a1-4.1.2"' }),
      refusal(412, 'precondition-failed', { currentEtag: null }),
    )
    const back = await call(putAnswer, { ...change, ifNoneMatch: '*' })
    t.match(back, { status: 201, body: { etag: '"a3-4.1.2"' } })
  })
  t.test('people on different items never meet', async (t) => {
    const { submissionId } = await draft(home)
    const codes = ['4.1.2', '4.1.3', '4.1.4', '4.2.2', '4.2.3']
    const tags = new Map<string, string>()
    for (let round = 0; round < 4; round += 1) {
      const answers = await Promise.all(
        codes.map((code, n) => {
          const tag = tags.get(code)
          return call(putAnswer, {
            ...at(submissionId, code),
            as: n % 2 === 0 ? 'organizationAdmin' : 'organizationContributor',
            body: { percent: 5 * round },
            ...(tag === undefined ? { ifNoneMatch: '*' } : { ifMatch: tag }),
          })
        }),
      )
      for (const { status, body } of answers) {
        t.equal(status, round === 0 ? 201 : 200)
        tags.set(body.code, body.etag)
      }
    }
    t.equal(await answersEtag(home, submissionId), '"c20"')
  })
  t.test('422 names what does not fit, the code itself as a parameter', async (t) => {
    const { submissionId } = await draft(home)
    const cases: readonly [string, object, object][] = [
      ['4.1.2', { percent: 47 }, { pointer: '/percent' }],
      ['4.1.2', { percent: 105 }, { pointer: '/percent' }],
      ['4.1.2', { percent: 45, notApplicable }, { code: 'value-and-not-applicable' }],
      ['4.7.2', { notApplicable }, { pointer: '/notApplicable', code: 'not-applicable-refused' }],
      ['4.1.2', { narrative: { '4.2.2.1': 'x' } }, { code: 'area-unknown' }],
      ['4.1', { percent: 45 }, { parameter: 'code', code: 'takes-no-score' }],
      ['9.9.9', { percent: 45 }, { parameter: 'code', code: 'node-unknown' }],
    ]
    for (const [code, body, error] of cases)
      t.match(
        await call(putAnswer, { ...at(submissionId, code), body, ifNoneMatch: '*' }),
        refusal(422, 'document-invalid', { errors: [error] }),
        `${code} ${JSON.stringify(body)}`,
      )
    t.same(await rowsOf(submissionId), [])
  })
  t.test('400 for what is no answer, 428 without a condition', async (t) => {
    const { submissionId } = await draft(home)
    const bodies = [
      { percent: '45' },
      { percent: 45, xUnknown: 1 },
      { evidence: [{ title: 'x', url: 'javascript:alert(1)' }] },
      { notApplicable: { reasonCode: 'x' } },
    ]
    for (const body of bodies)
      t.match(
        await call(putAnswer, { ...at(submissionId), body, ifNoneMatch: '*' }),
        refusal(400, 'validation-failed'),
        JSON.stringify(body),
      )
    const plain = { ...at(submissionId), body: { percent: 45 } }
    t.match(await call(putAnswer, plain), refusal(428, 'precondition-required'))
    t.match(
      await call(putAnswer, { ...plain, ifMatch: '*' }),
      refusal(400, 'validation-failed', { errors: [{ header: 'if-match' }] }),
      'a star would overwrite blindly',
    )
    t.same(await rowsOf(submissionId), [])
  })
  t.test('409 outside a draft, but first 412 for an old tag', async (t) => {
    const { submissionId } = await submitted(home)
    const change = { ...at(submissionId), body: { percent: 50 } }
    t.match(await call(putAnswer, { ...change, ifMatch: '"a1-4.1.2"' }), refusal(409, 'immutable'))
    t.match(
      await call(putAnswer, { ...change, ifMatch: '"a0-4.1.2"' }),
      refusal(412, 'precondition-failed'),
    )
  })
  t.test('401, 403 and 404 by who asks; nobody outside learns what is stored', async (t) => {
    const { submissionId } = await draft(home, { '4.1.2': { percent: 45, comment: 'sentinel' } })
    const change = { ...at(submissionId), body: { percent: 50 }, ifMatch: '"a9-4.1.2"' }
    const cases: readonly [CastName | null, number][] = [
      [null, 401],
      ['organizationViewer', 403],
      ['associationAdmin', 403],
      ['programmeManager', 403],
      ['otherOrganizationAdmin', 404],
      ['strangerAdmin', 404],
    ]
    for (const [as, status] of cases) {
      const answer = await call(putAnswer, { ...change, as })
      t.equal(answer.status, status, `${as}`)
      t.notMatch(answer.text, /sentinel|a1-4/, `${as}`)
    }
    t.match(await call(putAnswer, { ...change, ...at(newId()) }), refusal(404, 'not-found'))
    t.equal((await call(getAnswer, at(submissionId))).body.percent, 45)
  })
  t.test('a grant to write needs one to read: what cannot be seen is not there', async (t) => {
    const { submissionId, params } = await draft(home, { '4.1.2': { percent: 45 } })
    const as = 'otherOrganizationAdmin'
    const grantee = { kind: 'key', id: home.cast[as].apiKeyId }
    const lend = (scopes: readonly string[]) =>
      call(createGrant, { body: { grantee, scopes, purpose: 'Typing' } })
    const change = {
      ...at(submissionId),
      as,
      body: { percent: 50 },
      ifMatch: '"a1-4.1.2"',
    } as const
    const many = { params, as, body: { answers: { '4.1.2': null } }, ifMatch: '"c1"' } as const
    await lend(['submissions:write'])
    t.equal((await call(putAnswer, change)).status, 404)
    t.equal((await call(patchAnswers, many)).status, 404)
    t.equal((await call(getAnswer, at(submissionId))).body.percent, 45)
    await lend(['submissions:read'])
    const { status, body } = await call(putAnswer, change)
    t.equal(status, 200)
    t.notOk('changedBy' in body)
  })
})

t.test('getAnswer', async (t) => {
  const home = await house()
  const { call } = home
  const { submissionId } = await draft(home, { '4.1.2': { percent: 45 } })
  const params = { submissionId, code: '4.1.2' }
  t.test('200 to members, with who changed it', async (t) => {
    const { body, headers } = await call(getAnswer, { params, as: 'organizationViewer' })
    t.match(body, { code: '4.1.2', percent: 45, changedBy: home.cast.organizationAdmin.personId })
    t.equal(headers.etag, body.etag)
  })
  t.test('304 for who has it', async (t) => {
    const headers = { 'if-none-match': '"a1-4.1.2"' }
    t.equal((await call(getAnswer, { params, headers })).status, 304)
  })
  t.test("404 for what is not answered, is deleted, or is nobody else's business", async (t) => {
    t.equal((await call(getAnswer, { params: { submissionId, code: '4.1.3' } })).status, 404)
    t.equal(
      (await call(getAnswer, { params: { submissionId: newId(), code: '4.1.2' } })).status,
      404,
    )
    for (const as of outsiders) t.equal((await call(getAnswer, { params, as })).status, 404, as)
    const ifMatch = await answersEtag(home, submissionId)
    await call(patchAnswers, { params, body: { answers: { '4.1.2': null } }, ifMatch })
    t.equal((await call(getAnswer, { params })).status, 404)
  })
})

t.test('listAnswers', async (t) => {
  const home = await house()
  const { call } = home
  const { params, submissionId, answersEtag: etag } = await draft(home, complete())
  t.test('200: every page has the tag of the whole collection', async (t) => {
    const codes: string[] = []
    let cursor: string | null = null
    do {
      const query = { limit: 10, ...(cursor === null ? {} : { cursor }) }
      const page = await call(listAnswers, { params, query })
      t.equal(page.body.etag, etag)
      t.equal(page.headers.etag, etag)
      for (const item of page.body.items) codes.push(item.code)
      cursor = page.body.nextCursor
    } while (cursor !== null)
    t.same(codes, Object.keys(complete()))
  })
  t.test('200: each item carries the tag that it has alone', async (t) => {
    const { body } = await call(listAnswers, { params })
    const [first] = body.items
    const alone = await call(getAnswer, { params: { submissionId, code: first.code } })
    t.same(alone.body, first)
  })
  t.test(
    '200: nothing answered yet has a tag too, and that of the deleted is not reused',
    async (t) => {
      const empty = await draft(home)
      t.match(await call(listAnswers, { params: empty.params }), {
        status: 200,
        body: { items: [], nextCursor: null, etag: '"c0"' },
      })
      await answerFirst(home, empty.submissionId, '4.1.2', 45)
      const body = { answers: { '4.1.2': null } }
      await call(patchAnswers, { params: empty.params, body, ifMatch: '"c1"' })
      t.match(await call(listAnswers, { params: empty.params }), {
        body: { items: [], etag: '"c2"' },
      })
    },
  )
  t.test('400 for the cursor of another submission', async (t) => {
    const other = await draft(home, complete())
    const { body } = await call(listAnswers, { params, query: { limit: 5 } })
    t.match(
      await call(listAnswers, { params: other.params, query: { cursor: body.nextCursor } }),
      refusal(400, 'cursor-invalid'),
    )
  })
  t.test('404 for who may not read answers, and for no submission', async (t) => {
    for (const as of outsiders) t.equal((await call(listAnswers, { params, as })).status, 404, as)
    t.equal((await call(listAnswers, { params: { submissionId: newId() } })).status, 404)
  })
})

t.test('patchAnswers', async (t) => {
  const home = await house()
  const { call } = home
  const all = async (submissionId: string) =>
    (await call(listAnswers, { params: { submissionId } })).body

  t.test(
    '200 creates, changes, deletes and leaves alone, and tells each with its tag',
    async (t) => {
      const {
        params,
        submissionId,
        answersEtag: ifMatch,
      } = await draft(home, {
        '4.1.2': { percent: 45, comment: 'stays' },
        '4.1.3': { percent: 30 },
        '4.1.4': { percent: 30 },
      })
      const answers = {
        '4.1.2': { percent: 50 },
        '4.1.3': null,
        '4.1.4': { percent: 30 },
        '4.2.2': { percent: 20 },
      }
      const { status, body } = await call(patchAnswers, { params, body: { answers }, ifMatch })
      t.equal(status, 200)
      t.same(body.items, [
        { code: '4.1.2', outcome: 'updated', etag: '"a2-4.1.2"' },
        { code: '4.1.3', outcome: 'deleted', etag: null },
        { code: '4.1.4', outcome: 'unchanged', etag: '"a1-4.1.4"' },
        { code: '4.2.2', outcome: 'created', etag: '"a1-4.2.2"' },
      ])
      const now = await all(submissionId)
      t.equal(now.etag, body.etag)
      t.match(now.items, [
        { code: '4.1.2', percent: 50, comment: 'stays' },
        { code: '4.1.4' },
        { code: '4.2.2' },
      ])
      t.equal((await call(getSubmission, { params })).body.etag, body.submissionEtag)
    },
  )
  t.test('200 merges by RFC 7396: members deep, lists whole, null removes', async (t) => {
    const { params, submissionId } = await draft(home, {
      '4.1.2': {
        percent: 45,
        factors: { approach: 50, deployment: 40 },
        evidence: [{ title: 'One' }, { title: 'Two' }],
      },
    })
    const change = {
      percent: null,
      factors: { approach: null, learning: 30 },
      evidence: [{ title: 'Three' }],
    }
    const body = { answers: { '4.1.2': change } }
    await call(patchAnswers, { params, body, ifMatch: await answersEtag(home, submissionId) })
    const { body: stored } = await call(getAnswer, { params: { submissionId, code: '4.1.2' } })
    t.match(stored, { factors: { deployment: 40, learning: 30 }, evidence: [{ title: 'Three' }] })
    t.notOk('percent' in stored)
    t.notOk('approach' in stored.factors)
    t.equal(stored.evidence.length, 1)
  })
  t.test('200 for what is there already, even under an old tag', async (t) => {
    const { params, answersEtag: etag } = await draft(home)
    const body = { answers: { '4.1.2': { percent: 45 }, '4.1.3': { percent: 50 } } }
    const once = await call(patchAnswers, { params, body, ifMatch: etag })
    const again = await call(patchAnswers, { params, body, ifMatch: etag })
    t.equal(again.status, 200)
    t.equal(again.body.etag, once.body.etag)
    t.ok(again.body.items.every(({ outcome }: { outcome: string }) => outcome === 'unchanged'))
  })
  t.test('412 lists the codes that changed since', async (t) => {
    const {
      params,
      submissionId,
      answersEtag: etag,
    } = await draft(home, { '4.1.2': { percent: 45 } })
    await answerFirst(home, submissionId, '4.2.2', 30)
    await call(putAnswer, {
      params: { submissionId, code: '4.1.2' },
      body: { percent: 55 },
      ifMatch: '"a1-4.1.2"',
    })
    const body = { answers: { '4.1.3': { percent: 20 } } }
    t.match(
      await call(patchAnswers, { params, body, ifMatch: etag }),
      refusal(412, 'precondition-failed', { currentEtag: '"c3"', changed: ['4.1.2', '4.2.2'] }),
    )
    const since = await call(patchAnswers, { params, body, ifMatch: '"c2"' })
    t.same(since.body.changed, ['4.1.2'])
    const never = await call(patchAnswers, { params, body, ifMatch: '"c9"' })
    t.equal(never.status, 412)
    t.notOk('changed' in never.body, 'a tag that the collection never had')
    t.equal((await all(submissionId)).items.length, 2)
  })
  t.test('422 names every finding of every answer, and nothing is written', async (t) => {
    const {
      params,
      submissionId,
      answersEtag: ifMatch,
    } = await draft(home, { '4.1.2': { percent: 45 } })
    const answers = {
      '4.1.2': { percent: 50 },
      '4.1.3': { percent: 47 },
      '9.9.9': { percent: 10 },
      '4.7.2': { notApplicable },
      '4.1.4': { notApplicable: { justification: 'without a reason' } },
    }
    t.match(
      await call(patchAnswers, { params, body: { answers }, ifMatch }),
      refusal(422, 'document-invalid', {
        errors: [
          { pointer: '/answers/4.1.3/percent' },
          { pointer: '/answers/9.9.9', code: 'node-unknown' },
          { pointer: '/answers/4.7.2/notApplicable' },
          { pointer: '/answers/4.1.4/notApplicable/reasonCode', code: 'missing' },
        ],
      }),
    )
    const now = await all(submissionId)
    t.match(now, { etag: ifMatch, items: [{ code: '4.1.2', percent: 45 }] })
    t.equal(now.items.length, 1)
  })
  t.test('400, 415 and 428 before anything is looked at', async (t) => {
    const { params, answersEtag: ifMatch } = await draft(home)
    const body = { answers: { '4.1.2': { percent: 45 } } }
    t.match(await call(patchAnswers, { params, body }), refusal(428, 'precondition-required'))
    t.match(
      await call(patchAnswers, { params, body: { ...body, etag: 1 }, ifMatch }),
      refusal(400, 'validation-failed'),
    )
    t.match(
      await call(patchAnswers, {
        params,
        body: { answers: { '4.1.2': { percent: 'x' } } },
        ifMatch,
      }),
      refusal(400, 'validation-failed', { errors: [{ pointer: '/answers/4.1.2/percent' }] }),
    )
    const headers = { 'content-type': 'application/json' }
    t.match(
      await call(patchAnswers, { params, body, ifMatch, headers }),
      refusal(415, 'unsupported-media-type'),
    )
  })
  t.test('409 outside a draft; 403 and 404 by who asks', async (t) => {
    const { params, submissionId } = await submitted(home)
    const ifMatch = await answersEtag(home, submissionId)
    const body = { answers: { '4.1.2': { percent: 5 } } }
    t.match(await call(patchAnswers, { params, body, ifMatch }), refusal(409, 'immutable'))
    for (const as of ['organizationViewer', 'associationAdmin'] as const)
      t.match(await call(patchAnswers, { params, body, ifMatch, as }), refusal(403, 'forbidden'))
    t.equal((await call(patchAnswers, { params, body, ifMatch, as: 'strangerAdmin' })).status, 404)
  })
})

t.test('listAnswerRevisions', async (t) => {
  const home = await house()
  const { call } = home
  const { params, submissionId } = await draft(home, { '4.1.2': { percent: 45 } })
  const at = { params: { submissionId, code: '4.1.2' } }
  const as = 'organizationContributor'
  await call(putAnswer, { ...at, as, body: { percent: 50 }, ifMatch: '"a1-4.1.2"' })
  await call(patchAnswers, { params, body: { answers: { '4.1.2': null } }, ifMatch: '"c2"' })

  t.test('200 newest first: every value, and who gave it', async (t) => {
    const { status, body } = await call(listAnswerRevisions, at)
    t.equal(status, 200)
    t.match(body.items, [
      { revision: 3, answer: null, changedBy: home.cast.organizationAdmin.personId },
      { revision: 2, answer: { percent: 50 }, changedBy: home.cast[as].personId },
      { revision: 1, answer: { percent: 45 } },
    ])
  })
  t.test('200 page by page', async (t) => {
    const first = await call(listAnswerRevisions, { ...at, query: { limit: 2 } })
    t.equal(first.body.items.length, 2)
    const query = { limit: 2, cursor: first.body.nextCursor }
    const second = await call(listAnswerRevisions, { ...at, query })
    t.match(second.body, { items: [{ revision: 1 }], nextCursor: null })
  })
  t.test('404 for what was never answered, and for who may not read answers', async (t) => {
    const other = { params: { submissionId, code: '4.1.3' } }
    t.equal((await call(listAnswerRevisions, other)).status, 404)
    for (const who of outsiders)
      t.equal((await call(listAnswerRevisions, { ...at, as: who })).status, 404, who)
  })
  t.test('history cannot be changed, not even by who owns the tables', async (t) => {
    await t.rejects(
      sql`update answer_revisions set value = null where submission_id = ${submissionId}`,
    )
    await t.rejects(sql`delete from answer_revisions where submission_id = ${submissionId}`)
  })
})
