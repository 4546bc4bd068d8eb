import t from 'tap'
import { toText } from '../../../src/core/exact.ts'
import { isProblem, type ProblemError } from '../../../src/core/problem.ts'
import {
  demandComplete,
  isMarked,
  missingAnswers,
  readAnswer,
  readAnswers,
} from '../../../src/core/scoring/answers.ts'
import type { Answers } from '../../../src/core/scoring/members.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { fineTuned, radar, statements } from '../../fixtures/methods.ts'
import { questionnaireOf, small } from '../../fixtures/questionnaires.ts'
import { errorsIn, sheetFor } from '../../support/sheets.ts'
import { spoil } from '../../support/spoil.ts'

const document = small()
const plan = planOf(document, referenceWeighting(document))
const notApplicable = { reasonCode: 'outsourced', justification: 'A partner does it.' }

const errorsOf = (answers: Answers, naAllowed = true): readonly ProblemError[] => {
  try {
    readAnswers(plan, answers, naAllowed)
  } catch (error) {
    if (isProblem(error, 'document-invalid', 'incomplete')) return error.parameters.errors
    throw error
  }
  return []
}

const readings = (answers: Answers) =>
  readAnswers(plan, answers, true).flatMap(({ nodes }) =>
    nodes.map(({ node, status, percent }) => [
      node.code,
      status,
      percent === null ? null : percent.n,
    ]),
  )

t.test('a value, an absence and nothing are three things', async (t) => {
  const answers = {
    '1.1': { percent: 0 },
    '1.2': { notApplicable },
    '2.1': { comment: 'We are working on it.' },
  }
  t.same(readings(answers), [
    ['1.1', 'scored', 0n],
    ['1.2', 'not_applicable', null],
    ['2.1', 'unanswered', null],
    ['3', 'unanswered', null],
  ])
})

t.test('how much of a node does not apply: all of it, parts by weight, nothing', async (t) => {
  const away = 'not_applicable' as const
  const absentIn = (change: Record<string, unknown>) => {
    const quick = spoil(statements(), {
      '/categories/1/items/1/statements/0/naAllowed': true,
      ...change,
    })
    const read = readAnswers(
      planOf(quick, referenceWeighting(quick)),
      {
        '2.1': { statements: { '2.1.s1': 20, '2.1.s2': away } },
        '2.2': { statements: { '2.2.s1': away } },
      },
      true,
    )
    return read.flatMap(({ nodes }) => nodes.map((each) => [toText(each.absent), isMarked(each)]))
  }
  t.same(absentIn({}), [
    ['0', false],
    ['1/2', true],
    ['1', true],
  ])
  const piloted = absentIn({ '/categories/1/items/0/effectiveFrom': '2.0.0' })
  t.same(piloted[1], ['0', false], 'a pilot counts for nothing')
})

t.test('a pilot is a pilot, answered or not', async (t) => {
  const piloted = questionnaireOf({
    categories: [
      {
        code: 'x',
        items: [
          ['a', 10],
          ['b', 5, { effectiveFrom: '2.0.0' }],
        ],
      },
    ],
  })
  const pilots = planOf(piloted, referenceWeighting(piloted))
  const statuses = (answers: Answers) =>
    readAnswers(pilots, answers, true).flatMap(({ nodes }) => nodes.map(({ status }) => status))
  t.same(statuses({ b: { percent: 50 } }), ['unanswered', 'pilot'])
  t.same(statuses({ a: { percent: 50 } }), ['scored', 'pilot'])
})

t.test('value and absence together are refused', async (t) => {
  t.match(errorsOf({ '1.1': { percent: 50, notApplicable } }), [
    { pointer: '/answers/1.1/notApplicable', code: 'value-and-not-applicable' },
  ])
})

t.test('absence needs the permission of the node and of the programme', async (t) => {
  t.same(errorsOf({ '1.1': { notApplicable } }), [])
  t.match(errorsOf({ '1.1': { notApplicable } }, false), [
    { code: 'not-applicable-refused', detail: /programme does not permit/ },
  ])
  t.match(errorsOf({ '3': { notApplicable } }), [
    { pointer: '/answers/3/notApplicable', code: 'not-applicable-refused', detail: /"3" cannot/ },
  ])
})

t.test('what takes no score is told so, what does not exist too', async (t) => {
  t.match(
    errorsOf({
      '1': { percent: 50 },
      '1.1.a': { notApplicable },
      'P.1': { percent: 50 },
      'a/b': { comment: 'x' },
      constructor: { comment: 'x' },
    }),
    [
      { pointer: '/answers/1', code: 'takes-no-score', detail: '"1" takes no score.' },
      { pointer: '/answers/1.1.a', code: 'takes-no-score' },
      { pointer: '/answers/P.1', code: 'takes-no-score' },
      { pointer: '/answers/a~1b', code: 'node-unknown' },
      { pointer: '/answers/constructor', code: 'node-unknown' },
    ],
  )
  t.same(errorsOf({ 'P.1': { comment: 'Who we are.' }, '9.9.9': undefined }), [])
})

t.test('all findings come at once, those of the method among them', async (t) => {
  t.same(
    errorsOf({ '1.1': { percent: 47 }, '1.2': { percent: 101 }, x: {} }).map(({ code }) => code),
    ['node-unknown', 'percent-off-step', 'percent-off-step'],
  )
})

t.test('one answer can be read alone', async (t) => {
  const node = plan.scored.get('1.1')
  if (node === undefined) throw new Error('no node')
  const errors: ProblemError[] = []
  t.same(readAnswer(node, { percent: 50 }, false, errors), { n: 50n, d: 1n })
  t.same(errors, [])
})

t.test('completeness waits for every scored node, not for pilots', async (t) => {
  const full = { '1.1': { percent: 5 }, '1.2': { notApplicable }, '2.1': { percent: 5 } }
  const read = readAnswers(plan, full, true)
  t.match(missingAnswers(read), [{ pointer: '/answers/3', code: 'answer-missing' }])
  t.throws(() => demandComplete(read), { code: 'incomplete' })
  t.doesNotThrow(() => demandComplete(readAnswers(plan, { ...full, '3': { percent: 5 } }, true)))
})

t.test('what a node begun still lacks is named, and foreign members are refused', async (t) => {
  const given = { '1.1': { plan: 5 }, '1.2': { trends: 5 } }
  t.match(
    errorsIn(() => sheetFor(fineTuned(), given)),
    [{ pointer: '/answers/1.2/trends', code: 'member-unknown' }],
  )
  t.match(
    errorsIn(() => sheetFor(fineTuned(), { '1.1': { plan: 5 } }, { allowIncomplete: false }))[0],
    { pointer: '/answers/1.1', detail: /missing: do, check, act/ },
  )
  t.match(
    errorsIn(() => sheetFor(radar(), { '1.1': { percent: 5, notApplicable } })),
    [{ code: 'member-unknown' }, { code: 'not-applicable-refused' }],
  )
})
