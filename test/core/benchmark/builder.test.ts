import t from 'tap'
import { buildCells, builtPercents, type Cells } from '../../../src/core/benchmark/builder.ts'
import { type Cohort, cohortsOf, type Lattice } from '../../../src/core/benchmark/cohort.ts'
import { columnsOf, type MemberRow } from '../../../src/core/benchmark/columns.ts'
import { v100 } from '../../../src/core/benchmark/quantile.ts'
import type { BenchmarkNode } from '../../../src/core/benchmark/value.ts'
import {
  anyMembers,
  china,
  everyFamily,
  node,
  nodes,
  randomFor,
  tiny,
  total,
} from '../../fixtures/benchmark/population.ts'

type Edition = { readonly lattice: Lattice; readonly nodes: readonly BenchmarkNode[] }

/** The same cells the plain way: filter, sort, take the quantiles; one cohort and node after another. */
const naive = (members: readonly MemberRow[], { lattice, nodes }: Edition) =>
  nodes.flatMap((node, index) =>
    cohortsOf(lattice).map((cohort) => {
      const values = members
        .filter(
          ({ place, values }) =>
            isIn(cohort, place) &&
            nodes.every(
              (other, place) =>
                values[place] !== -1 ||
                (node.category !== null && other.category !== node.category),
            ),
        )
        .map(({ values }) => values[index] ?? Number.NaN)
        .sort((a, b) => a - b)
      const exact = builtPercents.map((percent) =>
        values.length === 0 ? -1 : v100(values, percent),
      )
      const ranked = ([10, 25, 50, 75, 90] as const).flatMap((percent) => {
        const shown = Math.floor(((exact[builtPercents.indexOf(percent)] ?? 0) + 2500) / 5000) * 50
        return [
          values.filter((value) => value < shown).length,
          values.filter((value) => value === shown).length,
        ]
      })
      return { n: values.length, exact, ranked }
    }),
  )

const isIn = (cohort: Cohort, place: MemberRow['place']) =>
  (['sector', 'region', 'size'] as const).every(
    (dimension) => cohort[dimension] === null || cohort[dimension] === place[dimension],
  )

const build = (members: readonly MemberRow[], edition: Edition): Cells =>
  buildCells(columnsOf(members, edition), { ...edition, policy: { gridBp: 50 } })

const plain = ({ n, v100, ranked }: Cells) =>
  [...n].map((each, cell) => ({
    n: each,
    exact: [...v100.subarray(cell * 19, cell * 19 + 19)],
    ranked: [...(ranked ?? []).slice(cell * 10, cell * 10 + 10)],
  }))

t.test('the fast build equals the plain one in every cell, with ties and N/A', async (t) => {
  const random = randomFor(5)
  for (const families of [['all', 'sector'], everyFamily] as const)
    for (const count of [0, 1, 2, 7, 60, 400]) {
      const lattice = tiny(families, { sectors: 3, regions: 3, sizes: 3 })
      const members = anyMembers(count, { lattice, nodes, random })
      t.same(
        plain(build(members, { lattice, nodes })),
        naive(members, { lattice, nodes }),
        `${families.length} families, ${count} members`,
      )
    }
})

t.test('over the lattice of China it equals the plain one too', async (t) => {
  const lattice = china(...everyFamily)
  const members = anyMembers(300, { lattice, nodes: total, random: randomFor(6) })
  const edition = { lattice, nodes: total }
  t.same(plain(build(members, edition)), naive(members, edition))
})

t.test('the order of the rows does not matter', async (t) => {
  const random = randomFor(7)
  const lattice = tiny(everyFamily)
  const members = [...anyMembers(200, { lattice, nodes, random })]
  const { n, v100 } = build(members, { lattice, nodes })
  const shuffled = members
    .map((member) => ({ member, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ member }) => member)
  for (const other of [shuffled, members.reverse()]) {
    const again = build(other, { lattice, nodes })
    t.same([again.n, again.v100], [n, v100])
  }
})

t.test('both ends of the scale are values like others', async (t) => {
  const lattice = tiny(['all'])
  const members = [10000, 0, 10000].map(
    (value): MemberRow => ({
      place: { sector: null, region: null, size: null },
      values: [value],
    }),
  )
  const cells = build(members, { lattice, nodes: total })
  t.equal(cells.n[0], 3)
  t.equal(cells.v100[0], 100000, 'p5: a tenth of the way from 0 to 10000')
  t.equal(cells.v100[18], 1000000)
})

t.test('without a grid nothing will be shown, and nobody is counted below it', async (t) => {
  const lattice = tiny(['all'])
  const columns = columnsOf([], { lattice, nodes: total })
  t.equal(buildCells(columns, { lattice, nodes: total }).ranked, null)
})

t.test('an empty cell holds no zero that could be taken for a score', async (t) => {
  const lattice = tiny(['all', 'sector'], { sectors: 1 })
  const { n, v100 } = build([], { lattice, nodes: total })
  t.same([...n], [0, 0])
  t.ok(v100.every((each) => each === -1))
})

t.test('atoms say who is in the same offered cohorts, and no more', async (t) => {
  const members = (['A', 'A', 'B', null] as const).map(
    (sector, index): MemberRow => ({
      place: { sector, region: index === 0 ? 'R' : 'S', size: null },
      values: [5000, index === 3 ? -1 : 100, index === 3 ? -1 : 100],
    }),
  )
  const edition = {
    lattice: tiny(['all', 'sector'], { sectors: 2 }),
    nodes: [node('x', 'category', 'x'), node('y', 'category', 'y'), ...total],
  }
  const { atoms } = build(members, edition)
  t.same(atoms[0], [
    { n: 2, cohorts: [0, 1] },
    { n: 1, cohorts: [0, 2] },
    { n: 1, cohorts: [0] },
  ])
  t.same(
    atoms[2]?.map(({ n }) => n),
    [2, 1, 0],
    'per node, those with a score for it',
  )
})

t.test('a value off the scale and a torn column are errors, not numbers', async (t) => {
  const edition = { lattice: tiny(['all']), nodes: total }
  const columns = columnsOf(anyMembers(3, { ...edition, random: randomFor(8) }), edition)
  t.throws(
    () => buildCells({ ...columns, values: Uint16Array.of(1, 10002, 3) }, edition),
    RangeError,
  )
  t.throws(
    () => buildCells({ ...columns, values: Uint16Array.of(1, 10001, 3) }, edition),
    RangeError,
  )
  t.throws(() => buildCells({ ...columns, values: Uint16Array.of(1, 2) }, edition), RangeError)
})
