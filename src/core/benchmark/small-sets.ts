// The search for a set that follows from published cells and has members of fewer than k owner groups, whatever it is
// made of. Cells, lines, and pairs and triples of them are looked at before, in hidden-sets.ts.
import { at } from './at.ts'
import { aloneIn } from './owners.ts'
import { askingFor, type Part, partSpaceOf } from './parts.ts'
import type { AtomSet, Prime } from './row-space.ts'

/** How many sets are tried from one part on before the search goes on with the next, and how many in all. */
const mostTries = 500
const mostInAll = 50_000

/**
 * The places of the shown cells that combine to the first such set; none: none was found, or nobody has several members. The
 * owner groups of a set never become fewer when it grows, so nothing is tried that has k already.
 */
export const smallIn = (
  parts: readonly Part[],
  kMin: number,
  prime: Prime,
): readonly (readonly number[])[] => {
  if (parts.every(({ shares }) => shares.length === 0)) return []
  const alone = parts.map(aloneIn)
  const starts = [...parts.keys()].filter(
    (part) => at(alone, part) + at(parts, part).shares.length < kMin,
  )
  const { unseen, told } = partSpaceOf(parts, prime)
  const { add, fewest } = askingFor(parts, unseen, prime)
  const decided = new Uint8Array(parts.length)
  const owners = new Map<number, number>() // of several members: in how many parts of the set they are
  let others = 0 // members of the set who are the only ones of their owner group
  let tries = 0

  const put = (part: number, sign: 1 | -1): void => {
    add(part, sign)
    others += sign * at(alone, part)
    for (const [owner] of at(parts, part).shares) {
      const times = (owners.get(owner) ?? 0) + sign
      if (times === 0) owners.delete(owner)
      else owners.set(owner, times)
    }
  }

  const isPossible = (part: number): boolean => {
    if (decided[part] !== 0) return false
    const { shares } = at(parts, part)
    const more = shares.reduce((sum, [owner]) => sum + (owners.has(owner) ? 0 : 1), 0)
    return others + at(alone, part) + owners.size + more < kMin
  }

  const withOneOf = (choice: AtomSet, set: AtomSet): AtomSet | null => {
    let found: AtomSet | null = null
    const closed: number[] = []
    for (const part of choice) {
      decided[part] = 1
      closed.push(part)
      put(part, 1)
      found = completed([...set, part])
      put(part, -1)
      if (found !== null || tries > mostTries) break
    }
    for (const part of closed) decided[part] = 0
    return found
  }

  const completed = (set: AtomSet): AtomSet | null => {
    tries += 1
    const choice = fewest(isPossible)
    return choice === null ? set : withOneOf(choice, set)
  }

  let inAll = 0
  for (const start of starts) {
    if (inAll > mostInAll) break
    tries = 0
    const set = withOneOf([start], [])
    if (set !== null) return [told(set.toSorted((a, b) => a - b))].filter((used) => used !== null)
    inAll += tries
    if (tries <= mostTries) decided[start] = 1 // every set that it is in was looked at
  }
  return []
}
