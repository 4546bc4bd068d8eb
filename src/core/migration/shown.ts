// A migration plan as it leaves: exact numbers as text beside what people read, nothing left out.
// The shapes it is promised in are the contract's; the plan itself is made in plan.ts.
import { type Fraction, toHundredths, toText } from '../exact.ts'
import type { Figures } from './effect.ts'
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
