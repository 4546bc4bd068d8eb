// How lenient or severe assessors are over a whole programme: score = item + assessor, by least squares.
// For the calibration lead only. It never adjusts a score; within one organization it would look like expertise.
import { at } from '../benchmark/at.ts'
import type { Reason, Used } from './coefficient.ts'

/** One score of one assessor on one item of one organization, a whole number. No pair occurs twice. */
export type SeverityCell = {
  readonly item: string
  readonly assessor: string
  readonly score: number
}

/** `effect`: above zero is lenient. `shrunk`: drawn to zero, the further the fewer scores; show this one. */
export type AssessorEffect = {
  readonly assessor: string
  readonly scores: number
  readonly effect: number
  readonly shrunk: number
}

/** In the unit of the scores, in the order in which the assessors first occur; the effects sum to zero. */
export type Severity = Used &
  (
    | { readonly effects: readonly AssessorEffect[] }
    | { readonly effects: null; readonly reason: Reason }
  )

/** Below it, severity cannot be told from what an assessor knows about one applicant. */
export const fewestOwnerGroups = 5

/**
 * Null with `too_few_owner_groups` (below five), `too_few_assessors` (below two), `disconnected` (items and
 * assessors fall into parts that nothing compares), `too_few_cells` (no degree of freedom is left).
 */
export const severityOf = (cells: readonly SeverityCell[], ownerGroups: number): Severity => {
  const assessors = [...new Set(cells.map(({ assessor }) => assessor))]
  const rows = rowsOf(cells, assessors)
  const used: Used = { items: rows.length, assessors: assessors.length }
  const degrees = cells.length - used.items - used.assessors + 1
  const none = (reason: Reason): Severity => ({ ...used, effects: null, reason })
  if (ownerGroups < fewestOwnerGroups) return none('too_few_owner_groups')
  if (used.assessors < 2) return none('too_few_assessors')
  if (!isConnected(rows, used.assessors)) return none('disconnected')
  if (degrees < 1) return none('too_few_cells')
  const counts = assessors.map((name) => cells.filter(({ assessor }) => assessor === name).length)
  const effects = solved(equations(rows, counts))
  const shrink = shrinking(effects, counts, residual(rows, effects) / degrees)
  return {
    ...used,
    effects: assessors.map((assessor, place) => {
      const [effect, scores] = [at(effects, place), at(counts, place)]
      return { assessor, scores, effect, shrunk: effect * shrink(scores) }
    }),
  }
}

/** The cells of one item, assessors by their place. */
type Row = readonly { readonly place: number; readonly score: number }[]

const rowsOf = (cells: readonly SeverityCell[], assessors: readonly string[]): readonly Row[] => {
  const places = new Map(assessors.map((assessor, place) => [assessor, place] as const))
  const rows = new Map<string, { place: number; score: number }[]>()
  for (const { item, assessor, score } of cells) {
    const row = rows.get(item) ?? []
    rows.set(item, row)
    row.push({ place: places.get(assessor) as number, score })
  }
  return [...rows.values()]
}

/** Whether every assessor is compared with every other one, through items both of them or others scored. */
const isConnected = (rows: readonly Row[], assessors: number): boolean => {
  const reached = new Set([0])
  // A set is walked with what is added on the way.
  for (const from of reached)
    for (const row of rows)
      if (row.some(({ place }) => place === from)) for (const { place } of row) reached.add(place)
  return reached.size === assessors
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * The normal equations of the assessors with the items eliminated, the right-hand side as the last column.
 * Adding one to every entry makes them regular and the effects sum to zero.
 */
const equations = (rows: readonly Row[], counts: readonly number[]): number[][] => {
  const matrix = counts.map((count, place) => [
    ...counts.map((_, other) => (other === place ? count + 1 : 1)),
    0,
  ])
  for (const row of rows) {
    const mean = meanOf(row.map(({ score }) => score))
    for (const { place, score } of row) {
      const equation = at(matrix, place)
      for (const other of row) equation[other.place] = at(equation, other.place) - 1 / row.length
      equation[counts.length] = at(equation, counts.length) + score - mean
    }
  }
  return matrix
}

/** Gauss and Jordan without exchanges: the matrix is symmetric and positive definite. */
const solved = (matrix: readonly (readonly number[])[]): readonly number[] => {
  const end = matrix.reduce((rows, _, column) => {
    const pivot = at(rows, column)
    const scaled = pivot.map((value) => value / at(pivot, column))
    return rows.map((row, place) => {
      if (place === column) return scaled
      const times = at(row, column)
      return row.map((value, position) => value - times * at(scaled, position))
    })
  }, matrix)
  return end.map((row) => at(row, matrix.length))
}

/** The squares that the fitted scores leave. */
const residual = (rows: readonly Row[], effects: readonly number[]): number =>
  rows
    .flatMap((row) => {
      const left = row.map(({ place, score }) => score - at(effects, place))
      const item = meanOf(left)
      return left.map((value) => (value - item) ** 2)
    })
    .reduce((sum, square) => sum + square, 0)

/** How much of an effect stands with so many scores: n*a / (n*a + e), with the variances of assessors and errors. */
const shrinking = (effects: readonly number[], counts: readonly number[], errors: number) => {
  const variance = effects.reduce((sum, effect) => sum + effect ** 2, 0) / (effects.length - 1)
  const between = Math.max(0, variance - meanOf(counts.map((count) => errors / count)))
  return (scores: number): number =>
    between === 0 ? 0 : (scores * between) / (scores * between + errors)
}
