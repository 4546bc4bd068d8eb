import t from 'tap'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import { contentsOf } from '../../../src/core/report/contents.ts'
import { levelBp, measuresOf, speaksOfLevels } from '../../../src/core/report/measure.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { answerableOf } from '../../../src/core/submission/answerable.ts'
import { modelOf, wholeValue } from '../../support/models.ts'

const digest = 'a'.repeat(64)
const digests = { questionnaire: digest, weighting: digest, answers: digest }
const sheetOf = (questionnaire: Questionnaire, steps: number) =>
  score({
    plan: planOf(questionnaire, referenceWeighting(questionnaire)),
    digests,
    answers: Object.fromEntries(
      answerableOf(questionnaire).scored.map(({ code, rater }) => [code, wholeValue(rater, steps)]),
    ),
  })
const given = (key: string, exactScores: boolean) => {
  const questionnaire = modelOf(key)
  const [official, self] = [sheetOf(questionnaire, 3), sheetOf(questionnaire, 0)]
  return { questionnaire, official, self, exactScores }
}

t.test('levels are told whatever the cycle says of percents', async (t) => {
  const iso = given('iso-9004-2018', false)
  t.ok(speaksOfLevels(iso.official))
  t.same(measuresOf('5.2', iso), { official: { level: 3 }, self: { level: 0 } })
  t.same(measuresOf('9.9', iso), { official: null, self: null })
  const percent = iso.official.nodes.find(({ code }) => code === '5.2')?.percent
  t.equal(
    percent,
    (3 * levelBp) / 100,
    'a benchmark holds the percent, so many of which are a level',
  )
  const rest = { findings: [], summaries: {}, keyFactors: [], recognition: [] }
  const contents = contentsOf({ ...iso, ...rest, recognizedOn: '2031-04-01' })
  t.match(contents.categories[0]?.items[0], {
    score: { from: 60, to: 60, percent: 60 },
    measures: { official: { level: 3 } },
  })
})

t.test('points are told where the cycle tells percents, the own ones always', async (t) => {
  const own = { points: 0, maxPoints: 100 }
  t.same(measuresOf('A', given('deming-prize-2018', false)), { official: null, self: own })
  t.same(measuresOf('A', given('deming-prize-2018', true)), {
    official: { points: 0.3, maxPoints: 100 },
    self: own,
  })
})

t.test('where a model speaks of percents, nothing takes their place', async (t) => {
  const efqm = given('efqm-2020', true)
  t.notOk(speaksOfLevels(efqm.official))
  t.equal(measuresOf('1.1', efqm), null)
})
