import t from 'tap'
import { type Assessed, bannedUntil, banOf, breaches } from '../../../src/core/assessor/ban.ts'
import { Happening } from '../../../src/core/document/event-v1.ts'
import type { AssignmentId, AssociationId, OwnerGroupId } from '../../../src/core/ids.ts'
import { cycleId, numbered } from '../../support/assessment.ts'
import {
  associationId,
  organizationId,
  otherOrganizationId,
  submissionId,
} from '../../support/submissions.ts'

const group = (n: number, association = associationId) => ({
  associationId: association as AssociationId,
  id: numbered<OwnerGroupId>(n),
})
const assessed: Assessed = {
  assignmentId: numbered<AssignmentId>(130),
  cycleId,
  organizationId,
  submissionId,
  ownerGroup: group(200),
  over: '2024-06-30',
}
const engagement = {
  kind: 'consulting',
  organizationId,
  ownerGroup: null,
  endedOn: null,
  note: '',
} as const
const day = (text: string) => new Date(`${text}T12:00:00Z`)
const told = (other: Partial<Parameters<typeof breaches>[0]> = {}) =>
  breaches({
    before: [],
    after: [engagement],
    assessed: [assessed],
    now: day('2025-01-01'),
    ...other,
  })

t.test('the ban lasts 24 months, to the day', async (t) => {
  t.equal(bannedUntil('2024-06-30'), '2026-06-30')
  t.equal(bannedUntil('2024-02-29'), '2026-02-28')
  const over = day('2024-06-30')
  t.equal(banOf({ cleared: true, over }), '2026-06-30')
  t.equal(banOf({ cleared: true, over: null }), null, 'while it goes on')
  t.equal(banOf({ cleared: false, over }), null, 'who declined, or had a conflict')
  t.equal(told({ now: day('2026-06-30') }).length, 1)
  t.same(told({ now: day('2026-07-01') }), [])
})

t.test('the association is told by ids, once, when the engagement is first recorded', async (t) => {
  const [event] = told()
  Happening.parse(event)
  t.match(event, {
    type: 'assignment.ban-breached',
    subject: assessed.assignmentId,
    ids: { organizationId },
  })
  t.same(told({ before: [engagement] }), [], 'known before')
  t.equal(told({ after: [engagement, { ...engagement, note: 'Again' }] }).length, 1)
})

t.test(
  'consulting counts, with the applicant or its owner, unless it was over before',
  async (t) => {
    const ask = (other: object, of: Partial<Assessed> = {}) =>
      told({ after: [{ ...engagement, ...other }], assessed: [{ ...assessed, ...of }] }).length ===
      1
    const sister = { organizationId: otherOrganizationId }
    t.notOk(ask({ kind: 'employment' }))
    t.ok(ask({ ...sister, ownerGroup: group(200) }))
    t.notOk(ask({ ...sister, ownerGroup: group(201) }))
    t.notOk(ask({ ...sister, ownerGroup: group(200, numbered(9)) }))
    t.notOk(ask(sister))
    t.notOk(ask({ ...sister, ownerGroup: group(200) }, { ownerGroup: null }))
    t.notOk(ask({ endedOn: '2024-06-30' }))
    t.ok(ask({ endedOn: '2024-07-01' }))
    t.ok(
      ask({ endedOn: '2020-01-01' }, { over: null }),
      'while the assessment goes on, any is told',
    )
  },
)
