// What does not apply, nodes and parts of them: what it does to the total under each policy, and how much is too much.
// What a single answer declares is read in answers.ts, by its method; submitting refuses what is found here.
import {
  compare,
  div,
  type Fraction,
  fraction,
  hundred,
  mul,
  one,
  sub,
  sum,
  toBasisPoints,
  toHundredths,
  toReadable,
  toText,
} from '../exact.ts'
import { type CategoryReading, isMarked, type Reading } from './answers.ts'
import { line } from './explain.ts'
import type { Plan } from './plan.ts'
import { pointsAt, type RolledUp, rollUp, scaledTo } from './roll-up.ts'
import type { Alternatives, NotApplicablePolicy, SheetWarning } from './sheet.ts'

/** What a programme permits; `maxShareBp` is a share of the reference points, usually 1000 (10 %). */
export type NotApplicableRule = {
  readonly policy: NotApplicablePolicy
  readonly maxShareBp: number
}

/** The default share of reference points that may be not applicable, in basis points. */
export const defaultMaxShareBp = 1000

/** On a node of which parts do not apply: the flag, and the rule of the line that says how much. */
export const partFlag = 'na.part'

const isDeclared = ({ status }: Reading): boolean => status === 'not_applicable'

const marked = (read: readonly CategoryReading[]): readonly Reading[] =>
  read.flatMap(({ nodes }) => nodes.filter(isMarked))

/** Of the reference points, what does not apply: a node whole, a part of it by its weight (decision 0023). */
const shareOf = (read: readonly CategoryReading[]): Fraction =>
  div(
    sum(marked(read).map(({ node, absent }) => mul(node.reference, absent))),
    sum(read.flatMap(({ nodes }) => nodes.map(({ node }) => node.reference))),
  )

/** What its parts left out of a percent earns nothing instead. */
const withoutGain = (reading: Reading): Reading =>
  reading.percent === null
    ? reading
    : { ...reading, percent: mul(reading.percent, sub(one, reading.absent)) }

/** The roll-up under `zero` in which parts of nodes earn nothing either. */
const underZero = (plan: Plan, read: readonly CategoryReading[]): RolledUp =>
  rollUp(
    plan,
    read.map((each) => ({ ...each, nodes: each.nodes.map(withoutGain) })),
    'zero',
  )

/**
 * What keeps answers from being submitted (section 6): too large a share of the reference points, or a
 * whole category. A draft's own sheet shows them as warnings.
 */
export const notApplicableFindings = (
  read: readonly CategoryReading[],
  rule: NotApplicableRule,
): readonly SheetWarning[] => {
  if (marked(read).length === 0) return []
  const share = mul(hundred, shareOf(read))
  const most = fraction(BigInt(rule.maxShareBp), 100n)
  const whole = read.filter(({ nodes: members }) => {
    const counted = members.filter(({ status }) => status !== 'pilot')
    return counted.length > 0 && counted.every(isDeclared)
  })
  return [
    ...(compare(share, most) > 0
      ? [
          {
            pointer: '/answers',
            code: 'na-share',
            detail: `${toReadable(share)} % of the reference points do not apply; at most ${toReadable(most)} % may.`,
          },
        ]
      : []),
    ...whole.map(({ category }) => ({
      pointer: '/answers',
      code: 'na-category',
      detail: `No node of category "${category.code}" applies.`,
    })),
  ]
}

/** The total under a policy; a model without a total has none to show. */
const totalOf = ({ totalled }: Plan, { points, max }: RolledUp): Alternatives['zero'] =>
  totalled
    ? {
        points: toHundredths(points),
        exactPoints: toText(points),
        maxPoints: toHundredths(max),
      }
    : null

const creditsOf = ({ policy, categories }: RolledUp): Alternatives['credits'] =>
  categories.flatMap(({ nodes, percent }) =>
    policy !== 'pro_rata' || percent === null
      ? []
      : nodes.filter(isDeclared).map(({ node }) => {
          const points = pointsAt(node.max, percent)
          return { code: node.code, points: toHundredths(points), exactPoints: toText(points) }
        }),
  )

/**
 * The total under `zero` and under the policy, for a sheet with nodes of which something does not apply; else
 * null. A model without a total has the count, the share and the credits.
 */
export const alternativesOf = (
  plan: Plan,
  read: readonly CategoryReading[],
  rolled: RolledUp,
): Alternatives | null => {
  const nodes = marked(read)
  if (nodes.length === 0) return null
  const scaled = plan.totalled ? scaledTo(rolled.points, rolled.max, plan.max) : null
  const share = shareOf(read)
  const inputs = {
    points: toText(rolled.points),
    applicable: toText(rolled.max),
    max: toText(plan.max),
  }
  return {
    policy: rolled.policy,
    zero: totalOf(plan, underZero(plan, read)),
    underPolicy: totalOf(plan, rolled),
    scaled:
      scaled === null
        ? null
        : {
            points: toHundredths(scaled),
            exactPoints: toText(scaled),
            explanation: line('na.scaled', inputs, toText(scaled)),
          },
    applicableMax: plan.totalled
      ? toHundredths(sub(plan.max, sum(nodes.filter(isDeclared).map(({ node }) => node.max))))
      : null,
    naCount: nodes.length,
    naShareBp: toBasisPoints(mul(hundred, share)),
    exactNaShare: toText(share),
    credits: creditsOf(rolled),
  }
}
