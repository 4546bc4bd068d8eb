// Sets of few owner groups that follow from published cells only as a whole: found whatever they are made of.
import t from 'tap'
import type { Part } from '../../../src/core/benchmark/parts.ts'
import { primes } from '../../../src/core/benchmark/row-space.ts'
import { smallIn } from '../../../src/core/benchmark/small-sets.ts'
import { randomFor } from '../../fixtures/benchmark/population.ts'

const [prime] = primes

/** The places that the first set found takes, rising; null: none was found. */
const found = (parts: readonly Part[], kMin: number) =>
  smallIn(parts, kMin, prime)[0]?.toSorted((a, b) => a - b) ?? null

/** A part in the shown cells of these places: two members of each of the owners, and so many who are alone. */
const part = (shownIn: readonly number[], owners: readonly number[], alone = 0): Part => ({
  n: 2 * owners.length + alone,
  shownIn,
  shares: owners.map((owner) => [owner, 2]),
})

/** Cell 0 holds the small parts and a large one, which is cell 1; each small part but the last is also in a cell with others. */
const union = (small: readonly (readonly number[])[]) => [
  ...small.map((owners, place) => part(place === small.length - 1 ? [0] : [0, place + 2], owners)),
  ...small.slice(1).map((_, place) => part([place + 2], [], 9)),
  part([0, 1], [], 9),
]

t.test('where nobody knows the owner groups nothing is looked for', async (t) => {
  t.same(smallIn([{ n: 3, shownIn: [0], shares: [] }], 5, prime), [])
})

t.test('four parts of one owner each that follow only together are found', async (t) => {
  const four = union([[1], [2], [3], [4]])
  t.same(found(four, 5), [0, 1])
  t.equal(found(four, 4), null, 'they are as many as the minimum')
  t.equal(
    found([...four.slice(0, -1), part([0], [], 9)], 5),
    null,
    'the control: nothing tells them from the others',
  )
})

t.test('an owner group counts once, in however many parts it is', async (t) => {
  const six = union([[1], [1], [2, 3], [3], [2], [1, 4]])
  t.same(found(six, 5), [0, 1])
  t.equal(found(six, 4), null)
  t.equal(found(union([[1], [2], [3], [4], [5]]), 5), null)
})

t.test('a part that follows alone is found, and one of many owners is not protected', async (t) => {
  t.same(found([part([0, 1], [], 10), part([0], [1, 2])], 5), [0, 1])
  t.equal(found([part([0, 1], [], 10), part([0], [1], 4)], 5), null)
  t.same(found([part([0, 1], [], 10), part([0], [1], 3)], 5), [0, 1])
})

t.test('where there is too much to try it ends', async (t) => {
  const random = randomFor(33)
  const tangle = Array.from({ length: 150 }, (_, owner) =>
    part(
      [...Array(30).keys()].filter(() => random.chance(5000)),
      [owner],
    ),
  )
  t.equal(found(tangle, 9), null)
})
