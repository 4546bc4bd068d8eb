// What every node earned, and the lines that explain it; the figures come from roll-up.ts.
// How a worth becomes the JSON of a sheet is in score.ts.
import { type Fraction, hundred, mul, toText, zero } from '../exact.ts'
import { isMarked, type Reading } from './answers.ts'
import { type Line, line } from './explain.ts'
import { partFlag } from './not-applicable.ts'
import type { Plan, PlanNode } from './plan.ts'
import { type CategoryFigures, pointsAt, type RolledUp } from './roll-up.ts'
import type { NodeStatus, NotApplicablePolicy } from './sheet.ts'

type Worth = {
  readonly percent: Fraction | null
  readonly points: Fraction
  readonly max: Fraction
  readonly explanation: readonly Line[]
}

/**
 * Exact figures of a node with their explanation, and its parts: items of a category. `reading` is null for
 * a category with items; a leaf and an item have no parts. `figured`: the model gives figures to this level.
 * `partly`: parts of the answer do not apply.
 */
export type BranchWorth = Worth & {
  readonly code: string
  readonly status: NodeStatus
  readonly reading: Reading | null
  readonly weightless: boolean
  readonly partly: boolean
  readonly figured: boolean
  readonly parts: readonly BranchWorth[]
}

const pilotWorth = (percent: Fraction | null): Worth => ({
  percent,
  points: zero,
  max: zero,
  explanation: [
    percent === null ? line('item.pilot-unanswered', {}) : line('item.pilot', {}, toText(percent)),
  ],
})

const ratedWorth = ({ max, units }: PlanNode, percent: Fraction): Worth => {
  const points = pointsAt(max, percent)
  return {
    percent,
    points,
    max,
    explanation: [
      units === 0n
        ? line('weight.zero', { percent: toText(percent) }, '0')
        : line('item.points', { percent: toText(percent), max: toText(max) }, toText(points)),
    ],
  }
}

const unansweredWorth = ({ max }: PlanNode, leftOut: boolean): Worth => ({
  percent: null,
  points: zero,
  max,
  explanation: [
    leftOut ? line('item.left-out', {}) : line('item.unanswered', { max: toText(max) }, '0'),
  ],
})

const absentWorth = (
  { max }: PlanNode,
  policy: NotApplicablePolicy,
  ofCategory: Fraction | null,
): Worth => {
  const inputs = { max: toText(max) }
  const nothing = { percent: null, points: zero, max }
  if (policy === 'exclude') {
    return { ...nothing, max: zero, explanation: [line('na.exclude', inputs)] }
  }
  if (policy === 'zero') return { ...nothing, explanation: [line('na.zero', inputs, '0')] }
  if (ofCategory === null) return { ...nothing, explanation: [line('na.no-credit', inputs, '0')] }
  const points = pointsAt(max, ofCategory)
  const credited = line('na.credit', { ...inputs, percent: toText(ofCategory) }, toText(points))
  return { ...nothing, points, explanation: [credited] }
}

/** Points of items add up to their category unless its rules round or leave out. */
const itemWorth = (
  { rules }: Plan,
  { node, status, percent }: Reading,
  category: CategoryFigures,
  policy: NotApplicablePolicy,
): Worth => {
  if (status === 'pilot') return pilotWorth(percent)
  if (status === 'not_applicable') return absentWorth(node, policy, category.percent)
  return percent === null
    ? unansweredWorth(node, rules.unanswered === 'renormalise')
    : ratedWorth(node, percent)
}

const stepLines = ({ rules }: Plan, { mean, percent }: CategoryFigures): Line[] =>
  rules.categoryStep === null || mean === null || percent === null
    ? []
    : [
        line(
          'category.step',
          { percent: toText(mean), step: toText(rules.categoryStep) },
          toText(percent),
        ),
      ]

const pointsStepLines = ({ rules }: Plan, { earned, points }: CategoryFigures): Line[] =>
  rules.pointsStep === null
    ? []
    : [
        line(
          'category.points-step',
          { points: toText(earned), step: toText(rules.pointsStep) },
          toText(points),
        ),
      ]

