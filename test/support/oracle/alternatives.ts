// What answers that do not apply do to the total, for the second scoring (scoring.md section 6).
import type { Policy } from './document.ts'
import {
  below,
  decimal,
  over,
  plus,
  type Q,
  type Round,
  shown,
  sum,
  text,
  times,
} from './rational.ts'
import type { Figure, Rolled } from './roll-up.ts'
import type { Sheet } from './sheet.ts'

type Totals = { readonly zero: Figure; readonly underPolicy: Figure; readonly full: Q }

/** `totals` is null where the model has none; `rolled` is under the policy. */
export const alternativesOf = (given: {
  readonly rolled: readonly Rolled[]
  readonly totals: Totals | null
  readonly policy: Policy
  readonly round: Round
}): Sheet['alternatives'] => {
  const { rolled, totals, policy, round } = given
  const asked = rolled.flatMap(({ items }) => items.filter(({ node }) => !node.pilot))
  const absent = asked.filter(({ rated }) => rated.state === 'absent')
  const inPart = asked.filter(({ rated }) => rated.dropped !== undefined && rated.dropped.n > 0n)
  if (absent.length + inPart.length === 0) return null
  const reference = (members: typeof asked): Q =>
    sum(members.map(({ node }) => decimal(node.points)))
  const lost = sum(inPart.map(({ node, rated }) => times(decimal(node.points), rated.dropped as Q)))
  const totalOf = ({ points, max }: Figure) => ({ points: text(points), max: shown(max, round) })
  // Where no node of a category applies there is no percent that the others could be credited with.
  const credited = rolled.flatMap(({ figure, items }) =>
    figure.percent === null ? [] : items.filter((item) => absent.includes(item)),
  )
  const underPolicy = totals?.underPolicy
  const scales =
    policy === 'exclude' &&
    underPolicy !== undefined &&
    underPolicy.max.n > 0n &&
    below(underPolicy.max, totals?.full as Q)
  return {
    zero: totals === null ? null : totalOf(totals.zero),
    underPolicy: totals === null ? null : totalOf(totals.underPolicy),
    scaled: scales
      ? text(over(times(underPolicy.points, totals?.full as Q), underPolicy.max))
      : null,
    naCount: absent.length + inPart.length,
    naShare: text(over(plus(reference(absent), lost), reference(asked))),
    credits:
      policy === 'pro_rata'
        ? Object.fromEntries(credited.map(({ node, figure }) => [node.code, text(figure.points)]))
        : {},
  }
}
