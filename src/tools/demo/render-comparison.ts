// The comparison as lines of text: a row per category with quartiles, gap, axis and band, and what it means.
// Pure; what the figures are is said in the benchmark contract.
import { type Drawing, type Lines, percentOf, pointsOf, signed } from './render.ts'
import type { Cell, Comparison, Questionnaire } from './shapes.ts'
import {
  axis,
  fit,
  ink,
  type Paper,
  padEnd,
  padStart,
  paragraph,
  type Scale,
  widthOf,
} from './terminal.ts'
import { named, type Say, type Values } from './words.ts'

type Page = { readonly comparison: Comparison; readonly questionnaire: Questionnaire }

const fixed = { code: 6, number: 6, gap: 7, band: 15 } as const

type Layout = { readonly name: number; readonly axis: number; readonly scale: Scale }

/** The longest name has its room, the axis takes the rest; on narrow paper the names give way. */
const layoutOf = ({ comparison, questionnaire }: Page, { width }: Paper): Layout => {
  const rest = width - 3 - fixed.code - 4 * fixed.number - fixed.gap - fixed.band
  const longest = Math.max(...questionnaire.categories.map((each) => widthOf(each.name)))
  const name = Math.min(longest, rest - 12)
  return { name, axis: Math.min(rest - name, 31), scale: scaleOf(comparison.nodes) }
}

/** From ten to ten percent around everything that is drawn, so that differences can be seen. */
const scaleOf = (nodes: readonly Cell[]): Scale => {
  const drawn = nodes
    .filter(({ kind }) => kind !== 'item')
    .flatMap(({ own, p25, p75, p50 }) => [own.value, p25, p50, p75])
    .filter((value) => value !== null)
  if (drawn.length === 0) return { from: 0, to: 10_000 }
  const from = Math.floor(Math.min(...drawn) / 1000) * 1000
  return { from, to: Math.max(Math.ceil(Math.max(...drawn) / 1000) * 1000, from + 1000) }
}

const cohortName = (key: string | null, say: Say): string => {
  if (key === null) return '-'
  return key === 'all' ? say('cohort.all') : say('cohort.some', { key })
}

/** The cohort, how it was found, the categories and the total against it. */
export const comparisonPage = (page: Page, { say, paper }: Drawing): Lines => {
  const { comparison, questionnaire } = page
  const total = comparison.nodes.find(({ kind }) => kind === 'total')
  const shown = comparison.nodes.some(({ p50 }) => p50 !== null)
  const cohort = cohortName(comparison.cohort.key, say)
  const first = shown
    ? say('compare.cohort', { cohort, band: total?.nBand ?? '-' })
    : say('compare.withheld')
  const tried = comparison.ladder
    .map(
      ({ cohortKey, outcome }) =>
        `${cohortKey ?? '-'} (${named(say, `outcome.${outcome}`, outcome)})`,
    )
    .join(', ')
  const layout = layoutOf(page, paper)
  const head =
    fit('', fixed.code + layout.name) +
    (['column.own', 'column.low', 'column.median', 'column.high'] as const)
      .map((word) => padStart(say(word), fixed.number))
      .join('') +
    padStart(say('column.gap'), fixed.gap) +
    padEnd('', layout.axis + 3) +
    say('column.where')
  const names = new Map(questionnaire.categories.map((category) => [category.code, category.name]))
  const rows = comparison.nodes
    .filter(({ kind }) => kind === 'category')
    .map((cell) => row(cell, names.get(cell.code) ?? '', { say, layout }))
  return [
    ...paragraph(first, 3, paper),
    ...paragraph(say('compare.ladder', { list: tried }), 3, paper),
    ...paragraph(say('compare.unit'), 3, paper),
    '',
    ink(head, 'dim', paper),
    ...rows,
    ...(total === undefined
      ? []
      : ['─'.repeat(widthOf(head)), ink(row(total, say('total'), { say, layout }), 'bold', paper)]),
    '',
    ...paragraph(say('compare.legend', scaleValues(layout.scale)), 3, paper),
  ]
}

