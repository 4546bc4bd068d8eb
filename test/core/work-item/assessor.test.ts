// Every state of assignment, review and consensus against a table written by hand.
import t from 'tap'
import { assignmentStates } from '../../../src/core/assignment/life.ts'
import { consensusStates } from '../../../src/core/consensus/life.ts'
import type { CycleEntry } from '../../../src/core/programme/entry.ts'
import type { ReviewState } from '../../../src/core/review/life.ts'
import {
  type AssessorSituation,
  type AssessorTask,
  assessorTask,
  assessorTasks,
  assessorWork,
} from '../../../src/core/work-item/assessor.ts'
import { cycleId, noon, numbered, people, proposedTo } from '../../support/assessment.ts'
import { associationId, organizationId, submissionId } from '../../support/submissions.ts'

const { ann, bob } = people

const situation = (other: Partial<AssessorSituation> = {}): AssessorSituation => ({
  assignment: { personId: ann, role: 'member', state: 'active' },
  own: null,
  others: [],
  consensus: null,
  report: null,
  quorum: 2,
  ...other,
})
const as = (role: 'lead' | 'member') =>
  ({ personId: ann, role, state: 'active' }) as const satisfies AssessorSituation['assignment']

type Opened = NonNullable<AssessorSituation['consensus']>
const opened = (state: Opened['state'], other: Partial<Opened> = {}): Opened => ({
  state,
  siteVisit: 'none',
  visited: false,
  approvals: [],
  ...other,
})

t.test('who is asked declares; who has no active assignment has nothing to do', async (t) => {
  for (const state of assignmentStates) {
    const task = assessorTask(situation({ assignment: { ...as('lead'), state }, own: 'draft' }))
    const expected = { proposed: 'declare', active: 'finish_review' }[state as string] ?? null
    t.equal(task, expected, state)
  }
})

t.test('before the consensus everybody judges, and the lead opens it with a quorum', async (t) => {
  const rows: readonly [
    ReviewState | null,
    readonly ReviewState[],
    string | null,
    string | null,
  ][] = [
    // own, others, task of a member, task of the lead
    [null, ['locked', 'locked'], 'start_review', 'start_review'],
    ['draft', ['locked', 'locked'], 'finish_review', 'finish_review'],
    ['locked', [], null, null],
    ['locked', ['draft'], null, null],
    ['locked', ['locked'], null, 'open_consensus'],
    ['locked', ['draft', 'locked'], null, 'open_consensus'],
  ]
  for (const [own, others, member, lead] of rows) {
    const about = `${own} beside ${others.join(' ')}`
    t.equal(assessorTask(situation({ own, others })), member, `member, ${about}`)
    t.equal(
      assessorTask(situation({ own, others, assignment: as('lead') })),
      lead,
      `lead, ${about}`,
    )
  }
  const three = situation({ own: 'locked', others: ['locked'], quorum: 3, assignment: as('lead') })
  t.equal(assessorTask(three), null, 'the quorum is that of the cycle')
})

t.test('no member learns from the own task what others have done', async (t) => {
  const beside: readonly (readonly ReviewState[])[] = [
    [],
    ['draft'],
    ['locked'],
    ['locked', 'locked'],
  ]
  for (const own of [null, 'draft', 'locked'] as const) {
    const tasks = new Set(beside.map((others) => assessorTask(situation({ own, others }))))
    t.equal(tasks.size, 1, `own review ${own}`)
  }
  const leads = beside.map((others) =>
    assessorTask(situation({ own: 'locked', others, assignment: as('lead') })),
  )
  t.equal(new Set(leads).size, 2, 'the lead, who may know the states, does')
})

t.test('during the consensus', async (t) => {
  // of a member and of the lead whose review is locked
  const usual: Readonly<
    Record<Opened['state'], readonly [AssessorTask | null, AssessorTask | null]>
  > = {
    open: [null, 'write_consensus'],
    scoring: [null, 'close_round'],
    proposed: ['approve_scores', 'approve_scores'],
    agreed: [null, null],
    visiting: [null, 'report_visit'],
    final: [null, null],
  }
  for (const state of consensusStates) {
    const consensus = opened(state)
    const [member, lead] = usual[state]
    const own = 'locked'
    t.equal(assessorTask(situation({ own, consensus })), member, `member, ${state}`)
    t.equal(
      assessorTask(situation({ own, consensus, assignment: as('lead') })),
      lead,
      `lead, ${state}`,
    )
  }
})

t.test('whoever has no review in it learns nothing of how far it is', async (t) => {
  for (const state of consensusStates)
    for (const role of ['member', 'lead'] as const)
      t.equal(
        assessorTask(situation({ own: null, consensus: opened(state), assignment: as(role) })),
        null,
        `${role}, ${state}`,
      )
})

