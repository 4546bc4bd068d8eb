// Pages of the demo as lines of text: pure functions of what the service answered.
// How text is measured and drawn is in terminal.ts; the comparison is in render-comparison.ts.

import type { Locale } from '../../core/request.ts'
import { render as explained, type Line, type Rule, ruleNames } from '../../core/scoring/explain.ts'
import type { Item, Progress, Questionnaire, Sheet, SheetLine } from './shapes.ts'
import { bar, fit, ink, type Paper, padEnd, padStart, paragraph, widthOf } from './terminal.ts'
import type { Say } from './words.ts'

export type Lines = readonly string[]

/** What every page is drawn with. */
export type Drawing = { readonly say: Say; readonly paper: Paper }

/** `+7.5`, `-3.0`, `0.0`: basis points as percent with one decimal. */
export const signed = (bp: number): string => (bp > 0 ? '+' : '') + percentOf(bp)
export const percentOf = (bp: number): string => (bp / 100).toFixed(1)

/** Points to the hundredth at most, without zeros that say nothing. */
export const pointsOf = (points: number): string => String(Math.round(points * 100) / 100)

export const heading = (number: number, text: string, { paper }: Drawing): Lines => {
  const line = `${number}. ${text}`
  return ['', ink(line, 'bold', paper), ink('─'.repeat(widthOf(line)), 'dim', paper)]
}

export const itemPage = (
  { item, questionnaire }: { readonly item: Item; readonly questionnaire: Questionnaire },
  { say, paper }: Drawing,
): Lines => {
  const worth = say('item.worth', { points: item.points })
  const bands = questionnaire.bandSets
    .filter(({ code }) => code === questionnaire.scoring.parameters.bandSets[item.kind])
    .flatMap((set) => set.bands)
    .map(({ from, to, label }) => `${from}-${to} ${label}`)
    .join(' · ')
  const others = questionnaire.categories.flatMap(({ items }) => items).length - 1
  return [
    ink(`   ${item.code} ${item.name} (${worth})`, 'bold', paper),
    ...paragraph(item.intent, 3, paper),
    ...item.areas.flatMap((area) => [
      `   ${ink(area.name, 'cyan', paper)}`,
      ...area.questions.flatMap(({ text }) => bullet(text, paper)),
    ]),
    ...paragraph(say('item.evidence', { text: item.evidence }), 3, paper),
    ...paragraph(say('item.bands', { list: bands }), 3, paper),
    ...paragraph(say('item.more', { count: others }), 3, paper),
  ]
}

/** A point of a list: its first line is marked, the others stand under it. */
export const bullet = (text: string, paper: Paper): Lines =>
  paragraph(text, 5, paper).map((line, place) => (place === 0 ? `   - ${line.slice(5)}` : line))

export const progressPage = (progress: Progress, { say, paper }: Drawing): Lines => {
  const { scored, notApplicable, unanswered, answeredPointsBp, missing } = progress
  const shareBp = answeredPointsBp ?? 0
  const all = scored + notApplicable + unanswered
  const line = say('progress.line', {
    scored: scored + notApplicable,
    all,
    share: Math.floor(shareBp / 100),
  })
  const rest =
    missing.length === 0
      ? say('progress.complete')
      : say('progress.missing', { list: missing.join(', ') })
  return [`   ${ink(bar(shareBp / 100, 30), 'green', paper)} ${line}`, ...paragraph(rest, 3, paper)]
}

type Node = Sheet['nodes'][number]

const columnsOfSheet = { code: 8, points: 8, max: 6, percent: 8, bar: 12, band: 13 } as const
type Columns = Readonly<Record<string, number>>

/** As wide as the longest name of the list, as far as the other columns leave room. */
const nameWidth = (names: readonly string[], { width }: Paper, columns: Columns): number =>
  Math.min(
    Math.max(...names.map(widthOf)),
    width - Object.values(columns).reduce((sum, each) => sum + each, 0) - 1,
  )

const namesOf = ({ categories }: Questionnaire): readonly string[] =>
  categories.flatMap(({ name, items }) => [name, ...items.map((item) => item.name)])

