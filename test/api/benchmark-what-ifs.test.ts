// What-ifs and trends over HTTP: answers that nobody has given, and one cohort over the years.
import t from 'tap'
import { getBenchmarkCells } from '../../src/api/benchmarks/contract.ts'
import { retireBenchmarkEdition } from '../../src/api/benchmarks/contract-association.ts'
import { compareSubmission } from '../../src/api/benchmarks/contract-comparison.ts'
import { getBenchmarkTrend } from '../../src/api/benchmarks/contract-trends.ts'
import { compareWhatIf } from '../../src/api/benchmarks/contract-what-ifs.ts'
import {
  background,
  builtEdition,
  demand,
  populate,
  publishedEdition,
} from '../support/benchmarks.ts'
import { complete, draft, questionnaire } from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { stage } from '../support/stage.ts'
import { gbt } from '../support/submissions.ts'

const theStage = await stage(t)
const { sql } = theStage
await background(t, theStage)
const house = await theStage.house({ synthetic: true })
const { call } = house
await populate(theStage, house.associationId, { organizations: 120 })
const edition = await publishedEdition(theStage, house)
const { benchmarkEditionId: id, params } = edition

const whatIf = (answers: object, more: object = {}, by: object = {}) =>
  call(compareWhatIf, { body: { questionnaire, answers, ...more }, ...by })

t.test('compareWhatIf', async (t) => {
  const answers = complete({ '4.1.2': { percent: 80 } })

  t.test(
    '200 says what a draft with these answers would be told, and stores nothing',
    async (t) => {
      const before = await sql`select count(*)::int as n from submissions`
      const { status, body, headers } = await whatIf(answers)
      t.equal(status, 200)
      t.equal(headers['cache-control'], 'private, no-store')
      t.match(body, {
        benchmarkEditionId: id,
        ladder: [{ cohortKey: 'sector=C' }, { cohortKey: 'all' }],
      })
      t.strictSame(await sql`select count(*)::int as n from submissions`, before)
      const { params: there } = await draft(house, answers)
      t.strictSame(body, (await call(compareSubmission, { params: there })).body)
      const some = { '4.1.2': { percent: 70 } }
      const { params: unfinished } = await draft(house, some)
      const told = await call(compareSubmission, { params: unfinished })
      t.strictSame((await whatIf(some)).body, told.body, 'of an unfinished one too')
    },
  )

  t.test('200 by the asked edition, cohort and tier', async (t) => {
    const named = { benchmarkEditionId: id, cohort: 'all', tier: 'deciles' }
    const { body } = await whatIf(answers, named)
    t.strictSame(body.ladder, [{ cohortKey: 'all', outcome: 'used' }])
  })

  t.test('trying every value tells no more than what is published (T7)', async (t) => {
    const cells = await call(getBenchmarkCells, { params, query: { cohort: 'all' } })
    const cell = cells.body.nodes.find(({ code }: { code: string }) => code === '4.1.2')
    const bounds = [cell.p10, cell.p25, cell.p50, cell.p75, cell.p90]
    t.ok(bounds.every(Number.isInteger))
    let last = null
    for (let percent = 0; percent <= 100; percent += 5) {
      const { body } = await whatIf({ '4.1.2': { percent } }, { cohort: 'all' })
      const { own, ...row } = body.nodes.find(({ code }: { code: string }) => code === '4.1.2')
      t.strictSame(row, cell)
      const passed = bounds.filter((bound) => bound <= percent * 100).length
      if (last !== null && last.passed === passed) t.equal(own.band, last.band, `${percent} %`)
      last = { passed, band: own.band }
    }
  })

  t.test('400 for what is no such request, 422 for answers that fit no node', async (t) => {
    t.match(await whatIf(answers, { cohort: 'sector=c' }), {
      status: 400,
      body: { code: 'cohort-not-offered' },
    })
    t.match(await whatIf(answers, { tier: 'all' }), { status: 400 })
    t.match(await whatIf({ '9.9': { percent: 50 } }), {
      status: 422,
      body: { code: 'document-invalid', errors: [{ pointer: '/answers/9.9' }] },
    })
  })

  t.test('401, 403 and 404 as for a submission', async (t) => {
    t.equal((await whatIf(answers, {}, { as: null })).status, 401)
    const { key } = await house.keyOf('organizationAdmin', ['benchmarks:read'])
    t.equal((await whatIf(answers, {}, { as: key })).status, 403)
    for (const as of ['strangerAdmin', 'associationAdmin', 'chapterAdmin'])
      t.equal((await whatIf(answers, {}, { as })).status, 404, as)
    const unknown = { questionnaire: { key: gbt.key, version: '9.0.0' } }
    t.equal((await whatIf(answers, unknown)).status, 404)
    t.equal((await whatIf(answers, { benchmarkEditionId: newId() })).status, 404)
    const built = await builtEdition(house)
    t.equal((await whatIf(answers, built.params)).status, 404)
    const other = { questionnaire: { key: 'baldrige-2023-2024', version: '1.0.0' } }
    t.equal((await whatIf({}, other)).status, 404, 'nothing is published of it')
  })
})

