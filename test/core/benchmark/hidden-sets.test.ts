import t from 'tap'
import { type Atom, isSmall, type Line, leaksIn } from '../../../src/core/benchmark/hidden-sets.ts'

const kMin = 5

/** Atoms by their counts, in the shown and hidden cells that name them by number. */
const view = (counts: readonly number[], { shown, hidden = [], lines = [] }: Cells) => ({
  atoms: counts.map(
    (n, atom): Atom => ({
      n,
      cohorts: [...shown, ...hidden].flatMap((set, place) => (set.includes(atom) ? [place] : [])),
    }),
  ),
  lines,
  shown: [...shown.map(() => true), ...hidden.map(() => false)],
  kMin,
})
type Cells = {
  readonly shown: readonly (readonly number[])[]
  readonly hidden?: readonly (readonly number[])[]
  readonly lines?: readonly Line[]
}

t.test('small is somebody, and fewer than k', async (t) => {
  t.same(
    [0, 1, 4, 5].map((n) => isSmall(n, kMin)),
    [false, true, true, false],
  )
})

t.test('a small hidden cell that follows is found, with the cells it takes', async (t) => {
  const counts = [9, 2, 9]
  t.same(leaksIn(view(counts, { shown: [[0, 1], [0], [2]], hidden: [[1]] })), [[0, 1]])
  t.same(leaksIn(view(counts, { shown: [[0, 1], [2]], hidden: [[1]] })), [])
  t.same(leaksIn(view([9, 5, 9], { shown: [[0, 1], [0], [2]], hidden: [[1]] })), [], 'k are enough')
})

t.test('what a line hides together, its remainder with it, is a set of its own', async (t) => {
  // The parent 0 minus its shown child 1 leaves a hidden child and a remainder: 2 and 2 members.
  const given = { shown: [[0, 1, 2], [0]], hidden: [[1]], lines: [{ parent: 0, children: [1, 2] }] }
  t.same(leaksIn(view([9, 2, 2], given)), [[0, 1]])
  t.same(leaksIn(view([9, 2, 3], given)), [])
})

t.test(
  'members whom nothing shown tells apart are a set, whatever cells they are in',
  async (t) => {
    t.same(leaksIn(view([9, 1, 1], { shown: [[0, 1, 2], [0]] })), [[0, 1]])
    t.same(leaksIn(view([9, 1, 1, 7], { shown: [[0, 1, 2, 3], [0]] })), [])
  },
)

t.test('two small sets that only follow together are found', async (t) => {
  const shown = [
    [0, 2],
    [1, 3],
    [2, 3],
  ]
  t.same(leaksIn(view([2, 2, 9, 9], { shown })), [[0, 1, 2]])
  t.same(leaksIn(view([2, 3, 9, 9], { shown })), [], 'together they are k')
})

t.test('three small sets that only follow together are found', async (t) => {
  const shown = [
    [0, 3],
    [1, 4],
    [2, 5],
    [3, 4, 5],
  ]
  t.same(leaksIn(view([1, 2, 1, 9, 9, 9], { shown })), [[0, 1, 2, 3]])
  t.same(leaksIn(view([2, 2, 1, 9, 9, 9], { shown })), [], 'together they are k')
  t.same(leaksIn(view([1, 2, 1, 9, 9, 9], { shown: shown.slice(1) })), [])
})

t.test('sets with the same marks are told apart by what follows', async (t) => {
  // Of 0 and 1 only the difference follows; 2 and 3 with either of them do not cancel.
  const shown = [
    [0, 4],
    [1, 4],
    [2, 5],
  ]
  t.same(leaksIn(view([1, 1, 1, 1, 9, 9], { shown })), [])
})

t.test('among many sets that leave each other alone none is accused', async (t) => {
  const pairs = Array.from({ length: 400 }, (_, pair) => [2 * pair, 2 * pair + 1])
  const counts = pairs.flatMap(() => [1, 9])
  const hidden = pairs.map(([small = 0]) => [small])
  t.same(leaksIn(view(counts, { shown: pairs, hidden })), [])
  const closed = [...pairs, pairs.slice(0, 2).map(([, large = 0]) => large)]
  t.same(
    leaksIn(view(counts, { shown: closed, hidden })),
    [[0, 1, 400]],
    'the control: one cell more',
  )
})

t.test(
  'where owner groups have several members, few of them that only follow together are found',
  async (t) => {
    // Four atoms of one owner each are all of cell 0 but cell 1; three of them are in cells with others too.
    const others = { n: 9 }
    const atoms: readonly Atom[] = [
      { n: 2, shares: [[1, 2]], cohorts: [0, 2] },
      { n: 2, shares: [[2, 2]], cohorts: [0, 3] },
      { n: 2, shares: [[3, 2]], cohorts: [0, 4] },
      { n: 2, shares: [[4, 2]], cohorts: [0] },
      ...[2, 3, 4].map((place) => ({ ...others, cohorts: [place] })),
      { ...others, cohorts: [0, 1] },
    ]
    const given = { atoms, lines: [], shown: Array(5).fill(true) as boolean[] }
    t.same(
      leaksIn({ ...given, kMin: 5 }).map((places) => places.toSorted()),
      [[0, 1]],
    )
    t.same(leaksIn({ ...given, kMin: 4 }), [], 'four are enough')
  },
)
