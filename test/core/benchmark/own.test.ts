// The own side of a comparison: what can be compared, and what a draft is worth so far.
import t from 'tap'
import { demandComparable, previewedValues } from '../../../src/core/benchmark/own.ts'
import { nodesOf } from '../../../src/core/benchmark/value.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { answersTo, gbt, notApplicable, refusalOf } from '../../support/submissions.ts'

const plan = planOf(gbt, referenceWeighting(gbt))
const nodes = nodesOf(gbt)

t.test('only scores of the same questionnaire and scoring are compared', async (t) => {
  const edition = { questionnaireKey: 'one', scoringDigest: 'a' }
  t.equal(
    refusalOf(() => demandComparable(edition, { key: 'one', scoringDigest: 'a' })),
    'allowed',
  )
  for (const other of [
    { key: 'two', scoringDigest: 'a' },
    { key: 'one', scoringDigest: 'b' },
  ])
    t.match(
      refusalOf(() => demandComparable(edition, other)),
      { code: 'not-found' },
    )
})

t.test('a complete draft has the values a sheet would have', async (t) => {
  const own = previewedValues(plan, answersTo(gbt), nodes)
  t.ok(nodes.every(({ code }) => own[code] === 4500))
})

t.test('what is not answered has no value, and counts zero in the whole', async (t) => {
  const own = previewedValues(plan, { '4.1.2': { percent: 100 }, '4.1.3': { comment: '?' } }, nodes)
  t.equal(own['4.1.2'], 10_000)
  t.strictSame([own['4.1.3'], own['4.7.7']], [null, null], 'a comment is no answer')
  t.equal(own['4.7'], 0)
  t.equal(own.total, 500, 'half of the 100 points of 1000 would be 500')
})

t.test('what is not applicable takes its category and the total along', async (t) => {
  const code = plan.categories.flatMap((each) => each.nodes).find((each) => each.naAllowed)?.code
  const own = previewedValues(plan, answersTo(gbt, { [String(code)]: { notApplicable } }), nodes)
  const category = nodes.find((node) => node.code === code)?.category
  t.strictSame([own[String(code)], own[String(category)], own.total], [null, null, null])
})
