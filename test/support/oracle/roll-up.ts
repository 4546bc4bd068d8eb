// How nodes become categories in the second scoring: sums of points with their means, and the plain mean
// of CAF (scoring.md sections 2, 3 and 6).
import type { Asked, Category, Document, Policy } from './document.ts'
import {
  decimal,
  hundred,
  mean,
  over,
  plus,
  type Q,
  type Round,
  sum,
  times,
  zero,
} from './rational.ts'
import type { Rated } from './sheet.ts'

export type Member = {
  readonly node: Asked
  readonly rated: Rated
  readonly max: Q
}
export type Branch = { readonly category: Category; readonly members: readonly Member[] }
export type Figure = { readonly percent: Q | null; readonly points: Q; readonly max: Q }
export type Rolled = Branch & {
  readonly figure: Figure
  readonly items: readonly (Member & { readonly figure: Figure })[]
}

type Rules = {
  readonly document: Document
  readonly policy: Policy
  readonly round: Round
}

const partOf = (max: Q, percent: Q | null): Q =>
  percent === null ? zero : over(times(max, percent), hundred)

/** Members that the mean is taken over, and those whose maxima stay in the category. */
const standing = (members: readonly Member[], policy: Policy, unanswered: string | undefined) => {
  const asked = members.filter(({ node }) => !node.pilot)
  const inMean = asked.filter(({ rated: { state } }) => {
    if (state === 'absent') return policy === 'zero'
    return state === 'value' || unanswered !== 'renormalise'
  })
  const kept = asked.filter(({ rated }) => rated.state !== 'absent' || policy !== 'exclude')
  return { inMean, kept }
}

const itemFigure = (member: Member, category: Q | null, policy: Policy): Figure => {
  const { node, rated, max } = member
  if (node.pilot) return { percent: rated.percent, points: zero, max: zero }
  if (rated.state !== 'absent')
    return { percent: rated.percent, points: partOf(max, rated.percent), max }
  if (policy === 'exclude') return { percent: null, points: zero, max: zero }
  return { percent: null, points: policy === 'zero' ? zero : partOf(max, category), max }
}

/** Points: the category percent, rounded if a step says so, makes its points. */
export const byPoints = ({ category, members }: Branch, rules: Rules): Rolled => {
  const { document, policy, round } = rules
  const { categoryMean, categoryStep, pointsStep, unanswered } = document.scoring.parameters
  const { inMean, kept } = standing(members, policy, unanswered)
  const max = sum(kept.map((member) => member.max))
  const percentOf = ({ rated }: Member): Q => rated.percent ?? zero
  const base = sum(inMean.map((member) => member.max))
  let percent: Q | null = null
  if (category.leaf !== undefined) {
    percent = members[0]?.rated.percent ?? null
  } else if (categoryMean === 'plain') {
    if (inMean.length > 0 && max.n > 0n) percent = mean(inMean.map(percentOf))
  } else if (base.n > 0n) {
    percent = over(sum(inMean.map((member) => times(member.max, percentOf(member)))), base)
  }
  if (percent !== null && categoryStep !== undefined)
    percent = round(percent, decimal(categoryStep))
  let points = partOf(max, percent)
  if (pointsStep !== undefined) points = round(points, decimal(pointsStep))
  const items = members.map((each) => ({ ...each, figure: itemFigure(each, percent, policy) }))
  return { category, members, items, figure: { percent, points, max } }
}

/** CAF: a criterion is the plain mean of its subcriteria, of the same maximum as each of them. */
export const byMean = ({ category, members }: Branch, rules: Rules): Rolled => {
  const { policy } = rules
  const { inMean } = standing(members, policy, 'zero')
  const max = decimal(category.points)
  const all = inMean.map(({ rated }) => rated.percent ?? zero)
  const own = members[0]?.rated.percent ?? null
  const percent = category.leaf !== undefined ? own : all.length === 0 ? null : mean(all)
  const items = members.map((each) => ({ ...each, figure: itemFigure(each, percent, policy) }))
  return { category, members, items, figure: { percent, points: partOf(max, percent), max } }
}

export const added = (figures: readonly Figure[]): Figure => {
  const points = figures.reduce((all, each) => plus(all, each.points), zero)
  const max = figures.reduce((all, each) => plus(all, each.max), zero)
  return { percent: max.n === 0n ? null : over(times(hundred, points), max), points, max }
}
