// How far a total hangs on its weights, in exact fractions: what one weight moves, and where two submissions change
// places. Only totals that are a weighted mean of their nodes; drawing weights at random is weighting/draws.ts.
import { add, compare, div, type Fraction, isZero, mul, one, sub, sum, zero } from '../exact.ts'
import { Problem } from '../problem.ts'
import type { CategoryReading } from './answers.ts'
import type { Plan } from './plan.ts'

/** `share`: of the whole, all adding up to 1. `percent`: what the node earns; nothing earned is zero. */
export type WeighedNode = {
  readonly code: string
  readonly share: Fraction
  readonly percent: Fraction
}

/** A total in percent as the weighted mean of its nodes, in document order. */
export type WeighedTotal = { readonly nodes: readonly WeighedNode[]; readonly total: Fraction }

const isLinear = ({ rollUp, totalled, rules }: Plan): boolean =>
  rollUp === 'points' &&
  totalled &&
  rules.mean === 'weighted' &&
  rules.unanswered === 'zero' &&
  rules.categoryStep === null &&
  rules.pointsStep === null

/**
 * The total taken apart. What is unanswered or does not apply earns zero. Refuses with `document-invalid` where
 * the questionnaire has no such total, or rounds on the way to it.
 */
export const weighedTotal = (plan: Plan, read: readonly CategoryReading[]): WeighedTotal => {
  if (!isLinear(plan)) {
    const detail = 'Its total is no weighted mean of its nodes; nothing can be said of weights.'
    throw new Problem('document-invalid', {
      errors: [{ pointer: '/questionnaire', code: 'not-linear', detail }],
    })
  }
  const nodes = read.flatMap((category) =>
    category.nodes.flatMap(({ node, percent, status }): readonly WeighedNode[] =>
      status === 'pilot'
        ? []
        : [{ code: node.code, share: div(node.max, plan.max), percent: percent ?? zero }],
    ),
  )
  return { nodes, total: sum(nodes.map(({ share, percent }) => mul(share, percent))) }
}

/**
 * The total after the weight of a node grows by d (a share; negative: shrinks) and all others shrink pro rata:
 * T + d (s - T) / (1 - w). Null where the node is the whole, and no other weight could give way.
 */
export const shifted = (
  { share, percent }: WeighedNode,
  total: Fraction,
  d: Fraction,
): Fraction | null => {
  const others = sub(one, share)
  return isZero(others) ? null : add(total, div(mul(d, sub(percent, total)), others))
}

const smaller = (a: Fraction, b: Fraction): Fraction => (compare(a, b) <= 0 ? a : b)
const negative = ({ n, d }: Fraction): Fraction => ({ n: -n, d })
const magnitude = (value: Fraction): Fraction => (value.n < 0n ? negative(value) : value)

/** `up`, `down`: the total with the weight so much larger and smaller; a weight goes no further than 0 and 1. */
export type Bar = WeighedNode & {
  readonly up: Fraction
  readonly down: Fraction
  readonly spread: Fraction
}

/** The bars of a tornado, the widest first, ties in document order. `shift`: a share of the whole. */
export const tornado = ({ nodes, total }: WeighedTotal, shift: Fraction): readonly Bar[] =>
  nodes
    .flatMap((node): readonly Bar[] => {
      const up = shifted(node, total, smaller(shift, sub(one, node.share)))
      const down = shifted(node, total, negative(smaller(shift, node.share)))
      return up === null || down === null
        ? []
        : [{ ...node, up, down, spread: magnitude(sub(up, down)) }]
    })
    .sort((a, b) => compare(b.spread, a.spread))

/** The node with the largest |s - T| w: what sets the total apart from an even one. Null where all are even. */
export const leverOf = ({ nodes, total }: WeighedTotal): WeighedNode | null => {
  let lever: WeighedNode | null = null
  let most = zero
  for (const node of nodes) {
    const pull = mul(magnitude(sub(node.percent, total)), node.share)
    if (compare(pull, most) > 0) [lever, most] = [node, pull]
  }
  return lever
}

/** The weight at which two totals are equal; `change`: how far that is from the weight now. */
export type Reversal = {
  readonly code: string
  readonly share: Fraction
  readonly reversalShare: Fraction
  readonly change: Fraction
}

/**
 * For every node the weight, others pro rata, at which two totals under the same weights change places; the
 * smallest change first. Nodes whose weight cannot turn them are left out, and all are where the totals are equal.
 * Both totals must be of the same nodes and weights: RangeError otherwise.
 */
export const reversals = (first: WeighedTotal, other: WeighedTotal): readonly Reversal[] => {
  const lead = sub(first.total, other.total)
  if (isZero(lead)) return []
  return first.nodes
    .flatMap((node, place): readonly Reversal[] => {
      const beside = other.nodes[place]
      if (beside?.code !== node.code || compare(beside.share, node.share) !== 0)
        throw new RangeError('the totals are not of the same nodes and weights')
      const own = sub(node.percent, beside.percent)
      const gap = sub(lead, own)
      if (isZero(gap)) return []
      const change = div(mul(lead, sub(one, node.share)), gap)
      const reversalShare = add(node.share, change)
      const isWeight = reversalShare.n >= 0n && compare(reversalShare, one) <= 0
      return isWeight ? [{ code: node.code, share: node.share, reversalShare, change }] : []
    })
    .sort((a, b) => compare(magnitude(a.change), magnitude(b.change)))
}
