// Reviews over HTTP: what is refused, what nobody else learns, and the races of a lock.
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import * as things from '../support/panel-things.ts'
import { proposed as asked, registered } from '../support/panels.ts'
import { sampleOf } from '../support/scenes.ts'
import { type Call, stage } from '../support/stage.ts'
import type { Play } from '../support/things.ts'

const theStage = await stage(t)
const { operations, sql } = theStage
const named = (id: string) => {
  const operation = operations.find((each) => each.id === id)
  if (operation === undefined) throw new Error(`There is no operation ${id}.`)
  return operation
}
const samples = (id: string): Call => sampleOf(named(id))
const play = async (): Promise<Play> => {
  const house = await theStage.house()
  return { house, sql, call: (id, call) => house.call(named(id), call) }
}
const as = 'assessor'

t.test('200 for what is there already, 412 with an old tag, 428 without one', async (t) => {
  const here = await play()
  const { params } = await things.begun(samples)(here)
  const put = (body: object, more: Call) =>
    here.call('putReviewScore', { params: { ...params, code: '4.1.2' }, body, as, ...more })
  const first = await put({ percent: 45 }, { ifNoneMatch: '*' })
  t.match(first, { status: 201, body: { percent: 45, cannotJudge: null, etag: '"v1-4.1.2"' } })
  t.match(await put({ percent: 45 }, { ifMatch: '"old"' }), { status: 200, body: first.body })
  t.match(await put({ percent: 45 }, { ifNoneMatch: '*' }), { status: 200, body: first.body })
  t.match(await put({ percent: 50 }, { ifNoneMatch: '*' }), { status: 412 })
  t.match(await put({ percent: 50 }, { ifMatch: '"old"' }), { status: 412 })
  t.match(await put({ percent: 50 }, {}), { status: 428 })
  t.match(await put({ cannotJudge: 'No access.' }, { ifMatch: first.body.etag }), {
    status: 200,
    body: { percent: null, cannotJudge: 'No access.', etag: '"v2-4.1.2"' },
  })
  t.match(await put({ percent: 47 }, { ifMatch: '"v2-4.1.2"' }), {
    status: 422,
    body: { errors: [{ pointer: '/percent', code: 'percent-off-step' }] },
  })
  t.match(await put({ percent: 5, cannotJudge: 'x' }, { ifMatch: '"v2-4.1.2"' }), { status: 400 })
})

t.test('409 after the lock for every write, and what was locked is as it was', async (t) => {
  const here = await play()
  const { call } = here
  const { params, etag } = await things.begun(samples)(here)
  const incomplete = await call('lockReview', { params, as, ifMatch: etag })
  t.match(incomplete, { status: 422, body: { code: 'incomplete', errors: { length: 23 } } })
  const noted = await call('addReviewFinding', { ...samples('addReviewFinding'), params, as })
  const tag = await things.score(here, params, { as })
  const locked = await call('lockReview', { params, as, ifMatch: tag })
  t.match(locked, { status: 200, body: { state: 'locked', version: 1, digest: /^[0-9a-f]{64}$/ } })
  const [kept] =
    await sql`select content, digest from review_versions where review_id = ${params.reviewId}`
  t.equal(kept?.digest, locked.body.digest)
  t.match(JSON.parse(kept?.content), {
    findings: { length: 1 },
    scores: { '4.1.2': { value: { percent: 45 }, percentBp: 4500 } },
  })
  const finding = { ...params, findingId: noted.body.id }
  const put = samples('putReviewFinding').body
  const factors = samples('putKeyFactors').body
  const { etag: now } = locked.body
  for (const [id, more] of [
    [
      'putReviewScore',
      { params: { ...params, code: '4.1.2' }, body: { percent: 5 }, ifMatch: '"v1-4.1.2"' },
    ],
    ['addReviewFinding', { params, body: samples('addReviewFinding').body }],
    ['putReviewFinding', { params: finding, body: put, ifMatch: noted.body.etag }],
    ['removeReviewFinding', { params: finding, ifMatch: noted.body.etag }],
    ['putKeyFactors', { params, body: factors, ifMatch: now }],
  ] as const)
    t.match(await call(id, { ...more, as }), { status: 409, body: { code: 'immutable' } }, id)
  t.match(await call('lockReview', { params, as, ifMatch: now }), {
    status: 409,
    body: { code: 'illegal-transition', state: 'locked' },
  })
  t.same((await call('getReview', { params, as })).body, locked.body)

  const reason = 'Another site was meant.'
  const back = { params, body: { reason }, as: 'programmeManager' } as const
  t.match(await call('reopenReview', back), { status: 200, body: { state: 'draft' } })
  t.match(await call('reopenReview', back), { status: 409, body: { code: 'illegal-transition' } })
  t.match(await call('getReview', { params, as }), { body: { reopenedFor: reason, digest: null } })
  const versions =
    await sql`select version from review_versions where review_id = ${params.reviewId}`
  t.equal(versions.length, 1, 'what was locked is kept')
  const types = (owner: 'association' | 'organization') =>
    sql`select type from ${sql(`${owner}_events`)}
      where subject = ${params.reviewId} and outcome = 'success' order by seq`
  t.match(
    (await types('association')).map(({ type }) => type),
    ['review.started', 'review.locked', 'review.reopened'],
  )
})

