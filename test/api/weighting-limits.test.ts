// Limits of an association over HTTP, where they bind, and which submissions use a weighting.
import t from 'tap'
import {
  createSubmission,
  submitSubmission,
  updateSubmission,
} from '../../src/api/submissions/contract.ts'
import { listWeightingUses } from '../../src/api/submissions/contract-uses.ts'
import {
  createAssociationWeighting,
  createWeighting,
  publishAssociationWeighting,
  publishWeighting,
} from '../../src/api/weightings/contract.ts'
import {
  deleteWeightingLimits,
  getWeightingLimits,
  getWeightingLimitsInForce,
  putWeightingLimits,
} from '../../src/api/weightings/contract-limits.ts'
import {
  associationWeighting,
  complete,
  draft,
  organizationWeighting,
  pointsMoved,
  questionnaire,
} from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { type House, stage } from '../support/stage.ts'

const { house } = await stage(t)

const refusal = (status: number, code: string, more: object = {}) => ({
  status,
  body: { status, code, ...more },
})
const params = { questionnaireKey: questionnaire.key }
const as = 'associationAdmin'
const tight = { ranges: { '4.1.2': { min: 45 } } }
const set = async ({ call }: House, body: object = tight, ifMatch?: string) => {
  const put = await call(putWeightingLimits, {
    as,
    params,
    body,
    ...(ifMatch === undefined ? { ifNoneMatch: '*' } : { ifMatch }),
  })
  if (put.status !== 200) throw new Error(put.text)
  return put.body
}

t.test('limits are set, read, changed and taken away', async (t) => {
  const home = await house()
  const { call } = home
  t.match(await call(getWeightingLimits, { as, params }), refusal(404, 'not-found'))
  const first = await set(home)
  t.match(first, { associationId: home.associationId, limits: tight })
  t.same((await call(getWeightingLimits, { as, params })).body, first)
  t.same(await set(home, tight, '"stale"'), first, 'the same again')
  t.same(await set(home, tight), first, 'as if it were the first time')
  t.match(
    await call(putWeightingLimits, { as, params, body: { zeroAllowed: false }, ifNoneMatch: '*' }),
    refusal(412, 'precondition-failed'),
  )
  const next = await set(home, { zeroAllowed: false }, first.etag)
  t.not(next.etag, first.etag)
  for (const [who, status] of [
    ['organizationAdmin', 404],
    ['chapterAdmin', 404],
  ] as const)
    t.equal(
      (await call(putWeightingLimits, { as: who, params, body: tight, ifNoneMatch: '*' })).status,
      status,
    )
  const inForce = await call(getWeightingLimitsInForce, { query: params })
  t.match(inForce, { status: 200, body: { limits: [next] } })
  const gone = await call(deleteWeightingLimits, { as, params, ifMatch: next.etag })
  t.equal(gone.status, 204)
  t.equal((await call(deleteWeightingLimits, { as, params, ifMatch: '"x"' })).status, 204)
  t.same((await call(getWeightingLimitsInForce, { query: params })).body.limits, [])
})

t.test(
  '422 for limits that mean nothing or that nobody could meet, 404 for no questionnaire, and nothing is set',
  async (t) => {
    const { call } = await house()
    for (const [body, pointer] of [
      [{ ranges: { '9.9': { min: 1 } } }, '/ranges/9.9'],
      [{ ranges: { '4.1.2': { min: 5, max: 4 } } }, '/ranges/4.1.2'],
      [{ ranges: { '4.7.2': { min: 1000.01 } } }, '/ranges'],
      [
        { ranges: { '4.3': { min: 80 }, '4.3.2': { max: 30 }, '4.3.3': { max: 40 } } },
        '/ranges/4.3',
      ],
      [{ ranges: { '4.1.2': { max: 0 } }, zeroAllowed: false }, '/ranges/4.1.2'],
      [{ ranges: { '4.7': { max: 349 } }, leastResultsShareBp: 3500 }, '/leastResultsShareBp'],
    ] as const)
      t.match(
        await call(putWeightingLimits, { as, params, body, ifNoneMatch: '*' }),
        refusal(422, 'document-invalid', { errors: [{ pointer }] }),
      )
    const other = { questionnaireKey: 'no-such-model' }
    t.equal(
      (await call(putWeightingLimits, { as, params: other, body: tight, ifNoneMatch: '*' })).status,
      404,
    )
    t.equal((await call(getWeightingLimits, { as, params })).status, 404)
  },
)

