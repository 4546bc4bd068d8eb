// What a feedback report says, as structure without words of its own: from the consensus and its official sheet.
// Who approves and releases it is in report.ts; how it looks is a renderer's. Reviews, authors, agreement and visit
// notes never enter: nothing here takes them.
import { bandSetOf, type ScoredNode, scoredNodes } from '../document/nodes.ts'
import type { Kind } from '../document/parameters-v1.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { div, fromDocument, isZero, mul, sum } from '../exact.ts'
import type { Recognized } from '../programme/recognition.ts'
import type { Finding } from '../review/finding.ts'
import type { ScoreSheet, SheetNode } from '../scoring/sheet.ts'
import { measuresOf, type ReportedMeasures, speaksOfLevels } from './measure.ts'

/** A finding as the organization reads it: without its id and without the findings merged into it. */
export type ReportedFinding = Omit<Finding, 'id' | 'sources'>

/**
 * What a node got: between which percents its score lies, and the percent itself only where the cycle says so. Of an
 * item that is its band, or the hole between two; of a category what the ranges of its items leave open. Null: it does
 * not apply, or was not scored.
 */
export type ReportedScore = {
  readonly from: number
  readonly to: number
  readonly percent: number | null
}

export type ReportedItem = {
  readonly code: string
  readonly status: SheetNode['status']
  readonly score: ReportedScore | null
  /** What the organization said itself, in percent. */
  readonly self: number | null
  /** Only in models that speak of levels or points. */
  readonly measures?: ReportedMeasures
  readonly findings: readonly ReportedFinding[]
}

export type ReportedCategory = {
  readonly code: string
  readonly summary: string
  readonly score: ReportedScore | null
  readonly self: number | null
  readonly findings: readonly ReportedFinding[]
  readonly items: readonly ReportedItem[]
}

export type ReportContents = {
  readonly questionnaire: { readonly key: string; readonly version: string }
  readonly keyFactors: readonly string[]
  /** The findings that count double, in the order of the questionnaire. */
  readonly keyThemes: readonly ReportedFinding[]
  readonly categories: readonly ReportedCategory[]
  readonly total: {
    readonly official: ReportedTotal | null
    readonly self: ReportedTotal | null
  }
  /** The day on which the tables of recognition were read: `2031-04-01`. */
  readonly recognizedOn: string
  readonly recognition: readonly ReportedLevel[]
}

type ReportedLevel = Pick<
  Recognized,
  | 'code'
  | 'name'
  | 'official'
  | 'awardingBody'
  | 'source'
  | 'band'
  | 'label'
  | 'validFrom'
  | 'validTo'
>

/** `maxPoints`: what could be reached under the weighting of the sheet; null: the model gives no points. */
type ReportedTotal = {
  readonly percent: number | null
  readonly points: number | null
  readonly maxPoints: number | null
}

/**
 * `summaries`: category code → text. `exactScores`: whether the cycle tells the percent of an item. `recognition`:
 * what the official answers reach in the cycle on the day `recognizedOn`, that of the report.
 */
export type ReportSources = {
  readonly questionnaire: Questionnaire
  readonly official: ScoreSheet
  readonly self: ScoreSheet
  readonly recognizedOn: string
  readonly recognition: readonly Recognized[]
  readonly findings: readonly Finding[]
  readonly summaries: Readonly<Record<string, string>>
  readonly keyFactors: readonly string[]
  readonly exactScores: boolean
}

/** Everything in the order of the questionnaire, so that equal sources make equal contents. */
export const contentsOf = (sources: ReportSources): ReportContents => {
  const { questionnaire, official, self, keyFactors } = sources
  const categories = questionnaire.categories.map(({ code }) => categoryOf(code, sources))
  const inOrder = categories.flatMap(({ findings, items }) => [
    ...findings,
    ...items.flatMap((item) => item.findings),
  ])
  return {
    questionnaire: { key: questionnaire.key, version: questionnaire.version },
    keyFactors,
    keyThemes: inOrder.filter(({ importance }) => importance === 'double'),
    categories,
    total: { official: totalOf(official), self: totalOf(self) },
    recognizedOn: sources.recognizedOn,
    recognition: sources.recognition.map(levelOf),
  }
}

