// Who holds a set of members: how many owner groups are in it, and how many members the one with the most has.
// Who may be a member at all is in selection.ts; what a cell may show then, in disclosure.ts.
import { div } from './quantile.ts'

/**
 * How often an owner group counts. `one-per-group`: with one member. `cap25`: with all of its members, of no
 * cell with more than a quarter.
 */
export const ownerRules = ['one-per-group', 'cap25'] as const
export type OwnerRule = (typeof ownerRules)[number]

/** `n` members of so many owner groups; `largest`: how many the group with the most has. */
export type Holding = { readonly n: number; readonly groups: number; readonly largest: number }

/** So many members of one owner group, which is told from others by its number. */
export type Share = readonly [owner: number, n: number]

/**
 * Members, and who of them belongs together. `shares`: of the owner groups that have several members at the
 * node, here or elsewhere; everybody else is the only one of a group.
 */
export type Owned = { readonly n: number; readonly shares?: readonly Share[] }

/** Members of whom each is the only one of an owner group. */
export const aloneIn = ({ n, shares = [] }: Owned): number =>
  shares.reduce((rest, [, held]) => rest - held, n)

/** Who holds all parts together; no member is in two of them. */
export const holdingOf = (parts: readonly Owned[]): Holding => {
  let n = 0
  let alone = 0
  for (const part of parts) {
    n += part.n
    alone += aloneIn(part)
  }
  const held = heldIn(parts)
  let largest = Math.min(alone, 1)
  for (const ofOne of held.values()) largest = Math.max(largest, ofOne)
  return { n, groups: alone + held.size, largest }
}

/** By owner group with several members at the node, how many of them are in the parts. */
export const heldIn = (parts: readonly Owned[]): ReadonlyMap<number, number> => {
  const held = new Map<number, number>()
  for (const { shares = [] } of parts)
    for (const [owner, n] of shares) held.set(owner, (held.get(owner) ?? 0) + n)
  return held
}

/** The most members of n that one owner group may have: a quarter, and always one. */
export const capOf = (n: number): number => Math.max(1, div(n, 4))

/** Whether one owner group has so much that the numbers would be of it rather than of all. */
export const isDominated = ({ n, largest }: Pick<Holding, 'n' | 'largest'>): boolean =>
  largest > capOf(n)
