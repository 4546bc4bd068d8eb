// The search for a set that follows from published cells and that one owner group dominates, whatever it is made of.
// The other sets that are protected are looked for in hidden-sets.ts; how sets follow is row-space.ts.
import { at } from './at.ts'
import type { Share } from './owners.ts'
import { type AtomSet, type Prime, rowSpaceOf, type Unseen } from './row-space.ts'

/** Members whom no shown cell tells apart, and the places of the shown cells that they are in. */
export type Part = {
  readonly n: number
  readonly shares: readonly Share[]
  readonly shownIn: readonly number[]
}

/** How many sets are tried for one owner group before the search gives up. */
export const mostTries = 2000

/**
 * By owner group that dominates a set which follows: the places of the shown cells that combine to it. Where there is
 * too much to try, the shown cells around one of its parts stand for them: that hides too much, never too little.
 */
export const dominatedIn = (
  parts: readonly Part[],
  prime: Prime,
): readonly (readonly number[])[] => {
  const owners = partsByOwner(parts)
  if (owners.length === 0) return []
  const places = [...new Set(parts.flatMap(({ shownIn }) => shownIn))]
  const cells = places.map((): number[] => [])
  const placeOf = new Map(places.map((place, index) => [place, index]))
  for (const [part, { shownIn }] of parts.entries())
    for (const place of shownIn) at(cells, placeOf.get(place) ?? -1).push(part)
  const space = rowSpaceOf(cells, parts.length, prime)
  const find = searchIn(parts, space.unseen(), prime)
  return owners.flatMap((held) => {
    const found = find(held)
    if (found === null) return []
    if ('around' in found) return [at(parts, found.around).shownIn]
    return [space.combination(found.set)]
      .filter((used) => used !== null)
      .map((used) => used.map((index) => at(places, index)))
  })
}

/** What an owner group has, by part. */
type Held = ReadonlyMap<number, number>

const partsByOwner = (parts: readonly Part[]): readonly Held[] => {
  const owners = new Map<number, Map<number, number>>()
  for (const [part, { shares }] of parts.entries())
    for (const [owner, n] of shares) {
      const held = owners.get(owner) ?? new Map<number, number>()
      owners.set(owner, held.set(part, n))
    }
  return [...owners.values()]
}

type Found = { readonly set: AtomSet } | { readonly around: number }

/** What is certain so far, and what the parts that nobody has decided on could add. */
type Gain = { readonly certain: number; readonly hope: number }

/**
 * Four times what an owner group has minus all members, the gain, adds up over parts. So a set with more than a
 * quarter of one owner has a part with a gain. From each such part the search adds what an unseen vector still
 * asks for, one part after another, as long as the gain of all may stay above zero.
 */
const searchIn = (parts: readonly Part[], { vectorsOf, atomsOf }: Unseen, prime: Prime) => {
  const partsOf = atomsOf.map((set) => set.toSorted((a, b) => at(parts, a).n - at(parts, b).n))
  const decided = new Uint8Array(parts.length)
  const asked = new Map<number, number>() // by unseen vector what is not zero yet
  const add = (part: number, sign: 1 | -1): void => {
    for (const [vector, times] of at(vectorsOf, part)) {
      const sum = ((asked.get(vector) ?? 0) + sign * times + prime) % prime
      if (sum === 0) asked.delete(vector)
      else asked.set(vector, sum)
    }
  }
  return (held: Held): Found | null => {
    const gainOf = (part: number) => 4 * (held.get(part) ?? 0) - at(parts, part).n
    const most = Math.max(...held.values())
    let tries = 0

    const isPossible = (part: number, { certain, hope }: Gain) =>
      decided[part] === 0 && certain + hope + Math.min(gainOf(part), 0) > 0

    /** The fewest parts of which the set needs one; null: it needs none. */
    const needed = (gain: Gain): AtomSet | null => {
      if (asked.size === 0) return null
      const tooLarge = gain.certain + gain.hope + 4 * most
      let fewest = { vector: -1, parts: Number.POSITIVE_INFINITY }
      for (const vector of asked.keys()) {
        let possible = 0
        for (const part of at(partsOf, vector)) {
          if (possible >= fewest.parts || at(parts, part).n >= tooLarge) break
          if (isPossible(part, gain)) possible += 1
        }
        if (possible < fewest.parts) fewest = { vector, parts: possible }
        if (possible === 0) return []
      }
      return at(partsOf, fewest.vector).filter((part) => isPossible(part, gain))
    }

    const withOneOf = (choice: AtomSet, set: AtomSet, { certain, hope }: Gain): AtomSet | null => {
      let left = hope
      let found: AtomSet | null = null
      const closed: number[] = []
      for (const part of choice) {
        const gain = gainOf(part)
        left -= Math.max(gain, 0)
        decided[part] = 1
        closed.push(part)
        add(part, 1)
        found = completed([...set, part], { certain: certain + gain, hope: left })
        add(part, -1)
        if (found !== null || tries > mostTries) break
      }
      for (const part of closed) decided[part] = 0
      return found
    }

    const completed = (set: AtomSet, gain: Gain): AtomSet | null => {
      tries += 1
      const choice = needed(gain)
      if (choice !== null) return withOneOf(choice, set, gain)
      return gain.certain > 0 ? set : null
    }

    const gaining = [...held.keys()].filter((part) => gainOf(part) > 0)
    const hope = gaining.reduce((sum, part) => sum + gainOf(part), 0)
    const set = withOneOf(gaining, [], { certain: 0, hope })
    if (set !== null) return { set: set.toSorted((a, b) => a - b) }
    return tries > mostTries ? { around: at(gaining, 0) } : null
  }
}
