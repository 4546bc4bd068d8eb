import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { type ConsensusRules, figuresOf } from '../../../src/core/consensus/figures.ts'
import { toText } from '../../../src/core/exact.ts'
import { bandsOf } from '../../../src/core/scoring/bands.ts'

const rules: ConsensusRules = {
  naPermitted: false,
  quorum: 2,
  thresholdBp: 2000,
  stepBp: 500,
  suggestion: 'median',
}

const suggestion = { value: { percent: 45 }, percentBp: 4500 }

/** The guideline bands of the Baldrige family, by their ends in percent. */
const bands = bandsOf({
  code: 'process',
  bands: [
    [0, 5],
    [10, 25],
    [30, 45],
    [50, 65],
    [70, 85],
    [90, 100],
  ].map(([from = 0, to = 0]) => ({ code: `from-${from}`, from, to, descriptors: {} })),
} as never)

const figures = (scores: readonly (number | null)[], other: Partial<ConsensusRules> = {}) =>
  figuresOf(scores, { rules: { ...rules, ...other }, bands, suggestion })
const of = (scores: readonly (number | null)[], other: Partial<ConsensusRules> = {}) => {
  const { mean, median, ...same } = figures(scores, other)
  return { ...same, mean: mean && toText(mean), median: median && toText(median) }
}

t.test('three scores, with everything by hand', async (t) => {
  t.same(of([4000, 5000, 4500]), {
    n: 3,
    minBp: 4000,
    maxBp: 5000,
    rangeBp: 1000,
    mean: '45',
    median: '45',
    sd: 5,
    suggestion,
    flags: [],
    state: 'close',
    belowQuorum: false,
  })
})

t.test('no score, one score: honest nulls, never "agreed"', async (t) => {
  t.same(of([null, null]), {
    n: 0,
    minBp: null,
    maxBp: null,
    rangeBp: null,
    mean: null,
    median: null,
    sd: null,
    suggestion: null,
    flags: [],
    state: 'none',
    belowQuorum: true,
  })
  t.match(of([null, 4000, null]), {
    n: 1,
    minBp: 4000,
    maxBp: 4000,
    rangeBp: null,
    mean: '40',
    median: '40',
    sd: null,
    suggestion,
    flags: [],
    state: 'single',
    belowQuorum: true,
  })
  t.match(of([0, 0]), { n: 2, state: 'close', sd: 0, rangeBp: 0, suggestion }, 'zero is a score')
})

t.test('the quorum counts scores of this item', async (t) => {
  t.equal(figures([4000, 4500, null], { quorum: 3 }).belowQuorum, true)
  t.equal(figures([4000, 4500, 4500], { quorum: 3 }).belowQuorum, false)
})

t.test('an even number has its median in the middle, exactly', async (t) => {
  t.match(of([1000, 2000, 2500, 9000]), { median: '45/2', mean: '145/4' })
})

t.test('the threshold is met when it is reached', async (t) => {
  t.match(of([3000, 5000]), { flags: ['range'], state: 'discuss' })
  t.match(of([3000, 4500]), { flags: [], state: 'close' })
})

t.test(
  'neighbouring bands are no flag; one between is, and adds to wide thresholds only',
  async (t) => {
    const wide = { thresholdBp: 6000 }
    t.match(of([3000, 6500], wide), { flags: [], state: 'close' }, 'third and fourth band')
    t.match(of([2500, 5000], wide), { flags: ['bands'], state: 'discuss' }, 'second and fourth')
    t.match(of([500, 8500], wide), { flags: ['range', 'bands'] })
    t.match(of([700, 1000], wide), { flags: [] }, 'between two bands is the lower')
  },
)

t.test('without bands only the range flags', async (t) => {
  const bare = figuresOf([0, 10000], { rules, bands: [], suggestion })
  t.same(bare.flags, ['range'])
})

const anyScores = fc.array(fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 10000 })), {
  maxLength: 8,
})

t.test('the order of reviews changes nothing, and plain floats say the same', async () => {
  fc.assert(
    fc.property(anyScores, (scores) => {
      const one = of(scores)
      ok(JSON.stringify(of(scores.toReversed())) === JSON.stringify(one))
      const points = scores.flatMap((bp) => (bp === null ? [] : [bp / 100]))
      const mean = points.reduce((sum, x) => sum + x, 0) / points.length
      const squares = points.reduce((sum, x) => sum + (x - mean) ** 2, 0)
      ok(one.sd === null || Math.abs(one.sd - Math.sqrt(squares / (points.length - 1))) < 1e-9)
      ok((one.rangeBp === null) === points.length < 2)
    }),
    { numRuns: 200 },
  )
})
