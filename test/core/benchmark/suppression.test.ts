import t from 'tap'
import { type Cohort, cohortsOf, type Lattice } from '../../../src/core/benchmark/cohort.ts'
import { gate, type Reason } from '../../../src/core/benchmark/disclosure.ts'
import { type Atom, isSmall } from '../../../src/core/benchmark/hidden-sets.ts'
import type { Random } from '../../../src/core/benchmark/random.ts'
import {
  inOrder,
  linesOf,
  type NodeCells,
  suppress,
} from '../../../src/core/benchmark/suppression.ts'
import { china, everyFamily, randomFor, tiny } from '../../fixtures/benchmark/population.ts'
import { isDerivable, smallSetThatFollows } from '../../fixtures/benchmark/row-space.ts'

const kMin = 5
const protection = { kMin, depth: 2 }

/** Cells of all and sectors from counts by sector; the last count is the unlisted remainder. */
const ofSectors = (lattice: Lattice, counts: readonly number[]): NodeCells => {
  const sectors = lattice.codes.sector.length
  const listed = counts.slice(0, sectors)
  const n = [counts.reduce((sum, each) => sum + each, 0), ...listed]
  const atoms = counts.map(
    (each, place): Atom => ({
      n: each,
      cohorts: place < sectors ? [0, place + 1] : [0],
    }),
  )
  return {
    n,
    atoms: atoms.filter((atom) => atom.n > 0),
    gated: n.map((each) => gate(each, protection)),
  }
}

const run = (lattice: Lattice, cells: NodeCells) => {
  const { reasons, suppressed } = suppress(cells, { lattice, lines: linesOf(lattice), kMin })
  return { reasons, suppressed: suppressed.map((place) => cohortsOf(lattice)[place]?.key) }
}

/**
 * The attack by differencing: adds and subtracts published cells in every way and looks whether a group
 * of 1..k-1 members stands alone. It knows nothing of lines or rules.
 */
const isolatesFew = ({ atoms }: NodeCells, reasons: readonly (Reason | null)[]): boolean => {
  const published = reasons.flatMap((reason, place) => (reason === null ? [place] : []))
  const search = (index: number, sum: readonly number[]): boolean => {
    const place = published[index]
    if (place === undefined)
      return (
        sum.every((each) => each === 0 || each === 1) &&
        isSmall(
          atoms.reduce((size, { n }, atom) => size + n * (sum[atom] ?? 0), 0),
          kMin,
        )
      )
    return [-1, 0, 1].some((sign) =>
      search(
        index + 1,
        sum.map((each, atom) => each + (atoms[atom]?.cohorts.includes(place) ? sign : 0)),
      ),
    )
  }
  return search(
    0,
    atoms.map(() => 0),
  )
}

const sectors = tiny(['all', 'sector'], { sectors: 5 })
const counts = (random: Random) => Array.from({ length: 6 }, () => random.below(9))

t.test('lines join each parent with its children along one more dimension', async (t) => {
  const lattice = tiny(everyFamily, { sectors: 2, regions: 2, sizes: 2 })
  const keys = cohortsOf(lattice).map(({ key }) => key)
  const lines = linesOf(lattice).map(({ parent, children }) =>
    [parent, ...children].map((place) => keys[place]),
  )
  t.same(lines, [
    ['all', 'sector=A', 'sector=B'],
    ['all', 'region=R', 'region=S'],
    ['all', 'size=large', 'size=small'],
    ['sector=A', 'sector=A&region=R', 'sector=A&region=S'],
    ['sector=A', 'sector=A&size=large', 'sector=A&size=small'],
    ['sector=B', 'sector=B&region=R', 'sector=B&region=S'],
    ['sector=B', 'sector=B&size=large', 'sector=B&size=small'],
    ['region=R', 'sector=A&region=R', 'sector=B&region=R'],
    ['region=S', 'sector=A&region=S', 'sector=B&region=S'],
    ['size=large', 'sector=A&size=large', 'sector=B&size=large'],
    ['size=small', 'sector=A&size=small', 'sector=B&size=small'],
  ])
  t.equal(linesOf(china('all', 'sector')).length, 1)
  t.equal(linesOf(china('all')).length, 0)
})

t.test('a cell below k is withheld, even if its gate let it pass', async (t) => {
  const cells = ofSectors(sectors, [20, 4, 4, 0, 0, 0])
  const careless = { ...cells, gated: cells.gated.map(() => null) }
  t.same(run(sectors, careless).reasons, [null, null, 'primary', 'primary', 'primary', 'primary'])
})

