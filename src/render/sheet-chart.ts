// What a picture shows of a score sheet: its percents as they are shown anyway, no figure of its own.
import type { Locale } from '../core/request.ts'
import type { ScoreSheet } from '../core/scoring/sheet.ts'
import { type Chart, labelOf, percentText, type Row } from './chart.ts'
import { chartTexts } from './chart-texts.ts'

type Figures = { readonly percent: number | null; readonly status: string }

export type SheetNames = {
  readonly locale: Locale
  readonly names: ReadonlyMap<string, string>
  /** Codes of the categories; null: not known, as the questionnaire may not be told of. */
  readonly categories: ReadonlySet<string> | null
}

/** The total, then every node of the sheet in its order. */
export const sheetChart = (sheet: ScoreSheet, named: SheetNames): Chart => {
  const { total } = sheet
  const { locale } = named
  return chartOf(named, [
    ...(total === null
      ? []
      : [
          rowOf(
            chartTexts[locale].total,
            { percent: total.percent, status: 'scored' },
            named,
            true,
          ),
        ]),
    ...sheet.nodes.map((node) => nodeRow(node, named)),
  ])
}

/**
 * What fits a radar: the categories; where fewer than three of them have a figure, as in models that give them none,
 * all nodes but the categories without.
 */
export const sheetRadar = (sheet: ScoreSheet, named: SheetNames): Chart => {
  const isCategory = ({ code }: { readonly code: string }) => named.categories?.has(code) ?? true
  const categories = sheet.nodes.filter(isCategory)
  const nodes =
    categories.filter(({ percent }) => percent !== null).length < 3
      ? sheet.nodes.filter((node) => node.percent !== null || !isCategory(node))
      : categories
  return chartOf(
    named,
    nodes.map((node) => nodeRow(node, named)),
  )
}

const chartOf = ({ locale }: SheetNames, rows: readonly Row[]): Chart => {
  const texts = chartTexts[locale]
  return {
    locale,
    unit: 'percent',
    title: texts.sheetTitle,
    subtitle: texts.unit,
    about: [],
    bar: texts.score,
    marks: [],
    rows,
  }
}

const nodeRow = (node: ScoreSheet['nodes'][number], named: SheetNames): Row =>
  rowOf(labelOf(node.code, named.names.get(node.code)), node, named, false)

const rowOf = (
  label: string,
  { percent, status }: Figures,
  { locale }: SheetNames,
  isTotal: boolean,
): Row => {
  const texts = chartTexts[locale]
  // Percents of sheets have two decimals: a whole number of basis points.
  const bp = percent === null ? null : Math.round(percent * 100)
  const note = Object.entries(texts.status).find(([name]) => name === status)?.[1]
  const missing = bp === null ? (note ?? texts.status.unscored) : note
  return {
    label,
    bar: bp === null ? null : { from: 0, to: bp },
    marks: [],
    figure: bp === null ? null : percentText(bp),
    note: missing ?? null,
    words: texts.row(label, [
      ...(bp === null ? [] : [texts.named(texts.score, percentText(bp))]),
      ...(missing === undefined ? [] : [missing]),
    ]),
    isTotal,
  }
}
