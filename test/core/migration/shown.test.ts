import t from 'tap'
import { fraction } from '../../../src/core/exact.ts'
import { identityMapping } from '../../../src/core/migration/identity.ts'
import { planMigration } from '../../../src/core/migration/plan.ts'
import { shownEstimate, shownPlan } from '../../../src/core/migration/shown.ts'
import { questionnaireOf, small } from '../../fixtures/questionnaires.ts'

const planTo = (target = small()) =>
  planMigration({
    source: small(),
    answers: { '1.1': { percent: 45 } },
    hops: [{ mapping: identityMapping(small(), target), target }],
  })

t.test(
  'exact numbers leave as text beside what people read, the answers stay inside',
  async (t) => {
    const shown = shownPlan(planTo())
    t.notOk('answers' in shown)
    t.match(shown, {
      counts: { carried: 1, new: 3 },
      effect: {
        before: { points: 13.5, exactPoints: '27/2', maxPoints: 100, exactPercent: '27/2' },
        after: { points: 13.5, percent: 13.5 },
        categories: [{ code: '1', before: '27/2', after: '27/2', delta: '0' }, {}, {}],
        reviewPoints: 0,
        exactReviewPoints: '0',
      },
    })
  },
)

t.test(
  'what there is not is null: a category of one side, a percent of nothing, a total',
  async (t) => {
    const { effect } = planTo()
    const none = { ...planTo(), effect: { ...effect, before: null, reviewPoints: null } }
    const unsummed = { before: null, reviewPoints: null, exactReviewPoints: null }
    t.match(shownPlan(none).effect, unsummed)
    const elsewhere = questionnaireOf({ categories: [{ code: 'x', items: [['x.1', 100]] }] })
    const other = shownPlan(planTo(elsewhere)).effect
    t.match(other.mappedAfter, { points: 0, percent: null, exactPercent: null })
    t.match(other.categories[0], { code: 'x', before: null, delta: '0' })
  },
)

t.test('an estimate leaves with exact figures beside those for people', async (t) => {
  const rest = { code: '6.2', sources: [], missing: [] }
  t.same(
    shownEstimate({ ...rest, percent: fraction(325n, 7n), span: [fraction(30n), fraction(65n)] }),
    {
      ...rest,
      percent: 46.43,
      exactPercent: '325/7',
      span: { lowest: 30, exactLowest: '30', highest: 65, exactHighest: '65' },
    },
  )
  t.same(shownEstimate({ ...rest, percent: null, span: null }), {
    ...rest,
    percent: null,
    exactPercent: null,
    span: null,
  })
})
