// What every node is worth under a weighting, for the second scoring (scoring.md section 7).
import { askedIn, type Document, type Weights } from './document.ts'
import { decimal, over, type Q, sum, times, zero } from './rational.ts'

/** Maxima by code; a pilot is worth nothing. */
export const maximaOf = (document: Document, { mode, items }: Weights): Map<string, Q> => {
  const weightOf = (code: string): Q => {
    const weight = items[code]
    if (weight === undefined) throw new RangeError(`${code} has no weight`)
    return decimal(weight)
  }
  const branches = document.categories.map((category) => {
    const everything = askedIn(category, document.version)
    return { category, everything, members: everything.filter(({ pilot }) => !pilot) }
  })
  const counted = branches.flatMap(({ members }) => members)
  const total = sum(counted.map(({ points }) => decimal(points)))
  const all = mode === 'weights' ? sum(counted.map(({ code }) => weightOf(code))) : zero
  const found = new Map<string, Q>()
  for (const { category, everything, members } of branches) {
    for (const { code } of everything) found.set(code, zero)
    const named = !category.leaf && members.some(({ code }) => items[code] !== undefined)
    for (const { code, points } of members) {
      if (mode === 'points') {
        found.set(code, weightOf(code))
      } else if (mode === 'weights') {
        found.set(code, over(times(total, weightOf(code)), all))
      } else if (named) {
        const inside = sum(members.map((node) => weightOf(node.code)))
        found.set(code, over(times(decimal(category.points), weightOf(code)), inside))
      } else {
        found.set(code, decimal(points))
      }
    }
  }
  return found
}
