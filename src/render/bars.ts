// A chart as bars, one row below the other, with marks on them: settings for the chart library, nothing drawn here.
import { levelBp } from '../core/report/measure.ts'
import { type Chart, inTwoLines, type Row, type Unit } from './chart.ts'
import * as looks from './looks.ts'

const rowHeight = 36
const above = 122
const below = 44
const labelWidth = 232
const labelLetters = 36
const figureWidth = 108

/** Settings and height in pixels. */
export const barsOf = (chart: Chart): { readonly option: object; readonly height: number } => {
  const { rows, marks, unit } = chart
  return {
    height: above + rows.length * rowHeight + below,
    option: {
      title: looks.title(chart.title, chart.subtitle),
      legend: looks.legend([chart.bar, ...marks]),
      grid: { left: labelWidth + 24, right: figureWidth, top: above, bottom: below },
      xAxis: {
        type: 'value',
        min: 0,
        max: 100,
        interval: 20,
        axisLabel: { formatter: ends[unit], color: looks.faint, fontSize: looks.sizes.small },
        splitLine: { lineStyle: { color: looks.grid } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map(({ label }) => inTwoLines(label, labelLetters)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: looks.faint } },
        axisLabel: {
          interval: 0,
          lineHeight: 15,
          color: looks.ink,
          fontSize: looks.sizes.small,
        },
      },
      series: [
        offsets(rows),
        bars(chart),
        ...marks.map((name, place) => marked(chart, name, place)),
        notes(rows),
        figures(rows),
      ],
    },
  }
}

/** How the axis says its steps of twenty percents: a level each. */
const ends: Readonly<Record<Unit, string | ((percent: number) => string)>> = {
  percent: '{value}%',
  level: (percent) => String((percent * 100) / levelBp),
}

/** What lies below a bar that does not begin at zero: nothing to see. */
const offsets = (rows: readonly Row[]) => ({
  type: 'bar',
  stack: 'bar',
  itemStyle: { color: 'transparent' },
  data: rows.map(({ bar }) => (bar === null ? '-' : bar.from / 100)),
})

const bars = ({ rows, bar: name }: Chart) => ({
  type: 'bar',
  name,
  stack: 'bar',
  barWidth: 16,
  itemStyle: { color: looks.barColour, decal: looks.barPattern() },
  data: rows.map(({ bar }) => (bar === null ? '-' : (bar.to - bar.from) / 100)),
})

const marked = ({ rows }: Chart, name: string, place: number) => {
  const { colour, symbol, size } = looks.markLook(place)
  return {
    type: 'scatter',
    name,
    symbol,
    symbolSize: size,
    z: 5,
    itemStyle: { color: colour, opacity: 1, borderColor: looks.paper, borderWidth: 1 },
    data: rows.flatMap(({ marks }, row) => {
      const value = marks[place] ?? null
      return value === null ? [] : [[value / 100, row]]
    }),
  }
}

/** Text without a mark of its own. */
const text = (value: readonly [number, number], formatter: string, more: object) => ({
  value,
  label: {
    show: true,
    position: 'right',
    formatter,
    fontSize: looks.sizes.small,
    fontFamily: looks.fonts,
    ...more,
  },
})

/** What is missing, in words at the end of its row, so that a gap is never taken for a zero. */
const notes = (rows: readonly Row[]) => ({
  type: 'scatter',
  symbolSize: 0,
  z: 6,
  itemStyle: { opacity: 1 },
  data: rows.flatMap(({ bar, marks, note }, row) => {
    const end = Math.max(bar?.to ?? 0, ...marks.map((mark) => mark ?? 0)) / 100
    if (note === null) return []
    // Beyond this there is no room on the right: the words stand at the left, on a ground of their own.
    const ground = { backgroundColor: looks.paper, padding: [2, 6], borderRadius: 2 }
    return end > 65
      ? [text([0, row], note, { color: looks.ink, ...ground })]
      : [text([end, row], note, { color: looks.ink, distance: 12 })]
  }),
})

/** The figure of every bar in a column of its own, where it is not taken for that of a mark. */
const figures = (rows: readonly Row[]) => ({
  type: 'scatter',
  symbolSize: 0,
  z: 6,
  itemStyle: { opacity: 1 },
  data: rows.flatMap(({ figure }, row) =>
    figure === null
      ? []
      : [
          text([100, row], figure, {
            color: looks.barColour,
            fontWeight: 'bold',
            distance: 12,
          }),
        ],
  ),
})
