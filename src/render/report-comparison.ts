// The table of a report's comparison with a benchmark edition: the own assessment beside the benchmark, and the panel
// beside both. The pictures of the comparison are in comparison-chart.ts.
import type { Comparison } from '../core/benchmark/comparison.ts'
import type { ReportContents, ReportedItem } from '../core/report/contents.ts'
import type { Locale } from '../core/request.ts'
import { labelOf, type Unit } from './chart.ts'
import { type Table, table } from './document.ts'
import { figureText } from './figure-text.ts'
import { scoreText, toldText } from './report-chart.ts'
import type { ReportTexts } from './report-texts.ts'

/** Where a table has no figure. */
export const nothing = '–'

type Telling = {
  readonly locale: Locale
  readonly unit: Unit
  readonly texts: ReportTexts
  readonly names: ReadonlyMap<string, string>
}

/** Each category before its items, and the total at the end. */
export const comparedTable = (
  { nodes }: Comparison,
  { categories, total }: ReportContents,
  { texts, names, locale, unit }: Telling,
): Table => {
  const shown = (bp: number | null) => (bp === null ? nothing : figureText(bp, { unit, locale }))
  const toldOf = (item: ReportedItem) =>
    unit === 'percent' ? scoreText(item) : toldText(item, texts)
  const told = new Map(
    categories.flatMap((category) => [
      [category.code, scoreText(category)] as const,
      // A leaf is its own item, which knows its level.
      ...category.items.map((item) => [item.code, toldOf(item)] as const),
    ]),
  )
  const places = categories.flatMap(({ code, items }) => [code, ...items.map((item) => item.code)])
  const placeOf = ({ code, kind }: Comparison['nodes'][number]) =>
    kind === 'total' ? places.length : places.indexOf(code)
  const panelTotal = total.official?.percent == null ? null : `${total.official.percent}%`
  return table({
    caption: texts.comparison,
    head: [texts.node, texts.self, texts.median, texts.best, texts.panel],
    widths: [0.4, 0.17, 0.14, 0.15, 0.14],
    rows: nodes
      .toSorted((a, b) => placeOf(a) - placeOf(b))
      .map((node) => {
        const { code, kind, own: mine, p50, bestInClass } = node
        const isTotal = kind === 'total'
        return [
          isTotal ? texts.total : labelOf(code, names.get(code)),
          shown(mine.value),
          shown(p50),
          shown(bestInClass?.value ?? null),
          (isTotal ? panelTotal : told.get(code)) ?? nothing,
        ]
      }),
  })
}
