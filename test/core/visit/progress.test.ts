import t from 'tap'
import { Happening } from '../../../src/core/document/event-v1.ts'
import {
  answerIssue,
  type OutcomeInput,
  renew,
  stopping,
} from '../../../src/core/visit/progress.ts'
import type { Renewal, Visit } from '../../../src/core/visit/visit.ts'
import { noon, people } from '../../support/assessment.ts'
import { consensusIn, gauges, panel, valued } from '../../support/consensus.ts'
import { refusalOf } from '../../support/submissions.ts'

const { lead, ann, manager } = people
const issue = {
  code: '1.1',
  kind: 'verify',
  question: 'Is it so?',
  source: '4.1',
  outcome: null,
} as const
const planned: Visit & { readonly renewed: readonly Renewal[] } = {
  state: 'planned',
  issues: [issue, { ...issue, code: '1.2' }],
  renewed: [],
}
const ongoing = { ...planned, state: 'ongoing' } as const
const consensus = consensusIn('visiting')
const during = <Known extends Visit>(visit: Known) => ({ consensus, visit })
const confirmed: OutcomeInput = { kind: 'confirmed', evidence: 'Seen.' }

const renewing = { panel, by: ann, known: [], now: noon(12) }

t.test('every member declares anew, once, before it begins', async (t) => {
  const once = renew(during(planned), renewing)
  const own = { personId: ann, at: noon(12) }
  t.same(once.visit.renewed, [own])
  t.equal(once.consensus.revision, consensus.revision + 1)
  t.match(once.events, [{ type: 'visit.declaration-renewed', subject: consensus.id }])
  for (const event of once.events) Happening.parse(event)
  const again = renew(once, { ...renewing, now: noon(13) })
  t.same(again, { ...once, events: [] }, 'twice is told once')
  t.equal(again.visit, once.visit)
  const other = { ...renewing, by: lead, now: noon(14) }
  t.same(renew(once, other).visit.renewed, [own, { personId: lead, at: noon(14) }])
  t.match(
    refusalOf(() => renew(during(planned), { ...renewing, by: manager })),
    { code: 'forbidden' },
  )
  t.match(
    refusalOf(() => renew(during(ongoing), renewing)),
    { code: 'illegal-transition', state: 'ongoing', event: 'declare', allowed: ['report'] },
  )
})

t.test(
  'what blocks by now keeps from declaring anew, and what may be waived does not',
  async (t) => {
    const block = { kind: 'consulting', effect: 'block' } as const
    const waivable = { kind: 'other', effect: 'waivable' } as const
    const conflict = { code: 'conflict-of-interest' }
    const known = [waivable, block]
    t.same(
      refusalOf(() => renew(during(planned), { ...renewing, known })),
      conflict,
    )
    const once = renew(during(planned), { ...renewing, known: [waivable] })
    t.equal(once.visit.renewed.length, 1)
    t.same(
      refusalOf(() => renew(once, { ...renewing, known })),
      conflict,
      'not even once more',
    )
    t.match(
      refusalOf(() => renew(during(planned), { ...renewing, by: manager, known })),
      { code: 'forbidden' },
      'nobody else learns of it',
    )
  },
)

t.test('the lead answers issue by issue while it goes on', async (t) => {
  const asked = { panel, by: lead, place: 1, input: confirmed, gauges }
  t.match(answerIssue(during(ongoing), asked), {
    consensus: { revision: consensus.revision + 1 },
    events: { length: 0 },
  })
  t.same(
    answerIssue(during(ongoing), asked).visit.issues.map(({ outcome }) => outcome),
    [null, confirmed],
  )
  const changed = { kind: 'changed', evidence: 'Less.', percent: 35 } as const
  t.match(answerIssue(during(ongoing), { ...asked, input: changed }).visit.issues[1], {
    outcome: { kind: 'changed', evidence: 'Less.', ...valued(3500) },
  })
  const said = answerIssue(during(ongoing), { ...asked, input: changed })
  const again = answerIssue(said, { ...asked, input: { ...changed } })
  t.same(again, { ...said, events: [] })
  t.equal(again.visit, said.visit, 'the same again')
  t.not(answerIssue(said, asked).visit, said.visit)
  for (const [other, code] of [
    [{ by: ann }, 'forbidden'],
    [{ by: manager }, 'forbidden'],
    [{ place: 2 }, 'not-found'],
    [{ input: { ...changed, percent: 37 } }, 'document-invalid'],
  ] as const)
    t.match(
      refusalOf(() => answerIssue(during(ongoing), { ...asked, ...other })),
      { code },
    )
  t.match(
    refusalOf(() => answerIssue(during(planned), asked)),
    { code: 'illegal-transition', state: 'planned', event: 'answer', allowed: ['begin'] },
  )
})

t.test('a visit ends without a report where the panel goes back to its scores', async (t) => {
  const reported = { ...planned, state: 'reported' } as const
  const visits = [reported, planned, ongoing]
  const there = { ...consensus, visits }
  t.same(stopping(there), { consensus: there, events: [] })
  const back = { ...there, state: 'open' } as const
  const stopped = stopping(back)
  t.same(
    stopped.consensus.visits.map(({ state }) => state),
    ['reported', 'stopped', 'stopped'],
  )
  t.match(stopped.events, [{ type: 'visit.stopped', subject: consensus.id }])
  const none = { ...back, visits: [reported] }
  t.same(stopping(none), { consensus: none, events: [] }, 'what was reported stays so')
})