t.test('getBenchmarkTrend', async (t) => {
  const trend = (query: object = {}, by: object = {}) =>
    call(getBenchmarkTrend, { query: { questionnaireKey: gbt.key, ...query }, ...by })
  const other = await theStage.house({ synthetic: true })
  await populate(theStage, other.associationId, { organizations: 60 })
  const later = await publishedEdition(theStage, other, {
    cutOffAt: '2026-10-02T00:00:00.000Z',
    profile: 'strict',
    quantile: 'HF7-smooth3',
  })

  t.test('200 with what was published, by cut-off, and where the series breaks', async (t) => {
    const { status, body } = await trend()
    t.equal(status, 200)
    const cells = await call(getBenchmarkCells, { params })
    t.match(body, { questionnaireKey: gbt.key, node: 'total', cohort: 'all' })
    t.equal(body.points.length, 2)
    t.match(body.points[0], { benchmarkEditionId: id, gap: null, seriesBreak: [] })
    t.strictSame(body.points[0].cell, cells.body.nodes.at(-1))
    t.match(body.points[1], {
      benchmarkEditionId: later.benchmarkEditionId,
      seriesBreak: ['association', 'method', 'profile'],
      cell: { status: 'published' },
    })
    const own = await trend({ associationId: other.associationId })
    t.equal(own.body.points.length, 1)
    const region = await trend({ cohort: 'sector=T', node: '4.1.2' })
    t.match(region.body.points[0], { gap: 'withheld', cell: { p50: null, status: 'withheld' } })
  })

  t.test(
    '200 without a point of what is not out, and with a gap where one is retired',
    async (t) => {
      await builtEdition(house)
      t.equal((await trend()).body.points.length, 2)
      const none = await trend({ questionnaireKey: 'baldrige-2023-2024', cohort: 'sector=C' })
      t.strictSame(none.body.points, [])
      const body = { reason: 'Wrong cut-off' }
      const retiring = { params: later.params, body }
      await other.call(retireBenchmarkEdition, { ...retiring, as: 'associationAdmin' })
      demand(200, await other.call(retireBenchmarkEdition, { ...retiring, as: later.second }))
      t.match((await trend()).body.points[1], { gap: 'retired', cell: null })
      t.equal((await trend({ node: '9.9' })).body.points[0].gap, 'not_offered')
    },
  )

  t.test('400 for a cohort that no edition offers, and anything extra', async (t) => {
    for (const cohort of ['size=large', 'sector=c', 'x'])
      t.match(
        await trend({ cohort }),
        { status: 400, body: { code: 'cohort-not-offered' } },
        cohort,
      )
    t.match(await trend({ sort: 'p50' }), { status: 400, body: { code: 'validation-failed' } })
  })

  t.test('401 without a credential, 403 without the scope', async (t) => {
    t.equal((await trend({}, { as: null })).status, 401)
    const { key } = await house.keyOf('organizationAdmin', ['benchmarks:position'])
    t.equal((await trend({}, { as: key })).status, 403)
  })
})
