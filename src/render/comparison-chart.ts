// What a picture shows of a comparison with a benchmark edition: what the comparison itself says and nothing beside it.
// A withheld cell stays absent, and words say so.
import type { Comparison } from '../core/benchmark/comparison.ts'
import type { Locale } from '../core/request.ts'
import { type Chart, labelOf, type Row, sentences, type Unit } from './chart.ts'
import { chartTexts } from './chart-texts.ts'
import { figureText } from './figure-text.ts'

type Node = Comparison['nodes'][number]
type Named = {
  readonly locale: Locale
  readonly unit: Unit
  /** Names by code, as far as whoever asks may read them. */
  readonly names: ReadonlyMap<string, string>
  /** What the own figures are called, where others stand beside. */
  readonly own?: string
}

/** Everything: the total, then categories, then items. */
export const comparisonChart = (comparison: Comparison, named: Named): Chart =>
  chartOf(comparison, named, byKind(comparison.nodes))

/** The total and the items; everything where no item has a figure. */
export const comparisonItems = (comparison: Comparison, named: Named): Chart => {
  const nodes = byKind(comparison.nodes)
  const items = nodes.filter(({ kind }) => kind !== 'category')
  return chartOf(comparison, named, items.some(({ kind }) => kind === 'item') ? items : nodes)
}

/** What fits a radar: the categories, or the items of a model without figures for three categories. */
export const comparisonRadar = (comparison: Comparison, named: Named): Chart => {
  const categories = comparison.nodes.filter(({ kind }) => kind === 'category')
  const items = comparison.nodes.filter(({ kind }) => kind === 'item')
  return chartOf(comparison, named, categories.length < 3 ? items : categories)
}

const chartOf = (comparison: Comparison, named: Named, nodes: readonly Node[]): Chart => {
  const { locale, unit } = named
  const texts = chartTexts[locale]
  const hasBest = nodes.some(({ bestInClass }) => bestInClass !== null)
  return {
    locale,
    unit,
    title: texts.comparisonTitle,
    subtitle: sentences(locale, [
      cohortText(comparison, locale),
      ...(comparison.synthetic ? [texts.synthetic] : []),
    ]),
    // Levels have no weight: what they are does not depend on a weighting.
    about: unit === 'percent' ? [texts.unit, texts.reference] : [texts.levels, texts.between],
    bar: ownIn(named),
    marks: hasBest ? [texts.median, texts.best] : [texts.median],
    rows: nodes.map((node) => rowOf(node, named, hasBest)),
  }
}

const ownIn = ({ locale, own }: Named): string => own ?? chartTexts[locale].own

const kinds = ['total', 'category', 'item'] as const
const byKind = (nodes: readonly Node[]): readonly Node[] =>
  kinds.flatMap((wanted) => nodes.filter(({ kind }) => kind === wanted))

const cohortText = ({ cohort }: Comparison, locale: Locale): string => {
  const texts = chartTexts[locale]
  const parts = (['sector', 'region', 'size'] as const).flatMap((dimension) => {
    const shown = cohort[dimension]
    return shown === null ? [] : [`${texts[dimension]} ${shown.code} (${shown.scheme})`]
  })
  return parts.length === 0 ? texts.everybody : texts.cohort(parts)
}

const rowOf = (node: Node, named: Named, hasBest: boolean): Row => {
  const { locale, names } = named
  const texts = chartTexts[locale]
  const { code, kind, p50, bestInClass, own } = node
  const isTotal = kind === 'total'
  const label = isTotal ? texts.total : labelOf(code, names.get(code))
  const said = (bp: number) => figureText(bp, named)
  const missing = [
    ...(own.value === null ? [texts.noOwn] : []),
    ...(p50 === null ? [texts.withheld] : []),
  ]
  return {
    label,
    bar: own.value === null ? null : { from: 0, to: own.value },
    marks: hasBest ? [p50, bestInClass?.value ?? null] : [p50],
    figure: own.value === null ? null : said(own.value),
    note: missing.length === 0 ? null : missing.join(locale === 'en' ? ', ' : '，'),
    words: texts.row(label, [
      ...(own.value === null ? [] : [texts.named(ownIn(named), said(own.value))]),
      ...(p50 === null ? [] : [texts.named(texts.median, said(p50))]),
      ...(bestInClass === null
        ? []
        : [texts.bestNamed(bestInClass.basis, said(bestInClass.value))]),
      ...missing,
    ]),
    isTotal,
  }
}
