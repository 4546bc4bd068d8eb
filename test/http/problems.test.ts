import t from 'tap'
import { Problem } from '../../src/core/problem.ts'
import { sampleProblem } from '../../src/http/problem-shapes.ts'
import {
  problemCodes,
  problemHeaders,
  problemStatus,
  problemTexts,
  toProblemBody,
} from '../../src/http/problems.ts'

const id = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42'

/** Also those of single mistakes. */
const detailsAside = (body: object) =>
  JSON.parse(JSON.stringify(body, (name, value) => (name === 'detail' ? undefined : value)))

t.test('only title and detail depend on the language', async (t) => {
  for (const code of problemCodes) {
    const { title, detail, ...english } = toProblemBody(sampleProblem(code), 'en', id)
    const {
      title: titel,
      detail: teil,
      ...chinese
    } = toProblemBody(sampleProblem(code), 'zh-CN', id)
    t.same(detailsAside(english), detailsAside(chinese), code)
    t.not(title, titel, `${code}: title`)
    t.not(detail, teil, `${code}: detail`)
  }
})

t.test('a body has the members of RFC 9457, the code, and its own', async (t) => {
  const roles = ['organization_admin'] as const
  const problem = new Problem('forbidden', { action: 'submissions:submit', roles })
  t.same(toProblemBody(problem, 'en', id), {
    type: '/problems/forbidden',
    title: 'Not for you to do',
    status: 403,
    detail: 'Leave it to another person, with one of the `roles`.',
    instance: `urn:uuid:${id}`,
    code: 'forbidden',
    action: 'submissions:submit',
    roles: ['organization_admin'],
  })
})

t.test('a mistake of shape is told in the language too, the English sentence beside', async (t) => {
  const errors = [
    { pointer: '/limit', code: 'too-large', detail: 'Too big: expected number to be <=200.' },
    { pointer: '/note', code: 'odd', detail: 'Something particular.' },
  ]
  const problem = new Problem('validation-failed', { errors })
  t.same(toProblemBody(problem, 'en', id).errors, errors)
  t.same(toProblemBody(problem, 'zh-CN', id).errors, [
    { ...errors[0], detail: '过大、过长或过多。（Too big: expected number to be <=200.）' },
    errors[1],
  ])
})

t.test('what the core finds wrong is told in the language too', async (t) => {
  const errors = [
    { pointer: '/factor', code: 'factor-unknown', detail: 'By approach, not by luck.' },
  ]
  for (const code of ['document-invalid', 'incomplete'] as const) {
    const problem = new Problem(code, { errors })
    t.same(toProblemBody(problem, 'en', id).errors, errors)
    t.match(toProblemBody(problem, 'zh-CN', id).errors, [
      { pointer: '/factor', detail: /^问卷不按此评价要素.*（By approach, not by luck\.）$/ },
    ])
  }
})

t.test("a problem's own sentence is shown in its language only", async (t) => {
  const problem = new Problem('not-found', {}, { detail: 'No such member.' })
  t.equal(toProblemBody(problem, 'en', id).detail, 'No such member.')
  t.equal(toProblemBody(problem, 'zh-CN', id).detail, problemTexts['zh-CN']['not-found'].help)
})

t.test('the cause stays inside, and waiting is told in the header', async (t) => {
  const problem = new Problem(
    'unavailable',
    { reason: 'database', retryAfterSeconds: 7 },
    { cause: new Error('password=sentinel') },
  )
  const body = toProblemBody(problem, 'en', id)
  t.notMatch(JSON.stringify(body), /sentinel|retryAfter/)
  t.equal(body.reason, 'database')
  t.equal(problemHeaders(problem)['retry-after'], '7')
})

t.test('headers follow from the code', async (t) => {
  const headers = (problem: Problem) => problemHeaders(problem)
  t.same(headers(sampleProblem('not-found')), { 'cache-control': 'no-store' })
  t.equal(headers(sampleProblem('method-not-allowed')).allow, 'GET, HEAD, OPTIONS')
  t.equal(headers(sampleProblem('request-in-progress'))['retry-after'], '1')
  t.equal(headers(sampleProblem('rate-limited'))['retry-after'], '30')
  t.equal(headers(sampleProblem('unauthenticated'))['www-authenticate'], 'Bearer')
  t.equal(
    headers(new Problem('unauthenticated', { reason: 'expired' }))['www-authenticate'],
    'Bearer error="invalid_token"',
  )
  t.equal(
    headers(sampleProblem('insufficient-scope'))['www-authenticate'],
    'Bearer error="insufficient_scope", scope="submissions:write"',
  )
  t.equal(headers(sampleProblem('unsupported-media-type'))['accept-post'], 'application/json')
  const patch = new Problem('unsupported-media-type', {
    accepted: ['application/merge-patch+json'],
  })
  t.equal(headers(patch)['accept-patch'], 'application/merge-patch+json')
})

t.test('the catalogue is that of the design and what decisions added', async (t) => {
  const added = ['quota-reached'] // decision 0017
  t.equal(problemCodes.filter((code) => !added.includes(code)).length, 44)
  t.equal(problemStatus['precondition-required'], 428)
  t.equal(problemStatus['headers-too-large'], 431)
  t.equal(problemStatus.incomplete, 422)
})
