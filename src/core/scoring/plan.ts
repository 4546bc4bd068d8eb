// A questionnaire under one weighting, prepared for scoring: everything that does not depend on answers.
// The caller keeps plans; making one costs far more than using it.
import { everyCode, type ScoredNode, scoredNodes } from '../document/nodes.ts'
import type { Category, Questionnaire } from '../document/questionnaire-v1.ts'
import {
  hasCategoryFigures,
  type RollUp,
  rollUpParametersOf,
  rollUps,
} from '../document/scoring-v1.ts'
import { type Fraction, fraction, fromDocument, sum, zero } from '../exact.ts'
import type { Method, Rater } from './method.ts'
import { methods } from './methods.ts'
import { maximumOf, resolve, type Weighting } from './weighting.ts'

/**
 * A scored node with its exact maximum, 0 for a pilot. `units` is that maximum as a whole number of
 * `1 / scale` points, so that sums need no common denominator.
 */
export type PlanNode = ScoredNode & {
  readonly max: Fraction
  readonly units: bigint
  readonly reference: Fraction
  readonly rater: Rater
  readonly answer: string
}

/**
 * A category; `leaf` means that its only node is itself. `pass`: the points it needs, null where it needs none.
 * Under a mean, `max` is its own maximum and not the sum of its nodes.
 */
export type PlanCategory = {
  readonly code: string
  readonly leaf: boolean
  readonly nodes: readonly PlanNode[]
  readonly max: Fraction
  readonly units: bigint
  readonly pass: Fraction | null
}

/** Scored nodes that are also added up together; `max` with every one of them applicable. */
export type PlanGroup = {
  readonly code: string
  readonly members: ReadonlySet<string>
  readonly max: Fraction
}

/**
 * How percents become points, with exact steps; null: no rounding. `ownMaximum`: a category is a mean, whose
 * maximum stays whatever leaves it.
 */
export type RollUpRules = {
  readonly mean: 'weighted' | 'plain'
  readonly categoryStep: Fraction | null
  readonly pointsStep: Fraction | null
  readonly unanswered: 'zero' | 'renormalise'
  readonly ownMaximum: boolean
}

export type Plan = {
  readonly questionnaire: Questionnaire
  readonly weighting: Weighting
  readonly method: Method
  readonly rollUp: RollUp
  /** Whether categories with items have figures, and whether the whole has. */
  readonly figured: boolean
  readonly totalled: boolean
  /** Whether a caller put other parameters in the place of the document's. */
  readonly varied: boolean
  readonly categories: readonly PlanCategory[]
  readonly groups: readonly PlanGroup[]
  readonly scale: bigint
  readonly max: Fraction
  readonly rules: RollUpRules
  readonly displayUnit: Fraction
  /** Every code that takes no score. */
  readonly unscored: ReadonlySet<string>
  readonly scored: ReadonlyMap<string, PlanNode>
}

const exactOf = (value: number | undefined): Fraction | null =>
  value === undefined ? null : fromDocument(value)

const commonDenominator = (maxima: Iterable<Fraction>): bigint => {
  let scale = 1n
  // In lowest terms, d / scale has as numerator exactly the factor that the scale still lacks.
  for (const { d } of maxima) scale *= fraction(d, scale).n
  return scale
}

/**
 * Prepares a questionnaire and a weighting for scoring. Both must have no findings: a missing weight or an
 * unknown band set throws RangeError. The plan keeps references to both; they must not change any more.
 */
export const planOf = (
  questionnaire: Questionnaire,
  weighting: Weighting,
  { varied = false }: { readonly varied?: boolean } = {},
): Plan => {
  const method = methods[questionnaire.scoring.method]
  const rollUp = rollUps[questionnaire.scoring.method]
  const maxima = resolve(weighting, questionnaire)
  const scale = commonDenominator(maxima.values())
  const raterFor = method.raters(questionnaire)
  const nodeOf = (node: ScoredNode): PlanNode => {
    const max = node.pilot ? zero : maximumOf(maxima, node.code)
    return {
      ...node,
      max,
      units: (max.n * scale) / max.d,
      reference: node.pilot ? zero : fromDocument(node.points),
      rater: raterFor(node),
      answer: `/answers/${node.code}`,
    }
  }
  const nodes = scoredNodes(questionnaire).map(nodeOf)
  const scored = new Map(nodes.map((node) => [node.code, node]))
  const categoryOf = ({ code, leaf, points, passPoints }: Category): PlanCategory => {
    const members = nodes.filter(({ category }) => category === code)
    const units = members.reduce((all, node) => all + node.units, 0n)
    return {
      code,
      leaf: leaf !== undefined,
      nodes: members,
      max: rollUp === 'mean' ? fromDocument(points) : fraction(units, scale),
      units,
      pass: exactOf(passPoints),
    }
  }
  const categories = questionnaire.categories.map(categoryOf)
  const { categoryMean, categoryStep, pointsStep, unanswered } = rollUpParametersOf(questionnaire)
  return {
    questionnaire,
    weighting,
    method,
    rollUp,
    figured: hasCategoryFigures(questionnaire),
    totalled: questionnaire.scoring.total !== null,
    varied,
    categories,
    groups: questionnaire.groups.map(({ code, nodes: codes }) => {
      const members = new Set(codes)
      const maximal = nodes.filter((node) => members.has(node.code)).map(({ max }) => max)
      return { code, members, max: sum(maximal) }
    }),
    scale,
    max: sum(categories.map(({ max }) => max)),
    rules: {
      mean: rollUp === 'mean' ? 'plain' : (categoryMean ?? 'weighted'),
      categoryStep: exactOf(categoryStep),
      pointsStep: exactOf(pointsStep),
      unanswered: unanswered ?? 'zero',
      ownMaximum: rollUp === 'mean',
    },
    displayUnit: fromDocument(questionnaire.scoring.displayUnit),
    unscored: new Set(
      everyCode(questionnaire)
        .map(({ code }) => code)
        .filter((code) => !scored.has(code)),
    ),
    scored,
  }
}
