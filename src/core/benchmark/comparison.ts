// What a reader sees of published rows: one cohort, every member always present, own position beside it.
// Which numbers a row holds was decided when it was published (release.ts); nothing here reads members.
import { type Cohort, type Dimension, everyone, type Lattice, type Rung } from './cohort.ts'
import { type Policy, type Profile, precisionOf, type Tier } from './disclosure.ts'
import type { Basis } from './eligibility.ts'
import { type BestInClass, bestInClassOf, type Position, positionIn } from './position.ts'
import type { PublishedRow } from './published-row.ts'
import type { QuantileMethod } from './quantile.ts'
import type { BenchmarkNode, OwnValues } from './value.ts'

/** A published benchmark edition as far as a comparison tells of it. */
export type ComparedEdition = {
  readonly id: string
  readonly questionnaireKey: string
  readonly basis: Basis
  readonly synthetic: boolean
  readonly quantile: QuantileMethod
  readonly policy: Pick<Policy, 'gridBp' | 'profile'>
  readonly lattice: Lattice
  readonly nodes: readonly BenchmarkNode[]
}

export type ShownCode = { readonly scheme: string; readonly code: string }

/** One node of one cohort. Withheld cells have every member too, and none of them tells why. */
export type ShownCell = {
  readonly code: string
  readonly kind: BenchmarkNode['kind']
  readonly maxPoints: number
  readonly status: PublishedRow['status']
  readonly reason: 'protects_participants' | null
  readonly nBand: string | null
  readonly precision: 'indicative' | 'firm' | null
  readonly p10: number | null
  readonly p25: number | null
  readonly p50: number | null
  readonly p75: number | null
  readonly p90: number | null
  readonly grid19: readonly number[] | null
  readonly bestInClass: BestInClass | null
}

/** The cells of one cohort, as `/cells` answers them. */
export type CohortCells = {
  readonly benchmarkEditionId: string
  readonly questionnaireKey: string
  readonly basis: Basis
  readonly synthetic: boolean
  readonly unit: 'bp'
  readonly method: {
    readonly quantile: QuantileMethod
    readonly gridBp: number
    readonly profile: Profile
  }
  readonly cohort: { readonly key: string } & Readonly<Record<Dimension, ShownCode | null>>
  readonly nodes: readonly ShownCell[]
}

export type Outcome = 'used' | 'withheld' | 'not_reached' | 'not_applicable'

/** A rung in the answer; without a key where the member has no code in a dimension it needs. */
export type ShownRung = { readonly cohortKey: string | null; readonly outcome: Outcome }

/** An own comparison: the cells of one cohort, how it was chosen, and the position at every node. */
export type Comparison = Omit<CohortCells, 'nodes'> & {
  readonly ladder: readonly ShownRung[]
  readonly nodes: readonly (ShownCell & { readonly own: Position })[]
}

/** One cohort with all nodes in the order of the edition. `rows` may hold other cohorts too. */
export const cellsOf = (
  edition: ComparedEdition,
  cohort: Cohort,
  rows: readonly PublishedRow[],
): CohortCells => {
  const byNode = new Map(
    rows.flatMap((row) => (row.cohortKey === cohort.key ? [[row.node, row]] : [])),
  )
  return {
    ...headOf(edition, cohort),
    nodes: edition.nodes.map((node) => shownCell(node, byNode.get(node.code) ?? withheldRow)),
  }
}

const headOf = (edition: ComparedEdition, cohort: Cohort): Omit<CohortCells, 'nodes'> => {
  const { id, questionnaireKey, basis, synthetic, quantile, policy, lattice } = edition
  const shown = (dimension: Dimension): ShownCode | null => {
    const code = cohort[dimension]
    return code === null ? null : { scheme: lattice.schemes[dimension], code }
  }
  return {
    benchmarkEditionId: id,
    questionnaireKey,
    basis,
    synthetic,
    unit: 'bp',
    method: { quantile, gridBp: policy.gridBp, profile: policy.profile },
    cohort: {
      key: cohort.key,
      sector: shown('sector'),
      region: shown('region'),
      size: shown('size'),
    },
  }
}

