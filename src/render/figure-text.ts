// How a figure is said in the unit of its model: a percent, or a level. Models that speak of points say percents where
// nodes of unlike worth stand side by side.
import type { Questionnaire } from '../core/document/questionnaire-v1.ts'
import { levelBp, speaksOfLevels } from '../core/report/measure.ts'
import type { Locale } from '../core/request.ts'
import { percentText, type Unit } from './chart.ts'
import { type ReportTexts, reportTexts } from './report-texts.ts'

export const unitOf = ({ scoring }: Pick<Questionnaire, 'scoring'>): Unit =>
  speaksOfLevels(scoring) ? 'level' : 'percent'

/** What lies below the first level has no name of its own; a median may lie between two, as `Level 2.5`. */
export const levelText = (
  level: number,
  { atLevel, belowLevels }: Pick<ReportTexts, 'atLevel' | 'belowLevels'>,
): string => (level < 1 ? belowLevels : atLevel(level))

export const figureText = (
  bp: number,
  { unit, locale }: { readonly unit: Unit; readonly locale: Locale },
): string => (unit === 'percent' ? percentText(bp) : levelText(bp / levelBp, reportTexts[locale]))
