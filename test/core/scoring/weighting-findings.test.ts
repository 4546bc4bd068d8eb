import t from 'tap'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import {
  type WeightingClaim,
  type WeightingLimits,
  weightingFindings,
} from '../../../src/core/scoring/weighting-findings.ts'
import { classical, maturity, pass, radar } from '../../fixtures/methods.ts'
import { small } from '../../fixtures/questionnaires.ts'

const items = { '1.1': 40, '1.2': 10, '2.1': 30, '3': 20 }
const right: WeightingClaim = { edition: 'sample-2025', total: 100, mode: 'points', items }
const findings = (claim: Partial<WeightingClaim>, limits?: WeightingLimits) =>
  weightingFindings({ ...right, ...claim }, small(), limits)

t.test('right weightings have no finding', async (t) => {
  t.same(findings({}), [])
  t.same(findings({ edition: undefined, total: undefined }), [])
  t.same(findings({ mode: 'weights', items: { '1.1': 0, '1.2': 7, '2.1': 9, '3': 0 } }), [])
  t.same(findings({ mode: 'within_category', items: { '1.1': 3, '1.2': 0 } }), [])
})

const refusals: readonly [
  string,
  Partial<WeightingClaim>,
  { pointer: string; code: string; detail: RegExp },
][] = [
  [
    'a missing weight',
    { items: { '1.1': 50, '1.2': 20, '2.1': 30 } },
    { pointer: '/items/3', code: 'weight-missing', detail: /missing weight is not zero/ },
  ],
  [
    'a missing weight inside a category',
    { mode: 'within_category', items: { '1.1': 1 } },
    { pointer: '/items/1.2', code: 'weight-missing', detail: /missing weight is not zero/ },
  ],
  [
    'an unknown node',
    { items: { ...items, '9/9': 0 } },
    { pointer: '/items/9~19', code: 'node-unknown', detail: /"9\/9" is no scored node/ },
  ],
  [
    'a category',
    { items: { ...items, '1': 0 } },
    { pointer: '/items/1', code: 'node-unknown', detail: /"1" is no scored node/ },
  ],
  [
    'a leaf inside itself',
    { mode: 'within_category', items: { '1.1': 1, '1.2': 1, '3': 1 } },
    { pointer: '/items/3', code: 'node-unknown', detail: /is a leaf/ },
  ],
  [
    'a wrong sum',
    { items: { ...items, '1.1': 40.5 } },
    { pointer: '/items', code: 'sum-wrong', detail: /sum to 100\.5, not to 100: difference 0\.5/ },
  ],
  [
    'a negative weight',
    { items: { ...items, '1.1': 60, '1.2': -10 } },
    { pointer: '/items/1.2', code: 'weight-negative', detail: /-10 is less than zero/ },
  ],
  [
    'points finer than the grain',
    { items: { ...items, '1.2': 10.001 } },
    { pointer: '/items/1.2', code: 'points-grain', detail: /10\.001/ },
  ],
  [
    'a weight that is not whole',
    { mode: 'weights', items: { ...items, '1.2': 0.5 } },
    { pointer: '/items/1.2', code: 'weight-not-whole', detail: /0\.5/ },
  ],
  [
    'weights that are all zero',
    { mode: 'weights', items: { '1.1': 0, '1.2': 0, '2.1': 0, '3': 0 } },
    { pointer: '/items', code: 'weights-zero', detail: /nothing could be distributed/ },
  ],
  [
    'a category weighted to nothing',
    { mode: 'within_category', items: { '1.1': 0, '1.2': 0 } },
    { pointer: '/items', code: 'weights-zero', detail: /nothing could be distributed/ },
  ],
  [
    'no category at all',
    { mode: 'within_category', items: {} },
    { pointer: '/items', code: 'weights-empty', detail: /No category/ },
  ],
  [
    'another edition',
    { edition: 'sample-2020' },
    { pointer: '/edition', code: 'other-edition', detail: /"sample-2020".*"sample-2025"/ },
  ],
  [
    'another total',
    { total: 1000 },
    { pointer: '/total', code: 'other-total', detail: /100, not 1000/ },
  ],
]

for (const [name, claim, finding] of refusals) {
  t.test(`${name} is refused with its place`, async (t) => {
    t.match(
      findings(claim).find(
        ({ pointer, code }) => pointer === finding.pointer && code === finding.code,
      ),
      finding,
    )
  })
}

t.test('limits of an association are checked on the points that result', async (t) => {
  t.same(findings({}, { ranges: { '1.1': { min: 40, max: 40 }, '1': { max: 50 } } }), [])
  t.match(findings({}, { ranges: { '1.1': { min: 40.5 } } }), [
    { pointer: '/items/1.1', code: 'limit-range', detail: /40 points, less than the least 40\.5/ },
  ])
  t.match(findings({}, { ranges: { '1': { max: 49 } } }), [
    { pointer: '/items/1', code: 'limit-range', detail: /50 points, more than the most 49/ },
  ])
  t.same(findings({}, { ranges: { gone: { min: 1 } } }), [], 'a code of another version')
  t.same(findings({}, { leastResultsShareBp: 2000 }), [])
  t.match(findings({}, { leastResultsShareBp: 2001 }), [
    { code: 'limit-results', detail: 'Results weigh 20 %, less than 20.01 %.' },
  ])
  const zero = { mode: 'weights' as const, items: { ...items, '1.2': 0 } }
  t.same(findings(zero), [])
  t.match(findings(zero, { zeroAllowed: false }), [{ pointer: '/items/1.2', code: 'limit-zero' }])
})

t.test('a model without a sum of points is not weighted at all', async (t) => {
  for (const document of [classical(), maturity(), pass()]) {
    const { items } = referenceWeighting(document)
    t.match(weightingFindings({ mode: 'points', items }, document), [
      { pointer: '/items', code: 'weights-unused' },
    ])
  }
  const { items } = referenceWeighting(radar())
  t.same(weightingFindings({ mode: 'points', items }, radar()), [])
})
