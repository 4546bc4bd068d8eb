import t from 'tap'
import type { FindingId } from '../../../src/core/ids.ts'
import type { FindingInput } from '../../../src/core/review/finding.ts'
import {
  addFinding,
  changeFinding,
  KeyFactor,
  mostFindings,
  putKeyFactors,
  removeFinding,
} from '../../../src/core/review/notes.ts'
import { reviewOf } from '../../../src/core/review/stored.ts'
import { noon, numbered, people, reviewId } from '../../support/assessment.ts'
import { refusalOf, submissionId } from '../../support/submissions.ts'

const now = noon(6)
const whose = { id: reviewId(1), submissionId, personId: people.ann }
const draft = reviewOf(whose, { round: 1, items: null, stepBp: 500, now: noon(5) })
const locked = { ...draft, state: 'locked', lockedAt: noon(5) } as const
const excluded = { ...draft, state: 'excluded' } as const
const factors = () => ['approach']
const input: FindingInput = {
  nodeCode: '1.1',
  kind: 'strength',
  text: 'Seen.',
  language: 'en',
  importance: 'normal',
  factor: null,
  evidence: '',
  keyFactors: [],
  sources: [],
}
const id = numbered<FindingId>(9)

t.test('a finding is noted, replaced whole and taken out; each moves the review', async (t) => {
  const added = addFinding(draft, { id, input, used: 0, factors, now })
  t.same(added.finding, { ...input, id, revision: 1, createdAt: now, updatedAt: now })
  t.match(added.review, { revision: 2, updatedAt: now })
  const other = { ...input, text: 'Seen twice.' }
  const { finding, review } = changeFinding(added.review, {
    finding: added.finding,
    input: other,
    factors,
    now: noon(7),
  })
  t.same(finding, { ...other, id, revision: 2, createdAt: now, updatedAt: noon(7) })
  t.equal(review.revision, 3)
  const again = changeFinding(review, { finding, input: { ...other }, factors, now: noon(8) })
  t.equal(again.review, review, 'the same again changes nothing')
  t.equal(again.finding, finding)
  t.equal(removeFinding(review, now).revision, 4)
  t.match(
    refusalOf(() => addFinding(draft, { id, input, used: mostFindings, factors, now })),
    { code: 'quota-reached', used: mostFindings, max: mostFindings },
  )
})

t.test('key factors are replaced; the same again changes nothing', async (t) => {
  const keyFactors = ['One customer.', 'Two plants.']
  const put = putKeyFactors(draft, { keyFactors, now })
  t.match(put, { keyFactors, revision: 2, updatedAt: now })
  t.equal(putKeyFactors(put, { keyFactors: [...keyFactors], now }), put)
  for (const less of [['One customer.'], ['Two plants.', 'One customer.']])
    t.equal(putKeyFactors(put, { keyFactors: less, now }).revision, 3)
  t.ok(KeyFactor.safeParse('x').success)
})

t.test('nothing is noted once it is locked, or out of the panel', async (t) => {
  const { finding } = addFinding(draft, { id, input, used: 0, factors, now })
  for (const [review, code] of [
    [locked, 'immutable'],
    [excluded, 'illegal-transition'],
  ] as const)
    for (const write of [
      () => addFinding(review, { id, input, used: 0, factors, now }),
      () => changeFinding(review, { finding, input, factors, now }),
      () => removeFinding(review, now),
      () => putKeyFactors(review, { keyFactors: [], now }),
    ])
      t.match(refusalOf(write), { code })
})

t.test('a factor by which the node is not judged is refused, in a draft', async (t) => {
  const wrong = { ...input, factor: 'levels' }
  const { finding } = addFinding(draft, { id, input, used: 0, factors, now })
  for (const write of [
    () => addFinding(draft, { id, input: wrong, used: 0, factors, now }),
    () => changeFinding(draft, { finding, input: wrong, factors, now }),
  ])
    t.match(refusalOf(write), {
      code: 'document-invalid',
      errors: [{ pointer: '/factor', code: 'factor-unknown' }],
    })
  const right = { ...input, factor: 'approach' }
  t.equal(changeFinding(draft, { finding, input: right, factors, now }).finding.factor, 'approach')
})
