import t from 'tap'
import {
  acceptPanel,
  decideChallenge,
  demandOutside,
  etagOfShownPanel,
  isChallengeable,
  raiseChallenge,
  type SeatInput,
  showPanel,
} from '../../../src/core/challenge/challenge.ts'
import { shownPanelStates } from '../../../src/core/challenge/life.ts'
import type { Standing } from '../../../src/core/context.ts'
import { cycleId, noon, people, proposedTo } from '../../support/assessment.ts'
import { assignments, challenge, seats, shownPanel } from '../../support/challenge.ts'
import { forbidden } from '../../support/forbidden.ts'
import {
  associationId,
  organizationId,
  refusalOf,
  standings,
  submissionId,
} from '../../support/submissions.ts'

const panel = { associationId, cycleId, assignment: null } as NonNullable<Standing['panel']>
const manager: Standing = { ...standings.manager, personId: people.manager, panel }
const onPanel: Standing = {
  ...manager,
  panel: { ...panel, assignment: { role: 'member', state: 'active' } },
}
const applicant: Standing = { ...standings.admin, personId: people.other }
const settings = { panelShown: 'before_scoring', quorum: 2 } as const
const ids = { organizationId, submissionId }

const showing = (more: Partial<Parameters<typeof showPanel>[0]> = {}) =>
  showPanel({
    ids,
    before: null,
    assignments,
    settings,
    days: 7,
    standing: manager,
    now: noon(3),
    ...more,
  })

t.test('the active ones are shown, the lead first, for so many days', async (t) => {
  const extra = [
    proposedTo(people.other),
    { ...proposedTo(people.other), state: 'recused' as const },
  ]
  const { panel, events, told } = showing({ assignments: [...assignments, ...extra] })
  t.same(panel, shownPanel())
  t.same(events, [
    {
      type: 'challenge.opened',
      subject: submissionId,
      ids: { organizationId, submissionId, cycleId },
      versions: { shownPanel: '1' },
    },
  ])
  t.same(showing({ assignments: assignments.toReversed() }).panel.seats, seats, 'in any order')
  t.match(told, [{ type: 'submission.panel-shown', subject: submissionId, ids: { cycleId } }])
  t.equal(etagOfShownPanel(panel), `"h1-${submissionId}"`)
})

t.test('it is shown anew while nobody reviews, and waited for once', async (t) => {
  const again = showing({ before: shownPanel(), now: noon(5), assignments: assignments.slice(1) })
  t.match(again.panel, {
    state: 'shown',
    dueAt: noon(12),
    revision: 2,
    seats: [{ seat: 1 }, { seat: 2 }],
  })
  t.equal(again.panel.seats.length, 2)
  const after = showing({ before: shownPanel('decided'), now: noon(5) })
  t.match(after.panel, { state: 'decided', dueAt: noon(5), challenge })
  for (const state of ['raised', 'closed'] as const)
    t.match(
      refusalOf(() => showing({ before: shownPanel(state) })),
      {
        code: 'illegal-transition',
        state,
        event: 'show',
      },
    )
})

t.test('no half-built panel is shown, and none where the cycle shows none', async (t) => {
  t.match(
    refusalOf(() => showing({ assignments: [proposedTo(people.lead, { role: 'lead' })] })),
    {
      code: 'incomplete',
      errors: [
        { pointer: '/lead', code: 'lead-missing' },
        {
          pointer: '/assessors',
          code: 'panel-too-small',
          detail: '0 of at least 2 assessors have declared.',
        },
      ],
    },
  )
  t.match(
    refusalOf(() => showing({ assignments: [assignments[1]] })),
    {
      errors: [{ code: 'panel-too-small' }],
    },
  )
  t.equal(
    showing({ assignments: assignments.slice(0, 2) }).panel.seats.length,
    2,
    'control: a quorum',
  )
  t.match(
    refusalOf(() => showing({ settings: { ...settings, panelShown: 'never' } })),
    {
      code: 'illegal-transition',
      state: 'hidden',
      event: 'show',
      allowed: [],
    },
  )
})

