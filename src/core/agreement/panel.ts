// The scores of a panel as a table, and the exact sums that every statistic begins with.
// Which reviews and items enter the table is the caller's decision.
import { at } from '../benchmark/at.ts'

/**
 * A row for each item, a column for each assessor, all rows of one length; null where an assessor gave no
 * score. Scores are whole numbers: basis points or levels.
 */
export type PanelScores = readonly (readonly (number | null)[])[]

const isScore = (score: number | null): score is number => score !== null

/** The scores that a row has. */
export const scoresIn = (row: readonly (number | null)[]): readonly number[] => row.filter(isScore)

/** How many assessors gave a score in these rows. */
export const assessorsIn = (rows: PanelScores): number =>
  new Set(rows.flatMap((row) => row.flatMap((score, column) => (isScore(score) ? [column] : []))))
    .size

/** The rows that every assessor with any score has scored, in these assessors' columns. */
export const completeRows = (scores: PanelScores): readonly (readonly number[])[] => {
  const assessors = assessorsIn(scores)
  return scores.map(scoresIn).filter((row) => row.length === assessors && assessors > 0)
}

/** The columns of a table with one row or more. */
export const columnsOf = (rows: readonly (readonly number[])[]): readonly (readonly number[])[] =>
  at(rows, 0).map((_, column) => rows.map((row) => at(row, column)))

export const total = (values: readonly number[]): bigint =>
  values.reduce((sum, value) => sum + BigInt(value), 0n)

export const squares = (values: readonly bigint[]): bigint =>
  values.reduce((sum, value) => sum + value * value, 0n)

/** n times the squared deviations from the mean: n * sum of squares - square of the sum. */
export const spread = (values: readonly number[]): bigint => {
  const sum = total(values)
  return BigInt(values.length) * squares(values.map(BigInt)) - sum * sum
}

/** Whether there are scores, all of them the same: an exact test, made before anything is counted. */
export const allEqual = (values: readonly number[]): boolean =>
  values.length > 0 && values.every((value) => value === values[0])

/** Twice the rank of each value among all of them, ties averaged: whole numbers. */
export const doubledRanks = (values: readonly number[]): readonly number[] =>
  values.map((value) => {
    const below = values.filter((other) => other < value).length
    const equal = values.filter((other) => other === value).length
    return 2 * below + equal + 1
  })
