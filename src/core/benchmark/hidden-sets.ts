// The sets of members that published cells must not give away together, and the search for one that they do: sets of few
// owner groups, and sets of which one owner group has too much. How sets follow from cells is row-space.ts; what is
// withheld then, suppression.ts.
import { at } from './at.ts'
import { dominatedIn } from './dominated-sets.ts'
import { aloneIn, type Holding, heldIn, holdingOf, isDominated, type Owned } from './owners.ts'
import type { Part } from './parts.ts'
import { randomOf } from './random.ts'
import { type AtomSet, type Prime, primes, type RowSpace, rowSpaceOf } from './row-space.ts'
import { smallIn } from './small-sets.ts'

/** Members that no offered cohort tells apart: how many, whose, and the places of the cohorts they are in. */
export type Atom = Owned & { readonly cohorts: readonly number[] }

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
export const isSmall = (groups: number, kMin: number): boolean => groups >= 1 && groups < kMin

/** Whether nobody may learn of these members by themselves: of few owner groups, or of one above all. */
export const isProtected = (held: Holding, kMin: number): boolean =>
  isSmall(held.groups, kMin) || isDominated(held)

/** A set that follows from published cells: which cells, by place. */
export type Leak = readonly number[]

/**
 * Every protected set found to follow from the shown cells: hidden cells, what a line hides, members whom the
 * shown cells do not tell apart; else the first pair or triple of small ones; else, where owner groups have several
 * members, any union that one of them dominates; else any of few of them. Empty: none does.
 */
export const leaksIn = (given: Shown): readonly Leak[] => {
  const { atoms, shown } = given
  const supports = supportsOf(atoms, shown.length)
  const sets = protectedSetsOf(given, supports)
  const places = shown.flatMap((isShown, place) => (isShown ? [place] : []))
  const cells = places.map((place) => at(supports, place))
  const leaksBy = (prime: Prime): readonly Leak[] => {
    const space = rowSpaceOf(cells, atoms.length, prime)
    const found = search(sets, given, space, prime)
    const leaks = found.map((used) => used.map((index) => at(places, index)))
    if (leaks.length > 0) return leaks
    const parts = partsOf(given)
    const dominated = dominatedIn(parts, prime)
    if (dominated.length > 0) return dominated
    return smallIn(parts, given.kMin, prime)
  }
  const [first, second] = primes
  const leaks = leaksBy(first)
  return leaks.length > 0 ? leaks : leaksBy(second)
}

/** The atoms of every cohort, rising. */
export const supportsOf = (atoms: readonly Atom[], cohorts: number): readonly AtomSet[] => {
  const supports = Array.from({ length: cohorts }, (): number[] => [])
  for (const [atom, { cohorts: places }] of atoms.entries())
    for (const place of places) at(supports, place).push(atom)
  return supports
}

/** What a line leaves of its parent when the shown children are taken away. */
export const restOf = (
  { parent, children }: Line,
  supports: readonly AtomSet[],
  isShown: (place: number) => boolean,
): AtomSet => {
  const told = new Set(children.flatMap((place) => (isShown(place) ? at(supports, place) : [])))
  return at(supports, parent).filter((atom) => !told.has(atom))
}

/** `alone`: its members who are the only ones of a group; no union has fewer groups than of all its parts together. */
type ProtectedSet = { readonly atoms: AtomSet; readonly isSmall: boolean; readonly alone: number }

const protectedSetsOf = (given: Shown, supports: readonly AtomSet[]): readonly ProtectedSet[] => {
  const { atoms, lines, shown, kMin } = given
  const candidates: readonly AtomSet[] = [
    ...supports.filter((_, place) => !shown[place]),
    ...lines.map((line) => restOf(line, supports, (place) => at(shown, place))),
    ...alikeIn(given),
  ]
  const found = new Map<string, ProtectedSet>()
  for (const set of candidates) {
    const parts = set.map((atom) => at(atoms, atom))
    const held = holdingOf(parts)
    const alone = parts.reduce((sum, part) => sum + aloneIn(part), 0)
    if (isProtected(held, kMin))
      found.set(set.join(), { atoms: set, isSmall: isSmall(held.groups, kMin), alone })
  }
  return [...found.values()].sort((a, b) => a.alone - b.alone)
}

/** What is shown, by the members whom nothing tells apart, as the search for dominated sets takes it. */
const partsOf = (given: Shown): readonly Part[] =>
  alikeIn(given).map((set) => {
    const members = set.map((atom) => at(given.atoms, atom))
    return {
      n: members.reduce((sum, { n }) => sum + n, 0),
      shares: [...heldIn(members)],
      shownIn: at(members, 0).cohorts.filter((place) => given.shown[place]),
    }
  })

/** The atoms that the shown cells do not tell apart, set by set. */
const alikeIn = ({ atoms, shown }: Pick<Shown, 'atoms' | 'shown'>): readonly AtomSet[] => {
  const alike = new Map<string, number[]>()
  for (const [atom, { cohorts }] of atoms.entries()) {
    const pattern = cohorts.filter((place) => shown[place]).join()
    const known = alike.get(pattern)
    if (known === undefined) alike.set(pattern, [atom])
    else known.push(atom)
  }
  return [...alike.values()]
}

/** Two sums of marks in one exact number: equal by chance once in 2^50. */
const keyOf = (a: number, b: number): number => a * 2 ** 26 + b

type Marked = ProtectedSet & { readonly a: number; readonly b: number }

const search = (
  sets: readonly ProtectedSet[],
  { atoms, kMin }: Shown,
  space: RowSpace,
  prime: Prime,
): readonly Leak[] => {
  const [first, second] = [space.marks(randomOf(prime, 1)), space.marks(randomOf(prime, 2))]
  const sumOf = (marks: Float64Array, set: ProtectedSet) =>
    set.atoms.reduce((sum, atom) => (sum + at(marks, atom)) % prime, 0)
  const marked = sets.map((set) => ({ ...set, a: sumOf(first, set), b: sumOf(second, set) }))
  const alone = marked
    .filter(({ a, b }) => a === 0 && b === 0)
    .map((set) => space.combination(set.atoms))
    .filter((used) => used !== null)
  if (alone.length > 0) return alone
  const few = marked.filter(({ isSmall }) => isSmall)
  // Marks only tell where to look; whether a union is small and follows is decided exactly.
  for (const union of togetherIn(few, kMin, prime)) {
    if (!isProtected(holdingOf(union.map((atom) => at(atoms, atom))), kMin)) continue
    const used = space.combination(union)
    if (used !== null) return [used]
  }
  return []
}

/** Unions of two, then of three sets whose marks cancel each other, with fewer than k groups together. */
function* togetherIn(sets: readonly Marked[], kMin: number, prime: Prime): Generator<AtomSet> {
  const completing = completion(sets, prime)
  for (const [one, { a, b, alone }] of sets.entries())
    for (const other of completing({ a, b }, { after: one, room: kMin - 1 - alone }))
      yield unionOf(sets, [one, other])
  for (const [one, { a, b, alone }] of sets.entries())
    for (let other = one + 1; other < sets.length; other += 1) {
      const second = at(sets, other)
      const room = kMin - 1 - alone - second.alone
      if (room < second.alone) break // they come by size: all that follow are too large
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
    return known.filter((place) => place > after && at(sets, place).alone <= room)
  }
}
