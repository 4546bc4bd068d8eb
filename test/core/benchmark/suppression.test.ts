import t from 'tap'
import { buildCells } from '../../../src/core/benchmark/builder.ts'
import {
  type Cohort,
  cohortsAt,
  cohortsOf,
  type Lattice,
} from '../../../src/core/benchmark/cohort.ts'
import { columnsOf, type MemberRow } from '../../../src/core/benchmark/columns.ts'
import { gate, type Reason } from '../../../src/core/benchmark/disclosure.ts'
import { type Atom, isSmall } from '../../../src/core/benchmark/hidden-sets.ts'
import type { Random } from '../../../src/core/benchmark/random.ts'
import {
  inOrder,
  linesOf,
  type NodeCells,
  suppress,
} from '../../../src/core/benchmark/suppression.ts'
import {
  alone,
  anyPlace,
  china,
  everyFamily,
  randomFor,
  tiny,
  total,
} from '../../fixtures/benchmark/population.ts'
import {
  isDerivable,
  isOfFewOwners,
  setOfFewOwnersThatFollows,
  smallSetThatFollows,
} from '../../fixtures/benchmark/row-space.ts'

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
    held: n.map(alone),
    atoms: atoms.filter((atom) => atom.n > 0),
    gated: n.map((each) => gate(alone(each), protection)),
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
    held: n.map(alone),
    atoms: atoms.filter((atom) => atom.n > 0),
    gated: n.map((each) => gate(alone(each), protection)),
  }
}

