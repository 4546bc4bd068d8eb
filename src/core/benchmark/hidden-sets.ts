// The small sets of members that published cells must not give away together, and the search for one that they do.
// How sets follow from cells is row-space.ts; what is withheld then, suppression.ts.
import { at } from './at.ts'
import { randomOf } from './random.ts'
import { type AtomSet, type Prime, primes, type RowSpace, rowSpaceOf } from './row-space.ts'

/** Members that no offered cohort tells apart: how many, and the places of the cohorts they are in. */
export type Atom = { readonly n: number; readonly cohorts: readonly number[] }

/**
 * A parent with its children along one more dimension, as places in `cohortsOf(lattice)`. What of the
 * parent is in no child (unlisted, unclassified) is the remainder: hidden always, without a place.
 */
export type Line = { readonly parent: number; readonly children: readonly number[] }

/** What is shown of one node, by place; `atoms` in their one order, none of them empty. */
export type Shown = {
  readonly atoms: readonly Atom[]
  readonly lines: readonly Line[]
  readonly shown: readonly boolean[]
  readonly kMin: number
}

/** Too few to be told apart, but somebody. */
export const isSmall = (n: number, kMin: number): boolean => n >= 1 && n < kMin

/** A set that follows from published cells: which cells, by place. */
export type Leak = readonly number[]

/**
 * Every small set found to follow from the shown cells: hidden cells, what a line hides, members whom the
 * shown cells do not tell apart; else the first pair or triple of such sets. Empty: none does.
 */
export const leaksIn = (given: Shown): readonly Leak[] => {
  const sets = smallSetsOf(given)
  const places = given.shown.flatMap((isShown, place) => (isShown ? [place] : []))
  const supports = supportsOf(given)
  const cells = places.map((place) => at(supports, place))
  const leaksBy = (prime: Prime): readonly Leak[] => {
    const space = rowSpaceOf(cells, given.atoms.length, prime)
    const found = search(sets, space, given.kMin, prime)
    return found.map((used) => used.map((index) => at(places, index)))
  }
  const [first, second] = primes
  const leaks = leaksBy(first)
  return leaks.length > 0 ? leaks : leaksBy(second)
}

/** The atoms of every cohort. */
const supportsOf = ({ atoms, shown }: Shown): readonly AtomSet[] => {
  const supports: number[][] = shown.map(() => [])
  for (const [atom, { cohorts }] of atoms.entries())
    for (const place of cohorts) at(supports, place).push(atom)
  return supports
}

type SmallSet = { readonly n: number; readonly atoms: AtomSet }

const smallSetsOf = (given: Shown): readonly SmallSet[] => {
  const { atoms, lines, shown, kMin } = given
  const supports = supportsOf(given)
  const alike = new Map<string, number[]>()
  for (const [atom, { cohorts }] of atoms.entries()) {
    const pattern = cohorts.filter((place) => shown[place]).join()
    const known = alike.get(pattern)
    if (known === undefined) alike.set(pattern, [atom])
    else known.push(atom)
  }
  const candidates: readonly AtomSet[] = [
    ...supports.filter((_, place) => !shown[place]),
    ...lines.map(({ parent, children }) => {
      const told = new Set(children.flatMap((place) => (shown[place] ? at(supports, place) : [])))
      return at(supports, parent).filter((atom) => !told.has(atom))
    }),
    ...alike.values(),
  ]
  const small = new Map<string, SmallSet>()
  for (const set of candidates) {
    const n = set.reduce((sum, atom) => sum + at(atoms, atom).n, 0)
    if (isSmall(n, kMin)) small.set(set.join(), { n, atoms: set })
  }
  return [...small.values()].sort((a, b) => a.n - b.n)
}

/** Two sums of marks in one exact number: equal by chance once in 2^50. */
const keyOf = (a: number, b: number): number => a * 2 ** 26 + b

type Marked = SmallSet & { readonly a: number; readonly b: number }

const search = (
  sets: readonly SmallSet[],
  space: RowSpace,
  kMin: number,
  prime: Prime,
): readonly Leak[] => {
  const [first, second] = [space.marks(randomOf(prime, 1)), space.marks(randomOf(prime, 2))]
  const sumOf = (marks: Float64Array, { atoms }: SmallSet) =>
    atoms.reduce((sum, atom) => (sum + at(marks, atom)) % prime, 0)
  const marked = sets.map((set) => ({ ...set, a: sumOf(first, set), b: sumOf(second, set) }))
  const alone = marked
    .filter(({ a, b }) => a === 0 && b === 0)
    .map(({ atoms }) => space.combination(atoms))
    .filter((used) => used !== null)
  return alone.length > 0 ? alone : firstOf(togetherIn(marked, kMin, prime), space)
}

/** Marks only tell where to look; whether a union follows is decided exactly. */
const firstOf = (unions: Iterable<AtomSet>, space: RowSpace): readonly Leak[] => {
  for (const union of unions) {
    const used = space.combination(union)
    if (used !== null) return [used]
  }
  return []
}

/** Unions of two, then of three sets whose marks cancel each other, with fewer than k members together. */
function* togetherIn(sets: readonly Marked[], kMin: number, prime: Prime): Generator<AtomSet> {
  const completing = completion(sets, prime)
  for (const [one, { a, b, n }] of sets.entries())
    for (const other of completing({ a, b }, { after: one, room: kMin - 1 - n }))
      yield unionOf(sets, [one, other])
  for (const [one, { a, b, n }] of sets.entries())
    for (let other = one + 1; other < sets.length; other += 1) {
      const second = at(sets, other)
      const room = kMin - 1 - n - second.n
      if (room < second.n) break // they come by size: all that follow are too large
      const sum = { a: a + second.a, b: b + second.b }
      for (const third of completing(sum, { after: other, room }))
        yield unionOf(sets, [one, other, third])
    }
}

const unionOf = (sets: readonly Marked[], places: readonly number[]): AtomSet =>
  [...new Set(places.flatMap((place) => at(sets, place).atoms))].sort((x, y) => x - y)

/** Finds the sets that bring a sum to zero. */
const completion = (sets: readonly Marked[], prime: Prime) => {
  const bits = 2 ** 16
  const filter = new Uint8Array(bits) // most sums are nobody's: a look here is enough to know
  const byKey = new Map<number, number[]>()
  for (const [place, { a, b }] of sets.entries()) {
    filter[a % bits] = 1
    byKey.set(keyOf(a, b), [...(byKey.get(keyOf(a, b)) ?? []), place])
  }
  const opposite = (sum: number) => (2 * prime - sum) % prime
  return (
    { a, b }: Pick<Marked, 'a' | 'b'>,
    { after, room }: { readonly after: number; readonly room: number },
  ): readonly number[] => {
    const wanted = opposite(a)
    if (filter[wanted % bits] === 0) return []
    const known = byKey.get(keyOf(wanted, opposite(b))) ?? []
    return known.filter((place) => place > after && at(sets, place).n <= room)
  }
}
