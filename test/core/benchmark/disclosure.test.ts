import t from 'tap'
import {
  floors,
  gate,
  nBandOf,
  percentsOf,
  policyOf,
  precisionOf,
  protectionOf,
  publishedFrom,
  reasons,
  showsGrid19,
  tierOf,
  tiers,
} from '../../../src/core/benchmark/disclosure.ts'
import { grid19Percents } from '../../../src/core/benchmark/quantile.ts'
import { Problem } from '../../../src/core/problem.ts'
import { alone, node } from '../../fixtures/benchmark/population.ts'

const standard = { kMin: 5, depth: 2 }
/** Members strictly outside the scores that the quantile of percent P uses, on the poorer side. */
const depthOf = (percent: number, n: number): number => {
  const h = (percent * (n - 1)) / 100
  return Math.min(Math.floor(h), n - 1 - Math.ceil(h))
}
const strict = { kMin: 10, depth: 3 }
const sensitive = { kMin: 5, depth: 3 }

t.test('a missing setting means the default of the profile, never zero', async (t) => {
  const usual = { kMin: 5, depth: 2, sensitiveDepth: 3, gridBp: 50, minAgeDays: 90 }
  t.same(policyOf({}), { profile: 'standard', ownerRule: 'one-per-group', ...usual })
  t.same(policyOf({ profile: null, ownerRule: null, kMin: null, minAgeDays: null }), policyOf({}))
  t.same(policyOf({ profile: 'strict' }), {
    ...policyOf({}),
    profile: 'strict',
    kMin: 10,
    depth: 3,
  })
  t.equal(policyOf({ ownerRule: 'cap25' }).ownerRule, 'cap25')
  t.same(policyOf({ minAgeDays: 0 }).minAgeDays, 0, 'a zero that is said is a zero')
  t.same(policyOf({ depth: 4 }).sensitiveDepth, 4, 'sensitive items are never less deep')
})

t.test('no setting undercuts its floor, and every one that does is named', async (t) => {
  const refused = t.throws(() =>
    policyOf({ kMin: 4, depth: 1, sensitiveDepth: 2, gridBp: 49, minAgeDays: -1 }),
  )
  t.ok(refused instanceof Problem)
  const { code, parameters } = refused as unknown as Problem<'document-invalid'>
  t.equal(code, 'document-invalid')
  t.same(
    parameters.errors.map(({ pointer }) => pointer),
    ['/kMin', '/depth', '/sensitiveDepth', '/gridBp', '/minAgeDays', '/gridBp'],
  )
  for (const kMin of [0, 4, 5.5, Number.NaN, Number.POSITIVE_INFINITY])
    t.throws(() => policyOf({ kMin }), { code: 'document-invalid' }, `kMin ${kMin}`)
  t.same(policyOf({ ...floors }).kMin, 5, 'the floors themselves are allowed')
})

t.test('a grid on which the top of the scale does not lie is refused', async (t) => {
  t.throws(() => policyOf({ gridBp: 60 }), { code: 'document-invalid' })
  t.equal(policyOf({ gridBp: 100 }).gridBp, 100)
})

t.test('tier limits follow from k and depth, exactly at and beside each (T2)', async (t) => {
  const limits = (protection: typeof standard) => {
    const from = (tier: string) =>
      Array.from({ length: 60 }, (_, n) => n).find(
        (n) => tiers.indexOf(tierOf(n, protection)) >= tiers.indexOf(tier as 'median'),
      )
    return ['median', 'quartiles', 'deciles'].map(from)
  }
  t.same(limits(standard), [5, 9, 21])
  t.same(limits(strict), [10, 13, 31])
  t.same(limits(sensitive), [7, 13, 31])
  const shallow = { kMin: 5, depth: 1 }
  t.same(limits(shallow), [5, 5, 11], 'the control: less deep, five members show five numbers')
  t.same(
    [4, 5, 8, 9, 20, 21].map((n) => tierOf(n, standard)),
    ['withheld', 'median', 'median', 'quartiles', 'quartiles', 'deciles'],
  )
  t.same(
    [0, 1].map((n) => tierOf(n, standard)),
    ['withheld', 'withheld'],
  )
})