t.test('a lone small cell takes the smallest published sibling with it', async (t) => {
  const { reasons, suppressed } = run(sectors, ofSectors(sectors, [20, 9, 3, 12, 0, 0]))
  t.same(suppressed, ['sector=B'])
  t.same(reasons, [null, null, 'complementary', 'primary', null, 'primary'])
})

t.test('of equally small siblings the first key goes', async (t) => {
  t.same(run(sectors, ofSectors(sectors, [9, 9, 9, 9, 2, 0])).suppressed, ['sector=A'])
})

t.test('the hidden remainder counts: a few unlisted members are protected too', async (t) => {
  t.same(run(sectors, ofSectors(sectors, [20, 9, 0, 0, 0, 1])).suppressed, ['sector=B'])
  t.same(run(sectors, ofSectors(sectors, [20, 9, 0, 0, 0, 5])).suppressed, [])
  t.same(run(sectors, ofSectors(sectors, [20, 9, 0, 0, 0, 0])).suppressed, [])
  t.same(run(sectors, ofSectors(sectors, [20, 9, 3, 0, 0, 2])).suppressed, [])
})

t.test('where the parent is withheld nothing more needs to be', async (t) => {
  t.same(run(sectors, ofSectors(sectors, [1, 1, 1, 0, 0, 1])).suppressed, [])
})

t.test('differencing all against its sectors never isolates 1 to k-1 members', async (t) => {
  const random = randomFor(3)
  let needed = 0
  for (let count = 0; count < 500; count += 1) {
    const cells = ofSectors(sectors, counts(random))
    if (isolatesFew(cells, cells.gated)) needed += 1
    if (isolatesFew(cells, run(sectors, cells).reasons)) t.fail(JSON.stringify(cells.atoms))
  }
  t.ok(needed > 30, `by minimum size alone the same attack succeeds: ${needed} of 500`)
})

type Shape = { readonly sectors: number; readonly regions: number; readonly sizes: number }
type Density = { readonly occupiedBp: number; readonly most: number }

/** A random table over a whole tiny lattice, its atoms the triples of codes and remainders. */
const table = (lattice: Lattice, { occupiedBp, most }: Density, random: Random): NodeCells => {
  const cohorts = cohortsOf(lattice)
  const withNone = (codes: readonly string[]) => [...codes, null]
  const { sector, region, size } = lattice.codes
  const inside = (cohort: Cohort, place: readonly (string | null)[]) =>
    [cohort.sector, cohort.region, cohort.size].every(
      (code, index) => code === null || code === place[index],
    )
  const atoms = withNone(sector).flatMap((a) =>
    withNone(region).flatMap((b) =>
      withNone(size).map(
        (c): Atom => ({
          n: random.chance(occupiedBp) ? random.below(most) : 0,
          cohorts: cohorts.flatMap((cohort, place) => (inside(cohort, [a, b, c]) ? [place] : [])),
        }),
      ),
    ),
  )
  const n = cohorts.map((_, place) =>
    atoms.reduce((sum, atom) => sum + (atom.cohorts.includes(place) ? atom.n : 0), 0),
  )
  return {
    n,
    atoms: atoms.filter((atom) => atom.n > 0),
    gated: n.map((each) => gate(each, protection)),
  }
}

/** Whether a small hidden cell, or the small hidden rest of a line, lies in the row space. */
const derivesFew = (
  lattice: Lattice,
  { n, atoms }: NodeCells,
  reasons: readonly (Reason | null)[],
) => {
  const cell = (place: number) => atoms.map(({ cohorts }) => (cohorts.includes(place) ? 1 : 0))
  const rows = reasons.flatMap((reason, place) => (reason === null ? [cell(place)] : []))
  const hidden = reasons.flatMap((reason, place) => (reason === null ? [] : [place]))
  const rests = linesOf(lattice).map(({ parent, children }) =>
    atoms.map(({ cohorts }) =>
      cohorts.includes(parent) &&
      !cohorts.some((place) => children.includes(place) && reasons[place] === null)
        ? 1
        : 0,
    ),
  )
  const few = (set: readonly number[]) =>
    isSmall(
      atoms.reduce((size, atom, place) => size + atom.n * (set[place] ?? 0), 0),
      kMin,
    )
  return [...hidden.filter((place) => isSmall(n[place] ?? 0, kMin)).map(cell), ...rests]
    .filter(few)
    .some((set) => isDerivable(set, rows))
}

