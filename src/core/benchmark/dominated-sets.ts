// The search for a set that follows from published cells and that one owner group dominates, whatever it is made of.
// The other sets that are protected are looked for in hidden-sets.ts; how sets follow is row-space.ts.
import { at } from './at.ts'
import { type Asking, askingFor, type Part, partSpaceOf } from './parts.ts'
import type { AtomSet, Prime } from './row-space.ts'

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
  const { unseen, told } = partSpaceOf(parts, prime)
  const find = searchIn(parts, askingFor(parts, unseen, prime))
  return owners.flatMap((held) => {
    const found = find(held)
    if (found === null) return []
    if ('around' in found) return [at(parts, found.around).shownIn]
    return [told(found.set)].filter((used) => used !== null)
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
const searchIn = (parts: readonly Part[], { add, fewest }: Asking) => {
  const decided = new Uint8Array(parts.length)
  return (held: Held): Found | null => {
    const gainOf = (part: number) => 4 * (held.get(part) ?? 0) - at(parts, part).n
    const most = Math.max(...held.values())
    let tries = 0

    const isPossible = (part: number, { certain, hope }: Gain) =>
      decided[part] === 0 && certain + hope + Math.min(gainOf(part), 0) > 0

    const needed = (gain: Gain): AtomSet | null => {
      const tooLarge = gain.certain + gain.hope + 4 * most
      return fewest((part) => isPossible(part, gain), tooLarge)
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
