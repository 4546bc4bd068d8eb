// The paper of a feedback report: everything one version says, as one value that is kept, digested and released whole.
// What is told of the assessment itself is in contents.ts; who may write and release it, in report.ts.
import { z } from 'zod'
import type { Comparison } from '../benchmark/comparison.ts'
import { canonicalJson } from '../document/canonical.ts'
import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { FindingId, NodeCode, type WeightingId } from '../ids.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { KeyFactor, mostFindings, mostKeyFactors } from '../review/notes.ts'
import { boundedText } from '../text.ts'
import { contentsOf, type ReportContents, type ReportSources } from './contents.ts'

/**
 * What people write into a draft, in the panel's name: key factors, and a summary of each category by its code; and
 * which findings it leaves out, since those of a final consensus can be changed no more.
 */
export const ReportTexts = z
  .strictObject({
    keyFactors: z.array(KeyFactor).max(mostKeyFactors),
    summaries: z.record(NodeCode, boundedText(1, 4000)),
    omitted: z.array(FindingId).max(mostFindings).meta({
      description: 'Findings of the consensus that the version does not tell.',
    }),
  })
  .meta({
    id: 'FeedbackReportTexts',
    description: 'What a panel says beside its findings: key factors, and summaries by category.',
  })
export type ReportTexts = Readonly<z.infer<typeof ReportTexts>>

export const noTexts: ReportTexts = { keyFactors: [], summaries: {}, omitted: [] }

/**
 * One version as it is read. `questionnaireDigest`, `scoreSheetDigest`: of what it was made of. `comparison`: with the
 * benchmark edition that was out when it was written; null: there was none, or the cycle's reports carry no comparison.
 * `weighting`: what the cycle names, under
 * which all figures are, with the sheet under the reference beside; null: they are under the reference.
 */
export type ReportPaper = {
  readonly format: 'feedback-report/1'
  readonly organization: string
  readonly programme: string
  readonly cycle: string
  readonly version: number
  readonly correction: string | null
  readonly questionnaireDigest: string
  readonly scoreSheetDigest: string
  readonly weighting: {
    readonly id: WeightingId
    readonly version: string
    readonly title: string
    readonly referenceSheetDigest: string
  } | null
  readonly contents: ReportContents
  readonly comparison: Comparison | null
}

/** `texts` take the place of the key factors and summaries among the sources. */
export type PaperSources = Omit<ReportPaper, 'format' | 'contents'> & {
  readonly sources: Omit<ReportSources, 'keyFactors' | 'summaries'>
  readonly texts: ReportTexts
}

/** Refuses with `document-invalid` for a summary of what is no category, and for leaving out what is not there. */
export const paperOf = ({ sources, texts, ...same }: PaperSources): ReportPaper => {
  const { omitted, ...said } = texts
  const errors = [
    ...strayCategories(texts, sources.questionnaire),
    ...strayFindings(texts, sources.findings),
  ]
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const findings = sources.findings.filter(({ id }) => !omitted.includes(id))
  const contents = contentsOf({ ...sources, findings, ...said })
  return { format: 'feedback-report/1', ...same, contents }
}

/** What the digest of a version is made of. */
export const paperText = (paper: ReportPaper): string => canonicalJson(paper)

/** What `paperText` wrote. */
export const readPaper = (text: string): ReportPaper => JSON.parse(text) as ReportPaper

const strayCategories = (
  { summaries }: ReportTexts,
  { categories }: Questionnaire,
): readonly ProblemError[] =>
  Object.keys(summaries).flatMap((name) =>
    categories.some(({ code }) => code === name)
      ? []
      : [
          {
            pointer: pointerOf(['summaries', name]),
            code: 'node-unknown',
            detail: `The questionnaire has no category ${name}.`,
          },
        ],
  )

const strayFindings = (
  { omitted }: ReportTexts,
  findings: ReportSources['findings'],
): readonly ProblemError[] =>
  omitted.flatMap((left, place) =>
    findings.some(({ id }) => id === left)
      ? []
      : [
          {
            pointer: pointerOf(['omitted', place]),
            code: 'finding-unknown',
            detail: 'The consensus has no such finding.',
          },
        ],
  )