/** Categories and items with points of maximum, percent, a bar and the band; the total at the end. */
export const sheetPage = (
  { sheet, questionnaire }: { readonly sheet: Sheet; readonly questionnaire: Questionnaire },
  { say, paper }: Drawing,
): Lines => {
  const wide = columnsOfSheet
  const name = nameWidth(namesOf(questionnaire), paper, wide)
  const nodes = new Map(sheet.nodes.map((node) => [node.code, node]))
  const figures = ({ points, maxPoints, percent }: Omit<Node, 'code' | 'band' | 'explanation'>) =>
    padStart(pointsOf(points ?? 0), wide.points) +
    padEnd(` /${padStart(String(maxPoints ?? 0), 4)}`, wide.max) +
    padStart(percent === null ? '-' : `${percent.toFixed(1)} %`, wide.percent)
  const row = (label: string, node: Node | undefined): string =>
    node === undefined
      ? label
      : `${label}${figures(node)} ${bar(node.percent ?? 0, wide.bar - 2)} ${bandLabel(node, questionnaire)}`
  const head =
    fit('', wide.code + name) +
    padEnd(padStart(say('column.points'), wide.points), wide.points + wide.max) +
    padStart(say('column.percent'), wide.percent) +
    padEnd('', wide.bar) +
    say('column.band')
  const rows = questionnaire.categories.flatMap((category) => [
    ink(
      row(
        padEnd(category.code, wide.code) + fit(category.name, name),
        nodes.get(category.code),
      ).trimEnd(),
      'bold',
      paper,
    ),
    ...category.items.map((item) =>
      row(
        padEnd(`  ${item.code}`, wide.code) + fit(item.name, name),
        nodes.get(item.code),
      ).trimEnd(),
    ),
  ])
  const { total } = sheet
  const last =
    total === null
      ? []
      : [
          '─'.repeat(widthOf(head)),
          ink(
            fit(say('total'), wide.code + name) +
              figures(total) +
              ` ${bar(total.percent ?? 0, wide.bar - 2)}`,
            'bold',
            paper,
          ),
        ]
  return [ink(head, 'dim', paper), ...rows, ...last]
}

const bandLabel = ({ band }: Node, { bandSets }: Questionnaire): string => {
  if (band === null) return ''
  const set = bandSets.find(({ code }) => code === band.bandSet)
  return set?.bands[band.position - 1]?.label ?? ''
}

/** An explanation as a sentence; a rule of a newer service is shown by its name. */
export const explanation = (line: SheetLine, locale: Locale): string =>
  isKnown(line) ? explained(line, locale) : `${line.rule} ${JSON.stringify(line.inputs)}`

const isKnown = (line: SheetLine): line is Line => ruleNames.includes(line.rule as Rule)

/** Points of every category and the total under the reference and under the own weighting. */
export const weightingsPage = (
  given: {
    readonly reference: Sheet
    readonly own: Sheet
    readonly questionnaire: Questionnaire
  },
  { say, paper }: Drawing,
): Lines => {
  const { reference, own, questionnaire } = given
  const wide = { code: 8, reference: 20, own: 20 } as const
  const name = nameWidth(namesOf(questionnaire), paper, wide)
  const shown = (sheet: Sheet, code: string | null): string => {
    const figures = code === null ? sheet.total : sheet.nodes.find((node) => node.code === code)
    return figures == null ? '' : `${pointsOf(figures.points ?? 0)} / ${figures.maxPoints ?? 0}`
  }
  const row = (code: string | null, label: string): string =>
    padEnd(code ?? '', wide.code) +
    fit(label, name) +
    padStart(shown(reference, code), wide.reference) +
    padStart(shown(own, code), wide.own)
  const head =
    fit('', wide.code + name) +
    padStart(say('column.reference'), wide.reference) +
    padStart(say('column.own-weighting'), wide.own)
  return [
    ink(head, 'dim', paper),
    ...questionnaire.categories.map((category) => row(category.code, category.name)),
    ink(row(null, say('total')), 'bold', paper),
  ]
}
