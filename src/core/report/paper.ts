// The paper of a feedback report: everything one version says, as one value that is kept, digested and released whole.
// What is told of the assessment itself is in contents.ts; who may write and release it, in report.ts.
import { z } from 'zod'
import type { Comparison } from '../benchmark/comparison.ts'
import { canonicalJson } from '../document/canonical.ts'
import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { NodeCode } from '../ids.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { KeyFactor, mostKeyFactors } from '../review/notes.ts'
import { boundedText } from '../text.ts'
import { contentsOf, type ReportContents, type ReportSources } from './contents.ts'

/** What people write into a draft, in the panel's name: key factors, and a summary of each category by its code. */
export const ReportTexts = z
  .strictObject({
    keyFactors: z.array(KeyFactor).max(mostKeyFactors),
    summaries: z.record(NodeCode, boundedText(1, 4000)),
  })
  .meta({
    id: 'FeedbackReportTexts',
    description: 'What a panel says beside its findings: key factors, and summaries by category.',
  })
export type ReportTexts = Readonly<z.infer<typeof ReportTexts>>

export const noTexts: ReportTexts = { keyFactors: [], summaries: {} }

/** The texts of a version, for the one that corrects it to begin with. */
export const textsIn = ({ contents: { keyFactors, categories } }: ReportPaper): ReportTexts => ({
  keyFactors: [...keyFactors],
  summaries: Object.fromEntries(
    categories.flatMap(({ code, summary }) => (summary === '' ? [] : [[code, summary]])),
  ),
})

/**
 * One version as it is read. `questionnaireDigest`, `scoreSheetDigest`: of what it was made of. `comparison`: with the
 * benchmark edition that was out when it was written; null: there was none.
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
  readonly contents: ReportContents
  readonly comparison: Comparison | null
}

/** `texts` take the place of the key factors and summaries among the sources. */
export type PaperSources = Omit<ReportPaper, 'format' | 'contents'> & {
  readonly sources: Omit<ReportSources, 'keyFactors' | 'summaries'>
  readonly texts: ReportTexts
}

/** Refuses with `document-invalid` for a summary of something that is no category: nobody would read it. */
export const paperOf = ({ sources, texts, ...same }: PaperSources): ReportPaper => {
  demandCategories(texts, sources.questionnaire)
  return { format: 'feedback-report/1', ...same, contents: contentsOf({ ...sources, ...texts }) }
}

/** What the digest of a version is made of. */
export const paperText = (paper: ReportPaper): string => canonicalJson(paper)

/** What `paperText` wrote. */
export const readPaper = (text: string): ReportPaper => JSON.parse(text) as ReportPaper

const demandCategories = ({ summaries }: ReportTexts, { categories }: Questionnaire): void => {
  const errors: ProblemError[] = Object.keys(summaries).flatMap((name) =>
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
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
}
