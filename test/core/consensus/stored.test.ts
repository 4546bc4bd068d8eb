import t from 'tap'
import {
  changedEntries,
  entriesByCode,
  etagOfConsensus,
  etagOfEntry,
  readRecord,
  recordOf,
  reviewsOfRound,
  type StoredConsensus,
} from '../../../src/core/consensus/stored.ts'
import type { ReviewId } from '../../../src/core/ids.ts'
import { noon, numbered, people } from '../../support/assessment.ts'
import { consensusIn, panel, valued } from '../../support/consensus.ts'

const { lead, ann } = people
const now = noon(12)
const renewed = [
  { personId: lead, at: noon(11) },
  { personId: ann, at: noon(12) },
]
const objection = { by: ann, at: noon(10), code: '1.1', reason: 'No.' }

t.test('the record comes back as it was kept, instants and all', async (t) => {
  const consensus: StoredConsensus = {
    ...consensusIn('proposed', {
      round: 2,
      rounds: [{ items: ['1.1'], reason: 'Again.', dueAt: noon(20) }],
      approvals: [{ by: ann, at: noon(11) }],
      objections: [
        { ...objection, overruled: 'Yes.', withdrawnAt: null },
        { ...objection, overruled: null, withdrawnAt: noon(11) },
      ],
      departures: [
        { personId: ann, decision: 'keep', by: lead, at: noon(11), reason: 'So.', successor: null },
      ],
      reopened: ['1.2'],
    }),
    visits: [{ state: 'planned', issues: [], renewed, changes: [] }],
  }
  const {
    id: _,
    submissionId: __,
    state: ___,
    scores,
    openedAt,
    finalAt,
    revision,
    ...kept
  } = consensus
  t.same(readRecord(recordOf(consensus)), kept)
  const {
    departures: ____,
    reopened: _____,
    agreedBp: ______,
    ...older
  } = JSON.parse(recordOf(consensus))
  t.match(
    readRecord(JSON.stringify(older)),
    { departures: [], reopened: [], agreedBp: {} },
    'from before',
  )
  t.notMatch(recordOf(consensus), 'percentBp', 'scores have rows of their own')
  t.ok([scores, openedAt, revision].every(Boolean))
  t.equal(finalAt, null)
})

t.test('who declared anew comes back in that order, from before without instants', async (t) => {
  const visit = { state: 'planned', issues: [], renewed, changes: [] } as const
  const record = JSON.parse(recordOf({ ...consensusIn('visiting'), visits: [visit] }))
  const kept = (other: unknown) => {
    const visits = [{ ...record.visits[0], renewed: other }]
    return readRecord(JSON.stringify({ ...record, visits })).visits.map((each) => each.renewed)
  }
  t.same(record.visits[0].renewed, { [lead]: noon(11).toISOString(), [ann]: now.toISOString() })
  const [first, second] = [noon(13), noon(12)].map((at) => at.toISOString())
  t.match(kept({ [lead]: first, [ann]: second }), [[{ personId: ann }, { personId: lead }]])
  const older = [
    { personId: ann, at: null },
    { personId: lead, at: null },
  ]
  t.same(kept([ann, lead]), [older])
  const [read] = kept([ann, lead])
  const again = { ...visit, renewed: read ?? [] }
  const saved = recordOf({ ...consensusIn('visiting'), visits: [again] })
  t.same(new Set(readRecord(saved).visits[0]?.renewed), new Set(older), 'and are saved without')
})

t.test('a visit from before has percents, which are values', async (t) => {
  const issue = { code: '1.1', kind: 'verify', question: 'So?', source: '4.1' } as const
  const percents = { fromBp: 4500, toBp: 4750 }
  const [confirmed, changed] = [
    { kind: 'confirmed', evidence: 'Seen.' },
    { kind: 'changed', evidence: 'Less.', percentBp: 4750 },
  ]
  const change = { code: '1.1', question: 'So?', note: 'Less.' }
  const older = {
    ...JSON.parse(recordOf({ ...consensusIn('open'), visits: [] })),
    visits: [
      {
        state: 'reported',
        renewed: [],
        issues: [null, confirmed, changed].map((outcome) => ({ ...issue, outcome })),
        changes: [{ ...change, ...percents }],
      },
    ],
  }
  const read = readRecord(JSON.stringify(older))
  const [visit] = read.visits
  t.same(
    visit?.issues.map(({ outcome }) => outcome),
    [null, confirmed, { ...changed, value: { percent: 47.5 } }],
  )
  t.same(visit?.changes, [{ ...change, ...percents, from: { percent: 45 }, to: { percent: 47.5 } }])
  t.same(readRecord(JSON.stringify({ ...older, ...read })).visits, read.visits, 'once')
})

t.test('a score moves its tag; saying the same again changes nothing', async (t) => {
  const score = { ...valued(4500), note: 'We met.', by: lead }
  const [entry] = changedEntries(
    { entries: [], reopened: [] },
    { scores: { '1.1': score }, reopened: [] },
    now,
  )
  t.same(entry, { code: '1.1', score, revision: 1, updatedAt: now })
  const before = entry === undefined ? [] : [entry]
  t.same(entriesByCode(before), { '1.1': score })
  const again = (other: object, reopened: readonly string[] = []) =>
    changedEntries(
      { entries: before, reopened },
      { scores: { '1.1': { ...score, ...other } }, reopened: [] },
      noon(13),
    )
  t.same(again({ by: ann }), [])
  t.match(again({}, ['1.1']), [{ revision: 2, score }], 'a reopened one is given anew')
  for (const other of [
    { ...score, ...valued(5000) },
    { ...score, note: null },
  ])
    t.match(again(other), [{ revision: 2, score: other }])
  t.equal(etagOfEntry(null), null)
  t.equal(etagOfEntry({ code: '1.1', revision: 2 }), '"k2-1.1"')
  t.equal(etagOfConsensus({ revision: 7 }), '"q7"')
})

t.test('every member gets a draft of the items of a round', async (t) => {
  const round = { items: ['1.2'], reason: 'Again.', dueAt: noon(20) }
  const consensus = consensusIn('scoring', { round: 2, rounds: [round] })
  let n = 200
  const newId = () => {
    n += 1
    return numbered<ReviewId>(n)
  }
  const drafts = reviewsOfRound(consensus, { panel, newId, now })
  t.same(
    drafts.map(({ personId }) => personId),
    panel.members,
  )
  t.match(drafts[0], { round: 2, items: ['1.2'], state: 'draft', stepBp: 500, createdAt: now })
  t.equal(new Set(drafts.map(({ id }) => id)).size, 3)
  const third = consensusIn('scoring', { round: 3, rounds: [round, { ...round, items: ['1.1'] }] })
  const [later] = reviewsOfRound(third, { panel, newId, now })
  t.match(later, { round: 3, items: ['1.1'] }, 'of the last round, not of those before')
})