t.test('only managers outside the panel show it, read of it and decide', async (t) => {
  const acts = ['panels:read', 'panels:show', 'panels:decide'] as const
  for (const action of acts) {
    t.equal(demandOutside(manager, action), panel, action)
    t.match(
      refusalOf(() => demandOutside(onPanel, action)),
      forbidden(action),
    )
    for (const standing of [applicant, standings.nobody, { ...onPanel, associationRole: null }])
      t.match(
        refusalOf(() => demandOutside(standing, action)),
        { code: 'not-found' },
        action,
      )
  }
  t.match(
    refusalOf(() => showing({ standing: onPanel })),
    { code: 'forbidden' },
  )
  t.match(
    refusalOf(() => deciding({ standing: onPanel })),
    { code: 'forbidden' },
  )
})

const raising = (more: Partial<Parameters<typeof raiseChallenge>[0]> = {}) =>
  raiseChallenge({
    panel: shownPanel(),
    seats: [3, 1, 3],
    reason: challenge.reason,
    standing: applicant,
    now: noon(4),
    ...more,
  })

const accepting = (panel = shownPanel(), now = noon(4), standing = applicant) =>
  acceptPanel({ panel, standing, now })

t.test('the applicant says early that it has nothing against it, and once', async (t) => {
  const { panel, events, told } = accepting()
  t.same(panel, shownPanel('accepted', { revision: 2 }))
  t.match(events, [{ type: 'challenge.panel-accepted', subject: submissionId }])
  t.match(told, [{ type: 'submission.panel-accepted', ids: { cycleId } }])
  for (const standing of [standings.contributor, standings.viewer, manager])
    t.match(
      refusalOf(() => accepting(shownPanel(), noon(4), standing)),
      { code: 'not-found' },
    )

  const due = noon(10).getTime()
  t.equal(accepting(shownPanel(), new Date(due - 1)).panel.state, 'accepted')
  const { accepted } = panel
  const decided = { ...challenge, decided: { by: people.manager, at: noon(6) } }
  const refused: readonly (readonly [string, typeof panel, Date])[] = [
    ['shown', shownPanel(), new Date(due)],
    ['shown', shownPanel('closed'), noon(12)],
    ['accepted', panel, noon(5)],
    ['accepted', shownPanel('closed', { accepted }), noon(5)],
    ['raised', shownPanel('raised'), noon(5)],
    ['decided', shownPanel('decided', { challenge: decided }), noon(5)],
    ['decided', shownPanel('closed', { challenge: decided }), noon(5)],
  ]
  for (const [state, given, now] of refused)
    t.same(
      refusalOf(() => accepting(given, now)),
      { code: 'illegal-transition', state, event: 'accept', allowed: [] },
      'as the applicant knows it, whether or not a review has begun',
    )
  for (const given of [panel, shownPanel('closed', { accepted })])
    t.same(
      refusalOf(() => raising({ panel: given })),
      { code: 'illegal-transition', state: 'accepted', event: 'raise', allowed: [] },
    )
  t.match(showing({ before: panel, now: noon(5) }).panel, {
    state: 'shown',
    accepted: null,
    dueAt: noon(12),
    revision: 3,
  })
})

t.test('the applicant names some of them, once, with a reason', async (t) => {
  const { panel, events, told } = raising()
  t.same(panel, shownPanel('raised', { revision: 2 }))
  t.match(events, [{ type: 'challenge.raised', subject: submissionId }])
  t.match(told, [{ type: 'submission.panel-challenged' }])
  t.match(
    refusalOf(() => raising({ seats: [2, 4] })),
    {
      code: 'document-invalid',
      errors: [{ pointer: '/seats/1', code: 'seat-unknown' }],
    },
  )
  for (const standing of [standings.contributor, standings.viewer, manager])
    t.match(
      refusalOf(() => raising({ standing })),
      { code: 'not-found' },
    )
})

