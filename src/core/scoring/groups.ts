// The groups of a sheet: scored nodes that are also added up together, such as process and result.
// Which nodes a group has is said by the document; how a group is shown is in score.ts.
import { type Fraction, sum } from '../exact.ts'
import type { Branch } from './display.ts'
import type { PlanGroup } from './plan.ts'
import type { BranchWorth } from './worth.ts'

/** A group with its exact figures; `full` is its maximum with every node applicable. */
export type GroupWorth = Branch & { readonly count: number; readonly full: Fraction }

/** Adds the nodes of every group up, in the order of the document. */
export const groupWorths = (
  groups: readonly PlanGroup[],
  nodes: readonly BranchWorth[],
): readonly GroupWorth[] =>
  groups.map(({ code, members, max: full }) => {
    const worths = nodes.filter((node) => members.has(node.code))
    return {
      code,
      points: sum(worths.map(({ points }) => points)),
      max: sum(worths.map(({ max }) => max)),
      parts: [],
      count: worths.length,
      full,
    }
  })
