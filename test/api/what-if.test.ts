// Other weights on the answers of a submission over HTTP: what they change, what hangs on them, where two change places.
import t from 'tap'
import { getScore } from '../../src/api/submissions/contract.ts'
import {
  getReversalWeights,
  getSensitivity,
  previewWhatIf,
} from '../../src/api/submissions/contract-what-if.ts'
import {
  associationWeighting,
  complete,
  draft,
  organizationWeighting,
  pointsMoved,
  questionnaire,
  submitted,
} from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { stage } from '../support/stage.ts'

const { house, sql } = await stage(t)
const answers = complete({ '4.1.2': { percent: 65 }, '4.3.2': { percent: 30 } })
const points = 450 + 10 - 6

const refusal = (status: number, code: string, more: object = {}) => ({
  status,
  body: { status, code, ...more },
})

t.test('previewWhatIf', async (t) => {
  const home = await house()
  const { call } = home
  const { params, submissionId } = await submitted(home, answers)

  t.test('200: numbers that are nowhere yet, in any mode; nothing is stored', async (t) => {
    const moved = await call(previewWhatIf, {
      params,
      body: { weighting: { items: pointsMoved() } },
    })
    t.match(moved, {
      status: 200,
      body: {
        first: { weighting: { kind: 'reference' }, total: { points } },
        other: { weighting: { kind: 'custom', id: null }, variant: 'custom' },
        differences: { total: { points: -3.5, exactPoints: '-7/2' } },
      },
    })
    const zero = { mode: 'within_category', items: { '4.3.2': 0, '4.3.3': 1 } }
    const { body } = await call(previewWhatIf, { params, body: { weighting: zero } })
    // 40 points at 30 % go to 45 %.
    t.match(body.differences.total, { points: 6, maxPoints: 0 })
    const rows = await sql`select kind from score_sheets where submission_id = ${submissionId}`
    t.same(
      rows.map(({ kind }) => kind),
      ['reference'],
    )
  })
  t.test("200: a published weighting, the own or an association's", async (t) => {
    for (const weighting of [await organizationWeighting(home), await associationWeighting(home)])
      t.match(await call(previewWhatIf, { params, body: { weighting } }), {
        status: 200,
        body: { other: { weighting: { id: weighting.id, version: weighting.version } } },
      })
  })
  t.test('422 for numbers off by a hundredth, and for weightings that are not there', async (t) => {
    const items = { ...pointsMoved(), '4.1.3': 29.99 }
    t.match(
      await call(previewWhatIf, { params, body: { weighting: { items } } }),
      refusal(422, 'document-invalid', {
        errors: [{ pointer: '/weighting/items', code: 'sum-wrong', detail: /-0\.01/ }],
      }),
    )
    const elsewhere = await house()
    for (const weighting of [
      { organizationId: home.organizationId, id: newId(), version: '1.0.0' },
      await organizationWeighting(elsewhere),
      await associationWeighting(elsewhere),
      await organizationWeighting(home, { publish: 'leave it a draft' }),
    ])
      t.match(
        await call(previewWhatIf, { params, body: { weighting } }),
        refusal(422, 'document-invalid', { errors: [{ code: 'weighting-unknown' }] }),
      )
  })
  t.test('404 to whoever sees no score', async (t) => {
    const body = { weighting: { items: pointsMoved() } }
    for (const as of ['associationAdmin', 'otherOrganizationAdmin'] as const)
      t.equal((await call(previewWhatIf, { params, body, as })).status, 404, as)
  })
})

