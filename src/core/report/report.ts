// One version of a feedback report: drafted once the consensus is final, approved by one person, released by another.
// What it says is in contents.ts and paper.ts; a released version never changes, a correction is a new one.
import type { ConsensusState } from '../consensus/life.ts'
import type { Happening } from '../document/event-v1.ts'
import type { CycleId, FeedbackReportId, OrganizationId, PersonId, SubmissionId } from '../ids.ts'
import { refusal, stateAfter } from '../life.ts'
import { Problem } from '../problem.ts'
import { type ReportState, reportLife } from './life.ts'

type Act = { readonly by: PersonId; readonly at: Date }

/** `correction`: why there is a version after a released one. `digest`: of the contents that were approved. */
export type FeedbackReport = {
  readonly id: FeedbackReportId
  readonly submissionId: SubmissionId
  readonly version: number
  readonly state: ReportState
  readonly correction: string | null
  readonly digest: string | null
  readonly created: Act
  readonly approved: Act | null
  readonly released: Act | null
  readonly revision: number
}

export type ReportDecided = {
  readonly report: FeedbackReport
  readonly events: readonly (Happening & { readonly type: `feedback-report.${Told}` })[]
}

type Told = 'drafted' | 'approved' | 'returned' | 'released'

/** Whose report it is, and in which cycle: for whoever reads the event without the path. */
type Place = { readonly organizationId: OrganizationId; readonly cycleId: CycleId }

const told = (
  report: FeedbackReport,
  { organizationId, cycleId }: Place,
  what: Told,
): ReportDecided => ({
  report,
  events: [
    {
      type: `feedback-report.${what}`,
      subject: report.id,
      ids: { organizationId, cycleId, submissionId: report.submissionId },
      versions: { report: String(report.version) },
    },
  ],
})

/**
 * A new version. `earlier`: all versions of the submission. Refuses with `illegal-transition` before the
 * consensus is final, `already-exists` while a version is not released, `incomplete` for a correction
 * without its reason, and `document-invalid` for a reason where there is nothing to correct.
 */
export const draftReport = (
  given: Place & {
    readonly id: FeedbackReportId
    readonly submissionId: SubmissionId
    readonly consensus: ConsensusState
    readonly earlier: readonly FeedbackReport[]
    readonly correction: string | null
    readonly by: PersonId
    readonly now: Date
  },
): ReportDecided => {
  const { id, submissionId, consensus, earlier, correction, by, now } = given
  if (consensus !== 'final')
    throw new Problem('illegal-transition', { state: consensus, event: 'report', allowed: [] })
  if (earlier.some(({ state }) => state !== 'released'))
    throw new Problem('already-exists', { parameter: 'submissionId' })
  if (earlier.length > 0 && correction === null) {
    const detail = 'A released report is corrected for a reason: say it.'
    throw new Problem('incomplete', {
      errors: [{ pointer: '/correction', code: 'reason-missing', detail }],
    })
  }
  if (earlier.length === 0 && correction !== null) {
    const detail = 'Nothing was released that could be corrected.'
    throw new Problem('document-invalid', {
      errors: [{ pointer: '/correction', code: 'nothing-to-correct', detail }],
    })
  }
  const drafted: FeedbackReport = {
    id,
    submissionId,
    version: earlier.length + 1,
    state: 'draft',
    correction,
    digest: null,
    created: { by, at: now },
    approved: null,
    released: null,
    revision: 1,
  }
  return told(drafted, given, 'drafted')
}

/**
 * An approved version goes back to draft, with the approval taken away, so that it can be mended before anybody
 * outside reads it. Refuses with `illegal-transition`.
 */
export const returnReport = (report: FeedbackReport, place: Place): ReportDecided => {
  const returned: FeedbackReport = {
    ...report,
    state: stateAfter(reportLife, report.state, 'return'),
    digest: null,
    approved: null,
    revision: report.revision + 1,
  }
  return told(returned, place, 'returned')
}

/** What a draft says is written anew: `illegal-transition` in any other state. */
export const rewriteReport = (report: FeedbackReport): FeedbackReport => {
  if (report.state !== 'draft') throw refusal(reportLife, report.state, 'write')
  return { ...report, revision: report.revision + 1 }
}

type Step = { readonly by: PersonId; readonly now: Date; readonly digest: string }

/** `digest`: of the contents as they are now; they are frozen with it. */
export const approveReport = (
  report: FeedbackReport,
  { by, now, digest, ...place }: Step & Place,
): ReportDecided => {
  const approved: FeedbackReport = {
    ...report,
    state: stateAfter(reportLife, report.state, 'approve'),
    digest,
    approved: { by, at: now },
    revision: report.revision + 1,
  }
  return told(approved, place, 'approved')
}

/**
 * Another person than the one who approved releases what was approved: `second-person-required` otherwise,
 * and `plan-outdated` where the contents are not the approved ones any more.
 */
export const releaseReport = (
  report: FeedbackReport,
  { by, now, digest, ...place }: Step & Place,
): ReportDecided => {
  const state = stateAfter(reportLife, report.state, 'release')
  const { approved } = report
  if (approved?.by === by)
    throw new Problem('second-person-required', { requestedAt: approved.at.toISOString() })
  if (digest !== report.digest) throw new Problem('plan-outdated', { changed: ['digest'] })
  const released: FeedbackReport = {
    ...report,
    state,
    released: { by, at: now },
    revision: report.revision + 1,
  }
  return told(released, place, 'released')
}
