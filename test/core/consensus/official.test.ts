import t from 'tap'
import {
  notApplicableIn,
  officialAnswers,
  officialOf,
} from '../../../src/core/consensus/official.ts'
import { judgedItems } from '../../../src/core/review/review.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { withoutProgramme } from '../../../src/core/submission/submit.ts'
import { people } from '../../support/assessment.ts'
import { answersTo, gbt, notApplicable } from '../../support/submissions.ts'

const by = people.lead
const scoresOf = (percentBp: number, without: readonly string[] = []) =>
  Object.fromEntries(
    judgedItems(gbt)
      .filter((code) => !without.includes(code))
      .map((code) => [code, { percentBp, note: 'We met.', by }]),
  )

t.test('the percents are the panel’s, the marks the applicant’s, the text nobody’s', async (t) => {
  const answers = { '4.1.2': { percent: 90, comment: 'Ours' }, '4.4.3': { notApplicable } }
  t.same(officialAnswers(answers, { scores: { '4.1.2': { percentBp: 4550, note: null, by } } }), {
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
  t.same(notApplicableIn({ '4.1.2': { percent: 90 }, '4.4.3': { notApplicable } }), ['4.4.3'])
})

t.test('a mark outweighs a score that nobody should have given', async (t) => {
  const answers = { '4.4.3': { notApplicable } }
  t.same(officialAnswers(answers, { scores: { '4.4.3': { percentBp: 4500, note: null, by } } }), {
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
      answers: officialAnswers(given, { scores }),
      notApplicable: withoutProgramme,
    })
  t.match(sheet(scoresOf(4500), answersTo(gbt, { '4.1.2': { percent: 90 } })).total, {
    percent: 45,
    points: 450,
  })
  const marked = sheet(scoresOf(4500, ['4.4.4']), answersTo(gbt, { '4.4.4': { notApplicable } }))
  t.ok((marked.total?.points ?? 0) < 450, 'what does not apply earns nothing without a programme')
})
