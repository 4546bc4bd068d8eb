// A chart as a radar: settings for the chart library, nothing drawn here. A figure that is missing is no corner:
// an axis stands for a row of which everything is there, and a series is drawn where every axis has it.
import { type Chart, inTwoLines, type Row, sentences } from './chart.ts'
import { chartTexts } from './chart-texts.ts'
import * as looks from './looks.ts'

const fewestAxes = 3
const labelLetters = 26

type Settings = { readonly option: object; readonly height: number }

/** Settings and height in pixels; null where there are fewer than three axes: bars show such a chart. */
export const radarOf = (chart: Chart): Settings | null => {
  const rows = chart.rows.filter(({ isTotal }) => !isTotal)
  const axes = rows.filter((row) => isComplete(row, chart))
  if (axes.length < fewestAxes) return null
  const series = seriesOf(chart, axes)
  return {
    height: 640,
    option: {
      title: [
        looks.title(chart.title, chart.subtitle),
        looks.remark(remarkOf(chart, rows, axes), 600),
      ],
      legend: looks.legend(series),
      radar: {
        center: ['50%', 350],
        radius: 180,
        splitNumber: 5,
        indicator: axes.map(({ label }) => ({
          name: inTwoLines(label, labelLetters),
          min: 0,
          max: 100,
        })),
        axisName: { color: looks.ink, fontSize: looks.sizes.small, lineHeight: 15 },
        axisLine: { lineStyle: { color: looks.grid } },
        splitLine: { lineStyle: { color: looks.grid } },
        splitArea: { show: false },
      },
      series: series.map(({ name, values, look }) => ({
        type: 'radar',
        name,
        symbol: look.symbol,
        symbolSize: 10,
        itemStyle: { color: look.colour },
        lineStyle: { width: 2, type: look.line },
        ...(look === looks.barLook ? { areaStyle: { opacity: 0.18 } } : {}),
        data: [{ name, value: values }],
      })),
    },
  }
}

/** Values in percent. */
const seriesOf = (chart: Chart, axes: readonly Row[]) =>
  [
    { name: chart.bar, look: looks.barLook, of: ({ bar }: Row) => bar?.to ?? null },
    ...chart.marks.map((name, place) => ({
      name,
      look: looks.markLook(place),
      of: ({ marks }: Row) => marks[place] ?? null,
    })),
  ].flatMap(({ name, look, of }) => {
    const values = axes.flatMap((axis) => of(axis) ?? [])
    return values.length < axes.length ? [] : [{ name, look, values: values.map((bp) => bp / 100) }]
  })

/** The bar, and the first mark where the chart has any. */
const isComplete = ({ bar, marks }: Row, chart: Chart): boolean =>
  bar !== null && (chart.marks.length === 0 || (marks[0] ?? null) !== null)

/** How to read the rings, and which rows have no axis. */
const remarkOf = ({ locale, unit }: Chart, rows: readonly Row[], axes: readonly Row[]): string => {
  const { ring: percentRing, levelRing, notDrawn } = chartTexts[locale]
  const ring = unit === 'percent' ? percentRing : levelRing
  const absent = rows.filter((row) => !axes.includes(row))
  if (absent.length === 0) return ring
  const codes = absent.map(({ label }) => label.replace(/ .*$/s, ''))
  return sentences(locale, [ring, notDrawn(codes)])
}