t.test('they bind who publishes, who chooses and who submits, and nobody elsewhere', async (t) => {
  const home = await house()
  const { call } = home
  const before = await organizationWeighting(home)
  const chosen = await draft(home, complete(), { weighting: before })
  const { etag } = await set(home)
  const broken = refusal(422, 'document-invalid', { errors: [{ code: 'limit-range' }] })

  const made = await call(createWeighting, {
    body: { questionnaire, title: 'Own view', items: pointsMoved() },
  })
  t.equal(made.status, 201, 'a draft may be unfinished')
  const own = { params: { weightingId: made.body.id }, ifMatch: made.body.etag }
  t.match(await call(publishWeighting, own), broken)
  const theirs = await call(createAssociationWeighting, {
    as,
    body: { questionnaire, title: 'Programme view', items: pointsMoved() },
  })
  const shared = { as, params: { weightingId: theirs.body.id }, ifMatch: theirs.body.etag } as const
  t.match(await call(publishAssociationWeighting, shared), broken, 'the association itself')

  const body = { questionnaire, title: 'Late', weighting: before }
  t.match(await call(createSubmission, { body }), broken)
  const open = await draft(home)
  t.match(
    await call(updateSubmission, {
      params: open.params,
      body: { weighting: before },
      ifMatch: open.etag,
    }),
    broken,
  )
  t.match(await call(submitSubmission, { params: chosen.params, ifMatch: chosen.etag }), broken)

  const elsewhere = await house()
  t.ok(await organizationWeighting(elsewhere), 'another tree has no such limits')
  await call(deleteWeightingLimits, { as, params, ifMatch: etag })
  t.equal((await call(publishWeighting, own)).status, 200, 'control: without limits it passes')
  t.equal((await call(publishAssociationWeighting, shared)).status, 200)
  t.equal(
    (await call(submitSubmission, { params: chosen.params, ifMatch: chosen.etag })).status,
    200,
  )
})

t.test('a weighting names the submissions that use it, of its own house only', async (t) => {
  const home = await house()
  const { call } = home
  const own = await organizationWeighting(home)
  const shared = await associationWeighting(home)
  const uses = async (weightingId: string, more: object = {}) =>
    call(listWeightingUses, { params: { weightingId }, ...more })
  t.same((await uses(own.id)).body.items, [], 'an own one that nobody uses')
  const mine = [
    await draft(home, {}, { weighting: own }),
    await draft(home, {}, { weighting: own }),
  ]
  await draft(home, {}, { weighting: shared })
  await draft(home)
  const listed = await uses(own.id)
  t.same(
    listed.body.items.map(({ id }: { readonly id: string }) => id),
    mine.map(({ submissionId }) => submissionId).reverse(),
  )
  const page = await uses(own.id, { query: { limit: 1 } })
  t.equal(page.body.items.length, 1)
  const next = await uses(own.id, { query: { limit: 1, cursor: page.body.nextCursor } })
  t.match(next.body, { items: [{ id: mine[0]?.submissionId }], nextCursor: null })
  t.equal((await uses(shared.id)).body.items.length, 1)
  t.equal((await uses(newId())).status, 404)
  for (const who of ['associationAdmin', 'otherOrganizationAdmin'] as const)
    t.equal((await uses(own.id, { as: who })).status, 404, who)
})
