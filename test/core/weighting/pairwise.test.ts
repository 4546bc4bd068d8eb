import t, { type Test } from 'tap'
import { sum, toText } from '../../../src/core/exact.ts'
import {
  isConsistent,
  matrixFindings,
  prioritiesOf,
  type Rows,
  shown,
} from '../../../src/core/weighting/pairwise.ts'

/** The worked example of scoring.md section 7. */
const example = [
  [1, 2, 4, 3],
  [1 / 2, 1, 3, 2],
  [1 / 4, 1 / 3, 1, 1 / 2],
  [1 / 3, 1 / 2, 2, 1],
]
const near = (t: Test, value: number, wanted: number, within = 0.00005) =>
  t.ok(Math.abs(value - wanted) <= within, `${value} is near ${wanted}`)
const numberOf = ({ n, d }: { n: bigint; d: bigint }) => Number(n) / Number(d)

t.test('the worked example: shares, lambda and the ratio of consistency', async (t) => {
  t.same(matrixFindings(example, 4), [])
  const { shares, lambda, consistencyRatio, worst } = prioritiesOf(example, 'saaty-1980')
  for (const [place, wanted] of [0.4673, 0.2772, 0.0954, 0.1601].entries())
    near(t, numberOf(shares[place] ?? { n: 0n, d: 1n }), wanted)
  near(t, lambda, 4.031)
  near(t, consistencyRatio, 0.0115)
  t.equal(toText(sum(shares)), '1', 'the shares add up exactly')
  // 2 x 3 x 1/4 = 3/2 the other way round is as far from 1 as 2/3.
  t.same(worst?.places.length, 3)
})

t.test('published judgements: the priorities of a matrix of seven by Saaty', async (t) => {
  // Buying a house, Saaty 1990 (EJOR 48), eight criteria; CR .169 is called too high there.
  const upper: Rows = [
    [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
    [1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
    [1, 6, 3, 4, 6, 1 / 5],
    [1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
    [1, 1 / 2, 1 / 5, 1 / 6],
    [1, 1 / 5, 1 / 6],
    [1, 1 / 2],
    [1],
  ]
  const rows = upper.map((_, i) =>
    upper.map((_, j) => (j >= i ? (upper[i]?.[j - i] ?? 0) : 1 / (upper[j]?.[i - j] ?? 0))),
  )
  t.same(matrixFindings(rows, 8), [])
  const { shares, lambda, consistencyIndex } = prioritiesOf(rows, 'saaty-1980')
  for (const [place, wanted] of [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333].entries())
    near(t, numberOf(shares[place] ?? { n: 0n, d: 1n }), wanted, 0.001)
  near(t, lambda, 9.669, 0.001)
  near(t, consistencyIndex, 0.238, 0.001)
})

t.test('a cycle gives equal weights, and only the ratio tells', async (t) => {
  const cycle = [
    [1, 9, 1 / 9],
    [1 / 9, 1, 9],
    [9, 1 / 9, 1],
  ]
  t.same(matrixFindings(cycle, 3), [])
  const { shares, consistencyRatio, worst } = prioritiesOf(cycle, 'saaty-1980')
  for (const share of shares) near(t, numberOf(share), 1 / 3)
  t.ok(consistencyRatio > 1)
  t.same(worst?.places, [0, 1, 2])
  near(t, worst?.product ?? 0, 729, 1e-6)
})

t.test('the worst of several triples is found, in either direction', async (t) => {
  const rows = [
    [1, 2, 4, 1],
    [1 / 2, 1, 2, 9],
    [1 / 4, 1 / 2, 1, 1],
    [1, 1 / 9, 1, 1],
  ]
  t.same(prioritiesOf(rows, 'saaty-1980').worst?.places, [0, 1, 3])
})

t.test('two things, or one, always agree', async (t) => {
  const { shares, consistencyRatio, worst } = prioritiesOf(
    [
      [1, 3],
      [1 / 3, 1],
    ],
    'saaty-1980',
  )
  t.equal(consistencyRatio, 0)
  t.equal(worst, null)
  near(t, numberOf(shares[0] ?? { n: 0n, d: 1n }), 0.75)
  t.match(prioritiesOf([[1]], 'saaty-1980'), { lambda: 1, consistencyIndex: 0 })
})

t.test('perfect agreement is never below zero', async (t) => {
  const rows = [1, 2, 4].map((row) => [1, 2, 4].map((column) => row / column))
  const { consistencyIndex, worst } = prioritiesOf(rows, 'saaty-1980')
  t.ok(consistencyIndex >= 0 && consistencyIndex < 1e-9)
  near(t, worst?.product ?? 0, 1)
})

t.test('what is no reciprocal matrix is named cell by cell', async (t) => {
  const findings = (rows: Rows, n = rows.length) =>
    matrixFindings(rows, n).map(({ cell, code }) => `${cell.join()} ${code}`)
  t.same(findings([[1, 2]], 2), [' not-square'])
  t.same(findings([[1, 2], [1]], 2), ['1 not-square'])
  t.same(
    findings([
      [1, 2],
      [0.4, 1],
    ]),
    ['0,1 not-reciprocal'],
  )
  t.same(
    findings([
      [2, 9.5],
      [1 / 9.5, 1],
    ]),
    ['0,0 diagonal-not-one', '0,1 off-scale', '1,0 off-scale'],
  )
  t.same(
    findings([
      [1, 3],
      [0.333333, 1],
    ]),
    [],
    'a third with six digits is a third',
  )
  t.same(
    findings([
      [1, 3],
      [0.333, 1],
    ]),
    ['0,1 not-reciprocal'],
    'with three it is not',
  )
})

t.test('from 0.10 on judgements are too inconsistent; people see four decimals', async (t) => {
  t.same([0, 0.0999, 0.1, 0.5].map(isConsistent), [true, true, false, false])
  t.equal(shown(4.030983498), 4.031)
})
