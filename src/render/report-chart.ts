// What a picture shows of a feedback report: the score of the panel at every item, as exactly as the report tells it,
// and the own assessment beside it.

import type { ReportContents, ReportedItem } from '../core/report/contents.ts'
import type { ReportedMeasure } from '../core/report/measure.ts'
import type { Locale } from '../core/request.ts'
import { type Chart, labelOf, percentText, type Row, type Span, type Unit } from './chart.ts'
import { chartTexts } from './chart-texts.ts'
import { levelText } from './figure-text.ts'
import { type ReportTexts, reportTexts } from './report-texts.ts'

type Named = {
  readonly locale: Locale
  readonly unit: Unit
  readonly names: ReadonlyMap<string, string>
}

export const reportChart = ({ categories }: ReportContents, named: Named): Chart => {
  const items = categories.flatMap((category) => category.items)
  const texts = chartTexts[named.locale]
  const isExact = items.some(({ score }) => (score?.percent ?? null) !== null)
  return {
    locale: named.locale,
    unit: named.unit,
    title: texts.reportTitle,
    subtitle: named.unit === 'percent' ? texts.unit : texts.levels,
    about: [],
    bar: isExact ? texts.officialExact : texts.officialRange,
    marks: [texts.self],
    rows: items.map((item) => rowOf(item, named)),
  }
}

/** Percents have at most two decimals: whole basis points. */
const bpOf = (percent: number): number => Math.round(percent * 100)

/** What the report tells of a score; null: there is none. */
export const scoreText = ({ score }: Pick<ReportedItem, 'score'>): string | null => {
  if (score === null) return null
  const { from, to, percent } = score
  return percent === null
    ? `${percentText(bpOf(from))}–${percentText(bpOf(to))}`
    : percentText(bpOf(percent))
}

/** The same in the words of the model, where it speaks of levels or points. */
export const toldText = (
  { score, measures }: Pick<ReportedItem, 'score' | 'measures'>,
  texts: ReportTexts,
): string | null => measureText(measures?.official ?? null, texts) ?? scoreText({ score })

/** The own score likewise. */
export const selfText = (
  { self, measures }: Pick<ReportedItem, 'self' | 'measures'>,
  texts: ReportTexts,
): string | null =>
  measureText(measures?.self ?? null, texts) ?? (self === null ? null : percentText(bpOf(self)))

const measureText = (measure: ReportedMeasure | null, texts: ReportTexts): string | null => {
  if (measure === null) return null
  if ('level' in measure) return levelText(measure.level, texts)
  const { points, maxPoints } = measure
  return points === null || maxPoints === null ? null : texts.pointsOf(points, maxPoints)
}

const spanOf = ({ score }: ReportedItem): Span | null => {
  if (score === null) return null
  const { from, to, percent } = score
  return percent === null ? { from: bpOf(from), to: bpOf(to) } : { from: 0, to: bpOf(percent) }
}

const rowOf = (item: ReportedItem, { locale, names }: Named): Row => {
  const texts = chartTexts[locale]
  const { code, status, self } = item
  const label = labelOf(code, names.get(code))
  const figure = toldText(item, reportTexts[locale])
  const own = selfText(item, reportTexts[locale])
  const note =
    status === 'unanswered' || status === 'not_applicable' || status === 'unscored'
      ? texts.status[status]
      : null
  return {
    label,
    bar: spanOf(item),
    marks: [self === null ? null : bpOf(self)],
    figure,
    note,
    words: texts.row(label, [
      ...(figure === null ? [] : [texts.named(texts.officialExact, figure)]),
      ...(own === null ? [] : [texts.named(texts.self, own)]),
      ...(note === null ? [] : [note]),
    ]),
    isTotal: false,
  }
}
