import t from 'tap'
import type { Consensus } from '../../../src/core/consensus/consensus.ts'
import { Happening } from '../../../src/core/document/event-v1.ts'
import { begin, type Issue, type Outcome, plan, report } from '../../../src/core/visit/visit.ts'
import { noon, people } from '../../support/assessment.ts'
import { consensusIn, panel, valued } from '../../support/consensus.ts'
import { forbidden } from '../../support/forbidden.ts'
import { refusalOf } from '../../support/submissions.ts'

const { lead, ann, manager } = people
const acting = { panel, by: lead }
const asked = {
  code: '1.2',
  kind: 'verify',
  question: 'Is the audit of this site?',
  source: 'Evidence 2',
} as const
const renewed = panel.members.map((personId) => ({ personId, at: noon(12) }))
const approvals = [{ by: ann, at: noon(11) }]

const planned = (consensus: Consensus = consensusIn('agreed', { approvals })) =>
  plan(consensus, { ...acting, issues: [asked] })

/** A visit that is ongoing, with the given outcome of its one issue. */
const ongoing = (outcome: Outcome | null) => ({
  consensus: planned().consensus,
  visit: { state: 'ongoing', issues: [{ ...asked, outcome }] as readonly Issue[] } as const,
})

t.test('a visit begins with its questions', async (t) => {
  const { consensus, visit, events } = planned()
  t.equal(consensus.state, 'visiting')
  for (const event of events) Happening.parse(event)
  t.same(events, [
    {
      type: 'visit.planned',
      subject: consensus.id,
      ids: { submissionId: consensus.submissionId },
      versions: { consensus: String(consensus.revision) },
    },
  ])
  t.same(visit, { state: 'planned', issues: [{ ...asked, outcome: null }] })
})

t.test('each refusal of a plan', async (t) => {
  const why = (consensus: Consensus, other: object = {}) =>
    refusalOf(() => plan(consensus, { ...acting, issues: [asked], ...other }))
  const agreed = consensusIn('agreed')
  t.match(why(consensusIn('open')), { code: 'illegal-transition', state: 'open' })
  t.same(why(consensusIn('agreed', { siteVisit: 'none' })), {
    code: 'illegal-transition',
    state: 'agreed',
    event: 'visit',
    allowed: ['approve', 'keep', 'repeat'],
  })
  t.same(why(agreed, { by: ann }), forbidden('consensus:write'))
  t.match(why(agreed, { by: manager }), { code: 'forbidden' })
  t.match(why(agreed, { issues: [asked, { ...asked, code: '9.9' }] }), {
    code: 'document-invalid',
    errors: [{ pointer: '/issues/1/code', code: 'node-unknown' }],
  })
  t.match(why(agreed, { issues: [] }), { code: 'incomplete', errors: [{ pointer: '/issues' }] })
})

t.test('declarations are renewed before anybody arrives', async (t) => {
  const before = planned()
  t.match(
    refusalOf(() => begin(before, { ...acting, renewed: renewed.slice(0, 1) })),
    { code: 'incomplete', errors: { length: 2 } },
  )
  const there = begin(before, { ...acting, renewed })
  t.equal(there.visit.state, 'ongoing')
  t.equal(there.consensus.revision, before.consensus.revision + 1)
  t.match(there.events, [
    { type: 'visit.begun', versions: { consensus: String(there.consensus.revision) } },
  ])
  t.match(
    refusalOf(() => begin(there, { ...acting, renewed })),
    {
      code: 'illegal-transition',
    },
  )
  t.match(
    refusalOf(() => begin(before, { ...acting, by: ann, renewed: [] })),
    { code: 'forbidden' },
  )
})

t.test('a report that changes nothing leaves what was agreed', async (t) => {
  for (const kind of ['confirmed', 'not_reached'] as const) {
    const { consensus, visit, changes, events } = report(
      ongoing({ kind, evidence: 'Seen.' }),
      acting,
    )
    t.same(
      events.map(({ type }) => type),
      ['visit.reported'],
    )
    t.match(consensus, { state: 'agreed', visited: true, approvals })
    t.equal(visit.state, 'reported')
    t.same(changes, [])
  }
})

