import t from 'tap'
import type { FindingId } from '../../../src/core/ids.ts'
import { lock, start } from '../../../src/core/review/review.ts'
import {
  etagOfFinding,
  etagOfReview,
  etagOfScore,
  judgedBy,
  lockedContent,
  ownReview,
  reviewOf,
  reviseScore,
  type StoredFinding,
  type StoredScore,
  scoresByCode,
  startReview,
} from '../../../src/core/review/stored.ts'
import { noon, numbered, people, proposedTo, reviewId } from '../../support/assessment.ts'
import { gauges, valued } from '../../support/consensus.ts'
import { gbt, refusalOf, submissionId } from '../../support/submissions.ts'

const now = noon(5)
const { ann, bob } = people
const active = { ...proposedTo(ann), state: 'active' } as const
const asked = {
  id: reviewId(1),
  submissionId,
  assignment: active,
  reviews: [],
  isClosed: false,
  stepBp: 500,
  by: ann,
  now,
} as const
const { review: begun, events: told } = startReview(asked)

t.test('an assessor begins one review, while no consensus is open', async (t) => {
  t.match(begun, {
    state: 'draft',
    round: 1,
    items: null,
    stepBp: 500,
    keyFactors: [],
    revision: 1,
  })
  t.same([begun.createdAt, begun.updatedAt], [now, now])
  const refused = (other: Partial<typeof asked> | object) =>
    refusalOf(() => startReview({ ...asked, ...other }))
  t.match(refused({ assignment: null }), { code: 'not-found' })
  t.match(refused({ assignment: { ...active, state: 'proposed' } }), { code: 'not-found' })
  t.match(refused({ assignment: { ...active, state: 'conflicted' } }), {
    code: 'conflict-of-interest',
  })
  t.match(refused({ by: bob }), { code: 'not-found' })
  t.match(refused({ reviews: [begun] }), { code: 'already-exists', parameter: 'submissionId' })
  const closed = {
    code: 'illegal-transition',
    state: 'active',
    event: 'start_review',
    allowed: ['recuse', 'remove'],
  }
  t.same(refused({ isClosed: true }), closed, 'of the own assignment, and not how far others are')
  t.equal(startReview({ ...asked, reviews: [{ personId: bob }] }).review.personId, ann)
  t.same(told, [
    {
      type: 'review.started',
      subject: begun.id,
      ids: { submissionId },
      versions: { review: '0' },
    },
  ])
})

t.test('only its assessor writes in it', async (t) => {
  t.equal(ownReview(begun, { assignment: active, by: ann }), begun)
  const ofBob = { ...begun, personId: bob }
  for (const [review, assignment] of [
    [ofBob, active],
    [null, active],
    [begun, null],
  ] as const)
    t.match(
      refusalOf(() => ownReview(review, { assignment, by: ann })),
      { code: 'not-found' },
    )
})

const score = (code: string, percentBp: number, revision = 1): StoredScore => ({
  code,
  score: { ...valued(percentBp), cannotJudge: null },
  revision,
  updatedAt: now,
})

t.test('a score counts its changes; the same again is none', async (t) => {
  const first = { ...valued(4500), cannotJudge: null }
  const put = reviseScore(null, { code: '1.1', score: first, now })
  t.same(put, { outcome: 'created', stored: score('1.1', 4500) })
  t.same(reviseScore(put.stored, { code: '1.1', score: first, now: noon(6) }), {
    outcome: 'unchanged',
    stored: put.stored,
  })
  const other = { ...valued(5000), cannotJudge: null }
  t.same(reviseScore(put.stored, { code: '1.1', score: other, now: noon(6) }), {
    outcome: 'updated',
    stored: { ...score('1.1', 5000, 2), updatedAt: noon(6) },
  })
  const reason = (cannotJudge: string) => ({ value: null, percentBp: null, cannotJudge })
  const { stored } = reviseScore(null, { code: '1.1', score: reason('No access.'), now })
  const changed = reviseScore(stored, { code: '1.1', score: reason('No data.'), now })
  t.equal(changed.outcome, 'updated')
})

t.test('every change moves a tag, and neighbours never share one', async (t) => {
  t.equal(etagOfScore(null), null)
  t.equal(etagOfScore(score('1.1', 4500, 2)), '"v2-1.1"')
  t.not(etagOfScore(score('1.1', 1)), etagOfScore(score('1.2', 1)))
  const id = numbered<FindingId>(9)
  t.equal(etagOfFinding({ id, revision: 3 }), `"f3-${id}"`)
  t.equal(etagOfReview(begun, []), '"r1-0"')
  t.equal(etagOfReview({ revision: 2 }, [score('1.1', 1, 2), score('1.2', 1)]), '"r2-3"')
})

t.test(
  'a review judges all items, or those of its round, without what does not apply',
  async (t) => {
    const marked = { reasonCode: 'no_such_activity', justification: 'None.' }
    const subject = {
      questionnaire: gbt,
      answers: { '4.1.2': { notApplicable: marked }, '4.1.3': {} },
    }
    const all = judgedBy(begun, subject)
    t.equal(all.items.length, 23)
    t.same([all.gauges('4.1.3').stepBp, all.notApplicable], [500, ['4.1.2']])
    const again = judgedBy({ items: ['4.1.3'], stepBp: 1000 }, subject)
    t.match(again, { items: ['4.1.3'], notApplicable: ['4.1.2'] })
    t.equal(again.gauges('4.1.3').stepBp, 1000)
  },
)

t.test('what is locked is one text: scores, findings by id, key factors', async (t) => {
  const whose = { id: reviewId(1), submissionId, personId: ann }
  t.same(reviewOf(whose, { round: 2, items: ['1.1'], stepBp: 500, now }), {
    ...start(whose),
    round: 2,
    items: ['1.1'],
    stepBp: 500,
    keyFactors: [],
    createdAt: now,
    updatedAt: now,
  })
  const scores = scoresByCode([score('1.1', 4500)])
  t.same(scores, { '1.1': { ...valued(4500), cannotJudge: null } })
  const finding = (n: number): StoredFinding => ({
    id: numbered<FindingId>(n),
    nodeCode: '1.1',
    kind: 'strength',
    text: 'Seen.',
    language: 'en',
    importance: 'normal',
    factor: null,
    evidence: '',
    keyFactors: [],
    sources: [],
    revision: 1,
    createdAt: now,
    updatedAt: now,
  })
  const whole = { ...begun, scores }
  const text = lockedContent(whole, [finding(2), finding(1)])
  t.equal(lockedContent(whole, [finding(1), finding(2)]), text, 'in whatever order they are read')
  t.notMatch(text, 'updatedAt')
  t.match(JSON.parse(text), { version: 1, round: 1, keyFactors: [], scores, personId: ann })
  t.not(lockedContent({ ...whole, keyFactors: ['One customer.'] }, [finding(1)]), text)
  const judged = { items: ['1.1'], gauges, notApplicable: [] }
  t.equal(lock(whole, { judged, digest: 'd'.repeat(64), now }).review.version, 1)
})
