// What the reviews of an item suggest: a value again, of which every part is made of the same part of theirs.
// Who may take it over is in entries.ts; how far the reviews lie apart, in figures.ts.
import { at } from '../benchmark/at.ts'
import {
  compare,
  div,
  type Fraction,
  fraction,
  fromDocument,
  halfUp,
  sub,
  sum,
  toHundredths,
} from '../exact.ts'
import { type Gauge, type Valued, valuedIn } from '../review/value.ts'
import type { Met } from '../scoring/members.ts'
import { type Part, partIn } from '../scoring/parts.ts'
import type { ScoreValue } from '../submission/answer-values.ts'

export type SuggestionRule = 'median' | 'mean'

/**
 * Each part by the rule, half up to its step: the cycle's for percents that are entered. A part that more than half of
 * the reviews call not applicable is that. Null: no review gave a value, or the method would refuse what came out.
 */
export const suggestionOf = (
  values: readonly ScoreValue[],
  { gauge, rule }: { readonly gauge: Gauge; readonly rule: SuggestionRule },
): Valued | null => {
  if (values.length === 0) return null
  const suggested: Record<string, unknown> = {}
  for (const part of gauge.rater.parts) {
    const { member, name } = part
    const said = suggestedAt(part, { values, gauge, rule })
    suggested[member] =
      name === null ? said : { ...(suggested[member] as object | undefined), [name]: said }
  }
  return valuedIn(suggested, gauge, [])
}

type Given = {
  readonly values: readonly ScoreValue[]
  readonly gauge: Gauge
  readonly rule: SuggestionRule
}

const suggestedAt = (part: Part, { values, gauge, rule }: Given): unknown => {
  const { member, grain } = part
  if ('statements' in grain)
    return marksOf(
      grain.statements,
      values.map(({ levels = [] }) => levels),
    )
  const said = values.map((value) => partIn(value, part))
  const numbers = said.filter((each) => typeof each === 'number').map(fromDocument)
  if (numbers.length * 2 < said.length) return 'not_applicable'
  const middle = rule === 'median' ? medianOf(numbers) : meanOf(numbers)
  if ('scale' in grain) return nearestOn(grain.scale, middle)
  const { stepBp } = gauge
  const step = member === 'percent' && stepBp !== null ? fraction(BigInt(stepBp), 100n) : grain.step
  return toHundredths(halfUp(middle, step))
}

/** The middle one, or the mean of the two middle ones. */
export const medianOf = (numbers: readonly Fraction[]): Fraction => {
  const sorted = numbers.toSorted(compare)
  const { length } = sorted
  return meanOf([at(sorted, Math.trunc((length - 1) / 2)), at(sorted, Math.trunc(length / 2))])
}

const meanOf = (numbers: readonly Fraction[]): Fraction =>
  div(sum(numbers), fraction(BigInt(numbers.length)))

/** The nearest percent of a scale, which has the lowest first; of two that are as near, the higher. */
const nearestOn = (scale: readonly number[], value: Fraction): number => {
  const distance = (level: number): Fraction => {
    const apart = sub(fromDocument(level), value)
    return apart.n < 0n ? sub(value, fromDocument(level)) : apart
  }
  return scale.reduce((best, level) =>
    compare(distance(level), distance(best)) <= 0 ? level : best,
  )
}

/** Statement by statement; what a review says nothing about is not met. */
const marksOf = (
  counts: readonly number[],
  reviews: readonly (readonly (readonly Met[])[])[],
): readonly (readonly Met[])[] =>
  counts.map((count, level) =>
    Array.from({ length: count }, (_, place) =>
      markOf(reviews.map((levels) => levels[level]?.[place] ?? 'not_met')),
    ),
  )

/** The median of those to which it applies, where not met lies below met; a tie goes up. */
const markOf = (marks: readonly Met[]): Met => {
  const so = (wanted: Met) => marks.filter((mark) => mark === wanted).length
  if (so('not_applicable') * 2 > marks.length) return 'not_applicable'
  return so('met') >= so('not_met') ? 'met' : 'not_met'
}
