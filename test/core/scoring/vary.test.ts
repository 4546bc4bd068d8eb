import t from 'tap'
import { isProblem } from '../../../src/core/problem.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import type { Variation } from '../../../src/core/scoring/presets.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { vary } from '../../../src/core/scoring/vary.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { classical, fineTuned, maturity, pass, radar, statements } from '../../fixtures/methods.ts'
import { questionnaireOf, small } from '../../fixtures/questionnaires.ts'
import { noDigests } from '../../support/random-scoring.ts'

type Document = ReturnType<typeof small>

const refused = (document: Document, given: Variation) => {
  try {
    vary(document, given)
  } catch (error) {
    if (isProblem(error, 'document-invalid')) return error.parameters.errors
    throw error
  }
  return []
}

t.test("a value equal to the document's own varies nothing", async (t) => {
  const document = radar()
  for (const same of [
    {},
    { preset: 'exact-attributes' },
    { combine: 'attributes', inputRound: null, unanswered: 'zero', categoryMean: 'weighted' },
    { preset: 'exact-elements', combine: 'attributes' },
  ] as const)
    t.same(vary(document, same), { questionnaire: document, varied: false })
  const own = radar({ pointsStep: 1 })
  t.equal(vary(own, { pointsStep: 1 }).varied, false)
  t.equal(vary(own, { pointsStep: null }).varied, true, 'taking a step away varies')
})

t.test('presets stand in the place of the parameters, and single ones above presets', async (t) => {
  const { questionnaire, varied } = vary(radar(), { preset: 'assessbase-report', partRound: 10 })
  t.equal(varied, true)
  t.match(questionnaire.scoring.parameters, {
    inputRound: 5,
    partRound: 10,
    unanswered: 'renormalise',
    categoryMean: 'plain',
    pointsStep: 1,
  })
  t.notOk('elementRound' in questionnaire.scoring.parameters, 'null takes a step away')
  const kept = vary(radar({ unanswered: 'renormalise' }), { preset: 'assessbase-form' })
  t.match(kept.questionnaire.scoring.parameters, { unanswered: 'renormalise', partRound: 10 })
  t.match(vary(statements(), { preset: 'tool' }).questionnaire.scoring.parameters, {
    categoryStep: 5,
    pointsStep: 1,
  })
})

t.test('a varied sheet is custom, says what was in force, and recognizes nobody', async (t) => {
  const sheet = (given: Variation) => {
    const { questionnaire, varied } = vary(small(), given)
    const plan = planOf(questionnaire, referenceWeighting(questionnaire), { varied })
    const answers = { '1.1': { percent: 55 }, '1.2': { percent: 40 } }
    return score({ plan, answers, digests: noDigests, allowIncomplete: true })
  }
  t.match(sheet({}), { variant: 'official', parameters: null, recognition: [{}] })
  t.match(sheet({ unanswered: 'renormalise', pointsStep: 1 }), {
    variant: 'custom',
    parameters: { preset: null, combine: null, unanswered: 'renormalise', pointsStep: 1 },
    recognition: [],
  })
})

t.test('what a method does not let vary is refused with what it does', async (t) => {
  t.match(refused(small(), { combine: 'elements', partRound: 5 }), [
    {
      pointer: '/parameters/combine',
      code: 'parameter-fixed',
      detail: /open: categoryMean, categoryStep, pointsStep, unanswered/,
    },
    { pointer: '/parameters/partRound' },
  ])
  for (const document of [classical(), fineTuned(), maturity(), pass()])
    t.match(refused(document, { unanswered: 'zero' }), [
      { pointer: '/parameters/unanswered', code: 'parameter-fixed', detail: /open: nothing/ },
    ])
  t.match(refused(statements(), { preset: 'exact-elements' }), [
    { pointer: '/parameters/preset', code: 'preset-unknown', detail: /known: tool/ },
  ])
  t.match(refused(classical(), { preset: 'tool' }), [{ detail: /known: nothing/ }])
})

t.test('steps are those that a document may state', async (t) => {
  t.match(refused(radar(), { inputRound: 30, pointsStep: 0, elementRound: 0.001 }), [
    { pointer: '/parameters/elementRound', code: 'step-grain' },
    { pointer: '/parameters/pointsStep', code: 'step-grain' },
    { pointer: '/parameters/inputRound', code: 'step-misses-hundred' },
  ])
  const categories = [{ code: 'x', items: [['a', 1]] as const }]
  t.equal(vary(questionnaireOf({ categories }), { pointsStep: 0.5 }).varied, true)
})
