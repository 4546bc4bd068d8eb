// What a report tells of an item where its model speaks of levels or of points and not of percents.
// The percents and bands of every other model are in contents.ts.
import type { ScoreSheet } from '../scoring/sheet.ts'

/** A level from 0, below the lowest; or points with their maximum. */
export type ReportedMeasure =
  | { readonly level: number }
  | { readonly points: number | null; readonly maxPoints: number | null }

/** Null: there is none, or the cycle does not tell it. */
export type ReportedMeasures = {
  readonly official: ReportedMeasure | null
  readonly self: ReportedMeasure | null
}

/** Whether the bands of the model are levels: a score is then told by its level, which is no secret of the cycle. */
export const speaksOfLevels = ({ method }: Pick<ScoreSheet, 'method'>): boolean =>
  method === 'maturity-level@1'

/** Where a model speaks of levels, the percent of a score is its level in fifths: so many basis points are one level. */
export const levelBp = 2000

/** Null: the model speaks of percents. */
export const measuresOf = (
  code: string,
  {
    official,
    self,
    exactScores,
  }: {
    readonly official: ScoreSheet
    readonly self: ScoreSheet
    readonly exactScores: boolean
  },
): ReportedMeasures | null => {
  if (speaksOfLevels(official)) return both(code, official, self)
  if (official.method !== 'category-pass@1') return null
  const measures = both(code, official, self)
  return exactScores ? measures : { ...measures, official: null }
}

const both = (code: string, official: ScoreSheet, self: ScoreSheet): ReportedMeasures => ({
  official: measureIn(official, code),
  self: measureIn(self, code),
})

const measureIn = ({ nodes }: ScoreSheet, code: string): ReportedMeasure | null => {
  const node = nodes.find((each) => each.code === code)
  if (node?.status !== 'scored') return null
  const { outcome, points, maxPoints } = node
  return outcome !== null && 'level' in outcome ? { level: outcome.level } : { points, maxPoints }
}
