import t from 'tap'
import {
  demandLead,
  demandMember,
  demandUnopened,
  moved,
  open,
  told,
  wentBack,
} from '../../../src/core/consensus/consensus.ts'
import type { ConsensusState } from '../../../src/core/consensus/life.ts'
import { Happening } from '../../../src/core/document/event-v1.ts'
import { noon, people, reviewId } from '../../support/assessment.ts'
import { consensusIn, opening, panel, reviews } from '../../support/consensus.ts'
import { forbidden } from '../../support/forbidden.ts'
import { refusalOf, submissionId } from '../../support/submissions.ts'

const { lead, ann, bob, manager } = people

t.test('it opens over the locked reviews and keeps their digests', async (t) => {
  const { consensus, events, late } = open(opening)
  t.match(consensus, {
    state: 'open',
    round: 1,
    reviews: reviews.map(({ id, digest }) => ({ id, digest })),
    scores: {},
    approvals: [],
    objections: [],
    openedAt: noon(10),
    finalAt: null,
    revision: 1,
  })
  t.same(late, [])
  for (const event of events) Happening.parse(event)
  t.same(events, [
    {
      type: 'consensus.opened',
      subject: opening.id,
      ids: { submissionId },
      versions: { consensus: '1' },
    },
  ])
})

t.test('a draft is late, an excluded one and one of somebody who left do not count', async (t) => {
  const [first, second, third] = reviews
  const given = [first, { ...second, state: 'draft' }, third] as typeof reviews
  const opened = open({ ...opening, reviews: given })
  t.same(
    opened.consensus.reviews.map(({ id }) => id),
    [reviewId(0), reviewId(2)],
  )
  t.same(
    opened.late.map(({ id }) => id),
    [reviewId(1)],
  )
  const left = opening.assignments.map((each) =>
    each.personId === bob ? { ...each, state: 'recused' as const } : each,
  )
  t.equal(open({ ...opening, assignments: left }).consensus.reviews.length, 2)
})

t.test('below the quorum it does not open', async (t) => {
  const given = reviews.map((review, place) =>
    place === 0 ? review : { ...review, state: 'excluded' as const },
  )
  t.same(
    refusalOf(() => open({ ...opening, reviews: given })),
    { code: 'quorum-missing', have: 1, need: 2 },
  )
})

t.test('there is one', async (t) => {
  t.equal(
    refusalOf(() => demandUnopened(null)),
    'allowed',
  )
  t.match(
    refusalOf(() => demandUnopened(consensusIn('open'))),
    { code: 'already-exists', parameter: 'submissionId' },
  )
})

t.test('who has not judged blind does not lead', async (t) => {
  const given = reviews.map((review) =>
    review.personId === lead ? { ...review, state: 'draft' as const } : review,
  )
  t.match(
    refusalOf(() => open({ ...opening, reviews: given })),
    { code: 'incomplete', errors: [{ pointer: '/reviews', code: 'own-review-missing' }] },
  )
})

t.test('the lead opens it; a member may not, and others do not see it', async (t) => {
  t.same(
    refusalOf(() => open({ ...opening, by: ann })),
    forbidden('consensus:write'),
  )
  t.same(
    refusalOf(() => open({ ...opening, by: manager })),
    { code: 'not-found' },
  )
  const recused = opening.assignments.map((each) => ({ ...each, state: 'recused' as const }))
  t.same(
    refusalOf(() => open({ ...opening, assignments: recused })),
    { code: 'not-found' },
  )
})

t.test('who is of the panel, and who leads it', async (t) => {
  t.equal(
    refusalOf(() => demandMember(panel, ann)),
    'allowed',
  )
  t.same(
    refusalOf(() => demandMember(panel, manager)),
    forbidden('consensus:agree'),
  )
  t.equal(
    refusalOf(() => demandLead(panel, lead)),
    'allowed',
  )
  t.same(
    refusalOf(() => demandLead(panel, ann)),
    forbidden('consensus:write'),
  )
  t.same(
    refusalOf(() => demandLead(panel, manager)),
    forbidden('consensus:write'),
  )
  t.same(
    refusalOf(() => demandLead({ lead, members: [ann] }, lead)),
    forbidden('consensus:write'),
    'a lead whose review does not count',
  )
})

t.test('a step is a state and a revision', async (t) => {
  t.match(moved(consensusIn('open'), 'propose'), { state: 'proposed', revision: 2 })
  t.match(moved(consensusIn('scoring'), 'close_round', { round: 7 }), { state: 'open', round: 7 })
  t.match(
    refusalOf(() => moved(consensusIn('final'), 'propose')),
    { code: 'illegal-transition' },
  )
  t.match(told(consensusIn('agreed'), 'agreed').events, [{ type: 'consensus.agreed' }])
})

t.test('several things of one step are told together, at one revision', async (t) => {
  const { events } = told(consensusIn('open'), 'departure-decided', 'reopened')
  for (const event of events) Happening.parse(event)
  const [first, second] = events
  t.same(second, { ...first, type: 'consensus.reopened' })
  t.same(told(consensusIn('open')).events, [])
})

t.test('what went back to the panel is what was beyond it', async (t) => {
  const back = (before: ConsensusState, after: ConsensusState) =>
    wentBack(consensusIn(before), consensusIn(after))
  for (const before of ['proposed', 'agreed', 'visiting'] as const)
    t.same(back(before, 'open'), ['reopened'], before)
  t.same(back('open', 'open'), [])
  t.same(back('scoring', 'scoring'), [])
  t.same(back('visiting', 'agreed'), [])
})
