// What every scored node is worth: the reference of the edition, and the three modes of own weightings.
// Whether a weighting fits a questionnaire is decided in weighting-findings.ts.
import { type ScoredNode, scoredNodes } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { WeightingMode } from '../document/weighting-v1.ts'
import { div, type Fraction, fromDocument, mul, sum } from '../exact.ts'
import type { WeightingKind } from './sheet.ts'

/** A weighting as scoring uses it; `id` and `version` are null without a stored profile. */
export type Weighting = {
  readonly kind: WeightingKind
  readonly id: string | null
  readonly version: string | null
  readonly mode: WeightingMode
  readonly items: Readonly<Record<string, number>>
}

/** The nodes that a weighting speaks of: scored nodes without pilots, in document order. */
export const countedNodes = (questionnaire: Questionnaire): readonly ScoredNode[] =>
  scoredNodes(questionnaire).filter((node) => !node.pilot)

/** The weighting of the edition itself; it cannot be edited. */
export const referenceWeighting = (questionnaire: Questionnaire): Weighting => ({
  kind: 'reference',
  id: null,
  version: null,
  mode: 'points',
  items: Object.fromEntries(countedNodes(questionnaire).map(({ code, points }) => [code, points])),
})

/** What a weighting's digest is made of, as plain JSON for `canonicalJson`: the numbers and their mode. */
export const weightingMaterial = ({ mode, items }: Weighting) => ({ mode, items })

/** The number stated for a node. RangeError if there is none: a missing weight is not zero. */
export const stated = (items: Weighting['items'], code: string): number => {
  const value = Object.hasOwn(items, code) ? items[code] : undefined
  if (value === undefined)
    throw new RangeError(`${code} has no weight; a missing weight is not zero`)
  return value
}

const shares = (
  nodes: readonly ScoredNode[],
  whole: Fraction,
  items: Weighting['items'],
): readonly (readonly [string, Fraction])[] => {
  const weights = nodes.map(({ code }) => [code, fromDocument(stated(items, code))] as const)
  const all = sum(weights.map(([, weight]) => weight))
  return weights.map(([code, weight]) => [code, div(mul(whole, weight), all)])
}

/** The reference points of some nodes. */
export const pointsOf = (nodes: readonly Pick<ScoredNode, 'points'>[]): Fraction =>
  sum(nodes.map(({ points }) => fromDocument(points)))

/** The counted nodes of each category, in document order. */
export const byCategory = (questionnaire: Questionnaire): readonly (readonly ScoredNode[])[] =>
  questionnaire.categories.map(({ code }) =>
    countedNodes(questionnaire).filter(({ category }) => category === code),
  )

/** Whether a `within_category` weighting names the category of these nodes. */
export const names = (items: Weighting['items'], nodes: readonly ScoredNode[]): boolean =>
  nodes.some(({ code, leaf }) => !leaf && Object.hasOwn(items, code))

/**
 * The exact maximum of every scored node, pilots excepted. The weighting must have no findings: a missing
 * weight throws RangeError, it is never zero.
 */
export const resolve = (
  { mode, items }: Pick<Weighting, 'mode' | 'items'>,
  questionnaire: Questionnaire,
): ReadonlyMap<string, Fraction> => {
  const nodes = countedNodes(questionnaire)
  const asStated = (each: ScoredNode, from: Weighting['items']) =>
    [each.code, fromDocument(stated(from, each.code))] as const
  if (mode === 'points') return new Map(nodes.map((node) => asStated(node, items)))
  if (mode === 'weights') return new Map(shares(nodes, pointsOf(nodes), items))
  const reference = referenceWeighting(questionnaire).items
  return new Map(
    byCategory(questionnaire).flatMap((members) =>
      names(items, members)
        ? shares(members, pointsOf(members), items)
        : members.map((node) => asStated(node, reference)),
    ),
  )
}

/** The maximum of a node. RangeError if the map has none, which a resolved weighting never lacks. */
export const maximumOf = (maxima: ReadonlyMap<string, Fraction>, code: string): Fraction => {
  const maximum = maxima.get(code)
  if (maximum === undefined) throw new RangeError(`${code} has no maximum`)
  return maximum
}
