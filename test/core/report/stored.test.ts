import t from 'tap'
import type { Standing } from '../../../src/core/context.ts'
import type { CycleId, FeedbackReportId } from '../../../src/core/ids.ts'
import { usualSettings } from '../../../src/core/programme/settings.ts'
import { noTexts } from '../../../src/core/report/paper.ts'
import { draftReport } from '../../../src/core/report/report.ts'
import {
  demandJudge,
  demandReader,
  demandWriter,
  etagOfFile,
  etagOfReport,
  etagOfSeen,
  firstStepOf,
  handsSheet,
  releasedCopy,
  type StoredReport,
  tellsComparison,
} from '../../../src/core/report/stored.ts'
import type { Looking } from '../../../src/core/review/seen.ts'
import { cycleId, noon, numbered, people } from '../../support/assessment.ts'
import { organizationId, refusalOf, submissionId } from '../../support/submissions.ts'

const { lead, manager } = people
const draft: StoredReport = {
  ...draftReport({
    id: numbered<FeedbackReportId>(180),
    organizationId,
    cycleId,
    submissionId,
    consensus: 'final',
    earlier: [],
    correction: null,
    by: lead,
    now: noon(20),
  }).report,
  paper: '{}',
  texts: noTexts,
  updatedAt: noon(20),
}

t.test(
  'a tag is of the revision on the side of the panel, of the digest once it is handed over',
  async (t) => {
    const copy = releasedCopy(draft, { digest: 'ab', now: noon(21) })
    const [inside, outside] = [
      { side: 'panel', report: draft },
      { side: 'organization', report: copy },
    ] as const
    t.equal(etagOfSeen(inside), etagOfReport(draft))
    t.equal(etagOfSeen(outside), '"ab"')
    const file = { format: 'html', locale: 'en', layout: 1 }
    t.equal(etagOfFile(outside, file), '"ab.html.en.1"')
    t.not(etagOfFile(outside, { ...file, locale: 'zh-CN' }), etagOfFile(outside, file))
  },
)

t.test('the official sheet goes along where percents are told, not where ranges are', async (t) => {
  const detailed = (reportDetail: 'exact' | 'ranges') => ({
    settings: { ...usualSettings, questionnaires: [], reportDetail },
  })
  t.equal(handsSheet(detailed('exact')), true)
  t.equal(handsSheet(detailed('ranges')), false)
})

t.test('a comparison is told unless the reports of the cycle carry none', async (t) => {
  const carrying = (reportComparison: 'none' | 'with_benchmark') => ({
    settings: { ...usualSettings, questionnaires: [], reportComparison },
  })
  t.equal(tellsComparison(carrying('with_benchmark')), true)
  t.equal(tellsComparison(carrying('none')), false)
  t.equal(tellsComparison({ settings: { ...usualSettings, questionnaires: [] } }), true, 'as usual')
})

const standing = (more: Partial<Standing>): Standing => ({
  personId: manager,
  keyId: null,
  organizationRole: null,
  associationRole: null,
  grants: [],
  ...more,
})
const seat = (role: 'lead' | 'member') => ({
  panel: {
    associationId: numbered<never>(1),
    cycleId: cycleId as CycleId,
    assignment: { role, state: 'completed' },
  } as const,
})
const managing = { associationRole: 'programme_manager' } as const
const looking = (viewer: Looking['viewer'], parts: Looking['parts'] = ['report']): Looking => ({
  by: manager,
  viewer,
  stage: 'final',
  parts,
})

t.test('every step moves the tag, and no other version has it', async (t) => {
  t.equal(etagOfReport(draft), '"n1-1"')
  t.equal(etagOfReport({ revision: 3, version: 2 }), '"n3-2"')
})

t.test('what is handed over names nobody', async (t) => {
  const digest = 'd'.repeat(64)
  t.same(releasedCopy(draft, { digest, now: noon(22) }), {
    submissionId,
    version: 1,
    correction: null,
    paper: '{}',
    digest,
    releasedAt: noon(22),
  })
})

t.test('the first of two steps is the approval', async (t) => {
  t.same(firstStepOf({ approved: null }), { firstStep: null })
  t.same(firstStepOf({ approved: { by: manager, at: noon(21) } }), {
    firstStep: { personId: manager, at: noon(21) },
  })
})

const answer = (decide: () => void) => {
  const refused = refusalOf(() => {
    decide()
  })
  return refused === 'allowed' ? refused : refused.code
}

t.test('nobody reads before there may be one', async (t) => {
  const reader = standing(seat('member'))
  t.equal(
    answer(() => demandReader(looking('assessor', ['own_review']), reader)),
    'not-found',
  )
  t.equal(
    answer(() => demandReader(looking('assessor'), reader)),
    'allowed',
  )
  t.equal(
    answer(() => demandReader(looking('assessor'), standing({}))),
    'not-found',
    'who may not by the table',
  )
})

t.test('the lead and a manager outside write; managers outside decide', async (t) => {
  for (const [viewer, who, write, judge] of [
    ['lead', standing(seat('lead')), 'allowed', 'forbidden'],
    ['manager', standing(managing), 'allowed', 'allowed'],
    ['assessor', standing(seat('member')), 'forbidden', 'forbidden'],
    ['assessor', standing({ ...seat('member'), ...managing }), 'forbidden', 'forbidden'],
    ['lead', standing({ ...seat('lead'), ...managing }), 'allowed', 'forbidden'],
  ] as const) {
    t.equal(
      answer(() => demandWriter(looking(viewer), who)),
      write,
      `${viewer} writes`,
    )
    t.equal(
      answer(() => demandJudge(looking(viewer), who, 'reports:approve')),
      judge,
      `${viewer} decides`,
    )
  }
})
