// Nodes that do not apply: what they do to the total under each policy, and how many are too many.
// Whether a single answer may say so is decided in answers.ts; submitting refuses what is found here.
import {
  compare,
  div,
  type Fraction,
  fraction,
  hundred,
  mul,
  sub,
  sum,
  toBasisPoints,
  toHundredths,
  toReadable,
  toText,
} from '../exact.ts'
import type { CategoryReading, Reading } from './answers.ts'
import { line } from './explain.ts'
import type { Plan } from './plan.ts'
import { pointsAt, type RolledUp, scaledTo } from './roll-up.ts'
import type { Alternatives, NotApplicablePolicy, SheetWarning } from './sheet.ts'

/** What a programme permits; `maxShareBp` is a share of the reference points, usually 1000 (10 %). */
export type NotApplicableRule = {
  readonly policy: NotApplicablePolicy
  readonly maxShareBp: number
}

/** The default share of reference points that may be not applicable, in basis points. */
export const defaultMaxShareBp = 1000

const isDeclared = ({ status }: Reading): boolean => status === 'not_applicable'

const declared = (read: readonly CategoryReading[]): readonly Reading[] =>
  read.flatMap(({ nodes }) => nodes.filter(isDeclared))

const shareOf = (read: readonly CategoryReading[]): Fraction => {
  const referenceOf = (readings: readonly Reading[]): Fraction =>
    sum(readings.map(({ node }) => node.reference))
  return div(referenceOf(declared(read)), referenceOf(read.flatMap(({ nodes }) => nodes)))
}

/**
 * What keeps answers from being submitted (section 6): too large a share of the reference points, or a
 * whole category. A draft's own sheet shows them as warnings.
 */
export const notApplicableFindings = (
  read: readonly CategoryReading[],
  rule: NotApplicableRule,
): readonly SheetWarning[] => {
  const nodes = declared(read)
  if (nodes.length === 0) return []
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
 * The total under `zero` and under the policy, for a sheet with nodes that do not apply; else null. A model
 * without a total has the count, the share and the credits.
 */
export const alternativesOf = (
  plan: Plan,
  read: readonly CategoryReading[],
  rolled: RolledUp,
  underZero: () => RolledUp,
): Alternatives | null => {
  const nodes = declared(read)
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
    zero: totalOf(plan, underZero()),
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
      ? toHundredths(sub(plan.max, sum(nodes.map(({ node }) => node.max))))
      : null,
    naCount: nodes.length,
    naShareBp: toBasisPoints(mul(hundred, share)),
    exactNaShare: toText(share),
    credits: creditsOf(rolled),
  }
}
