// A feedback report as a document: the contents that the core made, in the order in which people read them, with names
// and our own words in one language. Pictures are given; no figure is reckoned here.
import type { Comparison } from '../core/benchmark/comparison.ts'
import { namesIn } from '../core/document/names.ts'
import { bandSetOf, scoredNodesByCode } from '../core/document/nodes.ts'
import type { Questionnaire } from '../core/document/questionnaire-v1.ts'
import { type LocalizedText, textFor } from '../core/document/text.ts'
import type { ReportContents, ReportedCategory, ReportedItem } from '../core/report/contents.ts'
import type { Locale } from '../core/request.ts'
import { labelOf } from './chart.ts'
import type { Block, Document, Picture, Table } from './document.ts'
import { heading, own, paragraph, table, written } from './document.ts'
import { unitOf } from './figure-text.ts'
import { scoreText, selfText, toldText } from './report-chart.ts'
import { comparedTable, nothing } from './report-comparison.ts'
import { findingBlocks, themeLine } from './report-findings.ts'
import { type ReportTexts, reportTexts } from './report-texts.ts'

/** What is known of a report beside its contents. */
export type ReportAbout = {
  readonly organization: string
  readonly programme: string
  readonly cycle: string | null
  readonly version: number
  /** When it was released, or while it is not, when it was last changed. */
  readonly at: Date
  readonly isReleased: boolean
  readonly correction: string | null
  /** The weighting of its cycle, title and version; null: the figures are under the reference. */
  readonly weighting: string | null
  /** Of the contents, and of the official score sheet; null: not told. */
  readonly digest: string | null
  readonly scoreSheetDigest: string | null
}

export type Report = {
  readonly about: ReportAbout
  readonly contents: ReportContents
  readonly questionnaire: Questionnaire
  /** As the organization may see it; null: the report tells of none. */
  readonly comparison: Comparison | null
}

export type ReportPictures = {
  readonly scores: Picture
  /** Of the comparison; none without one. */
  readonly comparison: readonly Picture[]
  /** With whom it is compared, and what the figures are. */
  readonly comparisonLead: string
}

type Telling = {
  readonly texts: ReportTexts
  readonly names: ReadonlyMap<string, string>
  readonly said: (text: LocalizedText) => string
  readonly questionnaire: Questionnaire
}

export const reportDocument = (
  report: Report,
  locale: Locale,
  pictures: ReportPictures,
): Document => {
  const { about, contents, questionnaire, comparison } = report
  const texts = reportTexts[locale]
  const telling: Telling = {
    texts,
    questionnaire,
    names: namesIn(questionnaire, locale),
    said: (text) => textFor(text, locale, questionnaire.defaultLocale).text,
  }
  return {
    locale,
    title: texts.title,
    subtitle: about.organization,
    at: about.at,
    blocks: [
      ...(about.isReleased ? [] : [paragraph({ text: texts.draft, strong: true })]),
      factsOf(report, telling),
      heading(1, texts.howToRead),
      ...texts.guide.map((text) => paragraph(own(text))),
      heading(1, texts.result),
      ...resultOf(contents, telling),
      pictures.scores,
      heading(1, texts.keyFactors),
      listOr(
        contents.keyFactors.map((text) => [written(text, null)]),
        texts,
      ),
      heading(1, texts.keyThemes),
      listOr(
        contents.keyThemes.map((theme) => themeLine(theme, telling)),
        texts,
      ),
      ...contents.categories.flatMap((category) => categoryBlocks(category, telling)),
      ...(comparison === null
        ? []
        : [
            heading(1, texts.comparison),
            paragraph(own(pictures.comparisonLead)),
            paragraph(own(texts.comparisonNote)),
            ...pictures.comparison,
            comparedTable(comparison, contents, {
              ...telling,
              ...{ locale, unit: unitOf(questionnaire) },
            }),
          ]),
      ...recordOf(about, texts),
    ],
  }
}

const listOr = (lines: Extract<Block, { kind: 'list' }>['lines'], { none }: ReportTexts): Block =>
  lines.length === 0 ? paragraph(own(none)) : { kind: 'list', lines }

const factsOf = ({ about, questionnaire }: Report, { texts, said }: Telling): Table =>
  table({
    caption: texts.title,
    head: [],
    widths: [0.3, 0.7],
    rows: [
      [texts.organization, about.organization],
      [texts.programme, about.programme],
      ...(about.cycle === null ? [] : [[texts.cycle, about.cycle]]),
      [
        texts.questionnaire,
        `${said(questionnaire.title)} (${questionnaire.key} ${questionnaire.version})`,
      ],
      ...(about.weighting === null ? [] : [[texts.weighting, about.weighting]]),
      [texts.version, String(about.version)],
      ...(about.isReleased ? [[texts.released, about.at.toISOString().slice(0, 10)]] : []),
      ...(about.correction === null ? [] : [[texts.correction, about.correction]]),
    ],
  })

