// Scores over HTTP: of submissions as they were stored or made on the spot, and previews that store nothing.
import t from 'tap'
import { previewScore } from '../../src/api/scores/contract.ts'
import { getScore, withdrawSubmission } from '../../src/api/submissions/contract.ts'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { localize, QuestionnaireView } from '../../src/core/document/localize.ts'
import { readQuestionnaire } from '../../src/core/document/read.ts'
import { ScoreSheet } from '../../src/core/scoring/sheet.ts'
import { Answer } from '../../src/core/submission/answer.ts'
import { sha256 } from '../../src/db/digest.ts'
import { checkEncoding, encoderOf } from '../../src/http/zod.ts'
import {
  associationWeighting,
  complete,
  draft,
  organizationWeighting,
  pointsMoved,
  questionnaire,
  submitted,
} from '../support/drafts.ts'
import { validExamples } from '../support/examples.ts'
import { newId } from '../support/house.ts'
import { look } from '../support/pictures.ts'
import { stage } from '../support/stage.ts'
import { notApplicable } from '../support/submissions.ts'

const { house, sql } = await stage(t)

const refusal = (status: number, code: string, more: object = {}) => ({
  status,
  body: { status, code, ...more },
})
const answers = complete({ '4.1.2': { percent: 65 }, '4.3.2': { percent: 30 } })
/** 45 % of 1000, twenty more of 50 points, fifteen less of 40. */
const points = 450 + 10 - 6

t.test('getScore', async (t) => {
  const home = await house()
  const { call } = home
  const own = { weighting: 'own' }

  t.test('200 as a picture of the stored sheet and of a draft alike', async (t) => {
    const headers = { accept: 'image/svg+xml' }
    for (const { params } of [await submitted(home, answers), await draft(home, answers)]) {
      const bars = await call(getScore, { params, query: { picture: 'bars' }, headers })
      t.match(bars, { status: 200, headers: { 'content-type': 'image/svg+xml', vary: 'Accept' } })
      t.match(look(bars.text).texts, ['Scores', `Total: score ${points / 10}%.`])
      t.match(look(bars.text).texts[1], /4\.1\.2 .+: score 65%\./)
      const chinese = { ...headers, 'accept-language': 'zh' }
      const radar = look((await call(getScore, { params, headers: chinese })).text)
      t.match(radar, { root: { lang: 'zh-CN' }, texts: ['得分'] })
      t.notMatch(radar.texts[1], '4.1.2')
    }
  })

  t.test('200: a stored sheet is sent as the very bytes that were stored', async (t) => {
    const weighting = await organizationWeighting(home)
    const { params, submissionId } = await submitted(home, answers, { weighting })
    for (const kind of ['reference', 'own']) {
      const answer = await call(getScore, { params, query: { weighting: kind } })
      const [row] = await sql`
        select sheet, sheet_digest from score_sheets where submission_id = ${submissionId} and kind = ${kind}`
      t.equal(answer.status, 200)
      t.equal(answer.text, row?.sheet)
      t.equal(sha256(answer.text), row?.sheet_digest)
      t.equal(canonicalJson(answer.body), answer.text, 'canonical, and within its contract')
      t.equal(answer.headers['content-type'], 'application/json')
      t.equal(answer.headers['cache-control'], 'private, no-store')
    }
    const reference = (await call(getScore, { params })).body
    t.match(reference, {
      weighting: { kind: 'reference', id: null, version: null },
      variant: 'official',
      total: { points, exactPoints: String(points), maxPoints: 1000 },
    })
    const beside = (await call(getScore, { params, query: own })).body
    t.match(beside, {
      weighting: { kind: 'own', id: weighting.id, version: weighting.version },
      variant: 'custom',
      total: { points: points - 6.5 + 3, maxPoints: 1000 },
      recognition: [],
    })
  })
  t.test('200: a draft is scored on the spot, with what it has', async (t) => {
    const { params, submissionId } = await draft(home, { '4.1.2': { percent: 50 } })
    const { status, body } = await call(getScore, { params })
    t.equal(status, 200)
    t.match(body, { completeness: { scored: 1, unanswered: 22 }, total: { points: 25 } })
    t.equal(body.warnings.length, 22)
    t.same(await sql`select 1 from score_sheets where submission_id = ${submissionId}`, [])
  })
  t.test("200: a draft under the weighting it names, its own or its association's", async (t) => {
    for (const weighting of [await organizationWeighting(home), await associationWeighting(home)]) {
      const { params } = await draft(home, answers, { weighting })
      const { status, body } = await call(getScore, { params, query: own })
      t.equal(status, 200)
      t.match(body, { weighting: { kind: 'own', id: weighting.id }, variant: 'custom' })
    }
  })
  t.test(
    '200: what was withdrawn keeps its score; a withdrawn draft has that of its answers',
    async (t) => {
      const open = await draft(home, { '4.1.2': { percent: 50 } })
      await call(withdrawSubmission, { params: open.params, ifMatch: open.etag })
      t.match((await call(getScore, { params: open.params })).body, { total: { points: 25 } })
    },
  )
  t.test(
    '200: what does not apply earns nothing, and the sheet says what it would be otherwise',
    async (t) => {
      const { params } = await submitted(home, complete({ '4.1.3': { notApplicable } }))
      const { body } = await call(getScore, { params })
      t.match(body, { alternatives: { policy: 'zero', naCount: 1, naShareBp: 300 } })
      t.equal(body.total.points, 450 - 13.5)
    },
  )
  t.test('404 where there is no such score', async (t) => {
    const open = await draft(home)
    const done = await submitted(home)
    for (const { params } of [open, done])
      for (const weighting of ['own', 'programme'])
        t.match(await call(getScore, { params, query: { weighting } }), refusal(404, 'not-found'))
    t.equal((await call(getScore, { params: { submissionId: newId() } })).status, 404)
    t.equal((await call(getScore, { params: { submissionId: newId() }, query: own })).status, 404)
  })
  t.test('404 to the association without a grant, and to strangers', async (t) => {
    const { params } = await submitted(home, answers, {
      weighting: await organizationWeighting(home),
    })
    for (const as of ['associationAdmin', 'otherOrganizationAdmin', 'strangerAdmin'] as const)
      for (const weighting of ['reference', 'own'])
        t.equal((await call(getScore, { params, as, query: { weighting } })).status, 404, as)
  })
  t.test('400 for another weighting, 401 and 403 by credential', async (t) => {
    const { params } = await draft(home)
    t.match(
      await call(getScore, { params, query: { weighting: 'custom' } }),
      refusal(400, 'validation-failed'),
    )
    t.equal((await call(getScore, { params, as: null })).status, 401)
    const { key } = await home.keyOf('organizationAdmin', ['submissions:read'])
    t.match(await call(getScore, { params, as: key }), refusal(403, 'insufficient-scope'))
  })
  t.test('a stored sheet cannot be changed, not even by who owns the tables', async (t) => {
    const { submissionId } = await submitted(home)
    await t.rejects(sql`update score_sheets set sheet = '{}' where submission_id = ${submissionId}`)
    await t.rejects(sql`delete from score_sheets where submission_id = ${submissionId}`)
  })
})

