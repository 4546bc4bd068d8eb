// A trend says what was published and where the series breaks; what is not published stays a gap.
import t from 'tap'
import { everyone } from '../../../src/core/benchmark/cohort.ts'
import { type CohortCells, cellsOf } from '../../../src/core/benchmark/comparison.ts'
import { policyOf } from '../../../src/core/benchmark/disclosure.ts'
import type { PublicEdition } from '../../../src/core/benchmark/public-edition.ts'
import { type KnownRelease, offers, trendOf } from '../../../src/core/benchmark/trend.ts'
import type { AssociationId, BenchmarkEditionId } from '../../../src/core/ids.ts'
import { descriptor, noon } from '../../fixtures/benchmark/edition.ts'
import { china, everyFamily } from '../../fixtures/benchmark/population.ts'

const edition = (number: number, other: Partial<PublicEdition> = {}): PublicEdition => ({
  ...descriptor,
  id: `01920f3e-7a13-7000-8000-00000000000${number}` as BenchmarkEditionId,
  associationId: '01920f3e-7a14-7000-8000-000000000001' as AssociationId,
  title: 'Edition',
  cutOffAt: noon(number),
  ...other,
})
const release = (number: number, other: Partial<PublicEdition> = {}): KnownRelease => ({
  edition: edition(number, other),
  state: 'published',
  publishedAt: noon(number + 1),
  retiredAt: null,
})
const row = (status: 'published' | 'withheld', p50: number | null) => ({
  cohortKey: 'all',
  node: 'total',
  status,
  nBand: p50 === null ? null : '5-8',
  p10: null,
  p25: null,
  p50,
  p75: null,
  p90: null,
  grid19: null,
})
const withMedian = (given: PublicEdition, p50: number | null): CohortCells =>
  cellsOf(given, everyone, [row(p50 === null ? 'withheld' : 'published', p50)])

t.test('points come by cut-off with what was published; gaps stay and say why', async (t) => {
  const releases = [
    release(4),
    { ...release(3), state: 'retired' as const, retiredAt: noon(9) },
    release(1),
    release(2),
    release(5),
  ]
  const medians: Readonly<Record<string, number | null>> = { 1: 4800, 2: null, 3: 5000, 4: 5100 }
  const asked: string[] = []
  const points = trendOf(releases, {
    node: 'total',
    cellsOf: ({ edition: given }) => {
      const number = given.id.slice(-1)
      asked.push(number)
      return number in medians ? withMedian(given, medians[number] ?? null) : null
    },
  })
  t.same(
    points.map(({ cutOffAt, gap, cell }) => [cutOffAt.getUTCDate(), gap, cell?.p50 ?? null]),
    [
      [1, null, 4800],
      [2, 'withheld', null],
      [3, 'retired', null],
      [4, null, 5100],
      [5, 'not_offered', null],
    ],
  )
  t.equal(
    points[1]?.cell?.reason,
    'protects_participants',
    'a withheld one looks as it does in cells',
  )
  t.equal(points[2]?.cell, null, 'nothing of a retired one')
  t.ok(points.every(({ seriesBreak }) => seriesBreak.length === 0))
  t.match(points[0], { synthetic: false, publishedAt: noon(2) })
})

t.test('a node that an edition does not compare is a gap', async (t) => {
  const [point] = trendOf([release(1)], {
    node: '9.9',
    cellsOf: ({ edition: given }) => withMedian(given, 4800),
  })
  t.equal(point?.gap, 'not_offered')
})

t.test('whatever makes two editions incomparable breaks the series, by name', async (t) => {
  const changes = {
    association: { associationId: '01920f3e-7a14-7000-8000-000000000002' as AssociationId },
    scoring: { scoringDigest: 'b'.repeat(64) },
    basis: { basis: 'assessed' },
    method: { quantile: 'HF7-smooth3' },
    grid: { policy: policyOf({ gridBp: 100 }) },
    profile: { policy: policyOf({ profile: 'strict' }) },
    owner_rule: { policy: policyOf({ ownerRule: 'cap25' }) },
    sector_scheme: {
      lattice: {
        ...descriptor.lattice,
        schemes: { ...descriptor.lattice.schemes, sector: 'isic-5' },
      },
    },
  } as const
  for (const [name, change] of Object.entries(changes)) {
    const points = trendOf([release(1), release(2, change as Partial<PublicEdition>)], {
      node: 'total',
      cellsOf: () => null,
    })
    t.same(points[1]?.seriesBreak, [name])
    t.same(points[0]?.seriesBreak, [])
  }
})

t.test('editions of one cut-off stand in the order of their ids', async (t) => {
  const releases = [release(2, { cutOffAt: noon(1) }), release(1)]
  for (const given of [releases, releases.toReversed()]) {
    const points = trendOf(given, { node: 'total', cellsOf: () => null })
    t.same(
      points.map(({ benchmarkEditionId }) => benchmarkEditionId.slice(-1)),
      ['1', '2'],
    )
  }
})

t.test('an edition offers the keys of its lattice in their one spelling', async (t) => {
  const [small, full] = [china('all', 'sector'), china(...everyFamily)]
  t.same(
    ['all', 'sector=C', 'region=CN-ZJ', 'sector=Z', 'size=large&sector=C', 'all=', ''].map(
      (key) => [offers(small, key), offers(full, key)],
    ),
    [
      [true, true],
      [true, true],
      [false, true],
      [false, false],
      [false, false],
      [false, false],
      [false, false],
    ],
  )
})
