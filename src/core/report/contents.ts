// What a feedback report says, as structure without words of its own: from the consensus and its official sheet.
// Who approves and releases it is in report.ts; how it looks is a renderer's. Reviews, authors, agreement and visit
// notes never enter: nothing here takes them.
import { scoredNodes } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { Recognized } from '../programme/recognition.ts'
import type { Finding } from '../review/finding.ts'
import type { ScoreSheet, SheetNode } from '../scoring/sheet.ts'

/** A finding as the organization reads it: without its id and without the findings merged into it. */
export type ReportedFinding = Omit<Finding, 'id' | 'sources'>

/**
 * What an item got: the band in which its score lies, and the percent itself only where the cycle says so.
 * Null: the item does not apply, or was not scored.
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
  readonly findings: readonly ReportedFinding[]
}

export type ReportedCategory = {
  readonly code: string
  readonly summary: string
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
  readonly recognition: readonly Pick<
    Recognized,
    'code' | 'name' | 'official' | 'awardingBody' | 'source' | 'band' | 'label'
  >[]
}

type ReportedTotal = { readonly percent: number | null; readonly points: number | null }

/**
 * `summaries`: category code → text. `exactScores`: whether the cycle tells the percent of an item. `recognition`:
 * what the official answers reach in the cycle, on the day of the report.
 */
export type ReportSources = {
  readonly questionnaire: Questionnaire
  readonly official: ScoreSheet
  readonly self: ScoreSheet
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
    recognition: sources.recognition.map(
      ({ code, name, official: byModel, awardingBody, source, band, label }) => ({
        code,
        name,
        official: byModel,
        awardingBody,
        source,
        band,
        label,
      }),
    ),
  }
}

const categoryOf = (code: string, sources: ReportSources): ReportedCategory => {
  const items = scoredNodes(sources.questionnaire).filter(({ category }) => category === code)
  const itemCodes = items.map((item) => item.code)
  return {
    code,
    summary: sources.summaries[code] ?? '',
    // A leaf is its own item: its findings stand there.
    findings: itemCodes.includes(code) ? [] : findingsOn(code, sources),
    items: itemCodes.map((item) => itemOf(item, sources)),
  }
}

const itemOf = (code: string, sources: ReportSources): ReportedItem => {
  const node = nodeIn(sources.official, code)
  return {
    code,
    status: node?.status ?? 'unanswered',
    score: node === undefined ? null : scoreOf(node, sources),
    self: nodeIn(sources.self, code)?.percent ?? null,
    findings: findingsOn(code, sources),
  }
}

const nodeIn = ({ nodes }: ScoreSheet, code: string): SheetNode | undefined =>
  nodes.find((node) => node.code === code)

const scoreOf = (
  { band, percent }: SheetNode,
  { exactScores }: ReportSources,
): ReportedScore | null =>
  band === null ? null : { from: band.from, to: band.to, percent: exactScores ? percent : null }

/** Strengths before opportunities, each in the order in which the panel noted them. */
const findingsOn = (code: string, { findings }: ReportSources): readonly ReportedFinding[] => {
  const here = findings.filter(({ nodeCode }) => nodeCode === code)
  const ofKind = (kind: Finding['kind']) => here.filter((finding) => finding.kind === kind)
  return [...ofKind('strength'), ...ofKind('opportunity')].map(
    ({ id: _id, sources: _sources, ...reported }) => reported,
  )
}

const totalOf = ({ total }: ScoreSheet): ReportedTotal | null =>
  total === null ? null : { percent: total.percent, points: total.points }