t.test('previewScore', async (t) => {
  const home = await house()
  const { call } = home
  const preview = (body: object, more: object = {}) =>
    call(previewScore, { body: { questionnaire, answers, ...body }, ...more })
  const rows = async () => {
    const [row] = await sql`select count(*)::int as n from organization_events`
    return row?.n
  }

  t.test('200 is the sheet that submitting would store, and nothing is stored', async (t) => {
    const { params } = await submitted(home, answers)
    const before = await rows()
    const { status, body } = await preview({})
    t.equal(status, 200)
    t.same(body, (await call(getScore, { params })).body)
    t.equal(await rows(), before)
  })
  t.test('200 without an idempotency key, any number of times', async (t) => {
    t.equal((await preview({}, { idempotencyKey: null })).status, 200)
  })
  t.test('200 under a published weighting of the own organization', async (t) => {
    const weighting = await organizationWeighting(home)
    t.match(await preview({ weighting }), {
      status: 200,
      body: { weighting: { kind: 'own', id: weighting.id }, total: { points: points - 3.5 } },
    })
  })
  t.test('200 under a weighting of the association, to its people', async (t) => {
    const weighting = await associationWeighting(home)
    t.equal((await preview({ weighting }, { as: 'programmeManager' })).status, 200)
  })
  t.test('200 under points made up for it', async (t) => {
    t.match(await preview({ weighting: { items: pointsMoved() } }), {
      status: 200,
      body: {
        weighting: { kind: 'custom', id: null, version: null },
        variant: 'custom',
        total: { points: points - 3.5 },
      },
    })
  })
  t.test('200 with gaps only where they are allowed', async (t) => {
    const some = { '4.1.2': { percent: 50 } }
    t.match(await preview({ answers: some }), refusal(422, 'incomplete'))
    const { body } = await preview({ answers: some })
    t.equal(body.errors.length, 22)
    t.equal(body.errors[0].pointer, '/answers/4.1.3')
    t.match(await preview({ answers: some, allowIncomplete: true }), {
      status: 200,
      body: { total: { points: 25 }, completeness: { unanswered: 22 } },
    })
  })
  t.test(
    '200 under other parameters, custom and named; a value of its own varies nothing',
    async (t) => {
      const own = await preview({ parameters: { unanswered: 'zero', categoryStep: null } })
      t.same(own.body, (await preview({})).body)
      const varied = await preview({ parameters: { pointsStep: 1, categoryMean: 'plain' } })
      t.match(varied, {
        status: 200,
        body: {
          variant: 'custom',
          parameters: { preset: null, combine: null, pointsStep: 1, categoryMean: 'plain' },
        },
      })
      t.equal(varied.body.digests.questionnaire, own.body.digests.questionnaire)
      t.equal((await preview({})).body.variant, 'official', 'the next one is not affected')
    },
  )
  t.test(
    '422 for a parameter that the method does not let vary; 400 for an unknown one',
    async (t) => {
      t.match(
        await preview({ parameters: { combine: 'elements', preset: 'tool' } }),
        refusal(422, 'document-invalid', {
          errors: [
            { pointer: '/parameters/preset', code: 'preset-unknown' },
            { pointer: '/parameters/combine', code: 'parameter-fixed' },
          ],
        }),
      )
      t.match(await preview({ parameters: { step: 1 } }), refusal(400, 'validation-failed'))
    },
  )
  t.test('the contract carries sheets, questionnaires and answers of every method', async (t) => {
    const shapes = {
      'score-sheet': ScoreSheet,
      answer: Answer,
    }
    for (const [format, shape] of Object.entries(shapes)) {
      const encode = encoderOf(shape)
      for (const { file, document } of validExamples(format))
        t.doesNotThrow(() => checkEncoding(shape, document, encode(document)), file)
    }
    const encode = encoderOf(QuestionnaireView)
    for (const { file, document } of validExamples('questionnaire')) {
      const view = localize(readQuestionnaire(document), 'en')
      t.doesNotThrow(() => checkEncoding(QuestionnaireView, view, encode(view)), file)
    }
  })
  t.test('422 when the points do not add up, or a node lacks any', async (t) => {
    const { '4.1.2': lost, ...less } = pointsMoved()
    t.ok(lost)
    t.match(
      await preview({ weighting: { items: { ...pointsMoved(), '4.1.3': 31 } } }),
      refusal(422, 'document-invalid', {
        errors: [{ pointer: '/weighting/items', code: 'sum-wrong' }],
      }),
    )
    t.match(
      await preview({ weighting: { items: less } }),
      refusal(422, 'document-invalid', {
        errors: [{ pointer: '/weighting/items/4.1.2', code: 'weight-missing' }],
      }),
    )
  })
  t.test('422 names answers that do not fit, and a questionnaire that is not there', async (t) => {
    t.match(
      await preview({ answers: { ...answers, '4.1.2': { percent: 47 } } }),
      refusal(422, 'document-invalid', { errors: [{ pointer: '/answers/4.1.2/percent' }] }),
    )
    t.match(
      await preview({ questionnaire: { ...questionnaire, version: '9.9.9' } }),
      refusal(422, 'document-invalid', { errors: [{ pointer: '/questionnaire' }] }),
    )
  })
  t.test(
    '422 for a weighting that is not published, or of another version or edition',
    async (t) => {
      const open = await organizationWeighting(home, { publish: 'leave it a draft' })
      const weighting = await organizationWeighting(home)
      for (const wrong of [open, { ...weighting, version: '2.0.0' }, { ...weighting, id: newId() }])
        t.match(
          await preview({ weighting: wrong }),
          refusal(422, 'document-invalid', {
            errors: [{ pointer: '/weighting', code: 'weighting-unknown' }],
          }),
        )
      t.match(
        await preview({
          weighting,
          questionnaire: { key: 'baldrige-2023-2024', version: '1.0.0' },
          answers: {},
        }),
        refusal(422, 'document-invalid', { errors: [{ code: 'weighting-of-other-edition' }] }),
      )
    },
  )
  t.test('404 for the weighting of a house where the caller is nobody', async (t) => {
    const weighting = await organizationWeighting(home)
    for (const as of ['otherOrganizationAdmin', 'strangerAdmin', 'associationAdmin'] as const)
      t.match(await preview({ weighting }, { as }), refusal(404, 'not-found'), as)
  })
  t.test('400, 401 and 403 before anything is scored', async (t) => {
    t.match(await preview({ xUnknown: 1 }), refusal(400, 'validation-failed'))
    t.match(
      await preview({ answers: { '4.1.2': { percent: '45' } } }),
      refusal(400, 'validation-failed'),
    )
    t.match(await preview({ weighting: {} }), refusal(400, 'validation-failed'))
    t.equal((await preview({}, { as: null })).status, 401)
    const { key } = await home.keyOf('organizationAdmin', ['submissions:read'])
    t.match(await preview({}, { as: key }), refusal(403, 'insufficient-scope'))
  })
})