type RowFigures = Omit<PublishedRow, 'cohortKey' | 'node'>

const withheldRow: RowFigures = {
  status: 'withheld',
  nBand: null,
  p10: null,
  p25: null,
  p50: null,
  p75: null,
  p90: null,
  grid19: null,
}

const shownCell = (node: BenchmarkNode, row: RowFigures): ShownCell => {
  const { status, nBand, p10, p25, p50, p75, p90, grid19 } = row
  return {
    code: node.code,
    kind: node.kind,
    maxPoints: node.maxPoints,
    status,
    reason: status === 'withheld' ? 'protects_participants' : null,
    nBand,
    precision: precisionOf(nBand),
    p10,
    p25,
    p50,
    p75,
    p90,
    grid19,
    bestInClass: bestInClassOf(row),
  }
}

/** What a caller may ask of the ladder: how much the serving cell must show. */
export type WantedTier = Exclude<Tier, 'withheld'>

/** What both kinds of comparison start from. `cells`: what is published of the cohorts in question. */
export type Compared = {
  readonly edition: ComparedEdition
  readonly cells: readonly CohortCells[]
  readonly own: OwnValues
  readonly tier: WantedTier
}

/**
 * The own comparison by the ladder (section 8). The first rung whose deciding cell, the total or without
 * one the first category, is published with the wanted tier serves the whole page, so that all nodes
 * speak of one cohort. If none passes: the same shape, `all` withheld.
 */
export const compareByLadder = (given: Compared, rungs: readonly Rung[]): Comparison => {
  const used = rungs.findIndex(({ cohort }) => cohort !== null && serves(given, cohort))
  const ladder = rungs.map(({ cohort }, index): ShownRung => {
    if (cohort === null) return { cohortKey: null, outcome: 'not_applicable' }
    if (index === used) return { cohortKey: cohort.key, outcome: 'used' }
    const reached = used < 0 || index < used
    return { cohortKey: cohort.key, outcome: reached ? 'withheld' : 'not_reached' }
  })
  const cohort = rungs[used]?.cohort
  return cohort ? page(given, cohort, ladder) : page({ ...given, cells: [] }, everyone, ladder)
}

/** The own comparison with the cohort that was asked for: its cells as published, whatever they show. */
export const compareWith = (given: Compared, cohort: Cohort): Comparison =>
  page(given, cohort, [
    { cohortKey: cohort.key, outcome: serves(given, cohort) ? 'used' : 'withheld' },
  ])

const outermostOf = { median: 'p50', quartiles: 'p25', deciles: 'p10' } as const

/** A cohort that is not among the cells has nothing published. */
const cellsAt = ({ edition, cells }: Compared, wanted: Cohort): CohortCells =>
  cells.find(({ cohort }) => cohort.key === wanted.key) ?? cellsOf(edition, wanted, [])

const serves = (given: Compared, cohort: Cohort): boolean => {
  const { nodes } = cellsAt(given, cohort)
  const deciding =
    nodes.find(({ kind }) => kind === 'total') ?? nodes.find(({ kind }) => kind === 'category')
  return (deciding?.[outermostOf[given.tier]] ?? null) !== null
}

const page = (given: Compared, cohort: Cohort, ladder: readonly ShownRung[]): Comparison => {
  const { nodes, ...head } = cellsAt(given, cohort)
  return {
    ...head,
    ladder,
    nodes: nodes.map((cell) => withOwn(cell, positionIn(cell, given.own[cell.code] ?? null))),
  }
}

/** Member by member: spreading the cells costs as much as all the rest of a comparison (measured: 3 to 1). */
const withOwn = (cell: ShownCell, own: Position): ShownCell & { readonly own: Position } => ({
  code: cell.code,
  kind: cell.kind,
  maxPoints: cell.maxPoints,
  status: cell.status,
  reason: cell.reason,
  nBand: cell.nBand,
  precision: cell.precision,
  p10: cell.p10,
  p25: cell.p25,
  p50: cell.p50,
  p75: cell.p75,
  p90: cell.p90,
  grid19: cell.grid19,
  bestInClass: cell.bestInClass,
  own,
})
