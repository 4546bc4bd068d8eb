import t from 'tap'
import {
  approve,
  closeRound,
  finalize,
  newRound,
  object,
  overrule,
  propose,
} from '../../../src/core/consensus/agreeing.ts'
import type { Consensus } from '../../../src/core/consensus/consensus.ts'
import { type ConsensusState, consensusStates } from '../../../src/core/consensus/life.ts'
import { Happening } from '../../../src/core/document/event-v1.ts'
import { noon, people } from '../../support/assessment.ts'
import { consensusIn, figures, panel } from '../../support/consensus.ts'
import { forbidden } from '../../support/forbidden.ts'
import { refusalOf } from '../../support/submissions.ts'

const { lead, ann, bob, manager } = people
const now = noon(12)
const acting = (by: typeof lead) => ({ panel, by, now })
const notLead = forbidden('consensus:write')

/** The states in which the decision is not refused. */
const taken = (decide: (consensus: Consensus) => unknown, other: Partial<Consensus> = {}) =>
  consensusStates.filter((state) => {
    const answer = refusalOf(() => decide(consensusIn(state, other)))
    if (answer !== 'allowed') t.match(answer, { code: 'illegal-transition', state })
    return answer === 'allowed'
  })

const round = {
  items: ['1.2'],
  reason: 'We read different evidence.',
  dueAt: noon(20),
  figures,
}
const closing = { waiting: 0, dueAt: noon(20) }
const objecting = { code: '1.2', reason: 'The audit says otherwise.' }

t.test('every decision in every state', async (t) => {
  const told: readonly (readonly [string, readonly ConsensusState[], (c: Consensus) => unknown])[] =
    [
      ['new round', ['open'], (c) => newRound(c, { ...acting(lead), ...round })],
      ['close round', ['scoring'], (c) => closeRound(c, { ...acting(lead), ...closing })],
      ['propose', ['open'], (c) => propose(c, { ...acting(lead), figures })],
      ['object', ['proposed'], (c) => object(c, { ...acting(ann), ...objecting })],
      ['approve', ['proposed'], (c) => approve(c, acting(ann))],
      ['finalize', ['agreed'], (c) => finalize(c, acting(manager))],
    ]
  for (const [name, states, decide] of told) t.same(taken(decide), states, name)
  const objections = [
    { by: ann, at: now, code: '1.2', reason: 'No.', overruled: null, withdrawnAt: null },
  ]
  t.same(
    taken((c) => overrule(c, { ...acting(lead), of: ann, code: '1.2', note: 'Yes.' }), {
      objections,
    }),
    ['open', 'proposed'],
  )
})

const notMember = forbidden('consensus:agree')

t.test('who leads, who is of the panel, and nobody else', async (t) => {
  const [open, scoring] = [consensusIn('open'), consensusIn('scoring')]
  for (const [decide, refused] of [
    [() => newRound(open, { ...acting(ann), ...round }), notLead],
    [() => closeRound(scoring, { ...acting(ann), ...closing }), notLead],
    [() => propose(open, { ...acting(ann), figures }), notLead],
    [() => overrule(open, { ...acting(ann), of: ann, code: '1.2', note: 'x' }), notLead],
    [() => object(open, { ...acting(manager), ...objecting }), notMember],
    [() => approve(open, acting(manager)), notMember],
  ] as const)
    t.same(refusalOf(decide), refused)
})

t.test('a new round names its items and why, and is counted', async (t) => {
  const {
    rounds,
    round: count,
    approvals,
  } = newRound(consensusIn('open', { approvals: [{ by: ann, at: now }] }), {
    ...acting(lead),
    ...round,
  }).consensus
  t.same(rounds, [{ items: ['1.2'], reason: round.reason, dueAt: noon(20) }])
  t.same([count, approvals], [2, []])
  t.same(
    newRound(consensusIn('open'), { ...acting(lead), ...round, items: ['1.2', '1.2'] }).consensus
      .rounds,
    rounds,
    'each item once',
  )
  const wrong = { items: ['1.2', '1.2', '9.9'], dueAt: now }
  t.match(
    refusalOf(() => newRound(consensusIn('open'), { ...acting(lead), ...round, ...wrong })),
    {
      code: 'document-invalid',
      errors: [
        { pointer: '/items/2', code: 'node-unknown' },
        { pointer: '/dueAt', code: 'in-the-past' },
      ],
    },
  )
  const soon = new Date(now.getTime() + 1)
  t.equal(
    refusalOf(() => newRound(consensusIn('open'), { ...acting(lead), ...round, dueAt: soon })),
    'allowed',
  )
})

t.test('the beginning and the end of a round are told, by ids', async (t) => {
  const begun = newRound(consensusIn('open'), { ...acting(lead), ...round })
  const ended = closeRound(begun.consensus, { ...acting(lead), ...closing })
  for (const event of [...begun.events, ...ended.events]) Happening.parse(event)
  t.same(begun.events, [
    {
      type: 'consensus.round-begun',
      subject: begun.consensus.id,
      ids: { submissionId: begun.consensus.submissionId },
      versions: { consensus: '2' },
    },
  ])
  t.match(ended.events, [{ type: 'consensus.round-closed', versions: { consensus: '3' } }])
})

t.test('a round ends when all have locked, or after its day', async (t) => {
  const close = (waiting: number, dueAt: Date) =>
    refusalOf(() => closeRound(consensusIn('scoring'), { ...acting(lead), waiting, dueAt }))
  t.equal(close(0, noon(20)), 'allowed')
  t.same(close(1, noon(20)), { code: 'quorum-missing', have: 2, need: 3 })
  t.equal(close(1, now), 'allowed', 'at its very end')
})