/** Not how it was reckoned: that is in the sheet. */
const levelOf = ({
  code,
  name,
  official,
  awardingBody,
  source,
  band,
  label,
  validFrom,
  validTo,
}: Recognized): ReportedLevel => ({
  code,
  name,
  official,
  awardingBody,
  source,
  band,
  label,
  validFrom,
  validTo,
})

const categoryOf = (code: string, sources: ReportSources): ReportedCategory => {
  const items = scoredNodes(sources.questionnaire).filter(({ category }) => category === code)
  const reported = items.map((item) => itemOf(item, sources))
  const leaf = reported.find((item) => item.code === code)
  return {
    code,
    summary: sources.summaries[code] ?? '',
    score: leaf === undefined ? rangeOf(code, reported, sources) : leaf.score,
    self: percentIn(sources.self, code),
    // A leaf is its own item: its findings stand there.
    findings: leaf === undefined ? findingsOn(code, sources) : [],
    items: reported,
  }
}

const itemOf = ({ code, kind }: ScoredNode, sources: ReportSources): ReportedItem => {
  const node = nodeIn(sources.official, code)
  const measures = measuresOf(code, sources)
  return {
    code,
    status: node?.status ?? 'unanswered',
    score: node === undefined ? null : scoreOf(node, kind, sources),
    self: percentIn(sources.self, code),
    ...(measures === null ? {} : { measures }),
    findings: findingsOn(code, sources),
  }
}

const percentIn = (sheet: ScoreSheet, code: string): number | null =>
  nodeIn(sheet, code)?.percent ?? null

const nodeIn = ({ nodes }: ScoreSheet, code: string): SheetNode | undefined =>
  nodes.find((node) => node.code === code)

const scoreOf = (
  { band, percent, flags }: SheetNode,
  kind: Kind,
  { questionnaire, official, exactScores }: ReportSources,
): ReportedScore | null => {
  const isLevel = speaksOfLevels(official)
  const told = exactScores || isLevel ? percent : null
  if (band === null || isLevel)
    return told === null ? null : { from: told, to: told, percent: told }
  if (!flags.includes('between_bands')) return { from: band.from, to: band.to, percent: told }
  const next = bandSetOf(questionnaire, kind)?.bands[band.position]
  return { from: band.to, to: next?.from ?? 100, percent: told }
}

/**
 * Between which whole percents the figure of a category lies, as far as the ranges of its items say; what earned
 * nothing counts with nothing. Null where the model has no figure for it, or an item tells no range.
 */
const rangeOf = (
  code: string,
  items: readonly ReportedItem[],
  { official, exactScores }: ReportSources,
): ReportedScore | null => {
  const worth = (of: string) => fromDocument(nodeIn(official, of)?.maxPoints ?? 0)
  const whole = worth(code)
  const scored = items.filter(({ status }) => status === 'scored')
  const told = scored.flatMap(({ code: of, score }) => (score === null ? [] : [{ of, score }]))
  if (isZero(whole) || told.length < scored.length) return null
  const bound = (end: 'from' | 'to') =>
    div(sum(told.map(({ of, score }) => mul(worth(of), fromDocument(score[end])))), whole)
  const [from, to] = [bound('from'), bound('to')]
  return {
    from: Number(from.n / from.d),
    to: Number((to.n + to.d - 1n) / to.d),
    percent: exactScores ? percentIn(official, code) : null,
  }
}

/** Strengths before opportunities, each in the order in which the panel noted them. */
const findingsOn = (code: string, { findings }: ReportSources): readonly ReportedFinding[] => {
  const here = findings.filter(({ nodeCode }) => nodeCode === code)
  const ofKind = (kind: Finding['kind']) => here.filter((finding) => finding.kind === kind)
  return [...ofKind('strength'), ...ofKind('opportunity')].map(
    ({ id: _id, sources: _sources, ...reported }) => reported,
  )
}

const totalOf = ({ total }: ScoreSheet): ReportedTotal | null =>
  total === null
    ? null
    : { percent: total.percent, points: total.points, maxPoints: total.maxPoints }
