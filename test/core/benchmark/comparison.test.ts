import t from 'tap'
import { type Family, ladderOf, parseCohort } from '../../../src/core/benchmark/cohort.ts'
import {
  type ComparedEdition,
  cellsOf,
  compareByLadder,
  compareWith,
  type WantedTier,
} from '../../../src/core/benchmark/comparison.ts'
import type { PublishedRow } from '../../../src/core/benchmark/published-row.ts'
import { editionId } from '../../fixtures/benchmark/edition.ts'
import { china, everyFamily, node } from '../../fixtures/benchmark/population.ts'

const edition = (...families: readonly Family[]): ComparedEdition => ({
  id: editionId,
  questionnaireKey: 'gbt-19580-2012',
  basis: 'self',
  synthetic: false,
  quantile: 'HF7',
  policy: { gridBp: 50, profile: 'standard' },
  lattice: china(...families),
  nodes: [
    node('1.1', 'item', '1'),
    node('1', 'category', '1'),
    { ...node('total', 'total', null), maxPoints: 1000 },
  ],
})
const now = edition('all', 'sector')
const full = edition(...everyFamily)

const withheld = (cohortKey: string, node: string): PublishedRow => ({
  cohortKey,
  node,
  status: 'withheld',
  nBand: null,
  p10: null,
  p25: null,
  p50: null,
  p75: null,
  p90: null,
  grid19: null,
})
const published = (cohortKey: string, node: string, tier: WantedTier): PublishedRow => ({
  ...withheld(cohortKey, node),
  status: 'published',
  nBand: { median: '5-8', quartiles: '9-20', deciles: '21-49' }[tier],
  p50: 4800,
  ...(tier === 'median' ? {} : { p25: 4100, p75: 5500 }),
  ...(tier === 'deciles' ? { p10: 3350, p90: 6150 } : {}),
})
const cohort = (key: string, tier: WantedTier | null) =>
  ['1.1', '1', 'total'].map((code) =>
    tier === null ? withheld(key, code) : published(key, code, tier),
  )

const place = { sector: 'C', region: 'CN-ZJ', size: 'large' }
const own = { '1.1': null, '1': 4000, total: 5040 }
const given = (rows: readonly PublishedRow[], tier: WantedTier = 'median', of = now) => ({
  edition: of,
  cells: [...new Set(rows.map(({ cohortKey }) => cohortKey))].map((key) =>
    cellsOf(of, parseCohort(key, of.lattice), rows),
  ),
  own,
  tier,
})

t.test('a comparison has exactly the members of the design', async (t) => {
  const key = 'sector=C&region=CN-ZJ'
  const answer = compareWith(
    given(cohort(key, 'deciles'), 'median', full),
    parseCohort(key, full.lattice),
  )
  t.same(
    { ...answer, nodes: answer.nodes.slice(2) },
    {
      benchmarkEditionId: editionId,
      questionnaireKey: 'gbt-19580-2012',
      basis: 'self',
      synthetic: false,
      unit: 'bp',
      method: { quantile: 'HF7', gridBp: 50, profile: 'standard' },
      cohort: {
        key,
        sector: { scheme: 'gbt-4754-2017', code: 'C' },
        region: { scheme: 'iso-3166-2', code: 'CN-ZJ' },
        size: null,
      },
      ladder: [{ cohortKey: key, outcome: 'used' }],
      nodes: [
        {
          code: 'total',
          kind: 'total',
          maxPoints: 1000,
          status: 'published',
          reason: null,
          nBand: '21-49',
          precision: 'indicative',
          p10: 3350,
          p25: 4100,
          p50: 4800,
          p75: 5500,
          p90: 6150,
          grid19: null,
          bestInClass: { value: 6150, basis: 'p90' },
          own: {
            value: 5040,
            gapToMedian: 240,
            gapToBest: -1110,
            band: 'p50_p75',
            percentile: null,
            percentileBound: null,
          },
        },
      ],
    },
  )
  t.same(
    answer.nodes.map(({ own }) => own.value),
    [null, 4000, 5040],
    'all nodes, in the order of the edition',
  )
})

t.test('the cells of a cohort carry no own position and no ladder', async (t) => {
  const cells = cellsOf(now, parseCohort('sector=C', now.lattice), cohort('sector=C', 'median'))
  t.notOk('ladder' in cells)
  t.ok(cells.nodes.every((each) => !('own' in each)))
})

const shapeOf = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shapeOf(each)]))
    : null

