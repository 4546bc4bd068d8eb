import t from 'tap'
import { policyOf } from '../../../src/core/benchmark/disclosure.ts'
import { onGrid, v100 } from '../../../src/core/benchmark/quantile.ts'
import { randomOf } from '../../../src/core/benchmark/random.ts'
import { nodeScores } from '../../../src/core/scoring/numbers.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import {
  countIn,
  effectOf,
  emptyTally,
  weigherOf,
} from '../../../src/core/weighting/effect-tally.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { noDigests } from '../../support/random-scoring.ts'

const questionnaire = small()
const reference = referenceWeighting(questionnaire)
const policy = policyOf({})
const tallied = (pairs: readonly (readonly [number, number])[]) => {
  const tally = emptyTally()
  for (const [first, other] of pairs) countIn(tally, first, other)
  return tally
}
const none = { p10: null, p25: null, p50: null, p75: null, p90: null }

t.test('a vector is weighed as its answers would be scored', async (t) => {
  const random = randomOf(3)
  const own = { mode: 'weights', items: { '1.1': 3, '1.2': 0, '2.1': 7, '3': 1 } } as const
  const plan = planOf(questionnaire, { kind: 'own', id: 'w', version: '1.0.0', ...own })
  for (let round = 0; round < 50; round += 1) {
    const answers = Object.fromEntries(
      Object.keys(reference.items).map((code) => [code, { percent: 5 * random.below(21) }]),
    )
    const sheet = score({ plan: planOf(questionnaire, reference), answers, digests: noDigests })
    const vector = nodeScores(sheet, questionnaire)
    const weighted = score({ plan, answers, digests: noDigests })
    const bp = nodeScores(weighted, questionnaire).at(-1)
    t.equal(weigherOf(questionnaire, own)(vector), bp)
    t.equal(weigherOf(questionnaire, reference)(vector), vector.at(-1))
  }
})

t.test('a vector with a node that does not apply has no total', async (t) => {
  t.equal(weigherOf(questionnaire, reference)([5000, -1, 5000, 5000, 5000, 5000, -1]), null)
})

t.test('below five nothing leaves, then the median, quartiles, deciles', async (t) => {
  const of = (n: number) =>
    effectOf(tallied(Array.from({ length: n }, (_, place) => [4000 + place * 100, 5000])), policy)
  t.same(of(4), {
    status: 'withheld',
    nBand: null,
    precision: null,
    reference: none,
    weighted: none,
    difference: none,
  })
  t.same(of(0), of(4), 'nobody and too few look alike')
  const pair = [4321, 8765] as const
  const two = effectOf(tallied([pair, pair]), { ...policy, kMin: 1, depth: 0, gridBp: 1 })
  t.match(two, { reference: { p50: 4321 }, weighted: { p50: 8765 } }, 'control: without the rules')
  t.same(of(5).reference, { ...none, p50: 4200 })
  t.match(of(5), { status: 'published', nBand: '5-8', precision: 'indicative' })
  t.same(of(9).reference, { ...none, p25: 4200, p50: 4400, p75: 4600 })
  t.match(of(21), { nBand: '21-49', reference: { p10: 4200, p90: 5800 } })
  t.equal(of(60).precision, 'firm')
})

t.test('quantiles are those of the sorted values, on the grid', async (t) => {
  const random = randomOf(9)
  const pairs = Array.from({ length: 300 }, () => {
    return [random.below(10_001), random.below(10_001)] as const
  })
  const { reference: first, weighted, difference } = effectOf(tallied(pairs), policy)
  const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b)
  for (const percent of [10, 25, 50, 75, 90]) {
    const name = `p${percent}` as keyof typeof first
    const at = (values: readonly number[]) => onGrid(v100(sorted(values), percent), 50)
    t.equal(first[name], at(pairs.map(([a]) => a)))
    t.equal(weighted[name], at(pairs.map(([, b]) => b)))
    const shifted = pairs.map(([a, b]) => b - a)
    const exact = v100(sorted(shifted.map((each) => each + 10_000)), percent)
    const signed = exact - 1_000_000
    t.equal(difference[name], Math.sign(signed) * onGrid(Math.abs(signed), 50) + 0)
  }
})

t.test('a difference is rounded by its magnitude', async (t) => {
  const five = (change: number) =>
    effectOf(tallied(Array.from({ length: 5 }, () => [5000, 5000 + change])), policy).difference.p50
  t.equal(five(25), 50)
  t.equal(five(-25), -50)
  t.equal(five(-24), 0)
})

t.test('only basis points are counted', async (t) => {
  t.throws(() => countIn(emptyTally(), 10_001, 0), RangeError)
  t.throws(() => countIn(emptyTally(), 0, -1), RangeError)
})
