// Gaps in points under the weighting in force, the most to gain first; strengths beside them.
import t from 'tap'
import type { Comparison } from '../../../src/core/benchmark/comparison.ts'
import { rankingOf } from '../../../src/core/benchmark/gaps.ts'
import { fraction } from '../../../src/core/exact.ts'

type Shown = Partial<Comparison['nodes'][number]> & { readonly value?: number | null }
const node = (code: string, { value = 4000, ...shown }: Shown): Comparison['nodes'][number] => ({
  code,
  kind: 'item',
  maxPoints: 100,
  status: 'published',
  reason: null,
  nBand: '21-49',
  precision: 'indicative',
  p10: null,
  p25: null,
  p50: 5000,
  p75: null,
  p90: null,
  grid19: null,
  bestInClass: null,
  ...shown,
  own: {
    value,
    gapToMedian: null,
    gapToBest: null,
    band: 'below_median',
    percentile: null,
    percentileBound: null,
  },
})
const comparison = (nodes: readonly Comparison['nodes'][number][]): Comparison => ({
  benchmarkEditionId: '01920f3e-7a13-7000-8000-000000000001',
  questionnaireKey: 'gbt-19580-2012',
  basis: 'self',
  synthetic: false,
  unit: 'bp',
  method: { quantile: 'HF7', gridBp: 50, profile: 'standard' },
  cohort: { key: 'all', sector: null, region: null, size: null },
  ladder: [{ cohortKey: 'all', outcome: 'used' }],
  nodes,
})
const weighting = { kind: 'own', id: 'w', version: '1.0.0' } as const
const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code)
const ranked = (
  nodes: readonly Comparison['nodes'][number][],
  maxima: Record<string, bigint> = {},
) =>
  rankingOf(comparison(nodes), {
    weighting,
    maxima: new Map(
      nodes.flatMap(({ code }) =>
        code === 'total' ? [] : [[code, fraction(maxima[code] ?? 100n)] as const],
      ),
    ),
  })

t.test('the most points to gain come first, whatever the gap in percent', async (t) => {
  const nodes = [
    node('a', { value: 1000 }),
    node('b', { value: 4000 }),
    node('c', { value: 4500, bestInClass: { value: 6000, basis: 'p75' } }),
    node('total', { value: 100 }),
  ]
  const { gaps, strengths } = ranked(nodes, { b: 500n })
  t.same(codes(gaps), ['b', 'a', 'c'], 'the total is made of the others')
  t.same(gaps[0], {
    code: 'b',
    own: 4000,
    target: { value: 5000, basis: 'p50' },
    distance: 1000,
    band: 'below_median',
    maxPoints: 500,
    points: 50,
    exactPoints: '50',
  })
  t.match(gaps[2], { target: { value: 6000, basis: 'p75' }, distance: 1500, points: 15 })
  t.same(strengths, [])
  t.same(codes(ranked(nodes).gaps), ['a', 'c', 'b'], 'by other weights in another order')
})

t.test('ahead of the median is a strength, also short of the best', async (t) => {
  const best = { value: 8000, basis: 'p90' } as const
  const { gaps, strengths } = ranked([
    node('a', { value: 6000, bestInClass: best }),
    node('b', { value: 9000, bestInClass: best }),
    node('c', { value: 5000 }),
  ])
  t.same(codes(gaps), ['a'])
  t.same(codes(strengths), ['b', 'a'])
  t.match(strengths[0], { target: { value: 5000, basis: 'p50' }, distance: 4000, points: 40 })
})

t.test('what is withheld or has no own value is in neither list', async (t) => {
  const hidden = { status: 'withheld', reason: 'protects_participants', p50: null } as const
  const { gaps, strengths } = ranked([node('a', { value: null }), node('b', hidden)])
  t.same([gaps, strengths], [[], []])
})

t.test('equal points stand in the order of the edition, and points are exact', async (t) => {
  const third = rankingOf(comparison([node('b', {}), node('a', {})]), {
    weighting,
    maxima: new Map(['a', 'b'].map((code) => [code, fraction(100n, 3n)] as const)),
  })
  t.same(codes(third.gaps), ['b', 'a'])
  t.match(third.gaps[0], { maxPoints: 33.33, points: 3.33, exactPoints: '10/3' })
  t.same(third.weighting, weighting)
  t.equal(third.cohort.key, 'all')
})