const resultOf = (
  { total, recognition, recognizedOn }: ReportContents,
  telling: Telling,
): Block[] => {
  const { texts } = telling
  const figures = (given: ReportContents['total']['self']) => [
    given?.percent == null ? nothing : `${given.percent}%`,
    given?.points == null ? nothing : texts.ofMost(given.points, given.maxPoints),
  ]
  return [
    table({
      caption: texts.total,
      head: [texts.total, texts.percent, texts.points],
      widths: [0.5, 0.25, 0.25],
      rows: [
        [texts.panel, ...figures(total.official)],
        [texts.self, ...figures(total.self)],
      ],
    }),
    ...(recognition.length === 0
      ? []
      : [
          table({
            caption: texts.recognition,
            head: [texts.recognition, texts.level, texts.inForce],
            widths: [0.4, 0.35, 0.25],
            rows: recognition.map((each) => levelRow(each, telling)),
          }),
          paragraph(own(texts.recognizedOn(recognizedOn))),
        ]),
  ]
}

const levelRow = (
  { name, label, official, validFrom, validTo }: ReportContents['recognition'][number],
  { said, texts }: Telling,
): readonly string[] => [
  official ? said(name) : `${said(name)}${texts.inBrackets(texts.unofficial)}`,
  label === null ? texts.noLevel : said(label),
  texts.days(validFrom, validTo) ?? nothing,
]

const categoryBlocks = (category: ReportedCategory, telling: Telling): readonly Block[] => {
  const { code, summary, findings, items } = category
  const { names, texts } = telling
  return [
    heading(1, labelOf(code, names.get(code))),
    ...(summary === '' ? [] : [paragraph(written(summary, null))]),
    ...findingBlocks(findings, telling, 2),
    table({
      caption: labelOf(code, names.get(code)),
      head: [texts.item, texts.score, texts.band, texts.self],
      widths: [0.42, 0.2, 0.19, 0.19],
      rows: [...items.map((item) => itemRow(item, telling)), ...wholeRow(category, telling)],
    }),
    ...items.flatMap((item) => {
      const blocks = findingBlocks(item.findings, telling, item.code === code ? 2 : 3)
      // A leaf is its own item: one heading is enough.
      const title = item.code === code ? [] : [heading(2, labelOf(item.code, names.get(item.code)))]
      return blocks.length === 0 ? [] : [...title, ...blocks]
    }),
  ]
}

/** The category itself, unless it is its own item or the model has no figure for it. */
const wholeRow = ({ code, score, self, items }: ReportedCategory, { texts }: Telling) => {
  const text = scoreText({ score })
  if (items.some((item) => item.code === code) || (text === null && self === null)) return []
  return [[texts.whole, text ?? nothing, nothing, self === null ? nothing : `${self}%`]]
}

const itemRow = (item: ReportedItem, telling: Telling): readonly string[] => {
  const { code, status } = item
  const { names, texts } = telling
  const score = toldText(item, texts)
  return [
    labelOf(code, names.get(code)),
    status === 'scored' ? (score ?? texts.status.scored) : statusText(status, score, texts),
    bandText(item, telling) ?? nothing,
    selfText(item, texts) ?? nothing,
  ]
}

const statusText = (
  status: ReportedItem['status'],
  score: string | null,
  { status: said, inBrackets }: ReportTexts,
): string => (score === null ? said[status] : `${score}${inBrackets(said[status])}`)

/** What the model calls the band in which the score lies. */
const bandText = (
  { code, score, measures }: ReportedItem,
  { questionnaire, said }: Telling,
): string | null => {
  const node = scoredNodesByCode(questionnaire).get(code)
  if (score === null || node === undefined) return null
  const { official = null } = measures ?? {}
  // The bands of a model of levels are its levels.
  const [low, high] =
    official !== null && 'level' in official
      ? [official.level, official.level]
      : [score.from, score.to]
  const band = bandSetOf(questionnaire, node.kind)?.bands.find(
    ({ from, to }) => from === low && to === high,
  )
  return band === undefined ? null : said(band.label)
}

const recordOf = (
  { digest, scoreSheetDigest }: ReportAbout,
  texts: ReportTexts,
): readonly Block[] => {
  const lines = [
    [texts.sheet, scoreSheetDigest],
    [texts.digest, digest],
  ].flatMap(([name, value]) => (value == null ? [] : [`${name}${texts.colon}${value}`]))
  return lines.length === 0
    ? []
    : [heading(1, texts.record), ...lines.map((text): Block => ({ kind: 'small', text }))]
}
