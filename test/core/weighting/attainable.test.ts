// Limits that nobody could meet are told from those that somebody can: by hand, and by trying every weighting there is.
import fc from 'fast-check'
import t from 'tap'
import { type LimitedNode, unattainable } from '../../../src/core/weighting/attainable.ts'

const node = (code: string, category: string, points: number, kind: LimitedNode['kind']) => ({
  code,
  category,
  points,
  kind,
})
/** Two items, one item, and a leaf of results: 4 points. */
const nodes = [
  node('1.1', '1', 1, 'process'),
  node('1.2', '1', 1, 'result'),
  node('2.1', '2', 1, 'process'),
  node('3', '3', 1, 'result'),
]
type Limits = Parameters<typeof unattainable>[0]
const whatOf = (limits: Limits) =>
  unattainable(limits, nodes).map(({ pointer, code }) => `${pointer} ${code}`)
const detailsOf = (limits: Limits) => unattainable(limits, nodes).map(({ detail }) => detail)

t.test('minima above the whole, and maxima below it', async (t) => {
  const much = { '1': { min: 2 }, '2.1': { min: 1.5 }, '3': { min: 0.51 } }
  t.same(whatOf({ ranges: much }), ['/ranges ranges-too-much'])
  t.same(whatOf({ ranges: { ...much, '3': { min: 0.5 } } }), [], 'just enough')
  t.same(detailsOf({ ranges: much }), [
    'The least points sum to 4.01, and there are 4: lower some.',
  ])
  const little = { '1': { max: 2 }, '2.1': { max: 1.5 }, '3': { max: 0.49 } }
  t.same(whatOf({ ranges: little }), ['/ranges ranges-too-little'])
  t.same(whatOf({ ranges: { ...little, '3': { max: 0.5 } } }), [])
  t.same(detailsOf({ ranges: little }), [
    'The most points sum to 3.99, and 4 are to be given: raise some.',
  ])
  t.same(whatOf({ ranges: { '2.1': { min: 4.01 } } }), ['/ranges ranges-too-much'], 'one of them')
})

t.test('the nodes of a category and its own range, all categories at once', async (t) => {
  const ranges = { '1': { max: 2 }, '1.1': { min: 1 }, '1.2': { min: 1.01 } }
  const more = { ...ranges, '2': { min: 1 }, '2.1': { max: 0.5 } }
  t.same(whatOf({ ranges: more }), ['/ranges/1 ranges-too-much', '/ranges/2 ranges-too-little'])
  t.same(detailsOf({ ranges: more }), [
    'The nodes of "1" need 2.01 points, and it may have 2: lower their least, or raise its most.',
    'The nodes of "2" may have 0.5 points, and it must have 1: raise their most, or lower its least.',
  ])
  t.same(whatOf({ ranges: { ...ranges, '1.2': { min: 1 } } }), [])
})

t.test('zero that is not allowed is less than nothing at all', async (t) => {
  const no = { zeroAllowed: false }
  t.same(whatOf({ ...no, ranges: { '1.1': { max: 0 }, '3': { max: 1e-9 } } }), [
    '/ranges/1.1 range-empty',
    '/ranges/3 range-empty',
  ])
  t.same(whatOf({ ...no, ranges: { '1': { max: 0 } } }), ['/ranges/1 ranges-too-much'])
  const all = { ranges: { '2.1': { min: 4 } } }
  t.same(detailsOf({ ...no, ...all }), [
    'The least points sum to 4, and there are 4: lower some, or allow zero.',
  ])
  t.same(whatOf(all), [], 'control: with zero it can be met')
  t.same(whatOf({ ...no, ranges: { '2.1': { min: 3.99 } } }), [], 'so little is something')
  t.same(whatOf({ ...no, leastResultsShareBp: 10_000 }), ['/leastResultsShareBp results-too-much'])
  t.same(whatOf({ ...no, leastResultsShareBp: 9_999 }), [])
})

t.test('a share that results cannot have', async (t) => {
  const ranges = { '1': { min: 1 }, '1.2': { max: 0.5 }, '3': { max: 1 } }
  t.same(detailsOf({ ranges, leastResultsShareBp: 3_751 }), [
    'Within the ranges results weigh at most 37.5 %, less than 37.51 %: lower the share, or change the ranges.',
  ])
  t.same(whatOf({ ranges, leastResultsShareBp: 3_750 }), [])
  t.same(whatOf({}), [])
  const [only] = nodes
  t.match(unattainable({ leastResultsShareBp: 1 }, only === undefined ? [] : [only]), [
    { code: 'results-too-much' },
  ])
})

/** All ways to give 16 quarters of a point to the four nodes. */
const quarters = Array.from({ length: 17 ** 3 }, (_, at) => [
  at % 17,
  Math.floor(at / 17) % 17,
  Math.floor(at / 289),
]).flatMap(([a = 0, b = 0, c = 0]) => (a + b + c <= 16 ? [[a, b, c, 16 - a - b - c]] : []))

/** Whole bounds are met by whole points, or, where each needs a bit, by quarters: so trying these is trying all. */
const somebodyMeets = ({ ranges = {}, leastResultsShareBp = 0, zeroAllowed = true }: Limits) =>
  quarters.some(([a = 0, b = 0, c = 0, d = 0]) => {
    const given = { '1.1': a, '1.2': b, '2.1': c, '3': d, '1': a + b, '2': c }
    return (
      Object.entries(given).every(([code, value]) => {
        const { min = 0, max = 4 } = ranges[code] ?? {}
        return value >= 4 * min && value <= 4 * max
      }) &&
      (b + d) * 10_000 >= 16 * leastResultsShareBp &&
      (zeroAllowed || Math.min(a, b, c, d) > 0)
    )
  })

const range = fc
  .tuple(fc.nat(4), fc.nat(4), fc.nat(3))
  .map(([one, other, which]) => [
    ...(which % 2 === 0 ? [] : [['min', Math.min(one, other)]]),
    ...(which < 2 ? [] : [['max', Math.max(one, other)]]),
  ])
  .map((bounds) => Object.fromEntries(bounds) as { min?: number; max?: number })
const limits = fc.record({
  ranges: fc.dictionary(fc.constantFrom('1', '1.1', '1.2', '2', '2.1', '3'), range),
  leastResultsShareBp: fc.constantFrom(0, 0, 2_500, 5_000, 7_500, 10_000),
  zeroAllowed: fc.boolean(),
})

t.test('nothing that somebody meets is refused, and nothing else passes', async (t) => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(limits, (each) => {
      const [finding] = unattainable(each, nodes)
      const code = finding?.code ?? 'none'
      seen.set(code, (seen.get(code) ?? 0) + 1)
      return (finding === undefined) === somebodyMeets(each)
    }),
    { seed: 20201, numRuns: 1000 },
  )
  t.same(
    [...seen.keys()].sort(),
    ['none', 'range-empty', 'ranges-too-little', 'ranges-too-much', 'results-too-much'],
    'control: every answer came up',
  )
})
