// Gaps and strengths over HTTP: the comparison, ranked in points under the weighting that a submission names.
import t from 'tap'
import { compareSubmission } from '../../src/api/benchmarks/contract-comparison.ts'
import { rankBenchmarkGaps } from '../../src/api/benchmarks/contract-gaps.ts'
import { compareWhatIf } from '../../src/api/benchmarks/contract-what-ifs.ts'
import { background, populate, publishedEdition } from '../support/benchmarks.ts'
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
import { gbt, itemsOf } from '../support/submissions.ts'

const theStage = await stage(t)
await background(t, theStage)
const house = await theStage.house({ synthetic: true })
const { call } = house
await populate(theStage, house.associationId, { organizations: 120 })
const { benchmarkEditionId } = await publishedEdition(theStage, house)

type Ranked = { readonly code: string; readonly points: number; readonly maxPoints: number }
type Node = {
  readonly code: string
  readonly p50: number
  readonly bestInClass: { readonly value: number } | null
  readonly own: { readonly value: number }
}
const answers = complete({
  '4.1.2': { percent: 10 },
  '4.3.2': { percent: 10 },
  '4.7.2': { percent: 95 },
})
const cohort = { cohort: 'all' }
const gapsOf = (
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>> = cohort,
  by: object = {},
) => call(rankBenchmarkGaps, { params, query, ...by })

/** What the list must be, from the comparison and the points of the items. */
const expected = (nodes: readonly Node[], points: Readonly<Record<string, number>>) =>
  nodes
    .filter(({ code }) => code in points)
    .map(({ code, p50, bestInClass, own }) => {
      const distance = (bestInClass?.value ?? p50) - own.value
      return { code, points: Math.round((distance * Number(points[code])) / 100) / 100 }
    })
    .filter(({ points: gain }) => gain > 0)
    .toSorted((a, b) => b.points - a.points)

t.test('200 ranks by points to gain under the reference where no weighting is named', async (t) => {
  const { params } = await submitted(house, answers)
  const { status, body, headers } = await gapsOf(params)
  t.equal(status, 200)
  t.equal(headers['cache-control'], 'private, no-store')
  const { body: comparison } = await call(compareSubmission, { params, query: cohort })
  const { nodes, ...head } = comparison
  const { gaps, strengths, weighting, ...sameHead } = body
  t.strictSame(sameHead, head)
  t.strictSame(weighting, { kind: 'reference', id: null, version: null })
  const points = Object.fromEntries(itemsOf(gbt).map((item) => [item.code, item.points]))
  const shown = gaps.map(({ code, points: gain }: Ranked) => ({ code, points: gain }))
  t.strictSame(shown, expected(nodes, points))
  t.ok(shown.length > 10)
  t.equal(strengths[0].code, '4.7.2')
  t.match(strengths[0], { target: { basis: 'p50' }, own: 9500 })
})

t.test('200 under the weighting that a draft or a submission names, whoever made it', async (t) => {
  const own = await organizationWeighting(house, { body: { items: pointsMoved(30) } })
  const programme = await associationWeighting(house)
  const plain = await gapsOf((await draft(house, answers)).params)
  const of = (list: readonly Ranked[], code: string) => list.find((each) => each.code === code)
  for (const [weighting, by] of [
    [own, 30],
    [programme, 5],
  ] as const) {
    const before = await draft(house, answers, { weighting })
    const { body } = await gapsOf(before.params)
    t.match(body.weighting, { kind: 'own', id: weighting.id, version: weighting.version })
    const [reference, weighed] = [plain, { body }].map(({ body: { gaps } }) => of(gaps, '4.1.2'))
    t.equal(weighed?.maxPoints, Number(reference?.maxPoints) - by)
    t.ok(Number(weighed?.points) < Number(reference?.points))
    const after = await submitted(house, answers, { weighting })
    t.strictSame((await gapsOf(after.params)).body, body, 'and once it is submitted')
  }
})

t.test('400, 401, 403 and 404 as for the comparison', async (t) => {
  const { params } = await submitted(house, answers)
  t.match(await gapsOf(params, { cohort: 'sector=c' }), {
    status: 400,
    body: { code: 'cohort-not-offered' },
  })
  t.equal((await gapsOf(params, { sort: 'points' })).status, 400)
  t.equal((await gapsOf(params, cohort, { as: null })).status, 401)
  const { key } = await house.keyOf('organizationAdmin', ['benchmarks:read'])
  t.equal((await gapsOf(params, cohort, { as: key })).status, 403)
  for (const as of ['strangerAdmin', 'associationAdmin', 'otherOrganizationAdmin'])
    t.equal((await gapsOf(params, cohort, { as })).status, 404, as)
  t.equal((await gapsOf({ submissionId: newId() })).status, 404)
  t.equal((await gapsOf(params, { benchmarkEditionId: newId() })).status, 404)
})

t.test('410 of a retired edition', async (t) => {
  const { params } = await submitted(house, answers)
  await theStage.sql`update bench_pub.editions set state = 'retired', retired_at = now()
    where id = ${benchmarkEditionId}`
  const gone = { status: 410, body: { code: 'gone' } }
  t.match(await gapsOf(params, { benchmarkEditionId }), gone)
  const body = { questionnaire, answers, benchmarkEditionId }
  t.match(await call(compareWhatIf, { body }), gone, 'and of a what-if')
})
