// Whether categories pass: their exact points against what the document demands of each (category-pass@1).
// How points add up to a category is in roll-up.ts.
import { compare, type Fraction, sub, toHundredths, toText } from '../exact.ts'
import { type Line, line } from './explain.ts'
import type { Outcome } from './outcome.ts'
import type { CategoryFigures, RolledUp } from './roll-up.ts'
import type { Verdict } from './sheet.ts'

/** How a category stands to its mark; `margin` is negative where it does not pass. */
export type Pass = {
  readonly code: string
  readonly margin: Fraction
  readonly passed: boolean
  readonly outcome: Outcome
  readonly line: Line
}

const magnitude = ({ n, d }: Fraction): Fraction => ({ n: n < 0n ? -n : n, d })

const passOf = ({ category, points }: CategoryFigures, bound: Fraction): Pass => {
  // What was left out leaves the mark where it is: `exclude` scales a total, and there is none (section 6).
  const margin = sub(points, bound)
  const passed = compare(points, bound) >= 0
  const inputs = { points: toText(points), bound: toText(bound) }
  return {
    code: category.code,
    margin,
    passed,
    outcome: { margin: toHundredths(margin), exactMargin: toText(margin), passed },
    line: line(passed ? 'pass.reached' : 'pass.lacking', inputs, toText(magnitude(margin))),
  }
}

/** Every category that has a mark to reach, in document order. */
export const passesOf = ({ categories }: RolledUp): readonly Pass[] =>
  categories.flatMap((figures) => {
    const { pass } = figures.category
    return pass === null ? [] : [passOf(figures, pass)]
  })

/** Passed if every category is; null for a model whose categories have no marks. */
export const verdictOf = (passes: readonly Pass[]): Verdict | null => {
  if (passes.length === 0) return null
  const lacking = passes.filter(({ passed }) => !passed)
  const count = String(passes.length)
  return {
    passed: lacking.length === 0,
    lacking: lacking.map(({ code, margin }) => {
      const points = magnitude(margin)
      return { code, points: toHundredths(points), exactPoints: toText(points) }
    }),
    explanation: [line('pass.verdict', { count }, String(passes.length - lacking.length))],
  }
}
