// From percents to points: nodes to category, categories to total, in exact numbers (scoring.md section 2).
// The same figures serve the explained sheet and the bare numbers, so the two cannot disagree.
import {
  compare,
  div,
  type Fraction,
  fraction,
  halfUp,
  hundred,
  isZero,
  mul,
  sum,
  zero,
} from '../exact.ts'
import type { CategoryReading, Reading } from './answers.ts'
import type { Plan, RollUpRules } from './plan.ts'
import type { NotApplicablePolicy } from './sheet.ts'

/**
 * The exact figures of a category. `mean` is the percent before `categoryStep`, `counted` the number of
 * nodes in it; `earned` are the points before `pointsStep`; `additive`: they are the sum of its nodes.
 */
export type CategoryFigures = CategoryReading & {
  readonly mean: Fraction | null
  readonly percent: Fraction | null
  readonly earned: Fraction
  readonly points: Fraction
  readonly max: Fraction
  readonly counted: number
  readonly additive: boolean
}

export type RolledUp = {
  readonly policy: NotApplicablePolicy
  readonly categories: readonly CategoryFigures[]
  readonly percent: Fraction | null
  readonly points: Fraction
  readonly max: Fraction
}

/** percent of max in points. */
export const pointsAt = (max: Fraction, percent: Fraction): Fraction =>
  fraction(max.n * percent.n, max.d * percent.d * 100n)

/** 100 x points / max; null where the maximum is 0. */
export const percentOf = (points: Fraction, max: Fraction): Fraction | null =>
  isZero(max) ? null : div(mul(hundred, points), max)

/**
 * Points scaled to the full maximum, P x full / applicable, where nodes were left out. Null where none was,
 * or nothing is left.
 */
export const scaledTo = (
  points: Fraction,
  applicable: Fraction,
  full: Fraction,
): Fraction | null =>
  compare(applicable, full) === 0 || isZero(applicable) ? null : div(mul(points, full), applicable)

/** The percent with which a node enters the mean of its category; null: it stays outside. */
export const entering = (
  { status, percent }: Reading,
  policy: NotApplicablePolicy,
  { unanswered }: RollUpRules,
): Fraction | null => {
  if (status === 'not_applicable') return policy === 'zero' ? zero : null
  if (status === 'unanswered') return unanswered === 'zero' ? zero : null
  return status === 'pilot' ? null : percent
}

type Entered = { readonly units: bigint; readonly percent: Fraction }

/** sum(max x percent) / sum(max) over a common denominator, reduced once; null where all maxima are 0. */
const weightedMean = (entered: readonly Entered[], all: bigint): Fraction | null => {
  let n = 0n
  let d = 1n
  for (const { units, percent } of entered) {
    if (d % percent.d !== 0n) {
      n *= percent.d
      d *= percent.d
    }
    n += units * percent.n * (d / percent.d)
  }
  return all === 0n ? null : fraction(n, d * all)
}

const plainMean = (entered: readonly Entered[]): Fraction | null =>
  entered.length === 0
    ? null
    : div(sum(entered.map(({ percent }) => percent)), fraction(BigInt(entered.length)))

const rollUpCategory = (
  { rules, scale }: Plan,
  { category, nodes }: CategoryReading,
  policy: NotApplicablePolicy,
): CategoryFigures => {
  const entered: Entered[] = []
  let enteredUnits = 0n
  let units = category.units
  for (const reading of nodes) {
    const percent = entering(reading, policy, rules)
    if (percent !== null) {
      entered.push({ units: reading.node.units, percent })
      enteredUnits += reading.node.units
    } else if (reading.status === 'not_applicable' && policy === 'exclude') {
      units -= reading.node.units
    }
  }
  // A leaf of weight zero still shows its own percent; a category of zeros has none.
  const plain = category.leaf || (rules.mean === 'plain' && units !== 0n)
  const mean = plain ? plainMean(entered) : weightedMean(entered, enteredUnits)
  const step = rules.categoryStep
  const percent = mean === null || step === null ? mean : halfUp(mean, step)
  // The maximum of a mean is that of each of its nodes, however many of them apply.
  const whole = units === category.units || rules.ownMaximum
  const max = whole ? category.max : fraction(units, scale)
  const earned = percent === null ? zero : pointsAt(max, percent)
  return {
    category,
    nodes,
    mean,
    percent,
    earned,
    points: rules.pointsStep === null ? earned : halfUp(earned, rules.pointsStep),
    max,
    counted: entered.length,
    additive: rules.mean === 'weighted' && step === null && enteredUnits === units,
  }
}

/** Rolls all readings up under one policy for nodes that do not apply. */
export const rollUp = (
  plan: Plan,
  read: readonly CategoryReading[],
  policy: NotApplicablePolicy,
): RolledUp => {
  const categories = read.map((each) => rollUpCategory(plan, each, policy))
  const points = sum(categories.map((each) => each.points))
  const max = sum(categories.map((each) => each.max))
  return { policy, categories, percent: percentOf(points, max), points, max }
}
