import t from 'tap'
import {
  type Assignment,
  beginsNoReview,
  complete,
  declare,
  decline,
  demandActive,
  demandWorking,
  propose,
  recuse,
  remove,
  removedFor,
  waive,
} from '../../../src/core/assignment/assignment.ts'
import { type AssignmentState, assignmentStates } from '../../../src/core/assignment/life.ts'
import type { Conflict } from '../../../src/core/conflict/conflicts.ts'
import { Happening } from '../../../src/core/document/event-v1.ts'
import { cycleId, noon, numbered, people, proposedTo } from '../../support/assessment.ts'
import { forbidden } from '../../support/forbidden.ts'
import { organizationId, refusalOf, submissionId } from '../../support/submissions.ts'

const { ann, bob, lead, manager, other } = people
const mild: Conflict = { kind: 'other', effect: 'waivable' }
const grave: Conflict = { kind: 'employment', effect: 'block' }
const now = noon(2)
const act = { by: ann, now, reason: 'My sister works there now.' }

const inState = (state: AssignmentState): Assignment => ({ ...proposedTo(ann), state })

t.test('a proposal is one assessor and one submission, told by ids', async (t) => {
  const { assignment, events } = propose({
    id: numbered(130),
    cycleId,
    organizationId,
    submissionId,
    personId: ann,
    role: 'lead',
    known: [mild],
    others: [],
    leading: { isPermitted: false, isOpened: true, sits: false },
    by: manager,
    now,
  })
  t.match(assignment, {
    personId: ann,
    role: 'lead',
    state: 'proposed',
    conflicts: [mild],
    proposedBy: manager,
    proposedAt: now,
    declaredAt: null,
    waived: null,
    ended: null,
    revision: 1,
  })
  t.same(events, [
    {
      type: 'assignment.proposed',
      subject: assignment.id,
      ids: { cycleId, organizationId, submissionId },
      versions: { assignment: '1' },
    },
  ])
  for (const event of events) Happening.parse(event)
})

t.test('a known conflict that blocks is refused without its kind', async (t) => {
  t.same(
    refusalOf(() => proposedTo(ann, { known: [mild, grave] })),
    { code: 'conflict-of-interest' },
  )
})

t.test('nobody is assigned twice, and one leads; what ended does not count', async (t) => {
  const leading = proposedTo(lead, { role: 'lead' })
  for (const state of assignmentStates) {
    const others: readonly Assignment[] = [{ ...leading, state }]
    const stands = state === 'proposed' || state === 'active' || state === 'conflicted'
    t.match(
      refusalOf(() => proposedTo(lead, { others })),
      stands ? { code: 'already-exists', pointer: '/personId' } : 'allowed',
      `again while ${state}`,
    )
    t.match(
      refusalOf(() => proposedTo(ann, { role: 'lead', others })),
      stands ? { code: 'already-exists', pointer: '/role' } : 'allowed',
      `a second lead while ${state}`,
    )
    t.equal(
      refusalOf(() => proposedTo(ann, { others })),
      'allowed',
    )
    const declared: readonly Assignment[] = [{ ...leading, state, declaredAt: now }]
    const left = state === 'recused' || state === 'removed'
    t.match(
      refusalOf(() => proposedTo(lead, { others: declared })),
      stands || left ? { code: 'already-exists', pointer: '/personId' } : 'allowed',
      `again after a declaration, ${state}`,
    )
  }
})

t.test('an active member leads a panel that has no lead, and is told so', async (t) => {
  const member: Assignment = { ...inState('active'), revision: 2, declaredAt: now }
  const named = (others: readonly Assignment[], more: object = {}) => {
    const [role, personId] = ['lead' as const, ann]
    const leading = { isPermitted: true, isOpened: false, sits: false }
    const asked = { cycleId, organizationId, submissionId, personId, role, known: [], leading }
    return propose({ id: numbered(139), ...asked, others, by: manager, now: noon(3), ...more })
  }
  const gone: Assignment = { ...proposedTo(lead, { role: 'lead' }), state: 'recused' }
  const { assignment, events } = named([gone, member])
  t.same(assignment, { ...member, role: 'lead', revision: 3 })
  t.match(events, [{ type: 'assignment.lead-named', subject: member.id }])
  const leading: Assignment = { ...gone, state: 'active' }
  for (const others of [[leading, member], [inState('proposed')], [inState('conflicted')]])
    t.match(
      refusalOf(() => named(others)),
      { code: 'already-exists', pointer: '/personId' },
    )
  t.match(
    refusalOf(() => named([member], { known: [grave] })),
    { code: 'conflict-of-interest' },
  )
  const open = { isPermitted: true, isOpened: true }
  const sitting = named([gone, member], { leading: { ...open, sits: true } })
  t.match(sitting.assignment, { id: member.id, role: 'lead' })
  t.match(
    refusalOf(() => named([gone, member], { leading: { ...open, sits: false } })),
    { code: 'document-invalid', errors: [{ pointer: '/personId', code: 'review-missing' }] },
    'who was late would lead nothing',
  )
  const refused = forbidden('panels:lead')
  const onPanel: Assignment = { ...proposedTo(bob), state: 'recused' }
  for (const isOpened of [false, true])
    for (const sits of [false, true]) {
      const strange = { leading: { isPermitted: false, isOpened, sits } }
      t.same(
        refusalOf(() => named([gone, member], strange)),
        refused,
        'whoever sees no panels learns nothing of this one',
      )
      const own = { leading: { isPermitted: true, isOpened, sits }, by: bob }
      t.same(
        refusalOf(() => named([gone, member, onPanel], own)),
        refused,
        'nor does whoever was asked onto it',
      )
    }
})

