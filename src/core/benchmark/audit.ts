// Judges what is about to be published against the cells behind it; nothing leaves without a pass (P6).
// It repeats the rules and not the steps of release.ts, so that a fault there is found here.
import { at } from './at.ts'
import type { Lattice } from './cohort.ts'
import type { Policy } from './disclosure.ts'
import { percentsOf, protectionOf, type Reason, showsGrid19, tierOf } from './disclosure.ts'
import { type Atom, isProtected, isSmall, type Line, leaksIn, supportsOf } from './hidden-sets.ts'
import { holdingOf, isDominated } from './owners.ts'
import type { PublishedRow, SecretCell } from './published-row.ts'
import { fivePercents, type QuantileMethod } from './quantile.ts'
import { inOrder } from './suppression.ts'
import type { BenchmarkNode } from './value.ts'

/** As much of a benchmark edition as its cells depend on. */
export type Released = {
  readonly lattice: Lattice
  readonly nodes: readonly BenchmarkNode[]
  readonly policy: Policy
  /** Absent: `HF7`. */
  readonly quantile?: QuantileMethod
}

/**
 * The record of the audit. `suppressed` lists what is withheld although its own number would do;
 * `rounds` counts the withholdings for the sake of others; `withheld` counts the cells by reason.
 */
export type Audit = {
  readonly passed: boolean
  readonly rounds: number
  readonly published: number
  readonly withheld: Readonly<Record<Reason, number>>
  readonly suppressed: readonly {
    readonly cohort: string
    readonly node: string
    readonly reason: Reason
  }[]
}

/**
 * Judges finished rows against the cells they come from, by the rules themselves and not by the steps
 * that made them: sizes, tiers, grid, nulls, what parents minus shown children leave, and what follows from
 * all of them together. `atoms`: by node, as the builder counts them.
 */
export const auditOf = (
  rows: readonly PublishedRow[],
  judged: Judged,
  edition: Released,
): Audit => {
  const { cells } = judged
  const withheld = { primary: 0, depth: 0, complementary: 0, owner_cap: 0 }
  for (const { reason } of cells) if (reason !== null) withheld[reason] += 1
  const beyond = cells.flatMap(({ cohortKey, node, reason }) =>
    reason === null || reason === 'primary' ? [] : [{ cohort: cohortKey, node, reason }],
  )
  return {
    passed:
      everyRowHolds(rows, cells, edition) &&
      noLineLeaks(rows, judged, edition) &&
      nothingFollows(rows, judged, edition),
    rounds: withheld.complementary,
    published: rows.filter(({ status }) => status === 'published').length,
    withheld,
    suppressed: beyond,
  }
}

/** What the rows are judged by. `lines`: of the lattice. */
export type Judged = {
  readonly lines: readonly Line[]
  readonly cells: readonly SecretCell[]
  readonly atoms: readonly (readonly Atom[])[]
}

const everyRowHolds = (
  rows: readonly PublishedRow[],
  cells: readonly SecretCell[],
  { nodes, policy, quantile }: Released,
): boolean =>
  rows.length === cells.length &&
  rows.every((row, index) => {
    const cell = at(cells, index)
    const protection = protectionOf(policy, at(nodes, index % nodes.length), quantile)
    const numbers = fivePercents.map((percent) => row[`p${percent}`])
    const all = [...numbers, ...(row.grid19 ?? [])]
    if (row.status === 'withheld')
      return [...all, row.nBand].every((each) => each === null) && row.grid19 === null
    const tier = percentsOf[tierOf(cell.groups, protection)]
    return (
      cell.groups >= policy.kMin &&
      !isDominated(cell) &&
      fivePercents.every(
        (percent, place) => (numbers[place] !== null) === tier.includes(percent),
      ) &&
      (row.grid19 !== null) === showsGrid19(cell.groups, protection) &&
      all.every((each) => each === null || each % policy.gridBp === 0)
    )
  })

const noLineLeaks = (
  rows: readonly PublishedRow[],
  { cells, lines }: Judged,
  { nodes, policy }: Released,
): boolean => {
  const count = nodes.length
  const shows = (cohort: number, node: number) =>
    at(rows, cohort * count + node).status === 'published'
  const n = (cohort: number, node: number) => at(cells, cohort * count + node).n
  return nodes.every((_, node) =>
    lines
      .filter(({ parent }) => shows(parent, node))
      .every(({ parent, children }) => {
        const shown = children.filter((child) => shows(child, node))
        const left = shown.reduce((rest, child) => rest - n(child, node), n(parent, node))
        return !isSmall(left, policy.kMin)
      }),
  )
}

/** Nodes that show the same cohorts to the same members are looked at once. */
const nothingFollows = (
  rows: readonly PublishedRow[],
  { atoms, lines }: Judged,
  { nodes, policy }: Released,
): boolean => {
  const views = nodes.map((_, node) => ({
    atoms: inOrder(at(atoms, node)),
    shown: rows
      .filter((_, index) => index % nodes.length === node)
      .map(({ status }) => status === 'published'),
  }))
  const different = new Map(views.map((view) => [JSON.stringify(view), view]))
  return [...different.values()].every(
    (view) =>
      noneIsProtected(view, policy.kMin) &&
      leaksIn({ ...view, lines, kMin: policy.kMin }).length === 0,
  )
}

/** What is shown is neither small nor one owner's by the atoms either, which count owner groups for themselves. */
const noneIsProtected = (
  { atoms, shown }: { readonly atoms: readonly Atom[]; readonly shown: readonly boolean[] },
  kMin: number,
): boolean =>
  supportsOf(atoms, shown.length).every((support, place) => {
    const held = holdingOf(support.map((atom) => at(atoms, atom)))
    return !(at(shown, place) && isProtected(held, kMin))
  })
