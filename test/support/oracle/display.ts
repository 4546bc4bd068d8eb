// Shown figures of the second scoring: the largest remainder, one unit at a time (scoring.md section 4).
import {
  below,
  floor,
  minus,
  over,
  plus,
  type Q,
  type Round,
  sum,
  text,
  times,
  zero,
} from './rational.ts'

/**
 * Parts in whole units that add up to the shown whole; ties go to the first. Parts that do not make the
 * whole (a category rounded by its own step) are rounded each by itself.
 */
export const apportioned = (
  parts: readonly Q[],
  given: { readonly whole: Q; readonly shown: Q; readonly unit: Q; readonly round: Round },
): readonly Q[] => {
  const { whole, shown, unit, round } = given
  if (text(sum(parts)) !== text(whole)) return parts.map((part) => round(part, unit))
  const units = parts.map((part) => times(floor(over(part, unit)), unit))
  const rests = parts.map((part, index) => minus(part, units[index] ?? zero))
  const served = new Set<number>()
  while (below(sum(units), shown)) {
    let best = -1
    rests.forEach((rest, index) => {
      if (served.has(index)) return
      if (best < 0 || below(rests[best] ?? zero, rest)) best = index
    })
    if (best < 0) throw new RangeError('more units than parts')
    served.add(best)
    units[best] = plus(units[best] ?? zero, unit)
  }
  return units
}