t.test(
  'withheld cells have every member, tell no cause, and are equal but for the key (T3)',
  async (t) => {
    const cells = (key: string) => cellsOf(now, parseCohort(key, now.lattice), cohort(key, null))
    const { cohort: c, ...first } = cells('sector=C')
    const { cohort: j, ...second } = cells('sector=J')
    t.same(JSON.stringify(first), JSON.stringify(second))
    t.same([c.key, j.key], ['sector=C', 'sector=J'])
    t.ok(
      first.nodes.every(
        ({ status, reason }) => status === 'withheld' && reason === 'protects_participants',
      ),
    )
    const { code, kind, maxPoints, status, reason, ...numbers } = first.nodes[0] ?? {}
    t.ok(Object.values(numbers).every((each) => each === null))
    const shown = cellsOf(now, parseCohort('sector=C', now.lattice), cohort('sector=C', 'median'))
    t.same(Object.keys(shown.nodes[0] ?? {}), Object.keys(first.nodes[0] ?? {}))
    t.same(shapeOf(shown.method), shapeOf(first.method))
  },
)

t.test('a missing row reads like a withheld one', async (t) => {
  const key = parseCohort('sector=C', now.lattice)
  t.same(cellsOf(now, key, []), cellsOf(now, key, cohort('sector=C', null)))
})

t.test('two members read the same numbers of one cohort (T10)', async (t) => {
  const sector = parseCohort('sector=C', now.lattice)
  const rows = cohort('sector=C', 'quartiles')
  const published = (values: Record<string, number | null>) =>
    compareWith({ ...given(rows), own: values }, sector).nodes.map(({ own, ...cell }) => cell)
  t.same(published({ total: 100 }), published({ total: 9900 }))
})

const ladder = (
  tiers: Readonly<Record<string, WantedTier | null>>,
  {
    tier = 'median',
    at = place,
    of = now,
  }: { tier?: WantedTier; at?: object; of?: ComparedEdition } = {},
) => {
  const rows = Object.entries(tiers).flatMap(([key, shown]) => cohort(key, shown))
  const answer = compareByLadder(given(rows, tier, of), ladderOf({ ...place, ...at }, of.lattice))
  return {
    key: answer.cohort.key,
    outcomes: answer.ladder.map(({ cohortKey, outcome }) => `${cohortKey} ${outcome}`),
    statuses: [...new Set(answer.nodes.map(({ status }) => status))],
  }
}

t.test('the narrowest published cohort serves the whole page', async (t) => {
  t.same(ladder({ 'sector=C': 'median', all: 'deciles' }), {
    key: 'sector=C',
    outcomes: ['sector=C used', 'all not_reached'],
    statuses: ['published'],
  })
  t.same(ladder({ 'sector=C': null, all: 'deciles' }), {
    key: 'all',
    outcomes: ['sector=C withheld', 'all used'],
    statuses: ['published'],
  })
})

t.test('the wanted tier leads to a wider cohort that shows it', async (t) => {
  const tiers = { 'sector=C': 'quartiles', all: 'deciles' } as const
  t.equal(ladder(tiers, { tier: 'quartiles' }).key, 'sector=C')
  t.equal(ladder(tiers, { tier: 'deciles' }).key, 'all')
})

t.test('if none passes, all is shown withheld in the same shape', async (t) => {
  t.same(ladder({ 'sector=C': 'median', all: 'quartiles' }, { tier: 'deciles' }), {
    key: 'all',
    outcomes: ['sector=C withheld', 'all withheld'],
    statuses: ['withheld'],
  })
})

t.test('a rung for which the member has no code is not applicable', async (t) => {
  t.same(ladder({ all: 'median' }, { at: { sector: 'unlisted' } }).outcomes, [
    'null not_applicable',
    'all used',
  ])
  t.same(
    ladder({ 'region=CN-ZJ': 'median' }, { at: { sector: null, size: null }, of: full }).outcomes,
    [
      'null not_applicable',
      'null not_applicable',
      'null not_applicable',
      'region=CN-ZJ used',
      'null not_applicable',
      'all not_reached',
    ],
  )
})

t.test('without a total the first category decides', async (t) => {
  const of = { ...now, nodes: now.nodes.slice(0, 2) }
  t.equal(ladder({ 'sector=C': 'median', all: 'median' }, { of }).key, 'sector=C')
  const rows = [published('all', '1', 'median'), published('sector=C', '1.1', 'median')]
  const answer = compareByLadder(given(rows, 'median', of), ladderOf(place, of.lattice))
  t.equal(answer.cohort.key, 'all', 'an item does not decide')
  const bare = { ...now, nodes: [] }
  t.equal(
    compareByLadder(given(rows, 'median', bare), ladderOf(place, now.lattice)).nodes.length,
    0,
  )
})

t.test('the cohort asked for is shown as it is published, whatever the tier', async (t) => {
  const sector = parseCohort('sector=C', now.lattice)
  const answer = compareWith(given(cohort('sector=C', 'median'), 'deciles'), sector)
  t.same(answer.ladder, [{ cohortKey: 'sector=C', outcome: 'withheld' }])
  t.equal(answer.nodes[2]?.p50, 4800)
  const hidden = compareWith(given(cohort('sector=C', null)), sector)
  t.match(hidden.nodes[2], {
    status: 'withheld',
    own: { value: 5040, gapToMedian: null, band: null },
  })
})