t.test('until the due instant, by a hair, and before a review begins', async (t) => {
  const due = noon(10).getTime()
  t.equal(raising({ now: new Date(due - 1) }).panel.state, 'raised')
  const closed = {
    code: 'window-closed',
    opensAt: noon(3).toISOString(),
    closesAt: noon(10).toISOString(),
  }
  t.match(
    refusalOf(() => raising({ now: new Date(due) })),
    closed,
  )
  t.match(
    refusalOf(() => raising({ panel: shownPanel('closed') })),
    closed,
  )
  for (const state of ['raised', 'decided'] as const)
    for (const now of [noon(4), noon(20)])
      t.match(
        refusalOf(() => raising({ panel: shownPanel(state), now })),
        {
          code: 'already-exists',
          parameter: 'submissionId',
        },
      )
  for (const state of shownPanelStates) {
    t.equal(isChallengeable(shownPanel(state), noon(9)), state === 'shown', state)
    t.equal(isChallengeable(shownPanel(state), noon(10)), false, state)
  }
})

const uphold = (seat: number): SeatInput => ({
  seat,
  decision: 'uphold',
  answer: 'Another one comes.',
  reason: 'Made up anew.',
})
const dismiss = (seat: number): SeatInput => ({ seat, decision: 'dismiss', answer: 'Long ago.' })
const deciding = (more: Partial<Parameters<typeof decideChallenge>[0]> = {}) =>
  decideChallenge({
    panel: shownPanel('raised'),
    assignments,
    known: [],
    decisions: [uphold(3), dismiss(1)],
    standing: manager,
    now: noon(6),
    ...more,
  })

t.test('who is upheld against leaves as by a removal, who is not stays', async (t) => {
  const { panel, removed, events, told } = deciding()
  t.match(panel, {
    state: 'decided',
    revision: 2,
    challenge: {
      reason: challenge.reason,
      named: [
        { ...seats[0], decision: 'dismiss', answer: 'Long ago.' },
        { ...seats[2], decision: 'uphold', answer: 'Another one comes.' },
      ],
      decided: { by: people.manager, at: noon(6) },
    },
  })
  t.match(removed, [
    {
      assignment: {
        personId: people.bob,
        state: 'removed',
        ended: { by: people.manager, reason: 'Made up anew.' },
      },
      events: [{ type: 'assignment.removed' }],
    },
  ])
  t.equal(removed.length, 1)
  t.match(events, [{ type: 'challenge.decided' }])
  t.match(told, [{ type: 'submission.challenge-decided' }])
  t.notMatch(
    JSON.stringify([events, told, removed[0]?.events]),
    /anew|comes|ago|competitor/,
    'ids only',
  )
})

t.test('who has left meanwhile is not removed again', async (t) => {
  const left = assignments.map((each) => ({ ...each, state: 'recused' as const }))
  for (const gone of [left, []]) {
    const { panel, removed } = deciding({ assignments: gone })
    t.same(removed, [])
    t.match(panel.challenge, { named: [{}, { decision: 'uphold' }] })
  }
})

t.test('everybody named is decided about, each once and nobody else', async (t) => {
  const decisions = [uphold(2), dismiss(1), dismiss(1)]
  t.match(
    refusalOf(() => deciding({ decisions })),
    {
      code: 'document-invalid',
      errors: [
        { pointer: '/decisions/0', code: 'seat-unknown' },
        { pointer: '/decisions/2', code: 'seat-unknown' },
        { pointer: '/decisions', code: 'seat-undecided' },
      ],
    },
  )
})

t.test('once, while it waits, and by nobody with an interest that blocks', async (t) => {
  for (const state of ['shown', 'decided', 'closed'] as const)
    t.match(
      refusalOf(() => deciding({ panel: shownPanel(state) })),
      {
        code: 'illegal-transition',
        state,
        event: 'decide',
      },
    )
  t.match(
    refusalOf(() => deciding({ known: [{ kind: 'employment', effect: 'block' }] })),
    {
      code: 'conflict-of-interest',
    },
  )
  t.equal(deciding({ known: [{ kind: 'other', effect: 'waivable' }] }).panel.state, 'decided')
})