t.test(
  'a change below the threshold stays agreed, from the threshold up it is approved anew',
  async (t) => {
    const changed = (percentBp: number) =>
      report(ongoing({ kind: 'changed', evidence: 'Another site.', ...valued(percentBp) }), acting)
    const small = changed(6000)
    t.match(small.consensus, { state: 'agreed', approvals })
    t.same(small.consensus.scores['1.2'], { ...valued(6000), note: 'Another site.', by: lead })
    t.same(small.changes, [
      {
        code: '1.2',
        fromBp: 4500,
        toBp: 6000,
        from: { percent: 45 },
        to: { percent: 60 },
        question: asked.question,
        note: 'Another site.',
      },
    ])
    for (const percentBp of [6500, 2500]) {
      t.match(changed(percentBp).consensus, { state: 'open', approvals: [], visited: true })
      t.match(changed(percentBp).events, [
        { type: 'visit.reported' },
        { type: 'consensus.reopened' },
      ])
    }
  },
)

t.test('small visits in a row do not get around the threshold', async (t) => {
  const agreedBp = { '1.2': 4500 }
  const again = (percentBp: number, more: Partial<Consensus>) => {
    const given = ongoing({ kind: 'changed', evidence: 'Another site.', ...valued(percentBp) })
    return report({ ...given, consensus: { ...given.consensus, ...more } }, acting).consensus
  }
  const first = again(6000, { agreedBp })
  t.match(first, { state: 'agreed', approvals })
  const { scores } = first
  t.match(again(7500, { agreedBp, scores }), { state: 'open', approvals: [] }, '30 in all')
  t.match(again(7500, { agreedBp: { '1.2': 6000 }, scores }), { state: 'agreed' }, 'control')
  t.match(again(4500, { agreedBp, scores }), { state: 'agreed' }, 'back to what was agreed')
})

t.test('two issues about one item follow each other, and the whole way counts', async (t) => {
  const twice = (first: number, second: number) => {
    const { consensus, visit } = ongoing(null)
    const outcome = (percentBp: number, evidence: string) =>
      ({ kind: 'changed', ...valued(percentBp), evidence }) as const
    const issues = [
      { ...asked, outcome: outcome(first, 'One site.') },
      { ...asked, question: 'And elsewhere?', outcome: outcome(second, 'Another.') },
    ]
    return report({ consensus, visit: { ...visit, issues } }, acting)
  }
  const { consensus, changes } = twice(6000, 7000)
  t.match(changes, [
    { fromBp: 4500, toBp: 6000, note: 'One site.' },
    { fromBp: 6000, toBp: 7000, note: 'Another.', question: 'And elsewhere?' },
  ])
  t.match(consensus, { state: 'open', scores: { '1.2': { ...valued(7000), note: 'Another.' } } })
  t.match(twice(9000, 5000).consensus, { state: 'agreed' }, 'there and back is a small change')
})

t.test('a score that is not there cannot have changed', async (t) => {
  const given = ongoing({ kind: 'changed', evidence: 'x', ...valued(6000) })
  const bare = { ...given, consensus: { ...given.consensus, scores: {} } }
  t.same(report(bare, acting).changes, [])
})

t.test('every issue needs its outcome', async (t) => {
  t.match(
    refusalOf(() => report(ongoing(null), acting)),
    { code: 'incomplete', errors: [{ pointer: '/issues/0/outcome', code: 'outcome-missing' }] },
  )
  t.match(
    refusalOf(() => report(planned(), acting)),
    { code: 'illegal-transition' },
  )
  t.match(
    refusalOf(() => report(ongoing(null), { ...acting, by: ann })),
    { code: 'forbidden' },
  )
})
