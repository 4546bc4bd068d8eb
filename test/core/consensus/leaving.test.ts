import t from 'tap'
import type { Consensus } from '../../../src/core/consensus/consensus.ts'
import {
  admitsSuccessor,
  decideDeparture,
  demandWhole,
  joined,
  undecided,
} from '../../../src/core/consensus/leaving.ts'
import { consensusStates } from '../../../src/core/consensus/life.ts'
import type { PanelReview } from '../../../src/core/consensus/panel.ts'
import { Happening } from '../../../src/core/document/event-v1.ts'
import { noon, people, reviewId } from '../../support/assessment.ts'
import { assignments, consensusIn, valued } from '../../support/consensus.ts'
import { refusalOf } from '../../support/submissions.ts'

const { lead, ann, bob, manager, other } = people

const review = (
  n: number,
  personId: typeof lead,
  more: Partial<PanelReview> = {},
): PanelReview => ({
  id: reviewId(n),
  personId,
  state: 'locked',
  round: 1,
  items: null,
  scores: {
    '1.1': { ...valued(4000), cannotJudge: null },
    '1.2': { value: null, percentBp: null, cannotJudge: 'Not seen.' },
    '9.9': { ...valued(4000), cannotJudge: null },
  },
  ...more,
})
const reviews = [review(0, lead), review(1, ann), review(2, bob)]
const without = (...gone: readonly string[]) =>
  assignments.map((each) =>
    gone.includes(each.personId) ? { ...each, state: 'recused' as const } : each,
  )
const given = { personId: ann, by: manager, reason: 'Advises them.', now: noon(12) }
const kept = { ...given, decision: 'keep' } as const
const repeated = { ...given, decision: 'repeat' } as const
const approvals = [{ by: lead, at: noon(11) }]
const at = (state: Consensus['state'], more: Partial<Consensus> = {}) => ({
  consensus: consensusIn(state, { approvals, ...more }),
  reviews,
})

t.test('who left is undecided until a manager says what becomes of the review', async (t) => {
  t.same(undecided(at('open'), assignments), [])
  t.same(undecided(at('open'), without(ann)), [ann])
  t.same(undecided({ ...at('open'), reviews: reviews.slice(0, 2) }, without(bob)), [], 'no review')
  const { consensus } = decideDeparture(at('open'), without(ann), kept)
  t.same(undecided({ consensus, reviews }, without(ann)), [])
})

t.test('kept, the review and all that rests on it stay', async (t) => {
  const { consensus, events, left } = decideDeparture(at('proposed'), without(ann), kept)
  t.match(consensus, { state: 'proposed', approvals, reopened: [], revision: 2 })
  t.same(consensus.departures, [
    {
      personId: ann,
      decision: 'keep',
      by: manager,
      at: noon(12),
      reason: 'Advises them.',
      successor: null,
    },
  ])
  t.same(left, [])
  t.match(events, [{ type: 'consensus.departure-decided' }])
  for (const event of events) Happening.parse(event)
})

t.test(
  'repeated, it leaves with its rounds, and what it gave a number to is open again',
  async (t) => {
    const [round, draft, gone] = [
      review(3, ann, { round: 2, items: ['1.2'] }),
      review(4, ann, { round: 3, state: 'draft' }),
      review(5, ann, { round: 4, state: 'excluded' }),
    ]
    const table = {
      ...at('agreed', { reopened: ['1.3'] }),
      reviews: [...reviews, round, draft, gone],
    }
    const { consensus, left, events } = decideDeparture(table, without(ann), repeated)
    t.match(events, [{ type: 'consensus.departure-decided' }, { type: 'consensus.reopened' }])
    t.match(consensus, {
      state: 'open',
      reopened: ['1.1', '1.3'],
      departures: [{ decision: 'repeat' }],
    })
    t.same(consensus.approvals, [])
    t.same(
      left.map(({ id }) => id),
      [reviewId(1), round.id, draft.id],
    )
  },
)

