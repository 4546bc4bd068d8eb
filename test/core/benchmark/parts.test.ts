// Which sets of parts follow from the shown cells, and what a set that grows still needs.
import t from 'tap'
import { askingFor, type Part, partSpaceOf } from '../../../src/core/benchmark/parts.ts'
import { primes } from '../../../src/core/benchmark/row-space.ts'

const [prime] = primes
const part = (n: number, shownIn: readonly number[]): Part => ({ n, shownIn, shares: [] })

/** Cell 7 holds the first two, cell 9 the second and the third; the last is in none. */
const parts = [part(4, [7]), part(9, [7, 9]), part(2, [9]), part(1, [])]
const { unseen, told } = partSpaceOf(parts, prime)

t.test('a set that follows names the shown cells by their places', async (t) => {
  t.same(told([0, 1]), [7])
  t.same(told([1, 2]), [9])
  t.equal(told([0]), null)
  t.equal(told([0, 1, 2, 3]), null)
})

t.test(
  'a set follows where nothing more is asked, and says what it needs where something is',
  async (t) => {
    const { add, fewest } = askingFor(parts, unseen, prime)
    const any = () => true
    t.equal(fewest(any), null, 'the empty set needs nothing')
    add(0, 1)
    t.same(
      fewest((each) => each !== 0),
      [2, 1],
      'whoever stands in the same vector, the smaller first',
    )
    t.same(
      fewest((each) => each !== 0, 9),
      [2, 1],
      'of the choice all are named',
    )
    t.same(
      fewest(() => false),
      [],
      'nobody may',
    )
    add(1, 1)
    t.equal(fewest(any), null)
    add(1, -1)
    add(0, -1)
    t.equal(fewest(any), null, 'and taken out again it is empty')
    add(3, 1)
    t.same(
      fewest((each) => each !== 3),
      [],
      'whom no shown cell holds does not follow',
    )
  },
)
