// Figures that a model does not define but readers expect, each marked as a convention (section 3).
// They are never a total, enter no benchmark and reach no recognition.
import { compare, div, type Fraction, fraction, mul, sum, toHundredths, toText } from '../exact.ts'
import { type Line, line, type Rule } from './explain.ts'
import type { Plan } from './plan.ts'
import { type CategoryFigures, entering, type RolledUp } from './roll-up.ts'
import type { Convention, NotApplicablePolicy } from './sheet.ts'

const convention = (
  code: string,
  node: string | null,
  value: Fraction,
  explanation: Line,
): Convention => ({
  code,
  node,
  value: toHundredths(value),
  exactValue: toText(value),
  explanation: [explanation],
})

const whole = (count: number): Fraction => fraction(BigInt(count))

const meanOf = (values: readonly Fraction[]): Fraction => div(sum(values), whole(values.length))

/** One figure over some values, by the rule that explains it; none over no values. */
const over = (
  code: string,
  values: readonly Fraction[],
  {
    node = null,
    rule = 'convention.mean',
    figure = meanOf,
  }: {
    readonly node?: string | null
    readonly rule?: Rule
    readonly figure?: (values: readonly Fraction[]) => Fraction
  } = {},
): readonly Convention[] => {
  if (values.length === 0) return []
  const value = figure(values)
  const explanation = line(rule, { count: String(values.length) }, toText(value))
  return [convention(code, node, value, explanation)]
}

type Entered = { readonly figures: CategoryFigures; readonly percents: readonly Fraction[] }

/** The percents that count in each category, as in its mean. */
const enteredIn = ({ rules }: Plan, { categories, policy }: RolledUp): readonly Entered[] =>
  categories.map((figures) => ({
    figures,
    percents: figures.nodes.flatMap((reading) => entering(reading, policy, rules) ?? []),
  }))

/** What a category credits to its nodes that do not apply, one percent each (section 6). */
const creditedIn = ({ nodes, percent }: CategoryFigures): readonly Fraction[] =>
  nodes.flatMap(({ status }) => (status === 'not_applicable' ? (percent ?? []) : []))

/** Means of percents: of criteria, of subcriteria, and of criteria that are all of one kind. */
const ofMeans = (
  entered: readonly Entered[],
  policy: NotApplicablePolicy,
): readonly Convention[] => {
  const criteria = (kind: 'process' | 'result' | null) =>
    entered
      .filter(({ figures }) =>
        figures.nodes.every(({ node }) => kind === null || node.kind === kind),
      )
      .flatMap(({ figures }) => figures.percent ?? [])
  return [
    ...over('mean-of-criteria', criteria(null)),
    ...over(
      'mean-of-subcriteria',
      entered.flatMap(({ figures, percents }) =>
        policy === 'pro_rata' ? [...percents, ...creditedIn(figures)] : percents,
      ),
    ),
    ...over('enablers-mean', criteria('process')),
    ...over('results-mean', criteria('result')),
  ]
}

const highest = 5

const levelsIn = (percents: readonly Fraction[]): readonly Fraction[] =>
  percents.map((percent) => div(mul(percent, whole(highest)), whole(100)))

const extreme =
  (wanted: 1 | -1) =>
  (values: readonly Fraction[]): Fraction =>
    values.reduce((found, each) => (compare(each, found) === wanted ? each : found))

/** Least, greatest, mean, sum and histogram of the levels, and the mean of each clause. */
const ofLevels = (entered: readonly Entered[]): readonly Convention[] => {
  const levels = levelsIn(entered.flatMap(({ percents }) => percents))
  if (levels.length === 0) return []
  const count = String(levels.length)
  return [
    ...over('minimum', levels, { rule: 'convention.minimum', figure: extreme(-1) }),
    ...over('maximum', levels, { rule: 'convention.maximum', figure: extreme(1) }),
    ...over('mean', levels),
    ...over('sum', levels, { rule: 'convention.sum', figure: sum }),
    ...Array.from({ length: highest + 1 }, (_, level) => {
      const at = whole(levels.filter((each) => compare(each, whole(level)) === 0).length)
      const explanation = line('convention.count', { level: String(level), count }, toText(at))
      return convention(`histogram-${level}`, null, at, explanation)
    }),
    ...entered.flatMap(({ figures, percents }) =>
      over('clause-mean', levelsIn(percents), { node: figures.category.code }),
    ),
  ]
}

/** The conventions of a model without a total; none where categories are sums of points. */
export const conventionsOf = (plan: Plan, rolled: RolledUp): readonly Convention[] => {
  if (plan.rollUp === 'mean') return ofMeans(enteredIn(plan, rolled), rolled.policy)
  return plan.rollUp === 'levels' ? ofLevels(enteredIn(plan, rolled)) : []
}
