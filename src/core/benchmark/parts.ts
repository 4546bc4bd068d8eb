// Members whom no shown cell tells apart, and which sets of them follow from the shown cells: what the searches for
// dominated and for small sets share. How sets follow is row-space.ts.
import { at } from './at.ts'
import type { Share } from './owners.ts'
import { type AtomSet, type Prime, rowSpaceOf, type Unseen } from './row-space.ts'

/** Members whom no shown cell tells apart, and the places of the shown cells that they are in. */
export type Part = {
  readonly n: number
  readonly shares: readonly Share[]
  readonly shownIn: readonly number[]
}

export type PartSpace = {
  readonly unseen: Unseen
  /** The places of the shown cells that combine to a set of parts; null where it does not follow. */
  readonly told: (set: AtomSet) => readonly number[] | null
}

export const partSpaceOf = (parts: readonly Part[], prime: Prime): PartSpace => {
  const cells = new Map<number, number[]>()
  for (const [part, { shownIn }] of parts.entries())
    for (const place of shownIn) {
      const known = cells.get(place)
      if (known === undefined) cells.set(place, [part])
      else known.push(part)
    }
  const places = [...cells.keys()]
  const space = rowSpaceOf([...cells.values()], parts.length, prime)
  const told = (set: AtomSet) => space.combination(set)?.map((index) => at(places, index)) ?? null
  return { unseen: space.unseen(), told }
}

export type Asking = {
  /** Puts a part into the set, or takes it out again. */
  readonly add: (part: number, sign: 1 | -1) => void
  /**
   * The fewest parts of which the set needs one, possible ones and smaller than `tooLarge` alone; none: it cannot
   * follow; null: it needs none, and follows.
   */
  readonly fewest: (isPossible: (part: number) => boolean, tooLarge?: number) => AtomSet | null
}

/** What the unseen vectors still ask for of a set that grows part by part. */
export const askingFor = (
  parts: readonly Part[],
  { vectorsOf, atomsOf }: Unseen,
  prime: Prime,
): Asking => {
  const partsOf = atomsOf.map((set) => set.toSorted((a, b) => at(parts, a).n - at(parts, b).n))
  const asked = new Map<number, number>() // by unseen vector what is not zero yet
  return {
    add: (part, sign) => {
      for (const [vector, times] of at(vectorsOf, part)) {
        const sum = ((asked.get(vector) ?? 0) + sign * times + prime) % prime
        if (sum === 0) asked.delete(vector)
        else asked.set(vector, sum)
      }
    },
    fewest: (isPossible, tooLarge = Number.POSITIVE_INFINITY) => {
      if (asked.size === 0) return null
      let least = { vector: -1, parts: Number.POSITIVE_INFINITY }
      for (const vector of asked.keys()) {
        let possible = 0
        for (const part of at(partsOf, vector)) {
          if (possible >= least.parts || at(parts, part).n >= tooLarge) break
          if (isPossible(part)) possible += 1
        }
        if (possible < least.parts) least = { vector, parts: possible }
        if (possible === 0) return []
      }
      return at(partsOf, least.vector).filter(isPossible)
    },
  }
}
