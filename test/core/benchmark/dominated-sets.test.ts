import t from 'tap'
import { dominatedIn } from '../../../src/core/benchmark/dominated-sets.ts'
import type { Part } from '../../../src/core/benchmark/parts.ts'
import { primes } from '../../../src/core/benchmark/row-space.ts'
import { randomFor } from '../../fixtures/benchmark/population.ts'

const [prime] = primes

/** A part of n members in the shown cells of these places, so many of them of one owner. */
const part = (n: number, shownIn: readonly number[], held = 0, owner = 1): Part => ({
  n,
  shownIn,
  shares: held > 0 ? [[owner, held]] : [],
})

t.test('where nobody has several members nothing is looked for', async (t) => {
  t.same(dominatedIn([part(3, [0]), part(9, [0, 1])], prime), [])
})

t.test('a difference of shown cells of which one owner has too much is found', async (t) => {
  const dominated = (held: number) => dominatedIn([part(80, [0, 1], 5), part(20, [0], held)], prime)
  t.same(dominated(20), [[0, 1]], 'B is all minus A')
  t.same(dominated(6), [[0, 1]])
  t.same(dominated(5), [], 'a quarter is not too much')
  t.same(dominatedIn([part(80, [0], 5), part(20, [0], 20)], prime), [], 'nothing tells B apart')
})

t.test('a union of any number of parts that follow only together is found', async (t) => {
  // Cells 1 to 6 pair each small part with a large one, cell 0 holds the large ones: the small ones follow together.
  const small = (of: readonly number[]) =>
    of.map((held, index) => part(held === 0 ? 1 : held, [index + 1], held))
  const large = (of: readonly number[]) => of.map((_, index) => part(30, [0, index + 1]))
  const union = (of: readonly number[]) => dominatedIn([...small(of), ...large(of)], prime)
  t.same(
    union([2, 0, 0, 0, 0, 0]).map((used) => used.toSorted()),
    [[0, 1, 2, 3, 4, 5, 6]],
    'two of seven',
  )
  t.same(union([2, 0, 0, 0, 0, 0, 0]), [], 'two of eight')
  t.same(
    union([2, 0, 0, 0, 0, 0, 0, 1]).map(({ length }) => length),
    [9],
    'three of nine, and one of them elsewhere',
  )
})

t.test('of several owners each is looked at', async (t) => {
  const parts = [part(40, [0, 1]), part(9, [0], 3, 7), part(40, [2, 3]), part(9, [2], 3, 9)]
  t.same(dominatedIn(parts, prime), [
    [0, 1],
    [2, 3],
  ])
})

t.test('what follows but is of all is passed over', async (t) => {
  // Of the two parts together one owner has a quarter: they follow, and may.
  const parts = [part(2, [0, 1], 2), part(6, [0, 2]), part(30, [1, 3]), part(30, [2, 3])]
  t.same(dominatedIn(parts, prime), [])
})

t.test('with too much to try the cells around a part are named, never none', async (t) => {
  const random = randomFor(33)
  const [around = [], ...others] = Array.from({ length: 150 }, () =>
    [...Array(30).keys()].filter(() => random.chance(5000)),
  )
  const tangle = (held: number, count: number) => {
    const rest = others.slice(0, count).map((cells) => part(1, cells))
    return dominatedIn([part(held, around, held), ...rest], prime)
  }
  t.same(tangle(20, 149), [around])
  t.ok(around.length > 1)
  t.same(tangle(1, 149), [], 'the control: with little to add every set is tried')
})