const row = (
  cell: Cell,
  name: string,
  { say, layout }: { readonly say: Say; readonly layout: Layout },
): string => {
  const { own, p25, p50, p75 } = cell
  const number = (value: number | null) =>
    padStart(value === null ? '-' : percentOf(value), fixed.number)
  const gap = own.gapToMedian === null ? '-' : signed(own.gapToMedian)
  const label = code(cell) + fit(name, layout.name)
  const numbers = [own.value, p25, p50, p75].map(number).join('')
  const drawn = axis(
    { own: own.value, low: p25, median: p50, high: p75 },
    layout.scale,
    layout.axis,
  )
  const band = named(say, `band.${own.band}`, String(own.band))
  return `${label}${numbers}${padStart(gap, fixed.gap)}  ${drawn} ${band}`
}

const scaleValues = ({ from, to }: Scale): Values => ({ from: from / 100, to: to / 100 })

const code = (cell: Cell): string =>
  cell.kind === 'total' ? padEnd('', fixed.code) : padEnd(cell.code, fixed.code)

/** The three sentences that a quality manager takes along. */
export const resultLines = (page: Page, { say, paper }: Drawing): Lines => {
  const { comparison } = page
  const total = comparison.nodes.find(({ kind }) => kind === 'total')
  return [
    ...(total === undefined ? [] : totalLines(total, say)),
    ...extremes(page).map(({ word, values }) => say(word, values)),
  ].flatMap((line) => paragraph(line, 3, paper))
}

/** Basis points of the maximum as points. */
const inPoints = (bp: number, { maxPoints }: Pick<Cell, 'maxPoints'>): string =>
  pointsOf((bp * maxPoints) / 10_000)

const totalLines = (total: Cell, say: Say): Lines => {
  const { own, p50, bestInClass, maxPoints } = total
  if (own.value === null) return []
  const values: Values = { own: inPoints(own.value, total), max: maxPoints }
  if (p50 === null || own.gapToMedian === null) return [say('result.plain', values)]
  const gap = own.gapToMedian
  const side = say(gap > 0 ? 'side.above' : gap < 0 ? 'side.below' : 'side.at')
  const median = inPoints(p50, total)
  const best = bestInClass === null ? [] : [bestLine(bestInClass, total, say)]
  return [
    say('result.total', { ...values, gap: inPoints(Math.abs(gap), total), side, median }),
    ...best,
  ]
}

const bestLine = (
  { value, basis }: NonNullable<Cell['bestInClass']>,
  total: Cell,
  say: Say,
): string =>
  say(basis === 'p90' ? 'result.best.p90' : 'result.best', { points: inPoints(value, total) })

type Sentence = {
  readonly word: 'result.strength' | 'result.gap' | 'result.least'
  readonly values: Values
}

/** The categories furthest ahead of and behind the median; nothing where none can be compared. */
const extremes = ({ comparison, questionnaire }: Page): readonly Sentence[] => {
  const names = new Map(questionnaire.categories.map((category) => [category.code, category.name]))
  const ranked = comparison.nodes
    .flatMap(({ kind, code, own }) =>
      kind === 'category' && own.gapToMedian !== null ? [{ code, gap: own.gapToMedian }] : [],
    )
    .toSorted((a, b) => b.gap - a.gap)
  const best = ranked.at(0)
  const worst = ranked.at(-1)
  if (best === undefined || worst === undefined || ranked.length < 2) return []
  const values = ({ code, gap }: typeof best): Values => ({
    code,
    name: names.get(code) ?? '',
    gap: signed(gap),
  })
  return [
    ...(best.gap > 0 ? [{ word: 'result.strength', values: values(best) } as const] : []),
    { word: worst.gap < 0 ? 'result.gap' : 'result.least', values: values(worst) },
  ]
}