const populations: readonly (readonly [string, Shape, Density])[] = [
  ['sparse', { sectors: 2, regions: 2, sizes: 2 }, { occupiedBp: 4000, most: 8 }],
  ['sparser', { sectors: 3, regions: 3, sizes: 2 }, { occupiedBp: 2500, most: 6 }],
  ['thin', { sectors: 3, regions: 2, sizes: 3 }, { occupiedBp: 6000, most: 4 }],
  ['dense', { sectors: 2, regions: 3, sizes: 2 }, { occupiedBp: 8000, most: 12 }],
  ['full of ones and twos', { sectors: 2, regions: 2, sizes: 2 }, { occupiedBp: 9500, most: 3 }],
]

for (const [name, shape, density] of populations)
  t.test(`no set of fewer than k follows from what is shown (T4): ${name}`, async (t) => {
    const lattice = tiny(everyFamily, shape)
    const lines = linesOf(lattice)
    const random = randomFor(4)
    let byGateAlone = 0
    for (let count = 0; count < 40; count += 1) {
      const { n, atoms, gated } = table(lattice, density, random)
      const isShown = (reason: Reason | null) => reason === null
      if (smallSetThatFollows(atoms, gated.map(isShown), kMin) !== null) byGateAlone += 1
      const { reasons } = suppress({ n, atoms, gated }, { lattice, lines, kMin })
      const set = smallSetThatFollows(atoms, reasons.map(isShown), kMin)
      if (set !== null) t.fail(`${set} of ${JSON.stringify(atoms)}`)
      const reversed = suppress({ n, atoms: atoms.toReversed(), gated }, { lattice, lines, kMin })
      t.same(reversed.reasons, reasons, 'whatever the order of members')
    }
    t.ok(byGateAlone > 10, `by minimum size alone the same attack succeeds: ${byGateAlone} of 40`)
  })

t.test('over the lattice of China some thousand members are audited whole', async (t) => {
  const lattice = china(...everyFamily)
  const lines = linesOf(lattice)
  const cells = table(lattice, { occupiedBp: 800, most: 12 }, randomFor(5))
  const { reasons, suppressed } = suppress(cells, { lattice, lines, kMin })
  t.ok(reasons.filter((reason) => reason === null).length > 200)
  t.ok(suppressed.length > 10)
})

t.test(
  'atoms stand in the order of their cohorts, and empty ones do not stand at all',
  async (t) => {
    const atom = (n: number, ...cohorts: readonly number[]): Atom => ({ n, cohorts })
    t.same(inOrder([atom(1, 0, 2), atom(2, 0, 1, 5), atom(0, 0), atom(3, 0, 1), atom(4, 0)]), [
      atom(4, 0),
      atom(3, 0, 1),
      atom(2, 0, 1, 5),
      atom(1, 0, 2),
    ])
  },
)

t.test(
  'what no single line shows, the row space does: the third rule withholds more',
  async (t) => {
    const lattice = tiny(['all', 'sector', 'size', 'sector&size'], { sectors: 2, sizes: 2 })
    const keys = cohortsOf(lattice).map(({ key }) => key)
    const placesOf = (sector: string, size: string) =>
      ['all', `sector=${sector}`, `size=${size}`, `sector=${sector}&size=${size}`].map((key) =>
        keys.indexOf(key),
      )
    const atoms: readonly Atom[] = [
      { n: 9, cohorts: placesOf('A', 'large') },
      { n: 2, cohorts: placesOf('A', 'small') },
      { n: 9, cohorts: placesOf('B', 'large') },
      { n: 9, cohorts: placesOf('B', 'small') },
    ]
    const n = keys.map((_, place) =>
      atoms.reduce((sum, atom) => sum + (atom.cohorts.includes(place) ? atom.n : 0), 0),
    )
    const cells = { n, atoms, gated: n.map((each) => gate(each, protection)) }
    const { reasons, suppressed } = run(lattice, cells)
    t.ok(suppressed.length >= 3, suppressed.join(', '))
    t.notOk(derivesFew(lattice, cells, reasons))
    const lineRuleOnly = cells.gated.map((reason, place) =>
      ['sector=A&size=large', 'sector=B&size=small'].includes(keys[place] ?? '')
        ? ('complementary' as const)
        : reason,
    )
    t.ok(
      derivesFew(lattice, cells, lineRuleOnly),
      'with one hidden sibling on each line of the small cell it still follows',
    )
  },
)
