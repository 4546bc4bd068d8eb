// A version of a feedback report as it is kept, and how much of it each side is shown.
// What may be done to it is decided in report.ts; what it says is its paper.
import { type Action, demand, type Subject } from '../access.ts'
import type { Standing } from '../context.ts'
import type { SubmissionId } from '../ids.ts'
import { Problem } from '../problem.ts'
import type { Cycle } from '../programme/cycle.ts'
import { demandOutside, type Looking } from '../review/seen.ts'
import type { ReportTexts } from './paper.ts'
import type { FeedbackReport } from './report.ts'

/** `paper`: canonical JSON of what it says; `texts`: what people wrote of it; `updatedAt`: when they last did. */
export type StoredReport = FeedbackReport & {
  readonly paper: string
  readonly texts: ReportTexts
  readonly updatedAt: Date
}

/** What the organization has of a released version: a copy, in which nobody of the panel or the programme is named. */
export type ReleasedReport = {
  readonly submissionId: SubmissionId
  readonly version: number
  readonly correction: string | null
  readonly paper: string
  readonly digest: string
  readonly releasedAt: Date
}

/** Changes with every step and every text; no other resource has this form. */
export const etagOfReport = ({ revision, version }: Pick<FeedbackReport, 'revision' | 'version'>) =>
  `"n${revision}-${version}"`

/** A version as somebody sees it: on the side of the panel, or as the organization has it. */
export type SeenReport =
  | { readonly side: 'panel'; readonly report: StoredReport }
  | { readonly side: 'organization'; readonly report: ReleasedReport }

/** A version as whoever reads it knows it: by its revision, or once it is handed over by all that it says. */
export const etagOfSeen = ({ side, report }: SeenReport): string =>
  side === 'panel' ? etagOfReport(report) : `"${report.digest}"`

/**
 * The same of a file: each form and language is one of its own. `layout` is that of the forms, which may change
 * though what the version says does not.
 */
export const etagOfFile = (
  seen: SeenReport,
  {
    format,
    locale,
    layout,
  }: { readonly format: string; readonly locale: string; readonly layout: number },
): string => `${etagOfSeen(seen).slice(0, -1)}.${format}.${locale}.${layout}"`

/** What is handed over with the release: the very text that was approved. */
export const releasedCopy = (
  { submissionId, version, correction, paper }: StoredReport,
  { digest, now }: { readonly digest: string; readonly now: Date },
): ReleasedReport => ({ submissionId, version, correction, paper, digest, releasedAt: now })

/** Whether the official sheet goes along: it tells every percent, and so only where the report does. */
export const handsSheet = ({ settings }: Pick<Cycle, 'settings'>): boolean =>
  settings.reportDetail === 'exact'

/** Whether a version carries the comparison with a benchmark edition, where one is out. */
export const tellsComparison = ({ settings }: Pick<Cycle, 'settings'>): boolean =>
  settings.reportComparison === 'with_benchmark'

/** The step that somebody else must have done before a release. */
export const firstStepOf = ({ approved }: Pick<FeedbackReport, 'approved'>): Subject => ({
  firstStep: approved === null ? null : { personId: approved.by, at: approved.at },
})

/** Lets the panel's side read: `not-found` before the consensus is final. */
export const demandReader = ({ parts }: Looking, standing: Standing): void => {
  if (!parts.includes('report')) throw new Problem('not-found', {})
  demand(standing, 'reports:read')
}

/**
 * Lets the lead write in the panel's name, and a manager who takes no part in the panel: `forbidden` to others who
 * see the assessment.
 */
export const demandWriter = (looking: Looking, standing: Standing): void => {
  if (looking.viewer !== 'lead') demandOutside(looking, 'reports:write')
  demand(standing, 'reports:write')
}

/** Lets a manager decide about it who takes no part in the panel: `forbidden` to others who see the assessment. */
export const demandJudge = (looking: Looking, standing: Standing, action: Action): void => {
  demandOutside(looking, action)
  demand(standing, action)
}