t.test('each decision in its states, once, about who left', async (t) => {
  const ask = (state: Consensus['state'], decision: 'keep' | 'repeat') =>
    refusalOf(() => decideDeparture(at(state), without(ann), { ...given, decision }))
  for (const state of consensusStates)
    for (const decision of ['keep', 'repeat'] as const) {
      if (state !== 'final') t.equal(ask(state, decision), 'allowed')
      else t.match(ask(state, decision), { code: 'illegal-transition', state, event: decision })
    }
  t.same(
    refusalOf(() => decideDeparture(at('open'), assignments, kept)),
    { code: 'not-found' },
  )
  const { consensus } = decideDeparture(at('open'), without(ann), kept)
  t.match(
    refusalOf(() => decideDeparture({ consensus, reviews }, without(ann), repeated)),
    { code: 'already-exists', parameter: 'personId' },
  )
})

t.test('a successor comes in the place of each who left, while the panel scores', async (t) => {
  const { consensus } = decideDeparture(at('open'), without(ann), repeated)
  const table = { consensus, reviews }
  const admits = (given: Parameters<typeof admitsSuccessor>[0]) =>
    admitsSuccessor(given, without(ann))
  t.notOk(admits(at('open')))
  t.ok(admits(table))
  t.ok(admits({ ...table, consensus: { ...consensus, state: 'scoring' } }))
  t.notOk(admits({ ...table, consensus: { ...consensus, state: 'proposed' } }))
  const begun = review(6, other, { state: 'draft' })
  t.notOk(admits({ ...table, reviews: [...reviews, begun] }), 'one for each')
  const scored = { ...consensus, reopened: [], approvals }
  const joining = joined(scored, { ...begun, digest: 'd'.repeat(64) })
  t.same(
    joining.events.map(({ type }) => type),
    ['consensus.successor-joined'],
    'while it scores, it goes back to nothing',
  )
  t.match(joined({ ...scored, state: 'proposed' }, { ...begun, digest: 'd'.repeat(64) }).events, [
    { type: 'consensus.successor-joined' },
    { type: 'consensus.reopened' },
  ])
  const after = joining.consensus
  t.match(after, { reopened: ['1.1'], departures: [{ successor: begun.id }] })
  t.same([after.approvals, after.reviews.length, after.revision], [[], 4, scored.revision + 1])
  const twice = { ...after, departures: [...after.departures, ...consensus.departures] }
  t.notOk(admits({ consensus: after, reviews }))
  t.ok(admits({ consensus: twice, reviews }))
  const second = joined(twice, { ...begun, id: reviewId(7), digest: 'e'.repeat(64) }).consensus
  t.match(second.departures, [{ successor: begun.id }, { successor: reviewId(7) }])
})

t.test('whoever leads no panel that is at work makes room for who will', async (t) => {
  const newLead = { ...assignments[0], personId: other } as (typeof assignments)[number]
  for (const state of consensusStates.filter((each) => each !== 'final')) {
    const { consensus } = decideDeparture(at(state), without(lead), { ...kept, personId: lead })
    const asks = (seats: typeof assignments, now = consensus) =>
      admitsSuccessor({ consensus: now, reviews }, seats)
    t.ok(asks(without(lead)), `${state}: nobody leads`)
    t.ok(asks([...without(lead), newLead]), `${state}: who leads sits not on it`)
    t.equal(asks(without(ann)), state === 'open' || state === 'scoring', `${state}: it is led`)
    t.notOk(asks(without(lead), { ...consensus, state: 'final' }), 'never after the end')
  }
})

t.test('nothing is proposed before it is clear whose reviews it stands on', async (t) => {
  const refused = (table: Parameters<typeof demandWhole>[0], seats = assignments) =>
    refusalOf(() => demandWhole(table, seats))
  t.equal(refused(at('open')), 'allowed')
  t.match(refused(at('open'), without(ann)), {
    code: 'incomplete',
    errors: [{ pointer: `/departures/${ann}`, code: 'departure-undecided' }],
  })
  const begun = review(6, other, { state: 'draft' })
  t.match(refused({ ...at('open'), reviews: [...reviews, begun] }), {
    code: 'incomplete',
    errors: [{ pointer: '/reviews', code: 'review-awaited' }],
  })
  const few = reviews.map((each) =>
    each.personId === lead ? each : { ...each, state: 'excluded' as const },
  )
  t.same(refused({ ...at('open'), reviews: few }), { code: 'quorum-missing', have: 1, need: 2 })
})