t.test('only whole scores are proposed, and all that is missing is named', async (t) => {
  const { consensus, events } = propose(consensusIn('open'), { ...acting(lead), figures })
  t.match([consensus.state, events], ['proposed', [{ type: 'consensus.proposed' }]])
  t.match(
    refusalOf(() => propose(consensusIn('open', { scores: {} }), { ...acting(lead), figures })),
    { code: 'incomplete', errors: { length: 4 } },
  )
})

t.test('a quorum of approvals agrees, each person once, by whatever key', async (t) => {
  const one = approve(consensusIn('proposed'), acting(ann))
  t.match(one, { consensus: { state: 'proposed', approvals: [{ by: ann, at: now }] }, events: [] })
  t.same(
    refusalOf(() => approve(one.consensus, { ...acting(ann), now: noon(13) })),
    { code: 'second-person-required', requestedAt: now.toISOString() },
  )
  const left = { panel: { lead, members: [lead, bob] }, by: bob, now }
  t.equal(
    approve(one.consensus, left).consensus.state,
    'proposed',
    'who left the panel approves no more',
  )
  const two = approve(one.consensus, acting(bob))
  t.match(two, { consensus: { state: 'agreed' }, events: [{ type: 'consensus.agreed' }] })
  t.match(two.consensus.agreedBp, { '1.1': 4500, '1.2': 4500 }, 'what it agreed on is kept')
  t.same(one.consensus.agreedBp, {})
})

t.test('an objection goes back to the lead and stands until it is answered', async (t) => {
  const raised = object(consensusIn('proposed', { approvals: [{ by: bob, at: now }] }), {
    ...acting(ann),
    ...objecting,
  })
  const objected = raised.consensus
  t.match(raised.events, [{ type: 'consensus.objection-raised' }])
  t.match(objected, { state: 'open', approvals: [] })
  t.match(objected.objections, [{ by: ann, ...objecting, overruled: null }])
  t.match(
    refusalOf(() => object(consensusIn('proposed'), { ...acting(ann), ...objecting, code: '9.9' })),
    { code: 'document-invalid', errors: [{ pointer: '/code', code: 'node-unknown' }] },
  )
  const again = propose(objected, { ...acting(lead), figures }).consensus
  const both = approve(approve(again, acting(lead)).consensus, acting(bob)).consensus
  t.equal(both.state, 'proposed', 'two approvals, but an open objection')

  const note = 'The audit is from another site.'
  const over = overrule(both, { ...acting(lead), of: ann, code: '1.2', note })
  t.match(over.consensus, { state: 'agreed', objections: [{ overruled: note }] })
  t.match(over.events, [{ type: 'consensus.objection-overruled' }, { type: 'consensus.agreed' }])

  const own = approve(both, acting(ann))
  t.match(
    [own.consensus.state, own.consensus.objections],
    ['agreed', [{ by: ann, overruled: null, withdrawnAt: now }]],
    'taken back by approving',
  )
  t.match(own.events, [{ type: 'consensus.objection-withdrawn' }, { type: 'consensus.agreed' }])
  t.same(
    approve(again, acting(bob)).events,
    [],
    'an approval that withdraws nothing is not told: how many there are is the own affair of a panel',
  )
})

t.test('what is overruled is an open objection of that person to that item', async (t) => {
  const objections = [
    { by: ann, at: now, code: '1.1', reason: 'No.', overruled: 'Long ago.', withdrawnAt: null },
    { by: ann, at: now, code: '1.2', reason: 'No.', overruled: null, withdrawnAt: null },
  ]
  const consensus = consensusIn('open', { objections })
  const over = (of: typeof ann, code: string) =>
    overrule(consensus, { ...acting(lead), of, code, note: 'Yes.' })
  t.match(over(ann, '1.2').events, [{ type: 'consensus.objection-overruled' }])
  t.match(over(ann, '1.2').consensus, {
    state: 'open',
    objections: [{ overruled: 'Long ago.' }, { overruled: 'Yes.' }],
  })
  for (const [of, code] of [
    [ann, '1.1'],
    [bob, '1.2'],
    [ann, '1.3'],
  ] as const)
    t.match(
      refusalOf(() => over(of, code)),
      { code: 'document-invalid', errors: [{ pointer: '/personId', code: 'objection-unknown' }] },
    )
  const kept = approve({ ...consensus, state: 'proposed' }, acting(ann)).consensus.objections
  t.match(
    kept,
    [
      { code: '1.1', overruled: 'Long ago.', withdrawnAt: null },
      { code: '1.2', overruled: null, withdrawnAt: now },
    ],
    'what was overruled or withdrawn stays on record',
  )
})

t.test('a manager outside the panel has the final word', async (t) => {
  const { consensus, events } = finalize(consensusIn('agreed'), acting(manager))
  t.match(consensus, { state: 'final', finalAt: now })
  t.match(events, [{ type: 'consensus.finalized' }])
  t.same(
    refusalOf(() => finalize(consensusIn('agreed'), acting(bob))),
    { code: 'second-person-required', requestedAt: noon(10).toISOString() },
  )
  const approvals = [{ by: ann, at: noon(11) }]
  t.match(
    refusalOf(() => finalize(consensusIn('agreed', { approvals }), acting(lead))),
    { requestedAt: noon(11).toISOString() },
  )
})

t.test('where a visit is required it comes first', async (t) => {
  const required = consensusIn('agreed', { siteVisit: 'required' })
  t.same(
    refusalOf(() => finalize(required, acting(manager))),
    {
      code: 'illegal-transition',
      state: 'agreed',
      event: 'approve',
      allowed: ['visit', 'keep', 'repeat'],
    },
  )
  t.equal(
    refusalOf(() => finalize({ ...required, visited: true }, acting(manager))),
    'allowed',
  )
})
