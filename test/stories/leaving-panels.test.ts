// Whoever leaves a panel, in whatever state, somebody can take a step until the final word: by those who decide alone.
import t from 'tap'
import type { Assignment } from '../../src/core/assignment/assignment.ts'
import { propose as ask } from '../../src/core/assignment/assignment.ts'
import {
  approve,
  closeRound,
  finalize,
  object,
  propose,
} from '../../src/core/consensus/agreeing.ts'
import type { Consensus } from '../../src/core/consensus/consensus.ts'
import { enter } from '../../src/core/consensus/entries.ts'
import {
  admitsSuccessor,
  decideDeparture,
  demandWhole,
  joined,
  undecided,
} from '../../src/core/consensus/leaving.ts'
import { consensusStates } from '../../src/core/consensus/life.ts'
import { type PanelReview, panelOf } from '../../src/core/consensus/panel.ts'
import type { PersonId } from '../../src/core/ids.ts'
import { begin, plan, report } from '../../src/core/visit/visit.ts'
import { noon, numbered, people, proposedTo, reviewId } from '../support/assessment.ts'
import { assignments, consensusIn, figures, gauges, reviews, valued } from '../support/consensus.ts'

const { lead, ann, bob, manager } = people
const now = noon(20)

type Table = {
  readonly consensus: Consensus
  readonly seats: readonly Assignment[]
  readonly reviews: readonly PanelReview[]
  readonly steps: number
}

const locked = (id: PanelReview['id'], personId: PersonId): PanelReview => ({
  id,
  personId,
  state: 'locked',
  round: 1,
  items: null,
  scores: { '1.1': { ...valued(4500), cannotJudge: null } },
})

/** A manager names somebody who sits on the panel, or asks somebody new, who locks a review. */
const led = (table: Table): Table => {
  const { seats } = table
  const [first] = panelOf(table, seats).members
  const seat = first === undefined ? null : seats.find(({ personId }) => personId === first)
  if (seat == null) return joining(table, 'lead')
  const leading = { isPermitted: true, isOpened: true, sits: true }
  const named = ask({ ...seat, role: 'lead', known: [], others: seats, leading, by: manager, now })
  return {
    ...table,
    seats: seats.map((each) => (each === seat ? named.assignment : each)),
  }
}

const joining = (table: Table, role: 'lead' | 'member'): Table => {
  const { consensus, seats } = table
  const n = seats.length
  const personId = numbered<PersonId>(200 + n)
  const others = seats
  const seat = proposedTo(personId, { id: numbered(300 + n), role, others })
  const sitting = [...seats, { ...seat, state: 'active' as const }]
  if (!admitsSuccessor(table, sitting)) throw new Error(`Nobody comes in while ${consensus.state}.`)
  const review = locked(reviewId(10 + n), personId)
  return {
    ...table,
    seats: sitting,
    reviews: [...table.reviews, review],
    consensus: joined(consensus, { ...review, digest: 'd'.repeat(64) }).consensus,
  }
}

/** The next step of whoever may take one. */
const step = (table: Table): Table => {
  const { consensus, seats } = table
  const panel = panelOf(table, seats)
  const { members } = panel
  const by = panel.lead
  const after = (next: Consensus): Table => ({ ...table, consensus: next })
  const isVisited = consensus.siteVisit !== 'required' || consensus.visited
  if (consensus.state === 'agreed' && isVisited)
    return after(finalize(consensus, { panel, by: manager, now }).consensus)
  if (by === null || !members.includes(by)) return led(table)
  const acting = { panel, by, now }
  if (members.length < consensus.rules.quorum)
    return consensus.state === 'proposed'
      ? after(object(consensus, { ...acting, code: '1.1', reason: 'Too few of us.' }).consensus)
      : consensus.state === 'open' || consensus.state === 'scoring'
        ? joining(table, 'member')
        : visited(table, acting)
  if (consensus.state === 'open') {
    demandWhole(table, seats)
    const scored = consensus.reopened.reduce(
      (before, code) =>
        enter(before, {
          code,
          value: { percent: 45 },
          note: 'Anew.',
          figures,
          gauges,
          panel,
          by,
        }),
      consensus,
    )
    return after(propose(scored, { ...acting, figures }).consensus)
  }
  if (consensus.state === 'scoring')
    return after(closeRound(consensus, { ...acting, waiting: 0, dueAt: now }).consensus)
  if (consensus.state !== 'proposed') return visited(table, acting)
  const next = members.find((each) => consensus.approvals.every((one) => one.by !== each))
  return after(approve(consensus, { panel, by: next ?? by, now }).consensus)
}

const visited = (table: Table, acting: { panel: ReturnType<typeof panelOf>; by: PersonId }) => {
  const issue = { code: '1.1', kind: 'verify', question: 'So?', source: '1' } as const
  const { consensus } =
    table.consensus.state === 'visiting'
      ? table
      : plan(table.consensus, { ...acting, issues: [issue] })
  const there = begin(
    { consensus, visit: { state: 'planned', issues: [] } },
    { ...acting, renewed: acting.panel.members.map((personId) => ({ personId, at: now })) },
  )
  return { ...table, consensus: report(there, acting).consensus }
}

const toTheEnd = (table: Table): Table =>
  table.consensus.state === 'final' || table.steps > 40
    ? table
    : toTheEnd({ ...step(table), steps: table.steps + 1 })

t.test('whoever left, and whatever was decided about it, a final word follows', async (t) => {
  for (const state of consensusStates.filter((each) => each !== 'final'))
    for (const gone of [[lead], [lead, ann], [ann, bob], [lead, ann, bob]])
      for (const decision of ['keep', 'repeat'] as const)
        for (const siteVisit of ['none', 'required'] as const) {
          const seats = assignments.map((each) =>
            gone.includes(each.personId) ? { ...each, state: 'recused' as const } : each,
          )
          const given = reviews.map(({ id, personId }) => locked(id, personId))
          const approvals = [lead, ann].map((by) => ({ by, at: noon(11) }))
          const before = { consensus: consensusIn(state, { siteVisit, approvals }), reviews: given }
          const table = gone.reduce(({ consensus, reviews: known }, personId) => {
            const asked = { personId, decision, by: manager, reason: 'So.', now }
            const decided = decideDeparture({ consensus, reviews: known }, seats, asked)
            const left = known.map((each) =>
              decided.left.includes(each) ? { ...each, state: 'excluded' as const } : each,
            )
            return { consensus: decided.consensus, reviews: left }
          }, before)
          t.same(undecided(table, seats), [])
          const end = toTheEnd({ ...table, seats, steps: 0 })
          t.equal(end.consensus.state, 'final', `${state}, ${gone.length} gone, ${decision}`)
        }
})
