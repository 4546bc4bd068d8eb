import t from 'tap'
import { Happening } from '../../../src/core/document/event-v1.ts'
import { reviewStates } from '../../../src/core/review/life.ts'
import {
  exclude,
  type Judged,
  judgedItems,
  leavingWith,
  lock,
  lockedText,
  putScore,
  type Review,
  reopen,
  type ScoreInput,
  start,
} from '../../../src/core/review/review.ts'
import { noon, people, reviewId } from '../../support/assessment.ts'
import { gauges, valued } from '../../support/consensus.ts'
import { gbt, refusalOf, submissionId } from '../../support/submissions.ts'

const judged: Judged = { items: ['1.1', '1.2', '2.1'], gauges, notApplicable: ['2.1'] }
const digest = 'd'.repeat(64)
const now = noon(5)

const put = (review: Review, code: string, input: ScoreInput) =>
  putScore(review, { code, input, judged })
const empty = start({ id: reviewId(1), submissionId, personId: people.ann })
const whole = put(put(empty, '1.1', { percent: 45 }), '1.2', { cannotJudge: 'No access.' })
const locked = lock(whole, { judged, digest, now }).review

t.test('the items of a questionnaire, in its order', async (t) => {
  const items = judgedItems(gbt)
  t.equal(items.length, 23)
  t.equal(items[0], '4.1.2')
  const [category, ...others] = gbt.categories
  const pilot = {
    ...gbt,
    categories: [
      {
        ...category,
        items: category?.items?.map((item) => ({ ...item, effectiveFrom: '9.0.0' })),
      },
      ...others,
    ],
  } as typeof gbt
  t.ok(judgedItems(pilot).length < 23, 'without pilots')
})

t.test('a score is a percent on the step, or a reason why there is none', async (t) => {
  t.same(whole.scores, {
    '1.1': { ...valued(4500), cannotJudge: null },
    '1.2': { value: null, percentBp: null, cannotJudge: 'No access.' },
  })
  t.equal(whole.revision, 3)
  t.same(put(whole, '1.1', { percent: 0 }).scores['1.1'], { ...valued(0), cannotJudge: null })
  t.match(
    refusalOf(() => put(empty, '1.1', { percent: 47 })),
    { code: 'document-invalid', errors: [{ pointer: '/percent', code: 'percent-off-step' }] },
  )
})

t.test('what is not judged takes no score', async (t) => {
  for (const code of ['9.9', '2.1'])
    t.same(
      refusalOf(() => put(empty, code, { percent: 45 })),
      { code: 'not-found' },
      code,
    )
})

t.test('a locked review takes no score, nor does an excluded one', async (t) => {
  t.same(
    refusalOf(() => put(locked, '1.1', { percent: 50 })),
    {
      code: 'immutable',
      since: now.toISOString(),
    },
  )
  t.same(
    refusalOf(() => put(exclude(locked).review, '1.1', { percent: 50 })),
    { code: 'immutable', since: now.toISOString() },
  )
  t.match(
    refusalOf(() => put(exclude(empty).review, '1.1', { percent: 50 })),
    {
      code: 'illegal-transition',
      state: 'excluded',
    },
  )
})

t.test('every missing item is named by its pointer, all at once', async (t) => {
  t.match(
    refusalOf(() => lock(empty, { judged, digest, now })),
    {
      code: 'incomplete',
      errors: [
        { pointer: '/scores/1.1', code: 'score-missing' },
        { pointer: '/scores/1.2', code: 'score-missing' },
      ],
    },
  )
})

t.test('a lock keeps its digest and counts, and is told by ids', async (t) => {
  t.match(locked, { state: 'locked', digest, lockedAt: now, version: 1, revision: 4 })
  const { events } = lock(whole, { judged, digest, now })
  for (const event of events) Happening.parse(event)
  t.same(events, [
    {
      type: 'review.locked',
      subject: whole.id,
      ids: { submissionId },
      versions: { review: '1' },
    },
  ])
  t.same(lockedText(whole), {
    id: whole.id,
    personId: people.ann,
    version: 1,
    scores: whole.scores,
  })
})

t.test('a manager reopens it with a reason, until a consensus has it', async (t) => {
  const reason = 'Item 1.2 was meant to be scored.'
  const { review, events } = reopen(locked, { reason, consensusOpened: false })
  t.match(review, { state: 'draft', lockedAt: null, digest: null, reopenedFor: reason, version: 1 })
  t.match(events, [{ type: 'review.reopened', versions: { review: '1' } }])
  t.equal(lock(review, { judged, digest, now }).review.version, 2)
  t.same(
    refusalOf(() => reopen(locked, { reason, consensusOpened: true })),
    { code: 'illegal-transition', state: 'locked', event: 'reopen', allowed: [] },
  )
  t.match(
    refusalOf(() => reopen(empty, { reason, consensusOpened: false })),
    {
      code: 'illegal-transition',
    },
  )
})

t.test('an excluded review is kept as it was', async (t) => {
  for (const state of reviewStates.filter((each) => each !== 'excluded')) {
    const { review, events } = exclude({ ...locked, state })
    const { scores, digest: kept } = review
    t.match(events, [{ type: 'review.excluded', subject: locked.id, versions: { review: '1' } }])
    t.same({ scores, kept }, { scores: locked.scores, kept: digest })
  }
  t.match(
    refusalOf(() => exclude(exclude(locked).review)),
    { code: 'illegal-transition' },
  )
})

t.test(
  'reviews leave with their assessor; what a consensus counts stays until somebody decides',
  async (t) => {
    const all = (['draft', 'locked', 'excluded'] as const).map((state) => ({ state }))
    const states = (isOpened: boolean) => leavingWith(all, { isOpened }).map(({ state }) => state)
    t.same(states(false), ['draft', 'locked'])
    t.same(states(true), ['draft'])
  },
)
