// Migration plans and estimates as they leave: exact numbers as text beside what people read, nothing left out.
// The shapes they are promised in are the contract's; they are made in plan.ts and estimate.ts.
import { type Fraction, toHundredths, toText } from '../exact.ts'
import type { Figures } from './effect.ts'
import type { Estimate } from './estimate.ts'
import type { MigrationPlan } from './plan.ts'

const textOf = (value: Fraction | null): string | null => (value === null ? null : toText(value))

const hundredthsOf = (value: Fraction | null): number | null =>
  value === null ? null : toHundredths(value)

const shownFigures = (figures: Figures | null) => {
  if (figures === null) return null
  const { points, max, percent } = figures
  return {
    points: toHundredths(points),
    exactPoints: toText(points),
    maxPoints: toHundredths(max),
    percent: hundredthsOf(percent),
    exactPercent: textOf(percent),
  }
}

/** Without the answers of the new draft: the moves say what they will be. */
export const shownPlan = ({ effect, answers: _, ...plan }: MigrationPlan) => ({
  ...plan,
  effect: {
    before: shownFigures(effect.before),
    after: shownFigures(effect.after),
    mappedBefore: shownFigures(effect.mappedBefore),
    mappedAfter: shownFigures(effect.mappedAfter),
    categories: effect.categories.map(({ code, before, after, delta }) => ({
      code,
      before: textOf(before),
      after: textOf(after),
      delta: toText(delta),
    })),
    reviewPoints: hundredthsOf(effect.reviewPoints),
    exactReviewPoints: textOf(effect.reviewPoints),
  },
})

export const shownEstimate = ({ percent, span, ...rest }: Estimate) => ({
  ...rest,
  percent: percent === null ? null : toHundredths(percent),
  exactPercent: textOf(percent),
  span:
    span === null
      ? null
      : {
          lowest: toHundredths(span[0]),
          exactLowest: toText(span[0]),
          highest: toHundredths(span[1]),
          exactHighest: toText(span[1]),
        },
})
