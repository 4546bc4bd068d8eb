// From secret cells to published rows: gate, suppression, rounding, audit.
// The numbers come from builder.ts; how a reader sees a row is in comparison.ts.
import { at } from './at.ts'
import { type Audit, auditOf, type Released } from './audit.ts'
import { builtPercents, type Cells, rankedOfCell } from './builder.ts'
import { cohortsOf } from './cohort.ts'
import { gate, protectionOf, type Reason } from './disclosure.ts'
import type { Line } from './hidden-sets.ts'
import type { Holding } from './owners.ts'
import { type PublishedRow, rowOf, type SecretCell } from './published-row.ts'
import { inOrder, linesOf, suppress } from './suppression.ts'

export type Release = {
  readonly rows: readonly PublishedRow[]
  readonly cells: readonly SecretCell[]
  readonly audit: Audit
}

/** A row for every offered key and every node, cohort by cohort, with its secret cell beside it. */
export const release = (cells: Cells, edition: Released): Release => {
  const { lattice, nodes, policy, quantile } = edition
  const cohorts = cohortsOf(lattice)
  const lines = linesOf(lattice)
  const reasons = reasonsByNode(cells, edition, lines)
  const places = cohorts.flatMap((cohort, cohortPlace) =>
    nodes.map((node, nodePlace) => ({
      cohort,
      node,
      protection: protectionOf(policy, node, quantile),
      cell: nodePlace * cohorts.length + cohortPlace,
      reason: at(at(reasons, nodePlace), cohortPlace),
    })),
  )
  const secret = places.map(({ cohort, node, cell, reason }) => ({
    cohortKey: cohort.key,
    node: node.code,
    ...holdingAt(cells, cell),
    v100: exactOf(cells, cell),
    ranked: rankedOf(cells, cell),
    reason,
  }))
  const rows = places.map(({ protection }, index) =>
    rowOf(at(secret, index), protection, { gridBp: policy.gridBp, quantile }),
  )
  return {
    rows,
    cells: secret,
    audit: auditOf(rows, { cells: secret, atoms: cells.atoms, lines }, edition),
  }
}

/** Suppression per node; nodes with equal numbers everywhere share one. */
const reasonsByNode = (
  cells: Cells,
  { lattice, nodes, policy, quantile }: Released,
  lines: readonly Line[],
) => {
  const cohortCount = cohortsOf(lattice).length
  const shared = new Map<string, readonly (Reason | null)[]>()
  return nodes.map((node, place) => {
    const protection = protectionOf(policy, node, quantile)
    const held = Array.from({ length: cohortCount }, (_, cohort) =>
      holdingAt(cells, place * cohortCount + cohort),
    )
    const atoms = inOrder(at(cells.atoms, place))
    const name = JSON.stringify([protection, atoms])
    const reasons =
      shared.get(name) ??
      suppress(
        { held, atoms, gated: held.map((each) => gate(each, protection)) },
        { lattice, lines, kMin: policy.kMin },
      ).reasons
    shared.set(name, reasons)
    return reasons
  })
}

const holdingAt = (cells: Cells, cell: number): Holding => ({
  n: at(cells.n, cell),
  groups: at(cells.groups, cell),
  largest: at(cells.largest, cell),
})

const exactOf = (cells: Cells, cell: number): readonly number[] | null => {
  const { length } = builtPercents
  return at(cells.n, cell) === 0
    ? null
    : [...cells.v100.subarray(cell * length, (cell + 1) * length)]
}

const rankedOf = ({ n, ranked }: Cells, cell: number): readonly number[] | null =>
  ranked === null || at(n, cell) === 0
    ? null
    : [...ranked.subarray(cell * rankedOfCell, (cell + 1) * rankedOfCell)]
