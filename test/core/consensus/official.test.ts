import t from 'tap'
import type { Consensus } from '../../../src/core/consensus/consensus.ts'
import {
  notApplicableIn,
  officialAnswers,
  officialOf,
} from '../../../src/core/consensus/official.ts'
import { fromText, toBasisPoints } from '../../../src/core/exact.ts'
import { judgedItems } from '../../../src/core/review/review.ts'
import { gaugesOf, percentStepOf, readValue } from '../../../src/core/review/value.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import type { Answers } from '../../../src/core/submission/answer.ts'
import { answerableOf } from '../../../src/core/submission/answerable.ts'
import { withoutProgramme } from '../../../src/core/submission/submit.ts'
import { people } from '../../support/assessment.ts'
import { valued } from '../../support/consensus.ts'
import { modelKeys, modelOf, wholeValue } from '../../support/models.ts'
import { answersTo, gbt, notApplicable } from '../../support/submissions.ts'

const by = people.lead
const official = (answers: Answers, scores: Consensus['scores']) =>
  officialAnswers(answers, { scores, questionnaire: gbt })
const scoresOf = (percentBp: number, without: readonly string[] = []) =>
  Object.fromEntries(
    judgedItems(gbt)
      .filter((code) => !without.includes(code))
      .map((code) => [code, { ...valued(percentBp), note: 'We met.', by }]),
  )

t.test('the percents are the panel’s, the marks the applicant’s, the text nobody’s', async (t) => {
  const answers = { '4.1.2': { percent: 90, comment: 'Ours' }, '4.4.3': { notApplicable } }
  t.same(official(answers, { '4.1.2': { ...valued(4550), note: null, by } }), {
    '4.1.2': { percent: 45.5 },
    '4.4.3': { notApplicable },
  })
})

t.test('the sheet that counts is the programme’s, and the reference is there', async (t) => {
  const reference = { kind: 'reference' } as const
  const programme = { kind: 'programme' } as const
  t.equal(officialOf([reference, programme]), programme)
  t.equal(officialOf([reference]), reference)
  t.equal(officialOf([]), null)
  t.equal(officialOf([programme, reference], 'reference'), reference)
  t.equal(officialOf([reference], 'programme'), null)
})

t.test('the marks alone, for whoever judges', async (t) => {
  t.same(notApplicableIn({ '4.1.2': { percent: 90 }, '4.4.3': { notApplicable } }, gbt), ['4.4.3'])
})

t.test('a mark outweighs a score that nobody should have given', async (t) => {
  const answers = { '4.4.3': { notApplicable } }
  t.same(official(answers, { '4.4.3': { ...valued(4500), note: null, by } }), {
    '4.4.3': { notApplicable },
  })
})

t.test('the same engine scores them: 45 % everywhere is 450 of 1000 points', async (t) => {
  const digest = 'a'.repeat(64)
  const digests = { questionnaire: digest, weighting: digest, answers: digest }
  const plan = planOf(gbt, referenceWeighting(gbt))
  const sheet = (scores: ReturnType<typeof scoresOf>, given: ReturnType<typeof answersTo>) =>
    score({
      plan,
      digests,
      answers: official(given, scores),
      notApplicable: withoutProgramme,
    })
  t.match(sheet(scoresOf(4500), answersTo(gbt, { '4.1.2': { percent: 90 } })).total, {
    percent: 45,
    points: 450,
  })
  const marked = sheet(scoresOf(4500, ['4.4.4']), answersTo(gbt, { '4.4.4': { notApplicable } }))
  t.ok((marked.total?.points ?? 0) < 450, 'what does not apply earns nothing without a programme')
})

t.test(
  'what an applicant declares not applicable statement by statement is marked too',
  async (t) => {
    const quick = modelOf('baldrige-2023-2024-quick')
    const out = 'not_applicable'
    const answers: Answers = {
      '1.1': { statements: { '1.1.s1': out, '1.1.s2': out }, comment: 'Not ours.' },
      '1.2': { statements: { '1.2.s1': out, '1.2.s2': 60 } },
      P: { comment: 'Of us.' },
    }
    t.same(notApplicableIn(answers, quick), ['1.1'])
    const { '1.1': kept } = officialAnswers(answers, { scores: {}, questionnaire: quick })
    t.same(kept, { statements: { '1.1.s1': out, '1.1.s2': out } }, 'without the text')
  },
)

t.test('by every method the sheet is that of the values as answers', async (t) => {
  const digest = 'a'.repeat(64)
  const digests = { questionnaire: digest, weighting: digest, answers: digest }
  for (const key of modelKeys) {
    const questionnaire = modelOf(key)
    const gauges = gaugesOf(questionnaire, {
      stepBp: percentStepOf(questionnaire) ?? 500,
      naPermitted: true,
    })
    const nodes = answerableOf(questionnaire).scored
    const read = nodes.map(({ code, rater }, place) => {
      // Odd ones out would lie beyond the highest of a short scale.
      return [code, readValue(wholeValue(rater, place % 3), gauges(code))] as const
    })
    const scores = Object.fromEntries(
      read.map(([code, each]) => [code, { ...each, note: null, by }]),
    )
    const plan = planOf(questionnaire, referenceWeighting(questionnaire))
    const sheetOf = (answers: Answers) => score({ plan, digests, answers })
    const sheet = sheetOf(officialAnswers({}, { scores, questionnaire }))
    t.same(sheet, sheetOf(Object.fromEntries(read.map(([code, { value }]) => [code, value]))), key)
    const percents = new Map(sheet.nodes.map(({ code, exactPercent }) => [code, exactPercent]))
    for (const [code, { percentBp }] of read)
      t.equal(toBasisPoints(fromText(percents.get(code) ?? '-1')), percentBp, `${key} ${code}`)
  }
})
