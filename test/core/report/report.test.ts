import t from 'tap'
import { consensusStates } from '../../../src/core/consensus/life.ts'
import { Happening } from '../../../src/core/document/event-v1.ts'
import type { FeedbackReportId } from '../../../src/core/ids.ts'
import { reportStates } from '../../../src/core/report/life.ts'
import {
  approveReport,
  draftReport,
  type FeedbackReport,
  releaseReport,
  returnReport,
  rewriteReport,
} from '../../../src/core/report/report.ts'
import { cycleId, noon, numbered, people } from '../../support/assessment.ts'
import { organizationId, refusalOf, submissionId } from '../../support/submissions.ts'

const { lead, manager, other } = people
const digest = 'd'.repeat(64)
const given = {
  id: numbered<FeedbackReportId>(180),
  organizationId,
  cycleId,
  submissionId,
  consensus: 'final',
  earlier: [],
  correction: null,
  by: lead,
  now: noon(20),
} as const satisfies Parameters<typeof draftReport>[0]

const place = { organizationId, cycleId }
const drafting = draftReport(given)
const draft = drafting.report
const approving = approveReport(draft, { by: manager, now: noon(21), digest, ...place })
const approved = approving.report
const releasing = { by: other, now: noon(22), digest, ...place }
const releasedWith = releaseReport(approved, releasing)
const released = releasedWith.report

t.test('drafted, approved and released, by two persons', async (t) => {
  t.match(draft, { version: 1, state: 'draft', digest: null, approved: null, revision: 1 })
  t.match(approved, { state: 'approved', digest, approved: { by: manager, at: noon(21) } })
  t.match(released, { state: 'released', released: { by: other, at: noon(22) }, revision: 3 })
})

t.test('every step is told, by ids', async (t) => {
  for (const [what, { events }] of [
    ['drafted', drafting],
    ['approved', approving],
    ['returned', returnReport(approved, place)],
    ['released', releasedWith],
  ] as const) {
    for (const event of events) Happening.parse(event)
    t.same(events, [
      {
        type: `feedback-report.${what}`,
        subject: draft.id,
        ids: { organizationId, cycleId, submissionId },
        versions: { report: '1' },
      },
    ])
  }
})

t.test(
  'an approved one goes back without its approval, and every rewriting moves it',
  async (t) => {
    t.match(returnReport(approved, place).report, {
      state: 'draft',
      digest: null,
      approved: null,
      revision: 3,
    })
    t.same(rewriteReport(draft), { ...draft, revision: 2 })
  },
)

t.test('whoever approved does not release, by whatever key', async (t) => {
  t.same(
    refusalOf(() => releaseReport(approved, { ...releasing, by: manager })),
    { code: 'second-person-required', requestedAt: noon(21).toISOString() },
  )
})

t.test('what changed since the approval is not released', async (t) => {
  t.same(
    refusalOf(() => releaseReport(approved, { ...releasing, digest: 'e'.repeat(64) })),
    { code: 'plan-outdated', changed: ['digest'] },
  )
})

t.test('each step in its state only', async (t) => {
  for (const state of reportStates) {
    const report: FeedbackReport = { ...approved, state }
    const answer = (decide: () => unknown) => {
      const refused = refusalOf(decide)
      return refused === 'allowed' ? refused : refused.code
    }
    t.equal(
      answer(() => approveReport(report, releasing)),
      state === 'draft' ? 'allowed' : 'illegal-transition',
    )
    t.equal(
      answer(() => releaseReport(report, releasing)),
      state === 'approved' ? 'allowed' : 'illegal-transition',
    )
    t.equal(
      answer(() => returnReport(report, place)),
      state === 'approved' ? 'allowed' : 'illegal-transition',
    )
    t.equal(
      answer(() => rewriteReport(report)),
      state === 'draft' ? 'allowed' : 'illegal-transition',
    )
  }
})

t.test('a report that is not written any more says what was tried', async (t) => {
  t.match(
    refusalOf(() => rewriteReport(approved)),
    { code: 'illegal-transition', event: 'write', allowed: ['return', 'release'] },
  )
})

t.test('no report before the consensus is final', async (t) => {
  for (const consensus of consensusStates.filter((state) => state !== 'final'))
    t.match(
      refusalOf(() => draftReport({ ...given, consensus })),
      { code: 'illegal-transition', state: consensus, event: 'report' },
    )
})

t.test('a correction is a new version with its reason, and one at a time', async (t) => {
  const next = (earlier: readonly FeedbackReport[], correction: string | null) =>
    draftReport({ ...given, earlier, correction }).report
  t.match(next([released], 'A wrong name.'), { version: 2, correction: 'A wrong name.' })
  t.match(
    refusalOf(() => next([released], null)),
    { code: 'incomplete', errors: [{ pointer: '/correction' }] },
  )
  t.match(
    refusalOf(() => next([], 'A wrong name.')),
    { code: 'document-invalid', errors: [{ pointer: '/correction' }] },
  )
  for (const report of [draft, approved])
    t.same(
      refusalOf(() => next([report], 'x')),
      { code: 'already-exists', parameter: 'submissionId' },
    )
})
