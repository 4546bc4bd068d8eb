// What is stored beside a score sheet: the figures that other parts read without opening it.
// The sheet itself is made in score.ts; who reads the figures is ../benchmark.
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { nodeScores } from './numbers.ts'
import type { ScoreSheet } from './sheet.ts'

/** `nodeScores`: in the order of `nodeOrder`, -1 where there is none. `notApplicableShareBp`: of the reference. */
export type StoredFigures = {
  readonly nodeScores: readonly number[]
  readonly complete: boolean
  readonly notApplicableShareBp: number
}

/** The questionnaire must be the version that the sheet names. */
export const storedFigures = (sheet: ScoreSheet, questionnaire: Questionnaire): StoredFigures => ({
  nodeScores: nodeScores(sheet, questionnaire),
  complete: sheet.completeness.unanswered === 0,
  notApplicableShareBp: sheet.alternatives?.naShareBp ?? 0,
})