t.test('a percent is published exactly where it is deep enough and k is met', async (t) => {
  for (const protection of [standard, strict, sensitive, { kMin: 30, depth: 2 }])
    for (const percent of grid19Percents)
      for (let n = 1; n <= 120; n += 1)
        if (
          n >= publishedFrom(percent, protection) !==
          (n >= protection.kMin && depthOf(percent, n) >= protection.depth)
        )
          t.fail(`${percent} at ${n} of ${JSON.stringify(protection)}`)
  t.equal(depthOf(50, 5), 2)
  t.equal(depthOf(10, 21), 2)
  t.equal(depthOf(10, 20), 1)
  t.equal(depthOf(90, 20), 1)
  t.equal(depthOf(50, 1), 0)
})

t.test('each tier shows its percents; the nineteen only from 200', async (t) => {
  t.same(
    tiers.map((tier) => percentsOf[tier].length),
    [0, 1, 3, 5],
  )
  t.same(
    [199, 200].map((n) => showsGrid19(n, standard)),
    [false, true],
  )
  const deep = { kMin: 5, depth: 10 }
  t.same(
    [200, 201].map((n) => showsGrid19(n, deep)),
    [false, true],
    'p5 deep enough first',
  )
})

t.test('the gate tells the true reason, and only two of the four are its own', async (t) => {
  t.same(reasons, ['primary', 'depth', 'complementary', 'owner_cap'])
  t.same(
    [0, 4, 5].map((n) => gate(alone(n), standard)),
    ['primary', 'primary', null],
  )
  t.same(
    [4, 5, 6, 7].map((n) => gate(alone(n), sensitive)),
    ['primary', 'depth', 'depth', null],
  )
})

t.test('a cell of which one owner group has more than a quarter is withheld (T15)', async (t) => {
  const held = (n: number, groups: number, largest: number) =>
    gate({ n, groups, largest }, standard)
  t.equal(held(9, 7, 3), 'owner_cap', 'three of nine')
  t.equal(held(9, 8, 2), null, 'two of nine')
  t.same([held(7, 6, 2), held(8, 7, 2)], ['owner_cap', null], 'two of eight are a quarter')
  t.equal(held(400, 4, 100), 'primary', 'k looks at the groups')
  t.equal(gate({ n: 7, groups: 5, largest: 2 }, sensitive), 'owner_cap')
  t.equal(gate({ n: 8, groups: 6, largest: 2 }, sensitive), 'depth')
})

t.test('bands of n follow the tiers, then fixed edges', async (t) => {
  const bands = (protection: typeof standard) =>
    [...new Set(Array.from({ length: 700 }, (_, n) => nBandOf(n, protection)))].filter(
      (band) => band !== null,
    )
  t.same(bands(standard), ['5-8', '9-20', '21-49', '50-99', '100-199', '200-499', '500+'])
  t.same(bands(strict), ['10-12', '13-30', '31-49', '50-99', '100-199', '200-499', '500+'])
  t.equal(nBandOf(4, standard), null)
  t.same(
    [8, 9, 20, 21, 49, 50, 499, 500].map((n) => nBandOf(n, standard)),
    ['5-8', '9-20', '9-20', '21-49', '21-49', '50-99', '200-499', '500+'],
  )
})

t.test('no fixed edge comes so near a tier limit that it gives n away', async (t) => {
  const at = (n: number) => nBandOf(n, { kMin: 5, depth: 5 })
  t.same([50, 51, 99].map(at), ['21-50', '51-99', '51-99'], 'not 51-99 beside 50-50')
  t.equal(nBandOf(49, { kMin: 49, depth: 2 }), '49-99', 'three limits in one, and no 49-49')
})

t.test('precision follows from the published band alone', async (t) => {
  t.same([null, '5-8', '21-49', '50-99', '500+'].map(precisionOf), [
    null,
    'indicative',
    'indicative',
    'firm',
    'firm',
  ])
})

t.test('a sensitive node asks for more depth', async (t) => {
  const policy = policyOf({})
  t.same(protectionOf(policy, node('1.1', 'item', '1')), standard)
  t.same(protectionOf(policy, node('1.1', 'item', '1', true)), sensitive)
})

t.test('a quantile that uses more members needs more depth: its tiers begin later', async (t) => {
  const smooth = protectionOf(policyOf({}), { sensitive: false }, 'HF7-smooth3')
  t.same(smooth, { kMin: 5, depth: 3 })
  t.same(
    [50, 25, 10].map((percent) => publishedFrom(percent, smooth)),
    [7, 13, 31],
  )
  t.same(protectionOf(policyOf({}), { sensitive: true }, 'HF7-smooth3'), { kMin: 5, depth: 4 })
})
