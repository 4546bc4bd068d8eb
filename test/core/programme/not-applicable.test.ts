import t from 'tap'
import { CycleNotApplicable, demandTaken } from '../../../src/core/programme/not-applicable.ts'
import { defaultMaxShareBp } from '../../../src/core/scoring/not-applicable.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { answersTo, gbt, notApplicable, refusalOf } from '../../support/submissions.ts'

const plan = planOf(gbt, referenceWeighting(gbt))
const whole = answersTo(gbt)
const two = answersTo(gbt, { '4.2.2': { notApplicable }, '4.4.4': { notApplicable } })
const taken = (rule: CycleNotApplicable | null, answers: typeof whole) =>
  refusalOf(() => demandTaken(rule, { plan, answers }))

t.test('a cycle without a rule names every answer that does not apply', async (t) => {
  t.equal(taken(null, whole), 'allowed')
  t.match(taken(null, two), {
    code: 'document-invalid',
    errors: [
      { pointer: '/answers/4.2.2/notApplicable', code: 'not-applicable-refused' },
      { pointer: '/answers/4.4.4/notApplicable', code: 'not-applicable-refused' },
    ],
  })
})

t.test('a cycle with one takes as much as it says', async (t) => {
  for (const policy of ['zero', 'exclude', 'pro_rata'] as const) {
    t.equal(taken({ policy, maxShareBp: 1000 }, two), 'allowed', policy)
    t.match(taken({ policy, maxShareBp: 1 }, two), {
      code: 'document-invalid',
      errors: [{ pointer: '/answers', code: 'na-share' }],
    })
  }
  t.equal(taken({ policy: 'zero', maxShareBp: 1 }, whole), 'allowed')
})

t.test('a rule is never wider than what may be submitted', async (t) => {
  const read = (maxShareBp: number) =>
    CycleNotApplicable.safeParse({ policy: 'exclude', maxShareBp }).success
  t.same([0, 1, defaultMaxShareBp, defaultMaxShareBp + 1].map(read), [false, true, true, false])
})