/** Whether a small hidden cell, or the small hidden rest of a line, lies in the row space. */
const derivesFew = (
  lattice: Lattice,
  { held, atoms }: NodeCells,
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
  return [...hidden.filter((place) => isSmall(held[place]?.n ?? 0, kMin)).map(cell), ...rests]
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
      const { held, atoms, gated } = table(lattice, density, random)
      const isShown = (reason: Reason | null) => reason === null
      if (smallSetThatFollows(atoms, gated.map(isShown), kMin) !== null) byGateAlone += 1
      const { reasons } = suppress({ held, atoms, gated }, { lattice, lines, kMin })
      const set = smallSetThatFollows(atoms, reasons.map(isShown), kMin)
      if (set !== null) t.fail(`${set} of ${JSON.stringify(atoms)}`)
      const reversed = suppress(
        { held, atoms: atoms.toReversed(), gated },
        { lattice, lines, kMin },
      )
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
    const cells = {
      held: n.map(alone),
      atoms,
      gated: n.map((each) => gate(alone(each), protection)),
    }
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

/** Members of a small lattice, many of an owner group that has several: side by side or anywhere. */
const ownedMembers = (lattice: Lattice, count: number, random: Random): readonly MemberRow[] => {
  const members: MemberRow[] = []
  for (let owner = 0; members.length < count; owner += 1) {
    const home = anyPlace(lattice, random)
    const has = random.chance(2500) ? 2 + random.below(5) : 1
    for (let each = 0; each < has; each += 1)
      members.push({
        owner,
        place: random.chance(6000) ? home : anyPlace(lattice, random),
        values: [random.below(10001)],
      })
  }
  return members
}

/** The same by the members themselves: who stands where, and what the gate says of each cell by a list of owners. */
const byMembers = (lattice: Lattice, members: readonly MemberRow[]) => {
  const cohorts = cohortsOf(lattice)
  const atoms = new Map<
    string,
    { readonly owners: number[]; readonly cohorts: readonly number[] }
  >()
  for (const { place, owner = 0 } of members) {
    const keys = cohortsAt(place, lattice).map(({ key }) => key)
    const known = atoms.get(keys.join()) ?? {
      owners: [],
      cohorts: cohorts.flatMap(({ key }, at) => (keys.includes(key) ? [at] : [])),
    }
    known.owners.push(owner)
    atoms.set(keys.join(), known)
  }
  const passes = cohorts.map((_, place) =>
    isFree(
      [...atoms.values()].flatMap((atom) => (atom.cohorts.includes(place) ? atom.owners : [])),
    ),
  )
  return { atoms: [...atoms.values()], passes }
}
const isFree = (owners: readonly number[]) => owners.length > 0 && !isOfFewOwners(owners, kMin)

for (const [name, shape, count] of [
  ['few', { sectors: 2, regions: 2, sizes: 2 }, 30],
  ['some', { sectors: 2, regions: 2, sizes: 2 }, 60],
  ['wider', { sectors: 3, regions: 2, sizes: 2 }, 60],
  ['widest', { sectors: 3, regions: 3, sizes: 2 }, 60],
] as const)
  t.test(`under cap25 no set of few owner groups or mostly of one follows: ${name}`, async (t) => {
    const lattice = tiny(everyFamily, shape)
    const lines = linesOf(lattice)
    const given = { lattice, nodes: total }
    const random = randomFor(41)
    let byGateAlone = 0
    let byCountAlone = 0
    let shownAtAll = 0
    for (let round = 0; round < 25; round += 1) {
      const members = ownedMembers(lattice, count, random)
      const { atoms, passes } = byMembers(lattice, members)
      const cells = buildCells(columnsOf(members, given), given)
      const held = passes.map((_, place) => ({
        n: cells.n[place] ?? 0,
        groups: cells.groups[place] ?? 0,
        largest: cells.largest[place] ?? 0,
      }))
      const gated = held.map((each) => gate(each, protection))
      const isShown = (reason: Reason | null) => reason === null
      t.same(gated.map(isShown), passes, 'the gate is the plain one')
      const suppressed = (owned: readonly Atom[]) =>
        suppress({ held, atoms: owned, gated }, { lattice, lines, kMin }).reasons.map(isShown)
      const follows = (shown: readonly boolean[]) =>
        setOfFewOwnersThatFollows(atoms, shown, kMin) !== null
      const owned = cells.atoms[0] ?? []
      const shown = suppressed(owned)
      if (follows(shown)) t.fail(JSON.stringify(members.map(({ owner, place }) => [owner, place])))
      t.same(suppressed(owned.toReversed()), shown, 'whatever the order of members')
      if (follows(passes)) byGateAlone += 1
      if (follows(suppressed(owned.map(({ n, cohorts }) => ({ n, cohorts }))))) byCountAlone += 1
      shownAtAll += shown.filter((each) => each).length
    }
    t.ok(shownAtAll > 50, `${shownAtAll} cells are shown`)
    t.ok(byGateAlone > 15, `by the gate alone the same attack succeeds: ${byGateAlone} of 25`)
    t.ok(byCountAlone > 10, `and with members counted instead of owners: ${byCountAlone} of 25`)
  })

t.test("a cell that is all minus a shown one may be no one owner's", async (t) => {
  const lattice = tiny(['all', 'sector'], { sectors: 3 })
  const of = (ofB: number) => {
    const held = [
      { n: 100, groups: 101 - 5 - ofB, largest: 5 + ofB },
      { n: 60, groups: 56, largest: 5 },
      { n: 20, groups: 21 - ofB, largest: ofB },
      { n: 20, groups: 20, largest: 1 },
    ]
    const owned: readonly Atom[] = [
      { n: 60, shares: [[1, 5]], cohorts: [0, 1] },
      { n: 20, shares: [[1, ofB]], cohorts: [0, 2] },
      { n: 20, cohorts: [0, 3] },
    ]
    const cells = { held, atoms: owned, gated: held.map((each) => gate(each, protection)) }
    return run(lattice, cells).reasons
  }
  t.same(of(20), [null, 'complementary', 'primary', 'complementary'], 'nor may A and it together')
  t.same(of(5), [null, null, null, null], 'the control: a quarter of it')
  t.same(of(6), [null, null, 'owner_cap', 'complementary'], 'not derivable beside a hidden sibling')
})
