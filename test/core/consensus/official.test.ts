import t from 'tap'
import type { Consensus } from '../../../src/core/consensus/consensus.ts'
import {
  demandPermitted,
  demandPermittedUnseen,
  notApplicableIn,
  officialAnswers,
  officialOf,
  type UnderRule,
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
import { answersTo, gbt, notApplicable, refusalOf } from '../../support/submissions.ts'

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

/** Every statement of a quick questionnaire at 60, and of some items the first one not applicable. */
const judged = (without: readonly string[]) => {
  const questionnaire = modelOf('baldrige-2023-2024-quick')
  const gauges = gaugesOf(questionnaire, { stepBp: 500, naPermitted: true })
  const scores = Object.fromEntries(
    answerableOf(questionnaire).scored.map(({ code, rater }) => {
      const names = rater.parts.map(({ name }) => name ?? '')
      const statements = Object.fromEntries(
        names.map((name, place) => {
          const isOut = place === 0 && without.includes(code)
          return [name, isOut ? ('not_applicable' as const) : 60]
        }),
      )
      return [code, { ...readValue({ statements }, gauges(code)), note: 'We met.', by }]
    }),
  )
  const plan = planOf(questionnaire, referenceWeighting(questionnaire))
  const all = { scores, questionnaire, plan, answers: {} }
  return (maxShareBp: number | null, answers: Answers = {}): UnderRule => ({
    ...all,
    answers,
    rule: maxShareBp === null ? null : { policy: 'exclude', maxShareBp },
  })
}

t.test('more parts that do not apply than the cycle permits are named, item by item', async (t) => {
  const two = judged(['1.1', '1.2'])
  const refused = refusalOf(() => demandPermitted(two(1)))
  t.match(refused, {
    code: 'incomplete',
    errors: [
      { pointer: '/scores', code: 'na-share', detail: /at most 0\.01 % may/ },
      { pointer: '/scores/1.1', code: 'na-part' },
      { pointer: '/scores/1.2', code: 'na-part' },
    ],
  })
  t.equal(demandPermitted(two(1000)), undefined, 'within the rule')
  t.equal(demandPermitted(judged([])(1)), undefined, 'where all applies')
  t.equal(demandPermitted(judged([])(null)), undefined, 'where the cycle takes none')
  t.equal(demandPermittedUnseen(two(1000)), undefined)
  const unseen = refusalOf(() => demandPermittedUnseen(two(1)))
  t.match(unseen, { code: 'incomplete', errors: [{ pointer: '/scores', code: 'na-share' }] })
  const other = refusalOf(() => demandPermittedUnseen(judged(['1.2', '2.1'])(1)))
  t.same(other, unseen, 'neither which items nor how much')
})

t.test('what the applicant marked counts with what the panel did', async (t) => {
  const out = 'not_applicable'
  const marked: Answers = { '1.1': { statements: { '1.1.s1': out, '1.1.s2': out } } }
  const one = (maxShareBp: number, answers: Answers = {}): UnderRule => {
    const given = judged(['1.2'])(maxShareBp, answers)
    const { '1.1': _, ...others } = given.scores
    return { ...given, scores: answers === marked ? others : given.scores }
  }
  const shareOf = (answers: Answers) => {
    const { questionnaire, plan, scores, rule } = one(1000, answers)
    const digest = 'a'.repeat(64)
    const digests = { questionnaire: digest, weighting: digest, answers: digest }
    const given = officialAnswers(answers, { scores, questionnaire })
    const sheet = score({ plan, digests, answers: given, notApplicable: rule ?? undefined })
    return sheet.alternatives?.naShareBp ?? 0
  }
  const [alone, both] = [shareOf({}), shareOf(marked)]
  t.ok(both > alone)
  t.equal(demandPermitted(one(alone + 1)), undefined)
  const refused = refusalOf(() => demandPermitted(one(alone + 1, marked)))
  t.match(refused, {
    code: 'incomplete',
    errors: [{ pointer: '/scores' }, { pointer: '/scores/1.2' }],
  })
  t.match(refused, { errors: { length: 2 } })
  t.equal(demandPermitted(one(both + 1, marked)), undefined)
})