/** A leaf is rated like an item and rounded like a category. */
const leafWorth = (
  plan: Plan,
  reading: Reading,
  figures: CategoryFigures,
  policy: NotApplicablePolicy,
): Worth => {
  const { percent, points, max } = figures
  if (reading.status === 'not_applicable') return absentWorth(reading.node, policy, null)
  const rated =
    reading.percent === null || percent === null
      ? unansweredWorth(reading.node, plan.rules.unanswered === 'renormalise')
      : ratedWorth(reading.node, percent)
  return {
    percent: rated.percent,
    points,
    max,
    explanation: [
      ...stepLines(plan, figures),
      ...rated.explanation,
      ...pointsStepLines(plan, figures),
    ],
  }
}

const categoryLines = (plan: Plan, figures: CategoryFigures): Line[] => {
  const { mean, percent, earned, max, counted, additive } = figures
  if (mean === null || percent === null) return [line('category.no-percent', {}, '0')]
  const count = String(counted)
  if (additive) return [line('category.sum', { count, max: toText(max) }, toText(earned))]
  const rule = plan.rules.mean === 'plain' ? 'category.plain-mean' : 'category.mean'
  return [
    line(rule, { count }, toText(mean)),
    ...stepLines(plan, figures),
    line('category.points', { percent: toText(percent), max: toText(max) }, toText(earned)),
  ]
}

const categoryWorth = (plan: Plan, figures: CategoryFigures): Worth => ({
  percent: figures.percent,
  points: figures.points,
  max: figures.max,
  explanation: plan.figured
    ? [...categoryLines(plan, figures), ...pointsStepLines(plan, figures)]
    : [line('category.no-figure', { count: String(figures.nodes.length) })],
})

const statusOf = ({ nodes }: CategoryFigures): NodeStatus => {
  const statuses = new Set(nodes.map(({ status }) => status))
  if (statuses.has('scored')) return 'scored'
  if (statuses.has('unanswered')) return 'unanswered'
  return statuses.has('not_applicable') ? 'not_applicable' : 'pilot'
}

// Spelled out member by member: spreading objects here halves the speed of scoring (measured).
const branch = (
  code: string,
  status: NodeStatus,
  { percent, points, max, explanation }: Worth,
  more: Pick<BranchWorth, 'reading' | 'weightless' | 'partly' | 'figured' | 'parts'>,
): BranchWorth => ({
  code,
  status,
  percent,
  points,
  max,
  explanation,
  reading: more.reading,
  weightless: more.weightless,
  partly: more.partly,
  figured: more.figured,
  parts: more.parts,
})

const partLine = ({ node, absent }: Reading): Line =>
  line(
    partFlag,
    { percent: toText(mul(hundred, absent)), reference: toText(node.reference) },
    toText(mul(node.reference, absent)),
  )

const nodeWorth = (reading: Reading, worth: Worth): BranchWorth => {
  const partly = isMarked(reading) && reading.status !== 'not_applicable'
  const explained = partly
    ? { ...worth, explanation: [partLine(reading), ...worth.explanation] }
    : worth
  return branch(reading.node.code, reading.status, explained, {
    reading,
    weightless: reading.node.units === 0n && !reading.node.pilot,
    partly,
    figured: true,
    parts: [],
  })
}

const branchWorth = (
  plan: Plan,
  figures: CategoryFigures,
  policy: NotApplicablePolicy,
): BranchWorth => {
  const { category, nodes } = figures
  const [leaf] = category.leaf ? nodes : []
  if (leaf !== undefined) return nodeWorth(leaf, leafWorth(plan, leaf, figures, policy))
  return branch(category.code, statusOf(figures), categoryWorth(plan, figures), {
    reading: null,
    weightless: category.units === 0n,
    partly: false,
    figured: plan.figured,
    parts: nodes.map((each) => nodeWorth(each, itemWorth(plan, each, figures, policy))),
  })
}

/** What every category earned and its items with it, in document order. */
export const worths = (plan: Plan, { categories, policy }: RolledUp): readonly BranchWorth[] =>
  categories.map((figures) => branchWorth(plan, figures, policy))
