import t from 'tap'
import { assignmentStates } from '../../../src/core/assignment/life.ts'
import { mayReview, waitsFor } from '../../../src/core/assignment/waiting.ts'
import { noon } from '../../support/assessment.ts'

const now = noon(3)
/** The first moment of reviews: nobody knows it, to come, now, gone. */
const moments = [null, noon(4), noon(3), noon(2)] as const

t.test('a review is waited for from the moment on at which it may begin', async (t) => {
  t.same(
    moments.map((reviewsFrom) => mayReview({ reviewsFrom, now })),
    [false, false, true, true],
  )
  for (const state of assignmentStates) {
    const waited = moments.map((reviewsFrom) => waitsFor({ state, reviewsFrom, now }))
    if (state === 'proposed') t.same(waited, Array(4).fill('declaration'))
    else if (state === 'active') t.same(waited, [null, null, 'review', 'review'])
    else t.same(waited, Array(4).fill(null), state)
  }
})
