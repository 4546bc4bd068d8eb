import t from 'tap'
import { type AtomSet, primes, rowSpaceOf } from '../../../src/core/benchmark/row-space.ts'
import { randomFor } from '../../fixtures/benchmark/population.ts'
import { isDerivable } from '../../fixtures/benchmark/row-space.ts'

const [prime] = primes
const derive = (cells: readonly AtomSet[], atoms: number, by: (typeof primes)[number] = prime) =>
  rowSpaceOf(cells, atoms, by).combination

t.test('a parent minus its children is found, with the cells it takes', async (t) => {
  const combination = derive([[0, 1, 2, 3], [0], [1]], 4)
  t.same(combination([2, 3]), [0, 1, 2])
  t.same(combination([0]), [1])
  t.equal(combination([2]), null)
})

t.test('nothing follows from nothing but the empty set', async (t) => {
  t.equal(derive([], 2)([0]), null)
  t.same(derive([], 2)([]), [])
  t.same(derive([[0, 1]], 2)([]), [])
})

t.test('a combination with fractions is found', async (t) => {
  const triangle = derive(
    [
      [0, 1],
      [1, 2],
      [0, 2],
    ],
    3,
  )
  t.same(triangle([0]), [0, 1, 2], 'half of two sums minus the third')
})

t.test('a cell that says what others say is not needed', async (t) => {
  const combination = derive([[0, 1], [0], [1], [0, 1]], 2)
  t.same(combination([0, 1]), [1, 2])
})

t.test('random sets agree with elimination in exact fractions, modulo either prime', async (t) => {
  const random = randomFor(2)
  const some = (atoms: number) =>
    Array.from({ length: atoms }, (_, atom) => atom).filter(() => random.below(2) === 1)
  const dense = (set: AtomSet, atoms: number) =>
    Array.from({ length: atoms }, (_, atom) => (set.includes(atom) ? 1 : 0))
  let derivable = 0
  for (let count = 0; count < 3000; count += 1) {
    const atoms = 1 + random.below(8)
    const cells = Array.from({ length: random.below(8) }, () => some(atoms))
    const target = some(atoms)
    const expected = isDerivable(
      dense(target, atoms),
      cells.map((cell) => dense(cell, atoms)),
    )
    for (const by of primes) {
      const used = derive(cells, atoms, by)(target)
      if ((used !== null) !== expected) t.fail(JSON.stringify({ cells, target, expected }))
      if (
        used !== null &&
        !isDerivable(
          dense(target, atoms),
          used.map((at) => dense(cells[at] ?? [], atoms)),
        )
      )
        t.fail(`${JSON.stringify({ cells, target })} from ${used}`)
    }
    if (expected) derivable += 1
  }
  t.ok(derivable > 300 && derivable < 2700, `both answers occur: ${derivable}`)
})

t.test('remainders next to multiples of the prime are exact', async (t) => {
  // Cells {0, 1} and {1, 2} with fractions in between reach products near the square of the prime.
  for (const by of primes) {
    const size = 40
    const cells = Array.from({ length: size }, (_, at) =>
      [at, (at + 1) % size, (at + 3) % size].toSorted((a, b) => a - b),
    )
    const { combination, marks } = rowSpaceOf(cells, size, by)
    t.not(combination([0]), null, 'a circulant of full rank gives every atom away')
    const of = marks(randomFor(5))
    t.ok(
      of.every((mark) => mark === 0),
      'and leaves no mark',
    )
  }
})

t.test(
  'unseen vectors are zero over every derivable set together, and over no other',
  async (t) => {
    const cells = [[0, 1, 2], [2, 3], [4, 5], [0, 5, 6], [1, 2], [7]]
    for (const by of primes) {
      const { combination, unseen } = rowSpaceOf(cells, 8, by)
      const { vectorsOf, atomsOf } = unseen()
      t.same([vectorsOf[7], vectorsOf[0]], [[], []], 'what follows by itself is in no vector')
      for (let mask = 0; mask < 256; mask += 1) {
        const set = [0, 1, 2, 3, 4, 5, 6, 7].filter((atom) => mask & (2 ** atom))
        const sums = atomsOf.map((_, vector) =>
          set.reduce((sum, atom) => {
            const [, times] = vectorsOf[atom]?.find(([each]) => each === vector) ?? [vector, 0]
            return (sum + times) % by
          }, 0),
        )
        const isZero = sums.every((sum) => sum === 0)
        if (isZero !== (combination(set) !== null)) t.fail(`${set}: ${sums}`)
      }
      for (const [vector, atoms] of atomsOf.entries())
        for (const atom of atoms)
          t.ok(
            vectorsOf[atom]?.some(([each]) => each === vector),
            'both ways say the same',
          )
    }
  },
)

t.test('marks cancel over every derivable set, and over no other', async (t) => {
  const random = randomFor(3)
  const cells = [
    [0, 1, 2],
    [2, 3],
    [4, 5],
    [0, 5, 6],
  ]
  for (const by of primes) {
    const { combination, marks } = rowSpaceOf(cells, 7, by)
    const of = marks(random)
    for (let mask = 0; mask < 128; mask += 1) {
      const set = [0, 1, 2, 3, 4, 5, 6].filter((atom) => mask & (2 ** atom))
      const sum = set.reduce((all, atom) => (all + (of[atom] ?? 0)) % by, 0)
      if ((sum === 0) !== (combination(set) !== null)) t.fail(`${set}: ${sum}`)
    }
  }
})
