// The two faces of one cell: what its reviewer sees, and the coarse row that all others do.
// Whether a cell may be shown at all is decided before, in disclosure.ts and suppression.ts.
import { canonicalJson } from '../document/canonical.ts'
import { at } from './at.ts'
import { builtPercents } from './builder.ts'
import {
  nBandOf,
  type Protection,
  percentsOf,
  type Reason,
  showsGrid19,
  tierOf,
} from './disclosure.ts'
import type { Holding } from './owners.ts'
import { type fivePercents, onGrid, partsOf, type QuantileMethod } from './quantile.ts'

export type Five = {
  readonly [Percent in (typeof fivePercents)[number] as `p${Percent}`]: number | null
}

/** One row of `bench_pub.cells`: all that ever leaves. Numbers in bp on the grid; withheld: all null. */
export type PublishedRow = Five & {
  readonly cohortKey: string
  readonly node: string
  readonly status: 'published' | 'withheld'
  readonly nBand: string | null
  readonly grid19: readonly number[] | null
}

/**
 * One row of `bench.cells`, for the association's reviewer alone. `v100` by `builtPercents`, null if empty. `ranked`: two
 * counts for each of the five (builder.ts), null if empty and where the build did not count them.
 */
export type SecretCell = Holding & {
  readonly cohortKey: string
  readonly node: string
  readonly v100: readonly number[] | null
  readonly ranked: readonly number[] | null
  readonly reason: Reason | null
}

export type Rounding = {
  readonly gridBp: number
  readonly quantile?: QuantileMethod | undefined
}

/** The row of a cell: rounded to the grid, cut to its tier, empty where a reason withholds it. */
export const rowOf = (
  cell: SecretCell,
  protection: Protection,
  { gridBp, quantile = 'HF7' }: Rounding,
): PublishedRow => {
  const { cohortKey, node, groups, reason } = cell
  const exact = reason === null ? cell.v100 : null
  const rounded = exact?.map((each) => onGrid(each, gridBp, partsOf[quantile])) ?? null
  const tier = percentsOf[tierOf(groups, protection)]
  const shown = (percent: (typeof fivePercents)[number]) =>
    rounded !== null && tier.includes(percent) ? at(rounded, builtPercents.indexOf(percent)) : null
  return {
    cohortKey,
    node,
    status: rounded === null ? 'withheld' : 'published',
    nBand: rounded === null ? null : nBandOf(groups, protection),
    p10: shown(10),
    p25: shown(25),
    p50: shown(50),
    p75: shown(75),
    p90: shown(90),
    grid19: showsGrid19(groups, protection) ? rounded : null,
  }
}

/** One line a row in the byte order of cohort and node: what the digest of published cells is made of. */
export const linesOfRows = (rows: readonly PublishedRow[]): readonly string[] =>
  rows
    .map((row) => [`${row.cohortKey}\n${row.node}`, canonicalJson(row)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => line)
