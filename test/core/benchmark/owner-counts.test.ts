import t from 'tap'
import { type OwnedRows, ownerCountsOf } from '../../../src/core/benchmark/owner-counts.ts'
import { randomFor } from '../../fixtures/benchmark/population.ts'

/** Two atoms: the first in cohorts 0 and 1, the second in 0 alone. */
const rows: OwnedRows = {
  owners: Uint32Array.of(8, 3, 8, 5, 8, 3),
  atomOf: Uint32Array.of(0, 0, 1, 1, 0, 0),
  cohorts: [[0, 1], [0]],
  places: 3,
}

t.test('groups, the most of one, and who has several, by cohort and atom', async (t) => {
  const [all] = ownerCountsOf(rows, [new Uint8Array(6)])
  t.same(all?.groups, Uint32Array.of(3, 2, 0))
  t.same(all?.largest, Uint32Array.of(3, 2, 0))
  t.same(all?.shares, [
    [
      [3, 2],
      [8, 2],
    ],
    [[8, 1]],
  ])
})

t.test('who has no value is not counted, and nodes that lack the same share a count', async (t) => {
  const absent = Uint8Array.of(1, 0, 1, 0, 0, 1)
  const [one, other, again] = ownerCountsOf(rows, [absent, new Uint8Array(6), absent])
  t.same(one?.groups, Uint32Array.of(3, 2, 0))
  t.same(one?.largest, Uint32Array.of(1, 1, 0))
  t.same(one?.shares, [[], []], 'each has one member with a value')
  t.equal(again, one)
  t.not(other, one)
})

t.test('random rows agree with counting one cohort after another', async (t) => {
  const random = randomFor(31)
  for (let count = 0; count < 50; count += 1) {
    const atoms = 1 + random.below(5)
    const cohorts = Array.from({ length: atoms }, () => [0, 1, 2].filter(() => random.below(2) > 0))
    const size = random.below(30)
    const given = {
      owners: Uint32Array.from({ length: size }, () => random.below(12)),
      atomOf: Uint32Array.from({ length: size }, () => random.below(atoms)),
      cohorts,
      places: 3,
    }
    const absent = Uint8Array.from({ length: size }, () => random.below(2))
    const [counts] = ownerCountsOf(given, [absent])
    for (const place of [0, 1, 2]) {
      const owners = [...given.owners].filter(
        (_, row) => absent[row] === 0 && cohorts[given.atomOf[row] ?? 0]?.includes(place),
      )
      const ofEach = [...new Set(owners)].map((owner) => owners.filter((each) => each === owner))
      t.equal(counts?.groups[place], ofEach.length)
      t.equal(counts?.largest[place], Math.max(0, ...ofEach.map(({ length }) => length)))
    }
  }
})