t.test('a round is scored by all before the lead ends it', async (t) => {
  const consensus = opened('scoring')
  t.equal(assessorTask(situation({ own: 'draft', consensus })), 'finish_review')
  const waits = situation({ own: 'locked', others: ['draft'], consensus, assignment: as('lead') })
  t.equal(assessorTask(waits), null)
})

t.test('who has approved, or has no review in it, is not asked to approve', async (t) => {
  const approved = (by: typeof ann) => opened('proposed', { approvals: [{ by, at: noon(3) }] })
  t.equal(assessorTask(situation({ own: 'locked', consensus: approved(ann) })), null)
  t.equal(assessorTask(situation({ own: 'locked', consensus: approved(bob) })), 'approve_scores')
  t.equal(assessorTask(situation({ own: null, consensus: opened('proposed') })), null)
})

t.test('a visit waits for the lead where the cycle requires one and none was made', async (t) => {
  for (const siteVisit of ['none', 'optional', 'required'] as const)
    for (const visited of [false, true]) {
      const consensus = opened('agreed', { siteVisit, visited })
      const task = assessorTask(situation({ own: 'locked', consensus, assignment: as('lead') }))
      t.equal(
        task,
        siteVisit === 'required' && !visited ? 'visit' : null,
        `${siteVisit} ${visited}`,
      )
    }
})

t.test('every task has a name once', async (t) => {
  t.equal(new Set(assessorTasks).size, assessorTasks.length)
})

const entry: CycleEntry = {
  associationId: associationId as CycleEntry['associationId'],
  programmeId: numbered(111),
  cycleId,
  organizationId,
  submissionId,
  name: 'First',
  ownerGroup: null,
  sector: null,
  region: null,
  questionnaire: { key: 'gbt-19580-2012', version: '1.0.0' },
  state: 'submitted',
  stateAt: noon(1),
  enteredAt: noon(1),
}
type Given = Parameters<typeof assessorWork>[0]
const worked = (assignment: Given['assignment'], more: Partial<Given> = {}) =>
  assessorWork({ ...situation(), assignment, entry, closedAt: null, now: noon(5), ...more })

t.test('nobody is waited for about a submission that has ended', async (t) => {
  for (const state of ['final', 'withdrawn'] as const)
    t.equal(worked(proposedTo(ann), { entry: { ...entry, state } }), null, state)
})

t.test('the report of a final submission waits for the lead until it is approved', async (t) => {
  const done = {
    ...proposedTo(ann),
    role: 'lead',
    state: 'completed',
    declaredAt: noon(2),
  } as const
  const final: Partial<Given> = {
    own: 'locked',
    consensus: opened('final'),
    entry: { ...entry, state: 'final' },
  }
  t.match(worked(done, final), { task: 'draft_report', reportVersion: null })
  const about = (report: AssessorSituation['report'], more: Partial<Given> = {}) =>
    worked(done, { ...final, report, ...more })
  t.match(about({ version: 2, state: 'draft' }), { task: 'write_report', reportVersion: 2 })
  for (const state of ['approved', 'released'] as const)
    t.equal(about({ version: 1, state }), null, state)
  t.equal(worked({ ...done, role: 'member' }, final), null, 'a member writes none')
  t.equal(worked(done, { ...final, own: 'excluded' }), null, 'nor who has no review in it')
  t.equal(worked(done, { ...final, own: null, entry }), null)
  t.equal(worked(done, { ...final, consensus: opened('agreed'), entry }), null)
  const closed = (days: number) =>
    about(null, { closedAt: noon(1), now: new Date(noon(1).getTime() + days * 86_400_000) })
  t.match(closed(90), { task: 'draft_report' })
  t.equal(closed(91), null, 'the panel does not look back for ever')
})

t.test(
  'which submission it is, and anything of it, comes with a cleared declaration',
  async (t) => {
    const proposed = proposedTo(ann)
    const asked = worked(proposed)
    t.match(asked, { task: 'declare', since: proposed.proposedAt, about: null })
    t.same(Object.keys(asked?.entry ?? {}).toSorted(), [
      'associationId',
      'cycleId',
      'enteredAt',
      'name',
      'ownerGroup',
      'programmeId',
      'region',
      'sector',
    ])
    const declared = { ...proposed, state: 'active', declaredAt: noon(2) } as const
    t.match(worked(declared), {
      task: 'start_review',
      since: noon(2),
      about: { organizationId, submissionId },
    })
    const act = { by: people.manager, at: noon(4), reason: 'Long ago.' }
    t.match(worked({ ...declared, waived: act }), { since: noon(4) })
    t.equal(worked({ ...declared, state: 'recused' }), null)
  },
)