t.test('getSensitivity', async (t) => {
  const home = await house()
  const { call } = home
  const weighting = await organizationWeighting(home)
  const { params } = await submitted(home, answers, { weighting })

  t.test('200: bars, lever and a spread that the seed repeats', async (t) => {
    const { status, body } = await call(getSensitivity, { params })
    t.equal(status, 200)
    t.match(body, {
      total: { percent: 45.4, points, exactPoints: String(points) },
      shiftBp: 400,
      lever: '4.1.2',
      spread: { approximate: true, concentration: 100, seed: 1, draws: 1000 },
    })
    t.equal(body.bars.length, 23)
    t.same(
      body.bars.slice(0, 2).map(({ code }: { readonly code: string }) => code),
      ['4.1.2', '4.3.2'],
    )
    // T + d (s - T) / (1 - w) = 45.4 + .04 x 19.6 / .95
    t.match(body.bars[0], { shareBp: 500, maxPoints: 50, up: { percent: 46.23 }, percent: 65 })
    t.ok(body.spread.p5 < body.spread.p50 && body.spread.p50 < body.spread.p95)
    t.same((await call(getSensitivity, { params })).body, body)
    const other = await call(getSensitivity, { params, query: { seed: 2, draws: 50, shiftBp: 1 } })
    t.match(other.body, { shiftBp: 1, spread: { seed: 2, draws: 50 } })
    t.not(other.body.spread.p50, body.spread.p50)
  })
  t.test('200: under the own weighting, of a draft too', async (t) => {
    const query = { weighting: 'own' }
    const own = (await call(getScore, { params, query })).body.total
    t.match((await call(getSensitivity, { params, query })).body.total, { points: own.points })
    const open = await draft(home, answers, { weighting })
    t.match((await call(getSensitivity, { params: open.params, query })).body.total, {
      points: own.points,
    })
  })
  t.test('404 without an own weighting, and to whoever sees no score', async (t) => {
    const without = await submitted(home, answers)
    const query = { weighting: 'own' }
    t.equal((await call(getSensitivity, { params: without.params, query })).status, 404)
    t.equal((await call(getSensitivity, { params, as: 'associationAdmin' })).status, 404)
  })
  t.test('422 for a model without a total, 400 for what is out of bounds', async (t) => {
    const caf = { questionnaire: { key: 'caf-2020-classical', version: '1.0.0' } }
    const { params: other } = await draft(home, {}, caf)
    t.match(
      await call(getSensitivity, { params: other }),
      refusal(422, 'document-invalid', { errors: [{ code: 'not-linear' }] }),
    )
    for (const query of [
      { draws: '0' },
      { draws: '5001' },
      { seed: '4294967296' },
      { shiftBp: '10001' },
      { weighting: 'custom' },
    ])
      t.equal((await call(getSensitivity, { params, query })).status, 400, JSON.stringify(query))
  })
})

t.test('getReversalWeights', async (t) => {
  const home = await house()
  const { call } = home
  const first = await submitted(home, answers)
  const second = await draft(home, complete({ '4.1.2': { percent: 30 }, '4.7.2': { percent: 55 } }))
  const query = { against: second.submissionId }

  t.test('200: at each of these weights both totals are equal', async (t) => {
    const { status, body } = await call(getReversalWeights, { params: first.params, query })
    t.equal(status, 200)
    // 450 + 10 - 6 against 450 - 7.5 + 8
    t.match(body, { first: { points: 454 }, other: { points: 450.5 } })
    t.equal(body.reversals[0].code, '4.1.2', 'where they differ most, the least change turns them')
    const least = body.reversals.find(({ code }: { readonly code: string }) => code === '4.7.2')
    const grown =
      Number(least.exactReversalShare.split('/')[0]) /
      Number(least.exactReversalShare.split('/')[1])
    const rest = (1 - grown) / (1 - 0.08)
    const total = (value: number, own: number) =>
      value * rest - own * 80 * rest + own * 1000 * grown
    t.ok(Math.abs(total(454, 0.45) - total(450.5, 0.55)) < 1e-9, 'computed independently')
  })
  t.test('404 for what is not of this organization', async (t) => {
    const elsewhere = await submitted(await house(), answers)
    for (const against of [newId(), elsewhere.submissionId])
      t.equal(
        (await call(getReversalWeights, { params: first.params, query: { against } })).status,
        404,
      )
    t.equal(
      (await call(getReversalWeights, { params: first.params, query, as: 'associationAdmin' }))
        .status,
      404,
    )
  })
  t.test('422 for another questionnaire', async (t) => {
    const other = await draft(
      home,
      {},
      { questionnaire: { ...questionnaire, key: 'gbt-19580-2004' } },
    )
    t.match(
      await call(getReversalWeights, {
        params: first.params,
        query: { against: other.submissionId },
      }),
      refusal(422, 'document-invalid', {
        errors: [{ parameter: 'against', code: 'other-questionnaire' }],
      }),
    )
  })
  t.test('400 without the other one', async (t) => {
    t.equal((await call(getReversalWeights, { params: first.params })).status, 400)
  })
})
