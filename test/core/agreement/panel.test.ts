import t from 'tap'
import {
  allEqual,
  assessorsIn,
  columnsOf,
  completeRows,
  doubledRanks,
  scoresIn,
  spread,
  squares,
  total,
} from '../../../src/core/agreement/panel.ts'

t.test('missing scores are left out, zero is a score', async (t) => {
  t.same(scoresIn([0, null, 50]), [0, 50])
  t.equal(
    assessorsIn([
      [0, null, 1],
      [null, null, 2],
    ]),
    2,
  )
  t.equal(assessorsIn([]), 0)
})

t.test('a complete row has a score of every assessor who scored anything', async (t) => {
  t.same(
    completeRows([
      [1, null, 2],
      [3, null, null],
      [0, null, 4],
    ]),
    [
      [1, 2],
      [0, 4],
    ],
  )
  t.same(completeRows([[null, null]]), [], 'nobody scored: nothing is complete')
  t.same(completeRows([]), [])
})

t.test('columns are what rows are, the other way round', async (t) => {
  t.same(
    columnsOf([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
    [
      [1, 3, 5],
      [2, 4, 6],
    ],
  )
  t.throws(() => columnsOf([]), RangeError)
})

t.test('sums of squares are exact where floats are not', async (t) => {
  t.equal(total([1, 2, 3]), 6n)
  t.equal(squares([3n, -4n]), 25n)
  t.equal(spread([2, 4, 9]), 3n * 101n - 225n)
  t.equal(spread([]), 0n)
  const large = Array.from({ length: 1000 }, (_, place) => 2 ** 40 + (place % 2))
  t.equal(spread(large), 250_000n)
})

t.test('nothing at all is not "all equal"', async (t) => {
  t.equal(allEqual([]), false)
  t.equal(allEqual([7]), true)
  t.equal(allEqual([7, 7]), true)
  t.equal(allEqual([7, 8]), false)
})

t.test('ties share the mean of their ranks', async (t) => {
  t.same(doubledRanks([30, 10, 20]), [6, 2, 4])
  t.same(doubledRanks([5, 5, 9, 1]), [5, 5, 8, 2])
  t.same(doubledRanks([]), [])
})
