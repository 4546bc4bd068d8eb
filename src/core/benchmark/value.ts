// The nodes of a benchmark edition and the value of a submission at each, in basis points of the maximum.
// How the values come about is in core/scoring; what the values are compared with is in comparison.ts.
import { figuredCategories, scoredNodes } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { at } from './at.ts'

/** One node that is compared. `category`: the one an item is in, or the category itself; null: the total. */
export type BenchmarkNode = {
  readonly code: string
  readonly kind: 'item' | 'category' | 'total'
  readonly category: string | null
  readonly maxPoints: number
  /** Called sensitive by the association: it needs more depth before anything is shown. */
  readonly sensitive: boolean
}

/**
 * The nodes in the frozen order of score vectors (`nodeOrder`): items and leaves, categories with items,
 * the total. A leaf is one node, a category. What a model has no figure for, the total or its categories, is
 * no node.
 */
export const nodesOf = (
  questionnaire: Questionnaire,
  sensitive: ReadonlySet<string> = new Set(),
): readonly BenchmarkNode[] => {
  const { scoring } = questionnaire
  const node = (members: Omit<BenchmarkNode, 'sensitive'>): BenchmarkNode => ({
    ...members,
    sensitive: sensitive.has(members.code),
  })
  return [
    ...scoredNodes(questionnaire)
      .filter(({ pilot }) => !pilot)
      .map(({ code, category, points, leaf }) =>
        node({ code, kind: leaf ? 'category' : 'item', category, maxPoints: points }),
      ),
    ...figuredCategories(questionnaire).map(({ code, points }) =>
      node({ code, kind: 'category', category: code, maxPoints: points }),
    ),
    ...(scoring.total === null
      ? []
      : [node({ code: 'total', kind: 'total', category: null, maxPoints: scoring.total })]),
  ]
}

/** Value per node in bp; null for a node not applicable, without points or not in the sheet. */
export type OwnValues = Readonly<Record<string, number | null>>

/**
 * The own values out of a score vector in the frozen node order: what the members' vectors hold too, so
 * that like is compared with like. `unanswered`: nodes that a draft has not answered yet have no value.
 */
export const ownValuesIn = (
  vector: ArrayLike<number>,
  nodes: readonly BenchmarkNode[],
  unanswered: ReadonlySet<string> = new Set(),
): OwnValues =>
  Object.fromEntries(
    nodes.map(({ code }, place) => {
      const value = at(vector, place)
      return [code, value < 0 || unanswered.has(code) ? null : value]
    }),
  )
