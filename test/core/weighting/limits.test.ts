import t from 'tap'
import type { AssociationId, QuestionnaireKey } from '../../../src/core/ids.ts'
import {
  breaches,
  etagOfLimits,
  limitsFindings,
  type PutLimits,
  putLimits,
  removeLimits,
  WeightingLimits,
} from '../../../src/core/weighting/limits.ts'
import {
  admin,
  association,
  errorsOf,
  make,
  manager,
  now,
  questionnaire,
  refusal,
} from '../../support/weightings.ts'

const limits = {
  ranges: { '1': { min: 40, max: 60 } },
  leastResultsShareBp: 1500,
  zeroAllowed: false,
}
const put = (more: Partial<PutLimits> = {}) =>
  putLimits({
    before: null,
    associationId: association.id as AssociationId,
    questionnaireKey: questionnaire.key as QuestionnaireKey,
    limits,
    questionnaire,
    standing: manager,
    now,
    ...more,
  })

t.test('the first limits, and other ones in their place', async (t) => {
  const { record, events } = put()
  t.match(record, { limits, revision: 1, updatedBy: manager.personId })
  t.match(events, [{ type: 'weighting-limits.changed', versions: { limits: '1' } }])
  const next = put({ before: record, limits: { zeroAllowed: true } })
  t.match(next.record, { limits: { zeroAllowed: true }, revision: 2 })
  t.not(etagOfLimits(next.record), etagOfLimits(record))
})

t.test('the same again changes nothing', async (t) => {
  const { record } = put()
  const again = put({ before: record })
  t.equal(again.record, record)
  t.same(again.events, [])
})

t.test('a tag does not come back when limits are set anew', async (t) => {
  const { record } = put()
  const later = put({ now: new Date(now.getTime() + 1) }).record
  t.not(etagOfLimits(later), etagOfLimits(record))
})

t.test('limits that no weighting could meet, or that mean nothing, are refused', async (t) => {
  const wrong = (ranges: WeightingLimits['ranges']) =>
    limitsFindings({ ranges }, questionnaire).map(({ pointer, code }) => `${pointer} ${code}`)
  t.same(wrong({ '9.9': { min: 1 } }), ['/ranges/9.9 node-unknown'])
  t.same(wrong({ '1.1': { min: 3, max: 2 } }), ['/ranges/1.1 range-empty'])
  t.same(wrong({ '1.1': { max: 0.001 } }), ['/ranges/1.1 points-grain'])
  t.same(wrong({ '1.1': { min: 60 }, '2.1': { min: 40.01 } }), ['/ranges ranges-too-much'])
  t.same(wrong({ '1.1': { min: 60 }, '2.1': { min: 40 } }), [])
  t.same(limitsFindings({}, questionnaire), [])
  t.same(
    errorsOf(() => put({ limits: { ranges: { x: {} } } })),
    ['/ranges/x node-unknown'],
  )
})

t.test('who sets and takes away limits follows the table', async (t) => {
  t.equal(refusal(() => put({ standing: admin })).code, 'not-found')
  t.equal(refusal(() => put({ questionnaire: null })).code, 'not-found')
  const { record } = put()
  t.equal(refusal(() => removeLimits(admin, record)).code, 'not-found')
  t.match(removeLimits(manager, record), [{ type: 'weighting-limits.removed' }])
})

t.test('a breach of two limits is told once', async (t) => {
  const { weighting } = make()
  const tight = { ranges: { '1': { max: 10 } } }
  t.equal(breaches(weighting, questionnaire, [tight, tight]).length, 1)
  t.same(breaches(weighting, questionnaire, []), [])
  t.same(
    breaches(weighting, questionnaire, [{ ranges: { gone: { min: 10 } } }]),
    [],
    'of a code of another version nothing is asked',
  )
})

t.test('the shape takes no stranger', async (t) => {
  t.ok(WeightingLimits.safeParse(limits).success)
  for (const wrong of [{ leastResultsShareBp: 10_001 }, { max: 3 }, { ranges: { a: { most: 1 } } }])
    t.notOk(WeightingLimits.safeParse(wrong).success)
})