t.test('the declaration decides: clear is active, anything else is conflicted', async (t) => {
  const clear = declare(proposedTo(ann), { conflicts: [], by: ann, now })
  t.match(clear.assignment, { state: 'active', declaredAt: now, revision: 2 })
  t.match(clear.events, [{ type: 'assignment.activated', versions: { assignment: '2' } }])
  for (const conflicts of [[mild], [grave]]) {
    const { assignment, events } = declare(proposedTo(ann), { conflicts, by: ann, now })
    t.match(assignment, { state: 'conflicted', conflicts })
    t.match(events, [{ type: 'assignment.conflicted' }])
  }
})

t.test('a declaration adds to what was known and never removes', async (t) => {
  const known = { ...proposedTo(ann), conflicts: [mild] }
  const { assignment } = declare(known, { conflicts: [], by: ann, now })
  t.match(assignment, { state: 'conflicted', conflicts: [mild] })
  const worse = declare(known, { conflicts: [grave], by: ann, now })
  t.same(worse.assignment.conflicts, [grave, mild], 'in the order of the rules')
})

t.test('nobody declares, declines or recuses for another, not even the manager', async (t) => {
  for (const by of [manager, bob]) {
    t.same(
      refusalOf(() => declare(proposedTo(ann), { conflicts: [], by, now })),
      {
        code: 'not-found',
      },
    )
    t.same(
      refusalOf(() => decline(proposedTo(ann), { ...act, by })),
      { code: 'not-found' },
    )
    t.same(
      refusalOf(() => recuse(inState('active'), { ...act, by })),
      { code: 'not-found' },
    )
  }
})

t.test('a third person waives what may be waived, with a reason', async (t) => {
  const conflicted: Assignment = { ...inState('conflicted'), conflicts: [mild] }
  const given = { known: [], by: other, now, reason: 'Long ago and small.' }
  const { assignment, events } = waive(conflicted, given)
  t.match(assignment, { state: 'active', waived: { by: other, at: now, reason: given.reason } })
  t.match(events, [{ type: 'assignment.activated' }])
  t.same(
    refusalOf(() => waive(conflicted, { ...given, by: ann })),
    forbidden('declarations:decide'),
    'not the own conflict',
  )
  t.same(
    refusalOf(() => waive(conflicted, { ...given, by: manager })),
    { code: 'second-person-required', requestedAt: noon(1).toISOString() },
    'not who proposed',
  )
  t.same(
    refusalOf(() => waive({ ...conflicted, conflicts: [mild, grave] }, given)),
    { code: 'conflict-of-interest' },
    'a block is never waived',
  )
  t.same(
    refusalOf(() => waive(conflicted, { ...given, known: [grave] })),
    { code: 'conflict-of-interest' },
    'nor one that came to be known since',
  )
  t.match(
    refusalOf(() => waive(inState('active'), given)),
    { code: 'illegal-transition' },
  )
})

t.test('an end keeps who, when and why', async (t) => {
  for (const [end, from, to] of [
    [decline, 'proposed', 'declined'],
    [recuse, 'active', 'recused'],
    [remove, 'active', 'removed'],
  ] as const) {
    const { assignment, events } = end(inState(from), act)
    t.match(assignment, { state: to, ended: { by: ann, at: now, reason: act.reason }, revision: 2 })
    t.match(events, [{ type: `assignment.${to}` }])
    t.match(
      refusalOf(() => end(inState('completed'), act)),
      { code: 'illegal-transition' },
    )
  }
  const { assignment, events } = complete(inState('active'))
  t.match(assignment, { state: 'completed', ended: null })
  t.match(events, [{ type: 'assignment.completed' }])
})

t.test('access in every state: cleared or nothing, and one body for every conflict', async (t) => {
  for (const state of assignmentStates) {
    const expected =
      state === 'active' || state === 'completed'
        ? 'allowed'
        : { code: state === 'conflicted' ? 'conflict-of-interest' : 'not-found' }
    t.same(refusalOf(() => demandActive(inState(state), ann)) === 'allowed', expected === 'allowed')
    if (expected !== 'allowed')
      t.same(
        refusalOf(() => demandActive(inState(state), ann)),
        expected,
      )
    t.same(
      refusalOf(() => demandActive(inState(state), bob)),
      { code: 'not-found' },
      'another',
    )
  }
  t.same(
    refusalOf(() => demandActive(null, ann)),
    { code: 'not-found' },
  )
})

t.test('the final decision leaves reading and ends writing', async (t) => {
  t.equal(demandWorking(inState('active'), ann).state, 'active')
  t.match(
    refusalOf(() => demandWorking(inState('completed'), ann)),
    { code: 'illegal-transition', state: 'completed' },
  )
  t.same(
    refusalOf(() => demandWorking(inState('recused'), ann)),
    { code: 'not-found' },
  )
})

t.test('a review that may not begin is refused by the own assignment alone', async (t) => {
  const refused = refusalOf(() => {
    throw beginsNoReview()
  })
  const allowed = ['recuse', 'remove']
  t.same(refused, { code: 'illegal-transition', state: 'active', event: 'start_review', allowed })
})

t.test('whom a manager removed may read why, and nobody reads other reasons there', async (t) => {
  const removed = remove(inState('active'), { ...act, by: manager }).assignment
  t.equal(removedFor(removed), act.reason)
  for (const state of assignmentStates) t.equal(removedFor(inState(state)), null, state)
  t.equal(removedFor(recuse(inState('active'), act).assignment), null, 'an own step is known')
})
