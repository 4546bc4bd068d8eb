import t from 'tap'
import { readQuestionnaire } from '../../../src/core/document/read.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { referenceWeighting, type Weighting } from '../../../src/core/scoring/weighting.ts'
import type { Answer, Answers } from '../../../src/core/submission/answer.ts'
import { submissionStates } from '../../../src/core/submission/lifecycle.ts'
import {
  type SubmitSubmission,
  submit,
  withoutProgramme,
} from '../../../src/core/submission/submit.ts'
import { jsonIn } from '../../support/examples.ts'
import { forbidden } from '../../support/forbidden.ts'
import {
  answersTo,
  gbt,
  itemsOf,
  notApplicable,
  now,
  refusalOf,
  standings,
  submissionId,
  submissionIn,
  withGrant,
} from '../../support/submissions.ts'

const scorable = (key: string) => readQuestionnaire(jsonIn(`schemas/models/${key}/1.0.0.json`))

const digest = 'a'.repeat(64)
const digests = { questionnaire: digest, weighting: digest, answers: digest }
const reference = { plan: planOf(gbt, referenceWeighting(gbt)), digests }
const own: Weighting = {
  ...referenceWeighting(gbt),
  kind: 'own',
  id: submissionId,
  version: '1.0.0',
}

const given = (
  answers: Readonly<Record<string, Answer | null>> = {},
  other: Partial<SubmitSubmission> = {},
): SubmitSubmission => ({
  submission: submissionIn('draft'),
  answers: { ...answersTo(gbt, answers), 'OP.1': { comment: 'who we are' } },
  unseen: [],
  reference,
  beside: [],
  notApplicable: withoutProgramme,
  standing: standings.admin,
  now,
  ...other,
})
const marked = (...codes: string[]) =>
  Object.fromEntries(codes.map((code) => [code, { notApplicable }]))

t.test('a complete draft is submitted and scored', async (t) => {
  const { submission, scoreSheets, events } = submit(given())
  t.same(submission, {
    ...submissionIn('draft'),
    state: 'submitted',
    revision: 4,
    submittedAt: now,
    updatedAt: now,
  })
  t.equal(scoreSheets.length, 1)
  t.match(scoreSheets[0], { total: { points: 450, maxPoints: 1000 }, digests, variant: 'official' })
  t.match(events, [{ type: 'submission.submitted', subject: submissionId }])
  t.notMatch(JSON.stringify(events), /450|who we are/, 'no score and no answer')
})

t.test('the share of carried answers that nobody looked at is frozen', async (t) => {
  const shareOf = (...unseen: string[]) => submit(given({}, { unseen })).submission.carriedShareBp
  t.equal(shareOf(), 0)
  t.equal(shareOf('4.1.2', '4.7.2', 'OP.1'), 1300, '50 and 80 of 1000 points')
})

t.test('there is a sheet for each weighting, the reference first', async (t) => {
  const beside = [{ plan: planOf(gbt, own), digests }]
  t.same(
    submit(given({}, { beside })).scoreSheets.map(({ weighting }) => weighting.kind),
    ['reference', 'own'],
  )
})

t.test('every missing answer is named by its pointer; text alone is none', async (t) => {
  t.match(
    refusalOf(() => submit(given({ '4.1.2': null, '4.7.2': { comment: 'x' }, '4.3.2': {} }))),
    {
      code: 'incomplete',
      errors: [
        { pointer: '/answers/4.1.2', code: 'answer-missing' },
        { pointer: '/answers/4.3.2', code: 'answer-missing' },
        { pointer: '/answers/4.7.2', code: 'answer-missing' },
      ],
    },
  )
  const nothing = refusalOf(() => submit(given({}, { answers: {} })))
  t.match(nothing, { errors: { length: itemsOf(gbt).length } })
})

t.test('not applicable is taken up to a tenth of the points', async (t) => {
  const points = new Map(itemsOf(gbt).map(({ code, points }) => [code, points]))
  t.equal(points.get('4.1.2'), 50)
  const { scoreSheets } = submit(given(marked('4.1.2')))
  t.match(scoreSheets[0]?.alternatives, { policy: 'zero', naCount: 1, naShareBp: 500 })
  const rule = { policy: 'zero', maxShareBp: 500 } as const
  t.equal(
    refusalOf(() => submit(given(marked('4.1.2'), { notApplicable: rule }))),
    'allowed',
  )
  const tighter = { ...rule, maxShareBp: 499 }
  t.match(
    refusalOf(() => submit(given(marked('4.1.2'), { notApplicable: tighter }))),
    {
      code: 'incomplete',
      errors: [{ code: 'na-share' }],
    },
  )
})

t.test('no category may be emptied, and everything wrong is said at once', async (t) => {
  const category = gbt.categories.find(({ code }) => code === '4.3')
  const codes = (category?.items ?? []).map(({ code }) => code)
  const refusal = refusalOf(() => submit(given({ ...marked(...codes, '4.1.3'), '4.1.2': null })))
  t.match(refusal, {
    code: 'incomplete',
    errors: [
      { pointer: '/answers/4.1.2', code: 'answer-missing' },
      { code: 'na-share' },
      { code: 'na-category' },
    ],
  })
})

t.test('weak statements dropped one by one reach the limit as whole nodes do', async (t) => {
  const quick = scorable('gbt-19580-2012-quick')
  const plan = planOf(quick, referenceWeighting(quick))
  const weakest = (dropped: number): Answers => {
    let left = dropped
    return Object.fromEntries(
      [...plan.scored.values()].map(({ code, statements = [] }) => {
        const [first, ...others] = statements
        const drops = first?.naAllowed === true && others.length > 0 && left > 0
        if (drops) left -= 1
        const ratings = statements.map(({ code: own }): [string, number] => [own, 60])
        return [
          code,
          {
            statements: {
              ...Object.fromEntries(ratings),
              ...(drops && first ? { [first.code]: 'not_applicable' as const } : {}),
            },
          },
        ]
      }),
    )
  }
  const submitted = (dropped: number) =>
    refusalOf(() => submit(given({}, { answers: weakest(dropped), reference: { plan, digests } })))
  t.equal(submitted(3), 'allowed')
  t.match(submitted(12), {
    code: 'incomplete',
    errors: [{ code: 'na-share', detail: /of the reference points do not apply/ }],
  })
})

t.test('where a programme takes no "not applicable", none is taken', async (t) => {
  t.match(
    refusalOf(() => submit(given(marked('4.1.2'), { notApplicable: null }))),
    {
      code: 'document-invalid',
      errors: [{ pointer: '/answers/4.1.2/notApplicable', code: 'not-applicable-refused' }],
    },
  )
  t.equal(
    refusalOf(() => submit(given({}, { notApplicable: null }))),
    'allowed',
  )
})

t.test('only a draft, and only by who may submit', async (t) => {
  for (const state of submissionStates.filter((each) => each !== 'draft'))
    t.match(
      refusalOf(() => submit(given({}, { submission: submissionIn(state) }))),
      {
        code: 'illegal-transition',
        state,
        event: 'submit',
      },
    )
  const by = (standing: SubmitSubmission['standing']) =>
    refusalOf(() => submit(given({}, { standing })))
  const notTheirs = forbidden('submissions:submit')
  t.equal(by(withGrant(standings.nobody, 'submissions:submit')), 'allowed')
  t.same(by(standings.contributor), notTheirs)
  t.same(by(standings.association), notTheirs)
  t.same(by(standings.nobody), { code: 'not-found' })
})