t.test('findings have tags and a limit, and warnings that forbid nothing', async (t) => {
  const here = await play()
  const { call } = here
  const { params } = await things.begun(samples)(here)
  const { body } = samples('addReviewFinding')
  const odd = { ...(body as object), text: 'They should do more.', evidence: '' }
  const added = await call('addReviewFinding', { params, body: odd, as })
  t.match(added, { status: 201, body: { etag: /^"f1-/ } })
  const warned = await call('checkReviewFindings', { params, as })
  t.same(
    warned.body.items.map(({ detail: _, ...item }: { detail: string }) => item),
    [
      ['/text', 'judging-word'],
      ['/evidence', 'evidence-missing'],
    ].map(([pointer, code]) => ({ findingId: added.body.id, nodeCode: '4.1.2', pointer, code })),
  )
  const { nodeCode, kind, text, language } = body as Readonly<Record<string, string>>
  const short = { nodeCode, kind, text, language }
  t.match(await call('addReviewFinding', { params, body: short, as }), {
    status: 201,
    body: { importance: 'normal', factor: null, evidence: '', keyFactors: [], sources: [] },
  })
  const wrong = { ...short, factor: 'levels' }
  const refused = {
    status: 422,
    body: { code: 'document-invalid', errors: [{ pointer: '/factor', code: 'factor-unknown' }] },
  }
  t.match(await call('addReviewFinding', { params, body: wrong, as }), refused)
  const ids = { ...params, findingId: added.body.id }
  const put = { params: ids, body, as } as const
  t.match(await call('putReviewFinding', { ...put, ifMatch: '"old"' }), { status: 412 })
  const { etag } = added.body
  t.match(await call('putReviewFinding', { ...put, body: wrong, ifMatch: etag }), refused)
  const changed = await call('putReviewFinding', { ...put, ifMatch: added.body.etag })
  t.match(changed, { status: 200, body: { etag: /^"f2-/ } })
  const removed = { params: ids, as, ifMatch: changed.body.etag } as const
  t.equal((await call('removeReviewFinding', removed)).status, 204)
  t.equal((await call('removeReviewFinding', removed)).status, 204, 'nothing to lose')
  await sql`insert into review_findings (organization_id, id, review_id, code, content, revision, created_at,
      updated_at)
    select organization_id, gen_random_uuid(), id, '4.1.2', '{}', 1, now(), now() from reviews,
      generate_series(1, 400) where id = ${params.reviewId}`
  t.match(await call('addReviewFinding', { params, body, as }), {
    status: 409,
    body: { code: 'quota-reached', max: 400 },
  })
})

type Where = Readonly<Record<string, string>>

t.test(
  '403 while a conflict stands, with one body; 404 before a declaration and after',
  async (t) => {
    const here = await play()
    const { call, house } = here
    const known = await things.assessed(samples)(here)
    const params = { submissionId: known.submissionId }
    const assignments = {
      proposed: async () => {},
      declined: (where: Where, key: string) =>
        call('declineAssignment', { ...samples('declineAssignment'), params: where, as: key }),
      recused: async (where: Where, key: string) => {
        await call('declareInterests', { params: where, body: { interests: [] }, as: key })
        return call('recuseFromAssignment', {
          ...samples('recuseFromAssignment'),
          params: where,
          as: key,
        })
      },
      removed: (where: Where) =>
        call('removeAssignment', {
          ...samples('removeAssignment'),
          params: where,
          as: 'programmeManager',
        }),
    }
    for (const [state, reach] of Object.entries(assignments)) {
      const newcomer = await house.newcomer(state)
      const where = await asked(here, known, { assessor: await registered(here, newcomer) })
      const { key } = newcomer
      await reach(where, key)
      t.match(await call('getOwnAssignment', { params: where, as: key }), { body: { state } })
      t.match(await call('startReview', { params, as: key }), { status: 404 }, state)
      t.match(await call('listReviews', { params, as: key }), { status: 404 }, state)
    }
    const seat = { assessor: await registered(here, house.cast.assessor) }
    const where = await asked(here, known, seat)
    await call('declareInterests', { ...samples('declareInterests'), params: where, as })
    const bodies = []
    for (const id of ['startReview', 'listReviews', 'getConsensus']) {
      const { status, body } = await call(id, { params, as })
      t.equal(status, 403, id)
      bodies.push({ ...body, instance: '' })
    }
    t.match(bodies[0], { code: 'conflict-of-interest' })
    for (const body of bodies) t.same(body, bodies[0])
  },
)

t.test('no score is written after the lock, in any race of the two', async (t) => {
  const here = await play()
  const { call } = here
  const { params } = await things.begun(samples)(here)
  let ifMatch = await things.score(here, params, { as })
  const races = Number(process.env.PANEL_RACES ?? 100)
  const seen = { first: 0, late: 0, stale: 0 }
  let [revision, stored] = [1, 45]
  for (let race = 0; race < races; race += 1) {
    const percent = stored === 45 ? 50 : 45 // never what is there, which may be said at any time
    const code = '4.1.2'
    // A lock reads more before it holds anything: it gets a start, longer in each race of ten.
    const putting = async () => {
      await pause((race % 10) * 2)
      return call('putReviewScore', {
        params: { ...params, code },
        body: { percent },
        ifMatch: `"v${revision}-${code}"`,
        as,
      })
    }
    const [lock, put] = await Promise.all([call('lockReview', { params, ifMatch, as }), putting()])
    const [row] = await sql`select r.state, s.revision, s.percent_bp from reviews r
      join review_scores s on s.review_id = r.id where r.id = ${params.reviewId} and s.code = ${code}`
    if (lock.status === 200) {
      t.match(put, { status: 409, body: { code: 'immutable' } }, 'late')
      t.match(row, { state: 'locked', revision })
      seen.late += 1
      await call('reopenReview', { params, body: { reason: 'Again.' }, as: 'programmeManager' })
    } else {
      t.match([put.status, lock.status], [200, 412])
      t.match(row, { state: 'draft', revision: revision + 1, percent_bp: percent * 100 })
      revision += 1
      stored = percent
      seen.first += 1
    }
    ifMatch = (await call('getReview', { params, as })).body.etag
  }
  t.ok(seen.first + seen.late === races && seen.late > 0 && seen.first > 0, JSON.stringify(seen))
})
